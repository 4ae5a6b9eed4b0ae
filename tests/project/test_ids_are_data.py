"""Ids of kinds, sections, aspects and grades stand in the code lists, and not in code.

Code that has to know one asks the graph (`queries/code_lists.py`) or the profile, so that a new
framework is a change of data alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from inspectgraph.ontology.terms import ASPECT, GRADE, KIND, SECTION
from pyoxigraph import NamedNode, RdfFormat, parse

ROOT = Path(str(files("inspectgraph")))
CODES = ROOT / "ontology" / "profiles" / "ofsted" / "codes" / "judgements.ttl"
ROOMS = ("queries", "commands", "graphbuilder")
# English words that are ids as well, where they mean something else
ALLOWED = {
    "other",  # a type of agency and a timescale
}


def ids() -> set[str]:
    """The local names of the kinds, sections, aspects and grades of the code lists."""
    spaces = (KIND, SECTION, ASPECT, GRADE)
    subjects = {quad.subject for quad in parse(CODES.read_bytes(), format=RdfFormat.TURTLE)}
    iris = [subject.value for subject in subjects if isinstance(subject, NamedNode)]
    return {iri.removeprefix(space) for iri in iris for space in spaces if iri.startswith(space)}


def docstrings(tree: ast.AST) -> set[ast.expr]:
    """The nodes of strings that stand alone as a statement."""
    alone = (node.value for node in ast.walk(tree) if isinstance(node, ast.Expr))
    return {value for value in alone if isinstance(value, ast.Constant)}


def strings(source: str) -> Iterator[tuple[int, str]]:
    """Each string of a module with its line, but for docstrings."""
    tree = ast.parse(source)
    skipped = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped:
            yield node.lineno, node.value


def test_the_ids_are_read() -> None:
    assert {"ilacs", "news", "looked-after", "overall", "inadequate"} <= ids()
    assert len(ids()) > 45


@pytest.mark.parametrize("room", ROOMS)
def test_no_id_stands_in_code(room: str) -> None:
    known = ids() - ALLOWED
    in_sparql = re.compile(rf"\b(?:kind|section|aspect|grade):(?:{'|'.join(ids())})(?![\w-])")
    paths = sorted((ROOT / room).rglob("*.py"))
    assert len(paths) > 3
    there = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in paths
        for line, text in strings(path.read_text(encoding="utf-8"))
        if text in known or in_sparql.search(text)
    ]
    assert there == []


def test_an_id_would_be_found() -> None:
    assert list(strings('"""overall"""\nheadline = "overall"\n')) == [(2, "overall")]
