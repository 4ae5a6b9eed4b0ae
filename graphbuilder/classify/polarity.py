"""Polarity of sentences: what each says of practice or outcomes now.

Two passes of a linear model. The first sees a sentence's words, cues and place; the second
sees the first's probabilities for the sentence and its neighbours: a plain description between two
praises is praise, and "As a result, …" continues what the sentence before it said.
Weights are learned by `training/train.py` and belong to the profile.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from inspectgraph.graphbuilder.classify.cues import CueLexicon
from inspectgraph.graphbuilder.classify.features import Features, features_of
from inspectgraph.graphbuilder.classify.linear import (
    Known,
    Matrix,
    Weights,
    softmax,
)
from inspectgraph.graphbuilder.classify.neighbours import Places
from inspectgraph.graphbuilder.classify.valence import Valence
from inspectgraph.graphbuilder.model import BlockKind
from inspectgraph.graphbuilder.parse.sentences import Sentence

POLARITIES = ("strength", "weakness", "mixed", "none", "recommendation")
# What the groups of features weigh against each other; the weights in the files were learned
# with these, so another value needs them learned again.
WORD_WEIGHT, MARK_WEIGHT = 2.0, 0.35
AVERAGE = np.float32(0.2)  # chance of each of the five polarities where nothing is known
# Sentences on either side that count as near, and what each step away takes from their weight:
# beyond twelve a neighbour would weigh 3 per cent.
NEAR, FADE = 12, 0.75
REASONS = 4  # words and cues that are stored with a finding; more explain nothing to a reader

_flags = re.IGNORECASE
# "As a result, …", "This …": the sentence goes on where the one before it was.
GOES_ON = re.compile(
    r"(?:this|these|as a result|as a consequence|consequently|therefore|it|they|for example"
    r"|for instance|in addition|furthermore|also|similarly|the impact|such|in part|because"
    r"|that)\b",
    _flags,
)
# "However, …": the sentence turns away from the one before it.
TURNS = re.compile(
    r"(?:however|but|although|despite|nevertheless|nonetheless|while|whilst|yet|conversely"
    r"|in contrast|though|too|occasionally|where)\b",
    _flags,
)


@dataclass(frozen=True)
class Verdict:
    """The polarity of a sentence, how sure the model is, and what weighed most."""

    polarity: str
    confidence: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class PolarityModel:
    """The two passes with their weights, and the words that their features know."""

    first: Weights
    second: Weights
    cues: CueLexicon
    valence: Valence
    stop: frozenset[str]

    def judge(self, sentences: Sequence[Sentence], kind: str) -> list[Verdict]:
        """A verdict for each sentence of a report, in order."""
        if not sentences:
            return []
        weighed = self._weighed(sentences, kind)
        chances = self.second_pass(sentences, softmax(weighed.scores()))
        best = chances.argmax(axis=1)
        reasons = weighed.reasons(best, self._telling)
        return [
            Verdict(POLARITIES[at], round(float(chance[at]), 2), why)
            for at, chance, why in zip(best.tolist(), chances, reasons, strict=True)
        ]

    def second_pass(self, sentences: Sequence[Sentence], first: Matrix) -> Matrix:
        """Probabilities that consider the neighbours; shape (sentences, polarities)."""
        matrix = np.stack([self.second.row(name) for name in context_names()])
        scores = context_features(sentences, first) @ matrix + self.second.row("(bias)")
        return softmax(np.asarray(scores, np.float32))

    def first_scores(self, sentences: Sequence[Sentence], kind: str) -> Matrix:
        """Scores of the first pass; shape (sentences, polarities)."""
        return self._weighed(sentences, kind).scores()

    def _weighed(self, sentences: Sequence[Sentence], kind: str) -> _Weighed:
        features = features_of(sentences, kind, self.cues, self.valence)
        return _Weighed.of(features, self.first)

    @cached_property
    def _telling(self) -> npt.NDArray[np.bool_]:
        """Whether a feature explains anything to a reader: words (but not stems and stop words),
        cues and grades."""
        return np.array(
            [
                "=" in name or name.startswith("@grade:")
                if name[0] == "@"
                else name[-1] != "~" and name not in self.stop
                for name in self.first.names
            ]
        )


@dataclass(frozen=True)
class _Weighed:
    """Sentences as the first pass weighs them; ``scale`` is the weight of a sentence's words."""

    weights: Weights
    words: Known
    marks: Known
    scale: Matrix

    @classmethod
    def of(cls, features: Sequence[Features], weights: Weights) -> _Weighed:
        counts = np.array([max(1, len(f.words)) for f in features], np.float32)
        scale = np.asarray(WORD_WEIGHT / np.sqrt(counts), np.float32)
        words = weights.known([f.words for f in features])
        return cls(weights, words, weights.known([f.marks for f in features]), scale)

    def scores(self) -> Matrix:
        total = self.weights.sums(self.words) * self.scale[:, None]
        total += self.weights.sums(self.marks) * MARK_WEIGHT + self.weights.row("(bias)")
        return np.asarray(total, np.float32)

    def reasons(
        self, best: npt.NDArray[np.intp], telling: npt.NDArray[np.bool_]
    ) -> list[tuple[str, ...]]:
        """For each sentence the words, cues and headings that weighed most for its polarity,
        the heaviest first; sums over cues explain nothing to a reader."""
        rows = np.concatenate([self.words.flat, self.marks.flat])
        group = np.concatenate([self.words.group, self.marks.group])
        marked = np.full(len(self.marks.flat), MARK_WEIGHT, np.float32)
        scale = np.concatenate([self.scale[self.words.group], marked])
        pulls = self.weights.matrix[rows, best[group]] * scale
        shown = np.flatnonzero((pulls > 0) & telling[rows])
        names_by_sentence: list[list[str]] = [[] for _ in best]
        for at in shown[np.lexsort((rows[shown], -pulls[shown], group[shown]))].tolist():
            names = names_by_sentence[group[at]]
            if len(names) < REASONS:
                names.append(self.weights.names[rows[at]].removeprefix("@"))
        return [tuple(reasons) for reasons in names_by_sentence]


