"""The nodes at the ends of links: authorities, agencies and themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from inspectgraph.ontology.terms import THEME
from inspectgraph.queries.visualise.model import Detail, Link, Node, balance_of
from inspectgraph.queries.visualise.rows import Described, PictureData
from inspectgraph.queries.visualise.selection import Selection


def draw_nodes(data: PictureData, links: Sequence[Link], selection: Selection) -> tuple[Node, ...]:
    """The ends of the links, in the order of their IRIs."""
    touching: dict[str, list[Link]] = {}
    for link in links:
        touching.setdefault(link.source, []).append(link)
        touching.setdefault(link.target, []).append(link)
    for name in selection.focus if selection.view == "neighbourhood" else ():
        if name in data.things and (name in touching or name == selection.focus[0]):
            touching.setdefault(name, [])
    read: dict[str, set[str]] = {}
    for report in data.reports.values():
        read.setdefault(report.area, set()).add(report.inspection)
    named_as = {naming.agency: naming.type for naming in data.namings}
    areas = {report.area for report in data.reports.values()}
    nodes = []
    for iri in sorted(touching):
        if iri in areas:
            nodes.append(_authority(iri, data, touching[iri], len(read[iri])))
        elif iri.startswith(THEME):
            nodes.append(_theme(iri, data.things[iri], touching[iri]))
        else:
            kind = type_of(data, iri, named_as)
            nodes.append(_agency(iri, data, kind, touching[iri]))
    return tuple(nodes)


def _authority(iri: str, data: PictureData, links: Sequence[Link], read: int) -> Node:
    council = data.things[iri]
    details: list[Detail] = [("Inspections read", str(read))]
    details += [("Region", council.region)] if council.region else []
    return _body(iri, "authority", "authority", council, links, details)


def _agency(iri: str, data: PictureData, kind: str, links: Sequence[Link]) -> Node:
    return _body(iri, "agency", kind, data.things[iri], links, [])


def _body(
    iri: str,
    kind: str,
    type_: str,
    body: Described,
    links: Sequence[Link],
    details: Sequence[Detail],
) -> Node:
    """An authority or agency, its codes last in the panel."""
    codes: list[Detail] = [("Code", ", ".join(body.codes))] if body.codes else []
    return Node(
        iri,
        kind,
        type_,
        body.short or body.official,
        body.official,
        body.names,
        (*details, *codes),
        sum(link.weight for link in links),
    )


def _theme(iri: str, theme: Described, links: Sequence[Link]) -> Node:
    polarities = Counter(
        statement.polarity_of(iri)
        for statement in {statement for link in links for statement in link.statements}
    )
    weak, strong = polarities["weakness"], polarities["strength"]
    details: list[Detail] = [("Weaknesses", str(weak)), ("Strengths", str(strong))]
    details += [("Meaning", theme.definition)] if theme.definition else []
    return Node(
        iri,
        "theme",
        "theme",
        theme.official,
        theme.official,
        theme.names,
        tuple(details),
        sum(link.weight for link in links),
        balance_of(strong, weak),
    )


def type_of(data: PictureData, agency: str, named_as: Mapping[str, str]) -> str:
    """The type of an agency; where nobody knows it, the one for public bodies."""
    return data.things[agency].type or named_as.get(agency, "") or "government"
