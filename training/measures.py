"""How good readings are: of polarity, of themes, and of the confidence in them."""

from __future__ import annotations

import numpy as np
from corpus import Bools, Floats, Rows
from inspectgraph.graphbuilder.classify.polarity import POLARITIES

BINS = 10


def f1_by_class(guessed: Rows, true: Rows, classes: int) -> Floats:
    """F1 of each class; 0 for one that is neither guessed nor true."""
    right = np.bincount(true[guessed == true], minlength=classes)
    both = np.bincount(guessed, minlength=classes) + np.bincount(true, minlength=classes)
    return np.asarray(2 * right / np.maximum(both, 1))


def polarity_measures(guessed: Rows, true: Rows) -> dict[str, float]:
    """Accuracy, macro-F1 of the polarities that evaluate and of none, F1 of each, and F1 of
    whether there is a weakness (also in a mixed sentence)."""
    each = dict(zip(POLARITIES, f1_by_class(guessed, true, len(POLARITIES)).tolist(), strict=True))
    told = [name for name in POLARITIES if name != "recommendation"]
    faults = [POLARITIES.index(name) for name in ("weakness", "mixed")]
    present = f1_by_class(
        np.isin(guessed, faults).astype(np.intp), np.isin(true, faults).astype(np.intp), 2
    )
    return {
        "polarity": float((guessed == true).mean()) if len(true) else 0.0,
        "macro-F1": sum(each[name] for name in told) / len(told),
        "weakness present": float(present[1]),
        **{name: each[name] for name in told},
    }


def reliability(confidence: Floats, right: Bools) -> list[tuple[float, float, int]]:
    """By bin of confidence: its mean, the share that is right, and how many."""
    bins = np.minimum((confidence * BINS).astype(np.intp), BINS - 1)
    return [
        (float(confidence[bins == at].mean()), float(right[bins == at].mean()), int(count))
        for at in range(BINS)
        if (count := (bins == at).sum())
    ]


def calibration_error(table: list[tuple[float, float, int]]) -> float:
    """The mean distance of confidence and share right, each bin by its size."""
    return sum(abs(a - b) * n for a, b, n in table) / max(1, sum(n for _, _, n in table))


def theme_measures(given: Bools, wanted: Bools) -> tuple[float, float, float]:
    """Precision, recall and F1 of pairs of sentence and theme."""
    right, said, asked = (given & wanted).sum(), given.sum(), wanted.sum()
    return right / max(1, said), right / max(1, asked), 2 * right / max(1, said + asked)
