"""What is learned, checked on reports that were held out."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from inspectgraph.graphbuilder.build import build
from inspectgraph.graphbuilder.classify import polarity, themes
from inspectgraph.graphbuilder.classify.linear import using_weights
from inspectgraph.queries.export import export_tables
from inspectgraph.queries.source.local import open_store
from learn import FOLDS, FOUND, THEMES, learn, parts
from reports import Report


def held_out(reports: Sequence[Report], folder: Path) -> None:
    """Tables of all reports, each built with weights that saw none of its labels."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    every = list(range(len(reports)))
    for number, part in enumerate(parts(every), 1):
        weights = learn(reports, [at for at in every if at not in part])
        with tempfile.TemporaryDirectory() as work, using_weights(weights):
            store = Path(work) / "graph.db"
            build([reports[at].path for at in sorted(part)], store)
            export_tables(open_store(store), Path(work) / "tables")
            for table in sorted((Path(work) / "tables").glob("*.csv")):
                _append(table, folder / table.name)
        print(f"part {number} of {FOLDS}: {len(part)} reports", flush=True)


def _append(table: Path, to: Path) -> None:
    lines = table.read_text(encoding="utf-8").split("\n", 1)
    with to.open("a", encoding="utf-8", newline="") as out:
        out.write("\n".join(lines) if not out.tell() else lines[1])


def check(reports: Sequence[Report]) -> None:
    """Accuracy of polarity and F1 of themes, cross-validated by report, on the reference."""
    right = total = hits = wanted = given = 0
    every = list(range(len(reports)))
    for part in parts(every):
        with using_weights(learn(reports, [at for at in every if at not in part])):
            for at in sorted(part):
                report = reports[at]
                verdicts = polarity.judge_sentences(report.sentences, report.kind)
                about = themes.find_themes(report.sentences, report.kind, report.title, THEMES)
                for place, label in report.labels.items():
                    if label.by != "reference":
                        continue
                    total += 1
                    right += verdicts[place].polarity == label.polarity
                    if label.polarity in FOUND:
                        hits += len(set(label.themes) & set(about[place]))
                        wanted += len(label.themes)
                        given += len(about[place])
    print(f"polarity accuracy {right / total:.4f} of {total}")
    print(f"themes F1 {2 * hits / (wanted + given):.4f}")
