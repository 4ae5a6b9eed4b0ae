"""SPARQL engines that hold the same graph, each asked in the same way, for `servers.py`.

Each is opened over a store: pyoxigraph reads its files in a process of its own, so that a query
over its time can be ended; the `oxigraph` server reads the same files; Virtuoso gets them as
N-Quads by its bulk loader, once, and keeps what it made; rdflib holds all in memory. Servers
listen on loopback and end with the benchmark.
"""

from __future__ import annotations

import gzip
import multiprocessing
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol
from urllib.request import ProxyHandler, build_opener

from catalogue import at_most, in_rdflib
from inspectgraph.ontology.errors import QueryError
from inspectgraph.queries.source.endpoint import Credentials, Endpoint
from inspectgraph.queries.source.local import open_store, select, with_prefixes
from pyoxigraph import RdfFormat
from rdflib import Graph

PART = 256_000_000  # bytes of N-Quads in a file for the bulk loader
VIRTUOSO_INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 5000
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
DirsAllowed = {parts}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxMemPoolSize = 2000000000
MaxQueryMem = 4G
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 10000000
"""


@dataclass(frozen=True)
class Settings:
    """Where engines may keep files, how long a query may take, how much Virtuoso may hold."""

    work: Path
    limit: float
    buffers: int


@dataclass(frozen=True)
class Asked:
    """Wall seconds until all rows were there, and the number of rows."""

    seconds: float
    rows: int


class Engine(Protocol):
    """What holds the graph."""

    @property
    def version(self) -> str:
        """Its name and version."""

    @property
    def loaded(self) -> float | None:
        """Seconds that it took to load the graph, where it was loaded now."""

    def ask(self, texts: Sequence[str]) -> Asked:
        """Run the texts; rows are those of the first. TimeoutError over the limit."""

    def memory(self) -> int:
        """The most megabytes that its process held so far (RSS)."""

    def cpu(self) -> float:
        """Processor seconds that its process took so far, of all threads."""


def engines() -> dict[str, Callable[[Path, Settings], AbstractContextManager[Engine]]]:
    """All engines by name."""
    return {"pyoxigraph": local, "oxigraph": oxigraph, "virtuoso": virtuoso, "rdflib": in_memory}


def most_memory(pid: int) -> int:
    """The most megabytes that a process held (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) >> 10 for line in lines if line.startswith("VmHWM")), 0)


