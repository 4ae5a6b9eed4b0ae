"""Both passes of polarity. The second is learned from first passes that had not seen the
sentences; its priors and temperature are chosen there too, and folded into its weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from choose import choose_prior, choose_temperature
from corpus import Corpus, Floats, Rows
from first_pass import Fit, Task, fit_verdicts, kept, parts, side_by_side, written
from inspectgraph.graphbuilder.classify import polarity
from inspectgraph.graphbuilder.classify.linear import Matrix, Weights, softmax
from joblib import delayed
from scipy.sparse import csr_matrix
from ways import FOLDS, Ways

COUNT = len(polarity.POLARITIES)


def polarity_passes(corpus: Corpus, chosen: Sequence[int], ways: Ways) -> tuple[Weights, Weights]:
    """The weights of both passes from the labels of the chosen reports."""
    folds = parts(corpus.real(chosen), FOLDS)
    fits = side_by_side(_first(corpus, chosen, part, ways) for part in [*folds, []])
    contexts = _contexts(corpus, folds, fits)
    rows = corpus.chosen(corpus.real(chosen))
    whole = _second(corpus, contexts, rows, ways)
    scores, verdicts = whole.scores(contexts[corpus.labelled[rows]]), corpus.verdicts[rows]
    prior = choose_prior(scores, verdicts)
    temperature = choose_temperature(scores + prior, verdicts)
    settled = Fit(whole.columns, whole.weights / temperature, (whole.bias + prior) / temperature)
    first = written(polarity.POLARITIES, fits[-1].rows(corpus.polarity.names))
    return first, written(polarity.POLARITIES, settled.rows(polarity.context_names()))


def _first(corpus: Corpus, chosen: Sequence[int], part: Sequence[int], ways: Ways) -> Task:
    """A first pass of all chosen reports but those of a part, yet to be run."""
    rows = corpus.chosen(set(chosen) - set(part))
    weights = corpus.weights(ways.weight)[rows]
    columns = corpus.polarity.seen(corpus.labelled[rows])
    values = corpus.polarity.values[corpus.labelled[rows]][:, columns]
    task: Task = delayed(_fit)(values, corpus.verdicts[rows], weights, columns, ways)
    return task


def _fit(values: csr_matrix, verdicts: Rows, weights: Floats, columns: Rows, ways: Ways) -> Fit:
    found, bias = fit_verdicts(values, verdicts, weights, COUNT, ways.c_polarity)
    return Fit(columns, kept(found, ways.least_polarity), kept(bias, 0.0))


def _contexts(corpus: Corpus, folds: Sequence[Sequence[int]], fits: Sequence[Fit]) -> Matrix:
    """What the second pass sees of every sentence of the folds' reports."""
    shape = (corpus.polarity.values.shape[0], len(polarity.context_names()))
    found = np.zeros(shape, np.float32)
    for part, fit in zip(folds, fits[:-1], strict=True):
        for at in part:
            rows = corpus.rows_of(at)
            scores = np.asarray(fit.scores(corpus.polarity.values[rows]), np.float32)
            sentences = corpus.reports[at].sentences
            found[rows] = polarity.context_features(sentences, softmax(scores))
    return found


def _second(corpus: Corpus, contexts: Matrix, rows: Rows, ways: Ways) -> Fit:
    weights = corpus.weights(ways.weight)[rows]
    inputs = contexts[corpus.labelled[rows]]
    found, bias = fit_verdicts(inputs, corpus.verdicts[rows], weights, COUNT, ways.c_context)
    return Fit(np.arange(inputs.shape[1]), kept(found, 0.0), kept(bias, 0.0))
