"""Answers: rows under their columns, as plain values and as RDF terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from inspectgraph.ontology.terms import XSD
from inspectgraph.queries.source.local import Bindings, Source, select
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Value = str | int | float | bool | None
Row = tuple[Value, ...]
Record = Mapping[str, Value]  # a row by its columns
Term = NamedNode | BlankNode | Literal | Triple
Solution = tuple[Term | None, ...]

_FLOATS: Final = frozenset((XSD + "decimal", XSD + "double", XSD + "float"))


@dataclass(frozen=True)
class Answer:
    """Rows under their columns, and notes on what the rows leave out.

    `terms` are the rows as RDF terms, and `truth` what an ASK was answered.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    terms: tuple[Solution, ...] = field(default=(), compare=False, repr=False)
    truth: bool | None = field(default=None, compare=False)


def to_value(term: Term | None) -> Value:
    """A term as a plain value: numbers and truth values as such, all else as text."""
    if term is None:
        return None
    if isinstance(term, Literal):
        return _literal_value(term.value, term.datatype.value)
    return term.value if isinstance(term, NamedNode) else str(term)


def _literal_value(text: str, datatype: str) -> Value:
    try:
        if datatype == XSD + "integer":
            return int(text)
        if datatype in _FLOATS:
            return float(text)
    except ValueError:
        return text  # a broken literal is shown as it stands
    if datatype == XSD + "boolean":
        return text in ("true", "1")
    return text


def to_row(terms: Iterable[Term | None]) -> Row:
    """A solution as plain values."""
    return tuple(map(to_value, terms))


def select_rows(source: Source, sparql: str, bindings: Bindings | None = None) -> list[Row]:
    """The rows of a SELECT as plain values."""
    return [to_row(solution) for solution in select(source, sparql, bindings)]


def records(answer: Answer) -> list[Record]:
    """The rows of an answer by their columns."""
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
