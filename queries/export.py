"""Exports: the graph as RDF files, and its facts as CSV tables.

The same store gives the same bytes: statements are sorted, and no time or random
name is written. TriG and N-Quads hold the dataset with its named graphs; Turtle,
N-Triples, JSON-LD and RDF/XML hold the union of the graphs, each triple once. By
default all that a file needs to be queried alone goes along: reference data, code
lists, ontology. A part (of an authority, of a kind, since a day) holds the graphs
of the matching reports, what these say of shared bodies, and the bodies of the
reference data that they name, with their codes, predecessors and successors. Without
quotes, nothing that is copied out of the narrative goes along: the exact words,
headings, and reasons (which quote them); where a fact stands remains.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from inspectgraph.ontology import terms
from inspectgraph.ontology.errors import BadParameter
from inspectgraph.queries.answers.delimited import write_csv
from inspectgraph.queries.answers.whole_file import whole_file
from inspectgraph.queries.named.answer import Row
from inspectgraph.queries.named.folders import TABLES, load_question, question_names
from inspectgraph.queries.named.header import Question
from inspectgraph.queries.named.parameters import bindings_of
from inspectgraph.queries.named.run import run as run_question
from inspectgraph.queries.named.run import run_bound
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, serialize

RDF_FORMATS: Final[Mapping[str, RdfFormat]] = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}
_QUOTES: Final = frozenset(
    NamedNode(name) for name in (terms.OA_EXACT, terms.HEADING, terms.REASON)
)
_QUOTE_COLUMNS: Final = frozenset(("text", "quote", "heading", "reason"))
_BODY_GRAPHS: Final = frozenset((terms.AUTHORITIES_GRAPH, terms.BODIES_GRAPH))
_TYPE: Final = NamedNode(terms.RDF_TYPE)
_NEIGHBOUR: Final = NamedNode(terms.STATISTICAL_NEIGHBOUR)
_LINKED: Final = NamedNode(terms.LINKED_WITH)
_ENDS_OF_CHANGE: Final = (
    NamedNode(terms.ORIGINAL_ORGANIZATION),
    NamedNode(terms.RESULTING_ORGANIZATION),
)


@dataclass(frozen=True)
class ExportOptions:
    """Which part to export; `given` holds authority, kind and since as users type them."""

    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reference: bool = True
    quotes: bool = True


def format_of(path: Path) -> str:
    """The format that a file name asks for."""
    name = path.suffix.removeprefix(".").lower()
    if name not in RDF_FORMATS:
        endings = ", ".join(f".{known}" for known in RDF_FORMATS)
        raise BadParameter(str(path), "not a format of exports", f"Use one of {endings}.")
    return name


def export_graph(store: Store, path: Path, options: ExportOptions | None = None) -> int:
    """Write the graph to a file, whole or not at all; the number of statements written."""
    form = format_of(path)
    with whole_file(path) as beside, beside.open("wb") as out:
        return write_graph(store, out, form, options)


def write_graph(
    store: Store, out: IO[bytes], form: str, options: ExportOptions | None = None
) -> int:
    """Write the graph to a stream in one of RDF_FORMATS; the number of statements."""
    quads = select_quads(store, options or ExportOptions())
    if RDF_FORMATS[form].supports_datasets and form != "jsonld":
        ordered: list[Quad] | list[Triple] = sorted(set(quads), key=_quad_key)
    else:
        ordered = sorted_triples(quad.triple for quad in quads)
    return write_statements(ordered, out, form)


def write_statements(statements: list[Quad] | list[Triple], out: IO[bytes], form: str) -> int:
    """Serialise statements in the order given, with the known prefixes."""
    serialize(statements, out, RDF_FORMATS[form], prefixes=dict(terms.PREFIXES))
    return len(statements)


def sorted_triples(triples: Iterable[Triple]) -> list[Triple]:
    """Each triple once, in the order of exports."""
    return sorted(set(triples), key=_triple_key)


def _triple_key(triple: Triple) -> tuple[str, bool, str, str]:
    """Subjects together, their types first."""
    predicate = triple.predicate
    return str(triple.subject), predicate != _TYPE, predicate.value, str(triple.object)


def _quad_key(quad: Quad) -> tuple[str, str, bool, str, str]:
    return str(quad.graph_name), *_triple_key(quad.triple)


def select_quads(store: Store, options: ExportOptions) -> Iterator[Quad]:
    """The statements to export, in the store's order."""
    quads = _chosen(store, options)
    return quads if options.quotes else (q for q in quads if q.predicate not in _QUOTES)


