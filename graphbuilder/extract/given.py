"""What is known of a report beside its file, put in the place of what was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from inspectgraph.graphbuilder.extract.dates import Days
from inspectgraph.graphbuilder.model import Area, Given
from inspectgraph.ontology.problems import OVERRIDDEN, Problem
from inspectgraph.ontology.profiles import Framework, Profile


@dataclass(frozen=True)
class Known:
    """Which inspection a report is about; None where nothing says so."""

    framework: Framework | None
    area: Area | None
    days: Days | None
    published: date | None


def with_given(read: Known, given: Given, profile: Profile) -> tuple[Known, tuple[Problem, ...]]:
    """What was read, with what is given in its place; a note for each fact that differs."""
    days = _days(read.days, given)
    published = given.published or read.published
    on = days.first if days else published
    known = Known(
        profile.framework(given.kind) if given.kind else read.framework,
        _area(given.authority, on, profile) if given.authority else read.area,
        days,
        published,
    )
    return known, tuple(_differences(read, known))


def _days(read: Days | None, given: Given) -> Days | None:
    """First and last day; a lone one leaves the other as it was read, if they fit together."""
    first = given.start or (read.first if read else None)
    last = given.end or (read.last if read else None)
    if not (first and last and first <= last):
        first = last = given.start or given.end
    if not (first and last):
        return None
    return replace(read, first=first, last=last) if read else Days(first, last, 0, 0)


def _area(name: str, on: date | None, profile: Profile) -> Area | None:
    known = profile.authorities.match_anyway(name, on)
    return Area(known.name, known.iri, known.name) if known else None


def _differences(read: Known, known: Known) -> Iterator[Problem]:
    if read.framework and read.framework != known.framework:
        yield _note("kind", known.framework.id if known.framework else "", read.framework.id)
    if read.area and known.area and read.area.iri != known.area.iri:
        yield _note("authority", known.area.name, read.area.name)
    if read.days and known.days and read.days != known.days:
        yield _note("days", _span(known.days), _span(read.days))
    if read.published and read.published != known.published:
        yield _note("published", str(known.published), str(read.published))


def _span(days: Days) -> str:
    return f"{days.first} to {days.last}"


def _note(fact: str, given: str, read: str) -> Problem:
    return Problem(OVERRIDDEN, f"{fact}: {given} is given, {read} was read")
