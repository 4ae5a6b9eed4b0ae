"""The labelled sentences of all reports as matrices: features are computed once and kept.

A row a sentence, labelled or not, report by report; learning and cross-validating only choose
among rows and columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from inspectgraph.graphbuilder.classify import polarity, themes
from inspectgraph.graphbuilder.classify.cues import CueLexicon
from inspectgraph.graphbuilder.classify.features import Features, features_of
from inspectgraph.graphbuilder.classify.polarity import POLARITIES
from inspectgraph.graphbuilder.classify.theme_labels import ThemeSet, read_themes, theme_words
from inspectgraph.graphbuilder.classify.valence import Valence
from inspectgraph.ontology.profiles import Profile
from labels import Label
from reports import WRITTEN, Report
from scipy.sparse import csr_matrix

SEEN_AT_LEAST = 3  # times that a feature stands in the labelled sentences learned from

Rows = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What a profile knows before anything is learned: themes, cues, stop words, topics."""

    themes: ThemeSet
    cues: CueLexicon
    valence: Valence
    stop: frozenset[str]
    topics: frozenset[str]

    @classmethod
    def of(cls, profile: Profile) -> Vocabulary:
        """The vocabulary of a profile."""
        labels = read_themes(profile.codes().values())
        topics = frozenset(profile.header.topics)
        valence = Valence(profile.valence)
        return cls(labels, CueLexicon(profile.cues), valence, profile.stop, topics)

    @property
    def role_classes(self) -> list[str]:
        """The classes of the first pass of themes: each theme in each role."""
        return [f"{role}|{name}" for role in themes.ROLES for name in self.themes.ids]


@dataclass(frozen=True, eq=False)
class Table:
    """Features of sentences: a row a sentence, a named column a feature."""

    names: npt.NDArray[np.str_]
    values: csr_matrix

    def seen(self, rows: Rows) -> Rows:
        """The columns that stand in enough of these rows to learn from."""
        counts = np.bincount(self.values[rows].indices, minlength=len(self.names))
        return np.flatnonzero(counts >= SEEN_AT_LEAST)


@dataclass(frozen=True, eq=False)
class Corpus:
    """Reports with their sentences as rows: ``first`` tells at which row each begins."""

    reports: Sequence[Report]
    known: Vocabulary
    first: Rows
    polarity: Table
    themes: Table

    @classmethod
    def of(cls, reports: Sequence[Report], profile: Profile) -> Corpus:
        """The corpus of some reports, with the features that a profile gives."""
        known = Vocabulary.of(profile)
        first = np.cumsum([0, *(len(report.sentences) for report in reports)])
        words = (_polarity_values(report, known) for report in reports)
        about = (_all_theme_values(report, known.stop) for report in reports)
        labelled = {first[at] + place for at, r in enumerate(reports) for place in r.labels}
        return cls(reports, known, first, _table(words, labelled), _table(about, labelled))

    def rows_of(self, report: int) -> slice:
        """The rows of a report's sentences."""
        return slice(int(self.first[report]), int(self.first[report + 1]))

    @cached_property
    def labelled(self) -> Rows:
        """The rows that have a label, in order."""
        return np.array(
            [
                self.first[at] + place
                for at, report in enumerate(self.reports)
                for place in sorted(report.labels)
            ],
            np.intp,
        )

    @cached_property
    def labels(self) -> list[Label]:
        """The labels of those rows."""
        return [label for r in self.reports for _, label in sorted(r.labels.items())]

    @cached_property
    def report(self) -> Rows:
        """The report of each label."""
        counts = [len(report.labels) for report in self.reports]
        return np.repeat(np.arange(len(counts)), counts)

    @cached_property
    def verdicts(self) -> Rows:
        """The polarity of each label, by its place in POLARITIES."""
        return np.array([POLARITIES.index(label.polarity) for label in self.labels])

    @cached_property
    def theme_places(self) -> dict[str, int]:
        """The column of each theme."""
        return {name: at for at, name in enumerate(self.known.themes.ids)}

    @cached_property
    def wanted(self) -> Bools:
        """Which themes each label names; shape (labels, themes)."""
        found = np.zeros((len(self.labels), len(self.theme_places)), bool)
        for at, label in enumerate(self.labels):
            found[at, [self.theme_places[name] for name in label.themes]] = True
        return found

    @cached_property
    def beside(self) -> Bools:
        """Themes that are broader or narrower than one that a label names: a careful reader
        might give them too, so they count neither for nor against."""
        parents = np.array(self.known.themes.parents)
        narrow = np.flatnonzero(parents >= 0)
        found = np.zeros_like(self.wanted)
        for at in narrow:
            found[:, parents[at]] |= self.wanted[:, at]
            found[:, at] |= self.wanted[:, parents[at]]
        return found & ~self.wanted

    @cached_property
    def sure(self) -> Bools:
        """Whether each label is without doubt."""
        return np.array([not label.doubtful for label in self.labels], bool)

    def real(self, reports: Iterable[int]) -> list[int]:
        """Those of some reports that are no written sentences."""
        return [at for at in reports if self.reports[at].key != WRITTEN]

    def findings_of(self, report: int) -> Rows:
        """The labels of a report that state something, by their place in ``labels``."""
        found = self.chosen([report])
        return found[self.verdicts[found] != POLARITIES.index("none")]

    def weights(self, by_kind: Mapping[str, float]) -> Floats:
        """The weight of each label by its kind."""
        return np.array([by_kind[label.by] for label in self.labels])

    def chosen(self, reports: Collection[int]) -> Rows:
        """The labels of some reports, by their place in ``labels``."""
        return np.flatnonzero(np.isin(self.report, list(reports)))


