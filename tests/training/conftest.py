"""Labelled samples: six short reports about invented places, and the scripts of `training/`."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from inspectgraph.graphbuilder.parse.document import parse
from inspectgraph.graphbuilder.parse.sentences import Sentence, split_sentences
from inspectgraph.graphbuilder.read.read import read
from inspectgraph.ontology.profiles import load_profile

TRAINING = Path(__file__).parents[2] / "training"
PLACES = ["Marlshire", "Kelderby", "Wexcombe", "Ashford Vale", "Port Wendrith", "Thornsea"]
SUBJECTS = {
    "Supervision of social workers": "supervision",
    "Early help for families": "early-help",
    "Support for care leavers": "care-leavers",
    "The recording of children’s cases": "case-recording",
}
SAYINGS = {
    "strength": [
        "is effective and helps children well.",
        "is of good quality and timely.",
        "is well managed, effective and valued by families.",
    ],
    "weakness": [
        "is poor and often delayed.",
        "is not effective, and too many children wait too long.",
        "is weak and inconsistent.",
    ],
    "mixed": ["is good in the north of the area, but it is poor and delayed elsewhere."],
    "none": ["was described in a report of the council in 2012."],
    "recommendation": ["should be improved by the council at once."],
}


def told(number: int) -> list[tuple[str, str, str]]:
    """(words, polarity, theme) of the sentences of a report; no two reports say all alike."""
    found = []
    for at, (subject, theme) in enumerate(SUBJECTS.items()):
        for polarity, sayings in SAYINGS.items():
            saying = sayings[(number + at) % len(sayings)]
            found.append((f"{subject} {saying}", polarity, theme))
    return found


def written(place: str, number: int) -> str:
    """A report as Markdown, a numbered paragraph a subject."""
    head = f"# Inspection of {place} local authority children’s services\n\n"
    head += "Inspection dates: 4 to 8 March 2024\n\n## The experiences of children\n\n"
    words = [words for words, _, _ in told(number)]
    size = len(SAYINGS)
    paragraphs = [" ".join(words[at : at + size]) for at in range(0, len(words), size)]
    return head + "".join(f"{at}. {text}\n\n" for at, text in enumerate(paragraphs, 1))


def sentences_of(path: Path) -> tuple[str, tuple[Sentence, ...]]:
    """The hash of a report, and its sentences."""
    source = read(path.name, path.read_bytes())
    return source.sha256, split_sentences(parse(source, load_profile()))


@pytest.fixture(scope="session")
def scripts() -> Iterator[SimpleNamespace]:
    """The modules of `training/`, as `python training/train.py` finds them."""
    names = (
        *("labels", "reports", "written", "ways", "corpus", "measures", "choose", "first_pass"),
        *("learn_polarity", "learn_themes", "learn", "checks", "train"),
    )
    sys.path.insert(0, str(TRAINING))
    try:
        yield SimpleNamespace(**{name: importlib.import_module(name) for name in names})
    finally:
        sys.path.remove(str(TRAINING))
        for name in names:
            sys.modules.pop(name, None)


@pytest.fixture
def samples(tmp_path: Path, scripts: Any) -> Path:
    """A folder: `reports/`, `labels.csv` and `sources.csv`."""
    (tmp_path / "reports").mkdir()
    labels, sources = {}, ["report,file,kind,authority,date"]
    for number, place in enumerate(PLACES):
        path = tmp_path / "reports" / f"{700 + number}.md"
        path.write_text(written(place, number), encoding="utf-8")
        sha256, sentences = sentences_of(path)
        key = sha256[: scripts.labels.KEY]
        by = {s.text: s for s in sentences}
        labels[key] = [
            scripts.labels.Label(
                by[words].start,
                by[words].end,
                scripts.labels.words_key(words),
                polarity,
                (theme,),
                "reference" if number == 0 else "model",
            )
            for words, polarity, theme in told(number)
        ]
        sources.append(f"{key},{700 + number},ilacs,{place} Council,2024-03-08")
    scripts.labels.write_labels(tmp_path / "labels.csv", labels)
    (tmp_path / "sources.csv").write_text("\n".join(sources) + "\n", encoding="utf-8")
    return tmp_path
