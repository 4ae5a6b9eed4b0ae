"""The sightings of a report, grouped by the body that they mean."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from inspectgraph.graphbuilder.agencies.area import Report
from inspectgraph.graphbuilder.agencies.roles import block_at
from inspectgraph.graphbuilder.agencies.sighting import Sighting
from inspectgraph.graphbuilder.model import Unresolved
from inspectgraph.ontology.authorities import Authority
from inspectgraph.ontology.bodies import Body


@dataclass
class Group:
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

    def note(self, reason: str) -> None:
        """Add why these sightings are of the same body."""
        if reason not in self.reasons:
            self.reasons.append(reason)


class Groups:
    """The groups of a report by the key of their body, and the sightings that mean no body."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.by_key: dict[str, Group] = {}
        self.lost: list[Unresolved] = []

    def lose(self, sighting: Sighting, reason: str) -> None:
        """Note a sighting that means no one body."""
        words = self.report.document.text[sighting.start : sighting.end]
        self.lost.append(Unresolved(words, sighting.start, sighting.end, reason))

    def add_places(
        self, name: str, group: Group, sightings: Sequence[Sighting], reason: str
    ) -> None:
        """Every place of some words as mentions of a body."""
        covered = sorted((sighting.start, sighting.end) for sighting in sightings)
        kind = reason.partition(":")[0]
        mentions = group.weak if group.inferred else group.strong
        for start in self._places_of(name, covered):
            mentions.append(Sighting(start, start + len(name), kind, not group.inferred))
        group.note(reason)

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
                if free and following >= end and block_at(self.report.blocks, start):
                    yield start
            start = text.find(short, end)
