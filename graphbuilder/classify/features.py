"""What the learned models see of a sentence: words in their clauses, cues, and context.

Features are strings in two groups. *Words* (the sentence's words and pairs) share the
weight 1/√n, so that long sentences do not outweigh others; *marks* (cues, headings, place,
neighbours) count one each. No feature depends on a name, a place or a report.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from inspectgraph.graphbuilder.classify.cues import CueLexicon
from inspectgraph.graphbuilder.classify.valence import Valence
from inspectgraph.graphbuilder.parse.sentences import Sentence

# "well-being", "children’s", "12.5%", and the signs that part clauses; other signs say nothing.
TOKEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d[\d,.]*%?|[,;:.!?()]")
PAUSE = frozenset(",;:.!?()")
BUT = frozenset(["but", "however", "nevertheless", "nonetheless", "yet"])
ALTHOUGH = frozenset(
    ["although", "though", "while", "whilst", "despite", "whereas", "notwithstanding"]
)
TURNING = BUT | ALTHOUGH
SHORTEST_STEM = 4  # letters; shorter stems are shared by unrelated words ("used", "user", "us")
NEGATED = 3  # words before a praise in which "not" turns it round: "not yet consistently good"
# Longest first, as `stem` takes the first that fits: "improvements" loses "ements", not "s".
ENDINGS = (
    *("ements", "ement", "iveness", "ively", "ingly", "ations", "ation", "ings", "ing", "edly"),
    *("ely", "ally", "ied", "ies", "ed", "es", "ly", "s", "e"),
)
# A graded heading ("Leadership: good") colours the sentences below it.
GRADES = re.compile(r"outstanding|good|adequate|requires? improvement|inadequate")
# "What is working well" in its many forms, and "What needs to improve": see `_shade`.
PRAISING = re.compile(
    r"strength|effective practice|good practice|doing that is effective|effective\b"
)
FAULTING = re.compile(
    r"improve(?!d)|priority action|do better|weakness|not yet good|is inadequate because|needed"
)
STUDY = re.compile(r"(?:case|practice) study")  # a boxed story about one child: no verdict
# Kinds of cue whose words are features, too; of the others only the kind counts.
NAMED = frozenset(["fault", "praise", "plan", "past", "few"])


@dataclass(frozen=True)
class Features:
    """The features of one sentence in their two groups; marks begin with "@"."""

    words: Collection[str]
    marks: Collection[str]


class Clause(NamedTuple):
    """Words of a clause and its role: ``main``, ``but`` or ``although``."""

    role: str
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class _Reading:
    """A sentence by itself, before its neighbours are considered."""

    tokens: tuple[str, ...]
    clauses: list[Clause]
    marks: list[str]
    balance: tuple[str, ...]


@lru_cache(maxsize=8192)
def tokens_of(text: str) -> tuple[str, ...]:
    """Words in lower case, figures as "#", and the signs that separate clauses."""
    tokens = TOKEN.findall(text.casefold().replace("'", "’"))
    return tuple([_figure(token) if token[0].isdigit() else token for token in tokens])


def _figure(token: str) -> str:
    return "#%" if token[-1] == "%" else "#"


def clauses_of(tokens: Sequence[str]) -> list[Clause]:
    """The clauses of a sentence: ``main``, ``but`` (after a turn), ``although`` (conceded).

    "While A, B" concedes A; "A, but B" turns to B; "A, although B" concedes B.
    """
    if TURNING.isdisjoint(tokens):
        plain = tuple([token for token in tokens if token not in PAUSE])
        return [Clause("main", plain)] if plain else []
    clauses: list[Clause] = []
    role, current = "main", list[str]()
    opened_by_although = bool(tokens) and tokens[0] in ALTHOUGH
    for at, token in enumerate(tokens):
        if token in BUT and at and not _is_adverb(tokens, at):
            clauses.append(Clause(role, tuple(current)))
            role, current = "but", []
        elif token in ALTHOUGH:
            if current:
                clauses.append(Clause(role, tuple(current)))
            role, current = "although", []
        elif token in ",;" and role == "although" and opened_by_although and len(current) > 2:
            clauses.append(Clause(role, tuple(current)))
            role, current, opened_by_although = "main", [], False
        elif token not in PAUSE:
            current.append(token)
    clauses.append(Clause(role, tuple(current)))
    return [clause for clause in clauses if clause.tokens]


def _is_adverb(tokens: Sequence[str], at: int) -> bool:
    """ "Yet" turns a sentence after a pause or "and"; "not yet" and "yet to" are no turns."""
    return tokens[at] == "yet" and not (tokens[at - 1] in PAUSE or tokens[at - 1] == "and")


def features_of(
    sentences: Sequence[Sentence], kind: str, cues: CueLexicon, valence: Valence
) -> list[Features]:
    """The features of each sentence of a report in their order; ``kind`` is the report's."""
    readings = [_read(sentence.text, cues, valence) for sentence in sentences]
    features = []
    for at, (sentence, reading) in enumerate(zip(sentences, readings, strict=True)):
        before = readings[at - 1] if sentence.index else None
        after = readings[at + 1] if sentence.index + 1 < sentence.of else None
        marks = [
            *reading.marks,
            *reading.balance,
            *_heading_features(sentence.block.path[-3:], sentence.block.kind.value, kind),
            *_place_features(sentence, reading.tokens),
            *_neighbour_features("<", before),
            *_neighbour_features(">", after),
        ]
        words = _word_features(reading.tokens, reading.clauses)
        features.append(Features(dict.fromkeys(words), dict.fromkeys(marks)))
    return features


