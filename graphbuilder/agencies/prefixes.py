"""Names that begin with their head: "NHS Norfolk", "University of the West of England"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspectgraph.graphbuilder.agencies.lexicon import NEVER, Family, Pattern, Prefix
from inspectgraph.graphbuilder.agencies.name_words import (
    CONNECTORS,
    Word,
    plain_word,
    words_after,
)
from inspectgraph.graphbuilder.agencies.scan import Scan
from inspectgraph.graphbuilder.agencies.sighting import Sighting

# Words after "NHS Norfolk" that leave it whole: its kind, or the office of a person.
FOLLOWS_A_NAME = frozenset(
    {"ccg", "ccgs", "icb", "icbs", "pct", "pcts", "clinical", "primary", "integrated", "nhs"}
    | {"trust", "board", "chief", "director", "executive", "head", "designated", "lead"}
)


class PrefixReader:
    """What a head and the words after it name."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan

    def read(self, prefix: Prefix, start: int, end: int) -> Iterator[Sighting]:
        if prefix.id in {"nhs", "prison"} and not self.scan.text[start:end].isupper():
            return
        right = words_after(self.scan.text, end, self.scan.high)
        if not right:
            return
        if prefix.families == ("council",):
            yield from self._borough(right, start)
            return
        known = [
            self._longest_right(self.scan.lexicon.families[name], right, start, prefix.id)
            for name in prefix.families
        ]
        longest = max(
            (sighting for sighting in known if sighting),
            key=lambda sighting: sighting.end,
            default=None,
        )
        if longest:
            yield longest
        elif prefix.type and self.scan.text[start].isupper():
            yield self._named_by_prefix(prefix, right, start)

    def _longest_right(
        self, family: Family, right: Sequence[Word], start: int, rule: str
    ) -> Sighting | None:
        for stop in range(len(right), 0, -1):
            if right[stop - 1].text in CONNECTORS or right[stop - 1].text in {",", "NHS"}:
                continue
            key = family.key(word.text.removesuffix("'s") for word in right[:stop])
            bodies = self.scan.near(family.by_key.get(key, ()))
            if bodies and stop < len(right) and _is_longer(right[stop].text):
                return None  # "NHS Ashford Vale CCG" is not that of Ashford
            if bodies:
                end = right[stop - 1].end
                return Sighting(start, end, rule, bodies=bodies, family=family, priority=2)
        return None

    def _borough(self, right: Sequence[Word], start: int) -> Iterator[Sighting]:
        comma = next((at for at, word in enumerate(right) if word.text == ","), len(right))
        for stop in range(comma, 0, -1):
            end = right[stop - 1].end
            authority = self.scan.index.match(self.scan.text[start:end], self.scan.on)
            if authority and self.scan.text[start].isupper():
                yield Sighting(start, end, "borough", authority=authority, priority=2)
                return

    def _named_by_prefix(self, prefix: Prefix, right: Sequence[Word], start: int) -> Sighting:
        run: list[Word] = []
        for word in right:
            if word.text == "," or (word.text in {"and", "&", "for", "on", "with"}):
                break
            run.append(word)
        while run and run[-1].text in CONNECTORS:
            run.pop()
        end = run[-1].end if run else right[0].end
        pattern = Pattern(prefix.id, prefix.type, "{words}", NEVER, NEVER)
        words = " ".join(self.scan.text[start:end].split()).removesuffix("'s")
        end -= 2 if self.scan.text[start:end].endswith("'s") else 0
        return Sighting(start, end, prefix.id, pattern=pattern, words=words, priority=1)


def _is_longer(following: str) -> bool:
    """Whether a capital after a known name makes it the beginning of another one."""
    return following[0].isupper() and plain_word(following) not in FOLLOWS_A_NAME
