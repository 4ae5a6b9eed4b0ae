"""Lines of a copied page → drafts of blocks, where neither type nor white space is reliable.

Lines of a paragraph are told by how far they come: the first word of the next line would not
have fitted on them. A blank line parts paragraphs, but may be missing or stand inside one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from inspectgraph.graphbuilder.model import APART, ENDS, SALUTATION, BlockKind, Line
from inspectgraph.graphbuilder.parse.blocks import (
    BULLET,
    DASHES,
    GLYPH_ALONE,
    new_draft,
    starts_cover_line,
)
from inspectgraph.graphbuilder.parse.draft import (
    MAX_FLAT_HEADING,
    Draft,
    ends_graded,
    heads_section,
)
from inspectgraph.graphbuilder.parse.flat import reach
from inspectgraph.graphbuilder.parse.narrative import is_publishers
from inspectgraph.graphbuilder.parse.typography import Look

LOOSE = 1.06  # times the edge: a line that ends a sentence below this may end its paragraph
# "12." alone on its line; "12. Most children", and where the stop is lost "12 Most children".
STOPPED = re.compile(r"\d{1,3}\.$")
NUMBER = re.compile(r"(\d{1,3})(?:\.\s*|\s+)(?=[^\W\d_]|[‘“\"'(£])")
AHEAD = 3  # lines of the longest titles
# Words and signs that no line of a cover ends with unless it is wrapped.
OPEN = re.compile(r"(?:\b(?:and|or|of|to|for|the|in|by|with)|[–—&,/(-])$", re.IGNORECASE)
YEAR = re.compile(r"[A-Z][a-z]{2,8} \d{4}\b")  # "January 2014", of a date that is wrapped
FRONT_LINES = 60  # lines of cover or letter head, where titles and addressees stand
SHORT = 0.75  # of the edge: a line without a full stop that is shorter may be a heading
DEDENT = 2.0  # characters


def group_flat_lines(lines: Sequence[Line], look: Look) -> list[Draft]:
    """Drafts of blocks, in the order of the lines."""
    drafts: list[Draft] = []
    number = 0  # of the last paragraph
    words = [line for line in lines if not line.note]
    for at, line in enumerate(words):
        if drafts and not _starts(drafts, words[at : at + AHEAD], look, number):
            drafts[-1].lines.append(line)
            continue
        draft = _draft(line, look, number)
        number = int(draft.number or number)
        drafts.append(draft)
    return _with_notes(drafts, [line for line in lines if line.note])


def _with_notes(drafts: list[Draft], lines: Sequence[Line]) -> list[Draft]:
    """The drafts, each footnote after the block that its page ends in."""
    result: list[Draft] = []
    pages = [(page, list(notes)) for page, notes in groupby(lines, key=lambda line: line.page)]
    for draft in drafts:
        while pages and (draft.lines[0].page or 0) > (pages[0][0] or 0):
            result.append(Draft(BlockKind.FOOTNOTE, pages.pop(0)[1]))
        result.append(draft)
    return result + [Draft(BlockKind.FOOTNOTE, notes) for _, notes in pages]


def _draft(line: Line, look: Look, number: int) -> Draft:
    """A new block; the number of a paragraph may stand alone, or lack its stop."""
    if STOPPED.match(line.text):
        return Draft(BlockKind.PARAGRAPH, [line._replace(text="")], line.text[:-1])
    if _is_next(line, number):
        printed = NUMBER.match(line.text)
        if printed:
            text = line.text[printed.end() :]
            return Draft(BlockKind.PARAGRAPH, [line._replace(text=text)], printed[1])
    return new_draft(line, look)


def _is_next(line: Line, number: int) -> bool:
    """Whether a line begins with the number that follows that of the last paragraph."""
    printed = NUMBER.match(line.text)
    return bool(printed) and int(printed[1] if printed else 0) == number + 1


def _starts(drafts: Sequence[Draft], ahead: Sequence[Line], look: Look, number: int) -> bool:
    """Whether the first of the lines ahead begins a new block."""
    current, line = drafts[-1], ahead[0]
    last = current.last
    if not last.text:
        return False  # a number or bullet alone: its words follow
    if line.level or last.level or line.told != last.told:
        return True
    if line.told:
        return line.gap >= APART
    if _is_marked(current, line, look, number) or SALUTATION.match(line.text):
        return True
    if _is_grade(line, current, look) or starts_cover_line(current, line, look):
        return True
    ended = bool(ENDS.search(last.text))
    if line.text[:1].islower() and not ended:
        return False
    if _is_parted(current, line, len(drafts) < FRONT_LINES, ahead, look):
        return False
    full = reach(last, line) >= look.right
    if not full or (line.gap >= APART and (ended or not _is_item(current))):
        return True
    return (
        is_publishers(line.text, look.profile.document)
        or _is_whole(current, look)
        or _opens_section(ahead, look)
        or (ended and (_may_follow(last, ahead, look) or _begins_alike(current, line)))
    )


def _is_item(current: Draft) -> bool:
    """Whether white space inside a block is likely: some converters set the first line of an
    item apart."""
    return current.kind is BlockKind.BULLET or bool(current.number)


def _may_follow(last: Line, ahead: Sequence[Line], look: Look) -> bool:
    """Whether a block may begin below the end of a sentence that fills its line."""
    line = ahead[0]
    return (
        reach(last, line) < LOOSE * look.right
        or line.page != last.page
        or line.x < last.x - DEDENT
        or _may_head(line, ahead[1] if len(ahead) > 1 else None, look)
    )


def _begins_alike(current: Draft, line: Line) -> bool:
    """Whether a line begins as the paragraph above it does, as items of a list do that has
    neither numbers nor bullets ("Leaders should …")."""
    if current.number or current.kind is not BlockKind.PARAGRAPH or not line.text[:1].isupper():
        return False
    return line.text.split(" ", 1)[0] == current.lines[0].text.split(" ", 1)[0]


def _is_marked(current: Draft, line: Line, look: Look, number: int) -> bool:
    """Whether a line begins with a bullet or a number of its own."""
    full = reach(current.last, line) >= look.right and not ENDS.search(current.last.text)
    if GLYPH_ALONE.match(line.text) or STOPPED.match(line.text):
        return True
    if BULLET.match(line.text):
        inside = line.text[:1] in tuple(DASHES) or line.text[:1].isalpha()
        return not (inside and full and line.gap < APART)
    if _is_next(line, number):
        return not full or line.gap >= APART or bool(re.match(r"\d+\.", line.text))
    return bool(re.match(r"\d{1,3}\.\s*[A-Z‘“]", line.text)) and not full


def _is_grade(line: Line, current: Draft, look: Look) -> bool:
    """A cell of the column of grades, or the line below one that is whole."""
    cell = look.profile.grades.cell.pattern
    if not (cell.match(line.text) or cell.match(current.words)):
        return False
    return not (_ends_cell(line, current, look) or _ends_graded(line, current, look))


def _ends_graded(line: Line, current: Draft, look: Look) -> bool:
    """Whether a line is the grade of the words above: "Services in Kelderby are", "good"."""
    goes_on = line.text[:1].islower() and current.words[-1:] not in ".!?"
    return goes_on and bool(look.profile.grades.cell.pattern.match(line.text))


def _ends_cell(line: Line, current: Draft, look: Look) -> bool:
    """Whether a line is the second half of a grade: "Requires improvement", "to be good"."""
    grades = look.profile.grades
    rest, above = grades.cell_rest.pattern.match(line.text), current.words
    opened = grades.cell_open.pattern.match(above) or grades.cell.pattern.match(above)
    return bool(rest and opened and grades.cell.pattern.match(f"{above} {line.text}"))


def _is_parted(current: Draft, line: Line, front: bool, ahead: Sequence[Line], look: Look) -> bool:
    """Whether the end of a line parts what belongs together: a grade, the title of a section,
    and, on the cover or at the head of a letter, words that cannot end or a report's title."""
    if _ends_cell(line, current, look) or _ends_graded(line, current, look):
        return True
    if current.number or len(current.lines) >= AHEAD or current.kind is BlockKind.BULLET:
        return False
    above = current.words
    profile = look.profile
    if profile.is_section(f"{above} {line.text}") and not profile.is_section(above):
        return True
    if not front:
        return False
    if line.gap < APART and (
        OPEN.search(above) or (above[-1:].isdigit() and YEAR.match(line.text))
    ):
        return True
    both = " ".join([above, *(one.text for one in ahead)])
    names = [row.pattern for row in profile.reports.name if not row.pattern.search(above)]
    spans = (title.search(both) for title in (*profile.titles, *names))
    return any(span and span.start() < len(above) < span.end() for span in spans)


def _opens_section(ahead: Sequence[Line], look: Look) -> bool:
    """Whether the next line, or the next lines together, are the title of a section."""
    if not ahead[0].text[:1].isupper() and not ahead[0].text[:1].isdigit():
        return False
    words = [line.text for line in ahead]
    return any(heads_section(" ".join(words[: n + 1]), look) for n in range(len(words)))


def _is_whole(current: Draft, look: Look) -> bool:
    """A section's title, or a row or heading that ends with its grade, however far it comes."""
    words = current.words
    if len(words) > 1.5 * MAX_FLAT_HEADING:
        return False
    return (" " in words and ends_graded(words, look)) or heads_section(words, look)


def _may_head(line: Line, below: Line | None, look: Look) -> bool:
    """Whether a line below a finished sentence looks like a heading: short and no sentence,
    with something that begins below it."""
    if not line.text[:1].isupper() or ENDS.search(line.text) or line.right > SHORT * look.right:
        return False
    return below is not None and not below.text[:1].islower()