def _read(text: str, cues: CueLexicon, valence: Valence) -> _Reading:
    tokens = tokens_of(text)
    clauses = clauses_of(tokens)
    marks, balance = _cue_features(clauses, cues)
    marks += [mark for clause in clauses for mark in valence.marks(clause.role, clause.tokens)]
    return _Reading(tokens, clauses, marks, balance)


def _word_features(tokens: Sequence[str], clauses: Sequence[Clause]) -> list[str]:
    plain = [token for token in tokens if token not in PAUSE]
    words = [*plain, *[f"{a} {b}" for a, b in pairwise(plain)], *map(stem, plain)]
    if len(clauses) > 1:
        words += [f"{clause.role}:{stem(token)}" for clause in clauses for token in clause.tokens]
    return words


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word's stem, marked by "~": endings that have no polarity are dropped."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)] + "~"
    return word + "~"


def _cue_features(clauses: Sequence[Clause], cues: CueLexicon) -> tuple[list[str], tuple[str, ...]]:
    """Marks of cues, reversed where negated, and of their sums by clause; and their balance."""
    marks: list[str] = []
    signs: dict[str, list[int]] = {}
    for clause in clauses:
        tally: dict[str, int] = {}
        for kind, phrase, at in cues.find(clause.tokens):
            negated = kind == "praise" and any(
                t in cues.negation for t in clause.tokens[max(0, at - NEGATED) : at]
            )
            shown = "unpraise" if negated else kind
            tally[shown] = tally.get(shown, 0) + 1
            marks.append(f"@{shown}={phrase}" if kind in NAMED else f"@cue={kind}")
        marks += [f"@{clause.role}.{shown}:{min(count, 4)}" for shown, count in tally.items()]
        sign = tally.get("praise", 0) - tally.get("fault", 0) - 2 * tally.get("unpraise", 0)
        signs.setdefault(clause.role, []).append(sign)
        marks.append(f"@{clause.role}.sign:{max(-3, min(3, sign))}")
    flat = [sign for clause_signs in signs.values() for sign in clause_signs]
    both = min(flat) < 0 < max(flat) if flat else False
    return marks, _balance("+".join(sorted(signs)), both, max(-4, min(4, sum(flat))))


@cache
def _balance(roles: str, both: bool, total: int) -> tuple[str, ...]:
    return (f"@roles:{roles}", f"@both:{both}", f"@roles:{roles}/both:{both}", f"@sum:{total}")


@lru_cache(maxsize=4096)
def _heading_features(path: tuple[str, ...], block_kind: str, kind: str) -> tuple[str, ...]:
    """What the headings above say, and the kind of list and report that they are in."""
    heading = path[-1].casefold() if path else ""
    whole = " / ".join(path).casefold()
    grade = GRADES.findall(whole)
    shade = _shade(heading) or _shade(whole)
    words = [f"@h:{stem(word)}" for word in tokens_of(heading)[:12] if word not in PAUSE]
    return (
        f"@kind:{kind}",
        f"@block:{block_kind}",
        f"@grade:{grade[-1] if grade else '-'}",
        f"@shade:{shade}",
        f"@shade:{shade}/{block_kind}",
        f"@kind:{kind}/shade:{shade}/{block_kind}",
        *words,
    )


def _place_features(sentence: Sentence, tokens: Sequence[str]) -> tuple[str, ...]:
    """The place of a sentence in its paragraph, its length, how it begins and ends."""
    figures = tokens.count("#") + tokens.count("#%")
    return (
        *_shape(sentence.index, sentence.of, min(len(tokens) // 8, 6), min(figures, 3)),
        f"@opens:{' '.join(tokens[:1])}",
        f"@opens:{' '.join(tokens[:2])}",
        f"@ends:{sentence.text[-1:]}",
    )


@lru_cache(maxsize=4096)
def _shape(index: int, of: int, length: int, figures: int) -> tuple[str, ...]:
    return (
        f"@first:{index == 0}",
        f"@last:{index == of - 1}",
        f"@alone:{of == 1}",
        f"@length:{length}",
        f"@figures:{figures}",
    )


def _shade(heading: str) -> str:
    """What a heading says about the list or section below it."""
    if STUDY.search(heading):
        return "study"
    if FAULTING.search(heading) and not PRAISING.search(heading):
        return "fault"
    if PRAISING.search(heading) and not FAULTING.search(heading):
        return "praise"
    if re.search(r"recommend|areas for", heading):
        return "ask"
    return "both" if PRAISING.search(heading) else ""


def _neighbour_features(side: str, reading: _Reading | None) -> tuple[str, ...]:
    """The balance of a neighbour's cues, and how it begins."""
    if reading is None:
        return (f"@{side}none",)
    opens = reading.tokens[0] if reading.tokens else ""
    return (*_beside(side, reading.balance), f"@{side}opens:{opens}")


@lru_cache(maxsize=4096)
def _beside(side: str, balance: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"@{side}{mark[1:]}" for mark in balance)
