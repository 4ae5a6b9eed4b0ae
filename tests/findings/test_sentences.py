"""Sentences, clauses and cues."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspectgraph.graphbuilder.classify.cues import CueLexicon
from inspectgraph.graphbuilder.classify.features import clauses_of, tokens_of
from inspectgraph.graphbuilder.parse.sentences import sentence_spans
from inspectgraph.ontology.profiles import load_profile

SPLITS = [
    ("Needs are met. Plans are not.", ["Needs are met.", "Plans are not."], "nupunkt joins 'met.'"),
    ("Dr. Vane chairs it. It works.", ["Dr. Vane chairs it.", "It works."], "a title is no end"),
    ("See No. 4 of the plan.", ["See No. 4 of the plan."], "a number's abbreviation"),
    (
        "Help, e.g. mentoring, is early. Some wait.",
        ["Help, e.g. mentoring, is early.", "Some wait."],
        "e.g. inside",
    ),
    (
        "They said: ‘We feel safe.’ Staff agree.",
        ["They said: ‘We feel safe.’", "Staff agree."],
        "a quotation ends the sentence",
    ),
    ("", [], "nothing in it"),
    ("no full stop", ["no full stop"], "a bullet without a stop"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), SPLITS)
def test_sentences(text: str, expected: list[str], reason: str) -> None:
    assert [text[a:b] for a, b in sentence_spans(text)] == expected, reason


@given(st.text(max_size=300))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    spans = sentence_spans(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    rest = text
    for a, b in reversed(spans):
        rest = rest[:a] + rest[b:]
    assert not rest.strip()


CLAUSES = [
    ("plans are good but slow", ["main", "but"], "a turn"),
    ("while help is good, plans are weak", ["although", "main"], "conceded first"),
    ("plans are weak, although help is good", ["main", "although"], "conceded last"),
    ("plans are good", ["main"], "one clause"),
    ("however, plans are good", ["main"], "a turn from the sentence before"),
]


@pytest.mark.parametrize(("text", "roles", "reason"), CLAUSES)
def test_clauses(text: str, roles: list[str], reason: str) -> None:
    assert [clause.role for clause in clauses_of(tokens_of(text))] == roles, reason


CUES = [
    ("not consistently timely", {"fault", "praise"}, "both kinds are seen"),
    ("too many changes", {"few"}, "the longest phrase counts, not 'too'"),
    ("assessments are robust", {"praise"}, "a stem with a star"),
    ("the table is round", set(), "nothing"),
]


@pytest.mark.parametrize(("text", "kinds", "reason"), CUES)
def test_cues(text: str, kinds: set[str], reason: str) -> None:
    found = {kind for kind, _, _ in CueLexicon(load_profile().cues).find(tokens_of(text))}
    assert found >= kinds if kinds else not found, reason
