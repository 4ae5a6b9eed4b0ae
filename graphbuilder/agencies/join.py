"""Which body each sighting means: one, or none; never a guess between two.

Sightings of one report are joined into agencies: by the body of the reference data, by the
place of a board, or by their words where the body is to be minted. Abbreviations that the
report defines ("North Bristol NHS Trust (NBT)") belong to that report alone. Heads that
stand alone ("the CCG") join the one body of their kind that the report names, or mean the
one body of the area; bodies that only generic words mean ("the police") are inferred.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from inspectgraph.graphbuilder.agencies.area import Report, bodies_of_area, one_of_area
from inspectgraph.graphbuilder.agencies.find import find_sightings
from inspectgraph.graphbuilder.agencies.lexicon import Family, Title, lexicon_of
from inspectgraph.graphbuilder.agencies.name_words import plain_word, words_of
from inspectgraph.graphbuilder.agencies.roles import block_at, roles_of
from inspectgraph.graphbuilder.agencies.sighting import Scene, Sighting, readable_blocks
from inspectgraph.graphbuilder.model import (
    Agency,
    Document,
    Mention,
    ReportFacts,
    Unresolved,
)
from inspectgraph.ontology.authorities import Authority, core_name, slug
from inspectgraph.ontology.bodies import Body
from inspectgraph.ontology.profiles import Profile

DEFINED = re.compile(
    r"['’]?s? ?\((?:the |or )?[‘']?([A-Z][A-Za-z&]{0,2}[A-Z][A-Za-z&]{0,8})[’']?\)"
)
NO_PLACE = re.compile(r"\b(?:Council|Authority)\b|^[A-Z&]+$|^(?:City|Borough|County)$")
SERVICE = re.compile(r"(?:['’]s?)? ((?:[A-Z][\w’'-]+ ){1,4}(?:Service|Project|Programme|Centre))\b")
OF_COUNCIL = r"(?:[Cc]ouncil|[Aa]uthority)(?:['’]s)? "
POLICE_UNIT = re.compile(r"Police (?:(?:[A-Z][\w-]+ ){1,5}(?:Unit|Team)|[A-Z]{2,4}U)\b")
FOLLOWS_NAME = re.compile(r"\b(?!The\b)[A-Z][\w’'-]*,? $")
INSPECTORATES = re.compile(r"inspectorate|care-quality-commission|audit-commission")


@dataclass
class _Group:
    """The sightings of one body, in the making."""

    type: str
    body: Body | None = None
    board: str = ""
    authority: Authority | None = None
    place: str = ""
    name: str = ""
    strong: list[Sighting] = field(default_factory=list)
    weak: list[Sighting] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    inferred: bool = False


def resolve_agencies(
    document: Document, facts: ReportFacts, profile: Profile
) -> tuple[tuple[Agency, ...], tuple[Unresolved, ...]]:
    """The bodies that a report names or means, in the order of their first mention.

    Inferred agencies are those that no name in the report means. What looks like a name
    and means no one body is listed as unresolved.
    """
    index, lexicon = profile.authorities, lexicon_of(profile)
    framework = profile.framework(facts.kind)
    area = index.by_iri(facts.area.iri) if facts.area.iri else None
    on = facts.end or facts.start or facts.published
    short = area.short_name if area else _short_name(facts.area.name)
    blocks = readable_blocks(document)
    place = short.replace("&", "and")
    report = Report(
        document, facts, area, place, on, index, profile.bodies, blocks, framework, lexicon
    )
    sightings = find_sightings(Scene(document, blocks, area, on, framework, index, lexicon))
    resolver = _Resolver(report)
    resolver.take(sightings)
    resolver.join_wider()
    resolver.join_weak()
    resolver.find_abbreviations(sightings)
    resolver.find_services(sightings)
    resolver.infer_generic()
    resolver.find_police_units(sightings)
    return resolver.agencies(), resolver.unresolved()


class _Resolver:
    """Groups of sightings by the key of their body."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.groups: dict[str, _Group] = {}
        self.waiting: list[Sighting] = []
        self.lost: list[Unresolved] = []
        self.blocks = report.blocks

    # strong sightings

    def take(self, sightings: Iterable[Sighting]) -> None:
        """Put each sighting that is a name into the group of its body."""
        for one in sightings:
            if one.family and not one.bodies and not one.strong:
                self.waiting.append(one)
            elif one.title:
                self._take_title(one, one.title)
            elif one.bodies:
                self._take_bodies(one)
            elif one.authority:
                self._take_council(one, one.authority)
            elif one.family:
                self._take_unknown_trust(one)
            else:
                self._take_words(one)

    def _take_title(self, one: Sighting, title: Title) -> None:
        authority = one.authority or (None if one.place else self.report.area)
        place = authority.short_name if authority else (one.place or self.report.area_name)
        key = f"{slug(place)}-{title.board}"
        group = self.groups.setdefault(key, _Group(title.type, board=title.board))
        group.authority = authority
        group.place = place
        (group.strong if one.strong else group.weak).append(one)
        _note(group, f"title:{title.id}" + ("" if one.place else ":area"))

    def _take_bodies(self, one: Sighting) -> None:
        body = self._choose(one)
        if body is None:
            self._lose(one, "several bodies of that name")
        elif not self._is_inspecting(body) and not self._is_own(body):
            self._put(body, one, f"name:{one.rule}")

    def _choose(self, one: Sighting) -> Body | None:
        """The one candidate; of several the one whose full name is printed."""
        if len(one.bodies) == 1:
            return one.bodies[0]
        printed = _bare(self.report.document.text[one.start : one.end])
        same = [
            body
            for body in one.bodies
            if any(_bare(name) == printed for name in (*body.names, *body.forms))
        ]
        return same[0] if len(same) == 1 else None

    def _put(self, body: Body, one: Sighting, reason: str) -> None:
        group = self.groups.setdefault(body.iri, _Group(body.type, body=body))
        group.strong.append(one)
        _note(group, reason)

    def _is_inspecting(self, body: Body) -> bool:
        """Whether a body is an inspectorate at work."""
        if not INSPECTORATES.search(body.iri):
            return False
        return self.report.framework.inspectorates_at_work or any(
            name in (body.iri, body.name, *body.forms) for name in self.report.facts.inspectorates
        )

    def _is_own(self, body: Body) -> bool:
        """Whether it is the inspected council itself under its short name."""
        return body.type == "council"

    def _take_council(self, one: Sighting, authority: Authority) -> None:
        mine = self.report.area
        if mine and (authority == mine or authority in self.report.index.lineage(mine)):
            return
        group = self.groups.setdefault(authority.iri, _Group("council", name=authority.name))
        group.authority = authority
        group.strong.append(one)
        _note(group, f"name:{one.rule}")

    def _take_unknown_trust(self, one: Sighting) -> None:
        """A trust that the reference data lack."""
        assert one.family
        bare = " " not in one.family.key(words_of(one.words))
        if bare or not re.search(r"\b(?:NHS|Foundation)\b.*\bTrust\b", one.words):
            self._lose(one, "no trust of that name is known")
            return
        key = slug(one.words)
        group = self.groups.setdefault(key, _Group("nhs-provider", name=one.words))
        group.strong.append(one)
        _note(group, "pattern:trust")

    def _take_words(self, one: Sighting) -> None:
        """A body by the pattern of its name; a board without a place is the area's."""
        assert one.pattern
        name = _tidy(one.words)
        if one.pattern.type == "strategic-board" and not self._has_place(name):
            name = f"{self.report.area_name} {name}"
        if one.pattern.type == "council" and self._is_area(name):
            return
        key = slug(name)
        group = self.groups.setdefault(key, _Group(one.pattern.type, name=name))
        if one.pattern.type == "strategic-board":
            group.authority = self.report.area
        group.strong.append(one)
        _note(group, f"pattern:{one.pattern.id}")

    def _has_place(self, name: str) -> bool:
        mine = {word for word in words_of(self.report.area_name.lower()) if len(word) > 3}
        words = set(words_of(name.lower()))
        return bool(mine & words) or bool(self.report.lexicon.place_words & words)

    def _is_area(self, name: str) -> bool:
        return slug(self.report.area_name) in slug(name)

    # boards that several areas share

    def join_wider(self) -> None:
        """ "The Child Death Overview Panel" is the one that the report names with its place,
        where that place is not a council's: "the North of Tyne Child Death Overview Panel"."""
        for board in {group.board for group in self.groups.values()}:
            same = {key: g for key, g in self.groups.items() if g.board == board and _is_wider(g)}
            shared = [key for key, group in same.items() if not group.authority]
            own = [key for key, group in same.items() if not any(_places(group))]
            if len(shared) == 1 and len(own) == 1:
                left = self.groups.pop(own[0])
                group = self.groups[shared[0]]
                group.strong += left.strong
                group.weak += left.weak
                _note(group, f"shared:{board}")

    # heads that stand alone

    def join_weak(self) -> None:
        """Heads such as "the CCG": the one of its kind that is named, else that of the area.

        Of several that are named it is the area's own, where the area has one alone.
        """
        for one in self.waiting:
            assert one.family
            named = [
                group
                for group in self.groups.values()
                if group.body and any(s.family == one.family for s in group.strong)
            ]
            if not named:
                self._take_area_body(one, one.family)
                continue
            if len(named) > 1:
                own = bodies_of_area(self.report, one.family)
                named = [group for group in named if len(own) == 1 and group.body == own[0]]
            if named:
                named[0].weak.append(one)
                _note(named[0], f"alone:{one.family.id}")
            else:
                self._lose(one, "several bodies of that kind are named")

    def _take_area_body(self, one: Sighting, family: Family) -> None:
        bodies = bodies_of_area(self.report, family)
        if len(bodies) != 1:
            self._lose(one, "no one body of that kind in the area" if not bodies else "several")
            return
        body = bodies[0]
        group = self.groups.setdefault(body.iri, _Group(body.type, body=body))
        (group.strong if family.area == "named" else group.weak).append(one)
        _note(group, f"area:{family.id}")

    # abbreviations

    def find_abbreviations(self, sightings: Sequence[Sighting]) -> None:
        """Abbreviations in brackets after a name; they mean that body in this report."""
        defined: dict[str, _Group] = {}
        text = self.report.document.text
        for group in self.groups.values():
            for one in group.strong:
                found = DEFINED.match(text, one.end, one.end + 20)
                if found and _abbreviates(found[1], text[one.start : one.end], group):
                    defined.setdefault(found[1], group)
        for short, group in sorted(defined.items()):
            self._add_places(short, group, sightings, f"abbreviation:{short}")

    def _places_of(self, short: str, covered: list[tuple[int, int]]) -> Iterator[int]:
        text = self.report.document.text
        start = text.find(short)
        while start >= 0:
            end = start + len(short)
            around = text[start - 1 : start], text[end : end + 1]
            if not (around[0].isalnum() or around[0] == "(" or around[1].isalnum()):
                at = bisect_right(covered, (start, 1 << 60)) - 1
                free = at < 0 or covered[at][1] <= start
                following = covered[at + 1][0] if at + 1 < len(covered) else 1 << 60
                if free and following >= end and block_at(self.blocks, start):
                    yield start
            start = text.find(short, end)

    # services and units that carry the name of their body

    def find_services(self, sightings: Sequence[Sighting]) -> None:
        """ "Barnardo's Leaving Care Service", and later "the Leaving Care Service".

        A name that two bodies' services bear, or one of the council's own, means none.
        """
        text = self.report.document.text
        named: dict[str, list[_Group]] = {}
        for group in self.groups.values():
            if group.type not in {"voluntary", "company"}:
                continue
            for one in group.strong:
                found = SERVICE.match(text, one.end, one.end + 80)
                if found and group not in named.setdefault(found[1], []):
                    named[found[1]].append(group)
        for name, groups in sorted(named.items()):
            if len(groups) == 1 and not re.search(OF_COUNCIL + re.escape(name), text):
                self._add_places(name, groups[0], sightings, f"service:{name}")

    def _add_places(
        self, name: str, group: _Group, sightings: Sequence[Sighting], reason: str
    ) -> None:
        """Every place of some words as mentions of a body."""
        covered = sorted((one.start, one.end) for one in sightings)
        kind = reason.partition(":")[0]
        mine = group.weak if group.inferred else group.strong
        for start in self._places_of(name, covered):
            mine.append(Sighting(start, start + len(name), kind, not group.inferred))
        _note(group, reason)

    def find_police_units(self, sightings: Sequence[Sighting]) -> None:
        """ "The Police Child Abuse Investigation Unit" is a part of the force that the report
        names, else of the one force of the area."""
        text = self.report.document.text
        taken = {at for one in sightings for at in range(one.start, one.end)}
        units = [
            found
            for found in POLICE_UNIT.finditer(text)
            if found.start() not in taken
            and block_at(self.blocks, found.start())
            and not FOLLOWS_NAME.search(text, max(0, found.start() - 20), found.start())
        ]
        group = self._force() if units else None
        if group is None:
            return
        for unit in units:
            group.weak.append(Sighting(unit.start(), unit.end(), "police-unit"))
            short = DEFINED.match(text, unit.end(), unit.end() + 20)
            if short and _abbreviates(short[1], unit[0], group):
                self._add_places(short[1], group, sightings, f"abbreviation:{short[1]}")
        _note(group, "unit:police")

    def _force(self) -> _Group | None:
        """The one force that is named or inferred, else the one of the area, inferred."""
        forces = [
            group
            for group in self.groups.values()
            if group.body and group.type == "police" and "Commissioner" not in group.body.name
        ]
        if forces:
            return forces[0] if len(forces) == 1 else None
        body = one_of_area(self.report, "police")
        if body is None:
            return None
        return self.groups.setdefault(body.iri, _Group("police", body=body, inferred=True))

    # generic words

    def infer_generic(self) -> None:
        """ "the police" and the like, where one body serves the area and none is named."""
        for row in self.report.lexicon.generic:
            body = one_of_area(self.report, row.type)
            if body is None or body.iri in self.groups:
                continue
            found = list(self._generic(row.pattern, row.id))
            if found:
                group = _Group(row.type, body=body, weak=found, inferred=True)
                group.reasons = [f"generic:{row.id}"]
                self.groups[body.iri] = group

    def _generic(self, pattern: re.Pattern[str], rule: str) -> Iterator[Sighting]:
        for found in pattern.finditer(self.report.document.text):
            if block_at(self.blocks, found.start()):
                yield Sighting(found.start(), found.end(), rule, False)

    # results

    def agencies(self) -> tuple[Agency, ...]:
        """All groups as agencies."""
        made = [self._agency(key, group) for key, group in self.groups.items()]
        return tuple(sorted(made, key=lambda one: (one.mentions[0].start, one.name)))

    def _agency(self, key: str, group: _Group) -> Agency:
        text = self.report.document.text
        spans = sorted({(one.start, one.end) for one in (*group.strong, *group.weak)})
        mentions = tuple(Mention(start, end, text[start:end]) for start, end in spans)
        body, authority = group.body, group.authority
        iri = body.iri if body else (authority.iri if authority and key == authority.iri else "")
        return Agency(
            iri=iri,
            slug=iri.rpartition("/")[2] if iri else key,
            name=body.name_on(self.report.on) if body else self._name(group),
            type=group.type,
            mentions=mentions,
            identifier=body.identifier if body else "",
            place=authority.iri if authority else "",
            inferred=not group.strong,
            roles=roles_of(
                self.report.document, self.blocks, group.type, mentions, self.report.lexicon.roles
            )
            if group.strong
            else (),
            reason=" ".join(group.reasons),
        )

    def _name(self, group: _Group) -> str:
        """The official name of a body that the reference data lack."""
        if group.name or not group.board:
            return group.name
        text = self.report.document.text
        sightings = (*group.strong, *group.weak)
        titles = Counter(
            (one.title.rank, one.title.name, _printed_place(one, group))
            for one in sightings
            if one.title
        )
        alone = {one.title.name: one.title.alone for one in sightings if one.title}
        own = group.authority == self.report.area
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

    def unresolved(self) -> tuple[Unresolved, ...]:
        """What could not be resolved, in the order of the text."""
        return tuple(sorted(self.lost, key=lambda one: one.start))

    def _lose(self, one: Sighting, reason: str) -> None:
        words = self.report.document.text[one.start : one.end]
        self.lost.append(Unresolved(words, one.start, one.end, reason))


