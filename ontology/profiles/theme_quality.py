"""`models/themes-quality.csv`: how well each theme is found, measured on labelled sentences."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inspectgraph.ontology.errors import BadProfile

FILE = "models/themes-quality.csv"
COLUMNS = ("theme", "support", "precision", "recall", "f1")


@dataclass(frozen=True)
class ThemeQuality:
    """How far the findings on a theme, by its id, can be trusted.

    ``support`` is the number of labelled sentences with the theme, ``precision`` the share of
    the findings given it that are about it, ``recall`` the share of those about it that were
    given it, ``f1`` the harmonic mean of the two.
    """

    theme: str
    support: int
    precision: float
    recall: float
    f1: float


def read_theme_quality(path: Path) -> tuple[ThemeQuality, ...]:
    """The rows of the file; none where there is no file. Raises BadProfile."""
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as handle:
        rows = csv.DictReader(handle)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise BadProfile(str(path), "line 1", f"the columns must be {','.join(COLUMNS)}")
        read: dict[str, ThemeQuality] = {}
        for row in rows:
            entry = f"line {rows.line_num}"
            try:
                quality = _quality(row)
            except (TypeError, ValueError):
                reason = "a theme, a number of sentences and three numbers from 0 to 1 are needed"
                raise BadProfile(str(path), entry, reason) from None
            if quality.theme in read:
                raise BadProfile(str(path), entry, f"{quality.theme!r} has two rows")
            read[quality.theme] = quality
    return tuple(read.values())


def _quality(row: Mapping[str, str]) -> ThemeQuality:
    theme, support, *shares = (row[column] for column in COLUMNS)
    precision, recall, f1 = map(_share, shares)
    if not theme or int(support) < 1 or len(row) > len(COLUMNS):
        raise ValueError(theme)
    return ThemeQuality(theme, int(support), precision, recall, f1)


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise ValueError(text)
    return share
