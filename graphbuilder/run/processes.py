"""In several processes of this machine."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor

from inspectgraph.graphbuilder.run.ahead import AHEAD, in_flight
from inspectgraph.graphbuilder.run.task import Built, Task, Work


def run_in_processes(tasks: Sequence[Task], work: Work, workers: int) -> Iterator[Built]:
    """Results in the order of the tasks."""
    with _executor(work, min(workers, len(tasks))) as executor:
        for _, future in in_flight(tasks, lambda t: executor.submit(work, t), AHEAD * workers):
            yield future.result()


def _executor(work: Work, processes: int) -> Executor:
    """Processes; where the system can, forked from one that has imported what works there."""
    forks = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if forks else "spawn")
    if forks:
        context.set_forkserver_preload([work.__module__])
    return ProcessPoolExecutor(processes, mp_context=context)
