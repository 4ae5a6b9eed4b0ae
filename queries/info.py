"""What a store holds, in numbers."""

from __future__ import annotations

from typing import Final

from inspectgraph.queries.named.answer import Answer, Row, to_value
from inspectgraph.queries.source.local import profile_of, select
from pyoxigraph import Literal, NamedNode, Store

_ONE: Final = """SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE { ?thing a %s }"""
_COUNTED: Final = """SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE {
  ?thing a ig:Inspection ; ig:countsAs ?any }"""
_AREAS: Final = "SELECT (COUNT(DISTINCT ?area) AS ?n) WHERE { ?thing a ig:Report ; ig:area ?area }"
_SPAN: Final = """SELECT (MIN(?day) AS ?first) (MAX(?day) AS ?last) WHERE {
  ?thing a ig:Inspection ; schema:endDate ?day }"""
_KINDS: Final = """SELECT ?kind (COUNT(DISTINCT ?report) AS ?n) WHERE {
  ?report a ig:Report ; ig:kind ?kindIri
  BIND(STRAFTER(STR(?kindIri), "/kind/") AS ?kind)
} GROUP BY ?kind ORDER BY ?kind"""
_PROBLEMS: Final = """SELECT ?severity (COUNT(DISTINCT ?problem) AS ?n) WHERE {
  ?problem a ig:Problem ; ig:severity ?severity
} GROUP BY ?severity ORDER BY ?severity"""


def info(store: Store) -> Answer:
    """Counts of the store as rows of `what` and `value`."""
    span = [to_value(term) for row in select(store, _SPAN) for term in row]
    rows: list[Row] = [("reports", _count(store, _ONE % "ig:Report"))]
    rows += [(f"reports: {kind}", n) for kind, n in _counts(store, _KINDS)]
    rows += [
        ("authorities", _count(store, _AREAS)),
        ("inspections", _count(store, _COUNTED)),
        ("judgements", _count(store, _ONE % "ig:Judgement")),
        ("first inspection ended", span[0]),
        ("last inspection ended", span[1]),
    ]
    rows += [(f"problems: {severity}", n) for severity, n in _counts(store, _PROBLEMS)]
    rows += [("triples", len(store)), ("base", base_iri(store)), ("profile", profile_of(store))]
    return Answer(("what", "value"), tuple(rows))


def base_iri(store: Store) -> str:
    """The base that the build gave to instances, as the derived graph tells it; or nothing."""
    for graph in store.named_graphs():
        if isinstance(graph, NamedNode) and graph.value.endswith("/graph/shared"):
            return graph.value.removesuffix("graph/shared")
    return ""


def _count(store: Store, sparql: str) -> int:
    return int(next(iter(_terms(store, sparql)))[0].value)


def _counts(store: Store, sparql: str) -> list[tuple[str, int]]:
    return [(name.value, int(n.value)) for name, n in _terms(store, sparql)]


def _terms(store: Store, sparql: str) -> list[list[Literal]]:
    return [[t for t in row if isinstance(t, Literal)] for row in select(store, sparql)]
