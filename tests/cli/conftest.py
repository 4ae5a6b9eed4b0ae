"""A way to call the commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from inspectgraph.cli import cli

Run = Callable[..., Result]


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the program on the sample; stdout and stderr are apart."""
    monkeypatch.setenv("INSPECTGRAPH_STORE", str(folder))

    def call(*arguments: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(cli, list(arguments), input=stdin, prog_name="inspectgraph")

    return call
