"""The built wheel holds what it needs and answers from it, away from the source tree."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "-w", str(folder)]
    copied = folder / "source"
    ignored = {".venv", ".git", "build", "demo"}
    import shutil

    shutil.copytree(SOURCE, copied, ignore=lambda _, names: [n for n in names if n in ignored])
    subprocess.run([*command, str(copied)], check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(unpacked: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    command = [sys.executable, "-P", "-m", "inspectgraph.cli", *arguments]
    done = subprocess.run(
        command, cwd=unpacked, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_data_file_is_inside(unpacked: Path) -> None:
    package = unpacked / "inspectgraph"
    wanted = [
        path.relative_to(SOURCE)
        for room in ("ontology", "graphbuilder", "queries")
        for suffix in ("*.ttl", "*.jsonld", "*.toml", "*.rq")
        for path in (SOURCE / room).rglob(suffix)
    ]
    assert len(wanted) > 20
    missing = [str(path) for path in wanted if not (package / path).is_file()]
    assert not missing
    assert (package / "py.typed").is_file()


def test_no_tests_or_samples_are_inside(unpacked: Path) -> None:
    assert not list(unpacked.rglob("test_*.py"))
    assert not list(unpacked.rglob("samples"))


def test_it_builds_and_answers(unpacked: Path, tmp_path: Path) -> None:
    store = str(tmp_path / "graph.db")
    run(unpacked, "build", str(SOURCE / "samples"), "--store", store)
    answer = run(unpacked, "query", "judgements", "--store", store, "--format", "csv")
    assert len(answer.splitlines()) > 30
