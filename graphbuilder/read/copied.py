"""Text copied from a printed page, line by line, as converters and viewers give it.

Its lines end where those of the page ended, form feeds are ends of pages, and white space
inside a line parts the cells of a table. Nothing in it is Markdown. Its lines have a place on a
grid of characters (``x``, ``right``, and ``y`` going down a page), and no size of type.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from inspectgraph.graphbuilder.model import APART, ENDS, INSIDE, Line

SAMPLED = 4000  # lines that show how a text is set
WIDEST = 160  # characters of a printed line, with its indent
MOST_WIDER = 0.02  # share of lines that may be longer: rows of wide tables
# Lines that go on with a small letter where the one above has not ended a sentence: at least so
# many, and such a share. Texts with a line for each paragraph have next to none.
FEWEST_WRAPPED, LEAST_WRAPPED = 2, 0.05
MARKED = re.compile(r"#{1,6} |\*\*|\||\t|`{3}")  # what only Markdown and tables as text begin with
COLUMN = re.compile(r"(?<=\S)\s{3,}(?=\S)")  # between cells; justified lines have two spaces
# A number or bullet: what is behind its white space is no cell of a table.
MARK = re.compile(r"(?:\d{1,3}[.)]?|\d{1,2}\.\d|\(?[a-z]\)|[^\w\s]|o)$")


def is_copied(rows: Sequence[str]) -> bool:
    """Whether a text is set in lines of a page, rather than in a line for each paragraph."""
    lines = [row.strip() for row in rows[:SAMPLED] if row.strip()]
    if not lines or any(MARKED.match(line) or "\t" in line for line in lines):
        return False
    wider = sum(len(row.rstrip()) > WIDEST for row in rows[:SAMPLED])
    wrapped = sum(
        below[:1].islower() and not ENDS.search(above) for above, below in pairwise(lines)
    )
    enough = max(FEWEST_WRAPPED, LEAST_WRAPPED * len(lines))
    return wrapped >= enough and wider <= MOST_WIDER * len(lines)


def lines_of_copy(text: str) -> tuple[Line, ...]:
    """The cells of each line with their places; pages where form feeds part them."""
    pages = text.split("\f")
    lines: list[Line] = []
    for number, page in enumerate(pages, 1):
        gap = 0.0
        for down, raw in enumerate(page.split("\n")):
            if not raw.strip():
                gap = APART
                continue
            lines += _cells(raw, gap, -float(down), number if len(pages) > 1 else None)
            gap = INSIDE
    return tuple(lines)


def _cells(raw: str, gap: float, y: float, page: int | None) -> list[Line]:
    """The cells of one line, the first with the gap above; the others are level with it."""
    row = raw.expandtabs().rstrip()
    cells: list[Line] = []
    at = len(row) - len(row.lstrip())
    ends = [(gap.start(), gap.end()) for gap in COLUMN.finditer(row)]
    for end, following in [*ends, (len(row), 0)]:
        words = " ".join(row[at:end].split())
        if len(cells) == 1 and MARK.match(cells[0].text):
            cells[0] = cells[0]._replace(text=f"{cells[0].text} {words}", right=float(end))
        elif words:
            cells.append(Line(words, page, float(at), float(end), y, 0.0 if cells else gap))
        at = following
    return cells
