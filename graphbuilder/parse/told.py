"""Tables of two columns that say who must act and what is asked of them: each row becomes the
cell of the bodies (``Line.told``) and below it the lines of the action.

Rows come as such (Markdown, HTML, Word), or as lines with places on a page, in whatever order
the file holds them, or as the mere sequence of lines that a copy has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from inspectgraph.graphbuilder.model import APART, ENDS, Line
from inspectgraph.graphbuilder.parse.typography import Look
from inspectgraph.ontology.profiles.report_words import RecommendationWords

LONGEST_HEAD = 90  # characters of a line that may be the head of a table
WRAPPED_HEAD = 3  # lines of a head's second cell
HEAD_LEVEL = 8  # of the heading that a head becomes: it is below all others
# Line heights: what is level differs by less, and cells stand further apart than their lines.
LEVEL, CELL_APART = 0.6, 1.5
# From the left edge of a table to its second column: in sizes of type, and in characters.
COLUMN, FLAT_COLUMN = 5.0, 12.0
LONGEST_ACTION = 30  # lines of an action in a mere sequence of lines: then the table has ended
WORD = re.compile(r"[^\W\d_][\w’'-]*")
# Words inside the names of bodies that have no capital.
SMALL = frozenset(["and", "of", "for", "the", "in", "on", "with", "upon", "by", "to"])


@dataclass(frozen=True)
class _Head:
    """The head of a table: its first line, and the line behind it; which of its two columns says
    who must act; what the other is called; where the second begins (0: unknown)."""

    line: Line
    end: int
    told: int
    asked: int
    title: str
    column: float = 0.0


@dataclass
class _Row:
    told: list[Line] = field(default_factory=list)
    asked: list[Line] = field(default_factory=list)


def with_told_apart(lines: Sequence[Line], look: Look) -> list[Line]:
    """The lines, with the tables that say who must act row by row."""
    result: list[Line] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        likely = line.cells or len(line.text) <= LONGEST_HEAD
        head = _head(lines, at, look.profile.recommendations) if likely else None
        if head is None:
            result.append(line)
            at += 1
            continue
        table = _Table(lines, head, look)
        result.append(
            head.line._replace(text=head.title, gap=APART, level=HEAD_LEVEL, row=False, cells=())
        )
        result += table.read()
        at = table.end
    return result


def _head(lines: Sequence[Line], at: int, words: RecommendationWords) -> _Head | None:
    """The head of a table that begins with a line."""
    line = lines[at]
    if line.cells:
        below = lines[at + 1] if at + 1 < len(lines) else line
        return _head_of_cells(line, at, words) or _head_of_cells(_both(line, below), at + 1, words)
    if len(line.text) > LONGEST_HEAD or line.row or not words.opens_head.match(line.text):
        return None
    both = words.heads_both.match(line.text)
    if both:
        told = 0 if both["told"] else 1
        return _Head(line, at + 1, told, 1 - told, both["asked"] or both["before"])
    if words.heads_told.match(line.text):
        return _head_over_lines(lines, at, words)
    beside = lines[at + 1] if at + 1 < len(lines) else None
    swapped = beside and words.heads_told.match(beside.text) and _is_level(line, beside)
    if beside and swapped and words.heads_asked.match(line.text):
        return _Head(line, at + 2, 1, 0, line.text, beside.x)
    return None


def _head_of_cells(line: Line, at: int, words: RecommendationWords) -> _Head | None:
    told = next((i for i, cell in enumerate(line.cells) if words.heads_told.match(cell)), None)
    asked = next((i for i, cell in enumerate(line.cells) if words.heads_asked.match(cell)), None)
    if told is None or asked is None:
        return None
    return _Head(line, at + 1, told, asked, line.cells[asked], line.column)


def _both(line: Line, below: Line) -> Line:
    """The cells of a line with those that they are wrapped to on the next one."""
    cells = below.cells if below.column else ("", below.text)
    if not line.column or len(line.text) > LONGEST_HEAD:
        return line
    pairs = zip(line.cells, cells, strict=False)
    return line._replace(cells=tuple(f"{one} {other}".strip() for one, other in pairs))


def _head_over_lines(lines: Sequence[Line], at: int, words: RecommendationWords) -> _Head | None:
    """A head whose second cell is a line of its own, or is wrapped over several."""
    first, told, title, column = lines[at], lines[at].text, "", 0.0
    for index in range(at + 1, min(at + 1 + WRAPPED_HEAD, len(lines))):
        line = lines[index]
        if (
            not title
            and first.right
            and line.x == first.x
            and words.heads_told.match(f"{told} {line.text}")
        ):
            told = f"{told} {line.text}"
            continue
        column = column or (line.x if _is_level(first, line) else 0.0)
        title = f"{title} {line.text}".strip()
        if words.heads_asked.match(title):
            return _Head(first, index + 1, 0, 1, title, column)
    return None


def _is_level(line: Line, beside: Line) -> bool:
    height = line.size or 1.0
    return (
        line.page == beside.page
        and abs(line.y - beside.y) < LEVEL * height
        and beside.x > line.right
    )


@dataclass
class _Table:
    """The rows below a head, in reading order, and the line with which the text goes on."""

    lines: Sequence[Line]
    head: _Head
    look: Look

    def __post_init__(self) -> None:
        self.end = self.head.end
        self.height = self.look.size or 1.0

    def read(self) -> Iterator[Line]:
        if self.end < len(self.lines) and self.lines[self.end].row:
            return self._of_rows()
        pieces = self._pieces()
        if any(right for right, _ in pieces):
            return self._placed(pieces)
        self.end = self.head.end
        return self._in_sequence()

    # -- rows that the file has as such

    def _of_rows(self) -> Iterator[Line]:
        head = self.head
        while self.end < len(self.lines) and self.lines[self.end].row:
            line = self.lines[self.end]
            self.end += 1
            if _head(self.lines, self.end - 1, self.look.profile.recommendations):
                continue
            cells = line.cells if len(line.cells) > max(head.told, head.asked) else ()
            told = cells[head.told] if cells else ""
            asked = cells[head.asked] if cells else line.text
            if told:
                yield line._replace(text=told, gap=APART, told=True, row=False, cells=())
            if asked:
                yield line._replace(text=asked, gap=APART, row=False, cells=())

    # -- lines with places

    def _pieces(self) -> list[tuple[bool, Line]]:
        """The lines of the table, those of two columns parted, and whether each is in the right
        column. What crosses both, or is beside nothing, ends the table."""
        pieces: list[tuple[bool, Line]] = []
        column = self.head.column or self._column()
        while column and self.end < len(self.lines):
            line = self.lines[self.end]
            again = _head(self.lines, self.end, self.look.profile.recommendations)
            if again:
                self.end = again.end
                continue
            if line.level or line.row or line.size > 1.12 * self.height:
                break
            if line.column and abs(line.column - column) < self.height:
                left, right = line.cells
                pieces.append((False, line._replace(text=left, right=column, cells=())))
                pieces.append((True, line._replace(text=right, x=column, cells=(), gap=0.0)))
            elif line.x > column - self.height / 2:
                pieces.append((True, line))
            elif line.right < column:
                pieces.append((False, line))
            else:
                break
            self.end += 1
        return self._beside(pieces)

    def _column(self) -> float:
        """Where the second column begins, by the first line that does."""
        step = COLUMN * self.look.size or FLAT_COLUMN
        for line in self.lines[self.head.end : self.head.end + LONGEST_ACTION]:
            if line.column or line.x > self.head.line.x + step:
                return line.column or line.x
        return 0.0

    def _beside(self, pieces: list[tuple[bool, Line]]) -> list[tuple[bool, Line]]:
        """The pieces up to the first cell on the left that nothing is beside."""
        asked = [line for right, line in pieces if right]
        for cell in self._cells([line for right, line in pieces if not right]):
            reach = LEVEL * self.height
            level = any(
                line.page == cell[0].page and cell[-1].y - reach < line.y < cell[0].y + reach
                for line in asked
            )
            if not level:
                first = next(at for at, (_, line) in enumerate(pieces) if line is cell[0])
                self.end -= len({id(line) for _, line in pieces[first:]})
                return pieces[:first]
        return pieces

    def _cells(self, lines: Sequence[Line]) -> list[list[Line]]:
        """Lines of one column, those together that no white space parts."""
        cells: list[list[Line]] = []
        for line in lines:
            last = cells[-1][-1] if cells else None
            close = last and last.page == line.page and last.y - line.y < self._apart
            if close and last and last.y > line.y:
                cells[-1].append(line)
            else:
                cells.append([line])
        return cells

    @property
    def _apart(self) -> float:
        return CELL_APART * self.height

    def _placed(self, pieces: list[tuple[bool, Line]]) -> Iterator[Line]:
        sides = [[line for right, line in pieces if right is side] for side in (False, True)]
        told, asked = sides[self.head.told], sides[self.head.asked]
        rows = self._rows(self._cells(told), self._cells(asked))
        for row in rows:
            yield from self._emitted(row.told, True)
            yield from self._emitted(row.asked, False)

    def _rows(self, told: list[list[Line]], asked: list[list[Line]]) -> list[_Row]:
        """Cells of the two columns put together. A row begins where both do; where none do, the
        bodies stand in the middle of their row."""
        tops = [cell[0] for cell in asked] + [
            below for cell in asked for above, below in pairwise(cell) if ENDS.search(above.text)
        ]
        opening = [cell for cell in told if any(self._level(cell[0], top) for top in tops)]
        if 2 * len(opening) < len(told):
            return self._centred(told, asked)
        rows = [_Row()]
        for _, line, cell in sorted(
            [*self._ordered(asked, 1), *self._ordered(told, 0)], key=lambda each: each[0]
        ):
            opens = cell is not None and cell[0] is line and any(cell is each for each in opening)
            if opens and self._is_new(rows[-1], line):
                rows.append(_Row())
            (rows[-1].asked if cell is None else rows[-1].told).append(line)
        return [row for row in rows if row.told or row.asked]

    def _is_new(self, row: _Row, line: Line) -> bool:
        """Whether a cell begins the next row, not the rest of one that a page has cut."""
        last = row.asked[-1] if row.asked else None
        return last is None or last.page == line.page or bool(ENDS.search(last.text))

    def _ordered(
        self, cells: list[list[Line]], rank: int
    ) -> Iterator[tuple[tuple[int, int, int], Line, list[Line] | None]]:
        """Lines by page and height; of what is level the bodies come first."""
        for cell in cells:
            for line in cell:
                level = -round((line.y + LEVEL * self.height * (1 - rank)) * 10)
                yield (line.page or 0, level, rank), line, None if rank else cell

    def _level(self, line: Line, other: Line) -> bool:
        return line.page == other.page and abs(line.y - other.y) < LEVEL * self.height

    def _centred(self, told: list[list[Line]], asked: list[list[Line]]) -> list[_Row]:
        rows = [_Row(cell) for cell in told]
        for cell in asked:
            near = [row for row in rows if row.told[0].page == cell[0].page] or rows[-1:]
            min(near, key=lambda row: abs(_middle(row.told) - _middle(cell))).asked.extend(cell)
        return rows

    def _emitted(self, lines: Sequence[Line], told: bool) -> Iterator[Line]:
        """The lines of a cell; where no type is known its paragraphs, each as one line."""
        flat = not self.look.size
        for cell in self._cells(lines):
            whole = [
                cell[0]._replace(text=" ".join(line.text for line in part), x=0.0)
                for _, group in groupby(cell, key=lambda line: line.page)
                if (part := list(group))
            ]
            for at, line in enumerate(whole if flat else cell):
                gap = line.gap if at else APART
                if not flat and at:
                    gap = round((cell[at - 1].y - line.y) / self.height, 2)
                yield line._replace(gap=gap, told=told, cells=(), column=0.0)

    # -- lines in a mere sequence

    def _in_sequence(self) -> Iterator[Line]:
        told, since = True, 0
        first = True
        while self.end < len(self.lines) and since < LONGEST_ACTION:
            line = self.lines[self.end]
            if line.level or line.row or self.look.profile.is_title(line.text):
                return
            above = self.lines[self.end - 1]
            named = _is_name(line.text) and (told or bool(ENDS.search(above.text)))
            turns = named != told or first
            told, first, since = named, False, 0 if named else since + 1
            yield line._replace(gap=APART if turns else line.gap, told=told)
            self.end += 1


def _is_name(text: str) -> bool:
    """Whether words are names of bodies: all have a capital but the small ones between them."""
    words = WORD.findall(text)
    named = [word for word in words if word not in SMALL]
    return bool(named) and all(word[0].isupper() for word in named) and not ENDS.search(text)


def _middle(cell: Sequence[Line]) -> float:
    return (cell[0].y + cell[-1].y) / 2
