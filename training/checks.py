"""What is learned, checked on reports that were held out."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from inspectgraph.graphbuilder.build import BuildOptions, build
from inspectgraph.graphbuilder.classify.linear import Weights, format_weights
from inspectgraph.graphbuilder.classify.linear_classifier import MODELS, LinearClassifier
from inspectgraph.ontology.profiles import Profile
from inspectgraph.queries.export import export_tables
from inspectgraph.queries.source.local import open_store
from learn import FOLDS, FOUND, learn, parts
from reports import Report

SMALLEST = 0.0005  # weights are kept in thousandths


def write(weights: Mapping[str, Weights], folder: Path) -> None:
    """The files of weights."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in weights.items():
        rows = {feature: model.matrix[at].tolist() for feature, at in model.rows.items()}
        (folder / name).write_text(format_weights(model.classes, rows, SMALLEST), encoding="utf-8")


def held_out(reports: Sequence[Report], folder: Path, profile: Profile) -> None:
    """Tables of all reports, each built with weights that saw none of its labels."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    every = list(range(len(reports)))
    for number, part in enumerate(parts(every), 1):
        weights = learn(reports, [at for at in every if at not in part], profile)
        with tempfile.TemporaryDirectory() as work:
            lent = Path(work) / "profile"  # the same profile with these weights in place of its own
            shutil.copytree(profile.folder.path, lent)
            write(weights, lent / "models")
            store = Path(work) / "graph.db"
            build([reports[at].path for at in sorted(part)], store, BuildOptions(profile=str(lent)))
            export_tables(open_store(store), Path(work) / "tables")
            for table in sorted((Path(work) / "tables").glob("*.csv")):
                _append(table, folder / table.name)
        print(f"part {number} of {FOLDS}: {len(part)} reports", flush=True)


def _append(table: Path, to: Path) -> None:
    lines = table.read_text(encoding="utf-8").split("\n", 1)
    with to.open("a", encoding="utf-8", newline="") as out:
        out.write("\n".join(lines) if not out.tell() else lines[1])


def check(reports: Sequence[Report], profile: Profile) -> None:
    """Accuracy of polarity and F1 of themes, cross-validated by report, on the reference."""
    right = total = hits = wanted = given = 0
    every = list(range(len(reports)))
    for part in parts(every):
        weights = learn(reports, [at for at in every if at not in part], profile)
        classifier = LinearClassifier.of(profile, [weights[name] for name in MODELS])
        for at in sorted(part):
            report = reports[at]
            readings = classifier.classify(report.sentences, report.framework, report.title)
            for place, label in report.labels.items():
                if label.by != "reference":
                    continue
                total += 1
                right += readings[place].polarity == label.polarity
                if label.polarity in FOUND:
                    about = {theme.id for theme in readings[place].themes}
                    hits += len(set(label.themes) & about)
                    wanted += len(label.themes)
                    given += len(about)
    print(f"polarity accuracy {right / total:.4f} of {total}")
    print(f"themes F1 {2 * hits / (wanted + given):.4f}")