def _table(reports: Iterable[list[dict[str, float]]], labelled: Collection[int]) -> Table:
    rows = [row for report in reports for row in report]
    counts: Counter[str] = Counter()
    for at in labelled:
        counts.update(rows[at].keys())
    names = sorted(name for name, count in counts.items() if count >= SEEN_AT_LEAST)
    places = {name: at for at, name in enumerate(names)}
    kept = [{places[n]: v for n, v in row.items() if n in places} for row in rows]
    ends = np.cumsum([0, *map(len, kept)])
    columns = np.fromiter((c for row in kept for c in row), np.int64, ends[-1])
    values = np.fromiter((v for row in kept for v in row.values()), np.float64, ends[-1])
    shape = (len(kept), len(names))
    return Table(np.array(names), csr_matrix((values, columns, ends), shape=shape))


def _polarity_values(report: Report, known: Vocabulary) -> list[dict[str, float]]:
    found = features_of(report.sentences, report.framework.id, known.cues, known.valence)
    return [_valued(one) for one in found]


def _valued(one: Features) -> dict[str, float]:
    """Features with their values, as `PolarityModel.first_scores` weighs them."""
    word = float(polarity.WORD_WEIGHT / np.sqrt(max(1, len(one.words))))
    return dict.fromkeys(one.words, word) | dict.fromkeys(one.marks, polarity.MARK_WEIGHT)


def _all_theme_values(report: Report, stop: frozenset[str]) -> list[dict[str, float]]:
    return [_theme_values(report, at, stop) for at in range(len(report.sentences))]


def _theme_values(report: Report, at: int, stop: frozenset[str]) -> dict[str, float]:
    """Features with their values, as `themes.first_theme_scores` weighs them."""
    sentences = report.sentences
    here = sentences[at]
    texts = {"own": here.text}
    if here.index:
        texts |= {"before": sentences[at - 1].text, "opener": sentences[at - here.index].text}
    if here.index + 1 < here.of:
        texts["after"] = sentences[at + 1].text
    heads = dict(zip(("head", "head2"), reversed(here.block.path[-2:]), strict=False))
    values = {f"kind:{report.framework.id}": 0.5}
    for role, text in (texts | heads).items():
        words = theme_words(text, stop)
        value = float(themes.ROLES[role] / np.sqrt(max(1, len(words))))
        values |= {f"{role}|{word}": value for word in words}
    return values
