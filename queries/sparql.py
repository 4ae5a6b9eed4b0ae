"""SPARQL that users type: only what reads, and only where they say.

What is refused, and why, stands in `syntax.py`.
"""

from __future__ import annotations

from inspectgraph.ontology.errors import QueryError
from inspectgraph.queries.export import sorted_triples
from inspectgraph.queries.named.answer import Answer, to_value
from inspectgraph.queries.source.local import Source, query
from inspectgraph.queries.source.syntax import check_sparql
from pyoxigraph import QueryBoolean, QuerySolutions, Triple

__all__ = ["check_sparql", "run_sparql", "triple_rows"]


def run_sparql(source: Source, text: str) -> Answer | list[Triple]:
    """Answer a query as typed: rows for SELECT and ASK, sorted triples for the others."""
    check_sparql(text)
    result = query(source, text)
    try:
        if isinstance(result, QueryBoolean):
            return Answer(("answer",), ((bool(result),),), truth=bool(result))
        if not isinstance(result, QuerySolutions):
            return sorted_triples(result)
        columns = tuple(variable.value for variable in result.variables)
        terms = tuple(map(tuple, result))
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query failed: {error}") from error
    return Answer(columns, tuple(tuple(map(to_value, row)) for row in terms), terms=terms)


def triple_rows(triples: list[Triple]) -> Answer:
    """Triples as rows, for the formats of tables."""
    rows = ((t.subject, t.predicate, t.object) for t in triples)
    columns = ("subject", "predicate", "object")
    return Answer(columns, tuple(tuple(map(to_value, row)) for row in rows))
