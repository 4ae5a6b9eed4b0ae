"""Whatever the text: spans lie in it, hold their words, and do not overlap."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from inspectgraph.graphbuilder.model import Agency

from .conftest import document_of, resolve_in

PIECES = st.sampled_from(
    [
        "Norfolk", "NHS", "Trust", "Foundation", "Hospital", "Board", "the", "and", ",", ".",
        "Safeguarding Children Board", "LSCBs", "LSCB", "(NSCB)", "NSCB", "police", "Constabulary",
        "Cafcass", "Health and Wellbeing Board", "CCG", "ICB", "University of", "College", "’s",
        "Police and Crime Commissioner for", "James Paget", "East", "Newcastle", "Council", "İ",
        "Partnership", "improvement partner", "Leeds", "of", "ß", "\u00a0", "King’s Lynn", "Mind",
    ]
)  # fmt: skip
PARAGRAPHS = st.lists(st.lists(PIECES, min_size=1, max_size=14).map(" ".join), max_size=5)
DAYS = st.sampled_from(["2009-06-01", "2012-06-01", "2016-06-01", "2021-06-01", "2025-06-01"])


def agencies_of(paragraphs: list[str], day: str, kind: str) -> tuple[Agency, ...]:
    return resolve_in("Norfolk", day, *paragraphs, kind=kind)[0]


@settings(max_examples=150, deadline=None)
@given(PARAGRAPHS, DAYS, st.sampled_from(["sif", "jtai"]))
def test_spans(paragraphs: list[str], day: str, kind: str) -> None:
    text = document_of(*paragraphs).text
    spans = []
    for agency in agencies_of(paragraphs, day, kind):
        assert agency.mentions
        assert agency.name
        assert agency.slug
        for mention in agency.mentions:
            assert 0 <= mention.start < mention.end <= len(text)
            assert text[mention.start : mention.end] == mention.text
            spans.append((mention.start, mention.end))
    spans.sort()
    assert all(one[1] <= two[0] for one, two in pairwise(spans))


@settings(max_examples=50, deadline=None)
@given(PARAGRAPHS, DAYS)
def test_the_same_words_give_the_same_agencies(paragraphs: list[str], day: str) -> None:
    assert agencies_of(paragraphs, day, "sif") == agencies_of(paragraphs, day, "sif")


@settings(max_examples=50, deadline=None)
@given(PARAGRAPHS, DAYS)
def test_one_agency_a_body(paragraphs: list[str], day: str) -> None:
    agencies = agencies_of(paragraphs, day, "sif")
    assert len({agency.slug for agency in agencies}) == len(agencies)
