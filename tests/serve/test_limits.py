"""Queries that run away, clients that leave, and who may ask at all."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import Request

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

RUNAWAY = "SELECT (COUNT(*) AS ?n) { " + " ".join(
    f"?s{n} ?p{n} ?o{n} ." for n in range(6)
) + " FILTER(STR(?o0) < STR(?o5)) }"  # fmt: skip
COUNT = "SELECT (COUNT(*) AS ?n) { ?r a ig:Report }"


def test_a_runaway_query_ends_at_its_limit_and_harms_no_other(serve) -> None:
    server = serve("--timeout", "3", "--workers", "2")
    wanted = server.rows(COUNT)
    with ThreadPoolExecutor(1) as threads:
        late = threads.submit(server.get, query=RUNAWAY)
        others = 0
        while not late.done():
            assert server.rows(COUNT) == wanted
            others += 1
    assert others > 3
    assert late.result().status == 504
    assert "no answer within 3 s" in late.result().text
    for _ in range(4):
        assert server.rows(COUNT) == wanted


def test_more_runaways_than_workers_are_all_ended(serve) -> None:
    server = serve("--timeout", "2", "--workers", "2")
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(lambda _: server.get(query=RUNAWAY), range(6)))
    assert [got.status for got in found] == [504] * 6
    assert server.rows(COUNT)


def test_who_waits_too_long_for_a_turn_is_told(folder: Path) -> None:
    import asyncio

    pool_module = pytest.importorskip("inspectgraph.queries.serve.pool")
    from inspectgraph.queries.serve.jobs import Reply, SparqlJob
    from inspectgraph.queries.serve.options import ServeOptions

    pool = pool_module.Pool(ServeOptions(folder, seconds=20, workers=1, wait=0.3))

    async def busy() -> tuple[Reply, Reply]:
        await pool.start()
        runaway = asyncio.create_task(pool.answer(SparqlJob(RUNAWAY, "text/csv", "")))
        await asyncio.sleep(0.2)
        told = await pool.answer(SparqlJob(COUNT, "text/csv", ""))
        runaway.cancel()
        await asyncio.wait([runaway])
        await asyncio.sleep(3)  # the worker is started anew
        after = await pool.answer(SparqlJob(COUNT, "text/csv", ""))
        await pool.stop()
        return told, after

    told, after = asyncio.run(busy())
    assert (told.status, b"busy" in told.body) == (503, True)
    assert after.status == 200


def test_a_query_that_needs_too_much_memory_is_told(folder: Path) -> None:
    from inspectgraph.queries.serve.jobs import SparqlJob
    from inspectgraph.queries.serve.options import ServeOptions
    from inspectgraph.queries.serve.worker import Worker

    pytest.importorskip("resource", reason="the system cannot limit memory")
    worker = Worker(ServeOptions(folder, memory=1 << 30))
    greedy = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
    try:
        assert worker.reply_to(SparqlJob(greedy, "text/csv", "")).status == 503
        assert worker.reply_to(SparqlJob(COUNT, "text/csv", "")).status == 200
    finally:
        worker.stop()


def test_a_query_that_ends_its_process_is_told_and_the_next_is_answered(serve) -> None:
    server = serve("--workers", "1")
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(server.get, query=RUNAWAY)
        time.sleep(1)
        os.kill(workers_of(server.process.pid)[0], signal.SIGKILL)
        assert asked.result().status == 503
    assert server.rows(COUNT)
    os.kill(workers_of(server.process.pid)[0], signal.SIGKILL)  # an idle one
    time.sleep(0.5)
    assert server.rows(COUNT)


def workers_of(server: int) -> list[int]:
    children = Path(f"/proc/{server}/task/{server}/children")
    if not children.exists():
        pytest.skip("needs /proc to find the worker processes")
    found = []
    for path in Path(f"/proc/{server}/task").glob("*/children"):
        found += map(int, path.read_text().split())
    return [pid for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_the_query_of_a_client_that_leaves_is_ended(serve) -> None:
    server = serve("--workers", "1", "--timeout", "60")
    parts = urlsplit(server.page)
    with socket.create_connection((parts.hostname, parts.port)) as line:
        path = f"/sparql?{urlencode({'query': RUNAWAY})}"
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        time.sleep(1)
    start = time.monotonic()
    assert server.rows(COUNT)
    assert time.monotonic() - start < 20, "the only worker was free long before the limit"


def test_no_process_is_left_when_the_server_ends(serve) -> None:
    server = serve("--workers", "2")
    server.rows(COUNT)
    pids = workers_of(server.process.pid)
    assert len(pids) == 2
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(timeout=20) in (0, 130)
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_a_new_build_is_seen(serve) -> None:
    server = serve("--workers", "1")
    before = int(server.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"])
    current = server.store / "current"
    current.rename(server.store / "previous")
    built = Store(str(current))
    node = NamedNode("http://example.org/new")
    built.add(Quad(node, node, Literal("only this"), node))
    built.flush()
    del built
    assert before > 1
    assert server.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == [{"n": "1"}]


def answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError:
        return False
    return True


def test_it_listens_on_loopback_unless_told_otherwise(server, serve) -> None:
    parts = urlsplit(server.page)
    assert parts.hostname == "127.0.0.1"
    assert not answers("127.0.0.2", parts.port)
    assert "warning" not in server.said
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has 127.0.0.2")
    open_server = serve("--host", "0.0.0.0", "--workers", "1")
    assert answers("127.0.0.2", urlsplit(open_server.page).port)
    assert open_server.process.stderr
    assert "others on the network" in open_server.process.stderr.readline()


def test_names_and_pages_of_others_are_refused(server) -> None:
    assert server.get(query=COUNT, headers={"Host": "other.example"}).status == 400
    assert server.get(query=COUNT, headers={"Host": "localhost:1"}).status == 200
    assert server.get(query=COUNT, headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    assert server.get(query=COUNT, headers={"Sec-Fetch-Site": "same-origin"}).status == 200
    got = server.send(Request(server.url, headers={"Origin": "https://other.example"}))
    assert not any(name.startswith("access-control") for name in got.headers)


def run_serve(before: str, *options: str) -> subprocess.CompletedProcess[str]:
    """The command, in a case in which it ends by itself."""
    code = f"""import sys
{before}
from inspectgraph import cli
from inspectgraph.commands.serve import serve
cli.cli.add_command(serve)
cli.main(["serve", *sys.argv[1:]])"""
    command = [sys.executable, "-c", code, *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_a_port_in_use_and_a_store_that_is_not_there_are_told(server, tmp_path: Path) -> None:
    port = str(urlsplit(server.page).port)
    done = run_serve("", "--store", str(server.store), "--port", port)
    assert done.returncode == 2
    assert f"port {port} cannot be used" in done.stderr
    done = run_serve("", "--store", str(tmp_path / "none"), "--port", "0")
    assert "IG-302" in done.stderr


@pytest.mark.parametrize("missing", ["starlette", "uvicorn"])
def test_a_missing_extra_is_named(missing: str, folder: Path) -> None:
    done = run_serve(f"sys.modules[{missing!r}] = None", "--port", "0", "--store", str(folder))
    assert done.returncode == 1
    assert "pip install 'inspectgraph[serve]'" in done.stderr
    assert "Traceback" not in done.stderr
