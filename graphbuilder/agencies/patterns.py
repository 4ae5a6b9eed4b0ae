"""Bodies by the shape of their names, in no list: "Sheffield College"; and other councils."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from inspectgraph.graphbuilder.agencies.lexicon import Cue, Pattern
from inspectgraph.graphbuilder.agencies.name_words import (
    CONNECTORS,
    Word,
    joined,
    words_before,
)
from inspectgraph.graphbuilder.agencies.scan import QUALIFIERS, Scan
from inspectgraph.graphbuilder.agencies.sighting import Sighting

# "NHS", "R&D's": capitals alone before a head are no name of a college or trust.
ACRONYM = re.compile(r"[A-Z&]{2,}(?:'s)?")


class PatternReader:
    """What a head of a pattern and the words before it name."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan

    def read(self, pattern: Pattern, start: int, end: int) -> Iterator[Sighting]:
        run = self.scan.capitals(words_before(self.scan.text, self.scan.low, start))
        head = self.scan.text[start:end]
        capital = head.split()[-1][0].isupper()
        if not (capital or pattern.lower_after_place) or self._goes_on(end):
            return
        if pattern.type == "council":
            yield from self._council(pattern, run, start, end)
            return
        words = " ".join(word.text for word in run).replace(" ,", ",")
        if not run or run[-1].text in CONNECTORS or ACRONYM.fullmatch(words):
            return
        if pattern.veto_alone.fullmatch(words) or not (capital or self.scan.has_place(words)):
            return
        if pattern.veto.search(f"{words} {head}"):
            return
        if len(run) == 1 and run[0].text.lower() in QUALIFIERS:
            return
        yield Sighting(
            run[0].start, end, pattern.id, pattern=pattern, words=f"{words} {head}", priority=0
        )

    def _goes_on(self, end: int) -> bool:
        """Whether a capital follows: the head ends no name ("School Census")."""
        after = self.scan.text[end : end + 2]
        return len(after) == 2 and after[0] == " " and after[1].isupper()

    def _council(
        self, pattern: Pattern, run: Sequence[Word], start: int, end: int
    ) -> Iterator[Sighting]:
        head = self.scan.text[start:end]
        for at, word in enumerate(run):
            if not self.scan.can_begin(run, at):
                continue
            name = f"{joined(run[at:])} {head}"
            authority = self.scan.index.match(name, self.scan.on)
            if authority:
                yield Sighting(word.start, end, "council", authority=authority, priority=2)
                return
        words = joined(run)
        authority = self.scan.index.match(words, self.scan.on) if " " in head and words else None
        if authority:
            yield Sighting(run[0].start, end, "council", authority=authority, priority=2)
        elif run and " " in head and not pattern.veto.search(words):
            yield Sighting(
                run[0].start, end, "council", pattern=pattern, words=f"{words} {head}", priority=1
            )

    def read_helpers(self, cue: Cue, start: int, end: int) -> Iterator[Sighting]:
        """Councils that the sentence around a cue names by their places."""
        first = max(self.scan.low, self.scan.text.rfind(". ", self.scan.low, start) + 1)
        stop = self.scan.text.find(". ", end, self.scan.high)
        stop = self.scan.high if stop < 0 else stop
        for at, to, authority in self.scan.index.find(self.scan.text[first:stop], self.scan.on):
            yield Sighting(first + at, first + to, cue.id, authority=authority, priority=1)
