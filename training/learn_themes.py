"""Both passes of themes. The second has one set of weights for all themes, learned from first
passes that had not seen the sentences; what each theme's score has to reach is chosen there too
(two hundred weights learn nothing by heart), and folded into the theme's own weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from choose import choose_offsets
from corpus import Bools, Corpus, Floats, Rows
from first_pass import Fit, Task, fit_each, kept, parts, side_by_side, written
from inspectgraph.graphbuilder.classify import themes
from inspectgraph.graphbuilder.classify.linear import Matrix, Weights
from inspectgraph.graphbuilder.classify.theme_labels import ThemeSet
from joblib import delayed
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from ways import FOLDS, Ways

# How near the second pass comes to its best: at the usual 1e-4 it stops so early that sums that
# differ by 1e-6 give weights that differ by 0.03; at this, by 0.001 at most.
TOL_PAIRS = 1e-6
NEVER_SEEN = -4.5
LABEL = themes.PAIR_NAMES.index("label")


@dataclass(frozen=True, eq=False)
class _Pairs:
    """(sentence, theme) pairs: their features, theme, label's number, answer and weight."""

    inputs: Matrix
    theme: Rows
    label: Rows
    answers: Bools
    weights: Floats


def theme_passes(corpus: Corpus, chosen: Sequence[int], ways: Ways) -> tuple[Weights, Weights]:
    """The weights of both passes from the labels of the chosen reports."""
    known = corpus.known.themes
    folds = parts(corpus.real(chosen), FOLDS)
    fits = side_by_side(_first(corpus, chosen, part, ways) for part in [*folds, []])
    pairs = _gather(corpus, folds, fits, ways)
    second = _second(pairs, known, ways)
    scores = np.full((len(corpus.labels), len(known.ids)), themes.LOWEST, np.float32)
    scores[pairs.label, pairs.theme] = _scores(pairs, second, known)
    every = np.unique(pairs.label)
    offsets = choose_offsets(scores[every], corpus.wanted[every], ~corpus.beside[every])
    for name, offset in zip(known.ids, offsets.tolist(), strict=True):
        second[f"theme:{name}"][0] += offset
    first = written(corpus.known.role_classes, _by_word(fits[-1], corpus.themes.names))
    return first, written(("about",), second)


# -- first pass -----------------------------------------------------------------------------


def _first(corpus: Corpus, chosen: Sequence[int], part: Sequence[int], ways: Ways) -> Task:
    """A first pass of all chosen reports but those of a part, yet to be run."""
    rows = corpus.chosen(set(chosen) - set(part))
    columns = corpus.themes.seen(corpus.labelled[rows])
    values = corpus.themes.values[corpus.labelled[rows]][:, columns]
    task: Task = delayed(_fit)(values, corpus.wanted[rows], columns, ways)
    return task


def _fit(values: csr_matrix, wanted: Bools, columns: Rows, ways: Ways) -> Fit:
    found, bias = fit_each(values, wanted, ways.c_themes, float(themes.LOWEST))
    return Fit(columns, kept(found, ways.least_themes), kept(bias, 0.0))


def _by_word(fit: Fit, names: Sequence[str]) -> dict[str, list[float]]:
    """A row a word: its weights in each role, one behind the other. What has no role
    (the kind of report, the bias) stands in the first."""
    width = len(fit.bias)
    table: dict[str, Floats] = {}
    for name, weights in fit.rows(names).items():
        role, bar, word = name.partition("|")
        row = table.setdefault(word if bar else name, np.zeros(width * len(themes.ROLES)))
        first = list(themes.ROLES).index(role) * width if bar else 0
        row[first : first + width] = weights
    return {name: row.tolist() for name, row in table.items()}


# -- second pass ----------------------------------------------------------------------------


def _gather(
    corpus: Corpus, folds: Sequence[Sequence[int]], fits: Sequence[Fit], ways: Ways
) -> _Pairs:
    """The pairs of the labelled findings of all reports that might be right."""
    found = [
        _pairs_of(corpus, at, fit, ways)
        for part, fit in zip(folds, fits[:-1], strict=True)
        for at in part
        if len(corpus.findings_of(at))
    ]
    return _Pairs(*map(np.concatenate, zip(*map(_columns, found), strict=True)))


def _columns(pairs: _Pairs) -> tuple[npt.NDArray[np.generic], ...]:
    return pairs.inputs, pairs.theme, pairs.label, pairs.answers, pairs.weights


def _pairs_of(corpus: Corpus, at: int, fit: Fit, ways: Ways) -> _Pairs:
    report, known = corpus.reports[at], corpus.known
    scores = np.asarray(fit.scores(corpus.themes.values[corpus.rows_of(at)]), np.float32)
    scores = np.maximum(scores, themes.LOWEST)
    topic = themes.topic_of(
        report.sentences, report.framework, report.title, known.themes, known.topics
    )
    pairs = themes.pair_features(report.sentences, scores, known.themes, topic)
    inputs, theme, numbers, answers, weights = [], [], [], [], []
    for number in corpus.findings_of(at):
        place = corpus.labelled[number] - corpus.first[at]
        wanted = corpus.wanted[number]
        some = wanted | (pairs[place][:, LABEL] > 0) | (scores[place] > NEVER_SEEN)
        likely = np.flatnonzero(some)
        inputs.append(pairs[place][likely])
        theme.append(likely)
        numbers.append(np.full(len(likely), number))
        answers.append(wanted[likely])
        again = corpus.labels[number].by in ways.read_again
        weights.append(np.full(len(likely), ways.pairs if again else 1.0))
    return _Pairs(*map(np.concatenate, (inputs, theme, numbers, answers, weights)))


def _second(pairs: _Pairs, known: ThemeSet, ways: Ways) -> dict[str, list[float]]:
    """Weights that all themes share, one of each theme's own, and one of its labels'."""
    count = np.arange(len(pairs.theme))
    shape = (len(count), len(known.ids))
    own = csr_matrix((np.ones(len(count)), (count, pairs.theme)), shape=shape)
    labels = csr_matrix((pairs.inputs[:, LABEL], (count, pairs.theme)), shape=shape)
    model = LogisticRegression(C=ways.c_pairs, max_iter=2000, tol=TOL_PAIRS)
    inputs = hstack([csr_matrix(pairs.inputs), own, labels]).tocsr()
    model.fit(inputs, pairs.answers, sample_weight=pairs.weights)
    names = [
        *themes.PAIR_NAMES,
        *(f"theme:{name}" for name in known.ids),
        *(f"label:{name}" for name in known.ids),
    ]
    found = dict(zip(names, [[w] for w in kept(model.coef_[0], 0.0).tolist()], strict=True))
    return found | {"(bias)": kept(model.intercept_, 0.0).tolist()}


def _scores(pairs: _Pairs, weights: dict[str, list[float]], known: ThemeSet) -> Floats:
    shared = np.array([weights[name][0] for name in themes.PAIR_NAMES])
    own = np.array([weights[f"theme:{name}"][0] for name in known.ids])
    trust = np.array([weights[f"label:{name}"][0] for name in known.ids])
    found = pairs.inputs @ shared + weights["(bias)"][0] + own[pairs.theme]
    return np.asarray(found + pairs.inputs[:, LABEL] * trust[pairs.theme])
