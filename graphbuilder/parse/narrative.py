"""Which blocks are the inspectors' narrative, and which are covers, contents, procedure,
directories or the publisher's last words. Third part of stage 2; patterns in parse.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inspectgraph.graphbuilder.model import Block, BlockKind, salutation_in
from inspectgraph.ontology.profiles.words import DocumentWords

_flags = re.IGNORECASE
CONTENTS = re.compile(r"(?:table of )?contents(?: page)?(?:\W+page)?\W*$", _flags)
LISTED = re.compile(r".*\D[\s.…_]*\d{1,3}$")
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


def closes(heading: str, earlier: str, words: DocumentWords) -> bool:
    """Whether a heading ends the part under an earlier one, whatever their sizes of type."""
    return bool(words.is_narrative.match(heading) and words.no_narrative.match(earlier))


def is_publishers(text: str, words: DocumentWords) -> bool:
    """Whether a text begins a block of the publisher's own."""
    return bool(words.is_back_matter.match(text) or words.is_boilerplate.match(text))


def mark_narrative(text: str, blocks: Sequence[Block], words: DocumentWords) -> tuple[Block, ...]:
    """The blocks, those that are the publisher's as OTHER, those outside the narrative so
    marked."""
    texts = [text[block.start : block.end] for block in blocks]
    tail = _back_matter(texts, blocks, words)
    letter = salutation_in(texts) or 0
    marked = []
    for index, (block, said) in enumerate(zip(blocks, texts, strict=True)):
        if index in tail or index < letter or words.is_boilerplate.match(said):
            marked.append(replace(block, kind=BlockKind.OTHER, narrative=False))
        elif _is_aside(block, said, words) or (letter and index == letter):
            marked.append(replace(block, narrative=False))
        else:
            marked.append(block)
    return tuple(marked)


def _is_aside(block: Block, text: str, words: DocumentWords) -> bool:
    if block.kind in (BlockKind.FOOTNOTE, BlockKind.OTHER) or words.is_cover.match(text):
        return True
    steps = block.path + ((text,) if block.kind is BlockKind.HEADING else ())
    for step in reversed(steps):
        if words.is_narrative.match(step):
            return False
        if words.no_narrative.match(step):
            return True
    return False


def _back_matter(texts: Sequence[str], blocks: Sequence[Block], words: DocumentWords) -> set[int]:
    """Indices of the publisher's last words: to the end, or to the cover of a second report
    that is bound behind the first."""
    found: set[int] = set()
    end = 0
    for index, text in enumerate(texts):
        if index >= end and index * 3 > len(texts) and words.is_back_matter.match(text):
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
