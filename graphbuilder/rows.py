"""Rows of a query over the store as plain text: IRIs and values, "" where a variable is unbound."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

_VALUED = NamedNode, Literal


def select(store: Store, query: str) -> list[tuple[str, ...]]:
    """The rows of a SELECT."""
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    return [tuple(text_of(term) for term in solution) for solution in solutions]


def text_of(term: object) -> str:
    """The text of a term: an IRI, or the value of a literal."""
    return term.value if isinstance(term, _VALUED) else ""
