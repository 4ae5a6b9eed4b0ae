"""Cues: words that praise, fault, concede, plan or tell of the past, found in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from inspectgraph.ontology.profiles.words import Cues

Continuation = tuple[tuple[str, ...], tuple[str, ...]]


class CueLexicon:
    """The cues of a profile, ready to be looked up by the words of a sentence."""

    def __init__(self, cues: Cues) -> None:
        self.negation = frozenset(cues.negation.words)
        self._by_letters = _by_letters(cues)
        self._opened: dict[str, tuple[Continuation, ...]] = {}

    def find(self, tokens: Sequence[str]) -> list[tuple[str, str, int]]:
        """(kind, phrase, place) of each cue; at each place the longest phrase counts."""
        found = []
        opened = [(at, cues) for at, cues in enumerate(map(self._from, tokens)) if cues]
        for at, cues in opened:
            for more, kinds in cues:
                said = tokens[at + 1 : at + 1 + len(more)]
                if len(said) == len(more) and all(map(_fits, more, said)):
                    phrase = " ".join((tokens[at], *said))
                    found += [(kind, phrase, at) for kind in kinds]
                    break
        return found

    def _from(self, token: str) -> tuple[Continuation, ...]:
        """What follows a word in the phrases that it can open, and the kinds of cue they are;
        the longest first."""
        known = self._opened.get(token)
        if known is None:
            phrases = self._by_letters.get(token[:2], ())
            known = tuple((one[1:], kinds) for one, kinds in phrases if _fits(one[0], token))
            self._opened[token] = known
        return known


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
