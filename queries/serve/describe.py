"""The service description: what the endpoint can do, as SPARQL 1.1 has it told."""

from __future__ import annotations

from typing import Final

from inspectgraph.ontology.terms import RDF_TYPE
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_MADE: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)


def describe(endpoint: str, form: RdfFormat) -> bytes:
    """The description of the endpoint at an address."""
    service, dataset, graph = BlankNode("service"), BlankNode("dataset"), BlankNode("graph")
    kind = NamedNode(RDF_TYPE)
    triples = [
        Triple(service, kind, _sd("Service")),
        Triple(service, _sd("endpoint"), NamedNode(endpoint)),
        Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        Triple(service, _sd("feature"), _sd("UnionDefaultGraph")),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(dataset, kind, _sd("Dataset")),
        Triple(dataset, _sd("defaultGraph"), graph),
        Triple(graph, kind, _sd("Graph")),
    ]
    made = (NamedNode(_FORMATS + name) for name in _MADE)
    triples += [Triple(service, _sd("resultFormat"), name) for name in made]
    return serialize(triples, format=form, prefixes={"sd": SD, "formats": _FORMATS}) or b""


def _sd(name: str) -> NamedNode:
    return NamedNode(SD + name)
