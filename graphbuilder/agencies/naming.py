"""Groups of sightings → agencies: the official name of each, its roles, and the reasons."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from inspectgraph.graphbuilder.agencies.groups import Group, Groups
from inspectgraph.graphbuilder.agencies.roles import roles_of
from inspectgraph.graphbuilder.agencies.sighting import Sighting
from inspectgraph.graphbuilder.model import Agency, Mention

# Not the place of a board, but the council that runs it ("Norfolk County Council"), an
# abbreviation ("NCC") or a kind of council by itself.
NO_PLACE = re.compile(r"\b(?:Council|Authority)\b|^[A-Z&]+$|^(?:City|Borough|County)$")

ABBREVIATION = 3  # rank of titles such as "LSCB": words before one are often not its place


class PrintedTitle(NamedTuple):
    """How a report prints the name of a board: the lower its rank, the fuller its title."""

    rank: int
    template: str
    place: str


def agencies_of(groups: Groups) -> tuple[Agency, ...]:
    """All groups as agencies."""
    agencies = [_agency(groups, key, group) for key, group in groups.by_key.items()]
    return tuple(sorted(agencies, key=lambda agency: (agency.mentions[0].start, agency.name)))


def _agency(groups: Groups, key: str, group: Group) -> Agency:
    text = groups.report.document.text
    spans = sorted({(sighting.start, sighting.end) for sighting in (*group.strong, *group.weak)})
    mentions = tuple(Mention(start, end, text[start:end]) for start, end in spans)
    body, authority = group.body, group.authority
    iri = body.iri if body else (authority.iri if authority and key == authority.iri else "")
    return Agency(
        iri=iri,
        slug=iri.rpartition("/")[2] if iri else key,
        name=body.name_on(groups.report.on) if body else _name(groups, group),
        type=group.type,
        mentions=mentions,
        identifier=body.identifier if body else "",
        place=authority.iri if authority else "",
        inferred=not group.strong,
        roles=roles_of(
            groups.report.document,
            groups.report.blocks,
            group.type,
            mentions,
            groups.report.lexicon.roles,
        )
        if group.strong
        else (),
        reason=" ".join(group.reasons),
    )


def _name(groups: Groups, group: Group) -> str:
    """The official name of a body that is not in the reference data."""
    if group.name or not group.board:
        return group.name
    text = groups.report.document.text
    sightings = (*group.strong, *group.weak)
    titles = Counter(
        PrintedTitle(sighting.title.rank, sighting.title.name, _printed_place(sighting))
        for sighting in sightings
        if sighting.title
    )
    alone = {sighting.title.name: sighting.title.alone for sighting in sightings if sighting.title}
    own = group.authority == groups.report.area
    placed = [title for title in titles if title.place and (title.rank < ABBREVIATION or not own)]
    rank = min(title.rank for title in titles)
    short = Counter(text[sighting.start : sighting.end].rstrip("s") for sighting in sightings)
    best = max(
        (title for title in titles if title.rank == rank),
        key=lambda title: (bool(title.place), titles[title] + short[_initials(title.template)]),
    )
    place = max(placed, key=lambda title: (titles[title], len(title.place))).place if placed else ""
    if own and not place and alone[best.template]:
        return alone[best.template]
    return best.template.format(place=place or group.place.replace("&", "and"))


def _printed_place(sighting: Sighting) -> str:
    """The place as a name prints it, without words for a council."""
    if not sighting.place or NO_PLACE.search(sighting.place):
        return ""
    return sighting.place.replace("&", "and")


def _initials(template: str) -> str:
    """The abbreviation of a title: YJS of "{place} Youth Justice Service"."""
    return "".join(word[0] for word in template.split() if word[0].isupper())
