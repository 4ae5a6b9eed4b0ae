"""On the workers of a Dask scheduler, provided that they have the same versions as we do."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from importlib.metadata import version
from typing import TYPE_CHECKING

from inspectgraph.graphbuilder.fingerprint import code_digest
from inspectgraph.graphbuilder.run.ahead import AHEAD, in_flight
from inspectgraph.graphbuilder.run.task import REPORT_IT, Built, Task, Work
from inspectgraph.ontology.errors import BadParameter, ReadError
from inspectgraph.ontology.profiles import load_profile

if TYPE_CHECKING:
    from distributed import Client

CONNECT_SECONDS = 10  # a scheduler in the same network answers at once; a wrong address never
POLL_SECONDS = 1  # after which a lost scheduler is noticed, as Dask itself would wait for ever
ONE_AT_A_TIME = threading.Lock()
# Packages whose version can change what is read from a file.
READERS = (
    "charset-normalizer",
    "numpy",
    "nupunkt",
    "pyahocorasick",
    "pypdfium2",
    "python-docx",
    "rapidfuzz",
    "selectolax",
)
START_IT = "Check the address, or start one with `dask scheduler`."
SAME_EVERYWHERE = "Install the same versions at the scheduler and at every worker; restart them."


def run_on_cluster(tasks: Sequence[Task], work: Work, scheduler: str) -> Iterator[Built]:
    """Results in the order of the tasks, built by the workers of a Dask scheduler."""
    with _cluster(scheduler) as client:
        from distributed import KilledWorker

        submit = partial(_send, client.get_executor(pure=False), work)
        width = AHEAD * max(2, sum(client.nthreads().values()))
        for task, future in in_flight(tasks, submit, width):
            name = task.input.name
            try:
                built = _awaited(future, client)
            except KilledWorker:
                yield Built(name, error=ReadError(name, "each worker that read it died", REPORT_IT))
                continue
            if built.versions:
                _check_versions({"a worker that came later": built.versions})
            yield built


@contextmanager
def _cluster(scheduler: str) -> Iterator[Client]:
    """A client of the scheduler, whose workers run what runs here. Raises BadParameter."""
    try:
        from distributed import Client
        from distributed.comm.addressing import get_address_host
    except ImportError:
        cure = "Install it with `pip install inspectgraph[cluster]`."
        raise BadParameter("--scheduler", "dask.distributed is not installed", cure) from None
    try:
        get_address_host(scheduler)  # an address that is none, before a client hangs on it
        client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        reason = f"no scheduler answers at {scheduler} ({error})"
        raise BadParameter("--scheduler", reason, START_IT) from None
    with client:
        _check_workers(client, scheduler)
        try:
            yield client
        except CancelledError:
            reason = f"the scheduler at {scheduler} was lost; the store is as it was"
            raise BadParameter("--scheduler", reason, START_IT) from None


def _check_workers(client: Client, scheduler: str) -> None:
    """That there are workers, and that they and the scheduler run what runs here."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError:
        reason = f"the scheduler at {scheduler} has no worker"
        cure = f"Start one with `dask worker {scheduler} --nthreads 1`."
        raise BadParameter("--scheduler", reason, cure) from None
    theirs = client.run(versions, on_error="return")
    try:
        theirs |= {"the scheduler": client.run_on_scheduler(versions)}
    except Exception as error:  # whatever an environment without us raises there
        theirs |= {"the scheduler": error}
    _check_versions(theirs)


def _check_versions(versions_of: Mapping[str, str | Exception]) -> None:
    """That each of them runs what runs here. Raises BadParameter."""
    for member, theirs in versions_of.items():
        if theirs != versions():
            reason = f"{member} has other versions: {theirs!s}; here: {versions()}"
            raise BadParameter("--scheduler", reason, SAME_EVERYWHERE)


def _send(executor: Executor, work: Work, task: Task) -> Future[Built]:
    """Hand a task to the cluster, with the bytes of its file."""
    try:
        return executor.submit(_work_apart, work, replace(task, data=task.load()))
    except ReadError as error:
        unread: Future[Built] = Future()
        unread.set_result(Built(task.input.name, error=error))
        return unread


def _awaited(future: Future[Built], client: Client) -> Built:
    """The result; CancelledError where the scheduler was lost, as Dask then ends no future
    that was asked of it since."""
    while True:
        try:
            return future.result(POLL_SECONDS)
        except TimeoutError:
            if client.status != "running":
                raise CancelledError from None


def _work_apart(work: Work, task: Task) -> Built:
    """The work at a worker: one task at a time, as PDFium must not run in two threads."""
    with ONE_AT_A_TIME:
        return replace(work(task), versions=versions())


@cache
def versions() -> str:
    """What a report's graph depends on at a worker: our code and data, and what reads files."""
    ours = f"inspectgraph {code_digest()[:8]}-{load_profile().digest[:8]}"
    return ", ".join([ours, *(f"{name} {version(name)}" for name in READERS)])
