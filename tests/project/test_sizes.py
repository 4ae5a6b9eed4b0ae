"""No module is over 400 lines and no function over 45: what is longer does two things."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = (
    "ontology",
    "graphbuilder",
    "queries",
    "commands",
    "benchmarks",
    "training",
    "docs",
    "samples",
)
MODULE, FUNCTION = 400, 45


def modules() -> dict[str, str]:
    """The text of each module by its path."""
    paths = [*ROOT.glob("*.py"), *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return modules()


def functions(text: str) -> list[tuple[str, int]]:
    """The functions of a module and how many lines each has, decorators not counted."""
    return [
        (node.name, (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_every_room_is_looked_at(texts: dict[str, str]) -> None:
    assert {name.split("/")[0] for name in texts} >= {*ROOMS, "cli.py"}
    assert len(texts) > 100


def too_long(texts: dict[str, str]) -> dict[str, int]:
    """Modules, and functions as `module::function`, with their lines."""
    sizes = {name: len(text.splitlines()) for name, text in texts.items()}
    out = {name: lines for name, lines in sizes.items() if lines > MODULE}
    for name, text in texts.items():
        for function, lines in functions(text):
            if lines > FUNCTION:
                out[f"{name}::{function}"] = lines
    return out


def test_nothing_is_too_long(texts: dict[str, str]) -> None:
    found = too_long(texts)
    assert not found, f"modules over {MODULE} lines or functions over {FUNCTION}: {found}"
