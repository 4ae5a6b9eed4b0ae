"""Agencies over all reports: direct links to the areas in which they are named, and the names and
types of those that are not in the reference data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from inspectgraph.graphbuilder.quads import ENGLISH, GraphWriter
from inspectgraph.graphbuilder.rows import select
from inspectgraph.ontology import terms
from pyoxigraph import Store

_QUERY = f"""SELECT ?agency ?area ?name ?type ?code ?inferred WHERE {{ GRAPH ?graph {{
  ?naming a <{terms.NAMING}> ; <{terms.AGENCY_OF}> ?agency ; <{terms.AREA}> ?area ;
          <{terms.NAME_AT_THE_TIME}> ?name ; <{terms.AGENCY_TYPE_OF}> ?type ;
          <{terms.INFERRED}> ?inferred .
  OPTIONAL {{ ?naming <{terms.DC_IDENTIFIER}> ?code }} }} }}"""


@dataclass(frozen=True)
class SharedNaming:
    """What a naming gives to the derived graph."""

    agency: str
    area: str
    name: str
    type: str
    identifier: str
    inferred: bool


def read_namings(store: Store) -> list[SharedNaming]:
    """Every agency in every report."""
    return [
        SharedNaming(
            agency, area, name, kind.removeprefix(terms.AGENCY_TYPE), code, inferred == "true"
        )
        for agency, area, name, kind, code, inferred in select(store, _QUERY)
    ]


def write_shared_agencies(out: GraphWriter, namings: Sequence[SharedNaming], base: str) -> None:
    """The direct links of those that are named, never of those that are only inferred."""
    unknown: dict[str, Counter[tuple[str, str, str]]] = {}
    for naming in sorted(namings, key=lambda n: (n.agency, n.area, n.name, n.inferred)):
        if not naming.inferred:
            out.link(naming.agency, terms.LINKED_WITH, naming.area)
        if naming.agency.startswith(f"{base}agency/"):
            descriptions = unknown.setdefault(naming.agency, Counter())
            descriptions[naming.name, naming.type, naming.identifier] += 1
    for agency, descriptions in unknown.items():
        _write_unknown(out, agency, descriptions)


def _write_unknown(
    out: GraphWriter, agency: str, descriptions: Counter[tuple[str, str, str]]
) -> None:
    """An agency that is not in the reference data, by what most reports say about it."""
    name, kind, identifier = max(descriptions, key=lambda d: (descriptions[d], len(d[0]), d))
    out.link(agency, terms.RDF_TYPE, terms.AGENCY)
    out.link(agency, terms.RDF_TYPE, terms.ORGANIZATION)
    out.link(agency, terms.AGENCY_TYPE_OF, terms.AGENCY_TYPE + kind)
    out.text(agency, terms.PREF_LABEL, name, ENGLISH)
    out.text(agency, terms.DC_IDENTIFIER, identifier)
    out.typed(agency, terms.MINTED, "true", terms.XSD_BOOLEAN)
