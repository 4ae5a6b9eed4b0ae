"""Where labels stand in a report that is parsed otherwise; the labels of the project."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from inspectgraph.graphbuilder.classify.theme_labels import read_themes
from inspectgraph.graphbuilder.model import Block, BlockKind
from inspectgraph.graphbuilder.parse.sentences import Sentence
from inspectgraph.ontology.profiles import load_profile

TRAINING = Path(__file__).parents[2] / "training"
COUNTS = {"reference": 3581, "settled": 2944, "careful": 2367, "model": 24032}
FOLDER = os.environ.get("INSPECTGRAPH_REPORTS", "")


def sentences(*texts: str, start: int = 0) -> list[Sentence]:
    found = []
    for text in texts:
        block = Block(BlockKind.PARAGRAPH, start, start + len(text))
        found.append(Sentence(start, start + len(text), text, block, 0, 1))
        start += len(text) + 2
    return found


def labels(scripts: Any, *texts: str) -> list[Any]:
    key = scripts.labels.words_key
    return [
        scripts.labels.Label(one.start, one.end, key(one.text), "none", (), "model")
        for one in sentences(*texts)
    ]


THREE = ("Plans are clear.", "Visits are late.", "Plans are clear.")


def test_labels_stand_where_their_offsets_and_words_say(scripts: Any) -> None:
    given = labels(scripts, *THREE)
    placed = scripts.labels.place(given, sentences(*THREE))
    assert placed.labels == dict(enumerate(given))
    assert (placed.moved, placed.lost) == (0, ())


def test_what_stands_twice_keeps_its_order(scripts: Any) -> None:
    given = labels(scripts, *THREE)
    placed = scripts.labels.place(given, sentences("A new first one.", *THREE, start=500))
    assert [placed.labels[at] for at in (1, 2, 3)] == given
    assert (placed.moved, placed.lost) == (3, ())


def test_words_that_stand_more_often_than_labels_are_no_place(scripts: Any) -> None:
    (given,) = labels(scripts, "Plans are clear.")
    placed = scripts.labels.place([given], sentences(*THREE, start=500))
    assert placed.labels == {} and placed.lost == (given,)


def test_other_words_at_the_offsets_are_no_place(scripts: Any) -> None:
    given = labels(scripts, *THREE)
    placed = scripts.labels.place(given, sentences("Plans are clear.", "Visits are lost."))
    assert placed.labels == {0: given[0]}
    assert placed.lost == (given[1], given[2])


def test_no_sentences_and_no_labels(scripts: Any) -> None:
    given = labels(scripts, *THREE)
    assert set(scripts.labels.place(given, []).lost) == set(given)
    assert scripts.labels.place([], sentences(*THREE)).labels == {}


def test_the_reference_outweighs_other_labels_of_a_place(scripts: Any) -> None:
    from dataclasses import replace

    (model,) = labels(scripts, "Plans are clear.")
    careful, reference = replace(model, by="careful"), replace(model, by="reference")
    for order in ([model, careful, reference], [reference, careful, model]):
        assert scripts.labels.place(order, sentences(*THREE)).labels == {0: reference}


def test_labels_are_written_as_they_were_read(scripts: Any, tmp_path: Path) -> None:
    read = scripts.labels.read_labels(TRAINING / "labels.csv")
    scripts.labels.write_labels(tmp_path / "labels.csv", read)
    assert (tmp_path / "labels.csv").read_bytes() == (TRAINING / "labels.csv").read_bytes()


def test_every_label_says_how_it_came_about_and_of_which_report(scripts: Any) -> None:
    read = scripts.labels.read_labels(TRAINING / "labels.csv")
    came = Counter(one.by for those in read.values() for one in those)
    assert came == COUNTS
    assert {theme for those in read.values() for one in those for theme in one.themes} <= set(
        read_themes(load_profile().codes().values()).ids
    )
    with (TRAINING / "sources.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == len({row["report"] for row in rows})
    assert {row["report"] for row in rows} == set(read)
    assert all(row["kind"] and row["authority"] for row in rows)


def test_the_card_of_the_models_names_these_labels(scripts: Any) -> None:
    """Fails where labels were changed and the weights were not learned from them."""
    digest = scripts.train.digest_of(TRAINING / "labels.csv", TRAINING / "written.csv")
    assert load_profile().card.labels == digest


@pytest.mark.skipif(not FOLDER, reason="set INSPECTGRAPH_REPORTS to a folder of real reports")
def test_the_labels_fit_the_reports(scripts: Any) -> None:
    read = scripts.labels.read_labels(TRAINING / "labels.csv")
    sources = scripts.reports.read_sources(TRAINING / "sources.csv")
    profile = load_profile()
    reports, account = scripts.reports.load_reports(Path(FOLDER), read, sources, profile)
    if len(reports) < len(sources):
        pytest.skip("only some of the labelled reports are here")
    assert account.share <= scripts.train.MOST_LOST, account.lines
