"""Which drafts are headings, rows of a table or contents, and the levels of headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from inspectgraph.graphbuilder.model import BlockKind
from inspectgraph.graphbuilder.parse.blocks import SPLIT_GAP
from inspectgraph.graphbuilder.parse.draft import (
    DEADLINE,
    MAX_FLAT_HEADING,
    MAX_PLAIN_HEADING,
    Draft,
    ends_graded,
    heads_section,
)
from inspectgraph.graphbuilder.parse.narrative import find_contents
from inspectgraph.graphbuilder.parse.typography import Look

MAX_HEADING = 220  # characters; real headings have up to 122, a paragraph set in bold has more
# "What needs to improve?", "How good is leadership?": the only headings that end with a sign.
ASKS = re.compile(r"(?:how|what) \w+ [^.!]{5,90}\?$", re.IGNORECASE)
MAX_TITLE_LINES = 2
# What ends like a sentence, or is a quotation as a whole; not "Help at the ‘front door’".
SPOKEN = re.compile(r"[.,;!?][’”\"]?$|^[‘“\"].*[’”\"]$")
FLAT_LINES = 3  # of a heading in a copied page, where titles and labels are wrapped
SUMMARY_PAGES = 2  # the table of judgements is here, whose rows head no section


def find_flat_headings(drafts: list[Draft], look: Look) -> None:
    """Headings in texts that mark none: a short line of its own that is not a sentence and
    does not introduce a list."""
    for draft, below in pairwise([*drafts, Draft(BlockKind.OTHER)]):
        words = draft.words
        section = bool(look.right) and heads_section(words, look)
        if draft.kind is not BlockKind.PARAGRAPH or draft.number:
            continue
        if len(draft.lines) > (FLAT_LINES if look.right else 1):
            continue
        introduces = (
            words.endswith(":")
            and below.kind is BlockKind.BULLET
            and not (_is_part(words, look) or DEADLINE.match(words))
        )
        if (
            (len(words) <= MAX_FLAT_HEADING or section)
            and words[:1].isupper()
            and not introduces
            and (not SPOKEN.search(words) or ASKS.match(words) or section)
        ):
            draft.kind = BlockKind.HEADING


def find_plain_headings(drafts: list[Draft], look: Look) -> None:
    """Headings in the type of the body: a short line of its own above a list, one that heads
    a part in other reports, or the whole title of a section or a list."""
    for draft, below in pairwise(drafts):
        if draft.kind is not BlockKind.PARAGRAPH or not _is_plain_line(draft, look):
            continue
        listed = below.kind is BlockKind.BULLET or below.number or _is_part(draft.words, look)
        gap = draft.lines[0].gap
        short = len(draft.words) <= MAX_PLAIN_HEADING and len(draft.lines) == 1
        set_apart = short and (gap > SPLIT_GAP or gap <= 0)
        if look.profile.is_title(draft.words) or (set_apart and listed):
            draft.kind = BlockKind.HEADING


def _is_plain_line(draft: Draft, look: Look) -> bool:
    line, words = draft.lines[0], draft.words
    return (
        len(draft.lines) <= MAX_TITLE_LINES
        and not draft.number
        and line.size >= look.size
        and line.page not in (None, 1)
        and words[:1].isupper()
        and not re.search(r"[.,;:!]$", words)
    )


def join_titles(drafts: list[Draft], look: Look) -> None:
    """Titles of sections whose second line, most often the grade, has become a block of its
    own ("…help and protection:" above "requires improvement")."""
    for at in range(len(drafts) - 1, 0, -1):
        above, draft = drafts[at - 1], drafts[at]
        if _is_title_line(above) and _is_title_line(draft) and _is_second_line(above, draft, look):
            above.lines += draft.lines
            above.kind = BlockKind.HEADING
            del drafts[at]


def _is_title_line(draft: Draft) -> bool:
    kinds = (BlockKind.HEADING, BlockKind.ROW, BlockKind.PARAGRAPH)
    return draft.kind in kinds and len(draft.lines) <= MAX_TITLE_LINES and not draft.number


def _is_second_line(above: Draft, draft: Draft, look: Look) -> bool:
    first, second, page = above.words, draft.words, draft.last.page
    grades = look.profile.grades
    if above.kind is BlockKind.ROW or page == 1 or page != above.last.page:
        return False
    if grades.line.pattern.match(second):  # the halves of older reports have it as a row
        return False
    if not (second[:1].islower() or first.endswith(":") or grades.alone.match(second)):
        return False
    whole = look.profile.is_section(f"{first} {second}") and not second.endswith(".")
    return whole and not look.profile.is_section(second)


def set_contents_aside(drafts: list[Draft]) -> None:
    """A table of contents repeats headings, and must not add any."""
    words = [draft.words for draft in drafts]
    for index in find_contents(words, [draft.lines[0].page for draft in drafts]):
        drafts[index].kind = BlockKind.OTHER


def _is_part(words: str, look: Look) -> bool:
    """Whether words are the heading of a part of the narrative."""
    return bool(look.profile.document.is_narrative.match(words))


def heading_levels(drafts: Sequence[Draft], look: Look) -> list[int]:
    """The heading level of each draft; 0 if it is not a heading."""
    for draft in drafts:
        if draft.kind in (BlockKind.HEADING, BlockKind.ROW):
            _settle_heading(draft, look)
        elif draft.kind is not BlockKind.OTHER and _is_graded_row(draft, look):
            draft.kind = BlockKind.ROW
    sections = _graded_sections(drafts, look) if look.size else []
    for draft in sections:
        draft.kind = BlockKind.HEADING
    heads = [draft for draft in drafts if draft.kind is BlockKind.HEADING]
    ranks = {id(draft): _rank(draft, draft in sections) for draft in heads}
    order = sorted(set(ranks.values()), reverse=True)
    return [
        _level(draft, 2 + order.index(ranks[id(draft)]), look)
        if draft.kind is BlockKind.HEADING
        else 0
        for draft in drafts
    ]


def _rank(draft: Draft, graded: bool) -> tuple[float, bool, bool]:
    """Larger type ranks higher; of one size a graded section over bold, bold over plain."""
    return draft.last.size, graded, draft.last.bold


def _graded_sections(drafts: Sequence[Draft], look: Look) -> list[Draft]:
    """Graded rows by themselves after the first pages: each is the heading of a section."""
    sections = []
    for above, draft, below in zip(drafts, drafts[1:], drafts[2:], strict=False):
        alone = not any(
            neighbour.kind is BlockKind.ROW and ends_graded(neighbour.words, look)
            for neighbour in (above, below)
        )
        page = draft.lines[0].page or 0
        is_row = draft.kind is BlockKind.ROW and ends_graded(draft.words, look)
        if page > SUMMARY_PAGES and alone and is_row:
            sections.append(draft)
    return sections


def _settle_heading(draft: Draft, look: Look) -> None:
    """Lines that stand out are headings, unless they are rows of a table or too long."""
    words = draft.words
    grades = look.profile.grades
    graded = ends_graded(words, look) or grades.item.pattern.match(words)
    if draft.kind is BlockKind.HEADING and look.profile.document.is_cover.match(words):
        draft.kind = BlockKind.PARAGRAPH  # "Lead inspector: …" heads nothing
    elif grades.line.pattern.match(words) or grades.table_head.pattern.match(words):
        draft.kind = BlockKind.ROW
    elif draft.kind is BlockKind.HEADING and graded:
        draft.kind = BlockKind.HEADING if ":" in words[-40:] else BlockKind.ROW
    elif draft.kind is BlockKind.HEADING and len(words) > MAX_HEADING and not draft.last.level:
        draft.kind = BlockKind.PARAGRAPH
    elif draft.kind is BlockKind.ROW and (look.size or draft.last.level) and not graded:
        draft.kind = BlockKind.HEADING


def _is_graded_row(draft: Draft, look: Look) -> bool:
    words = draft.words
    if len(words) >= MAX_FLAT_HEADING or words.endswith("."):
        return False
    item = look.profile.grades.item.pattern
    graded = (
        ends_graded(words, look)
        or (draft.number and item.match(f"1. {words}"))
        or item.match(words)
    )
    return bool(graded)


def _level(draft: Draft, by_look: int, look: Look) -> int:
    if not look.size and look.profile.document.opens_part.match(draft.words):
        return 1
    return draft.last.level + 1 if draft.last.level else by_look
