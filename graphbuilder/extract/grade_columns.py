"""Tables that set the grades of this inspection beside those of an earlier one.

The head says which is which: by years, or by words such as "previous" and "now". Inspections
stand in columns, or in rows. A row that cannot be read is a problem, and gives no grade.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from inspectgraph.graphbuilder.extract.grade_cells import Cell, cells_of, runs_of
from inspectgraph.graphbuilder.extract.grade_rows import MAX_ROW
from inspectgraph.graphbuilder.extract.grades import PrintedGrade, Reading
from inspectgraph.graphbuilder.model import Block, BlockKind
from inspectgraph.ontology.problems import UNREAD_ROW, Problem
from inspectgraph.ontology.profiles.grade_words import GradeWords

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MAX_HEAD = 60  # characters of the head of a column
STOPS = (".", ";", ",", "")  # the last sign of what is no head of a table
HEAD_BLOCKS = 10  # blocks above a word such as "previous" that can belong to the head
LABEL_CELLS, LABEL_REST = 4, 2  # cells that a wrapped label fills before and behind its grades


@dataclass
class Columns:
    """What such tables say: the grades of this inspection, the blocks that were read (by where
    they start), and the rows that could not be."""

    rows: list[PrintedGrade] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


class _Row(NamedTuple):
    """Values side by side, ``cells[first:last]``, and the label around them (from ``start`` to
    ``end``), "" if they have none."""

    aspect: str
    label: str
    start: int
    end: int
    first: int
    last: int

    @property
    def width(self) -> int:
        return self.last - self.first


def read_columns(reading: Reading, on: date | None = None) -> Columns:
    """All such tables of a report; ``on`` is the first day of its inspection, where known."""
    found = Columns()
    read_to = 0
    for at, block in enumerate(reading.document.blocks if reading.labels else ()):
        if at >= read_to and _is_head(reading, block):
            cells, end = _stretch(reading, at, read_to)
            table = _Table(reading, cells, on, found)
            if table.runs and (table.read_columns() or table.read_rows()):
                read_to = end
    return found


def _is_head(reading: Reading, block: Block) -> bool:
    """Whether a short block tells of an inspection by its year or its place in time."""
    if block.number or block.end - block.start > MAX_ROW:
        return False
    words = reading.document.words(block)
    return words[-1:] not in STOPS and bool(_marks(reading.grades).search(words))


def _stretch(reading: Reading, at: int, read_to: int) -> tuple[list[Cell], int]:
    """The cells around a head, up to the next block that is no part of a table."""
    blocks = reading.document.blocks
    first = at
    while first > max(read_to, at - HEAD_BLOCKS) and cells_of(reading, blocks[first - 1]):
        first -= 1
    cells: list[Cell] = []
    for end in range(first, len(blocks)):
        more = cells_of(reading, blocks[end])
        if more is None and end > at:
            return cells, end
        cells += more or []
    return cells, len(blocks)


class _Table:
    """The cells of a stretch: a table if labels, grades and the heads of inspections are in it."""

    def __init__(
        self, reading: Reading, cells: Sequence[Cell], on: date | None, found: Columns
    ) -> None:
        self.reading, self.cells, self.on, self.found = reading, cells, on, found
        self.runs = runs_of(cells)

    # -- inspections in columns ---------------------------------------------------------------

    def read_columns(self) -> bool:
        """Whether the columns are inspections; the grades of this one are then found."""
        rows = list(takewhile(self._is_inside, self._labelled()))
        widths = Counter(row.width for row in rows if row.aspect)
        width = max(widths, key=lambda one: (widths[one], one), default=0)
        if width < 2:
            return False
        head = self.cells[: rows[0].start if rows[0].aspect else rows[0].first - 1]
        now = self._column_of_now(rows, [cell.text for cell in head], width)
        if now is None:
            return False
        for row in rows if now >= 0 else []:
            self._take(row, now, width)
        self._consume(max(len(head) - 2 * width, 0), rows[-1].end)
        return True

    def _column_of_now(self, rows: Sequence[_Row], head: Sequence[str], width: int) -> int | None:
        """The column of this inspection; -1 if all are of earlier ones, None if the head does
        not tell. A column without a single grade tells how grades moved, and may lack a head."""
        values = [self.cells[row.first : row.last] for row in rows if row.width == width]
        graded = [at for at in range(width) if any(row[at].value for row in values)]
        for columns in (list(range(width)), graded):
            for heads in _heads(self.reading.grades, head, len(columns)):
                now = _of_now(self.reading.grades, heads)
                if now is not None and (now < 0 or self._is_over(heads[now])):
                    return -1
                if now is not None and columns[now] in graded:
                    return columns[now]
        return None

    def _is_inside(self, row: _Row) -> bool:
        """Whether a row is of the table, and no graded heading below it."""
        block = self.cells[row.first].block
        words = self.reading.document.words(block)
        heading = block.kind is BlockKind.HEADING or ":" in words
        return row.width > 1 or not (row.aspect and heading and words != self.cells[row.first].text)

    def _labelled(self) -> Iterator[_Row]:
        """Each run of values with the label around it."""
        free = 0
        for at, (first, last) in enumerate(self.runs):
            until = self.runs[at + 1][0] if at + 1 < len(self.runs) else len(self.cells)
            row = self._label(free, first, last, until)
            free = row.end
            yield row

    def _label(self, free: int, first: int, last: int, until: int) -> _Row:
        """The longest label that the cells before and behind a run make up."""
        best = _Row("", "", first, last, first, last)
        for end in range(last, min(until, last + LABEL_REST) + 1):
            for start in range(max(free, first - LABEL_CELLS), first):
                parts = [*self.cells[start:first], *self.cells[last:end]]
                text = " ".join(part.text for part in parts)
                aspect = self._aspect(text)
                if aspect and len(text) > len(best.label):
                    best = _Row(aspect, text, start, end, first, last)
        return best

    def _aspect(self, text: str) -> str:
        """The aspect that a label names; "" for other words."""
        plain = text.strip(" :–—-*")
        labels = self.reading.labels
        return next((label.aspect for label in labels if label.pattern.fullmatch(plain)), "")

    def _take(self, row: _Row, now: int, width: int) -> None:
        """The grade of this inspection from a row."""
        values = list(self.cells[row.first : row.last])
        if len(values) > width:
            values = [value for value in values if value.text]
        if len(values) != width or not row.aspect:
            self._lose(max(row.start - (not row.aspect), 0), row.end)
        elif values[now].value:
            self._find(row.aspect, row.label, values[now], self.cells[row.start])

    # -- inspections in rows ------------------------------------------------------------------

    def read_rows(self) -> bool:
        """Whether the head has labels and each row is an inspection; the grades of this one are
        then found."""
        first, last = self.runs[0]
        named = [at for at in range(first) if self._aspect(self.cells[at].text)]
        if not named or len(self.runs) < 2 or named[-1] + 1 < last - first:
            return False
        labels = self.cells[named[-1] + 1 - (last - first) : named[-1] + 1]
        begins = [named[-1] + 1, *(end for _, end in self.runs[:-1])]
        spans = zip(begins, (start for start, _ in self.runs), strict=True)
        heads = [" ".join(cell.text for cell in self.cells[slice(*span)]) for span in spans]
        heads = list(takewhile(_marks(self.reading.grades).search, heads))
        now = _of_now(self.reading.grades, heads)
        if now is None:
            return False
        if now >= 0 and not self._is_over(heads[now]):
            self._take_inspection(labels, begins[now], *self.runs[now])
        self._consume(named[0], self.runs[len(heads) - 1][1])
        return True

    def _take_inspection(self, labels: Sequence[Cell], begin: int, first: int, last: int) -> None:
        """The grades of a row, each under its label."""
        if last - first != len(labels) or not all(self._aspect(label.text) for label in labels):
            self._lose(begin, last)
        if last - first != len(labels):
            return
        for label, value in zip(labels, self.cells[first:last], strict=True):
            aspect = self._aspect(label.text)
            if aspect and value.value:
                self._find(aspect, label.text, value, self.cells[begin])

    # -- what is found ------------------------------------------------------------------------

    def _is_over(self, head: str) -> bool:
        """Whether even the latest inspection of a table was before this one."""
        years = YEAR.findall(head)
        return bool(self.on and years and int(max(years)) < self.on.year)

    def _find(self, aspect: str, label: str, value: Cell, first: Cell) -> None:
        passage = self.reading.document.passage(first.block, end=value.block.end)
        row = PrintedGrade("", aspect, value.value or "", label, value.text, passage, "row")
        self.found.rows.append(row)

    def _lose(self, start: int, end: int) -> None:
        words = " ".join(cell.text for cell in self.cells[start:end])
        self.found.problems.append(
            Problem(
                UNREAD_ROW,
                f"row of a table of grades not read: “{words[:200]}”",
                page=self.cells[start].block.page,
                about=words[:200],
            )
        )

    def _consume(self, start: int, end: int) -> None:
        self.found.blocks |= {cell.block.start for cell in self.cells[start:end]}


# -- heads -----------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _marks(grades: GradeWords) -> re.Pattern[str]:
    """Any word by which the head of a column tells when its inspection was."""
    words = (grades.column_earlier.pattern.pattern, grades.column_now.pattern.pattern)
    return re.compile("|".join((YEAR.pattern, *words)), re.IGNORECASE)


@lru_cache(maxsize=64)
def _heads_in_line(grades: GradeWords) -> re.Pattern[str]:
    """The heads of columns in one line: what each is called, its mark before it or apart."""
    mark, noun = _marks(grades).pattern, grades.column_noun.pattern.pattern
    return re.compile(rf"(?:(?:{mark})\s+)?\b{noun}\b(?:\s*\([^)]*\))?|{mark}", re.IGNORECASE)


def _heads(grades: GradeWords, texts: Sequence[str], width: int) -> Iterator[list[str]]:
    """What the heads of so many columns can be: the last cells above the first row, those
    over two lines, or the parts of one line; that first if it tells of several inspections."""
    if not texts:
        return
    in_line = [part[0] for part in _heads_in_line(grades).finditer(texts[-1])][-width:]
    if _tells_of_several(grades, texts[-1]):
        yield in_line
    last = list(texts[-width:])
    if all(len(text) <= MAX_HEAD and ":" not in text for text in last):
        yield last
    if len(texts) >= 2 * width:
        above = texts[-2 * width : -width]
        yield [f"{upper} {lower}" for upper, lower in zip(above, last, strict=True)]
    yield in_line
    yield [part[0] for part in _heads_in_line(grades).finditer(" ".join(texts[-3:]))][-width:]


def _tells_of_several(grades: GradeWords, text: str) -> bool:
    earlier, now = grades.column_earlier.pattern, grades.column_now.pattern
    return bool(earlier.search(text) and now.search(text)) or len(set(YEAR.findall(text))) > 1


def _of_now(grades: GradeWords, heads: Sequence[str]) -> int | None:
    """Which of several heads is that of this inspection; -1 if all are of earlier ones, None
    if they do not tell."""
    if len(heads) < 2:
        return None
    earlier = [bool(grades.column_earlier.pattern.search(head)) for head in heads]
    now = [bool(grades.column_now.pattern.search(head)) for head in heads]
    years = [max(YEAR.findall(head), default="") for head in heads]
    plain = [at for at in range(len(heads)) if now[at] and not earlier[at]]
    if len(plain) == 1:
        return plain[0]
    if all(earlier):
        return -1
    left = [at for at in range(len(heads)) if not earlier[at]]
    latest = max(years)
    dated = [at for at in left if latest and years[at] == latest]
    if len(dated) == 1 and (any(earlier) or len(set(filter(None, years))) > 1):
        return dated[0]
    named = [at for at in left if grades.column_noun.pattern.search(heads[at])] or left
    return named[0] if any(earlier) else None
