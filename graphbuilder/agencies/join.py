"""Sightings joined into groups: by the body of the reference data, by the place of a board, or by
their words where the body is to be minted. Heads that stand alone come last."""

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

INSPECTORATES = re.compile(r"inspectorate|care-quality-commission|audit-commission")


class Joiner:
    """Puts each sighting into the group of its body."""

    def __init__(self, groups: Groups) -> None:
        self.groups = groups
        self.report = groups.report
        self.waiting: list[Sighting] = []

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
        group = self.groups.by_key.setdefault(key, Group(title.type, board=title.board))
        group.authority = authority
        group.place = place
        (group.strong if one.strong else group.weak).append(one)
        group.note(f"title:{title.id}" + ("" if one.place else ":area"))

    def _take_bodies(self, one: Sighting) -> None:
        body = self._choose(one)
        if body is None:
            self.groups.lose(one, "several bodies of that name")
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
        group = self.groups.by_key.setdefault(body.iri, Group(body.type, body=body))
        group.strong.append(one)
        group.note(reason)

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
        group = self.groups.by_key.setdefault(authority.iri, Group("council", name=authority.name))
        group.authority = authority
        group.strong.append(one)
        group.note(f"name:{one.rule}")

    def _take_unknown_trust(self, one: Sighting) -> None:
        """A trust that the reference data lack."""
        assert one.family
        bare = " " not in one.family.key(words_of(one.words))
        if bare or not re.search(r"\b(?:NHS|Foundation)\b.*\bTrust\b", one.words):
            self.groups.lose(one, "no trust of that name is known")
            return
        key = slug(one.words)
        group = self.groups.by_key.setdefault(key, Group("nhs-provider", name=one.words))
        group.strong.append(one)
        group.note("pattern:trust")

    def _take_words(self, one: Sighting) -> None:
        """A body by the pattern of its name; a board without a place is the area's."""
        assert one.pattern
        name = _tidy(one.words)
        if one.pattern.type == "strategic-board" and not self._has_place(name):
            name = f"{self.report.area_name} {name}"
        if one.pattern.type == "council" and self._is_area(name):
            return
        key = slug(name)
        group = self.groups.by_key.setdefault(key, Group(one.pattern.type, name=name))
        if one.pattern.type == "strategic-board":
            group.authority = self.report.area
        group.strong.append(one)
        group.note(f"pattern:{one.pattern.id}")

    def _has_place(self, name: str) -> bool:
        mine = {word for word in words_of(self.report.area_name.lower()) if len(word) > 3}
        words = set(words_of(name.lower()))
        return bool(mine & words) or bool(self.report.lexicon.place_words & words)

    def _is_area(self, name: str) -> bool:
        return slug(self.report.area_name) in slug(name)

    def join_wider(self) -> None:
        """ "The Child Death Overview Panel" is the one that the report names with its place,
        where that place is not a council's: "the North of Tyne Child Death Overview Panel"."""
        for board in {group.board for group in self.groups.by_key.values()}:
            same = {
                key: g for key, g in self.groups.by_key.items() if g.board == board and _is_wider(g)
            }
            shared = [key for key, group in same.items() if not group.authority]
            own = [key for key, group in same.items() if not any(_places(group))]
            if len(shared) == 1 and len(own) == 1:
                left = self.groups.by_key.pop(own[0])
                group = self.groups.by_key[shared[0]]
                group.strong += left.strong
                group.weak += left.weak
                group.note(f"shared:{board}")

    def join_weak(self) -> None:
        """Heads such as "the CCG": the one of its kind that is named, else that of the area.

        Of several that are named it is the area's own, where the area has one alone.
        """
        for one in self.waiting:
            assert one.family
            named = [
                group
                for group in self.groups.by_key.values()
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
                named[0].note(f"alone:{one.family.id}")
            else:
                self.groups.lose(one, "several bodies of that kind are named")

    def _take_area_body(self, one: Sighting, family: Family) -> None:
        bodies = bodies_of_area(self.report, family)
        if len(bodies) != 1:
            self.groups.lose(
                one, "no one body of that kind in the area" if not bodies else "several"
            )
            return
        body = bodies[0]
        group = self.groups.by_key.setdefault(body.iri, Group(body.type, body=body))
        (group.strong if family.area == "named" else group.weak).append(one)
        group.note(f"area:{family.id}")


def _places(group: Group) -> Iterator[str]:
    """The places that the report prints with a board."""
    return (one.place for one in (*group.strong, *group.weak) if one.place)


def _is_wider(group: Group) -> bool:
    return any(one.title and one.title.wider for one in (*group.strong, *group.weak))


def _bare(name: str) -> str:
    return " ".join(plain_word(word) for word in words_of(name) if plain_word(word) != "the")


def _tidy(name: str) -> str:
    return " ".join(name.replace("'", "’").replace("’", "'").split())
