"""Findings of whole (self-written) reports: polarity, themes, subjects, status, corrections."""

from __future__ import annotations

from functools import cache

import pytest
from inspectgraph.graphbuilder.build import extract
from inspectgraph.graphbuilder.classify import Classifier, load_classifier
from inspectgraph.graphbuilder.classify.linear import format_weights, parse_weights
from inspectgraph.graphbuilder.corrections import read_corrections
from inspectgraph.graphbuilder.model import Finding
from inspectgraph.ontology.errors import BadParameter
from inspectgraph.ontology.profiles import load_profile

REPORT = """# Inspection of Norfolk local authority children’s services

Inspection dates: 4 to 8 March 2024

Lead inspector: Jo Wren, His Majesty’s Inspector

## The experiences and progress of children who need help and protection: good

1. {paragraph}
"""


@cache
def classifier(themes: str = "") -> Classifier:
    return load_classifier(load_profile(), [themes.encode()])


def findings(paragraph: str, themes: str = "", corrections: str = "") -> list[Finding]:
    text = REPORT.format(paragraph=paragraph)
    mended = read_corrections(corrections)
    done = extract("report.md", text.encode(), load_profile(), classifier(themes), mended)
    return list(done.findings)


PLAIN = [
    ("Assessments are thorough, timely and of good quality.", "strength", "plain praise"),
    (
        "Pathway plans are not consistently updated and too many lack detail.",
        "weakness",
        "plain fault",
    ),
    (
        "Too few return home interviews are completed, and risks are not well understood.",
        "weakness",
        "too few",
    ),
    ("There is limited evidence that audits lead to better practice.", "weakness", "near-negation"),
    (
        "Waiting times for help have been reduced and families now receive support quickly.",
        "strength",
        "praise of a reduction",
    ),
    (
        "While early help is effective and valued by families, pathway plans are poor and "
        "rarely updated.",
        "mixed",
        "both halves would stand alone",
    ),
]


@pytest.mark.parametrize(("sentence", "polarity", "reason"), PLAIN)
def test_polarity(sentence: str, polarity: str, reason: str) -> None:
    (found,) = findings(sentence)
    assert found.polarity == polarity, reason
    assert found.reasons, "every finding says why"
    assert 0 < found.confidence <= 1


NOTHING = [
    ("At the time of the inspection there were 412 children in care.", "context"),
    ("The arrangements for leavers are adequate.", "the middle grade alone"),
]


@pytest.mark.parametrize(("sentence", "reason"), NOTHING)
def test_no_finding(sentence: str, reason: str) -> None:
    assert not findings(sentence), reason


THEMES = [
    ("The CAF is not widely used across agencies.", "caf", "an abbreviation"),
    ("Personal advisers know their care leavers well.", "care-leavers", "a name"),
    ("Private fostering arrangements are well managed.", "private-fostering", "two words"),
    ("The MASH responds swiftly to concerns.", "mash", "an abbreviation"),
]


@pytest.mark.parametrize(("sentence", "theme", "reason"), THEMES)
def test_themes(sentence: str, theme: str, reason: str) -> None:
    (found,) = findings(sentence)
    assert theme in dict(found.themes), reason
    assert len(found.themes) <= 3


def test_a_fault_that_goes_on_about_the_praised_theme_is_not_lost() -> None:
    sentence = (
        "Social workers receive regular supervision, but this is not sufficiently reflective or "
        "challenging and is poorly recorded."
    )
    (found,) = findings(sentence)
    assert found.polarity == "mixed"
    assert dict(found.themes)["supervision"] == "mixed"


def test_each_theme_of_a_mixed_finding_has_the_polarity_of_its_clause() -> None:
    (found,) = findings(
        "While private fostering arrangements are effective and well managed, "
        "return home interviews with missing children are poor and rarely completed."
    )
    assert found.polarity == "mixed"
    themes = dict(found.themes)
    assert themes["private-fostering"] == "strength"
    assert themes["missing-children"] == "weakness"


SUBJECTS = [
    ("The police respond quickly to missing children.", "police"),
    ("Health visitors see families promptly and offer good support.", "health"),
    ("The LSCB provides strong challenge to partners.", "board"),
    ("Social workers visit children regularly and know them well.", "council"),
]


@pytest.mark.parametrize(("sentence", "subject"), SUBJECTS)
def test_subjects(sentence: str, subject: str) -> None:
    assert [found.subject for found in findings(sentence)] == [subject]


def test_a_weakness_put_right_is_a_strength_and_marked() -> None:
    (found,) = findings("Partners have successfully addressed the weaknesses in strategy meetings.")
    assert (found.polarity, found.status) == ("strength", "resolved")


def test_words_stand_at_their_span_and_are_tagged() -> None:
    text = REPORT.format(
        paragraph="Plans are clear and timely. (outcome 4, national framework) Visits are frequent "
        "and purposeful."
    )
    done = extract("report.md", text.encode(), load_profile(), classifier())
    for found in done.findings:
        place = found.passage
        assert done.document.text[place.start : place.end] == place.exact
        assert place.paragraph == "1"


CSV = "words,polarity,themes,why\n{}\n"


def test_corrections_change_drop_and_make_findings() -> None:
    paragraph = (
        "Assessments are thorough and timely. Plans are not updated. There are 40 children here."
    )
    corrections = CSV.format(
        "Assessments are thorough and timely.,weakness,neglect,misread\n"
        "Plans are not updated.,none,,not about practice\n"
        "There are 40 children here.,strength,placements,meant as praise"
    )
    found = findings(paragraph, corrections=corrections)
    assert [(f.passage.exact, f.polarity, dict(f.themes), f.corrected) for f in found] == [
        ("Assessments are thorough and timely.", "weakness", {"neglect": "weakness"}, "misread"),
        (
            "There are 40 children here.",
            "strength",
            {"placements": "strength"},
            "meant as praise",
        ),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("words,polarity\nx,weakness\n", "lacks the column why"),
        (CSV.format("x,bad,,y"), "line 2: 'bad' is no polarity"),
        (CSV.format(",weakness,,y"), "line 2: a finding or its words"),
    ],
)
def test_broken_corrections_name_the_line(text: str, message: str) -> None:
    with pytest.raises(BadParameter, match=message):
        findings("Plans are good.", corrections=text)


def test_a_theme_added_in_turtle_is_found_without_learning() -> None:
    turtle = """
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <https://w3id.org/inspectgraph/theme/forest-school> a skos:Concept ;
            skos:prefLabel "Forest school"@en ; skos:altLabel "woodland lessons"@en .
    """
    assert "forest-school" in classifier(turtle).themes.ids
    (found,) = findings("The forest school is excellent and well attended.", themes=turtle)
    assert "forest-school" in dict(found.themes)


def test_weights_survive_their_file() -> None:
    weights = parse_weights(load_profile().model("polarity-context.tsv"))
    rows = {name: weights.matrix[at].tolist() for name, at in weights.rows.items()}
    again = parse_weights(format_weights(weights.classes, rows, 0.0005))
    assert again.classes == weights.classes
    assert (again.matrix == weights.matrix).all()
