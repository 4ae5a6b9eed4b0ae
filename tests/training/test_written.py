"""Written sentences are learned from, never held out, and refused where they are broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from inspectgraph.ontology.profiles import load_profile

ROWS = """sentence,polarity,themes
Rotas are never left empty.,s,workforce
Rotas are drawn up in March.,n,
"""


def test_each_row_is_a_labelled_paragraph(scripts: Any, tmp_path: Path) -> None:
    path = tmp_path / "written.csv"
    path.write_text(ROWS, encoding="utf-8")
    report = scripts.written.read_written(path, load_profile())
    told = [
        (report.sentences[at].text, one.polarity, one.themes) for at, one in report.labels.items()
    ]
    assert told == [
        ("Rotas are never left empty.", "strength", ("workforce",)),
        ("Rotas are drawn up in March.", "none", ()),
    ]
    assert {label.by for label in report.labels.values()} == {scripts.reports.WRITTEN}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sentence,polarity\nA.,s\n", "the columns are not sentence,polarity,themes"),
        ("sentence,polarity,themes\nA.,s,\nB.,x,\n", "written.csv, line 3: bad 'x'"),
    ],
)
def test_broken_rows_are_told_by_line(scripts: Any, tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "written.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        scripts.written.read_written(path, load_profile())


def test_written_sentences_are_in_every_part_and_never_measured(
    scripts: Any, samples: Path
) -> None:
    from inspectgraph.ontology.profiles import load_profile

    path = samples / "written.csv"
    path.write_text(ROWS, encoding="utf-8")
    profile = load_profile()
    labels = scripts.labels.read_labels(samples / "labels.csv")
    reports, _ = scripts.reports.load_reports(samples / "reports", labels, {}, profile)
    corpus = scripts.corpus.Corpus.of(
        [*reports, scripts.written.read_written(path, profile)], profile
    )
    assert corpus.real(range(len(corpus.reports))) == list(range(6))
    measured = {corpus.report[at] for at in scripts.checks._asked(corpus)}
    assert measured == set(range(6))
