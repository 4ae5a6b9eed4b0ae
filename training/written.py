"""Written sentences: labelled sentences about invented places, made up for training.

They show what is rare in reports (trouble that is denied, praise that is not reached). A row
of `written.csv` is a paragraph of up to three sentences, of which the middle one is labelled.
All rows are one report that is always learned from and never held out.
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

COLUMNS = ("heading", "before", "sentence", "after", "polarity", "themes")


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
            told = [row[name] for name in ("before", "sentence", "after") if row[name]]
            start = sentences[-1].end + 2 if sentences else 0
            end = start + len(" ".join(told))
            block = Block(BlockKind.PARAGRAPH, start, end, path=(row["heading"],))
            middle = len(sentences) + bool(row["before"])
            for index, text in enumerate(told):
                sentences.append(Sentence(start, start + len(text), text, block, index, len(told)))
                start += len(text) + 1
            try:
                labels[middle] = _label(row, sentences[middle])
            except (KeyError, IndexError) as error:
                raise ValueError(f"{path.name}, line {rows.line_num}: bad {error}") from None
    framework = replace(profile.framework("other"), id=WRITTEN)
    return Report(WRITTEN, path, framework, "", tuple(sentences), Placed(labels, 0, ()))


def _label(row: dict[str, str], at: Sentence) -> Label:
    themes = tuple(row["themes"].split())
    return Label(
        at.start, at.end, words_key(at.text), POLARITY[row["polarity"]], themes, WRITTEN
    )
