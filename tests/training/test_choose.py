"""What is chosen on held-out scores is what makes them right."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from inspectgraph.graphbuilder.classify import themes
from inspectgraph.graphbuilder.classify.polarity import POLARITIES


def test_a_prior_that_was_taken_away_is_found_again(scripts: Any) -> None:
    rng = np.random.default_rng(3)
    verdicts = rng.integers(0, 4, 4000)
    scores = rng.normal(0, 1, (4000, 5))
    scores[np.arange(4000), verdicts] += 2.5
    scores[:, POLARITIES.index("mixed")] -= 1.0
    prior = scripts.choose.choose_prior(scores, verdicts)
    assert prior[POLARITIES.index("mixed")] == pytest.approx(1.0, abs=0.3)
    assert prior[POLARITIES.index("none")] == pytest.approx(0.0, abs=0.3)


def test_scores_that_are_too_sure_are_cooled(scripts: Any) -> None:
    rng = np.random.default_rng(4)
    scores = rng.normal(0, 1, (6000, 5))
    chances = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    verdicts = np.array([rng.choice(5, p=row) for row in chances])
    assert scripts.choose.choose_temperature(scores, verdicts) == pytest.approx(1.0, abs=0.11)
    assert scripts.choose.choose_temperature(scores * 1.5, verdicts) == pytest.approx(1.5, abs=0.11)


def test_a_theme_that_scores_too_low_is_lifted_and_the_others_stay(scripts: Any) -> None:
    rng = np.random.default_rng(5)
    wanted = rng.random((3000, 4)) < 0.15
    scores = np.where(wanted, 0.6, -2.0) + rng.normal(0, 0.3, wanted.shape)
    scores[:, 2] -= 1.1
    offsets = scripts.choose.choose_offsets(scores, wanted, np.ones_like(wanted))
    assert offsets[2] > max(offsets[[0, 1, 3]]) + 0.3
    before = scripts.measures.theme_measures(themes.decided(scores), wanted)[2]
    after = scripts.measures.theme_measures(themes.decided(scores + offsets), wanted)[2]
    assert after > before


def test_what_counts_neither_for_nor_against_moves_nothing(scripts: Any) -> None:
    wanted = np.zeros((200, 5), bool)
    wanted[:100, 0] = True
    scores = np.where(wanted, 1.0, -4.0)
    scores[100:, 1] = 1.0  # given and wrong, but not asked
    asked = np.ones_like(wanted)
    asked[100:, 1] = False
    offsets = scripts.choose.choose_offsets(scores, wanted, asked)
    assert offsets[1] == offsets[2]


def test_measures(scripts: Any) -> None:
    names = {name: at for at, name in enumerate(POLARITIES)}
    true = np.array([names[x] for x in ("strength", "weakness", "mixed", "none")])
    guessed = np.array([names[x] for x in ("strength", "mixed", "mixed", "strength")])
    found = scripts.measures.polarity_measures(guessed, true)
    assert found["polarity"] == 0.5
    assert found["weakness present"] == 1.0
    assert found["mixed"] == pytest.approx(2 / 3)
    table = scripts.measures.reliability(
        np.array([0.95, 0.91, 0.55]), np.array([True, True, False])
    )
    assert [count for _, _, count in table] == [1, 2]
    error = scripts.measures.calibration_error(table)
    assert error == pytest.approx((0.55 + 2 * 0.07) / 3)
