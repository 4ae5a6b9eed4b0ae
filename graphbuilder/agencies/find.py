"""Where a report names partner agencies: sightings, not yet bodies.

One pass of an Aho-Corasick automaton finds the names of the reference data and the *heads*
of names ("… NHS Foundation Trust", "… Safeguarding Children Board"); from a head a few
words are read to the left (or, for prefixes such as "NHS …", to the right) and looked up.
The longest sighting wins. Forms handled:

    Norfolk Constabulary · Avon and Somerset police · NHS Norfolk · Bristol CCG
    James Paget Hospital NHS trust (hospital, status and case do not matter)
    North Tyneside, Newcastle and Northumberland LSCBs (taken apart)
    the Health and Wellbeing Board (of the inspected area)
    Sheffield College · University of the West of England · HMP Winchester
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspectgraph.graphbuilder.agencies.families import FamilyReader
from inspectgraph.graphbuilder.agencies.lexicon import Cue, Family, Head, Literal, Prefix, Title
from inspectgraph.graphbuilder.agencies.name_words import fold, straighten
from inspectgraph.graphbuilder.agencies.patterns import PatternReader
from inspectgraph.graphbuilder.agencies.prefixes import PrefixReader
from inspectgraph.graphbuilder.agencies.scan import Scan
from inspectgraph.graphbuilder.agencies.sighting import Scene, Sighting, longest
from inspectgraph.graphbuilder.agencies.titles import TitleReader

ADOPTION = re.compile(r"\badopt", re.IGNORECASE)  # a consortium is one of adoption only beside it
NAME_GOES_ON = re.compile(r" of |-| [A-Z]")  # the words only begin a longer name


def find_sightings(scene: Scene) -> tuple[Sighting, ...]:
    """Sightings in the order of the text, none overlapping another."""
    return tuple(_Finder(scene).find())


class _Finder:
    """The search through one report: one reader for each shape of name."""

    def __init__(self, scene: Scene) -> None:
        self.blocks = scene.blocks
        self.scan = Scan(scene)
        self.titles = TitleReader(self.scan)
        self.families = FamilyReader(self.scan)
        self.prefixes = PrefixReader(self.scan)
        self.patterns = PatternReader(self.scan)

    def find(self) -> list[Sighting]:
        """All sightings, the longest where they overlap."""
        sightings: list[Sighting] = []
        folded = fold(self.scan.text)
        for block in self.blocks:
            self.scan.low, self.scan.high = block.start, block.end
            sightings += self._in_block(folded)
        return longest(sightings)

    def _in_block(self, folded: str) -> Iterator[Sighting]:
        text = self.scan.text
        for last, entry in self.scan.lexicon.automaton.iter(folded, self.scan.low, self.scan.high):
            start, end = last + 1 - entry.length, last + 1
            if start > self.scan.low and text[start - 1].isalnum():
                continue
            if end < self.scan.high and text[end].isalnum():
                continue
            for literal in entry.literals:
                if self._stands(literal, start, end):
                    yield Sighting(start, end, "name", bodies=(literal.body,), priority=2)
            for head in entry.heads:
                yield from self._at_head(head, start, end)

    def _stands(self, literal: Literal, start: int, end: int) -> bool:
        """Whether words are printed as a name: some of its capitals may be missing, not all."""
        body = literal.body
        if not body.is_near(self.scan.on):
            return False
        printed = self.scan.text[start:end]
        if literal.exact:
            if literal.form in body.weak_forms:
                before = self.scan.text[max(self.scan.low, start - 2) : start]
                after = self.scan.text[end : min(self.scan.high, end + 4)]
                if not before.strip() or before[0] in ".:;" or NAME_GOES_ON.match(after):
                    return False
            return printed == straighten(literal.form)
        if body.name.endswith("Adoption Consortium") and not ADOPTION.search(
            self.scan.text, self.scan.low, self.scan.high
        ):
            return False  # councils buy and protect together in namesakes of it
        lacking = sum(
            1
            for letter, official in zip(printed, literal.form, strict=True)
            if official.isupper() and not letter.isupper()
        )
        return lacking <= (1 if " " in printed else 0) or body.type == "cafcass"

    def _at_head(self, head: Head, start: int, end: int) -> Iterator[Sighting]:
        if isinstance(head, Title):
            yield from self.titles.read(head, start, end)
        elif isinstance(head, Family):
            yield from self.families.read(head, start, end)
        elif isinstance(head, Prefix):
            yield from self.prefixes.read(head, start, end)
        elif isinstance(head, Cue):
            yield from self.patterns.read_helpers(head, start, end)
        elif self.scan.text[start].isupper() or head.lower_after_place:
            yield from self.patterns.read(head, start, end)
