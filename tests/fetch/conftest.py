"""Servers that misbehave, a clock that does not wait, and tables."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from misbehaving import Server, Waits, served


@pytest.fixture
def server() -> Iterator[Server]:
    yield from served(Server())


@pytest.fixture
def other() -> Iterator[Server]:
    yield from served(Server())


@pytest.fixture
def waits() -> Waits:
    return Waits()


Table = Callable[..., Path]


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """Write a CSV with the columns of a public table."""

    def write(*rows: Sequence[str], name: str = "table.csv") -> Path:
        path = tmp_path / name
        lines = ["local_authority,inspection_link,publication_date", *(",".join(r) for r in rows)]
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write
