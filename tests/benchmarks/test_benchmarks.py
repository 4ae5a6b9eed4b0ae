"""Every benchmark runs, in a setting so small that its figures mean nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "benchmarks"
LOOK_UP = ["judgements", "--authority", "Norfolk"]


def run(script: str, *arguments: object) -> str:
    """What a benchmark prints; its errors are shown where it fails."""
    command = [sys.executable, str(SCRIPTS / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def need(*, linux: bool = False, packages: tuple[str, ...] = ()) -> None:
    """Skip where a benchmark can't run."""
    if linux and not Path("/proc/self/status").exists():
        pytest.skip("reads /proc: Linux only")
    for name in packages:
        if find_spec(name) is None:
            pytest.skip(f"needs {name}")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made graph of a few reports, by `made_graph.py make`."""
    folder = tmp_path_factory.mktemp("made") / "made.db"
    said = run("made_graph.py", "make", folder, "--reports", 6, "--optimize")
    assert f"quads in {folder}" in said
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two of the bundled samples."""
    made = tmp_path_factory.mktemp("two")
    for name in ("marlshire-focused-visit-2023.pdf", "kelderby-summary-2013.txt"):
        (made / name).write_bytes((ROOT / "samples" / name).read_bytes())
    return made


def test_every_script_is_run_here() -> None:
    scripts = {
        path.name
        for path in SCRIPTS.glob("*.py")
        if '__name__ == "__main__"' in path.read_text(encoding="utf-8")
    }
    assert len(scripts) == 9
    here = Path(__file__).read_text(encoding="utf-8")
    assert not [name for name in scripts if f'run("{name}"' not in here]


def test_made_graph_measures_what_it_made(store: Path) -> None:
    shape = json.loads(run("made_graph.py", "measure", store))
    assert sum(kind["reports"] for kind in shape["kinds"].values()) == 6
    committed = json.loads((SCRIPTS / "made_shape.json").read_text(encoding="utf-8"))
    assert shape.keys() == committed.keys()


def test_agencies(folder: Path) -> None:
    said = run("agencies.py", folder, "--rounds", 1).splitlines()
    assert said[-1].split()[:2] == ["1", "2"], "one round over two reports"


def test_build(folder: Path) -> None:
    said = run("build.py", folder, "--rounds", 1).splitlines()
    assert [line.split()[0] for line in said] == ["round", "1", "median"]


def test_copies(folder: Path, tmp_path: Path) -> None:
    said = run("copies.py", folder, "--way", "paste", "--into", tmp_path, "--show")
    assert said.splitlines()[-1].split()[:3] == ["paste", "1", "copies:"]
    assert [path.suffix for path in (tmp_path / "paste").iterdir()] == [".txt"]


@pytest.mark.skipif(not which("pdftotext"), reason="needs poppler-utils")
def test_copies_by_poppler(folder: Path) -> None:
    said = run("copies.py", folder, "--way", "text", "--way", "html")
    assert [line.split()[0] for line in said.splitlines()] == ["text", "html"]


def test_query(store: Path) -> None:
    said = run("query.py", "--rounds", 1, store, "--", *LOOK_UP)
    assert "ratio" in said


def test_catalogue(store: Path) -> None:
    if os.name == "nt":
        pytest.skip("ends rdflib's queries by an alarm, which Windows has not")
    options = ("--rounds", 1, "--reports", 1, "--seconds", 20, "--cold", 1)
    said = run("catalogue.py", *options, store, "judgements", "latest-judgements")
    assert "cold: command s, bare script s, ratio" in said
    assert "too long" not in said


def test_serve(store: Path) -> None:
    need(linux=True, packages=("starlette", "uvicorn"))
    said = run("serve.py", store, "--clients", 2, "--seconds", 2, "--workers", 1)
    (answers,) = [line for line in said.splitlines() if line.startswith("answers")]
    assert "'200'" in answers
    assert "Error" not in answers


@pytest.mark.parametrize(
    "engine",
    ["pyoxigraph", "rdflib", "oxigraph", pytest.param("virtuoso", marks=pytest.mark.slow)],
)
def test_servers(engine: str, store: Path, tmp_path: Path) -> None:
    need(linux=True)
    beside = Path(sys.executable).with_name("oxigraph")
    if engine == "oxigraph" and not (beside.exists() or which("oxigraph")):
        pytest.skip("no oxigraph server: pip install oxigraph")
    if engine == "virtuoso" and not (which("virtuoso-t") and which("isql-vt")):
        pytest.skip("no virtuoso-t: apt-get install virtuoso-opensource-7-bin")
    results = tmp_path / "results.json"
    options = ["--engine", engine, "--query", "judgements", "--rounds", 1, "--buffers", 20_000]
    run("servers.py", "run", store, results, *options, "--work", tmp_path / "work")
    assert "error" not in results.read_text(encoding="utf-8")
    said = run("servers.py", "table", results)
    assert "0 too long, 0 errors" in said
    assert "| judgements --authority Norfolk |" in said


def test_visualise(store: Path) -> None:
    need(packages=("playwright",))
    if (chromium := which("chromium") or which("chromium-browser")) is None:
        pytest.skip("needs a browser: apt-get install chromium")
    options = ("--rounds", 1, "--nodes", 80, "--chromium", chromium)
    said = run("visualise.py", store, *options)
    assert "80 nodes, 240 links" in said
    assert said.count("first click") == 4
