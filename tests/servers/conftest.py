"""Real SPARQL servers on loopback, each with data of its own, stopped at the end.

They are skipped where they are not installed; the line says how to get them.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest
from inspectgraph.queries.publish import GraphStore, UpdateServer
from inspectgraph.queries.source.endpoint import Credentials, Endpoint

PASSWORD = "only-for-this-test"
VIRTUOSO_INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
NumberOfBuffers = 20000
MaxMemPoolSize = 2000000000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = {rows}
"""


@dataclass(frozen=True)
class Running:
    """A server and its addresses."""

    name: str
    asked: Endpoint
    graphs: GraphStore
    updates: UpdateServer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(command: list[str], url: str, folder: Path) -> Iterator[None]:
    """The process, from when it answers to when it has ended."""
    with (folder / "out.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        opener = build_opener(ProxyHandler({}))
        end = time.monotonic() + 60
        while True:
            assert process.poll() is None, (folder / "out.log").read_text("utf-8", "replace")
            assert time.monotonic() < end, "it does not answer"
            try:
                opener.open(url, timeout=5).close()
                break
            except (URLError, OSError):
                time.sleep(0.2)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def oxigraph_binary() -> str | None:
    beside = Path(sys.executable).with_name("oxigraph")
    return str(beside) if beside.exists() else shutil.which("oxigraph")


@contextmanager
def oxigraph(folder: Path) -> Iterator[Running]:
    binary = oxigraph_binary()
    if binary is None:
        pytest.skip("no oxigraph server: pip install oxigraph")
    base = f"http://127.0.0.1:{free_port()}"
    command = [binary, "serve", "--location", str(folder / "db"), "--bind", base[7:]]
    with started(command, f"{base}/query?query=ASK%7B%7D", folder):
        none = Credentials()
        asked = Endpoint(f"{base}/query", 60, none)
        updates = UpdateServer(Endpoint(f"{base}/update", 60, none), asked)
        yield Running("oxigraph", asked, GraphStore(Endpoint(f"{base}/store", 60, none)), updates)


@contextmanager
def virtuoso(folder: Path, rows: int = 1_000_000) -> Iterator[Running]:
    binary = shutil.which("virtuoso-t")
    if binary is None:
        pytest.skip("no virtuoso-t: apt-get install virtuoso-opensource")
    port, sql_port = free_port(), free_port()
    settings = VIRTUOSO_INI.format(folder=folder, port=port, sql_port=sql_port, rows=rows)
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    base = f"http://127.0.0.1:{port}"
    command = [binary, "+foreground", "+wait", "+configfile", str(folder / "virtuoso.ini")]
    with started(command, f"{base}/sparql?query=ASK%7B%7D", folder):
        change = f"user_set_password('dba', '{PASSWORD}')"
        sql = ["isql-vt", f"127.0.0.1:{sql_port}", "dba", "dba", f"exec={change}"]
        subprocess.run(sql, check=True, capture_output=True, timeout=30)
        given = Credentials("dba", PASSWORD)
        asked = Endpoint(f"{base}/sparql", 60, Credentials())
        update = Endpoint(f"{base}/sparql-auth", 60, given)
        graphs = GraphStore(Endpoint(f"{base}/sparql-graph-crud-auth", 60, given))
        yield Running("virtuoso", asked, graphs, UpdateServer(update, update))


@pytest.fixture(scope="session", params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """Each of the servers in turn."""
    start = {"oxigraph": oxigraph, "virtuoso": virtuoso}[request.param]
    with start(tmp_path_factory.mktemp(request.param)) as running:
        yield running


@pytest.fixture(scope="session")
def small_virtuoso(tmp_path_factory: pytest.TempPathFactory):
    """One that gives no more than ten rows."""
    with virtuoso(tmp_path_factory.mktemp("small"), rows=10) as running:
        yield running
