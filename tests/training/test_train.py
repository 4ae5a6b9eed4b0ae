"""Weights are learned from labels, from the command line to the classifier that reads them."""

from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from inspectgraph.graphbuilder.build import extract
from inspectgraph.graphbuilder.classify import polarity
from inspectgraph.graphbuilder.classify.linear import parse_weights
from inspectgraph.graphbuilder.classify.linear_classifier import MODELS, LinearClassifier
from inspectgraph.graphbuilder.model import Finding
from inspectgraph.ontology.profiles import load_profile

TRAINING = Path(__file__).parents[2] / "training"
FILES = list(MODELS)
UNSEEN = """# Inspection of Norfolk local authority children’s services

Inspection dates: 3 to 7 June 2024

## The experiences of children

1. Supervision of managers is effective and valued. Early help in the city is poor and delayed.
"""


def arguments(folder: Path, *more: str) -> list[str]:
    return [
        *("--reports", str(folder / "reports"), "--labels", str(folder / "labels.csv")),
        *("--written", str(folder / "written.csv")),
        *("--out", str(folder / "learned"), *more),
    ]


def findings_by(folder: Path) -> tuple[Finding, ...]:
    """The findings of an unseen report, by the weights of a folder."""
    weights = [parse_weights((folder / name).read_text(encoding="utf-8")) for name in MODELS]
    assert weights[0].classes == polarity.POLARITIES
    profile = load_profile()
    classifier = LinearClassifier.of(profile, weights)
    return extract("report.md", UNSEEN.encode(), profile, classifier).findings


