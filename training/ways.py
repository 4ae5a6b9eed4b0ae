"""How weights are learned: what was chosen by cross-validation over whole reports.

`train.py --check` measures these ways on reports that are held out; to try another, change it
here and compare. docs/findings.md tells what was tried.
"""

from __future__ import annotations

from dataclasses import dataclass, field

FOLDS = 5
JOBS = 2  # processes side by side: as many as the smallest machine has cores


@dataclass(frozen=True)
class Ways:
    """Inverse strengths of regularisation (``c_…``), weights of labels by kind, and what is
    left out of the files of weights (``least_…``)."""

    c_polarity: float = 1.0
    c_context: float = 0.3
    c_themes: float = 4.0
    c_pairs: float = 0.1
    weight: dict[str, float] = field(
        default_factory=lambda: {
            "model": 1.0,
            "careful": 1.0,
            "settled": 2.0,
            "reference": 2.0,
            "written": 1.0,
        }
    )
    read_again: frozenset[str] = frozenset({"reference", "settled"})
    pairs: float = 4.0  # weight of read-again labels in the second pass of themes
    least_polarity: float = 0.04
    least_themes: float = 0.3
