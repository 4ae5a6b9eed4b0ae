"""Virtuoso: loaded once, as N-Quads, by its bulk loader, and asked over HTTP."""

from __future__ import annotations

import gzip
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from engine import Engine, Settings, output, tell
from engines_http import Server, folder_of, free_port, process
from inspectgraph.queries.source.endpoint import Credentials, Endpoint
from inspectgraph.queries.source.local import open_store
from pyoxigraph import RdfFormat

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


@contextmanager
def virtuoso(store: Path, settings: Settings) -> Iterator[Engine]:
    """Virtuoso, loaded before where its folder has no whole database yet."""
    if shutil.which("virtuoso-t") is None:
        sys.exit("no virtuoso-t: apt-get install virtuoso-opensource")
    folder = folder_of(settings, "virtuoso", store)
    done = folder / "loaded"
    seconds = None
    if not done.exists():
        parts = n_quads(store, folder / "parts")
        with _virtuoso(folder, settings, nice=10) as (sql, _, _):
            seconds = _bulk_load(sql, parts)
        done.write_text(f"{seconds:.0f}\n", encoding="utf-8")
    with _virtuoso(folder, settings) as (sql, endpoint, pid):
        version = next(line for line in output(["virtuoso-t", "-?"]).splitlines() if "7." in line)
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
        return output(["isql-vt", f"127.0.0.1:{sql_port}", "dba", "dba", f"exec={statement};"])

    with process(command, f"{base}?query=ASK%7B%7D", folder, 600) as pid:
        yield sql, Endpoint(base, settings.limit, Credentials()), pid


def _bulk_load(sql: Sql, parts: Path) -> float:
    """Seconds of its bulk loader, one thread, and the writing of its files."""
    start = time.perf_counter()
    sql(f"ld_dir('{parts}', '*.nq.gz', 'urn:x:none')")
    for number, path in enumerate(sorted(parts.iterdir()), 1):
        sql("rdf_loader_run(max_files => 1)")
        tell(f"{number} files, {path.name} last, {time.perf_counter() - start:.0f} s")
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
    tell(f"writing N-Quads to {folder}")
    parts = Parts(making)
    open_store(store).dump(parts, RdfFormat.N_QUADS)  # type: ignore[arg-type]
    parts.close()
    return making.rename(folder)