def _chosen(store: Store, options: ExportOptions) -> Iterator[Quad]:
    graphs = {graph for graph in store.named_graphs() if isinstance(graph, NamedNode)}
    data = {graph for graph in graphs if is_data_graph(graph.value)}
    if options.given:
        yield from _part(store, data, options)
    else:
        for graph in data:
            yield from store.quads_for_pattern(None, None, None, graph)
    if options.reference:
        whole = graphs - data
        if options.given:
            whole = {graph for graph in whole if graph.value not in _BODY_GRAPHS}
        for graph in whole:
            yield from store.quads_for_pattern(None, None, None, graph)


def is_data_graph(iri: str) -> bool:
    """Whether a graph is of reports, shared bodies or problems: `{base}graph/{slug}`."""
    return iri.rpartition("/")[0].endswith("/graph")


def _part(store: Store, data: set[NamedNode], options: ExportOptions) -> Iterator[Quad]:
    """Graphs of matching reports and the descriptions that they lead to."""
    reports = run_question(store, load_question("reports"), options.given)
    place = reports.columns.index("report")
    chosen: set[NamedNode] = set()
    for row in reports.rows:
        node = NamedNode(str(row[place]))
        for quad in store.quads_for_pattern(node, _TYPE, NamedNode(terms.REPORT)):
            if isinstance(quad.graph_name, NamedNode):
                chosen.add(quad.graph_name)
    named: set[NamedNode] = set()
    for graph in chosen:
        for quad in store.quads_for_pattern(None, None, None, graph):
            named.update(node for node in (quad.object,) if isinstance(node, NamedNode))
            yield quad
    shared = {graph for graph in data if graph.value.endswith("/shared")}
    places = shared | {NamedNode(iri) for iri in _BODY_GRAPHS if options.reference}
    yield from _described(store, named, places)


def _described(store: Store, named: set[NamedNode], places: set[NamedNode]) -> Iterator[Quad]:
    """What some graphs say of the nodes, and of the nodes that this leads to.

    Statistical neighbours are not followed: each leads to ten more authorities. Links of
    agencies to authorities that the reports do not name are other reports' facts.
    """
    seen: set[NamedNode] = set()
    waiting = set(named)
    while waiting:
        node = waiting.pop()
        seen.add(node)
        for place in places:
            for quad in _statements_about(store, node, place):
                if quad.predicate == _LINKED and quad.object not in named:
                    continue
                yield quad
                if quad.predicate != _NEIGHBOUR:
                    ends = (quad.subject, quad.object)
                    waiting |= {end for end in ends if isinstance(end, NamedNode)} - seen


def _statements_about(store: Store, node: NamedNode, graph: NamedNode) -> Iterator[Quad]:
    """Statements of a node, and those that make it part of a change."""
    yield from store.quads_for_pattern(node, None, None, graph)
    for predicate in _ENDS_OF_CHANGE:
        yield from store.quads_for_pattern(None, predicate, node, graph)


def export_tables(
    store: Store, folder: Path, options: ExportOptions | None = None
) -> dict[str, int]:
    """Write a CSV for each query of `tables/`; the number of rows of each file."""
    options = options or ExportOptions()
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    for name in question_names(TABLES):
        table = load_question(name, TABLES)
        rows = run_bound(store, table, bindings_of(store, table.parameters, options.given))
        if not options.quotes:
            rows = _without_quotes(table, rows)
        with (
            whole_file(folder / f"{name}.csv") as beside,
            beside.open("w", encoding="utf-8", newline="") as out,
        ):
            write_csv(table.columns, rows, out)
        counts[f"{name}.csv"] = len(rows)
    return counts


def _without_quotes(table: Question, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with the columns of quotes left empty."""
    quoted = [name in _QUOTE_COLUMNS for name in table.columns]
    return tuple(
        tuple(None if is_quote else value for is_quote, value in zip(quoted, row, strict=True))
        for row in rows
    )
