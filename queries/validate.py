"""Validation: SHACL shapes of the ontology, and checks of our own in `checks/*.rq`.

Reports are validated in batches, for pySHACL costs per run and per triple: all
graphs of a batch go into one rdflib graph with the shared and reference graphs,
and each result is led back to the report in whose graph its node stands. A check
is a query with `# severity:` in its header that finds what should not be: rows of
?entity ?property ?value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inspectgraph.ontology.errors import QueryError
from inspectgraph.ontology.terms import FILE_NAME, RDF_TYPE, REPORT, SH, shrink
from inspectgraph.queries.export import is_data_graph
from inspectgraph.queries.named.answer import Answer, Row
from inspectgraph.queries.named.folders import CHECKS, question_names
from inspectgraph.queries.named.header import read_question
from inspectgraph.queries.named.run import run_bound
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, serialize

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

COLUMNS: Final = ("severity", "report", "node", "path", "message")
BATCH: Final = 60_000  # triples: a few seconds of pySHACL, a few hundred megabytes
_SEVERITIES: Final = {f"{SH}Violation": "error", f"{SH}Warning": "warning", f"{SH}Info": "note"}
_ORDER: Final = {"error": 0, "warning": 1, "note": 2}


def validate(store: Store, shapes: Path | None = None, *, quotes: bool = True) -> Answer:
    """All results, the gravest first; the graph is valid when none is an error.

    Without `quotes`, the shapes that ask for the reports' words (`…WithWords`) are left out.
    """
    results = {*_shacl_rows(store, _shapes(shapes, quotes)), *_check_rows(store)}
    rows = sorted(results, key=lambda row: (_ORDER.get(str(row[0]), 3), *map(str, row)))
    return Answer(COLUMNS, tuple(rows))


def errors_in(answer: Answer) -> int:
    """How many results are errors, which make the graph invalid."""
    return sum(row[0] == "error" for row in answer.rows)


def _shacl_rows(store: Store, shapes_graph: Graph) -> Iterator[Row]:
    """Results of the shapes over the whole store, batch by batch."""
    graphs = sorted(
        (graph for graph in store.named_graphs() if isinstance(graph, NamedNode)), key=str
    )
    reports = [graph for graph in graphs if _holds_report(store, graph)]
    context = [triple for graph in graphs if graph not in reports for triple in _of(store, graph)]
    for batch in _batches(store, reports):
        yield from _validate_batch(store, [*context, *batch], shapes_graph)


def _shapes(path: Path | None, quotes: bool) -> Graph:
    from rdflib import Graph

    text = (
        path.read_text(encoding="utf-8")
        if path
        else files("inspectgraph.ontology")
        .joinpath("schema/shapes.ttl")
        .read_text(encoding="utf-8")
    )
    shapes = Graph().parse(data=text, format="turtle")
    if not quotes:
        for shape in {s for s in shapes.subjects() if str(s).endswith("WithWords")}:
            shapes.remove((shape, None, None))
    return shapes


def _holds_report(store: Store, graph: NamedNode) -> bool:
    reports = store.quads_for_pattern(None, NamedNode(RDF_TYPE), NamedNode(REPORT), graph)
    return is_data_graph(graph.value) and next(iter(reports), None) is not None


def _of(store: Store, graph: NamedNode) -> Iterator[Triple]:
    return (quad.triple for quad in store.quads_for_pattern(None, None, None, graph))


def _batches(store: Store, reports: Sequence[NamedNode]) -> Iterator[list[Triple]]:
    """Triples of whole reports, about BATCH at a time; one empty batch for an empty store."""
    batch: list[Triple] = []
    for graph in reports:
        batch.extend(_of(store, graph))
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch or not reports:
        yield batch


def _validate_batch(store: Store, triples: list[Triple], shapes: Graph) -> Iterator[Row]:
    from pyshacl import validate as run_shacl
    from rdflib import RDF, Graph, Namespace

    sh = Namespace(SH)
    data = Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="ntriples")
    _, results, text = run_shacl(data, shacl_graph=shapes, inference="none", advanced=False)
    if not isinstance(results, Graph):
        raise QueryError(f"the shapes could not be applied: {text}")
    for result in results.subjects(RDF.type, sh.ValidationResult):
        node = str(results.value(result, sh.focusNode))
        yield (
            _SEVERITIES.get(str(results.value(result, sh.resultSeverity)), "error"),
            _report_of(store, node),
            node,
            _name(results.value(result, sh.resultPath)),
            " ".join(sorted(map(str, results.objects(result, sh.resultMessage)))),
        )


def _check_rows(store: Store) -> Iterator[Row]:
    for name in question_names(CHECKS):
        check = read_question(CHECKS / f"{name}.rq")
        for entity, about, value in run_bound(store, check, {}):
            node, path = str(entity), shrink(str(about or ""))
            message = check.title if value is None else f"{check.title}: {value}"
            yield check.severity, _report_of(store, node), node, path, message


def _name(path: Node | None) -> str:
    return shrink(str(path)) if path is not None else ""


def _report_of(store: Store, node: str) -> str:
    """First file name of the report in whose graph a node stands, else that graph's IRI."""
    if "://" not in node:
        return ""
    graphs = sorted(
        {
            quad.graph_name.value
            for quad in store.quads_for_pattern(NamedNode(node), None, None)
            if isinstance(quad.graph_name, NamedNode)
        }
    )
    for graph in graphs:
        quads = store.quads_for_pattern(None, NamedNode(FILE_NAME), None, NamedNode(graph))
        names = sorted(str(getattr(quad.object, "value", "")) for quad in quads)
        if names and _holds_report(store, NamedNode(graph)):
            return names[0]
    return graphs[0] if graphs else ""
