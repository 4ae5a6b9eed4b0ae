"""Recommendations: the items of the lists of what inspectors ask for.

A list is opened by a heading ("What needs to improve?", "Areas for improvement", "Within
three months:") and holds bullets, numbered paragraphs or, in SEND reports and older joint
letters, plain paragraphs; a paragraph that ends with a colon and the bullets below it are
one item. Children's summaries have no lists: there a paragraph asks for itself ("The council
needs to sort this out within six months").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspectgraph.graphbuilder.extract.lists import ITEMS, is_list, list_heading
from inspectgraph.graphbuilder.model import Block, BlockKind, Document
from inspectgraph.ontology.profiles import Framework, Profile
from inspectgraph.ontology.profiles.report_words import RecommendationWords

_flags = re.IGNORECASE
# "within three months", "within the next 6 weeks".
WITHIN = re.compile(r"within (?:the next )?(?P<count>\w+) (?P<unit>days?|weeks?|months?)", _flags)
FIGURES = {"3": "three", "6": "six"}  # of the two deadlines that tables have a value for
SHORTEST = 12  # characters of an item; shorter bullets are remains of a layout ("and", "■")
SAME_INDENT = 3  # points by which bullets of one rank may stand apart
MAX_REASON = 60  # characters of the heading that are kept as the reason for an item


@dataclass(frozen=True)
class Item:
    """Where a recommendation is: its blocks in order, its deadline, the rule that found it, the
    heading of its list with the number of that list in the report, and where the cell beside
    it names who must act."""

    blocks: tuple[Block, ...]
    timescale: str
    rule: str
    heading: str = ""
    nth_list: int = 0
    told: tuple[int, int] = (0, 0)

    @property
    def start(self) -> int:
        return self.blocks[0].start

    @property
    def end(self) -> int:
        return self.blocks[-1].end


def find_items(document: Document, framework: Framework, profile: Profile) -> tuple[Item, ...]:
    """Every recommendation of a report in the order of its text."""
    if framework.asks == "inside":
        return tuple(_asked_inside(document, profile.recommendations))
    return tuple(_listed(document, framework, profile.recommendations))


def timescale_of(text: str, words: RecommendationWords) -> str:
    """A deadline as the tables write it: ``immediately``, ``within three months``,
    ``within six months``, ``other: …``, or ``none`` where the text has none.

    >>> from inspectgraph.ontology.profiles import load_profile
    >>> timescale_of("Within 3 months:", load_profile().recommendations)
    'within three months'
    """
    if words.is_at_once.search(text):
        return "immediately"
    deadline = WITHIN.search(text)
    if not deadline:
        return "none"
    count = FIGURES.get(deadline["count"], deadline["count"].casefold())
    asked = f"within {count} {deadline['unit'].casefold()}"
    return asked if asked in ("within three months", "within six months") else f"other: {asked}"


def _listed(document: Document, framework: Framework, words: RecommendationWords) -> Iterator[Item]:
    blocks = [b for b in document.blocks if b.kind not in (BlockKind.FOOTNOTE, BlockKind.OTHER)]
    marked = {b.path for b in blocks if b.kind is BlockKind.BULLET or b.number}
    told = _told(blocks)
    at, lists = 0, 0
    while at < len(blocks):
        block = blocks[at]
        if block.kind is BlockKind.HEADING:
            lists += is_list(document.words(block), words)
        heading = list_heading(block.path, words) if _can_be_item(block) else ""
        plain = block.kind is BlockKind.PARAGRAPH and not block.number
        is_comment = framework.prose and plain and block.path in marked
        if heading and not is_comment and _is_item(document.words(block), words):
            group = [block, *_continued(document, blocks, at)]
            due = _due(heading, document.words(block), words)
            rule = f"recommendation:list:{heading[:MAX_REASON]}"
            yield Item(tuple(group), due, rule, heading, lists, told[at])
            at += len(group)
        else:
            at += 1


def _told(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """For each block the cell, or the cells on top of each other, beside it that name who must
    act: they stand before it, under the same heading."""
    told: list[tuple[int, int]] = []
    cell, above = (0, 0), None
    for block in blocks:
        if block.kind is BlockKind.TOLD:
            cell = (cell[0] if above is BlockKind.TOLD else block.start, block.end)
        elif block.kind is BlockKind.HEADING:
            cell = (0, 0)
        above = block.kind
        told.append(cell)
    return told


def _can_be_item(block: Block) -> bool:
    return block.narrative and block.kind in ITEMS


def _due(heading: str, text: str, words: RecommendationWords) -> str:
    """The deadline of an item: that of its list, else the one that it names itself."""
    due = timescale_of(heading, words)
    if due != "none":
        return due
    if words.is_urgent.search(text):
        return "immediately"
    own = WITHIN.match(text)
    return timescale_of(own[0], words) if own else "none"


def _is_item(text: str, words: RecommendationWords) -> bool:
    return len(text) >= SHORTEST and not words.is_no_item.match(text)


def _continued(document: Document, blocks: list[Block], at: int) -> list[Block]:
    """The bullets that belong to an item: those set under it, and those that it announces
    with a colon."""
    opening = blocks[at]
    announces = document.words(opening).rstrip().endswith(":")
    group: list[Block] = []
    for here, block in enumerate(blocks[at + 1 :], at + 1):
        if block.path != opening.path or block.kind not in ITEMS:
            break
        inside = _is_under(block, opening) or _goes_on(document, blocks, here, opening)
        if not inside and not (announces and _is_announced(document, block, opening)):
            break
        group.append(block)
    return group


def _goes_on(document: Document, blocks: Sequence[Block], at: int, opening: Block) -> bool:
    """Whether a paragraph goes on with the bullet above it: it is printed on the next page, or
    before another bullet."""
    block, above = blocks[at], blocks[at - 1]
    if opening.kind is not BlockKind.BULLET or block.kind is not BlockKind.PARAGRAPH:
        return False
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    overleaf = block.page is not None and above.page is not None and block.page == above.page + 1
    between = below is not None and below.kind is BlockKind.BULLET and below.path == block.path
    return (overleaf or between) and not block.number and document.words(block).endswith(".")


def _is_under(block: Block, opening: Block) -> bool:
    """Whether a bullet is of the next rank: further to the right, or with another sign where
    places are unknown."""
    if opening.kind is not BlockKind.BULLET or block.kind is not BlockKind.BULLET:
        return False
    if block.indent or opening.indent:
        return block.page == opening.page and block.indent > opening.indent + SAME_INDENT
    return block.mark != opening.mark


def _is_announced(document: Document, block: Block, opening: Block) -> bool:
    """Whether a bullet of the same rank as the one that ends with a colon belongs to it: it
    goes on with a small letter."""
    if block.kind is not BlockKind.BULLET:
        return False
    if opening.kind is not BlockKind.BULLET or block.mark != opening.mark:
        return True
    return document.words(block)[:1].islower() or document.words(opening)[:1].islower()


def _asked_inside(document: Document, words: RecommendationWords) -> Iterator[Item]:
    for block in document.blocks:
        request = words.asks_inside.search(document.words(block)) if block.narrative else None
        if request:
            yield Item((block,), timescale_of(request["when"], words), "recommendation:inside")
