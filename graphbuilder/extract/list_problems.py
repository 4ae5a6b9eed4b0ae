"""Lists of recommendations that cannot be right: too long, of narrative, numbered anew, lost.

A list that runs on takes the findings below it; one whose heading is not seen is missing. Both
show in what came out, whatever the cause was, and a reader is told where to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from inspectgraph.graphbuilder.extract.lists import is_list, only_tells
from inspectgraph.graphbuilder.extract.recommendations import Item
from inspectgraph.graphbuilder.model import BlockKind, Document
from inspectgraph.ontology.problems import UNLIKELY_LIST, Problem
from inspectgraph.ontology.profiles import Framework, Profile
from inspectgraph.ontology.profiles.report_words import RecommendationWords

MORE_PAGES = 2  # that a list goes on for after its first; real ones of 28 items end on the second
QUOTED = 80  # characters of an item that a message quotes
# "(Recommendation)" behind what the narrative finds: real reports have up to two an item.
MARK = re.compile(r"\(recommendations?\b[^)]{0,20}\)", re.IGNORECASE)
MARKS_AN_ITEM, SPARE_MARKS = 2, 4


def unlikely_lists(
    document: Document, items: Sequence[Item], framework: Framework, profile: Profile
) -> Iterator[Problem]:
    """A problem for each list that cannot be right, with its first place."""
    if framework.asks == "inside" or framework.prose:
        return
    if not framework.tells:
        for _, group in groupby(items, lambda item: item.nth_list):
            listed = list(group)
            heading = listed[0].heading
            doubt = _doubt(document, listed, profile.recommendations)
            if doubt:
                reason, page = doubt
                yield Problem(UNLIKELY_LIST, f"“{heading}”: {reason}", page=page, about=heading)
    yield from _missing(document, items, profile.recommendations)


def _doubt(
    document: Document, items: Sequence[Item], words: RecommendationWords
) -> tuple[str, int | None] | None:
    """Why a list cannot be right, and the page on which that shows."""
    telling = [item for item in items if only_tells(document.text[item.start : item.end], words)]
    if telling:
        quoted = " ".join(document.text[telling[0].start : telling[0].end].split())[:QUOTED]
        return f"an item that asks for nothing: “{quoted}…”", document.page_at(telling[0].start)
    for above, item in pairwise(items):
        if _number(item) and _number(item) <= _number(above):
            number = _number(item)
            return f"its numbers begin anew at {number}", document.page_at(item.start)
    first, last = document.page_at(items[0].start), document.page_at(items[-1].start)
    if first is not None and last is not None and last - first > MORE_PAGES:
        return f"{len(items)} items on pages {first} to {last}", first
    return None


def _number(item: Item) -> int:
    """The printed number of an item; 0 for none, and for bullets, which have a paragraph's."""
    block = item.blocks[0]
    numbered = block.kind is BlockKind.PARAGRAPH and block.number.isdigit()
    return int(block.number) if numbered else 0


def _missing(
    document: Document, items: Sequence[Item], words: RecommendationWords
) -> Iterator[Problem]:
    """A problem where references to a list, or its heading, are there and its items are not."""
    marks = [mark.start() for mark in MARK.finditer(document.text)]
    if len(marks) > MARKS_AN_ITEM * len(items) + SPARE_MARKS:
        message = f"{len(items)} recommendations, and {len(marks)} references to them"
        yield Problem(UNLIKELY_LIST, message, page=document.page_at(marks[0]))
    if items or any(words.is_no_item.match(document.words(block)) for block in document.blocks):
        return
    for block in document.blocks:
        heading = document.words(block)
        if block.kind is BlockKind.HEADING and block.narrative and is_list(heading, words):
            message = f"“{heading}”: no item was found under it"
            yield Problem(UNLIKELY_LIST, message, page=block.page, about=heading)
            return
