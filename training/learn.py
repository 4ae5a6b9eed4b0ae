"""Learn weights: of polarity and of themes, two passes each, from the labels of reports.

Nothing is random: the same labels and reports give the same weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from inspectgraph.graphbuilder.classify import linear_classifier, polarity, themes
from inspectgraph.graphbuilder.classify.cues import CueLexicon
from inspectgraph.graphbuilder.classify.features import Features, features_of
from inspectgraph.graphbuilder.classify.linear import (
    Matrix,
    Weights,
    format_weights,
    parse_weights,
    softmax,
)
from inspectgraph.graphbuilder.classify.theme_labels import ThemeSet, read_themes, theme_words
from inspectgraph.ontology.profiles import Profile
from reports import Report
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

FOLDS = 5
SEEN_AT_LEAST = {"polarity": 3, "themes": 3}
# How near the second pass of themes comes to its best: at the usual 1e-4 it stops so early that
# sums that differ by 1e-6 give weights that differ by 0.03; at this, by 0.001 at most.
TOL_PAIRS = 1e-6
C_FIRST, C_SECOND, C_THEMES, C_PAIRS = 1.0, 0.3, 4.0, 0.1
LEAST_POLARITY, LEAST_THEMES = 0.04, 0.3  # smaller weights of the first passes are left out
REFERENCE_WEIGHT, REFERENCE_WEIGHT_OF_PAIRS = 2.0, 4.0
NEVER_SEEN = -4.5
UNHEARD_OF = -20.0
LABEL = themes.PAIR_NAMES.index("label")
FOUND = {"strength", "weakness", "mixed", "recommendation"}


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What a profile knows before anything is learned: themes, cues, stop words, topics."""

    themes: ThemeSet
    cues: CueLexicon
    stop: frozenset[str]
    topics: frozenset[str]

    @classmethod
    def of(cls, profile: Profile) -> Vocabulary:
        """The vocabulary of a profile."""
        labels = read_themes(profile.codes().values())
        topics = frozenset(profile.header.topics)
        return cls(labels, CueLexicon(profile.cues), profile.stop, topics)

    @property
    def role_classes(self) -> list[str]:
        """The classes of the first pass of themes: each theme in each role."""
        return [f"{role}|{name}" for role in themes.ROLES for name in self.themes.ids]

    def theme_model(self, first: Weights) -> themes.ThemeModel:
        """A theme model whose second pass is yet to be learned."""
        return themes.ThemeModel(first, first, self.themes, self.stop, self.topics)


@dataclass(frozen=True)
class Example:
    """A labelled sentence: its place, polarity, themes, and the weight of who labelled it."""

    report: int
    at: int
    polarity: int
    themes: frozenset[str]
    weight: float


def examples_of(reports: Sequence[Report], chosen: Sequence[int]) -> list[Example]:
    """The labelled sentences of the chosen reports."""
    return [
        Example(
            at_report,
            at,
            polarity.POLARITIES.index(label.polarity),
            frozenset(label.themes),
            REFERENCE_WEIGHT if label.by == "reference" else 1.0,
        )
        for at_report in chosen
        for at, label in sorted(reports[at_report].labels.items())
    ]


# -- polarity -------------------------------------------------------------------------------


def learn_polarity(
    reports: Sequence[Report], chosen: Sequence[int], features: Sequence[Sequence[Features]]
) -> dict[str, Weights]:
    """Both passes. The second learns from first passes that had not seen the sentence."""
    examples = examples_of(reports, chosen)
    first = _first_polarity(examples, features)
    chances: dict[int, Matrix] = {}
    for part in parts(chosen):
        rest = _first_polarity([e for e in examples if e.report not in part], features)
        for at in part:
            chances[at] = softmax(polarity.first_scores(features[at], rest))
    names = polarity.context_names()
    contexts = {at: polarity.context_features(reports[at].sentences, chances[at]) for at in chosen}
    inputs = np.stack([contexts[e.report][e.at] for e in examples])
    model = LogisticRegression(C=C_SECOND, max_iter=1000)
    model.fit(inputs, [e.polarity for e in examples], sample_weight=[e.weight for e in examples])
    rows = _by_polarity(model, names)
    second = _weights(polarity.POLARITIES, rows, 0.0)
    return {linear_classifier.POLARITY: first, linear_classifier.POLARITY_CONTEXT: second}


