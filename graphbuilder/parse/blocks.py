"""Lines → drafts of blocks: where each paragraph, bullet, row and footnote begins and ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inspectgraph.graphbuilder.model import ENDS, BlockKind, Line
from inspectgraph.graphbuilder.parse.draft import MAX_FLAT_HEADING, Draft, ends_graded
from inspectgraph.graphbuilder.parse.narrative import is_publishers
from inspectgraph.graphbuilder.parse.numbers import NUMBER, NUMBER_GAP
from inspectgraph.graphbuilder.parse.typography import Look

# Gaps are in line heights. In real reports lines of a paragraph are 1.2 apart, 1.3 in some;
# paragraphs 1.7 and more, 2.2 in most.
SPLIT_GAP = 1.55  # smaller: loose paragraphs fall apart; larger: tight ones grow together
CELL_GAP = -0.5  # the text goes up again: the next cell or column; a raised "th" goes up less
IN_LINE = 1.35  # up to here a change of weight is emphasis inside a sentence, not a heading
RAISED_GAP = 1.9  # what a raised "17th" adds to the gap above its line; white space is wider
# Bullets of converted texts, but also ordinary dashes that a line break moves to the front.
DASHES = "–—-*‐‑‒―"
# Type sizes as shares of the body's: headings begin at 1.2, most small print has 0.7 or 0.8.
LARGER = 1.12
SMALLER = 0.88
# Points, as PDF measures them. Justified lines end within 15 or 20 of the right edge; the same
# indent differs by less than 3; a column begins 60 or more to the right of the one before it;
# a row of a table is at most 75 high, and its cells begin within 8 of each other.
NEAR_RIGHT_EDGE, AT_PAGE_END = 15, 20
SAME_INDENT = 3
NEXT_COLUMN, ROW_HEIGHT, SAME_TOP = 60, 75, 8
MAX_CELL = 200  # characters of the cells so far: a longer text is a column of its own
WHITE_SPACE = 2.2  # the usual gap between paragraphs: it says nothing of the lines inside one
WIDER = 1.25  # times the gap inside a loosely set paragraph; less would part its own lines
# Bullets as Word and Symbol fonts leave them; U+F000 on is where those fonts put their signs,
# U+FFFD stands where a converter knew none.
GLYPH = "•◼■▪▫◾●○◦‣∙·➢►▸▶➔➤→⇒◆◇◊❖★☆□☐✓✔✗✘⬛⬜⚫⦿◉◘⁌⁍\uf000-\uf8ff\ufffd"
# Minus signs, bars and overlaid strokes that fonts without a dash have in its place. In front of
# a figure they are a minus.
STROKES = "−─━╴⁃﹘﹣－˗¯‾\u0335\u0336\u0332\u0320"
BULLET = re.compile(
    rf"[{GLYPH}]\s*(?=[^\s{GLYPH}])"  # marks that are no letters need no space behind them
    rf"|[{STROKES}]\s*(?=[^\W\d_]|[‘“(])"
    r"|[–—\-*§‐‑‒―~¾Ø]\s+(?=\S)"
    r"|[oO]\s+(?=[a-z])"  # Courier New's circle, as Word sets it on the second level
    r"|n\s+(?=[A-Za-z])"  # Wingdings' square, where a converter lost the font
)
LETTERS = "oOnØ"  # those that BULLET takes for marks
GLYPH_ALONE = re.compile(rf"[{GLYPH}{STROKES}]$")


def group_lines(lines: Sequence[Line], look: Look) -> list[Draft]:
    """Drafts of blocks. A footnote waits until the paragraph that it interrupts has ended."""
    drafts: list[Draft] = []
    notes: list[Draft] = []
    current: Draft | None = None
    note: Draft | None = None
    for line in lines:
        if _is_note(line, look, note):
            if note is None or note.last.page != line.page or re.match(r"\d{1,2}\s", line.text):
                note = Draft(BlockKind.FOOTNOTE)
                notes.append(note)
            note.lines.append(line)
            continue
        if current is None or _starts_block(current, line, look):
            if current is not None:
                drafts.append(current)
                drafts += notes
                notes = []
            current = new_draft(line, look)
        else:
            current.lines.append(line)
    return drafts + ([current] if current else []) + notes


def _is_note(line: Line, look: Look, note: Draft | None) -> bool:
    if not look.size or line.size > SMALLER * look.size or line.bold:
        return False
    open_here = note is not None and note.last.page == line.page
    return open_here or bool(re.match(r"\d{1,2}\s+\S", line.text))


def new_draft(line: Line, look: Look) -> Draft:
    """A block that begins with a line: its kind by the look of the line, its mark taken off."""
    if line.told:
        return Draft(BlockKind.TOLD, [line])
    mark = None if line.level or line.row else BULLET.match(line.text)
    large = mark is None or line.text[:1].isalpha() or line.text[:1] in tuple(DASHES)
    if line.level or (large and _stands_out(line, look)):
        number = NUMBER.match(line.text)
        return Draft(BlockKind.ROW if number else BlockKind.HEADING, [line])
    if line.row:
        return Draft(BlockKind.ROW, [line])
    if mark or GLYPH_ALONE.match(line.text):
        text = line.text[mark.end() :] if mark else ""
        return Draft(BlockKind.BULLET, [line._replace(text=text)], mark=line.text[:1])
    number = NUMBER.match(line.text)
    if number:
        return Draft(
            BlockKind.PARAGRAPH, [line._replace(text=line.text[number.end() :])], number[1]
        )
    return Draft(BlockKind.PARAGRAPH, [line])


def _stands_out(line: Line, look: Look) -> bool:
    if not look.size:
        return line.bold
    return line.size > LARGER * look.size or (line.bold and line.size > SMALLER * look.size)


def _starts_block(current: Draft, line: Line, look: Look) -> bool:
    last = current.last
    if not last.text and current.kind is BlockKind.BULLET:
        return look.profile.is_title(line.text)
    if line.level or line.row or last.row or last.level:
        return True
    if line.told or last.told:
        return not (line.told and last.told and line.gap <= SPLIT_GAP)
    if _may_be_marked(line.text) and _begins_with_mark(current, line):
        return True
    if look.size and _changes_look(current, line, look):
        return not _is_cell(current, line)
    if _is_whole_row(current, line, look):
        return True
    if line.page == last.page and _is_title(current, line, look):
        return True
    if line.page != last.page:
        own = is_publishers(line.text, look.profile.document) or look.profile.is_title(line.text)
        return own or not _continues(current, line, look)
    if line.gap < CELL_GAP:
        return not _is_cell(current, line)
    if not look.size and line.text[:1].islower() and not ENDS.search(last.text):
        return False  # the page of a converted text ended inside the sentence
    if not look.size and starts_cover_line(current, line, look):
        return True
    if line.gap <= SPLIT_GAP:
        return False
    return line.gap > _split_gap(current) and not _runs_on(current, line, look)


def _may_be_marked(text: str) -> bool:
    """A cheap test: no mark or number begins with a letter, but for those of LETTERS."""
    return not text[:1].isalpha() or text[0] in LETTERS


def _begins_with_mark(current: Draft, line: Line) -> bool:
    if BULLET.match(line.text) and not _is_dash_inside(current, line):
        return True
    return bool(GLYPH_ALONE.match(line.text)) or _is_next_number(current, line)


def _is_title(current: Draft, line: Line, look: Look) -> bool:
    """Whether a line is a known title, though it looks like the text and stands as close: it is
    short where the words of a paragraph would go on."""
    return (
        bool(look.size)
        and line.right < look.right - NEXT_COLUMN
        and bool(ENDS.search(current.last.text))
        and look.profile.is_title(line.text)
    )


def starts_cover_line(current: Draft, line: Line, look: Look) -> bool:
    """Whether one of two lines is a label of the cover with its value ("Inspection dates: …"),
    in a text that shows no sizes of type: covers are often set without white space."""
    if not line.text[:1].isupper():
        return False
    cover = look.profile.document.is_cover
    return bool(cover.match(line.text) or (len(current.lines) == 1 and cover.match(current.words)))


def _runs_on(current: Draft, line: Line, look: Look) -> bool:
    """A sentence that goes on below a line that raised letters ("17th") have made higher."""
    return (
        current.kind in (BlockKind.PARAGRAPH, BlockKind.BULLET)
        and line.text[:1].islower()
        and line.gap < RAISED_GAP
        and current.last.right > look.right - NEAR_RIGHT_EDGE
        and abs(line.x - current.last.x) < SAME_INDENT
        and not ENDS.search(current.last.text)
    )


def _is_whole_row(current: Draft, line: Line, look: Look) -> bool:
    """A line that ends with a grade, and a line below it that starts like a label."""
    if len(current.lines) > 3 or abs(line.x - current.lines[0].x) >= SAME_INDENT:
        return False
    if not (line.text[:1].isupper() or line.text[:1].isdigit()):
        return False
    words = current.words
    return len(words) < MAX_FLAT_HEADING and " " in words and ends_graded(words, look)


def _split_gap(current: Draft) -> float:
    """The gap from which on a new block begins: wider than those inside the paragraph so far."""
    gaps = [line.gap for line in current.lines[1:] if 0 < line.gap < WHITE_SPACE]
    return max(SPLIT_GAP, WIDER * gaps[0]) if gaps else SPLIT_GAP


def _is_dash_inside(current: Draft, line: Line) -> bool:
    """A dash or hyphen that only a line break has moved to the front of a line, not a bullet."""
    return (
        line.text[:1] in tuple(DASHES + "oO")
        and line.gap < SPLIT_GAP
        and (line.x == current.last.x or bool(current.number and not current.lines[1:]))
        and (current.kind is not BlockKind.BULLET or bool(current.lines[1:]))
        and not ENDS.search(current.last.text)
    )


def _is_next_number(current: Draft, line: Line) -> bool:
    """A number that starts a paragraph, rather than a figure that a line happens to begin with."""
    number = NUMBER.match(line.text)
    if not number:
        return False
    return (
        line.gap > NUMBER_GAP
        or line.gap <= 0
        or line.x < current.last.x - SAME_INDENT
        or bool(ENDS.search(current.last.text))
    )


def _changes_look(current: Draft, line: Line, look: Look) -> bool:
    heading, last = _stands_out(line, look), current.last
    if heading != _stands_out(last, look):
        alike = line.size == last.size or current.kind is BlockKind.BULLET
        goes_on = alike and line.text[:1].islower() and 0 < line.gap < IN_LINE
        return not (goes_on and not ENDS.search(last.text))
    return heading and abs(line.size - last.size) > 0.6


def _is_cell(current: Draft, line: Line) -> bool:
    """The next cell of a table row: to the right of it, and level with it."""
    top = max(cell_line.y for cell_line in current.lines)
    first = current.lines[0]
    return (
        line.page == first.page
        and line.x > first.x + NEXT_COLUMN
        and line.y > top - ROW_HEIGHT
        and (len(current.words) < MAX_CELL and line.y <= top + SAME_TOP)
    )


def _continues(current: Draft, line: Line, look: Look) -> bool:
    """Whether the first line of a page continues the paragraph of the page before."""
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
        indented = line.x > current.lines[0].x + SAME_INDENT
        return indented and abs(line.x - current.lines[1].x) < SAME_INDENT
    return current.kind is BlockKind.PARAGRAPH and current.last.right > look.right - AT_PAGE_END
