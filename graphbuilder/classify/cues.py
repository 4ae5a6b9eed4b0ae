"""Cues: words that praise, criticise, concede, plan or refer to the past, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from inspectgraph.ontology.profiles.report_words import Cues

Continuation = tuple[tuple[str, ...], tuple[str, ...]]


class CueLexicon:
    """The cues of a profile, to be looked up by the words of a sentence."""

    def __init__(self, cues: Cues) -> None:
        self.negation = frozenset(cues.negation.words)
        self._by_letters = _by_letters(cues)
        # asked for each word of a report: a cache in C costs a third of one in Python
        self._begun_by = lru_cache(maxsize=100_000)(self._continuations)

    def find(self, tokens: Sequence[str]) -> list[tuple[str, str, int]]:
        """(kind, phrase, place) of each cue; at each place the longest phrase counts."""
        sightings = []
        opened = [
            (at, continuations)
            for at, continuations in enumerate(map(self._begun_by, tokens))
            if continuations
        ]
        for at, continuations in opened:
            for more, kinds in continuations:
                following = tokens[at + 1 : at + 1 + len(more)]
                if len(following) == len(more) and all(map(_fits, more, following)):
                    phrase = " ".join((tokens[at], *following))
                    sightings += [(kind, phrase, at) for kind in kinds]
                    break
        return sightings

    def _continuations(self, token: str) -> tuple[Continuation, ...]:
        """What follows a word in the phrases that it can begin, with their kinds of cue; the
        longest first."""
        phrases = self._by_letters.get(token[:2], ())
        return tuple([(phrase[1:], kinds) for phrase, kinds in phrases if _fits(phrase[0], token)])


def _fits(pattern: str, token: str) -> bool:
    return token.startswith(pattern[:-1]) if pattern[-1] == "*" else token == pattern


def _by_letters(cues: Cues) -> dict[str, list[Continuation]]:
    """Every phrase with its kinds, by the first two letters, the longest first."""
    kinds: dict[tuple[str, ...], list[str]] = {}
    for kind, phrases in cues.phrases.items():
        for phrase in phrases:
            kinds.setdefault(tuple(phrase.split()), []).append(kind)
    by_letters: dict[str, list[Continuation]] = {}
    for words in sorted(kinds, key=lambda w: (-len(w), w)):
        by_letters.setdefault(words[0][:2], []).append((words, tuple(kinds[words])))
    return by_letters
