"""Linear models over named features, with weights kept as text.

A file of weights holds a header line, ``classes`` and the classes' names by tabs, and then a
line a feature: its name and ``class:weight`` pairs, weights in thousandths. What is not
listed weighs nothing. Everything else (how features come about) is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
SCALE = 1000


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

    def column(self, at: int) -> list[float]:
        """The weights of all features for one class."""
        if at not in self._columns:
            self._columns[at] = self.matrix[:, at].tolist()
        return self._columns[at]

    @cached_property
    def _columns(self) -> dict[int, list[float]]:
        return {}

    def ids(self, features: Iterable[str]) -> list[int]:
        """The rows of those features that are known."""
        get = self.rows.get
        return [at for feature in features if (at := get(feature)) is not None]

    def sums(self, groups: Sequence[Sequence[int]]) -> Matrix:
        """For each group of rows the sum of their weights; shape (groups, classes)."""
        lengths = np.array([len(group) for group in groups], dtype=np.intp)
        totals = np.zeros((len(groups), len(self.classes)), np.float32)
        filled = np.flatnonzero(lengths)
        if len(filled):
            flat = np.fromiter((at for group in groups for at in group), np.intp, lengths.sum())
            starts = np.concatenate(([0], np.cumsum(lengths[filled])[:-1]))
            totals[filled] = np.add.reduceat(self.matrix[flat], starts, axis=0)
        return totals


def load_weights(name: str) -> Weights:
    """The weights of `graphbuilder/learned/NAME`."""
    return _given.get(name) or _packaged(name)


@cache
def _packaged(name: str) -> Weights:
    text = files("inspectgraph.graphbuilder.learned").joinpath(name).read_text(encoding="utf-8")
    return parse_weights(text)


_given: dict[str, Weights] = {}


@contextmanager
def using_weights(given: Mapping[str, Weights]) -> Iterator[None]:
    """Other weights for a while, in this process: training checks itself with them."""
    _given.update(given)
    try:
        yield
    finally:
        _given.clear()


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
