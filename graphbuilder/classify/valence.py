"""What words do to an evaluation, in the order in which they stand: features of clauses.

"Inspectors saw no drift" and "few children wait" praise with words that fault, as one before them
takes away; "has prevented good plans" faults with words that praise. Each word of the profile's
`valence.toml` has a class; features are made of the classes that stand near each other, so that
what is learned of "no delay" holds for "hardly any drift" too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from inspectgraph.ontology.profiles.report_words import ValenceWords

NEAR = 6  # words from one class to the next in which the first still acts on the second
GOOD, BAD = "good", "bad"
# Classes that turn what follows round.
TURNS = frozenset(["lack", "less"])


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
        total = 0
        for place, (at, name) in enumerate(found):
            before = found[place - 1] if place else None
            near = before is not None and at - before[0] <= NEAR
            if before is not None and near:
                marks.append(f"@v:{before[1]}>{name}")
                if place > 1 and before[0] - found[place - 2][0] <= NEAR:
                    marks.append(f"@v:{found[place - 2][1]}>{before[1]}>{name}")
            if name in (GOOD, BAD):
                turned = before is not None and near and before[1] in TURNS
                total += (1 if name == GOOD else -1) * (-1 if turned else 1)
        return [*marks, f"@v.{role}:{max(-3, min(3, total))}"]
