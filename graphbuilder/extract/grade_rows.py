"""Grades in rows of tables and in graded headings: label and grade in one block, or nearly."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from inspectgraph.graphbuilder.extract.grades import PrintedGrade, Reading
from inspectgraph.graphbuilder.model import Block, BlockKind, Passage

MAX_ROW = 240  # characters; the longest label with its grade has 150
MAX_TABLE = 900  # characters of a whole table that was read as one block; more is prose
TABLE_APART = 1500  # characters; rows that are further apart belong to two tables
WORD = re.compile(r"\S+")  # a row of a close-set table can begin and end at any word
# Prose; "2. Adoption" is a numbered row. It begins with the stop, which is searched for fast.
SENTENCE_END = re.compile(r"\.(?<=[^\W\d]\.)(?:\s|$)")
# What is printed between a label and its grade: "Adoption performance is judged to be: good".
LINKS = re.compile(
    r"\s+(?:(?:is|are)(?: judged)?(?: to be)?|was judged|is that (?:it|they)(?: is| are)?)$"
    r"|\s*[:–—-]+$",
    re.IGNORECASE,
)


class Row(NamedTuple):
    """A label and its grade, as read and as printed."""

    aspect: str
    label: str
    grade: str
    printed: str

    def printed_in(self, section: str, passage: Passage, rule: str) -> PrintedGrade:
        """The grade with its place."""
        return PrintedGrade(
            section, self.aspect, self.grade, self.label, self.printed, passage, rule
        )


def read_rows(reading: Reading, taken: Collection[int] = ()) -> Iterator[PrintedGrade]:
    """Rows of tables and graded headings: one in a block, one that a layout has torn into two
    or three neighbouring blocks, or several in one block; not in blocks that another reader has
    ``taken`` (by where they start)."""
    blocks = [
        block
        for block in reading.document.blocks
        if block.kind is not BlockKind.FOOTNOTE and block.start not in taken
    ]
    at = 0
    while at < len(blocks):
        row, width = row_at(reading, blocks, at)
        if row:
            yield row
        else:
            yield from _rows_in(reading, blocks[at])
        at += width


def _rows_in(reading: Reading, block: Block) -> Iterator[PrintedGrade]:
    """Rows of a close-set table that were read as one block: labels and grades make up all
    of its words."""
    words = reading.document.words(block)
    if block.kind is BlockKind.OTHER or len(words) > MAX_TABLE or SENTENCE_END.search(words):
        return
    if reading.is_history(block.heading) or len(reading.grades.anywhere.findall(words)) < 2:
        return
    for start, end in split_rows(words, reading):
        row = match_row(words[start:end], reading)
        if row:
            passage = reading.document.passage(block, block.start + start, block.start + end)
            yield row.printed_in("", passage, "row")


def split_rows(words: str, reading: Reading) -> list[tuple[int, int]]:
    """Where each row of a table begins and ends; [] if there are words between the rows."""
    head = reading.grades.table_opening.pattern.match(words)
    starts = [m.start() for m in WORD.finditer(words, head.end() if head else 0)]
    ends = [m.end() for m in WORD.finditer(words)]
    ways: dict[int, list[tuple[int, int]]] = {len(words): []}
    for start in reversed(starts):
        for end in (end for end in ends if start < end <= start + MAX_ROW):
            rest = ways.get(next((later for later in starts if later >= end), len(words)))
            if rest is not None and match_row(words[start:end], reading):
                ways[start] = [(start, end), *rest]
                break
    return ways.get(starts[0], []) if starts else []


def first_table(rows: Sequence[PrintedGrade]) -> list[PrintedGrade]:
    """The rows of the first table, and of later ones that share no aspect with it; one that
    does repeats the grades of an earlier inspection (re-inspections print them)."""
    tables: list[list[PrintedGrade]] = []
    for row in rows:
        if tables and row.passage.start - tables[-1][-1].passage.end <= TABLE_APART:
            tables[-1].append(row)
        else:
            tables.append([row])
    rows_by_aspect: dict[str, PrintedGrade] = {}
    for table in tables:
        if not any(row.aspect in rows_by_aspect for row in table):
            for row in table:
                rows_by_aspect.setdefault(row.aspect, row)
    return list(rows_by_aspect.values())


def row_at(reading: Reading, blocks: Sequence[Block], at: int) -> tuple[PrintedGrade | None, int]:
    """The row that begins with a block, and how many blocks it takes up."""
    document, block = reading.document, blocks[at]
    if block.kind is BlockKind.OTHER or block.end - block.start > MAX_ROW:
        return None, 1
    if reading.is_history(block.heading):
        return None, 1
    for width in (1, 2, 3):
        group = blocks[at : at + width]
        last = group[-1]
        if len(group) < width or last.page != block.page or last.end - block.start > MAX_ROW:
            break
        if width > 1 and any(part.number for part in group[1:]):
            break
        row = match_row(" ".join(document.words(part) for part in group), reading)
        if row:
            rule = "heading" if block.kind is BlockKind.HEADING else "row"
            passage = document.passage(block, end=last.end)
            return PrintedGrade(
                "", row.aspect, row.grade, row.label, row.printed, passage, rule
            ), width
    return None, 1


def match_row(text: str, reading: Reading) -> Row | None:
    """The row if ``text`` is a label and a grade and nothing else; the grade may be before,
    after or within the wrapped label."""
    for grade in reading.grades.anywhere.finditer(text):
        rest = f"{text[: grade.start()].rstrip()} {text[grade.end() :].strip(' .')}".strip()
        rest = LINKS.sub("", rest).rstrip(" :–—-")
        for label in reading.labels:
            if label.pattern.fullmatch(rest):
                return Row(label.aspect, rest, reading.grade_of(grade), grade[0].strip())
    return None
