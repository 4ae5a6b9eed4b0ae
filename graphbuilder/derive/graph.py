"""The derived graph: what follows from all reports together. It is made again by each build."""

from __future__ import annotations

from inspectgraph.graphbuilder.derive.agencies import read_namings, write_shared_agencies
from inspectgraph.graphbuilder.derive.counts import read_counted, write_counted
from inspectgraph.graphbuilder.derive.grades import read_grades
from inspectgraph.graphbuilder.derive.history import read_history, write_history
from inspectgraph.graphbuilder.derive.inspections import counted_as, read_inspections
from inspectgraph.graphbuilder.derive.shared import read_shared, write_shared
from inspectgraph.graphbuilder.quads import GraphWriter
from inspectgraph.ontology import terms
from pyoxigraph import Store


def shared_graph(base: str) -> str:
    """The IRI of the derived graph."""
    return f"{base}graph/shared"


def derived(store: Store, base: str, digest: str) -> bytes:
    """The derived graph as N-Quads; ``digest`` is that of the reference data."""
    out = GraphWriter(shared_graph(base))
    out.text(terms.ONTOLOGY_GRAPH, terms.FINGERPRINT, digest)
    write_shared(out, read_shared(store), base)
    write_shared_agencies(out, read_namings(store), base)
    given = read_grades(store)
    inspections = read_inspections(store, given)
    counts_as = counted_as(inspections)
    write_counted(out, read_counted(store, inspections, given, counts_as))
    write_history(out, read_history(store, inspections, given, counts_as))
    return out.nquads()
