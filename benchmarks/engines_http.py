"""Engines that are servers on loopback, asked as `--endpoint` asks them; `oxigraph` is one."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from engine import Asked, Engine, Settings, cpu_of, most_memory, output
from inspectgraph.ontology.errors import QueryError
from inspectgraph.queries.source.endpoint import Credentials, Endpoint
from inspectgraph.queries.source.local import select


@dataclass
class Server:
    """A server on loopback, asked as `--endpoint` asks it."""

    version: str
    endpoint: Endpoint
    pid: int
    loaded: float | None = None
    stop: Callable[[], object] = lambda: None

    def ask(self, texts: Sequence[str]) -> Asked:
        """Over HTTP; `stop` has the server end what it still does for us."""
        start = time.perf_counter()
        try:
            counts = [len(list(select(self.endpoint, text))) for text in texts]
        except QueryError as error:
            if time.perf_counter() - start < self.endpoint.timeout - 1:
                raise
            self.stop()
            raise TimeoutError from error
        return Asked(time.perf_counter() - start, counts[0])

    def memory(self) -> int:
        """Of the server."""
        return most_memory(self.pid)

    def cpu(self) -> float:
        """Of the server, and not of the client."""
        return cpu_of(self.pid)


@contextmanager
def process(command: list[str], url: str, folder: Path, patience: float) -> Iterator[int]:
    """A server, from when it answers to when it has ended; its process id."""
    with (folder / "out.log").open("wb") as log:
        running = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        opener = build_opener(ProxyHandler({}))
        end = time.monotonic() + patience
        while True:
            if running.poll() is not None or time.monotonic() > end:
                sys.exit(f"{command[0]} does not answer: see {folder / 'out.log'}")
            try:
                opener.open(url, timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        yield running.pid
    finally:
        running.terminate()
        try:
            running.wait(timeout=300)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def free_port() -> int:
    """A port of loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def folder_of(settings: Settings, name: str, store: Path) -> Path:
    """Where a server over a store keeps its files."""
    folder = settings.work / f"{name}-{store.resolve().name}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def oxigraph(store: Path, settings: Settings) -> Iterator[Engine]:
    """The `oxigraph` server of PyPI over the same files."""
    beside = Path(sys.executable).with_name("oxigraph")
    binary = str(beside) if beside.exists() else shutil.which("oxigraph")
    if binary is None:
        sys.exit("no oxigraph server: pip install oxigraph")
    base = f"http://127.0.0.1:{free_port()}"
    command = [binary, "serve-read-only", "-l", str((store / "current").resolve()), "-b", base[7:]]
    command += ["--timeout-s", str(round(settings.limit))]
    folder = folder_of(settings, "oxigraph", store)
    with process(command, f"{base}/query?query=ASK%7B%7D", folder, 60) as pid:
        endpoint = Endpoint(f"{base}/query", settings.limit, Credentials())
        yield Server(f"{output([binary, '--version'])} server", endpoint, pid)
