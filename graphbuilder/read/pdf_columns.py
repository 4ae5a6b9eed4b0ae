"""Lines that stand level in two columns, and that PDFium has made one line of.

The right column is known by other lines that begin at its edge, or by white space in the middle
of several long lines (the gutter of a page that is set in columns). Nothing is moved here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from inspectgraph.graphbuilder.model import Line
from inspectgraph.graphbuilder.read.pdf_page import PdfPage, clean

NEXT_COLUMN = 60.0  # points from the left edge of a page at which a column may begin
INSET = 20.0  # points of a line that lie on both sides of the edge of a column, at least
# White space between columns, of the size of type: a space has 0.3, in justified lines up to 0.6.
COLUMN_GAP = 0.7  # at an edge that is known
LEVEL = 1.2  # by which PDFium takes what stands in the middle of its cell for level
GUTTER = 1.0  # at one that is not
# Widths of a line's mean character, of the size of type: text has 0.5, bold capitals 0.7.
LOOSE = 0.65
SAMPLED = 4  # long lines in which a gutter is looked for
WIDE = 0.6  # share of the widest line that a long one has
SPACE = re.compile(r"\s+")
MIDDLE = (0.3, 0.7)  # the part of its characters in which the gutter is


def with_columns(page: PdfPage, lines: list[Line], firsts: Sequence[int]) -> list[Line]:
    """Lines that have two cells with these and where the second begins; ``firsts`` are the
    places of their first characters."""
    if page.turned or not lines:
        return lines
    left = min(line.x for line in lines) + NEXT_COLUMN
    edges = {round(line.x): line.x for line in lines if line.x > left}
    for x in _gutters(page, lines, firsts):
        edges.setdefault(round(x), x)
    parted: list[Line] = []
    for line, first in zip(lines, firsts, strict=True):
        crossed = [x for x in edges.values() if line.x + INSET < x < line.right - INSET]
        loose = line.right - line.x > LOOSE * line.size * len(line.text)
        cut = next(_cuts(page, line, first, crossed, loose), 0) if crossed or loose else 0
        parted.append(_parted(page, line, first, cut) if cut else line)
    return parted


def _cuts(
    page: PdfPage, line: Line, first: int, edges: Sequence[float], loose: bool
) -> Iterator[int]:
    """The characters with which the second column of a line may begin."""
    size = line.size
    for x in edges:
        index = page.at(x + size / 8, line.y + size / 4, size / 4, LEVEL * size)
        if first < index < first + len(line.text) and _gap(page, index) > COLUMN_GAP * size:
            yield index
    if loose:
        yield from _wide(page, line, first, (0.0, 1.0))


def _wide(page: PdfPage, line: Line, first: int, part: tuple[float, float]) -> Iterator[int]:
    """The characters behind wide white space, in a part of a line."""
    last = first + len(line.text) - 1
    begin, end = (first + int(share * len(line.text)) for share in part)
    for space in SPACE.finditer(page.text, max(begin, first + 1), min(end, last)):
        if _gap(page, space.end()) > GUTTER * line.size:
            yield space.end()


def _gap(page: PdfPage, index: int) -> float:
    """The white space before a character; 0 if it stands in a word."""
    before = index - 1
    while before > 0 and page.text[before].isspace():
        before -= 1
    return page.start(index) - page.end(before) if before < index - 1 else 0.0


def _gutters(page: PdfPage, lines: Sequence[Line], firsts: Sequence[int]) -> list[float]:
    """Where the right column of a page in columns begins, looked for in a few long lines."""
    widest = max(line.right - line.x for line in lines)
    long = [at for at, line in enumerate(lines) if line.right - line.x > WIDE * widest]
    sample = long[:: max(1, len(long) // SAMPLED)][:SAMPLED]
    found: Counter[int] = Counter()
    for nth, at in enumerate(sample, 1):
        if not found and nth == len(sample):
            break  # one line alone shows no gutter
        for index in _wide(page, lines[at], firsts[at], MIDDLE):
            found[round(page.start(index))] += 1
    return [float(x) for x, count in found.items() if count > 1]


def _parted(page: PdfPage, line: Line, first: int, cut: int) -> Line:
    """A line with its cells. The marks of footnotes are out of its text already."""
    before = clean(page.text[first:cut])
    if not line.text.startswith(before):
        return line
    cells = (before, line.text[len(before) :].strip())
    return line._replace(cells=cells, column=page.start(cut)) if all(cells) else line
