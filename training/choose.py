"""What scores are held against: chosen on labels that the scores had not seen, and folded into
the weights of second passes, so that the classifier knows nothing of it."""

from __future__ import annotations

from itertools import product

import numpy as np
from corpus import Bools, Floats, Rows
from inspectgraph.graphbuilder.classify import themes
from inspectgraph.graphbuilder.classify.polarity import POLARITIES
from measures import f1_by_class

FREE = ("mixed", "none")  # polarities whose prior is chosen; those of the others follow
PRIORS = np.arange(-0.75, 1.51, 0.25)
TEMPERATURES = np.arange(0.6, 1.61, 0.05)
OFFSETS = np.arange(-0.8, 0.81, 0.1)
# What an offset of 1.0 of a theme has to gain, in sentences: few examples move a theme little.
SHRINK = 40.0
STEPS = sorted((round(0.1 * step, 1) for step in range(-4, 5)), key=abs)
ROUNDS, FURTHEST = 3, 0.8


def choose_prior(scores: Floats, verdicts: Rows) -> Floats:
    """What is added to each polarity's score: the best mean of accuracy and macro-F1."""
    places = [POLARITIES.index(name) for name in FREE]
    best, found = -1.0, np.zeros(scores.shape[1])
    for values in product(PRIORS, repeat=len(FREE)):
        prior = np.zeros(scores.shape[1])
        prior[places] = values
        guessed = (scores + prior).argmax(axis=1)
        each = f1_by_class(guessed, verdicts, scores.shape[1])[:4]
        value = (guessed == verdicts).mean() + np.mean(each)
        if value > best + 1e-9:
            best, found = value, prior
    return found


def choose_temperature(scores: Floats, verdicts: Rows) -> float:
    """What scores are divided by so that chances are right: the least log loss."""
    every = np.arange(len(verdicts))

    def loss(temperature: float) -> float:
        shown = scores / temperature
        shown = shown - shown.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(shown).sum(axis=1)) - shown[every, verdicts]))

    return float(min(TEMPERATURES, key=loss))


def choose_offsets(scores: Floats, wanted: Bools, asked: Bools) -> Floats:
    """What is added to each theme's score: the best F1 over all themes that are asked of.

    One offset for all, then one of each theme, held near zero where it has few examples: at an
    F1 of f, a theme is worth giving where 2 · (right) − f · (given) grows.
    """
    every = range(scores.shape[1])
    shared = max(OFFSETS, key=lambda offset: _f1(themes.decided(scores + offset), wanted, asked))
    offsets = np.full(scores.shape[1], float(shared))
    for _ in range(ROUNDS):
        moved = scores + offsets
        level = _f1(themes.decided(moved), wanted, asked)
        best = -np.sort(-moved, axis=1)[:, : themes.MOST + 1]
        steps = [_step(moved[:, at], best, wanted[:, at], asked[:, at], level) for at in every]
        offsets = np.clip(offsets + steps, shared - FURTHEST, shared + FURTHEST)
    return offsets


def _f1(given: Bools, wanted: Bools, asked: Bools) -> float:
    given = given & asked
    return float(2 * (given & wanted).sum() / max(1, given.sum() + wanted.sum()))


def _step(score: Floats, best: Floats, wanted: Bools, asked: Bools, level: float) -> float:
    """By how much a theme's score is best moved, the others as they are; ``best`` are each
    sentence's highest scores, one more than it can have themes."""
    inside = (score >= best[:, -2]).astype(np.intp)  # then it is itself one of the best
    last = best[np.arange(len(best)), themes.MOST - 1 + inside]
    first = np.where(score >= best[:, 0], best[:, 1], best[:, 0])
    found, value = 0.0, -np.inf
    for step in STEPS:
        moved = score + step
        least = np.where(moved >= first, themes.THRESHOLD - themes.FIRST_BONUS, themes.THRESHOLD)
        given = (moved > least) & (moved > last) & asked
        gain = 2 * (given & wanted).sum() - level * given.sum() - SHRINK * step * step
        if gain > value + 1e-9:
            found, value = step, gain
    return found
