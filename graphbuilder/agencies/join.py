"""Sightings joined into groups: by the body in the reference data, by the place of a board, or by
their words if the body is to be minted. Heads by themselves come last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from inspectgraph.graphbuilder.agencies.area import bodies_of_area
from inspectgraph.graphbuilder.agencies.groups import Group, Groups
from inspectgraph.graphbuilder.agencies.lexicon import Family, Title
from inspectgraph.graphbuilder.agencies.name_words import plain_word, words_of
from inspectgraph.graphbuilder.agencies.sighting import Sighting
from inspectgraph.ontology.authorities import Authority, slug
from inspectgraph.ontology.bodies import Body

# Bodies that inspect: in a report of theirs they are at work, not partners of the council.
INSPECTORATES = re.compile(r"inspectorate|care-quality-commission|audit-commission")


class Joiner:
    """Puts each sighting into the group of its body."""

    def __init__(self, groups: Groups) -> None:
        self.groups = groups
        self.report = groups.report
        self.waiting: list[Sighting] = []

    def take(self, sightings: Iterable[Sighting]) -> None:
        """Put each sighting that is a name into the group of its body."""
        for sighting in sightings:
            if sighting.family and not sighting.bodies and not sighting.strong:
                self.waiting.append(sighting)
            elif sighting.title:
                self._take_title(sighting, sighting.title)
            elif sighting.bodies:
                self._take_bodies(sighting)
            elif sighting.authority:
                self._take_council(sighting, sighting.authority)
            elif sighting.family:
                self._take_unknown_trust(sighting)
            else:
                self._take_words(sighting)

    def _take_title(self, sighting: Sighting, title: Title) -> None:
        authority = sighting.authority or (None if sighting.place else self.report.area)
        place = authority.short_name if authority else (sighting.place or self.report.area_name)
        key = f"{slug(place)}-{title.board}"
        group = self.groups.by_key.setdefault(key, Group(title.type, board=title.board))
        group.authority = authority
        group.place = place
        (group.strong if sighting.strong else group.weak).append(sighting)
        group.note(f"title:{title.id}" + ("" if sighting.place else ":area"))

    def _take_bodies(self, sighting: Sighting) -> None:
        body = self._choose(sighting)
        if body is None:
            self.groups.lose(sighting, "several bodies of that name")
        elif not self._is_inspecting(body) and not self._is_own(body):
            self._put(body, sighting, f"name:{sighting.rule}")

    def _choose(self, sighting: Sighting) -> Body | None:
        """The only candidate; of several, the one whose full name is printed."""
        if len(sighting.bodies) == 1:
            return sighting.bodies[0]
        printed = _bare(self.report.document.text[sighting.start : sighting.end])
        same = [
            body
            for body in sighting.bodies
            if any(_bare(name) == printed for name in (*body.names, *body.forms))
        ]
        return same[0] if len(same) == 1 else None

    def _put(self, body: Body, sighting: Sighting, reason: str) -> None:
        group = self.groups.by_key.setdefault(body.iri, Group(body.type, body=body))
        group.strong.append(sighting)
        group.note(reason)

    def _is_inspecting(self, body: Body) -> bool:
        """Whether a body is an inspectorate at work."""
        if not INSPECTORATES.search(body.iri):
            return False
        return self.report.framework.inspectorates_at_work or any(
            name in (body.iri, body.name, *body.forms) for name in self.report.facts.inspectorates
        )

    def _is_own(self, body: Body) -> bool:
        """Whether it is the inspected council itself, under its short name."""
        return body.type == "council"

    def _take_council(self, sighting: Sighting, authority: Authority) -> None:
        inspected = self.report.area
        if inspected and (
            authority == inspected or authority in self.report.index.lineage(inspected)
        ):
            return
        group = self.groups.by_key.setdefault(authority.iri, Group("council", name=authority.name))
        group.authority = authority
        group.strong.append(sighting)
        group.note(f"name:{sighting.rule}")

    def _take_unknown_trust(self, sighting: Sighting) -> None:
        """A trust that is not in the reference data."""
        assert sighting.family
        bare = " " not in sighting.family.key(words_of(sighting.words))
        if bare or not re.search(r"\b(?:NHS|Foundation)\b.*\bTrust\b", sighting.words):
            self.groups.lose(sighting, "no trust of that name is known")
            return
        key = slug(sighting.words)
        group = self.groups.by_key.setdefault(key, Group("nhs-provider", name=sighting.words))
        group.strong.append(sighting)
        group.note("pattern:trust")

    def _take_words(self, sighting: Sighting) -> None:
        """A body by the pattern of its name; a board without a place is the area's."""
        assert sighting.pattern
        name = _tidy(sighting.words)
        if sighting.pattern.type == "strategic-board" and not self._has_place(name):
            name = f"{self.report.area_name} {name}"
        if sighting.pattern.type == "council" and self._is_area(name):
            return
        key = slug(name)
        group = self.groups.by_key.setdefault(key, Group(sighting.pattern.type, name=name))
        if sighting.pattern.type == "strategic-board":
            group.authority = self.report.area
        group.strong.append(sighting)
        group.note(f"pattern:{sighting.pattern.id}")

    def _has_place(self, name: str) -> bool:
        area_words = {word for word in words_of(self.report.area_name.lower()) if len(word) > 3}
        words = set(words_of(name.lower()))
        return bool(area_words & words) or bool(self.report.lexicon.place_words & words)

    def _is_area(self, name: str) -> bool:
        return slug(self.report.area_name) in slug(name)

    def join_wider(self) -> None:
        """ "The Child Death Overview Panel" is the one that the report names with its place,
        where that place is not a council's: "the North of Tyne Child Death Overview Panel"."""
        for board in {group.board for group in self.groups.by_key.values()}:
            same = {
                key: g for key, g in self.groups.by_key.items() if g.board == board and _is_wider(g)
            }
            own = [key for key, group in same.items() if not any(_places(group))]
            shared = [key for key in same.keys() - own if not same[key].authority]
            if len(shared) == 1 and len(own) == 1:
                left = self.groups.by_key.pop(own[0])
                group = self.groups.by_key[shared[0]]
                group.strong += left.strong
                group.weak += left.weak
                group.note(f"shared:{board}")

    def join_weak(self) -> None:
        """Heads such as "the CCG": the only one of its kind that is named, else that of the area.

        If several are named it is the area's own, provided that the area has only one.
        """
        for sighting in self.waiting:
            assert sighting.family
            groups = [
                group
                for group in self.groups.by_key.values()
                if group.body and any(strong.family == sighting.family for strong in group.strong)
            ]
            if not groups:
                self._take_area_body(sighting, sighting.family)
                continue
            if len(groups) > 1:
                own = bodies_of_area(self.report, sighting.family)
                groups = [group for group in groups if len(own) == 1 and group.body == own[0]]
            if groups:
                groups[0].weak.append(sighting)
                groups[0].note(f"alone:{sighting.family.id}")
            else:
                self.groups.lose(sighting, "several bodies of that kind are named")

    def _take_area_body(self, sighting: Sighting, family: Family) -> None:
        bodies = bodies_of_area(self.report, family)
        if len(bodies) != 1:
            self.groups.lose(
                sighting, "no one body of that kind in the area" if not bodies else "several"
            )
            return
        body = bodies[0]
        group = self.groups.by_key.setdefault(body.iri, Group(body.type, body=body))
        (group.strong if family.area == "named" else group.weak).append(sighting)
        group.note(f"area:{family.id}")


def _places(group: Group) -> Iterator[str]:
    """The places that the report prints with a board."""
    return (sighting.place for sighting in (*group.strong, *group.weak) if sighting.place)


def _is_wider(group: Group) -> bool:
    return any(sighting.title and sighting.title.wider for sighting in (*group.strong, *group.weak))


def _bare(name: str) -> str:
    return " ".join(plain_word(word) for word in words_of(name) if plain_word(word) != "the")


def _tidy(name: str) -> str:
    return " ".join(name.replace("'", "’").replace("’", "'").split())
