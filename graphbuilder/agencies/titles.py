"""Boards and services of which an area has one: "Norfolk Safeguarding Children Board"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from inspectgraph.graphbuilder.agencies.lexicon import Title
from inspectgraph.graphbuilder.agencies.name_words import (
    CONNECTORS,
    Word,
    items_of,
    joined,
    words_before,
)
from inspectgraph.graphbuilder.agencies.scan import Scan
from inspectgraph.graphbuilder.agencies.sighting import Sighting

# "pan-Cheshire Child Death Overview Panel": a board of several councils and its wider place.
PAN = re.compile(r"\b[Pp]an-((?:[A-Z][\w'-]+ )+)$")

BEFORE_TITLE = 50  # characters before a title in which a "pan-" can stand


class TitleReader:
    """What a head of a title and the words before it name."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan

    def read(self, title: Title, start: int, end: int) -> Iterator[Sighting]:
        printed = self.scan.text[start:end]
        if title.named == "never" and not printed.rstrip("s").isupper():
            return
        plural = printed.endswith("s") and not printed.endswith(("ss", "'s"))
        left = words_before(self.scan.text, self.scan.low, start)
        if plural:
            yield from self._titles_of_several(title, left, start, end)
            return
        capital = printed[0].isupper() and printed.split()[-1][0].isupper()
        authority, place, first = self._wide(title, start) or self.scan.place_before(left)
        if title.veto.search(place):
            return
        if title.since and self.scan.on and self.scan.on < title.since and not (place or capital):
            return
        strong = bool(authority or place) or title.named == "always"
        strong = strong or title.board in self.scan.also_named
        strong = strong or (title.named == "capitals" and capital)
        if place and not authority and not capital and not self.scan.has_place(place):
            place, first = "", start
        begin = min(first, start)
        yield Sighting(
            begin, end, title.id, strong, title=title, authority=authority, place=place, priority=2
        )

    def _wide(self, title: Title, start: int) -> tuple[None, str, int] | None:
        """ "the pan-Cheshire Child Death Overview Panel": a place of several councils."""
        low = max(self.scan.low, start - BEFORE_TITLE)
        match = PAN.search(self.scan.text[low:start]) if title.wider else None
        return (None, f"Pan-{match[1].strip()}", low + match.start()) if match else None

    def _titles_of_several(
        self, title: Title, left: Sequence[Word], start: int, end: int
    ) -> Iterator[Sighting]:
        """ "North Tyneside, Newcastle and Northumberland LSCBs": one for each place."""
        stop = end
        for item in reversed(list(items_of(left))):
            known = (
                (at, self.scan.index.match(joined(item[at:]), self.scan.on))
                for at in range(len(item))
                if item[at].text not in CONNECTORS
            )
            at, authority = next((candidate for candidate in known if candidate[1]), (0, None))
            if authority is None:
                return
            yield Sighting(
                item[at].start, stop, title.id + "s", title=title, authority=authority,
                place=joined(item[at:]), priority=2,
            )  # fmt: skip
            if at:
                return
            stop = self._end_before(item)

    def _end_before(self, item: Sequence[Word]) -> int:
        """Where the item before this one ends: before the "and" or comma between them."""
        before = self.scan.text[self.scan.low : item[0].start].rstrip(" ,&")
        return self.scan.low + len(before.removesuffix("and").rstrip(" ,"))
