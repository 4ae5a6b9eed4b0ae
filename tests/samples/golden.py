"""The golden graphs: two samples' own graphs as Turtle, beside which each build is laid.

    .venv/bin/python tests/samples/golden.py       renews golden/*.ttl (`make golden`)

A golden graph is the report's named graph without the fingerprint of the tool and the digests
of the file and its text: what the report says, not what made it. The
IRIs of a report end with eight digits of its text's hash; when statements are compared, the
report's own part of an IRI is left out, so that a changed text does not change every line.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from inspectgraph.graphbuilder.build import BuildOptions, build
from inspectgraph.ontology import terms
from inspectgraph.queries.export import sorted_triples
from inspectgraph.queries.source.local import open_store
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse, serialize

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples"
GOLDEN = {
    "kelderby-slac-2012": "kelderby-slac-2012.md",
    "port-wexcombe-send-2024": "port-wexcombe-send-2024.pdf",
}
LEFT_OUT = {terms.FINGERPRINT, terms.SHA256, terms.TEXT_SHA256}
REPORT = NamedNode(terms.REPORT)
TYPE = NamedNode(terms.RDF_TYPE)


def graph_of(store: Store, file_name: str) -> list[Triple]:
    """The sorted triples of a report's own graph, but those that change with the tool."""
    said = store.quads_for_pattern(None, NamedNode(terms.FILE_NAME), Literal(file_name))
    (graph,) = {quad.graph_name for quad in said}
    quads = store.quads_for_pattern(None, None, None, graph)
    return sorted_triples(q.triple for q in quads if q.predicate.value not in LEFT_OUT)


def read(name: str) -> list[Triple]:
    """A golden graph as committed."""
    data = (HERE / "golden" / f"{name}.ttl").read_bytes()
    return [quad.triple for quad in parse(data, format=RdfFormat.TURTLE)]


def report_of(triples: Iterable[Triple]) -> str:
    """The IRI of the report that a graph is of."""
    (iri,) = {t.subject.value for t in triples if (t.predicate, t.object) == (TYPE, REPORT)}
    return iri


def prefixes_of(triples: Iterable[Triple]) -> dict[str, str]:
    """The usual prefixes that are used, and one for each sort of thing below the report."""
    report = report_of(triples)
    iris = {term.value for triple in triples for term in triple if named(term)}
    usual = {
        name: space
        for name, space in terms.PREFIXES.items()
        if name == "xsd" or any(iri.startswith(space) for iri in iris)
    }
    below = {iri.removeprefix(f"{report}/").split("/")[0] for iri in iris if report + "/" in iri}
    return {**usual, **{f"this-{sort}": f"{report}/{sort}/" for sort in below}}


def named(term: object) -> bool:
    """Whether a term is an IRI."""
    return isinstance(term, NamedNode)


def turtle(triples: list[Triple]) -> bytes:
    """The file: prefixes, then the statements in order."""
    out = serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes_of(triples))
    assert out is not None
    return out


def lines(triples: Iterable[Triple]) -> set[str]:
    """A line a statement, with IRIs in short and the report's own slug as `…`."""
    triples = list(triples)
    slug = report_of(triples).rsplit("/", 1)[-1]
    return {" ".join(short(term, slug) for term in triple) for triple in triples}


def short(term: object, slug: str) -> str:
    """A term as Turtle writes it, without the report's slug."""
    if isinstance(term, Literal):
        return str(term)
    iri = str(getattr(term, "value", term))
    for prefix, space in terms.PREFIXES.items():
        if iri.startswith(space) and "/" not in iri.removeprefix(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return f"<{iri.removeprefix(terms.DEFAULT_BASE).replace(slug, '…')}>"


def main() -> None:
    """Renew all golden graphs."""
    with tempfile.TemporaryDirectory() as folder:
        store_folder = Path(folder) / "samples.db"
        build([SAMPLES], store_folder, BuildOptions())
        store = open_store(store_folder)
        for name, file_name in GOLDEN.items():
            (HERE / "golden" / f"{name}.ttl").write_bytes(turtle(graph_of(store, file_name)))
        del store


if __name__ == "__main__":
    main()
