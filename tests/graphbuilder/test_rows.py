"""Rows of labels and grades, by the words alone."""

from __future__ import annotations

import pytest
from inspectgraph.graphbuilder.extract.grade_rows import match_row, split_rows
from inspectgraph.graphbuilder.extract.grades import Reading
from inspectgraph.graphbuilder.model import Document
from inspectgraph.ontology.profiles import load_profile

EXPERIENCES = "The experiences and progress of"


def reading(kind: str) -> Reading:
    """An empty report of a kind, whose labels rows are held against."""
    profile = load_profile()
    framework = profile.framework(kind)
    empty = Document("own.txt", "0" * 64, "text/plain", "", ())
    return Reading.of(empty, framework, profile)


@pytest.mark.parametrize(
    ("kind", "text", "aspect", "grade", "why"),
    [
        ("ilacs", "Overall effectiveness Good", "overall", "good", "label, grade"),
        ("ilacs", "Good Overall effectiveness", "overall", "good", "grade, label"),
        ("ilacs", f"{EXPERIENCES} Good children in care", "in-care", "good", "within the label"),
        ("ilacs", f"{EXPERIENCES} care leavers: requires improvement to be good", "care-leavers",
         "requires-improvement", "heading of the body"),
        ("ilacs", f"{EXPERIENCES} care leavers is good.", "care-leavers", "good", "a sentence"),
        ("ilacs", f"{EXPERIENCES} children in care and care leavers Inadequate",
         "in-care-and-care-leavers", "inadequate", "to 2022"),
        ("sif", "2.1 Adoption performance Not judged", "adoption", "not-judged", "numbered"),
        ("sif", "The graded judgment for adoption performance is that it requires improvement",
         "adoption", "requires-improvement", "heading of the body, misspelt"),
        ("sif", "3. Leadership, management and governance requires improvement",
         "leadership-management-governance", "requires-improvement", "small letters"),
        ("slac", "Capacity for improvement Grade 2 (good)", "capacity-for-improvement", "good",
         "number and word"),
        ("slac", "Being healthy Grade 3: Adequate", "being-healthy", "adequate", "colon"),
        ("slac", "Staying safe Grade 4", "staying-safe", "inadequate", "number alone"),
        ("slac", "Partnerships Good", "partnership-working", "good", "2009"),
    ],
)  # fmt: skip
def test_rows(kind: str, text: str, aspect: str, grade: str, why: str) -> None:
    row = match_row(text, reading(kind))
    assert row is not None, why
    assert (row[0], row[2]) == (aspect, grade), why


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        ("ilacs", "Overall effectiveness", "no grade"),
        ("ilacs", "Good", "no label"),
        ("ilacs", "Overall effectiveness was good in 2019", "history"),
        ("ilacs", "The overall effectiveness of the home is good", "of something else"),
        ("ilacs", "Being healthy Good", "a label of another framework"),
        ("focused-visit", "Overall effectiveness Good", "visits give no grades"),
        ("monitoring-visit", "Overall effectiveness Inadequate", "visits give no grades"),
        ("jtai", "Overall effectiveness Good", "joint inspections give no grades"),
    ],
)
def test_no_rows(kind: str, text: str, why: str) -> None:
    assert match_row(text, reading(kind)) is None, why


def test_rows_that_were_read_as_one_block() -> None:
    text = (
        f"Judgement Grade {EXPERIENCES} Good children in care {EXPERIENCES} care leavers "
        "Inadequate Overall effectiveness Requires improvement to be good"
    )
    ilacs = reading("ilacs")
    rows = [match_row(text[start:end], ilacs) for start, end in split_rows(text, ilacs)]
    assert [(row[0], row[2]) for row in rows if row] == [
        ("in-care", "good"),
        ("care-leavers", "inadequate"),
        ("overall", "requires-improvement"),
    ]
    assert split_rows(f"Most plans are good. {text}", ilacs) == []
