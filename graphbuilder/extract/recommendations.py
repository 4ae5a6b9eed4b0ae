"""Recommendations: the items of the lists of what inspectors ask for.

A list is opened by a heading ("What needs to improve?", "Areas for improvement", "Within
three months:") and holds bullets, numbered paragraphs or, in SEND reports and older joint
letters, plain paragraphs; a paragraph that ends with a colon and the bullets below it are
one item. Children's summaries have no lists: there a paragraph asks for itself ("The council
needs to sort this out within six months").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inspectgraph.graphbuilder.model import Block, BlockKind, Document
from inspectgraph.ontology.profiles import Framework, Profile
from inspectgraph.ontology.profiles.report_words import RecommendationWords

_flags = re.IGNORECASE
# "within three months", "within the next 6 weeks".
WITHIN = re.compile(r"within (?:the next )?(?P<count>\w+) (?P<unit>days?|weeks?|months?)", _flags)
# Ways to say "immediately", under which lists of the first priority stand.
AT_ONCE = re.compile(r"immediately|as a matter of urgency|straight ?away|right away", _flags)
FIGURES = {"3": "three", "6": "six"}  # of the two deadlines that tables have a value for
ITEMS = {BlockKind.BULLET, BlockKind.PARAGRAPH}
SHORTEST = 12  # characters of an item; shorter bullets are remains of a layout ("and", "■")
MAX_REASON = 60  # characters of the heading that are kept as the reason for an item


@dataclass(frozen=True)
class Item:
    """Where a recommendation is: its blocks in order, its deadline, and the rule that found it."""

    blocks: tuple[Block, ...]
    timescale: str
    rule: str

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


def timescale_of(text: str) -> str:
    """A deadline as the tables write it: ``immediately``, ``within three months``,
    ``within six months``, ``other: …``, or ``none`` where the text has none.

    >>> timescale_of("Within 3 months:")
    'within three months'
    """
    if AT_ONCE.search(text):
        return "immediately"
    deadline = WITHIN.search(text)
    if not deadline:
        return "none"
    count = FIGURES.get(deadline["count"], deadline["count"].casefold())
    asked = f"within {count} {deadline['unit'].casefold()}"
    return asked if asked in ("within three months", "within six months") else f"other: {asked}"


def _listed(document: Document, framework: Framework, words: RecommendationWords) -> Iterator[Item]:
    blocks = [b for b in document.blocks if b.kind not in (BlockKind.FOOTNOTE, BlockKind.OTHER)]
    headings = _list_headings(document, blocks, words)
    marked = {b.path for b in blocks if b.kind is BlockKind.BULLET or b.number}
    at = 0
    while at < len(blocks):
        block, heading = blocks[at], headings[at]
        plain = block.kind is BlockKind.PARAGRAPH and not block.number
        is_comment = framework.prose and plain and block.path in marked
        if (
            block.kind in ITEMS
            and heading
            and not is_comment
            and _is_item(document.words(block), words)
        ):
            group = [block, *_continued(document, blocks, at)]
            yield Item(
                tuple(group), timescale_of(heading), f"recommendation:list:{heading[:MAX_REASON]}"
            )
            at += len(group)
        else:
            at += 1


def _list_headings(
    document: Document, blocks: list[Block], words: RecommendationWords
) -> list[str]:
    """For each block the heading that makes it an item, or "".

    That is the nearest heading, or the one above it, of which the nearest is a part
    ("Leadership and management"). Where headings of one size follow a list's heading without
    a word between them, they are parts of the list too.
    """
    headings: list[str] = []
    opened, level, bare = "", 0, False
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            heading = document.words(block)
            opens_none = words.opens_none.search(heading)
            if words.opens_list.match(heading.strip()) and not opens_none:
                opened, level, bare = heading, block.level, True
            elif opens_none or block.level < level or (block.level == level and not bare):
                opened = ""
            headings.append("")
            continue
        umbrella = opened if bare and not _under(block, opened) else ""
        bare = bare and bool(umbrella)
        headings.append((_nearest_list(block, words) or umbrella) if block.narrative else "")
    return headings


def _under(block: Block, heading: str) -> bool:
    return bool(block.path) and block.path[-1] == heading


def _nearest_list(block: Block, words: RecommendationWords) -> str:
    if not block.path or words.opens_none.search(block.path[-1]):
        return ""
    above = reversed(block.path[-2:])
    near = (heading for heading in above if words.opens_list.match(heading.strip()))
    return next(near, "")


def _is_item(text: str, words: RecommendationWords) -> bool:
    return len(text) >= SHORTEST and not words.is_no_item.match(text)


def _continued(document: Document, blocks: list[Block], at: int) -> list[Block]:
    """The bullets that belong to an item that ends with a colon."""
    opening = blocks[at]
    if not document.words(opening).rstrip().endswith(":"):
        return []
    group = []
    for block in blocks[at + 1 :]:
        if block.kind is not BlockKind.BULLET or block.path != opening.path:
            break
        group.append(block)
    return group


def _asked_inside(document: Document, words: RecommendationWords) -> Iterator[Item]:
    for block in document.blocks:
        request = words.asks_inside.search(document.words(block)) if block.narrative else None
        if request:
            yield Item((block,), timescale_of(request["when"]), "recommendation:inside")
