"""Linear models over named features, with weights kept as text.

A file of weights holds a header line, ``classes`` and the classes' names by tabs, and then a
line a feature: its name and ``class:weight`` pairs, weights in thousandths. What is not
listed weighs nothing. Everything else (how features are made) is up to the caller.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, repeat

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
SCALE = 1000  # weights in the files are thousandths: whole numbers differ little in a review


@dataclass(frozen=True, eq=False)
class Known:
    """Groups of features by their rows in the weights, one behind the other in ``flat``."""

    flat: npt.NDArray[np.intp]
    lengths: npt.NDArray[np.intp]

    @property
    def group(self) -> npt.NDArray[np.intp]:
        """The number of the group that each place of ``flat`` is of."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)


@dataclass(frozen=True, eq=False)
class Weights:
    """Weights of features (rows of ``matrix``) for classes (its columns)."""

    classes: tuple[str, ...]
    rows: Mapping[str, int]
    matrix: Matrix

    def row(self, feature: str) -> Matrix:
        """The weights of one feature, zeros where it is not known."""
        at = self.rows.get(feature)
        return self.matrix[at] if at is not None else np.zeros(len(self.classes), np.float32)

    @cached_property
    def names(self) -> list[str]:
        """The names of the features, in the order of the rows."""
        return list(self.rows)

    def known(self, groups: Sequence[Collection[str]]) -> Known:
        """The rows of those features of each group that have weights."""
        lengths = np.fromiter(map(len, groups), np.intp, len(groups))
        every = chain.from_iterable(groups)
        flat = np.fromiter(map(self.rows.get, every, repeat(-1)), np.intp, lengths.sum())
        group = np.repeat(np.arange(len(groups)), lengths)
        has_weights = flat >= 0
        return Known(flat[has_weights], np.bincount(group[has_weights], minlength=len(groups)))

    def sums(self, known: Known) -> Matrix:
        """For each group the sum of its weights; shape (groups, classes)."""
        totals = np.zeros((len(known.lengths), len(self.classes)), np.float32)
        filled = np.flatnonzero(known.lengths)
        if len(filled):
            starts = np.concatenate(([0], np.cumsum(known.lengths[filled])[:-1]))
            totals[filled] = np.add.reduceat(self.matrix[known.flat], starts, axis=0)
        return totals

    def sparse_sums(self, known: Known, classes: tuple[int, ...]) -> Matrix:
        """As `sums`, of some classes (by number, in rising order); faster where a feature has
        weights for few of many."""
        starts, columns, values = _sparse(self, classes)
        counts = np.diff(starts)[known.flat]
        before = np.cumsum(counts) - counts
        at = np.arange(counts.sum()) + np.repeat(starts[known.flat] - before, counts)
        places = np.repeat(known.group * len(classes), counts) + columns[at]
        size = len(known.lengths) * len(classes)
        sums = np.bincount(places, values[at], minlength=size)
        return np.asarray(sums.reshape(-1, len(classes)), np.float32)


@lru_cache(maxsize=8)
def _sparse(
    weights: Weights, classes: tuple[int, ...]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Matrix]:
    """Where each row starts, and row by row the classes with a weight and those weights."""
    matrix = weights.matrix[:, classes]
    rows, columns = np.nonzero(matrix)
    counts = np.bincount(rows, minlength=len(matrix))
    return np.append(0, np.cumsum(counts)), columns, matrix[rows, columns]


def parse_weights(text: str) -> Weights:
    """Weights from the text of a file.

    >>> weights = parse_weights("classes\\tup\\tdown\\ngood\\t0:1500\\nbad\\t1:700\\n")
    >>> weights.row("good").tolist()
    [1.5, 0.0]
    """
    lines = text.splitlines()
    classes = tuple(lines[0].split("\t")[1:])
    rows: dict[str, int] = {}
    matrix = np.zeros((len(lines) - 1, len(classes)), np.float32)
    for at, line in enumerate(lines[1:]):
        name, *pairs = line.split("\t")
        rows[name] = at
        for pair in pairs:
            column, _, weight = pair.partition(":")
            matrix[at, int(column)] = int(weight) / SCALE
    return Weights(classes, rows, matrix)


def format_weights(
    classes: Sequence[str], rows: Mapping[str, Sequence[float]], least: float
) -> str:
    """The text of a file, features sorted; weights smaller than ``least`` are left out."""
    lines = ["\t".join(["classes", *classes])]
    for name in sorted(rows):
        pairs = [f"{at}:{round(w * SCALE)}" for at, w in enumerate(rows[name]) if abs(w) >= least]
        if pairs:
            lines.append("\t".join([name, *pairs]))
    return "\n".join(lines) + "\n"


def softmax(scores: Matrix) -> Matrix:
    """Probabilities from scores, row by row."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), np.float32)


def sigmoid(scores: Matrix) -> Matrix:
    """Probabilities from scores, each by itself."""
    return np.asarray(1 / (1 + np.exp(-scores)), np.float32)
