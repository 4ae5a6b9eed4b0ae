"""Blocks → cells of tables that set the grades of this inspection beside earlier ones.

Such a table can be a row to a block, a cell to a block, or all in one block; so it is read as
one stream of cells, and where rows begin is told by labels and grades.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspectgraph.graphbuilder.extract.grade_rows import MAX_ROW, MAX_TABLE, SENTENCE_END, WORD
from inspectgraph.graphbuilder.extract.grades import Reading
from inspectgraph.graphbuilder.model import Block, BlockKind

LONGEST_CELL = 80  # characters of a cell that may end with a full stop; a longer one is a sentence
CLOSE_SET = 3  # grades in a long block that show that it is a table of several rows
EDGES = " :–—-|"  # signs between a label and its grade


@dataclass(frozen=True)
class Cell:
    """A cell, or as much of a line as is a label or a grade; ``value`` is the id of its grade,
    "" where it tells that there is none, None where it is no value at all."""

    text: str
    value: str | None
    block: Block


def cells_of(reading: Reading, block: Block) -> list[Cell] | None:
    """The cells of a block; None if it is no part of a table."""
    words = reading.document.words(block)
    aside = block.kind in (BlockKind.OTHER, BlockKind.FOOTNOTE) or bool(block.number)
    if aside or len(words) > MAX_TABLE or SENTENCE_END.search(words):
        return None
    if words.endswith(".") and len(words) > LONGEST_CELL:
        return None
    if block.cells:
        return _without_margins([_cell(reading, text, block) for text in block.cells])
    if len(words) > MAX_ROW and len(reading.grades.anywhere.findall(words)) < CLOSE_SET:
        return None
    return list(_parted(reading, words, block))


def _cell(reading: Reading, text: str, block: Block) -> Cell:
    """A cell that the file parts from the others: "Good", "Good (improved)", "n/a", a label."""
    grade = reading.grades.anywhere.match(text)
    rest = text[grade.end() :].strip() if grade else ""
    if grade and (not rest.strip(" .*") or rest.startswith("(") or not any(map(str.isalpha, rest))):
        return Cell(text, reading.grade_of(grade), block)
    return Cell(text, "" if reading.grades.no_grade.pattern.fullmatch(text) else None, block)


def _without_margins(row: list[Cell]) -> list[Cell]:
    """A row without the empty cell of its corner; in a head, without any."""
    if not any(cell.value for cell in row):
        return [cell for cell in row if cell.text]
    return row if row[0].text else row[1:]


def _parted(reading: Reading, words: str, block: Block) -> Iterator[Cell]:
    """The cells of a line in which nothing but words parts them."""
    if words and reading.grades.no_grade.pattern.fullmatch(words):
        yield Cell(words, "", block)
        return
    at = 0
    for grade in reading.grades.anywhere.finditer(words):
        yield from _text(reading, words[at : grade.start()], block)
        yield Cell(grade[0].strip(), reading.grade_of(grade), block)
        at = grade.end()
    yield from _text(reading, words[at:], block)


def _text(reading: Reading, words: str, block: Block) -> Iterator[Cell]:
    text = words.strip(EDGES)
    if text and reading.grades.no_grade.pattern.fullmatch(text):
        yield Cell(text, "", block)
        return
    at = _label_at(reading, text)
    if text[:at].strip():
        yield Cell(text[:at].strip(), None, block)
    if text[at:]:
        yield Cell(text[at:], None, block)


def _label_at(reading: Reading, text: str) -> int:
    """Where the label begins that words end with, behind the head of a table; 0 for none."""
    starts = (word.start() for word in WORD.finditer(text))
    labels = reading.labels
    return next((at for at in starts if any(one.pattern.fullmatch(text, at) for one in labels)), 0)


def runs_of(cells: Sequence[Cell]) -> list[tuple[int, int]]:
    """Where values stand side by side."""
    runs: list[tuple[int, int]] = []
    for at, cell in enumerate(cells):
        if cell.value is None:
            continue
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return [run for run in runs if any(cell.value for cell in cells[slice(*run)])]
