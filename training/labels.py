"""Labels that stand off: a sentence of a report by its place and a hash of its words.

`labels.csv` has a line a label; the report's hash stands on the first line of each report.
Offsets alone would shift unseen when reports are parsed otherwise, so words decide: a label
stands where its words are, and one whose words are nowhere is lost, and counted.
"""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inspectgraph.graphbuilder.classify.polarity import POLARITIES
from inspectgraph.graphbuilder.parse.sentences import Sentence, words_hash

KEY, WORDS = 12, 8
POLARITY = dict(zip("swmnr", POLARITIES, strict=True))
# How a label came about; the later outweighs the earlier.
BY = {"m": "model", "c": "careful", "r": "reference", "s": "settled"}
DOUBTFUL = "?"
COLUMNS = ("report", "start", "end", "words", "polarity", "themes", "by", "doubt")


@dataclass(frozen=True)
class Label:
    """What one sentence says, how the label came about (a value of `BY`), and whether two
    careful experts could well differ on the polarity."""

    start: int
    end: int
    words: str
    polarity: str
    themes: tuple[str, ...]
    by: str
    doubtful: bool = False


@dataclass(frozen=True)
class Placed:
    """Labels by the number of the sentence that they stand at; how many stand elsewhere than
    their offsets say, and those whose words are nowhere."""

    labels: dict[int, Label]
    moved: int
    lost: tuple[Label, ...]


def words_key(words: str) -> str:
    """The first digits of the hash that findings are known by."""
    return words_hash(words)[:WORDS]


def read_labels(path: Path) -> dict[str, list[Label]]:
    """The labels of each report by its hash; raises ValueError, with the line, where one is
    not as it should be."""
    labels: dict[str, list[Label]] = defaultdict(list)
    report = ""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = csv.DictReader(handle)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise ValueError(f"{path.name}: the columns are not {','.join(COLUMNS)}")
        for row in rows:
            report = row["report"] or report  # empty: the report of the line above
            try:
                labels[report].append(_label(row))
            except (KeyError, ValueError) as error:
                raise ValueError(f"{path.name}, line {rows.line_num}: bad value {error}") from None
    return dict(labels)


def _label(row: Mapping[str, str]) -> Label:
    if len(row["words"]) != WORDS:
        raise ValueError(repr(row["words"]))
    return Label(
        int(row["start"]),
        int(row["end"]),
        row["words"],
        POLARITY[row["polarity"]],
        tuple(row["themes"].split()),
        BY[row["by"]],
        {"": False, DOUBTFUL: True}[row["doubt"]],
    )


def write_labels(path: Path, labels: Mapping[str, Iterable[Label]]) -> None:
    """The file again, reports by their hashes and labels in the order of the text."""
    polarity, by = ({name: letter for letter, name in m.items()} for m in (POLARITY, BY))
    with path.open("w", encoding="utf-8", newline="") as handle:
        out = csv.writer(handle, lineterminator="\n")
        out.writerow(COLUMNS)
        for report in sorted(labels):
            shown = report
            for one in sorted(labels[report], key=lambda label: (label.start, label.end)):
                about = " ".join(one.themes)
                values = (
                    one.words,
                    polarity[one.polarity],
                    about,
                    by[one.by],
                    DOUBTFUL * one.doubtful,
                )
                out.writerow([shown, one.start, one.end, *values])
                shown = ""


def place(labels: Iterable[Label], sentences: Sequence[Sentence]) -> Placed:
    """Each label at the sentence that has its words: the one at its offsets, or else elsewhere
    in the report, if as many sentences are left with these words as labels (one, mostly)."""
    hashes = [words_key(sentence.text) for sentence in sentences]
    found: dict[int, Label] = {}
    away: dict[str, list[Label]] = defaultdict(list)
    for label in _weightiest(labels):
        at = _at_offsets(label, sentences)
        if at is not None and hashes[at] == label.words:
            found[at] = label
        else:
            away[label.words].append(label)
    free: dict[str, list[int]] = defaultdict(list)
    for at, words in enumerate(hashes):
        if at not in found:
            free[words].append(at)
    moved: dict[int, Label] = {}
    lost: list[Label] = []
    for words, those in away.items():
        if len(those) == len(free[words]):
            moved |= zip(free[words], those, strict=True)
        else:
            lost += those
    return Placed(found | moved, len(moved), tuple(lost))


def settled(placed: Placed, sentences: Sequence[Sentence]) -> list[Label]:
    """The labels with the offsets where they stand now; lost ones as they were."""
    now = [
        replace(label, start=sentences[at].start, end=sentences[at].end)
        for at, label in placed.labels.items()
    ]
    return [*now, *placed.lost]


def _weightiest(labels: Iterable[Label]) -> list[Label]:
    """One label a place, in the order of the text."""
    ranks = list(BY.values())
    spans = {(x.start, x.end): x for x in sorted(labels, key=lambda label: ranks.index(label.by))}
    return [spans[span] for span in sorted(spans)]


def _at_offsets(label: Label, sentences: Sequence[Sentence]) -> int | None:
    """The number of the sentence that a label's offsets overlap most, by half or more."""
    last = bisect_left(sentences, label.end, key=lambda sentence: sentence.start)
    near = range(max(0, last - 4), last)
    best = max(near, key=lambda at: _overlap(sentences[at], label), default=None)
    if best is None or _overlap(sentences[best], label) * 2 < max(label.end - label.start, 1):
        return None
    return best


def _overlap(sentence: Sentence, label: Label) -> int:
    return min(sentence.end, label.end) - max(sentence.start, label.start)
