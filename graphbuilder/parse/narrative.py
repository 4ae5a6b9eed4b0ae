"""Which blocks are the inspectors' narrative, and which are covers, contents, procedure,
directories or the publisher's own pages at the end. The words for them are in the profile
(`words/document.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inspectgraph.graphbuilder.model import Block, BlockKind, salutation_in
from inspectgraph.ontology.profiles.report_words import DocumentWords

_flags = re.IGNORECASE
# "Contents", "Table of contents", "Contents page"; alone on its line, for reports also write
# of contents in sentences.
CONTENTS = re.compile(r"(?:table of )?contents(?: page)?(?:\W+page)?\W*$", _flags)
LISTED = re.compile(r".*\D[\s.…_]*\d{1,3}$")  # "Leadership and management ........ 12"
# Rows of contents in a row that may lack a page number: wrapped titles. With more, contents
# without numbers would swallow the first paragraphs below them.
MAX_UNLISTED = 2
MAX_ROW = 200  # characters; a longer block is no row of contents, whatever figure ends it
TITLE_LEVEL = 2  # that of the largest type: see `heading_levels`
# Blocks that a report bound behind the first must have; large type on a back cover heads fewer.
SECOND_REPORT = 30
COVER = 12  # blocks of a cover, before its contents: the second one, in a copy without pages


def find_contents(words: Sequence[str], pages: Sequence[int | None]) -> set[int]:
    """Indices of the blocks of tables of contents: a title and the rows that end with a page
    number, with the few wrapped or unnumbered ones between them."""
    contents: set[int] = set()
    for title, heading in enumerate(words):
        if CONTENTS.match(heading):
            contents |= set(range(title, _last_listed(title, words, pages) + 1))
    return contents


def _last_listed(title: int, words: Sequence[str], pages: Sequence[int | None]) -> int:
    last = title
    for index in range(title + 1, len(words)):
        other_page = pages[index] is not None and pages[index] != pages[title]
        if LISTED.match(words[index]):
            last = index
        elif index - last > MAX_UNLISTED or len(words[index]) > MAX_ROW or other_page:
            break
    return last


def closes(heading: str, earlier: str, words: DocumentWords) -> bool:
    """Whether a heading ends the part under an earlier one, whatever their type sizes."""
    return bool(words.is_narrative.match(heading) and words.no_narrative.match(earlier))


def is_publishers(text: str, words: DocumentWords) -> bool:
    """Whether a text is the beginning of a block of the publisher's own."""
    return bool(words.is_back_matter.match(text) or words.is_boilerplate.match(text))


def mark_narrative(text: str, blocks: Sequence[Block], words: DocumentWords) -> tuple[Block, ...]:
    """The same blocks: the publisher's own become OTHER, and those outside the narrative are
    marked as such."""
    texts = [text[block.start : block.end] for block in blocks]
    tail = _back_matter(texts, blocks, words)
    letter = salutation_in(texts) or 0
    marked = []
    for index, (block, words_of_block) in enumerate(zip(blocks, texts, strict=True)):
        if index in tail or index < letter or words.is_boilerplate.match(words_of_block):
            marked.append(replace(block, kind=BlockKind.OTHER, narrative=False))
        elif _is_aside(block, words_of_block, words) or (letter and index == letter):
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
    """Indices of the publisher's own pages at the end, or before the cover of a second report
    that is bound behind the first. Never in the first third: there a cover has such words."""
    back_matter: set[int] = set()
    end = 0
    for index, text in enumerate(texts):
        if index >= end and index * 3 > len(texts) and words.is_back_matter.match(text):
            end = _next_cover(index, blocks, texts)
            back_matter |= set(range(index, end))
    return back_matter


def _next_cover(tail: int, blocks: Sequence[Block], texts: Sequence[str]) -> int:
    last_page = blocks[tail].page
    for index in range(tail, len(blocks) - SECOND_REPORT):
        block = blocks[index]
        if last_page and block.page and block.page > last_page and block.level == TITLE_LEVEL:
            return index
        if not last_page and block.level and any(map(CONTENTS.match, texts[index : index + COVER])):
            return index
    return len(blocks)
