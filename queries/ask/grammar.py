"""The grammar of questions, `grammar.toml`, read: words with their senses, and patterns."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from inspectgraph.queries.ask.periods import in_words
from inspectgraph.queries.ask.tokens import phrase_key

_LISTS: Final = (
    *("after_theme", "exact", "ordinary", "heads", "kind_with_noun", "counted"),
    *("links", "council_words", "naming", "present", "quantities", "whole", "kind_words"),
)


@dataclass(frozen=True)
class Sense:
    """One thing that a phrase can mean: a word of the grammar, or a value of a slot."""

    slot: str  # "cue", "stop", "refused", or the type of a parameter
    value: str
    label: str = ""

    def __str__(self) -> str:
        """The sense as users see it."""
        if self.slot == "dates":
            return in_words(self.value)
        if self.slot == "cue":
            return f"asks for: {self.value}"
        return f"{self.slot} {self.value}" + (f" ({self.label})" if self.label else "")


@dataclass(frozen=True)
class Pattern:
    """A way to ask a query: the tags and slots that it needs and takes (see grammar.toml)."""

    query: str
    example: str
    needs: tuple[frozenset[str], ...] = ()
    may: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()
    any: frozenset[str] = frozenset()
    one: frozenset[str] = frozenset()
    either: frozenset[str] = frozenset()
    counts: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    unless: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Grammar:
    """`grammar.toml`, read."""

    words: Mapping[str, tuple[Sense, ...]]
    synonyms: Mapping[str, tuple[Sense, ...]]
    lists: Mapping[str, frozenset[str]]
    patterns: tuple[Pattern, ...]


@cache
def grammar() -> Grammar:
    """The words and patterns of `grammar.toml`, read once a process."""
    with Path(__file__).with_name("grammar.toml").open("rb") as file:
        data = tomllib.load(file)
    entries = [(word, Sense("stop", "")) for word in data["stop"]]
    entries += [(word, Sense("pronoun", "")) for word in data["pronouns"]]
    entries += [*_entries("refused", data["refused"]), *_entries("cue", data["cues"])]
    synonyms = [
        entry for slot, values in data["synonyms"].items() for entry in _entries(slot, values)
    ]
    common = frozenset(data["common"])
    return Grammar(
        _by_phrase(entries),
        _by_phrase(synonyms),
        {name: frozenset(data[name]) for name in _LISTS},
        tuple(_pattern(pattern, common) for pattern in data["patterns"]),
    )


def _entries(slot: str, values: Mapping[str, Iterable[str]]) -> list[tuple[str, Sense]]:
    """Each phrase with the value of the slot that it stands for."""
    return [(phrase, Sense(slot, value)) for value, phrases in values.items() for phrase in phrases]


def _by_phrase(entries: Iterable[tuple[str, Sense]]) -> dict[str, tuple[Sense, ...]]:
    senses: dict[str, list[Sense]] = {}
    for phrase, sense in entries:
        senses.setdefault(phrase_key(phrase), []).append(sense)
    return {phrase: tuple(meanings) for phrase, meanings in senses.items()}


def _pattern(
    data: dict[str, str | list[str] | list[list[str]] | dict[str, str]], common: frozenset[str]
) -> Pattern:
    """One pattern of the file."""

    def strings(name: str) -> tuple[str, ...]:
        return tuple(str(value) for value in data.get(name, ()))

    unless = data.get("unless", {})
    return Pattern(
        query=str(data["query"]),
        example=str(data["example"]),
        needs=tuple(frozenset(group) for group in data.get("needs", ())),
        may=frozenset(strings("may")) | common | ({"count"} if data.get("counts") else set()),
        slots=frozenset(strings("slots")),
        any=frozenset(strings("any")),
        one=frozenset(strings("one")),
        either=frozenset(strings("either")),
        counts=frozenset(strings("counts")),
        order=strings("order"),
        unless=tuple(unless.items()) if isinstance(unless, dict) else (),
    )
