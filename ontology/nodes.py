"""The nodes of reference data in plain types: what Turtle files say about each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

Node: TypeAlias = Mapping[str, list[str]]  # its values by predicate
Nodes: TypeAlias = Mapping[str, Node]  # by IRI


def read_nodes(turtle: Iterable[bytes]) -> Nodes:
    """The nodes of Turtle files together, by pyoxigraph's parser in one pass."""
    import pyoxigraph as ox

    nodes: dict[str, dict[str, list[str]]] = {}
    for data in turtle:
        for quad in ox.parse(data, format=ox.RdfFormat.TURTLE):
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
                values = nodes.setdefault(subject.value, {})
                values.setdefault(quad.predicate.value, []).append(value.value)
    return nodes


def first_day(values: list[str] | None) -> date | None:
    """The first of some ISO dates; None if there are none."""
    return date.fromisoformat(values[0]) if values else None
