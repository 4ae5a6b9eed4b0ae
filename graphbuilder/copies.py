"""Copies: files that hold a report in another form than the file that it is read from.

A text, a web page or a Word file of a report says what its PDF says, and counts once with it. Two
reports of one inspection and kind are taken for one if their files have different formats and
most of the findings of the shorter one stand in the other, word by word but for layout. The one in
the best format is kept. Two PDFs are two editions, whatever they have in common.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

FORMATS = ("pdf", "word", "html")  # parts of media types, the best first; then text
# Of the findings of the shorter report. Converted reports had 0.66 and more, mostly 0.9; what
# different reports of one inspection have in common are set phrases.
MOST = 0.6
DIGITS = 6  # hexadecimal, of the hash of a sentence: enough within a pair of reports
LETTERS = re.compile(r"[^\W_]+")


class Rank(NamedTuple):
    """Which of two forms of a report is kept: the lower one."""

    format: int
    name: str


def rank(media: str, names: Iterable[str]) -> Rank:
    """The rank of a file that may have several names."""
    format_of = next((at for at, part in enumerate(FORMATS) if part in media), len(FORMATS))
    return Rank(format_of, min(names))


def sentences_of(words: Iterable[str]) -> str:
    """Sentences as hashes of their letters and figures, in one string."""
    letters = {"".join(LETTERS.findall(each.casefold())) for each in words}
    hashes = {hashlib.sha256(each.encode()).hexdigest()[:DIGITS] for each in letters}
    return "".join(sorted(hashes))


@dataclass(frozen=True)
class Form:
    """A file's form of a report, and the ``report`` that holds it as yet."""

    report: str
    rank: Rank
    sentences: str


def kept_forms(forms: Sequence[Form]) -> dict[str, str]:
    """For each file, by its name, of the reports on one inspection the report that is kept for
    it: its own, or that of the better form that has most in common with it."""
    hashes = {form.rank: _hashes(form.sentences) for form in forms}
    kept: dict[Rank, str] = {}
    for form in sorted(forms, key=lambda each: each.rank):
        shares = {
            better: _share(hashes[form.rank], hashes[better])
            for better in kept
            if better.format < form.rank.format
        }
        best = max(shares, key=lambda better: (shares[better], -better.format), default=None)
        copied = best is not None and shares[best] >= MOST
        kept[form.rank] = kept[best] if best and copied else form.report
    return {place.name: report for place, report in kept.items()}


def _hashes(sentences: str) -> frozenset[str]:
    return frozenset(sentences[at : at + DIGITS] for at in range(0, len(sentences), DIGITS))


def _share(first: frozenset[str], second: frozenset[str]) -> float:
    """How much of the shorter one stands in the other."""
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter else 0.0
