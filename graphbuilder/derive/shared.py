"""What several reports say of one inspection, inspector or unknown authority, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspectgraph.graphbuilder.quads import ENGLISH, GraphWriter
from inspectgraph.graphbuilder.rows import select
from inspectgraph.ontology import terms
from pyoxigraph import Store

_QUERY = f"""SELECT ?report ?inspection ?kind ?area ?printed ?label ?start ?end ?who ?name WHERE {{
  GRAPH ?graph {{
    ?report <{terms.REPORTS_ON}> ?inspection ; <{terms.INSPECTION_KIND}> ?kind ;
            <{terms.AREA}> ?area ; <{terms.AREA_AS_PRINTED}> ?printed .
    OPTIONAL {{ ?report <{terms.START_DATE}> ?start ; <{terms.END_DATE}> ?end }}
    OPTIONAL {{ ?report <{terms.LEAD_INSPECTOR}> ?who ; <{terms.INSPECTOR_AS_PRINTED}> ?name }} }}
  OPTIONAL {{ GRAPH <{terms.AUTHORITIES_GRAPH}> {{ ?area <{terms.PREF_LABEL}> ?label }} }} }}"""


@dataclass(frozen=True)
class SharedFacts:
    """What a report's graph gives to the derived graph."""

    report: str
    inspection: str
    kind: str
    area: str
    area_name: str
    start: str = ""
    end: str = ""
    inspector: str = ""
    inspector_name: str = ""


def read_shared(store: Store) -> list[SharedFacts]:
    """The facts of every report; an unknown authority has one name in all of them."""
    facts = [
        SharedFacts(report, inspection, kind, area, label or printed, *more)
        for report, inspection, kind, area, printed, label, *more in select(store, _QUERY)
    ]
    return _with_one_name(facts)


def _with_one_name(facts: Sequence[SharedFacts]) -> list[SharedFacts]:
    """The fullest of the names that reports print for one authority, in all its rows."""
    names: dict[str, str] = {}
    for row in facts:
        names[row.area] = max(names.get(row.area, ""), row.area_name, key=lambda n: (len(n), n))
    return [replace(row, area_name=names[row.area]) for row in facts]


def write_shared(out: GraphWriter, facts: Sequence[SharedFacts], base: str) -> None:
    """Inspections, inspectors, and authorities that are not in the reference data."""
    for row in sorted(facts, key=lambda row: (row.inspection, row.end or "", row.report)):
        _write_inspection(out, row)
        if row.inspector:
            out.link(row.inspector, terms.RDF_TYPE, terms.INSPECTOR)
            out.link(row.inspector, terms.RDF_TYPE, terms.PROV_AGENT)
            out.text(row.inspector, terms.FOAF_NAME, row.inspector_name)
        if row.area.startswith(f"{base}authority/"):
            out.link(row.area, terms.RDF_TYPE, terms.AUTHORITY)
            out.link(row.area, terms.RDF_TYPE, terms.FORMAL_ORGANIZATION)
            out.typed(row.area, terms.MINTED, "true", terms.XSD_BOOLEAN)
            out.text(row.area, terms.PREF_LABEL, row.area_name, ENGLISH)


def _write_inspection(out: GraphWriter, facts: SharedFacts) -> None:
    node = facts.inspection
    out.link(node, terms.RDF_TYPE, terms.INSPECTION)
    out.link(node, terms.RDF_TYPE, terms.PROV_ACTIVITY)
    out.link(node, terms.AREA, facts.area)
    out.link(node, terms.KIND_OF, facts.kind)
    if facts.start:
        out.typed(node, terms.START_DATE, facts.start, terms.XSD_DATE)
        out.typed(node, terms.END_DATE, facts.end, terms.XSD_DATE)
    kind = facts.kind.rsplit("/", 1)[-1]
    when = f", {facts.start} to {facts.end}" if facts.start else ""
    out.text(node, terms.RDFS_LABEL, f"{facts.area_name}: {kind} inspection{when}", ENGLISH)
