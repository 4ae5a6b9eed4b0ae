"""Pieces of text with a place on a page → lines, as the reader of PDFs gives them.

Converters that keep the look of a PDF (pages of absolutely placed elements, Word files of text
boxes) hold each stretch of one font as a piece of its own, often without its width. Pieces that
stand side by side are one printed line; what stands further to the right is a cell or a column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from inspectgraph.graphbuilder.model import Line

# Shares of the type size. Pieces of one line have the same baseline but for what converters
# round; a word space is a quarter; between two columns there is one and a half and more, only
# behind a number or a bullet there may be five.
SAME_BASELINE = 0.4
SPACE, ESTIMATED_SPACE = 0.12, 0.35
IN_LINE, BEHIND_MARK = 1.5, 6.0
# "12.", "(iv)", "•", "Published:": a text that is set in from it follows.
MARK = re.compile(r"\W?\w{0,3}\W{0,2}$|.{1,40}:$")
NOTE = re.compile(r"\d{1,2}$")  # a small figure behind a word points to a footnote
ROUNDED = 0.07  # of the body's size: whole pixels make 19 of 18, which is no heading
SMALLER = 0.8  # marks of footnotes have less than this share of the line's size
BEFORE_CLOSING = re.compile(r" (?=[,.;:)](?:\s|$))")  # where the mark of a footnote was
# Widths of letters in usual faces, in shares of the type size; capitals and all else below.
NARROW, WIDE = frozenset("ijltf.,;:'’‘|!()[] \u00a0-"), frozenset("mwMW@%—")
NARROW_WIDTH, WIDE_WIDTH, CAPITAL_WIDTH, WIDTH = 0.29, 0.79, 0.63, 0.51
# Pairs of pieces that show how wide the faces of a file are: the first of some letters, and the
# second not so far off that white space is between them.
ENOUGH, LONG, ODD = 5, 10, 0.2


class Piece(NamedTuple):
    """A stretch of text in one font. ``y`` is its baseline, upwards as in a PDF; all in points.

    ``right`` is None where the file does not say how wide it is.
    """

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: bool = False
    right: float | None = None


def lines_of_pieces(pieces: Iterable[Piece]) -> tuple[Line, ...]:
    """Printed lines in the order of the pieces; those on one baseline from left to right."""
    rows = [
        sorted(row, key=lambda piece: piece.x)
        for _, page in groupby(pieces, key=lambda piece: piece.page)
        for row in _rows(page)
    ]
    wide = _stretch(rows)
    lines: list[Line] = []
    for row in rows:
        for group in _parted(row, wide):
            line = _line(group, wide)
            if line.text:
                above = lines[-1] if lines and lines[-1].page == line.page else None
                gap = (above.y - line.y) / line.size if above and line.size else 0.0
                lines.append(line._replace(gap=round(gap, 2)))
    return _evened(lines)


def _evened(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines in which all sizes that only rounding parts from the body's are the body's."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    return tuple(
        line._replace(size=body) if abs(line.size - body) < ROUNDED * body else line
        for line in lines
    )


def _rows(pieces: Iterable[Piece]) -> Iterable[list[Piece]]:
    """Pieces of one page that follow each other on one baseline. White space between them may
    be a piece of its own; it has no place in a row but as the end of the piece before it."""
    row: list[Piece] = []
    for piece in pieces:
        if not piece.text.strip():
            if row and _is_level(row[0], piece):
                row[-1] = row[-1]._replace(text=row[-1].text + " ")
            continue
        if row and not _is_level(row[0], piece):
            yield row
            row = []
        row.append(piece)
    if row:
        yield row


def _is_level(first: Piece, piece: Piece) -> bool:
    larger = max(first.size, piece.size)
    raised = NOTE.match(piece.text.strip()) and piece.size < SMALLER * first.size
    reach = 1 - SAME_BASELINE if raised else SAME_BASELINE
    return abs(first.y - piece.y) < reach * larger


def _stretch(rows: Sequence[Sequence[Piece]]) -> float:
    """How much wider than estimated the faces of this file are: pieces show it, beside which
    another one begins at once."""
    shares = [
        (after.x - piece.x) / _estimate(piece)
        for row in rows
        for piece, after in pairwise(row)
        if piece.right is None and len(piece.text.strip()) >= LONG
    ]
    near = [share for share in shares if abs(share - 1) < ODD]
    return median(near) if len(near) >= ENOUGH else 1.0


def _estimate(piece: Piece) -> float:
    """The usual width of its text."""
    return piece.size * sum(_width(letter) for letter in piece.text)


def _width(letter: str) -> float:
    if letter in NARROW:
        return NARROW_WIDTH
    if letter in WIDE:
        return WIDE_WIDTH
    return CAPITAL_WIDTH if letter.isupper() else WIDTH


def _right(piece: Piece, wide: float) -> float:
    if piece.right is not None:
        return piece.right
    return piece.x + wide * _estimate(piece._replace(text=piece.text.rstrip()))


def _parted(row: Sequence[Piece], wide: float) -> Iterable[list[Piece]]:
    """The pieces of a row, parted where white space shows another cell or column."""
    group = [row[0]]
    for piece in row[1:]:
        words = "".join(part.text for part in group).strip()
        reach = BEHIND_MARK if MARK.match(words) else IN_LINE
        if piece.x - _right(group[-1], wide) > reach * max(piece.size, group[-1].size):
            yield group
            group = []
        group.append(piece)
    yield group


def _line(group: Sequence[Piece], wide: float) -> Line:
    size = max(piece.size for piece in group)
    text = ""
    last: Piece | None = None
    for piece in group:
        if text and piece.size < SMALLER * size and NOTE.match(piece.text.strip()):
            text += " "
            continue
        text += _glue(text, last, piece, wide) + piece.text
        last = piece
    text = BEFORE_CLOSING.sub("", " ".join(text.split()))
    first, tail = group[0], group[-1]
    body = next(piece for piece in group if piece.size == size)
    return Line(
        text,
        first.page,
        round(first.x, 1),
        round(_right(tail, wide), 1),
        round(body.y, 1),
        size=round(size, 1),
        bold=first.bold and tail.bold,
    )


def _glue(text: str, last: Piece | None, piece: Piece, wide: float) -> str:
    """What is between two pieces: a space where there is white, or where a mark was."""
    if last is None or piece.text[:1].isspace() or text[-1:].isspace():
        return ""
    white = piece.x - _right(last, wide)
    space = ESTIMATED_SPACE if last.right is None else SPACE
    return " " if white > space * piece.size and (last.right or piece.text[:1].isalnum()) else ""
