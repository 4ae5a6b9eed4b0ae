"""Learn the weights in `graphbuilder/learned` from labelled sentences of real reports.

    python training/train.py --reports FOLDER            # learn and write the weights
    python training/train.py --reports FOLDER --check    # cross-validate by report, write nothing
    python training/train.py --reports FOLDER --held-out DIR
        # the tables of all reports, each read with weights that never saw it

Needs the extra `training` (scikit-learn, scipy). Same labels, same weights: nothing is random.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from inspectgraph.graphbuilder.build import build
from inspectgraph.graphbuilder.classify import polarity, themes
from inspectgraph.graphbuilder.classify.features import Features, features_of
from inspectgraph.graphbuilder.classify.linear import (
    Weights,
    format_weights,
    parse_weights,
    softmax,
    using_weights,
)
from inspectgraph.graphbuilder.extract.report import extract_report
from inspectgraph.graphbuilder.parse.document import parse
from inspectgraph.graphbuilder.parse.sentences import Sentence, split_sentences
from inspectgraph.graphbuilder.read.files import find_inputs, read
from inspectgraph.ontology.authorities import AuthorityIndex
from inspectgraph.ontology.errors import ReadError
from inspectgraph.queries.export import export_tables
from inspectgraph.queries.source.local import open_store
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

LABELS = Path(__file__).parent / "labels.csv"
LEARNED = Path(__file__).parents[1] / "graphbuilder" / "learned"
KEY = 12
POLARITY = dict(zip("swmnr", polarity.POLARITIES, strict=True))
FOLDS = 5
SEEN_AT_LEAST = {"polarity": 3, "themes": 3}
C_FIRST, C_SECOND, C_THEMES, C_PAIRS = 1.0, 0.3, 4.0, 0.1
LEAST = {polarity.FIRST: 0.04, polarity.SECOND: 0.0, themes.FIRST: 0.3, themes.SECOND: 0.0}
REFERENCE_WEIGHT, REFERENCE_WEIGHT_OF_PAIRS = 2.0, 4.0
NEVER_SEEN = -4.5
THEMES = themes.load_themes()
ROLE_CLASSES = [f"{role}|{name}" for role in themes.ROLES for name in THEMES.ids]
LABEL = themes.PAIR_NAMES.index("label")
FOUND = {"strength", "weakness", "mixed", "recommendation"}


@dataclass(frozen=True)
class Report:
    """A report with its sentences and the labels of some of them."""

    path: Path
    kind: str
    title: str
    sentences: tuple[Sentence, ...]
    labels: dict[int, tuple[str, tuple[str, ...], str]]


@dataclass(frozen=True)
class Example:
    """A labelled sentence: its place, polarity, themes, and the weight of who labelled it."""

    report: int
    at: int
    polarity: int
    themes: frozenset[str]
    weight: float


def load_reports(folder: Path) -> list[Report]:
    """Every report of the folder that has labels, in the order of their hashes."""
    labels: dict[str, list[dict[str, str]]] = defaultdict(list)
    with LABELS.open(encoding="utf-8", newline="") as handle:
        report = ""
        for row in csv.DictReader(handle):
            report = row["report"] or report  # empty: the report of the line above
            labels[report].append(row)
    index = AuthorityIndex.load()
    reports = []
    for entry in find_inputs([folder])[0]:
        try:
            source = read(entry.name, entry.load())
            key = source.sha256[:KEY]
            if key not in labels:
                continue
            document = parse(source)
            facts, _ = extract_report(document, index)
        except ReadError:
            continue
        sentences = split_sentences(document)
        found = dict(_placed(labels[key], sentences))
        reports.append(Report(entry.path, facts.kind, facts.title, sentences, found))
    return sorted(reports, key=lambda report: report.path.name)


def _placed(
    rows: Sequence[dict[str, str]], sentences: Sequence[Sentence]
) -> Iterator[tuple[int, tuple[str, tuple[str, ...], str]]]:
    """Labels at the sentences that they overlap by half or more."""
    starts = [sentence.start for sentence in sentences]
    for row in sorted(rows, key=lambda r: r["by"] == "reference"):
        start, end = int(row["start"]), int(row["end"])
        at = int(np.searchsorted(starts, end)) - 1
        if at < 0:
            continue
        best = max(range(max(0, at - 3), at + 1), key=lambda k: _overlap(sentences[k], start, end))
        if _overlap(sentences[best], start, end) * 2 >= max(end - start, 1):
            yield best, (POLARITY[row["polarity"]], tuple(row["themes"].split()), row["by"])


def _overlap(sentence: Sentence, start: int, end: int) -> int:
    return min(sentence.end, end) - max(sentence.start, start)


def examples_of(reports: Sequence[Report], chosen: Sequence[int]) -> list[Example]:
    """The labelled sentences of the chosen reports."""
    return [
        Example(
            at_report,
            at,
            polarity.POLARITIES.index(label),
            frozenset(about),
            REFERENCE_WEIGHT if by == "reference" else 1.0,
        )
        for at_report in chosen
        for at, (label, about, by) in sorted(reports[at_report].labels.items())
    ]


# -- polarity -------------------------------------------------------------------------------


def learn_polarity(
    reports: Sequence[Report], chosen: Sequence[int], features: Sequence[Sequence[Features]]
) -> dict[str, Weights]:
    """Both passes. The second learns from first passes that had not seen the sentence."""
    examples = examples_of(reports, chosen)
    first = _first_polarity(examples, features)
    chances = [np.zeros(0)] * len(reports)
    for part in _parts(chosen):
        rest = _first_polarity([e for e in examples if e.report not in part], features)
        for at in part:
            chances[at] = softmax(polarity.first_scores(features[at], rest))
    names = polarity.context_names()
    contexts = {at: polarity.context_features(reports[at].sentences, chances[at]) for at in chosen}
    inputs = np.stack([contexts[e.report][e.at] for e in examples])
    model = LogisticRegression(C=C_SECOND, max_iter=1000)
    model.fit(inputs, [e.polarity for e in examples], sample_weight=[e.weight for e in examples])
    rows = {name: model.coef_[:, at] for at, name in enumerate(names)}
    rows["(bias)"] = model.intercept_
    return {polarity.FIRST: first, polarity.SECOND: _weights(polarity.POLARITIES, rows, 0.0)}


def _first_polarity(examples: Sequence[Example], features: Sequence[Sequence[Features]]) -> Weights:
    chosen = [features[e.report][e.at] for e in examples]
    counts: Counter[str] = Counter()
    for one in chosen:
        counts.update(list(one.words))
        counts.update(list(one.marks))
    names = sorted(n for n, c in counts.items() if c >= SEEN_AT_LEAST["polarity"])
    places = {name: at for at, name in enumerate(names)}
    matrix = _sparse([_valued(one, places) for one in chosen], len(names))
    model = LogisticRegression(C=C_FIRST, max_iter=300, tol=1e-3)
    model.fit(matrix, [e.polarity for e in examples], sample_weight=[e.weight for e in examples])
    rows = {name: model.coef_[:, at] for name, at in places.items()}
    rows["(bias)"] = model.intercept_
    return _weights(polarity.POLARITIES, rows, LEAST[polarity.FIRST])


def _valued(one: Features, places: dict[str, int]) -> dict[int, float]:
    word = polarity.WORD_WEIGHT / np.sqrt(max(1, len(one.words)))
    found = {places[w]: word for w in one.words if w in places}
    return found | {places[m]: polarity.MARK_WEIGHT for m in one.marks if m in places}


# -- themes ---------------------------------------------------------------------------------


def learn_themes(reports: Sequence[Report], chosen: Sequence[int]) -> dict[str, Weights]:
    """Both passes; the second has one set of weights for all themes."""
    examples = examples_of(reports, chosen)
    first = _first_themes(reports, examples)
    inputs, places, answers, weights = [], [], [], []
    for part in _parts(chosen):
        rest = _first_themes(reports, [e for e in examples if e.report not in part])
        for at in part:
            mine = [
                e for e in examples if e.report == at and polarity.POLARITIES[e.polarity] in FOUND
            ]
            if not mine:
                continue
            report = reports[at]
            scores = themes.first_theme_scores(report.sentences, report.kind, rest, THEMES)
            topic = themes.topic_of(report.sentences, report.kind, report.title, THEMES)
            pairs = themes.pair_features(report.sentences, scores, THEMES, topic)
            for e in mine:
                wanted = np.array([name in e.themes for name in THEMES.ids])
                label = pairs[e.at][:, LABEL] > 0
                kept = np.flatnonzero(wanted | label | (scores[e.at] > NEVER_SEEN))
                inputs.append(pairs[e.at][kept])
                places.append(kept)
                answers.append(wanted[kept])
                weights.append(np.full(len(kept), REFERENCE_WEIGHT_OF_PAIRS if e.weight > 1 else 1))
    second = _second_themes(*map(np.concatenate, (inputs, places, answers, weights)))
    return {themes.FIRST: first, themes.SECOND: second}


def _second_themes(
    pairs: np.ndarray, places: np.ndarray, answers: np.ndarray, weights: np.ndarray
) -> Weights:
    """Weights that all themes share, one of each theme's own, and one of its labels'."""
    count = np.arange(len(places))
    shape = (len(places), len(THEMES.ids))
    own = csr_matrix((np.ones(len(places)), (count, places)), shape=shape)
    labels = csr_matrix((pairs[:, LABEL], (count, places)), shape=shape)
    model = LogisticRegression(C=C_PAIRS, max_iter=1000)
    model.fit(hstack([csr_matrix(pairs), own, labels]).tocsr(), answers, sample_weight=weights)
    names = [
        *themes.PAIR_NAMES,
        *(f"theme:{name}" for name in THEMES.ids),
        *(f"label:{name}" for name in THEMES.ids),
    ]
    rows = {name: [float(model.coef_[0, at])] for at, name in enumerate(names)}
    rows["(bias)"] = [float(model.intercept_[0])]
    return _weights(("about",), rows, 0.0)


def _first_themes(reports: Sequence[Report], examples: Sequence[Example]) -> Weights:
    valued = [_theme_values(reports[e.report], e.at) for e in examples]
    counts: Counter[str] = Counter(name for one in valued for name in one)
    names = sorted(n for n, c in counts.items() if c >= SEEN_AT_LEAST["themes"])
    places = {name: at for at, name in enumerate(names)}
    rows = [{places[n]: v for n, v in one.items() if n in places} for one in valued]
    matrix = _sparse(rows, len(names))
    weights = np.zeros((len(names), len(THEMES.ids)))
    bias = np.full(len(THEMES.ids), float(themes.LOWEST))
    for column, name in enumerate(THEMES.ids):
        wanted = np.array([name in e.themes for e in examples])
        if wanted.sum() >= 3:
            model = LogisticRegression(C=C_THEMES, solver="liblinear", tol=1e-2)
            model.fit(matrix, wanted)
            weights[:, column] = model.coef_[0]
            bias[column] = model.intercept_[0]
    return _weights(ROLE_CLASSES, _by_word(places, weights, bias), LEAST[themes.FIRST])


def _by_word(
    places: dict[str, int], weights: np.ndarray, bias: np.ndarray
) -> dict[str, list[float]]:
    """A row a word: its weights in each role, one behind the other. What has no role
    (the kind of report, the bias) stands in the first."""
    width = len(THEMES.ids)
    table: dict[str, np.ndarray] = {}
    for name, at in places.items():
        role, bar, word = name.partition("|")
        row = table.setdefault(word if bar else name, np.zeros(width * len(themes.ROLES)))
        first = list(themes.ROLES).index(role) * width if bar else 0
        row[first : first + width] = weights[at]
    table["(bias)"] = np.concatenate([bias, np.zeros(width * (len(themes.ROLES) - 1))])
    return {name: row.tolist() for name, row in table.items()}


def _theme_values(report: Report, at: int) -> dict[str, float]:
    """The features of the first pass with their values, as `first_theme_scores` weighs them."""
    sentences = report.sentences
    here = sentences[at]
    texts = {"own": here.text}
    if here.index:
        texts |= {"before": sentences[at - 1].text, "opener": sentences[at - here.index].text}
    if here.index + 1 < here.of:
        texts["after"] = sentences[at + 1].text
    heads = dict(zip(("head", "head2"), reversed(here.block.path[-2:]), strict=False))
    values = {f"kind:{report.kind}": 0.5}
    for role, text in (texts | heads).items():
        words = themes.theme_words(text)
        value = themes.ROLES[role] / np.sqrt(max(1, len(words)))
        values |= {f"{role}|{word}": float(value) for word in words}
    return values


# -- pieces ---------------------------------------------------------------------------------


def _parts(chosen: Sequence[int]) -> list[set[int]]:
    """The chosen reports in `FOLDS` parts."""
    return [set(chosen[part::FOLDS]) for part in range(FOLDS)]


def _sparse(rows: Sequence[dict[int, float]], width: int) -> csr_matrix:
    ends = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.fromiter((c for row in rows for c in row), np.int64, ends[-1])
    values = np.fromiter((v for row in rows for v in row.values()), np.float64, ends[-1])
    return csr_matrix((values, columns, ends), shape=(len(rows), width))


def _weights(classes: Sequence[str], rows: dict[str, Sequence[float]], least: float) -> Weights:
    """Weights as they are read back from their file."""
    return parse_weights(format_weights(classes, rows, least))


def learn(reports: Sequence[Report], chosen: Sequence[int]) -> dict[str, Weights]:
    """All weights, from the labels of the chosen reports."""
    features = [
        features_of(r.sentences, r.kind) if at in set(chosen) else []
        for at, r in enumerate(reports)
    ]
    return learn_polarity(reports, chosen, features) | learn_themes(reports, chosen)


def write(weights: dict[str, Weights]) -> None:
    """The files in `graphbuilder/learned`."""
    for name, one in weights.items():
        rows = {feature: one.matrix[at].tolist() for feature, at in one.rows.items()}
        (LEARNED / name).write_text(format_weights(one.classes, rows, 0.0005), encoding="utf-8")


# -- checks ---------------------------------------------------------------------------------


def held_out(reports: Sequence[Report], folder: Path) -> None:
    """Tables of all reports, each built with weights that saw none of its labels."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    every = list(range(len(reports)))
    for number, part in enumerate(_parts(every), 1):
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
    for part in _parts(every):
        with using_weights(learn(reports, [at for at in every if at not in part])):
            for at in sorted(part):
                report = reports[at]
                verdicts = polarity.judge_sentences(report.sentences, report.kind)
                about = themes.find_themes(report.sentences, report.kind, report.title, THEMES)
                for place, (label, names, by) in report.labels.items():
                    if by != "reference":
                        continue
                    total += 1
                    right += verdicts[place].polarity == label
                    if label in FOUND:
                        hits += len(set(names) & set(about[place]))
                        wanted += len(names)
                        given += len(about[place])
    print(f"polarity accuracy {right / total:.4f} of {total}")
    print(f"themes F1 {2 * hits / (wanted + given):.4f}")


def main() -> None:
    """Parse arguments and run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--held-out", type=Path)
    options = parser.parse_args()
    reports = load_reports(options.reports)
    count = sum(len(report.labels) for report in reports)
    print(f"{len(reports)} reports, {count} labelled sentences", flush=True)
    if options.check:
        check(reports)
    elif options.held_out:
        held_out(reports, options.held_out)
    else:
        write(learn(reports, list(range(len(reports)))))


if __name__ == "__main__":
    main()
