"""What a report tells of earlier inspections and of what was looked at is no finding."""

from __future__ import annotations

import pytest
from inspectgraph.graphbuilder.build import extract
from inspectgraph.graphbuilder.classify import load_classifier
from inspectgraph.ontology.profiles import load_profile

PROFILE = load_profile()
CLASSIFIER = load_classifier(PROFILE)
HEAD = """# Inspection of Norfolk local authority children’s services

Inspection dates: 3 to 7 June 2024

## The experiences of children

"""


def findings_of(text: str) -> list[tuple[str, str]]:
    """(polarity, words) of the findings of a report with this text."""
    facts = extract("report.md", (HEAD + text).encode(), PROFILE, CLASSIFIER)
    return [(one.polarity, one.passage.exact) for one in facts.findings]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("At the previous inspection, rotas were weak and muddled.", "an earlier inspection"),
        ("In 2017 inspectors found that children had been left at risk.", "an earlier year"),
        ("Prior to the arrival of the new manager, supervision was poor.", "before a change"),
        ("Nine years ago the team was failing badly.", "years ago"),
        ("We considered how effective and timely help is.", "what was looked at"),
    ],
)
def test_history_and_method_are_no_findings(text: str, reason: str) -> None:
    assert findings_of(f"1. {text}\n") == [], reason


@pytest.mark.parametrize(
    ("text", "polarity", "reason"),
    [
        ("The weaknesses of the last inspection are still there.", "weakness", "goes on now"),
        ("Since the last visit, supervision has become strong.", "strength", "has changed since"),
        ("Inspectors looked at forty files and found poor work in most.", "weakness", "found"),
    ],
)
def test_what_goes_on_or_was_found_is_one(text: str, polarity: str, reason: str) -> None:
    assert [name for name, _ in findings_of(f"1. {text}\n")] == [polarity], reason


def test_a_list_of_questions_is_none_and_the_paragraph_behind_it_is_read() -> None:
    text = """The team looked at:

- how strong and effective supervision is
- whether children are well cared for and safe

1. Supervision is strong and effective.
"""
    assert findings_of(text) == [("strength", "Supervision is strong and effective.")]


def test_another_list_is_read() -> None:
    text = """Children were asked about the following:

- supervision is strong and effective
- children are well cared for and safe
"""
    assert [polarity for polarity, _ in findings_of(text)] == ["strength", "strength"]


def test_criteria_of_grades_are_no_narrative() -> None:
    text = """1. Supervision is poor and late.

## The LSCB is likely to be judged good if the following applies

- Learning is effective, and partners make good use of it.
"""
    assert [polarity for polarity, _ in findings_of(text)] == ["weakness"]
