"""Grades of copied pages that stand on lines of their own, put behind their labels.

A converter may give a table of grades label by label, or some labels and then their grades, or
the head of the second column between a label and its grade. Read line by line, each grade could
as well belong to the label below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from inspectgraph.graphbuilder.model import BlockKind
from inspectgraph.graphbuilder.parse.draft import Draft
from inspectgraph.graphbuilder.parse.typography import Look

MAX_LABEL = 160  # characters; the longest label has 130
TABLE = 2  # grades alone on their lines that make a table; one may stand below a heading


def seat_grades(drafts: Sequence[Draft], look: Look) -> list[Draft]:
    """The drafts, those of tables of grades joined to rows."""
    seated: list[Draft] = []
    run: list[Draft] = []
    for draft in drafts:
        if not _is_cell(draft, look):
            seated += _rows(run, look)
            run = []
            seated.append(draft)
        else:
            run.append(draft)
    return seated + _rows(run, look)


def _is_cell(draft: Draft, look: Look) -> bool:
    words = draft.words
    if draft.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) or len(words) > MAX_LABEL:
        return False
    return _is_grade(draft, look) or not words.endswith((".", ":", ",", ";"))


def _is_grade(draft: Draft, look: Look) -> bool:
    return bool(look.profile.grades.cell.pattern.match(draft.words))


def _rows(run: list[Draft], look: Look) -> list[Draft]:
    """A stretch of labels and grades row by row; as it is where it is no table."""
    graded = [_is_grade(draft, look) for draft in run]
    if sum(graded) < TABLE or graded[0]:
        return run
    heads = _heads(run, look)
    rows: list[Draft] = []
    labels: list[Draft] = []
    at = 0
    while at < len(run):
        if not graded[at]:
            if id(run[at]) in heads:
                run[at].kind = BlockKind.ROW
            (rows if id(run[at]) in heads else labels).append(run[at])
            at += 1
            continue
        end = next((n for n in range(at, len(run)) if not graded[n]), len(run))
        rest = run[end] if end < len(run) and run[end].words[:1].islower() else None
        rows += _paired(labels, run[at:end], rest)
        labels, at = [], end + bool(rest)
    return rows + labels


def _heads(run: Sequence[Draft], look: Look) -> set[int]:
    """The heads of the two columns, which may stand apart."""
    head = look.profile.grades.table_head.pattern
    short = [draft for draft in run if " " not in draft.words.strip()]
    pairs = [two for two in combinations(short, 2) if head.match(f"{two[0].words} {two[1].words}")]
    return {id(draft) for pair in pairs for draft in pair}


def _paired(labels: Sequence[Draft], grades: Sequence[Draft], rest: Draft | None) -> list[Draft]:
    """As many of the last labels as there are grades, each with its own; ``rest`` is the end of
    a label in whose middle a grade stands."""
    first = len(labels) - len(grades)
    if first < 0:
        return [*labels, *grades, *([rest] if rest else [])]
    for label, grade in zip(labels[first:], grades, strict=True):
        if rest and label is labels[-1]:
            label.lines += rest.lines
        label.lines += grade.lines
    return list(labels)
