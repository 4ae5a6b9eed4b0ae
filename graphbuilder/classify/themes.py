"""Themes of sentences: up to three, the most specific ones that a sentence is about.

The first pass is linear over word stems: the sentence's own, and with weights of their own
those of its headings, of the sentence before and after it and of the paragraph's first ("The
service…", "This…"). The second weighs a theme's score against its neighbours', its broader
and narrower themes and the labels in the profile, with the same weights for every
theme, so that a label added there works without learning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from inspectgraph.graphbuilder.classify.linear import Known, Matrix, Weights, sigmoid
from inspectgraph.graphbuilder.classify.neighbours import Places
from inspectgraph.graphbuilder.classify.protocol import ThemeGuess
from inspectgraph.graphbuilder.classify.theme_labels import FULL_NAME, NAME, ThemeSet, theme_words
from inspectgraph.graphbuilder.parse.sentences import Sentence
from inspectgraph.ontology.profiles import Framework

# What words weigh in each role: the sentence's own, those of its two nearest headings, and of
# the sentences around it. The weights in the files were learned with these.
ROLES = {"own": 2.0, "head": 1.0, "head2": 0.6, "before": 0.8, "opener": 0.6, "after": 0.4}
BESIDE = ("own", "before", "opener", "after")
LOWEST = np.float32(
    -5.0
)  # score that is surely not the theme (0.7 per cent); lower ones say no more
# Score from which a theme counts (38 per cent): higher loses themes, lower adds loose ones. The
# first has it easier by the bonus, as most sentences are about something.
THRESHOLD = -0.5
FIRST_BONUS = 0.4
MOST = 3  # themes of a sentence; one about more is about services as a whole
AROUND = 10  # sentences on either side, under the same headings, that show what a section is about
CERTAIN = np.float32(5.0)  # score of a theme without weights whose name is printed
OPENING = 3  # sentences in which a topical inspection says what it is about


@dataclass(frozen=True, eq=False)
class ThemeModel:
    """The two passes with their weights, and the themes that they distinguish.

    ``topics`` are themes that a topical inspection can be about as a whole.
    """

    first: Weights
    second: Weights
    themes: ThemeSet
    stop: frozenset[str]
    topics: frozenset[str]

    def find(
        self, sentences: Sequence[Sentence], framework: Framework, title: str
    ) -> list[tuple[ThemeGuess, ...]]:
        """The themes of each sentence of a report, the surest first."""
        if not sentences:
            return []
        first = self.first_scores(sentences, framework.id)
        topic = topic_of(sentences, framework, title, self.themes, self.topics)
        pairs = pair_features(sentences, first, self.themes, topic)
        scores = second_theme_scores(pairs, self.second, self.themes)
        self._let_names_decide(scores, sentences)
        return choose(scores, self.themes.ids)

    def first_scores(self, sentences: Sequence[Sentence], kind: str) -> Matrix:
        """Scores of the first pass; shape (sentences, themes)."""
        return first_theme_scores(sentences, kind, self.first, self.themes, self.stop)

    def _let_names_decide(self, scores: Matrix, sentences: Sequence[Sentence]) -> None:
        """A theme that a user has added, for which nothing was learned, is where its name is."""
        learned = {name.partition("|")[2] for name in self.first.classes}
        new = [at for at, name in enumerate(self.themes.ids) if name not in learned]
        if new:
            hits = np.stack([self.themes.hits(sentence.text)[new] for sentence in sentences])
            scores[:, new] = np.where(hits >= NAME, CERTAIN, LOWEST)


def topic_of(
    sentences: Sequence[Sentence],
    framework: Framework,
    title: str,
    themes: ThemeSet,
    topics: frozenset[str],
) -> Matrix:
    """What a topical inspection is about as a whole: the topics that its title and first
    sentences name. Other inspections are about everything."""
    if not framework.topical:
        return np.zeros(len(themes.themes), np.float32)
    opening = " ".join([title, *(sentence.text for sentence in sentences[:OPENING])])
    named = themes.hits(opening) > 0
    can_be = [theme.id in topics or theme.broader in topics for theme in themes.themes]
    return np.asarray(named & np.array(can_be), np.float32)


def choose(scores: Matrix, ids: Sequence[str]) -> list[tuple[ThemeGuess, ...]]:
    """For each sentence the themes that it is about, the surest first."""
    ranked, enough = _ranked(scores)
    chances = sigmoid(np.take_along_axis(scores, ranked, axis=1))
    rows = zip(ranked.tolist(), enough.tolist(), chances.tolist(), strict=True)
    return [
        tuple(
            ThemeGuess(ids[at], round(chance, 2))
            for at, is_enough, chance in zip(places, enough, chances, strict=True)
            if is_enough
        )
        for places, enough, chances in rows
    ]


def decided(scores: Matrix) -> npt.NDArray[np.bool_]:
    """Whether each sentence is about each theme; shape (sentences, themes)."""
    ranked, enough = _ranked(scores)
    found = np.zeros(scores.shape, bool)
    np.put_along_axis(found, ranked, enough, axis=1)
    return found


def _ranked(scores: Matrix) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """The likeliest themes of each sentence, and which of them have a sufficient score: less is
    asked of the first."""
    ranked = np.argsort(-scores, axis=1, kind="stable")[:, :MOST]
    least = np.full(ranked.shape[1], THRESHOLD)
    least[0] -= FIRST_BONUS
    return ranked, np.take_along_axis(scores, ranked, axis=1) > least


def first_theme_scores(
    sentences: Sequence[Sentence],
    kind: str,
    weights: Weights,
    themes: ThemeSet,
    stop: frozenset[str],
) -> Matrix:
    """Scores of the first pass; shape (sentences, themes).

    A word has a weight for each role that it can have and each theme; the classes are
    "role|theme", roles in the order of ROLES. A theme without weights of its own (one that a
    user has added) starts at the lowest score.
    """
    words = [theme_words(sentence.text, stop) for sentence in sentences]
    counts = np.array([max(1, len(group)) for group in words], np.float32)
    known = weights.known(words)
    own, before, opener, after = _role_sums(weights, known, counts, BESIDE)
    classes = weights.classes[: own.shape[1]]
    shared = weights.row(f"kind:{kind}") * np.float32(0.5) + weights.row("(bias)")
    scores: Matrix = np.asarray(own + shared[: len(classes)], np.float32)
    places = Places.of(sentences)
    for beside in (places.shifted(before, -1), places.opener(opener), places.shifted(after, 1)):
        scores = np.asarray(scores + beside, np.float32)
    heads: dict[tuple[str, ...], Matrix] = {}
    for at, sentence in enumerate(sentences):
        path = sentence.block.path[-2:]
        if path not in heads:
            heads[path] = _head_scores(weights, path, stop)
        scores[at] += heads[path]
    names = [name.partition("|")[2] for name in classes]
    return _by_themes(np.asarray(scores, np.float32), names, themes.ids)


def _role_sums(
    weights: Weights, known: Known, counts: Matrix, roles: tuple[str, ...]
) -> list[Matrix]:
    """What groups of words weigh in each role; shapes (groups, themes with weights)."""
    width = len(weights.classes) // len(ROLES)
    places = [list(ROLES).index(role) for role in roles]
    classes = tuple(at * width + theme for at in places for theme in range(width))
    sums = weights.sparse_sums(known, classes).reshape(len(counts), len(roles), width)
    shares = sums / np.sqrt(counts)[:, None, None]
    return [np.asarray(shares[:, at] * ROLES[role], np.float32) for at, role in enumerate(roles)]


def _head_scores(weights: Weights, path: tuple[str, ...], stop: frozenset[str]) -> Matrix:
    """What the two nearest headings say."""
    total = np.zeros(len(weights.classes) // len(ROLES), np.float32)
    for role, heading in zip(("head", "head2"), reversed(path), strict=False):
        words = theme_words(heading, stop)
        counts = np.array([max(1, len(words))], np.float32)
        total += _role_sums(weights, weights.known([words]), counts, (role,))[0][0]
    return total


def _by_themes(scores: Matrix, classes: Sequence[str], ids: Sequence[str]) -> Matrix:
    if tuple(classes) == tuple(ids):
        return np.maximum(scores, LOWEST)
    places = {name: at for at, name in enumerate(classes)}
    placed = np.full((len(scores), len(ids)), LOWEST, np.float32)
    for at, name in enumerate(ids):
        if name in places:
            placed[:, at] = np.maximum(scores[:, places[name]], LOWEST)
    return placed


PAIR_NAMES = (
    *("own", "before", "after", "block mean", "block most", "opener", "section", "report"),
    *("rank 1", "rank 2", "rank 3", "rank", "to first", "to second", "broader", "narrower"),
    *("crowd", "label", "name", "full name", "label before", "label in opener", "label in heading"),
    *("label × own", "label's share", "topic"),
)


def second_theme_scores(pairs: Matrix, weights: Weights, themes: ThemeSet) -> Matrix:
    """Scores of the second pass; shape (sentences, themes). Beside the weights that all themes
    share, each has one of its own, and one for how far its labels are to be trusted."""
    shared = np.stack([weights.row(name)[0] for name in PAIR_NAMES])
    own = np.stack([weights.row(f"theme:{name}")[0] for name in themes.ids])
    trust = np.stack([weights.row(f"label:{name}")[0] for name in themes.ids])
    label = pairs[:, :, PAIR_NAMES.index("label")]
    return np.asarray(pairs @ shared + weights.row("(bias)")[0] + own + label * trust, np.float32)


def pair_features(
    sentences: Sequence[Sentence], first: Matrix, themes: ThemeSet, topic: Matrix
) -> Matrix:
    """Features of each (sentence, theme); shape (sentences, themes, len(PAIR_NAMES))."""
    places, chances = Places.of(sentences), sigmoid(first)
    hits = np.stack([themes.hits(sentence.text) for sentence in sentences])
    label = (hits > 0).astype(np.float32)
    order = np.argsort(-first, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    top = np.take_along_axis(first, order[:, :2], axis=1)
    broader, narrower = _kin(first, themes.parents)
    narrow = np.array(themes.parents) >= 0  # others are named wherever children are
    columns = [
        first,
        places.shifted(chances, -1),
        places.shifted(chances, 1),
        places.others_mean(chances),
        places.others_most(chances),
        places.opener(chances),
        places.around(chances, AROUND),
        np.broadcast_to(chances.mean(axis=0), first.shape),
        *(rank == place for place in (0, 1, 2)),
        np.minimum(rank, 8) / 8,
        first - top[:, :1],
        first - top[:, 1:2],
        broader,
        narrower,
        np.broadcast_to(chances.sum(axis=1, keepdims=True), first.shape),
        label,
        hits >= NAME,
        (hits == FULL_NAME) & narrow,
        places.shifted(label, -1),
        places.opener(label),
        _labels_in_headings(sentences, themes),
        label * first,
        label / np.maximum(label.sum(axis=1, keepdims=True), 1),
        np.broadcast_to(topic, first.shape),
    ]
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=2)


def _labels_in_headings(sentences: Sequence[Sentence], themes: ThemeSet) -> Matrix:
    heads: dict[tuple[str, ...], Matrix] = {}
    for sentence in sentences:
        path = sentence.block.path[-2:]
        if path not in heads:
            heads[path] = (themes.hits(" . ".join(path)) > 0).astype(np.float32)
    return np.stack([heads[sentence.block.path[-2:]] for sentence in sentences])


def _kin(scores: Matrix, parents: Sequence[int]) -> tuple[Matrix, Matrix]:
    """Chances of each theme's broader theme and of its likeliest narrower one."""
    broader = np.full_like(scores, LOWEST)
    narrower = np.full_like(scores, LOWEST)
    for at, parent in enumerate(parents):
        if parent >= 0:
            broader[:, at] = scores[:, parent]
            narrower[:, parent] = np.maximum(narrower[:, parent], scores[:, at])
    return sigmoid(broader), sigmoid(narrower)
