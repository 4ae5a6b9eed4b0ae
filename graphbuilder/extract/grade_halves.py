"""Grades of reports in two halves (SLAC and the like): a graded body, and a record at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inspectgraph.graphbuilder.extract.grade_rows import MAX_ROW, match_row, row_at
from inspectgraph.graphbuilder.extract.grades import Grades, PrintedGrade, Reading
from inspectgraph.graphbuilder.model import Block, BlockKind


def read_halves(reading: Reading) -> Grades:
    """The record's rows, and the graded headings of the body."""
    document = reading.document
    blocks = [b for b in document.blocks if b.kind not in (BlockKind.OTHER, BlockKind.FOOTNOTE)]
    is_record = reading.grades.record.pattern.match
    record = next((i for i, b in enumerate(blocks) if is_record(document.words(b))), len(blocks))
    body = _read_body(reading, blocks[:record])
    rows = [row for at in range(record, len(blocks)) if (row := row_at(reading, blocks, at)[0])]
    return _with_sections(reading, rows, body), body


def _read_body(reading: Reading, blocks: Sequence[Block]) -> list[PrintedGrade]:
    """Graded headings in reading order; the half of the report is that of the last heading
    that named one."""
    body: list[PrintedGrade] = []
    half = reading.framework.half
    section, pending = half, None
    for block in blocks:
        words = reading.document.words(block)
        if len(words) > MAX_ROW:
            continue
        if block.kind is BlockKind.HEADING and not half:
            section = _section_of(reading, words) or section
        row = match_row(words, reading)
        alone = next((label for label in reading.labels if label.pattern.fullmatch(words)), None)
        graded = reading.grades.alone.match(words)
        if row:
            passage = reading.document.passage(block)
            body.append(row.printed_in(section, passage, "heading"))
        elif alone:
            pending = (alone.aspect, words, block)
        elif graded and pending:
            aspect, printed, head = pending
            passage = reading.document.passage(head, end=block.end)
            grade = reading.grade_of(graded)
            body.append(PrintedGrade(section, aspect, grade, printed, words, passage, "heading"))
            pending = None
    return body


def _section_of(reading: Reading, words: str) -> str:
    rows = reading.profile.aspects.half_heading
    return next((row.id for row in rows if row.pattern.match(words)), "")


def _with_sections(
    reading: Reading, rows: list[PrintedGrade], body: list[PrintedGrade]
) -> list[PrintedGrade]:
    """The half of the report for each row of the record.

    Headings above rows are misprinted in real reports, so they don't decide: an aspect that
    only one half is judged on belongs there; of the others the first row is of the first
    half and the second of the other, unless the body's grades fit only the other way round.
    """
    only_in, half = reading.profile.aspects.only_in, reading.framework.half
    order = [row.id for row in reading.profile.aspects.half]
    placed = []
    for row in rows:
        same_aspect = [other for other in rows if other.aspect == row.aspect]
        section = half or only_in.get(row.aspect) or _by_order(row, same_aspect, body, order)
        placed.append(replace(row, section=section))
    return placed


def _by_order(
    row: PrintedGrade, twins: list[PrintedGrade], body: list[PrintedGrade], order: list[str]
) -> str:
    in_body = {grade.section: grade.grade for grade in body if grade.aspect == row.aspect}
    if len(twins) == 1:
        fitting = [half for half in order if in_body.get(half) == row.grade] or list(in_body)
        return fitting[0] if fitting else order[0]
    straight = sum(
        in_body.get(half) == grade.grade for half, grade in zip(order, twins, strict=False)
    )
    crossed = sum(
        in_body.get(half) == grade.grade for half, grade in zip(order[::-1], twins, strict=False)
    )
    halves = order[::-1] if crossed > straight else order
    return halves[min(twins.index(row), 1)]
