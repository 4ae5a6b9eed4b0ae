"""Mentions that a name elsewhere in the report explains: abbreviations, services of a body,
police units and generic words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from inspectgraph.graphbuilder.agencies.area import one_of_area
from inspectgraph.graphbuilder.agencies.groups import Group, Groups
from inspectgraph.graphbuilder.agencies.roles import block_at
from inspectgraph.graphbuilder.agencies.sighting import Sighting

# "North Bristol NHS Trust (NBT)", "… Board’s (the ‘LSCB’)": two to a dozen letters, two capitals.
DEFINED = re.compile(
    r"['’]?s? ?\((?:the |or )?[‘']?([A-Z][A-Za-z&]{0,2}[A-Z][A-Za-z&]{0,8})[’']?\)"
)
# "Barnardo’s Leaving Care Service": a capitalised service behind the name of a charity.
SERVICE = re.compile(r"(?:['’]s?)? ((?:[A-Z][\w’'-]+ ){1,4}(?:Service|Project|Programme|Centre))\b")
# "the council’s Leaving Care Service": then the words may mean the council's own.
OF_COUNCIL = r"(?:[Cc]ouncil|[Aa]uthority)(?:['’]s)? "
# "Police Child Abuse Investigation Unit", "Police PPU".
POLICE_UNIT = re.compile(r"Police (?:(?:[A-Z][\w-]+ ){1,5}(?:Unit|Team)|[A-Z]{2,4}U)\b")
# "Norfolk Police …": the unit has the name of a force before it, and is that force's.
FOLLOWS_NAME = re.compile(r"\b(?!The\b)[A-Z][\w’'-]*,? $")
# Characters behind or before a name that these patterns may take up; with more they would run
# into the next clause.
NEAR_DEFINITION, NEAR_SERVICE, NEAR_NAME = 20, 80, 20


class LaterMentions:
    """Adds mentions to groups that refer to their bodies in other words."""

    def __init__(self, groups: Groups, sightings: Sequence[Sighting]) -> None:
        self.groups = groups
        self.sightings = sightings

    def find_abbreviations(self) -> None:
        """Abbreviations in brackets after a name; they mean that body in this report."""
        groups_by_short: dict[str, Group] = {}
        text = self.groups.report.document.text
        for group in self.groups.by_key.values():
            for sighting in group.strong:
                match = DEFINED.match(text, sighting.end, sighting.end + NEAR_DEFINITION)
                if match and _abbreviates(match[1], text[sighting.start : sighting.end], group):
                    groups_by_short.setdefault(match[1], group)
        for short, group in sorted(groups_by_short.items()):
            self.groups.add_places(short, group, self.sightings, f"abbreviation:{short}")

    def find_services(self) -> None:
        """ "Barnardo's Leaving Care Service", and later "the Leaving Care Service".

        A name that two bodies' services bear, or one of the council's own, means none.
        """
        text = self.groups.report.document.text
        groups_by_service: dict[str, list[Group]] = {}
        for group in self.groups.by_key.values():
            if group.type not in {"voluntary", "company"}:
                continue
            for sighting in group.strong:
                match = SERVICE.match(text, sighting.end, sighting.end + NEAR_SERVICE)
                if match and group not in groups_by_service.setdefault(match[1], []):
                    groups_by_service[match[1]].append(group)
        for name, groups in sorted(groups_by_service.items()):
            if len(groups) == 1 and not re.search(OF_COUNCIL + re.escape(name), text):
                self.groups.add_places(name, groups[0], self.sightings, f"service:{name}")

    def find_police_units(self) -> None:
        """ "The Police Child Abuse Investigation Unit" is a part of the force that the report
        names, else of the one force of the area."""
        text = self.groups.report.document.text
        taken = {at for sighting in self.sightings for at in range(sighting.start, sighting.end)}
        units = [
            match
            for match in POLICE_UNIT.finditer(text)
            if match.start() not in taken
            and block_at(self.groups.report.blocks, match.start())
            and not FOLLOWS_NAME.search(text, max(0, match.start() - NEAR_NAME), match.start())
        ]
        group = self._force() if units else None
        if group is None:
            return
        for unit in units:
            group.weak.append(Sighting(unit.start(), unit.end(), "police-unit"))
            short = DEFINED.match(text, unit.end(), unit.end() + NEAR_DEFINITION)
            if short and _abbreviates(short[1], unit[0], group):
                self.groups.add_places(short[1], group, self.sightings, f"abbreviation:{short[1]}")
        group.note("unit:police")

    def _force(self) -> Group | None:
        """The one force that is named or inferred, else the one of the area, inferred."""
        forces = [
            group
            for group in self.groups.by_key.values()
            if group.body and group.type == "police" and "Commissioner" not in group.body.name
        ]
        if forces:
            return forces[0] if len(forces) == 1 else None
        body = one_of_area(self.groups.report, "police")
        if body is None:
            return None
        return self.groups.by_key.setdefault(body.iri, Group("police", body=body, inferred=True))

    def infer_generic(self) -> None:
        """ "the police" and the like, where one body serves the area and none is named."""
        for row in self.groups.report.lexicon.generic:
            body = one_of_area(self.groups.report, row.type)
            if body is None or body.iri in self.groups.by_key:
                continue
            mentions = list(self._generic(row.pattern, row.id))
            if mentions:
                group = Group(row.type, body=body, weak=mentions, inferred=True)
                group.reasons = [f"generic:{row.id}"]
                self.groups.by_key[body.iri] = group

    def _generic(self, pattern: re.Pattern[str], rule: str) -> Iterator[Sighting]:
        for match in pattern.finditer(self.groups.report.document.text):
            if block_at(self.groups.report.blocks, match.start()):
                yield Sighting(match.start(), match.end(), rule, False)


def _abbreviates(short: str, name: str, group: Group) -> bool:
    """Whether a name contains the letters of an abbreviation in that order."""
    letters = [letter.lower() for letter in short if letter.isalpha()]
    for full in (name, group.body.name if group.body else group.place + " " + name):
        at = 0
        rest = full.lower()
        for letter in letters:
            at = rest.find(letter, at) + 1
            if not at:
                break
        else:
            return True
    return False
