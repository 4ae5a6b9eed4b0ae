"""What words do to an evaluation, in the order in which they stand: features of clauses.

"Inspectors saw no drift" and "few children wait" praise with words that fault, as one before them
takes away; "has prevented good plans" faults with words that praise. Each word of the profile's
`valence.toml` has a class; features are made of the classes that stand near each other, so that
what is learned of "no delay" holds for "hardly any drift" too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from inspectgraph.ontology.profiles.report_words import ValenceWords

NEAR = 6  # words from one class to the next in which the first still acts on the second
SIGNS = {"praise": 1, "fault": -1}
TURNS = frozenset(["lack", "less"])  # classes that turn what follows round


class Valence:
    """The classes of a profile's words."""

    def __init__(self, words: ValenceWords) -> None:
        self._exact: dict[str, str] = {}
        self._begins: dict[str, str] = {}
        for name, entries in words.classes():
            for entry in entries:
                into = self._begins if entry[-1] == "*" else self._exact
                into.setdefault(entry.removesuffix("*"), name)
        self._longest = max(map(len, self._begins), default=0)
        self._shortest = min(map(len, self._begins), default=0)
        self.of = lru_cache(maxsize=100_000)(self._class)

    def _class(self, word: str) -> str:
        """The class of a word, "" where it has none."""
        found = self._exact.get(word)
        if found is not None:
            return found
        for length in range(min(len(word), self._longest), self._shortest - 1, -1):
            found = self._begins.get(word[:length])
            if found is not None:
                return found
        return ""

    def marks(self, role: str, tokens: Sequence[str]) -> list[str]:
        """Features of a clause: its classes, those that follow each other, and their sum."""
        found = [(at, name) for at, name in enumerate(map(self.of, tokens)) if name]
        marks = [f"@v:{name}" for _, name in found]
        total, turned_at = 0, -NEAR - 1
        for place, (at, name) in enumerate(found):
            marks += _sequences(found[max(0, place - 2) : place + 1])
            if name in TURNS:
                turned_at = at
            elif name in SIGNS:
                total += SIGNS[name] * (-1 if at - turned_at <= NEAR else 1)
        return [*marks, f"@v.{role}:{max(-3, min(3, total))}"]


def _sequences(found: Sequence[tuple[int, str]]) -> list[str]:
    """The last class of some, with the one and the two before it where they are near."""
    names = [name for _, name in found]
    near = [b - a <= NEAR for (a, _), (b, _) in pairwise(found)]
    pair = [f"@v:{names[-2]}>{names[-1]}"] if near and near[-1] else []
    return [*pair, f"@v:{'>'.join(names)}"] if len(near) == 2 and all(near) else pair
