"""A worker: a process of its own that answers one job after the other, and can be killed.

`Worker` is the near end, `_work` the far one. A worker that took too long, or ended in
the job, is not running afterwards: whoever asked starts it anew.
"""

from __future__ import annotations

import signal
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from inspectgraph.ontology.errors import InspectgraphError
from inspectgraph.queries.serve.jobs import PLAIN, Job, Reply, do, refusal
from inspectgraph.queries.serve.options import ServeOptions
from inspectgraph.queries.source.local import open_store
from pyoxigraph import Store

_START: Final = 60.0  # seconds to start a process, on a busy machine
_GRACE: Final = 5.0  # after the limit a worker ends itself, if nobody is left to kill it
_CRASHED: Final = Reply(
    503, PLAIN, b"the query ended its process; it may need too much memory\nAsk for less.\n"
)


class Worker:
    """A child process with the store open. Its methods block: call them in a thread."""

    def __init__(self, options: ServeOptions) -> None:
        self._options = options
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    @property
    def running(self) -> bool:
        """Whether there is a process to take a job."""
        return self._line is not None and self._process is not None and self._process.is_alive()

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process, and wait until it is ready."""
        self.stop()
        context = get_context("spawn")  # a fork would copy the threads of the web server
        near, far = context.Pipe()
        process = context.Process(target=_work, args=(far, self._options), daemon=True)
        process.start()
        far.close()
        self._process, self._line = process, near
        try:
            if near.poll(_START):
                near.recv()
                return
        except (EOFError, OSError):
            pass
        self.stop()

    def reply_to(self, job: Job) -> Reply:
        """The reply to a job: 504 where it took too long, 503 where the process ended."""
        if not self.running:
            self.start()
        if self._line is None:
            return _CRASHED
        try:
            self._line.send(job)
            if self._line.poll(self._options.seconds):
                reply: Reply = self._line.recv()
                return reply
            late = True
        except (EOFError, OSError):
            late = False
        self.stop()
        return _late(self._options.seconds) if late else _CRASHED

    def kill(self) -> None:
        """End the process from another thread; `reply_to` then comes back."""
        if self._process is not None:
            self._process.kill()

    def stop(self) -> None:
        """End the process and wait until it has gone."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None
        if self._line is not None:
            self._line.close()
            self._line = None


def _late(seconds: float) -> Reply:
    text = f"no answer within {seconds:g} s\nAsk for less, or start the server with --timeout.\n"
    return Reply(504, PLAIN, text.encode())


class _Opened:
    """The store as last built: opened anew when a build has put another in its place."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mark: tuple[int, int] | None = None
        self._store: Store | None = None

    def get(self) -> Store:
        mark = self._current()
        if self._store is None or mark != self._mark:
            self._store = None
            self._store = open_store(self._path)
            self._mark = mark
        return self._store

    def _current(self) -> tuple[int, int] | None:
        try:
            status = (self._path / "current").stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns


def _work(line: Connection, options: ServeOptions) -> None:
    """Answer jobs until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends us
    _limit_memory(options.memory)
    opened = _Opened(options.store)
    try:
        with suppress(InspectgraphError):  # each job will tell it
            opened.get()
        line.send("ready")
        while True:
            job: Job = line.recv()
            _alarm(options.seconds + _GRACE)
            line.send(_reply(opened, job, options))
            _alarm(0)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _reply(opened: _Opened, job: Job, options: ServeOptions) -> Reply:
    try:
        store = opened.get()
    except InspectgraphError as error:
        return refusal(error)
    return do(store, job, options)


def _alarm(seconds: float) -> None:
    """Let the system end this process then, where it can."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory(most: int) -> None:
    """No more address space than that, where the system can limit it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
