"""A build on a Dask cluster on loopback: the same bytes, whatever happens to a worker."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest
from inspectgraph.graphbuilder.build import BuildOptions, Progress, build
from inspectgraph.ontology.errors import BadParameter
from inspectgraph.queries.export import export_graph
from inspectgraph.queries.source.local import open_store

distributed = pytest.importorskip(
    "distributed", reason="dask.distributed is missing: pip install inspectgraph[cluster]"
)

REPORT = """# Inspection of {name} local authority children’s services

Inspection dates: {day} to {day} March 2024

| Judgement | Grade |
|---|---|
| The impact of leaders on social work practice with children and families | Good |
| The experiences and progress of children who need help and protection | Good |
| The experiences and progress of children in care | Good |

## The experiences and progress of children in care: good

1. Children live in homes that suit them. The police in Brackenmoor share what they know.
"""
AUTHORITIES = ("Norfolk", "Suffolk", "Essex", "Kent", "Dorset", "Devon")
STARTED = 30  # seconds that a process may take to appear


@dataclass
class Cluster:
    """A scheduler and its workers, each a process of its own in a folder of its own."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: dict[str, subprocess.Popen[bytes]]


def dask(folder: Path, package: Path, *words: str) -> subprocess.Popen[bytes]:
    """A process of Dask that finds our package in ``package``."""
    command = [sys.executable, "-m", "dask", *words, "--host", "127.0.0.1", "--no-dashboard"]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(package)},
            stdout=log,
            stderr=log,
        )


def until(told: str, holds) -> None:
    end = time.monotonic() + STARTED
    while not holds():
        assert time.monotonic() < end, f"{told} did not come in {STARTED} s"
        time.sleep(0.05)


