"""Phrases: some words of a question, and what they can mean."""

from __future__ import annotations

from dataclasses import dataclass

from inspectgraph.queries.ask.grammar import Sense


@dataclass(frozen=True)
class Phrase:
    """Some words of the question and what they can mean; tokens first to last-1.

    `listed` tells that a comma stands before it.
    """

    words: str
    senses: tuple[Sense, ...]
    first: int
    last: int
    listed: bool = False

    @property
    def possessive(self) -> bool:
        """Whether it ends in 's."""
        return self.words.casefold().endswith("'s")

    def tagged(self, *tags: str) -> bool:
        """Whether it can be a word of one of these tags."""
        return any(sense.slot == "cue" and sense.value in tags for sense in self.senses)

    def fills(self, *slots: str) -> bool:
        """Whether it can be a value of one of these slots."""
        return any(sense.slot in slots for sense in self.senses)
