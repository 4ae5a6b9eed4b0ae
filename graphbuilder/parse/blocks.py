"""Stage 2: lines → one canonical text and blocks over it.

Running headers, footers and page numbers are dropped; paragraphs that cross a page become
one; words parted at line ends are joined; marks of bullets and paragraph numbers leave the
text and stay as the block's kind and number. Blocks stand in the text in reading order,
parted by one line feed; footnotes follow the paragraph that they interrupt. What stands
where on a page is settled in `layout`, what is narrative in `narrative`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from inspectgraph.graphbuilder.model import Block, BlockKind, Document, Line, Source
from inspectgraph.graphbuilder.parse.narrative import (
    closes,
    find_contents,
    is_part,
    is_publishers,
    mark_narrative,
)
from inspectgraph.graphbuilder.parse.typography import Look, lay_out, look_of
from inspectgraph.graphbuilder.rules import either

SPLIT_GAP = 1.55
CELL_GAP = -0.5
IN_LINE = 1.35
RAISED_GAP = 1.9
DASHES = "–—-*"
LARGER, SMALLER = 1.12, 0.88
MAX_HEADING = 220
MAX_FLAT_HEADING = 110
MAX_PLAIN_HEADING = 70
GLYPH = "•◼■▪▫◾●○◦‣∙·➢►\uf000-\uf8ff"
BULLET = re.compile(
    rf"[{GLYPH}]\s*(?=[^\s{GLYPH}])"  # marks that are no letters need no space behind them
    r"|[–—\-*§]\s+(?=\S)"
    r"|[oO]\s+(?=[a-z])"  # Courier New's circle, as Word sets it on the second level
    r"|n\s+(?=[A-Za-z])"  # Wingdings' square, where a converter lost the font
)
GLYPH_ALONE = re.compile(rf"[{GLYPH}]$")
NUMBER = re.compile(r"(\d{1,3})\.(?:\s+(?=[^\W\d_]|[‘“\"'(£\d])|(?=[^\W\d_]{2}|[AI‘“]))")
ENDS = re.compile(r"[.!?:;][’”\"')\]]*$")
GRADE_AT_END = re.compile(
    r"\b(?:Outstanding|Good|Adequate|Requires [Ii]mprovement(?: to be good)?"
    r"|Inadequate|Not [Jj]udged)\.?$"
)
GRADE_LINE = re.compile(r"grade \d\b.{0,40}$", re.IGNORECASE)
GRADED_ITEM = re.compile(
    r"\d(?:\.\d)?\.?\s.*\b(?:outstanding|good|adequate|improvement|inadequate|not judged)$",
    re.IGNORECASE,
)
DEADLINE = re.compile(r"(?:immediately|with ?in \w+ \w+)\s*:$", re.IGNORECASE)
ASKS = re.compile(r"(?:how|what) \w+ [^.!]{5,90}\?$", re.IGNORECASE)
TABLE_HEAD = re.compile(
    r"(?:key )?(?:judge?ments?|areas?|aspects?)\s+(?:judge?ments?\s+)?(?:grades?|judge?ments?)$",
    re.IGNORECASE,
)
SOFT_HYPHEN = re.compile(r"(\w*)[\ufffe\u00ad]\s*(\w*)")
DASH = re.compile(r"(?<=\w)- (?=[^\W\d_])")
SUSPENDED = re.compile(r"(?:and|or|to|as well as)(?![\w-])")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

_flags = re.IGNORECASE
PART = re.compile(rf"(?:{either('parse.toml', 'part')})", _flags)


@dataclass
class _Draft:
    """A block in the making."""

    kind: BlockKind
    lines: list[Line] = field(default_factory=list)
    number: str = ""

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def words(self) -> str:
        return " ".join(line.text for line in self.lines)


def parse(source: Source) -> Document:
    """The canonical text of a file and its blocks."""
    lines = lay_out(source.lines)
    look = look_of(lines)
    drafts = _group(lines, look)
    _set_contents_aside(drafts)
    if look.size:
        _find_plain_headings(drafts, look)
    else:
        _find_flat_headings(drafts)
    levels = _levels(drafts, look)
    join = _Joiner(line.text for line in lines)
    return _compose(source, drafts, levels, join)


# -- grouping -------------------------------------------------------------------------------


def _group(lines: Sequence[Line], look: Look) -> list[_Draft]:
    """Drafts of blocks. A footnote waits until the paragraph that it interrupts has ended."""
    done: list[_Draft] = []
    notes: list[_Draft] = []
    current: _Draft | None = None
    note: _Draft | None = None
    for line in lines:
        if _is_note(line, look, note):
            if note is None or note.last.page != line.page or re.match(r"\d{1,2}\s", line.text):
                note = _Draft(BlockKind.FOOTNOTE)
                notes.append(note)
            note.lines.append(line)
            continue
        if current is None or _starts_block(current, line, look):
            if current is not None:
                done.append(current)
                done += notes
                notes = []
            current = _new_draft(line, look)
        else:
            current.lines.append(line)
    return done + ([current] if current else []) + notes


def _is_note(line: Line, look: Look, note: _Draft | None) -> bool:
    if not look.size or line.size > SMALLER * look.size or line.bold:
        return False
    open_here = note is not None and note.last.page == line.page
    return open_here or bool(re.match(r"\d{1,2}\s+\S", line.text))


def _new_draft(line: Line, look: Look) -> _Draft:
    mark = None if line.level or line.row else BULLET.match(line.text)
    large = mark is None or line.text[:1].isalpha() or line.text[:1] in tuple(DASHES)
    if line.level or (large and _stands_out(line, look)):
        number = NUMBER.match(line.text)
        return _Draft(BlockKind.ROW if number else BlockKind.HEADING, [line])
    if line.row:
        return _Draft(BlockKind.ROW, [line])
    if mark or GLYPH_ALONE.match(line.text):
        text = line.text[mark.end() :] if mark else ""
        return _Draft(BlockKind.BULLET, [line._replace(text=text)])
    number = NUMBER.match(line.text)
    if number:
        return _Draft(
            BlockKind.PARAGRAPH, [line._replace(text=line.text[number.end() :])], number[1]
        )
    return _Draft(BlockKind.PARAGRAPH, [line])


def _stands_out(line: Line, look: Look) -> bool:
    if not look.size:
        return line.bold
    return line.size > LARGER * look.size or (line.bold and line.size > SMALLER * look.size)


def _starts_block(current: _Draft, line: Line, look: Look) -> bool:
    last = current.last
    if not last.text and current.kind is BlockKind.BULLET:
        return False
    if line.level or line.row or last.row or last.level:
        return True
    if BULLET.match(line.text) and not _is_dash_inside(current, line):
        return True
    if GLYPH_ALONE.match(line.text) or _is_next_number(current, line):
        return True
    if look.size and _changes_look(current, line, look):
        return not _is_cell(current, line)
    if _is_whole_row(current, line):
        return True
    if line.page != last.page:
        return is_publishers(line.text) or not _continues(current, line, look)
    if line.gap < CELL_GAP:
        return not _is_cell(current, line)
    if not look.size and line.text[:1].islower() and not ENDS.search(last.text):
        return False  # the page of a converted text ended inside the sentence
    if line.gap <= SPLIT_GAP:
        return False
    return line.gap > _split_gap(current) and not _runs_on(current, line, look)


def _runs_on(current: _Draft, line: Line, look: Look) -> bool:
    """A sentence that goes on below a line that raised letters ("17th") have made higher."""
    return (
        current.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET)
        and line.text[:1].islower()
        and line.gap < RAISED_GAP
        and current.last.right > look.right - 15
        and abs(line.x - current.last.x) < 3
        and not ENDS.search(current.last.text)
    )


def _is_whole_row(current: _Draft, line: Line) -> bool:
    """A line that ends with a grade, and another below it that starts like a label."""
    if len(current.lines) > 3 or abs(line.x - current.lines[0].x) >= 3:
        return False
    if not (line.text[:1].isupper() or line.text[:1].isdigit()):
        return False
    words = current.words
    return len(words) < MAX_FLAT_HEADING and " " in words and bool(GRADE_AT_END.search(words))


def _split_gap(current: _Draft) -> float:
    """White space that parts two blocks: more than inside the paragraph so far."""
    inside = [one.gap for one in current.lines[1:] if 0 < one.gap < 2.2]
    return max(SPLIT_GAP, 1.25 * inside[0]) if inside else SPLIT_GAP


def _is_dash_inside(current: _Draft, line: Line) -> bool:
    """A dash or hyphen that a line break brought to the front of a line is no bullet."""
    return (
        line.text[:1] in tuple(DASHES + "oO")
        and line.gap < SPLIT_GAP
        and (line.x == current.last.x or bool(current.number and not current.lines[1:]))
        and (current.kind is not BlockKind.BULLET or bool(current.lines[1:]))
        and not ENDS.search(current.last.text)
    )


def _is_next_number(current: _Draft, line: Line) -> bool:
    """A number that starts a paragraph, and is no figure at the start of a line."""
    found = NUMBER.match(line.text)
    if not found:
        return False
    return (
        line.gap > 1.4
        or line.gap <= 0
        or line.x < current.last.x - 3
        or bool(ENDS.search(current.last.text))
    )


def _changes_look(current: _Draft, line: Line, look: Look) -> bool:
    heading, last = _stands_out(line, look), current.last
    if heading != _stands_out(last, look):
        alike = line.size == last.size or current.kind is BlockKind.BULLET
        goes_on = alike and line.text[:1].islower() and 0 < line.gap < IN_LINE
        return not (goes_on and not ENDS.search(last.text))
    return heading and abs(line.size - last.size) > 0.6


def _is_cell(current: _Draft, line: Line) -> bool:
    """The next cell of a table row: it stands to the right, at the height of the row."""
    top = max(one.y for one in current.lines)
    first = current.lines[0]
    return (
        line.page == first.page
        and line.x > first.x + 60
        and line.y > top - 75
        and (len(current.words) < 200 and line.y <= top + 8)
    )


def _continues(current: _Draft, line: Line, look: Look) -> bool:
    """Whether the first line of a page goes on with the paragraph of the page before."""
    if current.kind is BlockKind.HEADING:
        return (
            line.size == current.last.size
            and line.bold == current.last.bold
            and line.text[:1].islower()
        )
    if current.kind is BlockKind.ROW or line.page is None:
        return False
    if not ENDS.search(current.last.text) or line.text[:1].islower():
        return True
    if len(current.lines) > 1 and current.number:
        return abs(line.x - current.lines[1].x) < 3 and line.x > current.lines[0].x + 3
    return current.kind is BlockKind.PARAGRAPH and current.last.right > look.right - 20


def _find_flat_headings(drafts: list[_Draft]) -> None:
    """Headings of texts that mark none: a short line of its own that is no sentence and
    does not introduce a list."""
    for draft, below in pairwise([*drafts, _Draft(BlockKind.OTHER)]):
        words = draft.words
        if draft.kind is not BlockKind.PARAGRAPH or draft.number or len(draft.lines) > 1:
            continue
        introduces = (
            words.endswith(":")
            and below.kind is BlockKind.BULLET
            and not (is_part(words) or DEADLINE.match(words))
        )
        if (
            len(words) <= MAX_FLAT_HEADING
            and words[:1].isupper()
            and not introduces
            and (not re.search(r"[.,;!?”’\"]$", words) or ASKS.match(words))
        ):
            draft.kind = BlockKind.HEADING


def _find_plain_headings(drafts: list[_Draft], look: Look) -> None:
    """Headings in the type of the body: a short line of its own above a list, or one that
    heads a part in other reports."""
    for draft, below in pairwise(drafts):
        listed = below.kind is BlockKind.BULLET or below.number or is_part(draft.words)
        if listed and draft.kind is BlockKind.PARAGRAPH and _is_plain_heading(draft, look):
            draft.kind = BlockKind.HEADING


def _is_plain_heading(draft: _Draft, look: Look) -> bool:
    line, words = draft.lines[0], draft.words
    return (
        len(draft.lines) == 1
        and not draft.number
        and line.gap > SPLIT_GAP
        and line.size == look.size
        and line.page not in (None, 1)
        and len(words) <= MAX_PLAIN_HEADING
        and words[:1].isupper()
        and not re.search(r"[.,;:!?]$", words)
    )


def _set_contents_aside(drafts: list[_Draft]) -> None:
    """The table of contents repeats headings; it makes none."""
    words = [draft.words for draft in drafts]
    for index in find_contents(words, [draft.lines[0].page for draft in drafts]):
        drafts[index].kind = BlockKind.OTHER


# -- levels ---------------------------------------------------------------------------------


def _levels(drafts: Sequence[_Draft], look: Look) -> list[int]:
    """The heading level of each draft, 0 for what is none."""
    for draft in drafts:
        if draft.kind in (BlockKind.HEADING, BlockKind.ROW):
            _settle_heading(draft, look)
        elif draft.kind is not BlockKind.OTHER and _is_graded_row(draft):
            draft.kind = BlockKind.ROW
    sections = _graded_sections(drafts) if look.size else []
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


def _rank(draft: _Draft, graded: bool) -> tuple[float, bool, bool]:
    """Larger type ranks higher; of one size a graded section over bold, bold over plain."""
    return draft.last.size, graded, draft.last.bold


def _graded_sections(drafts: Sequence[_Draft]) -> list[_Draft]:
    """Graded rows that stand alone past the first pages: they head the section below them."""
    found = []
    for above, draft, below in zip(drafts, drafts[1:], drafts[2:], strict=False):
        alone = not any(
            one.kind is BlockKind.ROW and GRADE_AT_END.search(one.words) for one in (above, below)
        )
        page = draft.lines[0].page or 0
        if page > 2 and alone and draft.kind is BlockKind.ROW and GRADE_AT_END.search(draft.words):
            found.append(draft)
    return found


def _settle_heading(draft: _Draft, look: Look) -> None:
    """What stands out is a heading, unless it is a row of a table or too long."""
    words = draft.words
    graded = GRADE_AT_END.search(words) or GRADED_ITEM.match(words)
    if GRADE_LINE.match(words) or TABLE_HEAD.match(words):
        draft.kind = BlockKind.ROW
    elif draft.kind is BlockKind.HEADING and graded:
        draft.kind = BlockKind.HEADING if ":" in words[-40:] else BlockKind.ROW
    elif draft.kind is BlockKind.HEADING and len(words) > MAX_HEADING and not draft.last.level:
        draft.kind = BlockKind.PARAGRAPH
    elif draft.kind is BlockKind.ROW and look.size and not graded:
        draft.kind = BlockKind.HEADING


def _is_graded_row(draft: _Draft) -> bool:
    words = draft.words
    graded = (
        GRADE_AT_END.search(words)
        or (draft.number and GRADED_ITEM.match(f"1. {words}"))
        or GRADED_ITEM.match(words)
    )
    return len(words) < MAX_FLAT_HEADING and bool(graded) and not words.endswith(".")


def _level(draft: _Draft, by_look: int, look: Look) -> int:
    if not look.size and PART.match(draft.words):
        return 1
    return draft.last.level + 1 if draft.last.level else by_look


# -- composing ------------------------------------------------------------------------------


class _Joiner:
    """Joins lines to text; a word parted at a line end loses its hyphen where the document
    itself writes it without one."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self._words: set[str] | None = None

    def __call__(self, lines: Sequence[Line]) -> tuple[str, list[tuple[int, int]]]:
        """The text of a block, and where in it its second and later pages begin."""
        text, turns = "", []
        page = lines[0].page
        for line in lines:
            if line.page != page and line.page is not None:
                page = line.page
                turns.append((len(self._joined(text)) + 1 if text else 0, page))
            text = _run_on(text, line.text)
        return self._joined(text), turns

    def _joined(self, text: str) -> str:
        if "\ufffe" in text or "\u00ad" in text:
            text = SOFT_HYPHEN.sub(self._join, text)
        return DASH.sub(self._keep_dash, text) if "- " in text else text

    def _join(self, parted: re.Match[str]) -> str:
        head, tail = parted[1], parted[2]
        if self._words is None:
            self._words = set(WORD.findall("\n".join(self._lines).casefold()))
        whole = (head + tail).casefold()
        return head + tail if whole in self._words else f"{head}-{tail}"

    @staticmethod
    def _keep_dash(parted: re.Match[str]) -> str:
        return "- " if SUSPENDED.match(parted.string, parted.end()) else "-"


