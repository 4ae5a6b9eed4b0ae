"""Turtle for the builders of reference data: the same triples give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from inspectgraph.ontology import terms

Triple: TypeAlias = tuple[str, str, str]


def turtle(triples: Iterable[Triple], prefixes: Iterable[str]) -> str:
    """One prefix block, then one block a subject, all sorted."""
    subjects: dict[str, dict[str, set[str]]] = {}
    for subject, predicate, value in triples:
        subjects.setdefault(subject, {}).setdefault(predicate, set()).add(value)
    lines = [f"@prefix {name}: <{terms.PREFIXES[name]}> ." for name in prefixes]
    for subject in sorted(subjects):
        lines += ["", subject, " ;\n".join(_rows(subjects[subject])) + " ."]
    return "\n".join(lines) + "\n"


def _rows(facts: dict[str, set[str]]) -> Iterator[str]:
    """A line a predicate, the type first."""
    for predicate in sorted(facts, key=lambda name: (name != "a", name)):
        yield f"    {predicate} {', '.join(sorted(facts[predicate]))}"


def quoted(text: str) -> str:
    """A plain literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def english(text: str) -> str:
    """A literal in English."""
    return quoted(text) + "@en"


def dated(day: date) -> str:
    """A literal of a day."""
    return f'"{day}"^^xsd:date'
