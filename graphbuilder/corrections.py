"""An analyst's corrections of findings: a CSV that survives rebuilds.

Columns: ``finding`` (its IRI, or the last part of it) or ``words`` (the sentence, exact but
for white space); ``polarity`` (strength, weakness, mixed, or none for what is not a finding);
``themes`` (ids separated by semicolons; empty keeps those of the finding); ``why``. A sentence
that was not classed as a finding can be made one by its words.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from inspectgraph.graphbuilder.model import Finding
from inspectgraph.graphbuilder.parse.sentences import words_hash
from inspectgraph.ontology.errors import BadParameter

POLARITIES = {"strength", "weakness", "mixed", "none"}
COLUMNS = {"polarity", "why"}


@dataclass(frozen=True)
class Correction:
    """One line of the file; ``key`` is the hash of the words, ``report`` limits it to one
    report (the slug of its IRI), ``line`` is where it stands."""

    key: str
    report: str
    polarity: str
    themes: tuple[str, ...]
    why: str
    line: int


def read_corrections(text: str) -> dict[str, Correction]:
    """Corrections by the hash of the words. Raises BadParameter with the line that is wrong."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = COLUMNS - set(rows.fieldnames or ())
    if text.strip() and missing:
        raise BadParameter("corrections", f"the file lacks the column {', '.join(sorted(missing))}")
    corrections = [_correction(row, rows.line_num) for row in rows]
    return {correction.key: correction for correction in corrections}


def _correction(row: Mapping[str, str], line: int) -> Correction:
    polarity = (row.get("polarity") or "").strip().casefold() or "none"
    if polarity not in POLARITIES:
        raise BadParameter("corrections", f"line {line}: {polarity!r} is no polarity")
    finding = (row.get("finding") or "").strip()
    words = " ".join((row.get("words") or "").split())
    if not finding and not words:
        raise BadParameter("corrections", f"line {line}: a finding or its words are needed")
    key = finding.rsplit("/", 1)[-1].partition("-")[0] if finding else words_hash(words)
    report = finding.rsplit("/finding/", 1)[0].rsplit("/", 1)[-1] if "/finding/" in finding else ""
    themes = tuple(t.strip() for t in (row.get("themes") or "").split(";") if t.strip())
    return Correction(key, report, polarity, themes, (row.get("why") or "").strip(), line)


def corrected(finding: Finding, correction: Correction) -> Finding | None:
    """The finding as corrected; None where it is no finding."""
    if correction.polarity == "none":
        return None
    about = correction.themes or tuple(theme for theme, _ in finding.themes)
    return replace(
        finding,
        polarity=correction.polarity,
        themes=tuple((theme, correction.polarity) for theme in about),
        confidence=1.0,
        reasons=(),
        corrected=correction.why or "corrected",
        status=finding.status if correction.polarity == "strength" else "",
    )


def unused(corrections: Mapping[str, Correction], used: Iterable[str]) -> list[Correction]:
    """The corrections that fitted no sentence, in the order of the file."""
    left = corrections.keys() - set(used)
    return sorted((corrections[key] for key in left), key=lambda correction: correction.line)
