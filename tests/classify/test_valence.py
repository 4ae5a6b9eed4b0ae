"""What words do to an evaluation in the order in which they stand."""

from __future__ import annotations

from typing import cast

import pytest
from inspectgraph.graphbuilder.classify.features import clauses_of, tokens_of
from inspectgraph.graphbuilder.classify.valence import Valence
from inspectgraph.ontology.profiles import load_profile
from inspectgraph.ontology.profiles.report_words import ValenceWords, WordClass
from inspectgraph.ontology.profiles.tables import read_table

PROFILE = Valence(load_profile().valence)


def marks_of(text: str) -> set[str]:
    clauses = clauses_of(tokens_of(text))
    return {mark for clause in clauses for mark in PROFILE.marks(clause.role, clause.tokens)}


@pytest.mark.parametrize(
    ("text", "mark", "reason"),
    [
        ("There is hardly any muddle.", "@v.main:1", "trouble that is denied is praise"),
        ("Muddle is rife.", "@v.main:-1", "trouble is not"),
        ("Rotas lack clarity.", "@v.main:-1", "praise that is lacking is fault"),
        ("Rotas prevent muddle.", "@v:less>fault", "what takes trouble away"),
        ("Few rotas are muddled, but all are dull.", "@v:lack>fault", "each clause by itself"),
    ],
)
def test_classes_that_follow_each_other_are_marks(text: str, mark: str, reason: str) -> None:
    assert mark in marks_of(text), reason


def test_a_class_far_behind_another_does_not_turn_it() -> None:
    far = "No rota of the four that the wards of the old town keep is muddled."
    assert "@v:lack>fault" not in marks_of(far)


def test_whole_words_win_over_beginnings_and_longer_ones_over_shorter() -> None:
    names = [name for name, _ in load_profile().valence.classes()]
    words = {name: WordClass("", ()) for name in names}
    words |= {
        "praise": WordClass("", ("clear*",)),
        "fault": WordClass("", ("clearance",)),
        "less": WordClass("", ("clearl*",)),
    }
    valence = Valence(ValenceWords(**words))
    found = [valence.of(word) for word in ("clear", "clearance", "clearly", "cloud")]
    assert found == ["praise", "fault", "less", ""]


def test_no_word_of_the_profile_has_two_classes() -> None:
    seen: dict[str, str] = {}
    for name, words in load_profile().valence.classes():
        for word in words:
            assert word not in seen, (word, name, seen[word])
            seen[word] = name
    assert len(seen) > 1500


def test_a_missing_class_is_told() -> None:
    from inspectgraph.ontology.errors import BadProfile

    with pytest.raises(BadProfile, match="praise"):
        read_table(cast("type[ValenceWords]", ValenceWords), "", "valence.toml")