@contextmanager
def started(folder: Path, names: tuple[str, ...], theirs: Path) -> Iterator[Cluster]:
    """A scheduler, and workers whose package lies in ``theirs``."""
    folder.mkdir()
    ours = Path(str(files("inspectgraph"))).parent
    known = folder / "scheduler.json"
    file = ("--scheduler-file", str(known))
    processes = [dask(folder, ours if names else theirs, "scheduler", "--port", "0", *file)]
    workers = {}
    try:
        until("the scheduler", known.exists)
        for name in names:
            words = ("worker", *file, "--no-nanny", "--nthreads", "1", "--name", name)
            workers[name] = dask(folder, theirs, *words)
        processes += workers.values()
        address = json.loads(known.read_text(encoding="utf-8"))["address"]
        if names:
            with distributed.Client(address, set_as_default=False) as client:
                client.wait_for_workers(len(names), timeout=STARTED)
        yield Cluster(address, processes[0], workers)
    finally:
        for process in processes:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    package = Path(str(files("inspectgraph"))).parent
    with started(tmp_path / "cluster", ("one", "two"), package) as running:
        yield running


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A path that means a folder of reports here, and nothing where the workers stand."""
    made = tmp_path / "here" / "reports"
    made.mkdir(parents=True)
    for number in range(24):
        name = AUTHORITIES[number % len(AUTHORITIES)]
        text = REPORT.format(name=name, day=number + 1)
        (made / f"{number:02}.md").write_text(text, encoding="utf-8")
    (made / "empty.md").write_bytes(b"")
    monkeypatch.chdir(made.parent)
    return Path("reports")


def nquads(store: Path) -> bytes:
    to = store.with_suffix(".nq")
    export_graph(open_store(store), to)
    return to.read_bytes()


def working(address: str, name: str) -> int:
    """How many tasks the scheduler holds to be at the worker of that name."""
    with distributed.Client(address, set_as_default=False) as client:
        workers = client.scheduler_info(n_workers=-1)["workers"]
        at = next(where for where, told in workers.items() if told["name"] == name)
        return len(client.processing()[at])


def test_a_worker_killed_in_the_middle_changes_no_byte(
    cluster: Cluster, reports: Path, tmp_path: Path
) -> None:
    """One worker stops with tasks in its hands and is killed: the other does them."""
    victim = cluster.workers["one"]
    lost: list[int] = []

    def kill() -> None:
        lost.append(working(cluster.address, "one"))
        victim.kill()

    def stop(step: Progress) -> None:
        if step.done == 5:
            victim.send_signal(signal.SIGSTOP)
            threading.Timer(0.5, kill).start()

    build([reports], tmp_path / "local.db")
    result = build(
        [reports], tmp_path / "cluster.db", BuildOptions(scheduler=cluster.address), stop
    )
    assert (result.built, result.failed, result.reports) == (24, 1, 24)
    assert victim.wait(5) == -signal.SIGKILL
    assert lost[0] > 0, "it was killed with nothing to do"
    assert nquads(tmp_path / "cluster.db") == nquads(tmp_path / "local.db")


def test_a_lost_scheduler_is_told_and_the_store_stays(
    cluster: Cluster, reports: Path, tmp_path: Path
) -> None:
    store = tmp_path / "graph.db"
    build([reports / "00.md"], store)
    before = nquads(store)

    def kill(step: Progress) -> None:
        if step.done == 3:
            cluster.scheduler.kill()

    with pytest.raises(BadParameter, match="was lost; the store is as it was"):
        build([reports], store, BuildOptions(scheduler=cluster.address), kill)
    assert nquads(store) == before


def test_workers_with_other_code_are_refused(reports: Path, tmp_path: Path) -> None:
    """Refused at the start, by the address of the worker, with the versions of both."""
    theirs = tmp_path / "theirs"
    for name in ("graphbuilder", "ontology"):
        shutil.copytree(str(files("inspectgraph") / name), theirs / "inspectgraph" / name)
    (theirs / "inspectgraph" / "__init__.py").write_bytes(b"")
    with (theirs / "inspectgraph" / "graphbuilder" / "parse" / "blocks.py").open("ab") as code:
        code.write(b"# another version\n")
    with started(tmp_path / "cluster", ("old",), theirs) as running:
        options = BuildOptions(scheduler=running.address)
        with pytest.raises(BadParameter, match=r"tcp://.* has other versions: inspectgraph"):
            build([reports], tmp_path / "graph.db", options)


def test_workers_without_us_are_refused(reports: Path, tmp_path: Path) -> None:
    hiding = tmp_path / "nothing" / "inspectgraph"
    hiding.mkdir(parents=True)
    (hiding / "__init__.py").write_text("raise ImportError", encoding="utf-8")
    with started(tmp_path / "cluster", ("bare",), hiding.parent) as running:
        options = BuildOptions(scheduler=running.address)
        with pytest.raises(BadParameter, match=r"tcp://.* has other versions: .*inspectgraph"):
            build([reports], tmp_path / "graph.db", options)


def test_no_scheduler_there(reports: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("inspectgraph.graphbuilder.run.cluster.CONNECT_SECONDS", 1)
    with pytest.raises(BadParameter, match=r"answers at tcp://127\.0\.0\.1:1 ") as told:
        build([reports], tmp_path / "graph.db", BuildOptions(scheduler="tcp://127.0.0.1:1"))
    assert "dask scheduler" in told.value.cure


def test_an_address_that_is_none(reports: Path, tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="no scheduler answers at carrier"):
        build([reports], tmp_path / "graph.db", BuildOptions(scheduler="carrier://pigeon"))


def test_no_worker_there(reports: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("inspectgraph.graphbuilder.run.cluster.CONNECT_SECONDS", 1)
    with (
        started(tmp_path / "cluster", (), Path(str(files("inspectgraph"))).parent) as running,
        pytest.raises(BadParameter, match="has no worker") as told,
    ):
        build([reports], tmp_path / "graph.db", BuildOptions(scheduler=running.address))
    assert "dask worker tcp://" in told.value.cure


def test_without_dask_the_extra_is_named(reports: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BadParameter, match="not installed") as told:
        build([reports], tmp_path / "graph.db", BuildOptions(scheduler="tcp://127.0.0.1:8786"))
    assert "pip install inspectgraph[cluster]" in told.value.cure