def _run_on(text: str, line: str) -> str:
    """A text and its next line; a hyphen that a line end follows is kept in doubt."""
    parted = text.endswith("-") and text[-2:-1].isalpha() and line[:1].islower()
    if parted and not SUSPENDED.match(line):
        return f"{text[:-1]}\ufffe{line}"
    return f"{text} {line}" if text else line


def _compose(
    source: Source, drafts: Sequence[_Draft], levels: Sequence[int], join: _Joiner
) -> Document:
    parts: list[str] = []
    blocks: list[Block] = []
    starts: list[tuple[int, int]] = []
    path: list[tuple[int, str]] = []
    ordinal, at = 0, 0
    above: tuple[str, ...] = ()
    announced = ""  # the number of the paragraph whose bullets follow
    for draft, level in zip(drafts, levels, strict=True):
        lines = [line for line in draft.lines if line.text.strip()]
        text, turns = join(lines) if lines else ("", [])
        if not text:
            continue
        page = lines[0].page
        if page is not None and (not starts or starts[-1][1] != page):
            starts.append((at, page))
        starts += [(at + offset, turned) for offset, turned in turns]
        if level:
            path = [step for step in path if step[0] < level and not closes(text, step[1])]
        ordinal = 0 if level else ordinal + 1
        headings = tuple(words for _, words in path)
        if draft.kind is BlockKind.PARAGRAPH:
            above, announced = headings, draft.number
        listed = draft.kind is BlockKind.BULLET and headings[: len(above)] == above
        number = draft.number or (announced if listed else "")
        blocks.append(Block(draft.kind, at, at + len(text), page, level, number, headings, ordinal))
        if level:
            path.append((level, text))
        parts.append(text)
        at += len(text) + 1
    text = "\n".join(parts)
    return Document(
        source.name,
        source.sha256,
        source.media,
        text,
        mark_narrative(text, blocks),
        source.pages,
        tuple(starts),
        source.unread_pages,
    )