def _short_name(name: str) -> str:
    """The name of an authority that the reference data lack, without the words for a council."""
    kept = core_name(name).split()
    return " ".join(word for word in name.split() if word.casefold().strip(",") in kept) or name


def _note(group: _Group, reason: str) -> None:
    if reason not in group.reasons:
        group.reasons.append(reason)


def _printed_place(one: Sighting, group: _Group) -> str:
    """The place as a name prints it, without words for a council."""
    if not one.place or NO_PLACE.search(one.place):
        return ""
    return one.place.replace("&", "and")


def _places(group: _Group) -> Iterator[str]:
    """The places that the report prints with a board."""
    return (one.place for one in (*group.strong, *group.weak) if one.place)


def _is_wider(group: _Group) -> bool:
    return any(one.title and one.title.wider for one in (*group.strong, *group.weak))


def _initials(template: str) -> str:
    """The abbreviation of a title: YJS of "{place} Youth Justice Service"."""
    return "".join(word[0] for word in template.split() if word[0].isupper())


def _bare(name: str) -> str:
    return " ".join(plain_word(word) for word in words_of(name) if plain_word(word) != "the")


def _tidy(name: str) -> str:
    return " ".join(name.replace("'", "’").replace("’", "'").split())


def _abbreviates(short: str, name: str, group: _Group) -> bool:
    """Whether the letters stand in a name in that order, from its first letter on."""
    letters = [one.lower() for one in short if one.isalpha()]
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
