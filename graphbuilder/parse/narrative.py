"""Which blocks are the inspectors' narrative, and which are covers, contents, procedure,
directories or the publisher's last words. Third part of stage 2; patterns in parse.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inspectgraph.graphbuilder.model import Block, BlockKind
from inspectgraph.graphbuilder.rules import either

_flags = re.IGNORECASE
NOT_NARRATIVE = re.compile(either("parse.toml", "not_narrative"), _flags)
NARRATIVE = re.compile(either("parse.toml", "narrative"), _flags)
BACK_MATTER = re.compile(either("parse.toml", "back_matter"), _flags)
BOILERPLATE = re.compile(either("parse.toml", "boilerplate"), _flags)
COVER = re.compile(either("parse.toml", "cover"), _flags)
CONTENTS = re.compile(r"(?:table of )?contents(?: page)?(?:\W+page)?\W*$", _flags)
LISTED = re.compile(r".*\D[\s.…_]*\d{1,3}$")
DEAR = re.compile(r"dear\b", _flags)
LETTER_BLOCKS = 80
MAX_UNLISTED = 2
TITLE_LEVEL = 2
SECOND_REPORT = 30


def find_contents(words: Sequence[str], pages: Sequence[int | None]) -> set[int]:
    """Indices of the blocks of tables of contents: a title and the rows that end with a page
    number, with the few wrapped or unnumbered ones between them."""
    found: set[int] = set()
    for title, said in enumerate(words):
        if CONTENTS.match(said):
            found |= set(range(title, _last_listed(title, words, pages) + 1))
    return found


def _last_listed(title: int, words: Sequence[str], pages: Sequence[int | None]) -> int:
    last = title
    for index in range(title + 1, len(words)):
        other_page = pages[index] is not None and pages[index] != pages[title]
        if LISTED.match(words[index]):
            last = index
        elif index - last > MAX_UNLISTED or len(words[index]) > 200 or other_page:
            break
    return last


def closes(heading: str, earlier: str) -> bool:
    """Whether a heading ends the part under an earlier one, whatever their sizes of type."""
    return bool(NARRATIVE.match(heading)) and bool(NOT_NARRATIVE.match(earlier))


def is_part(words: str) -> bool:
    """Whether words are the heading of a part of the narrative."""
    return bool(NARRATIVE.match(words))


def is_publishers(words: str) -> bool:
    """Whether words begin a block of the publisher's own."""
    return bool(BACK_MATTER.match(words) or BOILERPLATE.match(words))


def mark_narrative(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, those that are the publisher's as OTHER, those outside the narrative so
    marked."""
    words = [text[block.start : block.end] for block in blocks]
    tail = _back_matter(words, blocks)
    letter = _letter_head(words, blocks)
    marked = []
    for index, (block, said) in enumerate(zip(blocks, words, strict=True)):
        if index in tail or index < letter or BOILERPLATE.match(said):
            marked.append(replace(block, kind=BlockKind.OTHER, narrative=False))
        elif _is_aside(block, said) or (letter and index == letter):
            marked.append(replace(block, narrative=False))
        else:
            marked.append(block)
    return tuple(marked)


def _is_aside(block: Block, words: str) -> bool:
    if block.kind in (BlockKind.FOOTNOTE, BlockKind.OTHER) or COVER.match(words):
        return True
    steps = block.path + ((words,) if block.kind is BlockKind.HEADING else ())
    for step in reversed(steps):
        if NARRATIVE.match(step):
            return False
        if NOT_NARRATIVE.match(step):
            return True
    return False


def _back_matter(words: Sequence[str], blocks: Sequence[Block]) -> set[int]:
    """Indices of the publisher's last words: to the end, or to the cover of a second report
    that is bound behind the first."""
    found: set[int] = set()
    end = 0
    for index, said in enumerate(words):
        if index >= end and index * 3 > len(words) and BACK_MATTER.match(said):
            end = _next_cover(index, blocks)
            found |= set(range(index, end))
    return found


def _next_cover(tail: int, blocks: Sequence[Block]) -> int:
    last_page = blocks[tail].page
    for index in range(tail, len(blocks) - SECOND_REPORT):
        block = blocks[index]
        if last_page and block.page and block.page > last_page and block.level == TITLE_LEVEL:
            return index
    return len(blocks)


def _letter_head(words: Sequence[str], blocks: Sequence[Block]) -> int:
    """Index of a letter's salutation: what stands before it is addressees."""
    for index, said in enumerate(words[:LETTER_BLOCKS]):
        if DEAR.match(said) and blocks[index].page in (None, 1, 2):
            return index
    return 0
