"""First passes: linear models over the sparse features of single sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from corpus import Bools, Floats, Rows
from inspectgraph.graphbuilder.classify.linear import (
    SCALE,
    Weights,
    format_weights,
    parse_weights,
)
from joblib import Parallel
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from ways import JOBS

# A function and what it is called with, as joblib keeps what is yet to be run.
Task = tuple[Callable[..., "Fit"], tuple[object, ...], dict[str, object]]
UNHEARD_OF = -20.0  # score of a class that no example has
SMALLEST = 0.0005  # weights are kept in thousandths
FEWEST = 3  # examples of a theme; with fewer, nothing is learned of it


@dataclass(frozen=True, eq=False)
class Fit:
    """A linear model: weights of some columns of a table, (columns, classes), as they are
    written to a file; and biases."""

    columns: Rows
    weights: Floats
    bias: Floats

    def scores(self, values: csr_matrix) -> Floats:
        """Scores of sentences; shape (sentences, classes)."""
        return np.asarray(values[:, self.columns] @ self.weights + self.bias)

    def rows(self, names: Sequence[str]) -> dict[str, list[float]]:
        """A row a feature, by the names of all columns."""
        found = {
            names[at]: row for at, row in zip(self.columns, self.weights.tolist(), strict=True)
        }
        return found | {"(bias)": self.bias.tolist()}


def kept(weights: Floats, least: float) -> Floats:
    """Weights as they are read back from a file that leaves out smaller ones."""
    return np.round(np.where(np.abs(weights) >= least, weights, 0.0) * SCALE) / SCALE


def written(classes: Sequence[str], rows: Mapping[str, Sequence[float]]) -> Weights:
    """Weights as they are read back from their file."""
    return parse_weights(format_weights(classes, rows, SMALLEST))


def side_by_side(tasks: Iterable[Task]) -> list[Fit]:
    """The models of several tasks, learned in as many processes as are meant to run."""
    return list(Parallel(n_jobs=JOBS, max_nbytes=None)(tasks))


def parts(chosen: Sequence[int], folds: int) -> list[list[int]]:
    """The chosen reports in so many parts."""
    return [list(chosen[part::folds]) for part in range(folds)]


def fit_verdicts(
    values: csr_matrix, verdicts: Rows, weights: Floats, classes: int, c: float
) -> tuple[Floats, Floats]:
    """Weights (features, classes) and biases of one model for classes that exclude each other.
    A class that no example has is as unlikely as can be."""
    model = LogisticRegression(C=c, max_iter=300, tol=1e-3)
    model.fit(values, verdicts, sample_weight=weights)
    found = np.zeros((classes, values.shape[1]))
    bias = np.full(classes, UNHEARD_OF)
    two = len(model.classes_) == 2  # then there is one row: how much likelier the second is
    found[model.classes_] = np.vstack([0 * model.coef_, model.coef_]) if two else model.coef_
    bias[model.classes_] = [0.0, *model.intercept_] if two else model.intercept_
    return found.T, bias


def fit_each(values: csr_matrix, wanted: Bools, c: float, lowest: float) -> tuple[Floats, Floats]:
    """Weights (features, classes) and biases of a model for each class by itself."""
    found = np.zeros((values.shape[1], wanted.shape[1]))
    bias = np.full(wanted.shape[1], lowest)
    for at in range(wanted.shape[1]):
        if FEWEST <= wanted[:, at].sum() < len(wanted):
            model = LogisticRegression(C=c, solver="liblinear", tol=1e-2)
            model.fit(values, wanted[:, at])
            found[:, at], bias[at] = model.coef_[0], model.intercept_[0]
    return found, bias
