"""Explanations: the words, their place and why, for each kind of fact."""

from __future__ import annotations

import json

import pytest
from inspectgraph.ontology.errors import BadParameter, UnknownName
from inspectgraph.queries.explain import as_json, as_text, explain
from pyoxigraph import Store

BASE = "https://w3id.org/inspectgraph/id/report/"


@pytest.mark.parametrize(
    ("name", "kind", "expected", "reason"),
    [
        (
            "aa11aa11aa13-1",
            "finding",
            {
                "words": "Early help is good, but few assessments are shared.",
                "page": 6,
                "paragraph": "14",
                "polarity": "Mixed",
                "themes": (
                    "Common assessment framework (CAF) (Weakness)",
                    "Early help (Strength)",
                ),
                "confidence": 0.91,
                "why": ("cue:mixed", "word:early-help"),
                "authority": "Norchester County Council",
                "files": ("norchester-2012.pdf",),
                "dates": ("2012-01-09", "2012-01-20"),
            },
            "a finding by the end of its IRI; each theme with its own polarity",
        ),
        (
            f"{BASE}norchester-2012/recommendation/5100",
            "recommendation",
            {
                "timescale": "within three months",
                "responsible": ("Family Court Service", "Norchester Safeguarding Children Board"),
                "heading": "Areas for improvement",
                "why": ("rule list:bullet",),
            },
            "a recommendation by its IRI",
        ),
        (
            "norchester-2012/judgement/safeguarding-overall",
            "judgement",
            {
                "grade": "Adequate",
                "aspect_as_printed": "Overall effectiveness",
                "evidence": (
                    {"words": "Overall effectiveness Adequate", "page": 4},
                    {
                        "words": '=The overall effectiveness is adequate, "so"',
                        "page": 9,
                        "paragraph": "11",
                    },
                ),
            },
            "a judgement with all its passages, in the order of the text",
        ),
        (
            "norchester-2015/agency/norchester-constabulary",
            "naming",
            {"inferred": True, "surface_forms": ("the police",), "on_pages": (9,), "mentions": 3},
            "an agency that is meant by generic words",
        ),
        (
            "copy of norchester.pdf",
            "report",
            {"findings": 3, "recommendations": 1, "judgements": 3, "namings": 1, "pages": 40},
            "a report by any of its file names",
        ),
    ],
)
def test_explanations(name, kind, expected, reason, store: Store) -> None:
    found = explain(store, name)
    assert found.kind == kind, reason
    assert {key: found.details.get(key) for key in expected} == expected, reason


def test_a_corrected_finding_says_so(store: Store) -> None:
    assert explain(store, "dd11dd11dd11-1").details["corrected"] == "the analyst read it so"


def test_what_is_empty_is_left_out(store: Store) -> None:
    assert "status" not in explain(store, "bb11bb11bb11-1").details


def test_names_of_several_facts_are_refused_with_them(store: Store) -> None:
    with pytest.raises(BadParameter, match="judgement/overall; "):
        explain(store, "judgement/overall")


@pytest.mark.parametrize(
    "name", ["", "zz", "urn", "https://example.org/nothing", '"} DROP ALL', "x" * 100_000]
)
def test_names_of_nothing(name: str, store: Store) -> None:
    with pytest.raises(UnknownName):
        explain(store, name)


def test_text_begins_with_the_words_and_is_not_cut(store: Store) -> None:
    text = as_text(explain(store, "bb11bb11bb12-1"))
    lines = text.splitlines()
    assert lines[0] == f"finding {BASE}norchester-2015/finding/bb11bb11bb12-1"
    assert lines[2] == "words             Thresholds are not understood by the police."
    assert max(map(len, lines[1:])) <= 96
    assert "copy of norchester.pdf" in text


def test_json_is_one_object(store: Store) -> None:
    told = json.loads(as_json(explain(store, "bb11bb11bb12-1")))
    assert told["kind"] == "finding"
    assert told["themes"] == ["Thresholds"]
    assert told["page"] == 9
