"""The labelled reports of a folder, and an account of the labels that do not fit them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from inspectgraph.graphbuilder.extract.report import extract_report
from inspectgraph.graphbuilder.parse.document import parse
from inspectgraph.graphbuilder.parse.sentences import Sentence, split_sentences
from inspectgraph.graphbuilder.read.inputs import Input, find_inputs
from inspectgraph.graphbuilder.read.read import read
from inspectgraph.ontology.errors import ReadError
from inspectgraph.ontology.profiles import Framework, Profile
from labels import KEY, Label, Placed, place

WRITTEN = "written"  # the key of the report of written sentences, and how they came about


@dataclass(frozen=True)
class Report:
    """A report with its sentences and where its labels stand."""

    key: str
    path: Path
    framework: Framework
    title: str
    sentences: tuple[Sentence, ...]
    placed: Placed

    @property
    def labels(self) -> dict[int, Label]:
        """The labels by the number of the sentence."""
        return self.placed.labels


@dataclass
class Account:
    """How many labels there are, and what does not fit, by report."""

    total: int
    lost: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The part of all labels that is lost."""
        return self.lost / self.total if self.total else 0.0

    def lose(self, count: int, of: int, report: str, why: str) -> None:
        """Labels of a report are lost."""
        self.lost += count
        self.lines.append(f"{report}: {count} of {of} labels lost, {why}")

    def move(self, count: int, of: int, report: str) -> None:
        """Labels of a report were found by their words, away from their offsets."""
        self.lines.append(f"{report}: {count} of {of} labels moved to where their words stand now")


def read_sources(path: Path) -> dict[str, str]:
    """What each labelled report is, in words, by its hash; in the order of the file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as handle:
        return {
            row.pop("report"): ", ".join(value for value in row.values() if value)
            for row in csv.DictReader(handle)
        }


def load_reports(
    folder: Path,
    labels: Mapping[str, Sequence[Label]],
    sources: Mapping[str, str],
    profile: Profile,
) -> tuple[list[Report], Account]:
    """Every report of the folder that has labels, in the order of the sources (whatever the
    files are called: the order tells which reports are held out together)."""
    account = Account(sum(map(len, labels.values())))
    inputs, reports = _inputs(folder, labels), []
    places = {key: at for at, key in enumerate(sources)}
    for key in sorted(labels, key=lambda key: (places.get(key, len(places)), key)):
        count = len(labels[key])
        if key not in inputs:
            name = f"{key} ({sources[key]})" if key in sources else key
            account.lose(count, count, name, f"no file with this hash in {folder}")
            continue
        name = f"{key} ({inputs[key].path.name})"
        try:
            report = _report(key, inputs[key], labels[key], profile)
        except ReadError as error:
            account.lose(count, count, name, f"it cannot be read: {error}")
            continue
        reports.append(report)
        if report.placed.moved:
            account.move(report.placed.moved, count, name)
        if report.placed.lost:
            account.lose(len(report.placed.lost), count, name, "their words stand nowhere in it")
    return reports, account


def _inputs(folder: Path, keys: Container[str]) -> dict[str, Input]:
    """The files of the folder whose bytes have labels, by their hashes."""
    found: dict[str, Input] = {}
    for entry in find_inputs([folder]).inputs:
        with suppress(ReadError):
            key = hashlib.sha256(entry.load()).hexdigest()[:KEY]
            if key in keys:
                found.setdefault(key, entry)
    return found


def _report(key: str, entry: Input, labels: Sequence[Label], profile: Profile) -> Report:
    document = parse(read(entry.name, entry.load()), profile)
    facts, _ = extract_report(document, profile)
    sentences = split_sentences(document)
    placed = place(labels, sentences)
    return Report(key, entry.path, profile.framework(facts.kind), facts.title, sentences, placed)
