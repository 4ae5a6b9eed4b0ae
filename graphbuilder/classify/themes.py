"""Themes of sentences: up to three, the most specific that a sentence is about.

The first pass is linear over word stems: the sentence's own, and with weights of their own
those of its headings, of the sentence before and after it and of the paragraph's first ("The
service…", "This…"). The second weighs a theme's score against its neighbours', its broader
and narrower themes and the labels in `ontology/themes.ttl`, with the same weights for every
theme, so that a label added there works without learning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from inspectgraph.graphbuilder.classify.features import PAUSE, stem, tokens_of
from inspectgraph.graphbuilder.classify.linear import Known, Matrix, Weights, load_weights, sigmoid
from inspectgraph.graphbuilder.classify.neighbours import Places
from inspectgraph.graphbuilder.parse.sentences import Sentence
from inspectgraph.graphbuilder.rules import load_cues
from inspectgraph.ontology import terms

FIRST, SECOND = "themes.tsv", "themes-context.tsv"
ROLES = {"own": 2.0, "head": 1.0, "head2": 0.6, "before": 0.8, "opener": 0.6, "after": 0.4}
BESIDE = ("own", "before", "opener", "after")
LOWEST = np.float32(-5.0)
THRESHOLD, FIRST_BONUS, MOST = -0.5, 0.3, 3
AROUND = 10
CERTAIN = np.float32(5.0)
TOPICAL = {"jtai", "send"}
TOPICS = {"risk-vulnerability", "disabled-children", "camhs"}
OPENING = 3
SIGN, NAME, FULL_NAME, FORBIDDEN = 1.0, 2.0, 3.0, -1.0
STOP = frozenset(load_cues("stop.toml")["stop"])


@dataclass(frozen=True)
class Theme:
    """A theme, the words that name it, and other words that tell of it."""

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
        """(stems, theme, how much they tell of it) by first stem, the longest first."""
        found: dict[str, list[tuple[tuple[str, ...], int, float]]] = {}
        for at, theme in enumerate(self.themes):
            kinds = ((theme.names, NAME), (theme.signs, SIGN), (theme.negative, FORBIDDEN))
            for labels, value in kinds:
                for label in labels:
                    stems = stems_of(label)
                    full = value == NAME and (len(stems) > 1 or label.isupper())
                    if stems:
                        entry = (stems, at, FULL_NAME if full else value)
                        found.setdefault(stems[0], []).append(entry)
        for entries in found.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry[0], entry[1]))
        return found

    def hits(self, text: str) -> Matrix:
        """How a text tells of each theme: 0 not, SIGN by a word of it, NAME by its name,
        FULL_NAME by one of several words or an abbreviation."""
        stems = stems_of(text)
        found: dict[int, float] = {}
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
                elif value > found.get(theme, 0.0) and (theme, at) not in forbidden:
                    found[theme] = value
        hits = np.zeros(len(self.themes), np.float32)
        hits[list(found)] = list(found.values())
        return hits


@lru_cache(maxsize=8)
def load_themes(extra: str = "") -> ThemeSet:
    """The themes of the ontology; ``extra`` is Turtle with labels and themes to add.

    Raises SyntaxError where the Turtle cannot be parsed.
    """
    from pyoxigraph import NamedNode, RdfFormat, Store

    store = Store()
    base = files("inspectgraph.ontology").joinpath("profiles/ofsted/codes/themes.ttl").read_bytes()
    for data in (base, extra.encode()):
        store.load(data, format=RdfFormat.TURTLE)
    labels: dict[str, dict[str, set[str]]] = {}
    wanted = [terms.PREF_LABEL, terms.ALT_LABEL, terms.HIDDEN_LABEL, terms.NEGATIVE_LABEL]
    for predicate in [*wanted, terms.BROADER]:
        for quad in store.quads_for_pattern(None, NamedNode(predicate), None, None):
            subject, value = str(quad.subject)[1:-1], getattr(quad.object, "value", "")
            if subject.startswith(terms.THEME):
                found = labels.setdefault(subject.removeprefix(terms.THEME), {})
                found.setdefault(predicate, set()).add(value.removeprefix(terms.THEME))
    return ThemeSet(tuple(_theme(name, labels[name]) for name in sorted(labels)))


def _theme(name: str, values: dict[str, set[str]]) -> Theme:
    names = sorted(
        label for kind in (terms.PREF_LABEL, terms.ALT_LABEL) for label in values.get(kind, ())
    )
    signs = sorted(values.get(terms.HIDDEN_LABEL, ()))
    negative = sorted(values.get(terms.NEGATIVE_LABEL, ()))
    broader = next(iter(sorted(values.get(terms.BROADER, ()))), "")
    return Theme(name, tuple(names), tuple(signs), tuple(negative), broader)


def stems_of(text: str) -> tuple[str, ...]:
    """Stems of a text's words, without signs and figures."""
    return _stems_of(text)[0]