def test_weights_are_learned_end_to_end(samples: Path) -> None:
    command = [sys.executable, str(TRAINING / "train.py"), *arguments(samples)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "6 reports, 120 labelled sentences\n"
    good, bad = findings_by(samples / "learned")
    assert (good.polarity, good.themes) == ("strength", (("supervision", "strength"),))
    assert (bad.polarity, bad.themes) == ("weakness", (("early-help", "weakness"),))


def test_the_card_of_the_models_tells_of_the_labels(samples: Path, scripts: Any) -> None:
    (samples / "learned").mkdir()
    card = samples / "learned" / "card.toml"
    card.write_text('classifier = "linear"\nlabels = "0123"\nmeasured = "no"\n', encoding="utf-8")
    assert scripts.train.main(arguments(samples)) == 0
    digest = hashlib.sha256((samples / "labels.csv").read_bytes()).hexdigest()
    told = f'classifier = "linear"\nlabels = "{digest}"\nmeasured = "no"\n'
    assert card.read_text(encoding="utf-8") == told


def test_the_same_labels_give_the_same_bytes_whatever_files_are_called(
    samples: Path, scripts: Any
) -> None:
    assert scripts.train.main(arguments(samples)) == 0
    first = [(samples / "learned" / name).read_bytes() for name in FILES]
    for at, path in enumerate(sorted((samples / "reports").iterdir(), reverse=True)):
        path.rename(path.with_name(f"renamed-{at}.md"))
    assert scripts.train.main(arguments(samples)) == 0
    assert [(samples / "learned" / name).read_bytes() for name in FILES] == first


def test_a_polarity_without_examples_is_never_found(samples: Path, scripts: Any) -> None:
    labels = scripts.labels.read_labels(samples / "labels.csv")
    few = {
        key: [one for one in those if one.polarity in {"strength", "weakness"}]
        for key, those in labels.items()
    }
    scripts.labels.write_labels(samples / "labels.csv", few)
    assert scripts.train.main(arguments(samples)) == 0
    found = findings_by(samples / "learned")
    assert [one.polarity for one in found] == ["strength", "weakness"]


def test_held_out_reports_are_read_with_weights_that_never_saw_them(
    samples: Path, scripts: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[int]] = []
    learned: list[Any] = []

    def learn(corpus: Any, chosen: list[int], ways: Any) -> Any:
        seen.append(set(chosen))
        learned[:] = learned or [scripts.learn.learn(corpus, chosen, ways)]  # once: time
        return learned[0]

    monkeypatch.setattr(scripts.checks, "learn", learn)
    tables, quality = samples / "tables", samples / "quality.csv"
    more = ("--held-out", str(tables), "--quality", str(quality), "--seeds", "2")
    assert scripts.train.main(arguments(samples, *more)) == 0
    told = capsys.readouterr().out
    assert "confidence | right | sentences" in told
    (row,) = [line for line in told.splitlines() if line.startswith("polarity | ")]
    assert all(0.5 < float(value) <= 1 for value in row.split(" | ")[1:3])
    with (tables / "reports.csv").open(encoding="utf-8", newline="") as handle:
        assert len(list(csv.DictReader(handle))) == 6
    with quality.open(encoding="utf-8", newline="") as handle:
        support = {row["theme"]: int(row["support"]) for row in csv.DictReader(handle)}
    assert (
        support["supervision"] == 24
    )  # four of its five sentences state something, in six reports
    assert seen[:5] == [set(range(6)) - part for part in ({0, 5}, {1}, {2}, {3}, {4})]
    assert len(seen) == 10 and seen[5:] != seen[:5]
    assert not (samples / "learned").exists()


# -- labels that no longer fit --------------------------------------------------------------


def shift(samples: Path, scripts: Any, by: int) -> None:
    """Every offset is off, as after a change of parsing."""
    text = (samples / "labels.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in text[1:]]
    moved = [[key, str(int(a) + by), str(int(b) + by), *rest] for key, a, b, *rest in rows]
    lines = [text[0], *(",".join(row) for row in moved)]
    (samples / "labels.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("by", [40, -40, 100_000])
def test_shifted_labels_are_found_by_their_words(
    samples: Path, scripts: Any, by: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert scripts.train.main(arguments(samples)) == 0
    first = [(samples / "learned" / name).read_bytes() for name in FILES]
    unshifted = (samples / "labels.csv").read_bytes()
    shift(samples, scripts, by)
    assert scripts.train.main(arguments(samples)) == 0
    assert [(samples / "learned" / name).read_bytes() for name in FILES] == first
    told = capsys.readouterr().err
    assert "lost" not in told
    if by == 100_000:  # beyond the end: none overlaps its sentence any more
        assert "(700.md): 20 of 20 labels moved to where their words stand now" in told
    assert scripts.train.main(arguments(samples, "--settle")) == 0
    assert (samples / "labels.csv").read_bytes() == unshifted


def reword(samples: Path, count: int) -> str:
    """Labels whose words stand nowhere: the first so many of the first report in the file."""
    lines = (samples / "labels.csv").read_text(encoding="utf-8").splitlines()
    for at in range(1, count + 1):
        report, start, end, _, *rest = lines[at].split(",")
        lines[at] = ",".join([report, start, end, "0" * 8, *rest])
    (samples / "labels.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return lines[1].split(",")[0]


def test_too_many_lost_labels_stop_the_run_and_are_told_by_report(
    samples: Path, scripts: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    report = reword(samples, 1)  # 1 of 120: 0.83%
    assert scripts.train.main(arguments(samples)) == 1
    first, second, error = capsys.readouterr().err.splitlines()
    assert first.startswith(f"{report} (70") and "1 of 20 labels lost, their words" in first
    assert second == "1 of 120 labels lost (0.83%)"
    assert error == "error: 1 of 120 labels lost (0.83%), more than 0.50%: nothing was learned"
    assert not (samples / "learned").exists()


def test_few_lost_labels_are_told_and_left_out(
    samples: Path, scripts: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    reword(samples, 1)
    assert scripts.train.main(arguments(samples, "--lost", "0.01")) == 0
    done = capsys.readouterr()
    assert "1 of 120 labels lost (0.83%)" in done.err
    assert done.out == "6 reports, 119 labelled sentences\n"
    assert sorted(path.name for path in (samples / "learned").iterdir()) == sorted(FILES)


def test_a_report_that_is_not_there_is_told_by_its_source(
    samples: Path, scripts: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (samples / "reports" / "702.md").unlink()
    assert scripts.train.main(arguments(samples)) == 1
    told = capsys.readouterr().err
    assert "(702, ilacs, Wexcombe Council, 2024-03-08): 20 of 20 labels lost, no file" in told
    assert "20 of 120 labels lost (16.67%)" in told


def test_labels_that_are_no_labels_are_told_by_line(
    samples: Path, scripts: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = samples / "labels.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:3], ",5,x,01234567,s,,m,"]) + "\n", encoding="utf-8")
    assert scripts.train.main(arguments(samples)) == 1
    assert "labels.csv, line 4: bad value" in capsys.readouterr().err