def _first_polarity(examples: Sequence[Example], features: Sequence[Sequence[Features]]) -> Weights:
    chosen = [features[e.report][e.at] for e in examples]
    counts: Counter[str] = Counter()
    for one in chosen:
        counts.update(list(one.words))
        counts.update(list(one.marks))
    names = sorted(n for n, c in counts.items() if c >= SEEN_AT_LEAST["polarity"])
    places = {name: at for at, name in enumerate(names)}
    matrix = _sparse([_valued(one, places) for one in chosen], len(names))
    model = LogisticRegression(C=C_FIRST, max_iter=300, tol=1e-3)
    model.fit(matrix, [e.polarity for e in examples], sample_weight=[e.weight for e in examples])
    return _weights(polarity.POLARITIES, _by_polarity(model, names), LEAST_POLARITY)


def _by_polarity(model: LogisticRegression, names: Sequence[str]) -> dict[str, list[float]]:
    """A row a feature; a polarity that no example has is as unlikely as can be."""
    weights = np.zeros((len(polarity.POLARITIES), len(names)))
    bias = np.full(len(polarity.POLARITIES), UNHEARD_OF)
    two = len(model.classes_) == 2  # then there is one row: how much likelier the second is
    weights[model.classes_] = np.vstack([0 * model.coef_, model.coef_]) if two else model.coef_
    bias[model.classes_] = [0.0, *model.intercept_] if two else model.intercept_
    rows = {name: weights[:, at].tolist() for at, name in enumerate(names)}
    return rows | {"(bias)": bias.tolist()}


def _valued(one: Features, places: dict[str, int]) -> dict[int, float]:
    word = polarity.WORD_WEIGHT / np.sqrt(max(1, len(one.words)))
    found = {places[w]: word for w in one.words if w in places}
    return found | {places[m]: polarity.MARK_WEIGHT for m in one.marks if m in places}


# -- themes ---------------------------------------------------------------------------------


def learn_themes(
    reports: Sequence[Report], chosen: Sequence[int], known: Vocabulary
) -> dict[str, Weights]:
    """Both passes; the second has one set of weights for all themes."""
    examples = examples_of(reports, chosen)
    first = _first_themes(reports, examples, known)
    inputs, places, answers, weights = [], [], [], []
    for part in parts(chosen):
        rest = _first_themes(reports, [e for e in examples if e.report not in part], known)
        model = known.theme_model(rest)
        for at in part:
            mine = [
                e for e in examples if e.report == at and polarity.POLARITIES[e.polarity] in FOUND
            ]
            if not mine:
                continue
            report = reports[at]
            scores = model.first_scores(report.sentences, report.framework.id)
            topic = model.topic_for(report.sentences, report.framework, report.title)
            pairs = themes.pair_features(report.sentences, scores, known.themes, topic)
            for e in mine:
                wanted = np.array([name in e.themes for name in known.themes.ids])
                label = pairs[e.at][:, LABEL] > 0
                kept = np.flatnonzero(wanted | label | (scores[e.at] > NEVER_SEEN))
                inputs.append(pairs[e.at][kept])
                places.append(kept)
                answers.append(wanted[kept])
                weights.append(np.full(len(kept), REFERENCE_WEIGHT_OF_PAIRS if e.weight > 1 else 1))
    second = _second_themes(*map(np.concatenate, (inputs, places, answers, weights)), known.themes)
    return {linear_classifier.THEMES: first, linear_classifier.THEMES_CONTEXT: second}


def _second_themes(
    pairs: np.ndarray,
    places: np.ndarray,
    answers: np.ndarray,
    weights: np.ndarray,
    labels_of: ThemeSet,
) -> Weights:
    """Weights that all themes share, one of each theme's own, and one of its labels'."""
    count = np.arange(len(places))
    shape = (len(places), len(labels_of.ids))
    own = csr_matrix((np.ones(len(places)), (count, places)), shape=shape)
    labels = csr_matrix((pairs[:, LABEL], (count, places)), shape=shape)
    model = LogisticRegression(C=C_PAIRS, max_iter=2000, tol=TOL_PAIRS)
    model.fit(hstack([csr_matrix(pairs), own, labels]).tocsr(), answers, sample_weight=weights)
    names = [
        *themes.PAIR_NAMES,
        *(f"theme:{name}" for name in labels_of.ids),
        *(f"label:{name}" for name in labels_of.ids),
    ]
    rows = {name: [float(model.coef_[0, at])] for at, name in enumerate(names)}
    rows["(bias)"] = [float(model.intercept_[0])]
    return _weights(("about",), rows, 0.0)


