"""In this process, one report after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspectgraph.graphbuilder.run.task import Built, Task, Work


def run_here(tasks: Sequence[Task], work: Work) -> Iterator[Built]:
    """Results in the order of the tasks."""
    yield from map(work, tasks)
