"""A store on disk and a way to call the commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from inspectgraph.cli import cli
from pyoxigraph import Store

SAMPLE = Path(__file__).parents[1] / "queries" / "data" / "sample.trig"
Run = Callable[..., Result]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented sample on disk, as a build leaves it."""
    path = tmp_path_factory.mktemp("store") / "sample.db"
    path.mkdir()
    written = Store(str(path / "current"))
    written.bulk_load(path=str(SAMPLE))
    written.flush()
    del written
    return path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the program on the sample; stdout and stderr are apart."""
    monkeypatch.setenv("INSPECTGRAPH_STORE", str(folder))

    def call(*arguments: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(cli, list(arguments), input=stdin, prog_name="inspectgraph")

    return call
