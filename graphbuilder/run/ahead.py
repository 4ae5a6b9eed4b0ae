"""Tasks under way at once: enough that no worker waits, few enough that memory stays bounded."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future

from inspectgraph.graphbuilder.run.task import Built, Task

AHEAD = 4  # tasks under way for each worker: fewer leave workers idle, more fill the memory


def in_flight(
    tasks: Sequence[Task], submit: Callable[[Task], Future[Built]], width: int
) -> Iterator[tuple[Task, Future[Built]]]:
    """Each task in order, with ``width`` of them under way."""
    waiting: deque[tuple[Task, Future[Built]]] = deque()
    for task in tasks:
        waiting.append((task, submit(task)))
        if len(waiting) == width:
            yield waiting.popleft()
    while waiting:
        yield waiting.popleft()
