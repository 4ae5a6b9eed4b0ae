"""What is learned, checked on reports that were held out."""

from __future__ import annotations

import csv
import random
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from corpus import Bools, Corpus, Floats, Rows
from first_pass import SMALLEST, parts
from inspectgraph.graphbuilder.build import BuildOptions, build
from inspectgraph.graphbuilder.classify.linear import Weights, format_weights
from inspectgraph.graphbuilder.classify.linear_classifier import MODELS, LinearClassifier
from inspectgraph.graphbuilder.classify.polarity import POLARITIES
from inspectgraph.ontology.profiles import Profile
from inspectgraph.ontology.profiles.theme_quality import COLUMNS
from inspectgraph.queries.export import export_tables
from inspectgraph.queries.source.local import open_store
from learn import learn
from measures import calibration_error, polarity_measures, reliability, theme_measures
from ways import FOLDS, Ways


def write(weights: Mapping[str, Weights], folder: Path) -> None:
    """The files of weights."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in weights.items():
        rows = {feature: model.matrix[at].tolist() for feature, at in model.rows.items()}
        (folder / name).write_text(format_weights(model.classes, rows, SMALLEST), encoding="utf-8")


def outer_folds(
    corpus: Corpus, ways: Ways, seed: int = 0
) -> Iterator[tuple[list[int], dict[str, Weights]]]:
    """The reports in parts, each with weights learned, and chosen, from the others only. Seed 0
    is the order of the sources."""
    every = range(len(corpus.reports))
    order = corpus.real(every)
    if seed:
        random.Random(seed).shuffle(order)
    for part in map(set, parts(order, FOLDS)):
        yield sorted(part), learn(corpus, [at for at in every if at not in part], ways)


def begin_tables(folder: Path) -> None:
    """A new folder for the tables of held-out reports."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def add_tables(
    corpus: Corpus,
    part: Sequence[int],
    weights: Mapping[str, Weights],
    folder: Path,
    profile: Profile,
) -> None:
    """The tables of a part's reports, built with weights that saw none of its labels."""
    with tempfile.TemporaryDirectory() as work:
        lent = Path(work) / "profile"  # the same profile with these weights in place of its own
        shutil.copytree(profile.folder.path, lent)
        write(weights, lent / "models")
        store = Path(work) / "graph.db"
        build([corpus.reports[at].path for at in part], store, BuildOptions(profile=str(lent)))
        export_tables(open_store(store), Path(work) / "tables")
        for table in sorted((Path(work) / "tables").glob("*.csv")):
            _append(table, folder / table.name)


def _append(table: Path, to: Path) -> None:
    lines = table.read_text(encoding="utf-8").split("\n", 1)
    with to.open("a", encoding="utf-8", newline="") as out:
        out.write("\n".join(lines) if not out.tell() else lines[1])


@dataclass(frozen=True, eq=False)
class Readings:
    """What the labels of held-out reports were read as; a row a label, in the corpus's order."""

    guessed: Rows
    confidence: Floats
    themes: Bools


def read_held_out(
    corpus: Corpus, profile: Profile, ways: Ways, seed: int = 0, tables: Path | None = None
) -> Readings:
    """Every label read with weights that saw none of its report; the tables of those reports
    too, where a folder is given."""
    count = len(corpus.labels)
    about = np.zeros((count, len(corpus.known.themes.ids)), bool)
    readings = Readings(np.zeros(count, np.intp), np.zeros(count), about)
    if tables:
        begin_tables(tables)
    for number, (part, weights) in enumerate(outer_folds(corpus, ways, seed), 1):
        _read(corpus, part, weights, profile, readings)
        if tables:
            add_tables(corpus, part, weights, tables, profile)
        print(f"part {number} of {FOLDS}: {len(part)} reports", flush=True)
    return readings


def _read(
    corpus: Corpus,
    part: Sequence[int],
    weights: Mapping[str, Weights],
    profile: Profile,
    into: Readings,
) -> None:
    places = corpus.theme_places
    classifier = LinearClassifier.of(profile, [weights[name] for name in MODELS])
    for at in part:
        report = corpus.reports[at]
        read = classifier.classify(report.sentences, report.framework, report.title)
        for number in corpus.chosen([at]):
            reading = read[corpus.labelled[number] - corpus.first[at]]
            into.guessed[number] = POLARITIES.index(reading.polarity)
            into.confidence[number] = reading.confidence
            into.themes[number, [places[theme.id] for theme in reading.themes]] = True


def check(
    corpus: Corpus,
    profile: Profile,
    ways: Ways,
    seeds: int = 1,
    quality: Path | None = None,
    held_out: Path | None = None,
) -> None:
    """Print measures of held-out reports: of one division into parts, and mean and spread of
    several; write the measurements of each theme, and the tables of held-out reports."""
    tables: list[dict[str, float]] = []
    for seed in range(seeds):
        readings = read_held_out(corpus, profile, ways, seed, None if seed else held_out)
        tables.append(_measures(corpus, readings, ways))
        if not seed:
            _print_reliability(corpus, readings)
            if quality:
                write_quality(corpus, readings, quality)
    print("measure | first | mean | spread")
    for name in tables[0]:
        values = [table[name] for table in tables]
        print(f"{name} | {values[0]:.4f} | {np.mean(values):.4f} | {np.std(values):.4f}")


def _asked(corpus: Corpus) -> Rows:
    """The labels that are measured: of real reports, without doubt."""
    rows = corpus.chosen(corpus.real(range(len(corpus.reports))))
    return rows[corpus.sure[rows]]


def _measures(corpus: Corpus, readings: Readings, ways: Ways) -> dict[str, float]:
    rows = _asked(corpus)
    again = np.array([corpus.labels[at].by in ways.read_again for at in rows], bool)
    found: dict[str, float] = {}
    for told, some in (("", rows), ("read again: ", rows[again])):
        values = polarity_measures(readings.guessed[some], corpus.verdicts[some])
        found |= {told + name: value for name, value in values.items()}
        states = some[corpus.verdicts[some] != POLARITIES.index("none")]
        given, wanted = readings.themes[states], corpus.wanted[states]
        found[f"{told}themes as labelled"] = theme_measures(given, wanted)[2]
        given = given & ~corpus.beside[states]
        found[f"{told}themes"] = theme_measures(given, wanted)[2]
    right = readings.guessed[rows] == corpus.verdicts[rows]
    found["calibration error"] = calibration_error(reliability(readings.confidence[rows], right))
    return found


def _print_reliability(corpus: Corpus, readings: Readings) -> None:
    rows = _asked(corpus)
    right = readings.guessed[rows] == corpus.verdicts[rows]
    print("confidence | right | sentences")
    for told, share, count in reliability(readings.confidence[rows], right):
        print(f"{told:.2f} | {share:.2f} | {count}")


def write_quality(corpus: Corpus, readings: Readings, path: Path) -> None:
    """Support, precision, recall and F1 of each theme, of sentences that state something."""
    rows = _asked(corpus)
    rows = rows[corpus.verdicts[rows] != POLARITIES.index("none")]
    given, wanted = readings.themes[rows] & ~corpus.beside[rows], corpus.wanted[rows]
    with path.open("w", encoding="utf-8", newline="") as handle:
        out = csv.writer(handle, lineterminator="\n")
        out.writerow(COLUMNS)
        for name, at in corpus.theme_places.items():
            support = int(wanted[:, at].sum())
            shown = [f"{value:.2f}" for value in theme_measures(given[:, at], wanted[:, at])]
            if support:  # of a theme without sentences nothing was measured
                out.writerow([name, support, *shown])
