"""Themes with their labels, read from SKOS, and which of them a text names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
from inspectgraph.graphbuilder.classify.features import PAUSE, stem, tokens_of
from inspectgraph.graphbuilder.classify.linear import Matrix
from inspectgraph.ontology import terms

# How strongly words point to a theme; only the order of these values counts.
SIGN = 1.0  # a word that goes with it: "thresholds" for assessment
NAME = 2.0  # a name of one word, which can have other meanings: "placement"
FULL_NAME = 3.0  # a name of several words, or an abbreviation: "child sexual exploitation", "CSE"
FORBIDDEN = -1.0  # words that look like it, and veto it where they stand


@dataclass(frozen=True)
class Theme:
    """A theme, the words that name it, and other words that point to it."""

    id: str
    names: tuple[str, ...]
    signs: tuple[str, ...]
    negative: tuple[str, ...] = ()
    broader: str = ""


@dataclass(frozen=True)
class ThemeSet:
    """All themes, with what is looked up in them."""

    themes: tuple[Theme, ...]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(theme.id for theme in self.themes)

    @cached_property
    def parents(self) -> tuple[int, ...]:
        """The place of each theme's broader theme, -1 where it has none."""
        places = {theme.id: at for at, theme in enumerate(self.themes)}
        return tuple(places.get(theme.broader, -1) for theme in self.themes)

    @cached_property
    def phrases(self) -> dict[str, list[tuple[tuple[str, ...], int, float]]]:
        """(stems, theme, how strongly they point to it) by first stem, the longest first."""
        phrases: dict[str, list[tuple[tuple[str, ...], int, float]]] = {}
        for at, theme in enumerate(self.themes):
            kinds = ((theme.names, NAME), (theme.signs, SIGN), (theme.negative, FORBIDDEN))
            for labels, value in kinds:
                for label in labels:
                    stems = stems_of(label)
                    full = value == NAME and (len(stems) > 1 or label.isupper())
                    if stems:
                        entry = (stems, at, FULL_NAME if full else value)
                        phrases.setdefault(stems[0], []).append(entry)
        for entries in phrases.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry[0], entry[1]))
        return phrases

    def hits(self, text: str) -> Matrix:
        """How strongly a text points to each theme: 0, SIGN, NAME or FULL_NAME."""
        stems = stems_of(text)
        values: dict[int, float] = {}
        forbidden: set[tuple[int, int]] = set()
        opened = [
            (at, entries) for at, entries in enumerate(map(self.phrases.get, stems)) if entries
        ]
        for at, entries in opened:
            for phrase, theme, value in entries:
                if stems[at : at + len(phrase)] != phrase:
                    continue
                if value == FORBIDDEN:
                    forbidden |= {(theme, at + step) for step in range(len(phrase))}
                elif value > values.get(theme, 0.0) and (theme, at) not in forbidden:
                    values[theme] = value
        hits = np.zeros(len(self.themes), np.float32)
        hits[list(values)] = list(values.values())
        return hits


def read_themes(turtle: Iterable[bytes]) -> ThemeSet:
    """The themes that Turtle files describe together. Raises SyntaxError for anything else."""
    from pyoxigraph import NamedNode, RdfFormat, Store

    store = Store()
    for data in turtle:
        store.load(data, format=RdfFormat.TURTLE)
    labels: dict[str, dict[str, set[str]]] = {}
    wanted = [terms.PREF_LABEL, terms.ALT_LABEL, terms.HIDDEN_LABEL, terms.NEGATIVE_LABEL]
    for predicate in [*wanted, terms.BROADER]:
        for quad in store.quads_for_pattern(None, NamedNode(predicate), None, None):
            subject, value = str(quad.subject)[1:-1], getattr(quad.object, "value", "")
            if subject.startswith(terms.THEME):
                labels_of_theme = labels.setdefault(subject.removeprefix(terms.THEME), {})
                labels_of_theme.setdefault(predicate, set()).add(value.removeprefix(terms.THEME))
    return ThemeSet(tuple(_theme(name, labels[name]) for name in sorted(labels)))


def _theme(name: str, values: dict[str, set[str]]) -> Theme:
    names = sorted(
        label for kind in (terms.PREF_LABEL, terms.ALT_LABEL) for label in values.get(kind, ())
    )
    signs = sorted(values.get(terms.HIDDEN_LABEL, ()))
    negative = sorted(values.get(terms.NEGATIVE_LABEL, ()))
    broader = next(iter(sorted(values.get(terms.BROADER, ()))), "")
    return Theme(name, tuple(names), tuple(signs), tuple(negative), broader)


@lru_cache(maxsize=8192)
def stems_of(text: str) -> tuple[str, ...]:
    """Stems of a text's words, without signs and figures."""
    return tuple(map(stem, words_of(text)))


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, without signs and figures."""
    return tuple([word for word in tokens_of(text) if word not in PAUSE and word[0] != "#"])


def theme_words(text: str, stop: frozenset[str]) -> dict[str, None]:
    """What the first pass sees of a text: stems and pairs of stems, stop words left out.
    Each once, in the order of the text."""
    stems = [stem(word) for word in words_of(text) if word not in stop]
    return dict.fromkeys([*stems, *[f"{a} {b}" for a, b in pairwise(stems)]])
