"""Parts of a text that flows → lines: what web pages and Word files have in common.

Where lines end as those of a printed page ended, whatever the elements are that part them, they
are read as text that was copied from the page (`copied.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from inspectgraph.graphbuilder.model import APART, ENDS, Line
from inspectgraph.graphbuilder.read.copied import is_copied, lines_of_copy

BULLET = "• "  # written before list items, so that `parse` sees the bullets that a PDF prints
TYPED_MARK = re.compile(r"[^\w\s(‘“\"'£]\s|\d{1,3}[.)]\s")  # a bullet or number that is typed
MOSTLY = 0.8  # of the parts of a copied page: they are no headings, rows or items
MAX_CELL = 400  # characters of a cell; a longer one holds paragraphs


class Part(NamedTuple):
    """Words between two breaks. ``opens``: an element begins here, else a line break is before
    it. ``bullet`` is that of a list's item, ``cells`` are those of a table's row."""

    text: str
    opens: bool = True
    level: int = 0
    bold: bool = False
    bullet: str = ""
    cells: tuple[str, ...] = ()
    page: int | None = None


def lines_of_parts(parts: Sequence[Part]) -> tuple[Line, ...]:
    """A line for each block, row and item, or each printed line."""
    return _copied(parts) or _flowing(parts)


def _flowing(parts: Sequence[Part]) -> tuple[Line, ...]:
    """A break ends a line, but inside a heading, an item or a sentence."""
    lines: list[Line] = []
    for part in parts:
        text = " ".join(part.text.split())
        above = lines[-1] if lines else None
        if above and text and not part.opens and _goes_on(above, part, text):
            lines[-1] = above._replace(text=f"{above.text} {text}")
        elif text:
            lines.append(
                Line(
                    part.bullet + text,
                    part.page,
                    gap=APART,
                    bold=part.bold,
                    level=part.level,
                    row=bool(part.cells),
                    cells=part.cells,
                )
            )
    return tuple(line for line in lines if line.text.strip(BULLET))


def _goes_on(above: Line, part: Part, text: str) -> bool:
    if TYPED_MARK.match(text):
        return False
    if part.level or above.text.startswith(BULLET):
        return part.level == above.level
    return text[:1].islower() and not ENDS.search(above.text)


def _copied(parts: Sequence[Part]) -> tuple[Line, ...]:
    """The lines of a page that was copied line by line; none, where its parts are blocks."""
    plain = [part for part in parts if not (part.level or part.bullet or part.cells)]
    if len(plain) < MOSTLY * len(parts) or not is_copied([part.text for part in plain]):
        return ()
    broken = sum(not part.opens for part in parts) > len(parts) / 2
    text, page = "", parts[0].page
    for part in parts:
        if part.page != page:
            text, page = text + "\f", part.page
        elif part.opens and broken:
            text += "\n"  # elements are paragraphs of several lines
        text += f"{part.bullet}{part.text}\n"
    return lines_of_copy(text)