@lru_cache(maxsize=8192)
def _stems_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All stems of a text, and those of words that are no stop words."""
    words = [word for word in tokens_of(text) if word not in PAUSE and word[0] != "#"]
    telling = [word for word in words if word not in STOP]
    return tuple(map(stem, words)), tuple(map(stem, telling))


def theme_words(text: str) -> dict[str, None]:
    """What the first pass sees of a text: stems and pairs of stems, stop words left out.
    Each once, in the order of the text."""
    stems = _stems_of(text)[1]
    return dict.fromkeys([*stems, *[f"{a} {b}" for a, b in pairwise(stems)]])


def find_themes(
    sentences: Sequence[Sentence], kind: str, title: str, themes: ThemeSet
) -> list[tuple[str, ...]]:
    """The themes of each sentence of a report, the surest first."""
    if not sentences:
        return []
    topic = topic_of(sentences, kind, title, themes)
    first = first_theme_scores(sentences, kind, load_weights(FIRST), themes)
    pairs = pair_features(sentences, first, themes, topic)
    scores = second_theme_scores(pairs, load_weights(SECOND), themes)
    _let_names_decide(scores, sentences, themes)
    return choose(scores, themes.ids)


def _let_names_decide(scores: Matrix, sentences: Sequence[Sentence], themes: ThemeSet) -> None:
    """A theme that nothing was learned about (a user has added it) is where its name is."""
    learned = {name.partition("|")[2] for name in load_weights(FIRST).classes}
    new = [at for at, name in enumerate(themes.ids) if name not in learned]
    if new:
        named = np.stack([themes.hits(sentence.text)[new] for sentence in sentences]) >= NAME
        scores[:, new] = np.where(named, CERTAIN, LOWEST)


def choose(scores: Matrix, ids: Sequence[str]) -> list[tuple[str, ...]]:
    """For each sentence the themes whose score is high enough, three at most; the first has
    it easier."""
    ranked = np.argsort(-scores, axis=1, kind="stable")[:, :MOST]
    least = np.full(ranked.shape[1], THRESHOLD)
    least[0] -= FIRST_BONUS
    enough = np.take_along_axis(scores, ranked, axis=1) > least
    return [
        tuple([ids[at] for at, kept in zip(places, keeps, strict=True) if kept])
        for places, keeps in zip(ranked.tolist(), enough.tolist(), strict=True)
    ]


# -- first pass -----------------------------------------------------------------------------


def first_theme_scores(
    sentences: Sequence[Sentence], kind: str, weights: Weights, themes: ThemeSet
) -> Matrix:
    """Scores of the first pass; shape (sentences, themes).

    A word has a weight for each role that it can have and each theme; the classes are
    "role|theme", roles in the order of ROLES. A theme without weights of its own (one that a
    user has added) starts at the lowest score.
    """
    words = [theme_words(sentence.text) for sentence in sentences]
    counts = np.array([max(1, len(group)) for group in words], np.float32)
    known = weights.known(words)
    own, before, opener, after = _role_sums(weights, known, counts, BESIDE)
    classes = weights.classes[: own.shape[1]]
    shared = weights.row(f"kind:{kind}") * np.float32(0.5) + weights.row("(bias)")
    scores: Matrix = np.asarray(own + shared[: len(classes)], np.float32)
    places = Places.of(sentences)
    for beside in (places.shifted(before, -1), places.opener(opener), places.shifted(after, 1)):
        scores = np.asarray(scores + beside, np.float32)
    heads: dict[tuple[str, ...], Matrix] = {}
    for at, sentence in enumerate(sentences):
        path = sentence.block.path[-2:]
        if path not in heads:
            heads[path] = _head_scores(weights, path)
        scores[at] += heads[path]
    names = [name.partition("|")[2] for name in classes]
    return _by_themes(np.asarray(scores, np.float32), names, themes.ids)


def _role_sums(
    weights: Weights, known: Known, counts: Matrix, roles: tuple[str, ...]
) -> list[Matrix]:
    """What groups of words weigh in each role; shapes (groups, themes with weights)."""
    width = len(weights.classes) // len(ROLES)
    places = [list(ROLES).index(role) for role in roles]
    classes = tuple(at * width + theme for at in places for theme in range(width))
    sums = weights.sparse_sums(known, classes).reshape(len(counts), len(roles), width)
    shares = sums / np.sqrt(counts)[:, None, None]
    return [np.asarray(shares[:, at] * ROLES[role], np.float32) for at, role in enumerate(roles)]


def _head_scores(weights: Weights, path: tuple[str, ...]) -> Matrix:
    """What the two nearest headings say."""
    total = np.zeros(len(weights.classes) // len(ROLES), np.float32)
    for role, heading in zip(("head", "head2"), reversed(path), strict=False):
        words = theme_words(heading)
        counts = np.array([max(1, len(words))], np.float32)
        total += _role_sums(weights, weights.known([words]), counts, (role,))[0][0]
    return total


def _by_themes(scores: Matrix, classes: Sequence[str], ids: Sequence[str]) -> Matrix:
    if tuple(classes) == tuple(ids):
        return np.maximum(scores, LOWEST)
    places = {name: at for at, name in enumerate(classes)}
    placed = np.full((len(scores), len(ids)), LOWEST, np.float32)
    for at, name in enumerate(ids):
        if name in places:
            placed[:, at] = np.maximum(scores[:, places[name]], LOWEST)
    return placed


# -- second pass ----------------------------------------------------------------------------

PAIR_NAMES = (
    *("own", "before", "after", "block mean", "block most", "opener", "section", "report"),
    *("rank 1", "rank 2", "rank 3", "rank", "to first", "to second", "broader", "narrower"),
    *("crowd", "label", "name", "full name", "label before", "label in opener", "label in heading"),
    *("label × own", "label's share", "topic"),
)


def second_theme_scores(pairs: Matrix, weights: Weights, themes: ThemeSet) -> Matrix:
    """Scores of the second pass; shape (sentences, themes). Beside the weights that all themes
    share, each has one of its own, and one for how far its labels are to be trusted."""
    shared = np.stack([weights.row(name)[0] for name in PAIR_NAMES])
    own = np.stack([weights.row(f"theme:{name}")[0] for name in themes.ids])
    trust = np.stack([weights.row(f"label:{name}")[0] for name in themes.ids])
    label = pairs[:, :, PAIR_NAMES.index("label")]
    return np.asarray(pairs @ shared + weights.row("(bias)")[0] + own + label * trust, np.float32)


def topic_of(sentences: Sequence[Sentence], kind: str, title: str, themes: ThemeSet) -> Matrix:
    """What a joint inspection is about as a whole: the risks that its title and first
    sentences name. Other inspections are about everything."""
    if kind not in TOPICAL:
        return np.zeros(len(themes.themes), np.float32)
    opening = " ".join([title, *(sentence.text for sentence in sentences[:OPENING])])
    named = themes.hits(opening) > 0
    risks = [theme.id in TOPICS or theme.broader in TOPICS for theme in themes.themes]
    return np.asarray(named & np.array(risks), np.float32)


def pair_features(
    sentences: Sequence[Sentence], first: Matrix, themes: ThemeSet, topic: Matrix
) -> Matrix:
    """Features of each (sentence, theme); shape (sentences, themes, len(PAIR_NAMES))."""
    places, chances = Places.of(sentences), sigmoid(first)
    hits = np.stack([themes.hits(sentence.text) for sentence in sentences])
    label = (hits > 0).astype(np.float32)
    order = np.argsort(-first, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    top = np.take_along_axis(first, order[:, :2], axis=1)
    broader, narrower = _kin(first, themes.parents)
    narrow = np.array(themes.parents) >= 0  # others are named wherever children are
    columns = [
        first,
        places.shifted(chances, -1),
        places.shifted(chances, 1),
        places.others_mean(chances),
        places.others_most(chances),
        places.opener(chances),
        places.around(chances, AROUND),
        np.broadcast_to(chances.mean(axis=0), first.shape),
        *(rank == place for place in (0, 1, 2)),
        np.minimum(rank, 8) / 8,
        first - top[:, :1],
        first - top[:, 1:2],
        broader,
        narrower,
        np.broadcast_to(chances.sum(axis=1, keepdims=True), first.shape),
        label,
        hits >= NAME,
        (hits == FULL_NAME) & narrow,
        places.shifted(label, -1),
        places.opener(label),
        _labels_in_headings(sentences, themes),
        label * first,
        label / np.maximum(label.sum(axis=1, keepdims=True), 1),
        np.broadcast_to(topic, first.shape),
    ]
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=2)


def _labels_in_headings(sentences: Sequence[Sentence], themes: ThemeSet) -> Matrix:
    heads: dict[tuple[str, ...], Matrix] = {}
    for sentence in sentences:
        path = sentence.block.path[-2:]
        if path not in heads:
            heads[path] = (themes.hits(" . ".join(path)) > 0).astype(np.float32)
    return np.stack([heads[sentence.block.path[-2:]] for sentence in sentences])


def _kin(scores: Matrix, parents: Sequence[int]) -> tuple[Matrix, Matrix]:
    """Chances of each theme's broader theme and of its likeliest narrower one."""
    broader = np.full_like(scores, LOWEST)
    narrower = np.full_like(scores, LOWEST)
    for at, parent in enumerate(parents):
        if parent >= 0:
            broader[:, at] = scores[:, parent]
            narrower[:, parent] = np.maximum(narrower[:, parent], scores[:, at])
    return sigmoid(broader), sigmoid(narrower)