def _first_themes(
    reports: Sequence[Report], examples: Sequence[Example], known: Vocabulary
) -> Weights:
    ids = known.themes.ids
    valued = [_theme_values(reports[e.report], e.at, known.stop) for e in examples]
    counts: Counter[str] = Counter(name for one in valued for name in one)
    names = sorted(n for n, c in counts.items() if c >= SEEN_AT_LEAST["themes"])
    places = {name: at for at, name in enumerate(names)}
    rows = [{places[n]: v for n, v in one.items() if n in places} for one in valued]
    matrix = _sparse(rows, len(names))
    weights = np.zeros((len(names), len(ids)))
    bias = np.full(len(ids), float(themes.LOWEST))
    for column, name in enumerate(ids):
        wanted = np.array([name in e.themes for e in examples])
        if 3 <= wanted.sum() < len(wanted):
            model = LogisticRegression(C=C_THEMES, solver="liblinear", tol=1e-2)
            model.fit(matrix, wanted)
            weights[:, column] = model.coef_[0]
            bias[column] = model.intercept_[0]
    return _weights(known.role_classes, _by_word(places, weights, bias), LEAST_THEMES)


def _by_word(
    places: dict[str, int], weights: np.ndarray, bias: np.ndarray
) -> dict[str, list[float]]:
    """A row a word: its weights in each role, one behind the other. What has no role
    (the kind of report, the bias) stands in the first."""
    width = len(bias)
    table: dict[str, np.ndarray] = {}
    for name, at in places.items():
        role, bar, word = name.partition("|")
        row = table.setdefault(word if bar else name, np.zeros(width * len(themes.ROLES)))
        first = list(themes.ROLES).index(role) * width if bar else 0
        row[first : first + width] = weights[at]
    table["(bias)"] = np.concatenate([bias, np.zeros(width * (len(themes.ROLES) - 1))])
    return {name: row.tolist() for name, row in table.items()}


def _theme_values(report: Report, at: int, stop: frozenset[str]) -> dict[str, float]:
    """The features of the first pass with their values, as `first_theme_scores` weighs them."""
    sentences = report.sentences
    here = sentences[at]
    texts = {"own": here.text}
    if here.index:
        texts |= {"before": sentences[at - 1].text, "opener": sentences[at - here.index].text}
    if here.index + 1 < here.of:
        texts["after"] = sentences[at + 1].text
    heads = dict(zip(("head", "head2"), reversed(here.block.path[-2:]), strict=False))
    values = {f"kind:{report.framework.id}": 0.5}
    for role, text in (texts | heads).items():
        words = theme_words(text, stop)
        value = themes.ROLES[role] / np.sqrt(max(1, len(words)))
        values |= {f"{role}|{word}": float(value) for word in words}
    return values


# -- pieces ---------------------------------------------------------------------------------


def parts(chosen: Sequence[int]) -> list[set[int]]:
    """The chosen reports in `FOLDS` parts."""
    return [set(chosen[part::FOLDS]) for part in range(FOLDS)]


def _sparse(rows: Sequence[dict[int, float]], width: int) -> csr_matrix:
    ends = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.fromiter((c for row in rows for c in row), np.int64, ends[-1])
    values = np.fromiter((v for row in rows for v in row.values()), np.float64, ends[-1])
    return csr_matrix((values, columns, ends), shape=(len(rows), width))


def _weights(classes: Sequence[str], rows: Mapping[str, Sequence[float]], least: float) -> Weights:
    """Weights as they are read back from their file."""
    return parse_weights(format_weights(classes, rows, least))


def learn(reports: Sequence[Report], chosen: Sequence[int], profile: Profile) -> dict[str, Weights]:
    """All weights, from the labels of the chosen reports."""
    known = Vocabulary.of(profile)
    features = [
        features_of(r.sentences, r.framework.id, known.cues) if at in set(chosen) else []
        for at, r in enumerate(reports)
    ]
    return learn_polarity(reports, chosen, features) | learn_themes(reports, chosen, known)
