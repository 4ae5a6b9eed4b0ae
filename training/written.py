"""Written sentences: labelled sentences about invented places, made up for training.

They show what is rare in reports (trouble that is denied, praise that is not reached). A row of
`written.csv` is a sentence by itself. All are one report that is always learned from and never
held out.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from inspectgraph.graphbuilder.model import Block, BlockKind
from inspectgraph.graphbuilder.parse.sentences import Sentence
from inspectgraph.ontology.profiles import Profile
from labels import POLARITY, Label, Placed, words_key
from reports import WRITTEN, Report

COLUMNS = ("sentence", "polarity", "themes")


def read_written(path: Path, profile: Profile) -> Report:
    """The rows as one report; raises ValueError, with the line, where one is not as it should
    be."""
    sentences: list[Sentence] = []
    labels: dict[int, Label] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        rows = csv.DictReader(handle)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise ValueError(f"{path.name}: the columns are not {','.join(COLUMNS)}")
        for row in rows:
            start = sentences[-1].end + 2 if sentences else 0
            end = start + len(row["sentence"])
            block = Block(BlockKind.PARAGRAPH, start, end)
            sentences.append(Sentence(start, end, row["sentence"], block, 0, 1))
            try:
                labels[len(labels)] = _label(row, sentences[-1])
            except KeyError as error:
                raise ValueError(f"{path.name}, line {rows.line_num}: bad {error}") from None
    framework = replace(profile.framework("other"), id=WRITTEN)
    return Report(WRITTEN, path, framework, "", tuple(sentences), Placed(labels, 0, ()))


def _label(row: dict[str, str], at: Sentence) -> Label:
    themes = tuple(row["themes"].split())
    return Label(at.start, at.end, words_key(at.text), POLARITY[row["polarity"]], themes, WRITTEN)