# -- second pass ----------------------------------------------------------------------------


def context_names() -> list[str]:
    """The names of the second pass's features, in the order of `context_features`."""
    groups = ["own", "before/goes-on", "before/turns", "before/plain", "after/turns"]
    groups += ["after/goes-on", "after/plain", "before2", "after2", "near", "block", "report"]
    names = [f"{group}:{polarity}" for group in groups for polarity in POLARITIES]
    names += ["opens:goes-on", "opens:turns", "opens:plain", "first", "alone", "bullet"]
    pairs = [(a, b) for a in POLARITIES[:4] for b in POLARITIES[:4]]
    return names + [f"own×before:{a}×{b}" for a, b in pairs]


def context_features(sentences: Sequence[Sentence], chances: Matrix) -> Matrix:
    """The second pass's features; shape (sentences, len(context_names()))."""
    places = Places.of(sentences)
    openings = np.array([_opening(sentence.text) for sentence in sentences])
    centred = chances - AVERAGE
    before, after = places.shifted(centred, -1), places.shifted(centred, 1)
    follows = np.where(places.index + 1 < places.of_block, np.append(openings[1:], 2), 2)
    own = np.log(chances + np.float32(1e-4))
    columns = [own - own.mean(axis=1, keepdims=True)]
    columns += [before * (openings == kind)[:, None] for kind in (0, 1, 2)]
    columns += [after * (follows == kind)[:, None] for kind in (1, 0, 2)]
    columns += [places.shifted(centred, -2), places.shifted(centred, 2)]
    columns += [_near(places, centred), places.others_mean(centred)]
    columns += [np.broadcast_to(centred.mean(axis=0), centred.shape)]
    columns += [np.eye(3)[openings]]
    bullet = np.array([sentence.block.kind is BlockKind.BULLET for sentence in sentences])
    columns += [np.stack([places.index == 0, places.of_block == 1, bullet], axis=1)]
    products = chances[:, :4, None] * before[:, None, :4]
    columns += [products.reshape(len(sentences), -1)]
    return np.concatenate([np.asarray(column, np.float32) for column in columns], axis=1)


def _opening(text: str) -> int:
    return 0 if GOES_ON.match(text) else 1 if TURNS.match(text) else 2


def _near(places: Places, values: Matrix) -> Matrix:
    """The mean of sentences under the same headings; nearer ones weigh more."""
    total = np.zeros_like(values)
    weight = np.zeros((len(values), 1), np.float32)
    for step in (*range(-NEAR, 0), *range(1, NEAR + 1)):
        at, beside = places.pairs(step)
        same = places.path[at] == places.path[beside]
        share = np.float32(FADE ** abs(step))
        total[at[same]] += values[beside[same]] * share
        weight[at[same]] += share
    return np.asarray(total / np.maximum(weight, np.float32(1e-6)), np.float32)
