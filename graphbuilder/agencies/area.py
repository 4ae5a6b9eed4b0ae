"""Which bodies serve the inspected area, as far as names and reference data show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspectgraph.graphbuilder.agencies.lexicon import Family, Lexicon
from inspectgraph.graphbuilder.agencies.name_words import words_of
from inspectgraph.graphbuilder.agencies.sighting import lately
from inspectgraph.graphbuilder.model import Block, Document, ReportFacts
from inspectgraph.ontology.authorities import Authority, AuthorityIndex
from inspectgraph.ontology.bodies import Body, BodyIndex
from inspectgraph.ontology.profiles import Framework


@dataclass(frozen=True)
class Report:
    """What is known about a report when its agencies are resolved."""

    document: Document
    facts: ReportFacts
    area: Authority | None
    area_name: str
    on: date | None
    index: AuthorityIndex
    bodies: BodyIndex
    blocks: tuple[Block, ...]
    framework: Framework
    lexicon: Lexicon


def bodies_of_area(report: Report, family: Family) -> list[Body]:
    """Bodies of a family that serve the inspected area, judged by their names.

    If none exists any more, those that did until lately: reports look back.
    """
    if report.area is None:
        return []
    if family.id == "commissioner":
        commissioners = report.bodies.of_area(report.area.iri, "police", report.on)
        return [body for body in commissioners if "Commissioner" in body.name]
    if family.id == "icb":
        return _heirs(report)
    for place in _places_of_area(report, report.area, family):
        words = words_of(place.replace("-", " "))
        named = _with_words(family, words)
        existing = [b for b in named if b.exists(report.on)] or [*lately(named, report.on)]
        if existing:
            same = [b for b in existing if b in family.by_key.get(family.key(words), ())]
            return same if len(same) == 1 else existing
    return []


def _places_of_area(report: Report, area: Authority, family: Family) -> tuple[str, ...]:
    """The places after which bodies of a family that serve an area may be named."""
    if family.id == "sha":
        return (area.region,)
    if family.id == "rehabilitation" and area.region == "London":
        return (area.region,)
    if family.id == "rehabilitation":
        force = one_of_area(report, "police")
        return (force.name.rsplit(" ", 1)[0],) if force else ()
    return (report.area_name, *area.alt_names, *area.weak_names)


def _with_words(family: Family, words: Sequence[str]) -> list[Body]:
    """Bodies of a family whose names contain all the words."""
    wanted = set(family.key(words).split())
    by_iri = {
        body.iri: body
        for key, bodies in family.by_key.items()
        if wanted and wanted <= set(key.split())
        for body in bodies
    }
    return list(by_iri.values())


def one_of_area(report: Report, agency_type: str) -> Body | None:
    """The only body of a type that serves the inspected area, leaving out commissioners."""
    if report.area is None:
        return None
    serving = report.bodies.of_area(report.area.iri, agency_type, report.on)
    bodies = [body for body in serving if "Commissioner" not in body.name]
    return bodies[0] if len(bodies) == 1 else None


def _heirs(report: Report) -> list[Body]:
    """The boards of the day that succeeded the groups with the area's name in theirs."""
    groups = report.lexicon.families["ccg"]
    wanted = set(groups.key(words_of(report.area_name)).split())
    earlier = [
        body
        for key, bodies in groups.by_key.items()
        if wanted <= set(key.split())
        for body in bodies
    ]
    heirs = {
        heir.iri: heir for body in earlier for heir in report.bodies.followed_by(body, report.on)
    }
    return list(heirs.values())