def cpu_of(pid: int) -> float:
    """Processor seconds of a process, to a hundredth (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# -- pyoxigraph, in a process of its own -----------------------------------------------------


def _answer(store: Path, pipe: Connection) -> None:
    """The child: answer what comes until nothing more comes."""
    opened = open_store(store)
    pipe.send(None)
    while (texts := pipe.recv()) is not None:
        start = time.perf_counter()
        counts = [len(list(select(opened, text))) for text in texts]
        pipe.send(Asked(time.perf_counter() - start, counts[0]))


@dataclass
class Local:
    """pyoxigraph over the files of the store."""

    store: Path
    limit: float
    loaded: float | None = None
    _most: int = 0
    _child: tuple[multiprocessing.process.BaseProcess, Connection] | None = None

    @property
    def version(self) -> str:
        """As installed."""
        return _installed("pyoxigraph")

    def ask(self, texts: Sequence[str]) -> Asked:
        """In the child, which is ended when it takes too long."""
        _, pipe = self._child = self._child or self._started()
        pipe.send(list(texts))
        if not pipe.poll(self.limit):
            self.close()
            raise TimeoutError
        asked = pipe.recv()
        assert isinstance(asked, Asked)
        return asked

    def _started(self) -> tuple[multiprocessing.process.BaseProcess, Connection]:
        context = multiprocessing.get_context("spawn")
        mine, theirs = context.Pipe()
        child = context.Process(target=_answer, args=(self.store, theirs), daemon=True)
        child.start()
        mine.recv()
        return child, mine

    def memory(self) -> int:
        """Of all children so far."""
        if self._child and self._child[0].pid:
            self._most = max(self._most, most_memory(self._child[0].pid))
        return self._most

    def cpu(self) -> float:
        """Of the child that runs."""
        return cpu_of(self._child[0].pid) if self._child and self._child[0].pid else 0.0

    def close(self) -> None:
        """End the child."""
        if self._child:
            self.memory()
            self._child[0].kill()
            self._child[0].join()
            self._child = None


@contextmanager
def local(store: Path, settings: Settings) -> Iterator[Engine]:
    """Our own store on disk."""
    engine = Local(store, settings.limit)
    try:
        yield engine
    finally:
        engine.close()


# -- rdflib ----------------------------------------------------------------------------------


@dataclass
class Rdflib:
    """rdflib, all in memory."""

    graph: Graph
    limit: float
    loaded: float | None
    version: str = field(default_factory=lambda: _installed("rdflib"))

    def ask(self, texts: Sequence[str]) -> Asked:
        """Here, ended by an alarm."""
        start = time.perf_counter()
        with at_most(round(self.limit)):
            counts = [len(list(self.graph.query(with_prefixes(text)))) for text in texts]
        return Asked(time.perf_counter() - start, counts[0])

    def memory(self) -> int:
        """Of this process."""
        return most_memory(os.getpid())

    def cpu(self) -> float:
        """Of this process."""
        return cpu_of(os.getpid())


@contextmanager
def in_memory(store: Path, settings: Settings) -> Iterator[Engine]:
    """The whole graph in rdflib."""
    opened = open_store(store)
    start = time.perf_counter()
    graph = in_rdflib(list(opened))
    yield Rdflib(graph, settings.limit, time.perf_counter() - start)


# -- servers ---------------------------------------------------------------------------------


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


def _folder(settings: Settings, name: str, store: Path) -> Path:
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
    folder = _folder(settings, "oxigraph", store)
    with process(command, f"{base}/query?query=ASK%7B%7D", folder, 60) as pid:
        endpoint = Endpoint(f"{base}/query", settings.limit, Credentials())
        yield Server(f"{_output([binary, '--version'])} server", endpoint, pid)


# -- Virtuoso --------------------------------------------------------------------------------


@contextmanager
def virtuoso(store: Path, settings: Settings) -> Iterator[Engine]:
    """Virtuoso, loaded before where its folder has no whole database yet."""
    if shutil.which("virtuoso-t") is None:
        sys.exit("no virtuoso-t: apt-get install virtuoso-opensource")
    folder = _folder(settings, "virtuoso", store)
    done = folder / "loaded"
    seconds = None
    if not done.exists():
        parts = n_quads(store, folder / "parts")
        with _virtuoso(folder, settings, nice=10) as (sql, _, _):
            seconds = _bulk_load(sql, parts)
        done.write_text(f"{seconds:.0f}\n", encoding="utf-8")
    with _virtuoso(folder, settings) as (sql, endpoint, pid):
        version = next(line for line in _output(["virtuoso-t", "-?"]).splitlines() if "7." in line)
        loaded = seconds or float(done.read_text(encoding="utf-8"))
        yield Server(version, endpoint, pid, loaded, lambda: sql("txn_killall(6)"))


Sql = Callable[[str], str]


@contextmanager
def _virtuoso(
    folder: Path, settings: Settings, nice: int = 0
) -> Iterator[tuple[Sql, Endpoint, int]]:
    """The server, a function that runs SQL there, and where it is asked."""
    port, sql_port = free_port(), free_port()
    ini = VIRTUOSO_INI.format(
        folder=folder,
        parts=folder / "parts",
        port=port,
        sql_port=sql_port,
        buffers=settings.buffers,
        dirty=settings.buffers * 3 // 4,
    )
    (folder / "virtuoso.ini").write_text(ini, encoding="utf-8")
    base = f"http://127.0.0.1:{port}/sparql"
    command = ["nice", "-n", str(nice)] if nice else []
    command += ["virtuoso-t", "+foreground", "+wait", "+configfile", str(folder / "virtuoso.ini")]

    def sql(statement: str) -> str:
        return _output(["isql-vt", f"127.0.0.1:{sql_port}", "dba", "dba", f"exec={statement};"])

    with process(command, f"{base}?query=ASK%7B%7D", folder, 600) as pid:
        yield sql, Endpoint(base, settings.limit, Credentials()), pid


def _bulk_load(sql: Sql, parts: Path) -> float:
    """Seconds of its bulk loader, one thread, and the writing of its files."""
    start = time.perf_counter()
    sql(f"ld_dir('{parts}', '*.nq.gz', 'urn:x:none')")
    for number, path in enumerate(sorted(parts.iterdir()), 1):
        sql("rdf_loader_run(max_files => 1)")
        _tell(f"{number} files, {path.name} last, {time.perf_counter() - start:.0f} s")
    sql("checkpoint")
    failed = sql("SELECT ll_file, ll_error FROM DB.DBA.LOAD_LIST WHERE ll_error IS NOT NULL")
    if "0 Rows" not in failed:
        sys.exit(f"Virtuoso could not load all:\n{failed}")
    return time.perf_counter() - start


class Parts:
    """A file to write to that is many packed files, cut between lines."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = self._size = 0
        self._file = self._next()

    def _next(self) -> gzip.GzipFile:
        self._number += 1
        self._size = 0
        return gzip.GzipFile(self._folder / f"{self._number:04}.nq.gz", "wb", compresslevel=1)

    def write(self, data: bytes) -> int:
        """Put data in; a new file begins after a line, once the last is large."""
        self._size += len(data)
        end = data.rfind(b"\n") + 1
        if self._size < PART or not end:
            return self._file.write(data)
        self._file.write(data[:end])
        self._file.close()
        self._file = self._next()
        self._file.write(data[end:])
        return len(data)

    def flush(self) -> None:
        """Nothing: `close` writes the rest."""

    def close(self) -> None:
        """Write the rest."""
        self._file.close()


def n_quads(store: Path, folder: Path) -> Path:
    """The store as packed N-Quads in a folder, streamed, unless it is there already."""
    if folder.exists():
        return folder
    making = folder.with_name("parts.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    _tell(f"writing N-Quads to {folder}")
    parts = Parts(making)
    open_store(store).dump(parts, RdfFormat.N_QUADS)  # type: ignore[arg-type]
    parts.close()
    return making.rename(folder)


def _tell(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def _output(command: list[str]) -> str:
    """What a command prints; Virtuoso's print to stderr, and end with 1 when asked for help."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"{done.stdout}{done.stderr}".strip()


def _installed(name: str) -> str:
    from importlib.metadata import version

    return f"{name} {version(name)}"
