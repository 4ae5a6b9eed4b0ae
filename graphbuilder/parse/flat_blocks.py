"""Lines of a copied page → drafts of blocks, where neither type nor white space is reliable.

Lines of a paragraph are told by how far they come: the first word of the next line would not
have fitted on them. A blank line parts paragraphs, but may be missing or stand inside one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from inspectgraph.graphbuilder.model import SALUTATION, BlockKind, Line
from inspectgraph.graphbuilder.parse.blocks import BULLET, DASHES, ENDS, GLYPH_ALONE, new_draft
from inspectgraph.graphbuilder.parse.draft import MAX_FLAT_HEADING, Draft, ends_graded
from inspectgraph.graphbuilder.parse.flat import reach
from inspectgraph.graphbuilder.parse.narrative import is_publishers
from inspectgraph.graphbuilder.parse.typography import APART, Look

LOOSE = 1.06  # times the edge: a line that ends a sentence below this may end its paragraph
# "12." alone on its line; "12. Most children", and where the stop is lost "12 Most children".
STOPPED = re.compile(r"\d{1,3}\.$")
NUMBER = re.compile(r"(\d{1,3})(?:\.\s*|\s+)(?=[^\W\d_]|[‘“\"'(£])")
FRONT_LINES = 60  # lines of cover or letter head, where titles and addressees stand
SHORT = 0.75  # of the edge: a line without a full stop that is shorter may be a heading
DEDENT = 2.0  # characters


def group_flat_lines(lines: Sequence[Line], look: Look) -> list[Draft]:
    """Drafts of blocks, in the order of the lines."""
    drafts: list[Draft] = []
    number = 0  # of the last paragraph
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else None
        if drafts and not _starts(drafts, line, below, look, number):
            drafts[-1].lines.append(line)
            continue
        draft = _draft(line, look, number)
        number = int(draft.number or number)
        drafts.append(draft)
    return drafts


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


def _starts(
    drafts: Sequence[Draft], line: Line, below: Line | None, look: Look, number: int
) -> bool:
    current = drafts[-1]
    last = current.last
    if not last.text:
        return False  # a number or bullet alone: its words follow
    if _is_marked(current, line, look, number) or SALUTATION.match(line.text):
        return True
    if _is_grade(line, current, look):
        return True
    if line.text[:1].islower() and not ENDS.search(last.text):
        return False
    if len(drafts) < FRONT_LINES and _names_together(current, line, look):
        return False
    if line.gap >= APART or reach(last, line) < look.right:
        return True
    if is_publishers(line.text, look.profile.document):
        return True
    if _is_whole(current, look):
        return True
    if not ENDS.search(last.text):
        return False
    return (
        reach(last, line) < LOOSE * look.right
        or line.page != last.page
        or line.x < last.x - DEDENT
        or _may_head(line, below, look)
    )


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
    grades = look.profile.grades
    if grades.cell_rest.pattern.match(line.text) and grades.cell_open.pattern.match(current.words):
        return False
    return bool(grades.cell.pattern.match(line.text) or grades.cell.pattern.match(current.words))


def _names_together(current: Draft, line: Line, look: Look) -> bool:
    """Whether a title or the label of a grade is parted by the end of a line."""
    if current.number or len(current.lines) > 2:
        return False
    above = current.words
    both = f"{above} {line.text}"
    for framework in look.profile.frameworks:
        for row in framework.title:
            found = row.pattern.search(both)
            if found and found.start() < len(above) < found.end():
                return True
    return False


def _is_whole(current: Draft, look: Look) -> bool:
    """A row or heading that ends with its grade, however far it comes."""
    words = current.words
    return len(words) < 1.5 * MAX_FLAT_HEADING and " " in words and ends_graded(words, look)


def _may_head(line: Line, below: Line | None, look: Look) -> bool:
    """Whether a line below a finished sentence looks like a heading: short and no sentence,
    with something that begins below it."""
    if not line.text[:1].isupper() or ENDS.search(line.text) or line.right > SHORT * look.right:
        return False
    return below is not None and not below.text[:1].islower()
