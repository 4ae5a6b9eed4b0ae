"""Grades that this inspection gave, each by its label and never by its position.

A grade is taken from a row (label and grade, in whatever order they were wrapped), from a
graded heading of the body ("… help and protection: good", "Grade 3 (adequate)" below
"Partnership working"), or from one of the set sentences of covers. Table and body confirm
each other; where they disagree the table counts and the contradiction is reported. Running
text is not read, as it gives earlier grades and those of homes and schools; only news items,
which have nothing else, are the exception.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from inspectgraph.graphbuilder.extract.grade_columns import Columns, read_columns
from inspectgraph.graphbuilder.extract.grade_halves import read_halves
from inspectgraph.graphbuilder.extract.grade_prose import read_prose
from inspectgraph.graphbuilder.extract.grade_rows import first_table, read_rows
from inspectgraph.graphbuilder.extract.grade_sentences import read_outcome, read_sentences
from inspectgraph.graphbuilder.extract.grades import Grades, PrintedGrade, Reading
from inspectgraph.graphbuilder.extract.unknown_grades import unread_rows
from inspectgraph.graphbuilder.model import Document, Judgement
from inspectgraph.ontology.problems import CONTRADICTION, Problem
from inspectgraph.ontology.profiles import Framework, Profile


def extract_judgements(
    document: Document, framework: Framework, profile: Profile, on: date | None = None
) -> tuple[tuple[Judgement, ...], tuple[Problem, ...]]:
    """Judgements in printed order; contradictions between table and body, rows that could not
    be read. ``on`` is the first day of the inspection, where it is known."""
    reading = Reading.of(document, framework, profile)
    columns = read_columns(reading, on)
    table, body = READERS[framework.grades](reading, columns, on)
    judgements, contradictions = _settle(table, body, profile.aspects.stands_for)
    unread = (*columns.problems, *unread_rows(reading, columns.blocks))
    return judgements, (*contradictions, *unread)


def _read_table(reading: Reading, columns: Columns, _: date | None) -> Grades:
    """Rows of the table, sentences where it lacks an aspect, and graded headings of the body."""
    rows = list(read_rows(reading, columns.blocks))
    table = first_table([*columns.rows, *(row for row in rows if row.rule != "heading")])
    table += read_sentences(reading, {row.aspect for row in table})
    return table, [row for row in rows if row.rule == "heading"]


def _read_halves(reading: Reading, _: Columns, _on: date | None) -> Grades:
    return read_halves(reading)


def _read_outcome(reading: Reading, _: Columns, _on: date | None) -> Grades:
    return list(read_outcome(reading)), []


def _read_prose(reading: Reading, columns: Columns, on: date | None) -> Grades:
    """Grades that a news item tells, after those of a table that it prints."""
    rows = first_table([*columns.rows, *read_rows(reading, columns.blocks)])
    known = {row.aspect for row in rows}
    return [*rows, *(row for row in read_prose(reading, on) if row.aspect not in known)], []


# How each framework prints its grades (`grades` in its file).
READERS = {
    "rows": _read_table,
    "halves": _read_halves,
    "outcome": _read_outcome,
    "prose": _read_prose,
}


def _settle(
    table: Sequence[PrintedGrade],
    body: Sequence[PrintedGrade],
    stands_for: Mapping[str, frozenset[str]],
) -> tuple[tuple[Judgement, ...], tuple[Problem, ...]]:
    """One judgement an aspect: the table's, confirmed or contradicted by the body; the
    body's alone where the table has no such row and none that stands for it."""
    settled: dict[tuple[str, str], Judgement] = {}
    contradictions: list[Problem] = []
    tabled = {row.aspect for row in table}
    extra = [row for row in body if not tabled & stands_for.get(row.aspect, frozenset())]
    for row in [*table, *extra]:
        key = (row.section, row.aspect)
        if key not in settled:
            settled[key] = _judgement(row, body)
        elif row.grade != settled[key].grade:
            contradictions.append(_contradiction(settled[key], row))
    return tuple(settled.values()), tuple(dict.fromkeys(contradictions))


def _judgement(row: PrintedGrade, body: Sequence[PrintedGrade]) -> Judgement:
    """A judgement with every place that states it."""
    alike = (row.section, row.aspect, row.grade)
    confirming = [
        printed for printed in body if (printed.section, printed.aspect, printed.grade) == alike
    ]
    evidence = dict.fromkeys([row.passage, *(printed.passage for printed in confirming)])
    return Judgement(*alike, row.label, row.printed, tuple(evidence), f"judgement:{row.rule}")


def _contradiction(judgement: Judgement, other: PrintedGrade) -> Problem:
    where = f"page {other.passage.page}" if other.passage.page else f"“{other.passage.exact[:60]}”"
    about = judgement.aspect_as_printed
    message = f"{about}: {judgement.grade_as_printed}, but {other.printed} ({where})"
    return Problem(CONTRADICTION, message, page=other.passage.page, about=about)
