"""Which bodies serve the inspected area, as far as their names and the reference data tell."""

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
    """What resolution knows of the report."""

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
    """Bodies of a family that serve the inspected area, as far as their names tell.

    Where none does so any more, those that did until lately: reports look back.
    """
    if report.area is None:
        return []
    if family.id == "commissioner":
        there = report.bodies.of_area(report.area.iri, "police", report.on)
        return [body for body in there if "Commissioner" in body.name]
    if family.id == "icb":
        return _heirs(report)
    for place in _places_of_area(report, report.area, family):
        words = words_of(place.replace("-", " "))
        found = _with_words(family, words)
        living = [b for b in found if b.exists(report.on)] or [*lately(found, report.on)]
        if living:
            same = [b for b in living if b in family.by_key.get(family.key(words), ())]
            return same if len(same) == 1 else living
    return []


def _places_of_area(report: Report, area: Authority, family: Family) -> tuple[str, ...]:
    """By what places bodies of a family that serve an area may call themselves."""
    if family.id == "sha":
        return (area.region,)
    if family.id == "rehabilitation" and area.region == "London":
        return (area.region,)
    if family.id == "rehabilitation":
        force = one_of_area(report, "police")
        return (force.name.rsplit(" ", 1)[0],) if force else ()
    return (report.area_name, *area.alt_names, *area.weak_names)


def _with_words(family: Family, words: Sequence[str]) -> list[Body]:
    """Bodies of a family whose names hold all the words."""
    wanted = set(family.key(words).split())
    found = {
        body.iri: body
        for key, bodies in family.by_key.items()
        if wanted and wanted <= set(key.split())
        for body in bodies
    }
    return list(found.values())


def one_of_area(report: Report, agency_type: str) -> Body | None:
    """The one body of a type that serves the inspected area, commissioners apart."""
    if report.area is None:
        return None
    there = report.bodies.of_area(report.area.iri, agency_type, report.on)
    bodies = [body for body in there if "Commissioner" not in body.name]
    return bodies[0] if len(bodies) == 1 else None


def _heirs(report: Report) -> list[Body]:
    """The boards of the day that follow the groups whose names hold the area's name."""
    groups = report.lexicon.families["ccg"]
    wanted = set(groups.key(words_of(report.area_name)).split())
    earlier = [
        body
        for key, bodies in groups.by_key.items()
        if wanted <= set(key.split())
        for body in bodies
    ]
    heirs = {one.iri: one for body in earlier for one in report.bodies.followed_by(body, report.on)}
    return list(heirs.values())
