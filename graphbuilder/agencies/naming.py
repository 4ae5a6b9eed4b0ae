"""Groups of sightings as agencies: the official name of each, its roles and what gave them."""

from __future__ import annotations

import re
from collections import Counter

from inspectgraph.graphbuilder.agencies.groups import Group, Groups
from inspectgraph.graphbuilder.agencies.roles import roles_of
from inspectgraph.graphbuilder.agencies.sighting import Sighting
from inspectgraph.graphbuilder.model import Agency, Mention

NO_PLACE = re.compile(r"\b(?:Council|Authority)\b|^[A-Z&]+$|^(?:City|Borough|County)$")


def agencies_of(groups: Groups) -> tuple[Agency, ...]:
    """All groups as agencies."""
    made = [_agency(groups, key, group) for key, group in groups.by_key.items()]
    return tuple(sorted(made, key=lambda one: (one.mentions[0].start, one.name)))


def _agency(groups: Groups, key: str, group: Group) -> Agency:
    text = groups.report.document.text
    spans = sorted({(one.start, one.end) for one in (*group.strong, *group.weak)})
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
    """The official name of a body that the reference data lack."""
    if group.name or not group.board:
        return group.name
    text = groups.report.document.text
    sightings = (*group.strong, *group.weak)
    titles = Counter(
        (one.title.rank, one.title.name, _printed_place(one, group))
        for one in sightings
        if one.title
    )
    alone = {one.title.name: one.title.alone for one in sightings if one.title}
    own = group.authority == groups.report.area
    placed = [one for one in titles if one[2] and (one[0] < 3 or not own)]
    rank = min(one[0] for one in titles)
    short = Counter(text[one.start : one.end].rstrip("s") for one in sightings)
    template = max(
        (one for one in titles if one[0] == rank),
        key=lambda one: (bool(one[2]), titles[one] + short[_initials(one[1])]),
    )[1]
    place = max(placed, key=lambda one: (titles[one], len(one[2])))[2] if placed else ""
    if own and not place and alone[template]:
        return alone[template]
    return template.format(place=place or group.place.replace("&", "and"))


def _printed_place(one: Sighting, group: Group) -> str:
    """The place as a name prints it, without words for a council."""
    if not one.place or NO_PLACE.search(one.place):
        return ""
    return one.place.replace("&", "and")


def _initials(template: str) -> str:
    """The abbreviation of a title: YJS of "{place} Youth Justice Service"."""
    return "".join(word[0] for word in template.split() if word[0].isupper())
