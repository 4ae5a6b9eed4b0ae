"""The nodes of Turtle files in plain types: what the files say about each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

Node: TypeAlias = dict[str, list[str]]  # its values by predicate


def read_nodes(turtle: Iterable[bytes]) -> dict[str, Node]:
    """Named nodes by IRI, with IRIs and literals as their values; by pyoxigraph's parser, in
    one pass. Raises SyntaxError where a file is no Turtle."""
    import pyoxigraph as ox

    nodes: dict[str, Node] = {}
    for data in turtle:
        for quad in ox.parse(data, format=ox.RdfFormat.TURTLE):
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
                values = nodes.setdefault(subject.value, {})
                values.setdefault(quad.predicate.value, []).append(value.value)
    return nodes


def day_of(values: list[str] | None) -> date | None:
    """The first value as a day, None where there is none."""
    return date.fromisoformat(values[0]) if values else None
