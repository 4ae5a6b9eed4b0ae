"""`words/agencies.toml`: how partner agencies are named, beside the reference data."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from inspectgraph.ontology.profiles.rules import NEVER, CaseIdRule
from inspectgraph.ontology.profiles.tables import Regex, regex, split_words


@dataclass(frozen=True)
class TitleRow:
    """A board or service that an area has one of (see `agencies.toml`)."""

    id: str
    board: str
    type: str
    named: str
    name: str
    reason: str
    heads: tuple[str, ...] = split_words("|")
    rank: int = 1
    alone: str = ""
    wider: bool = False
    since: date | None = None
    veto: Regex = regex(re.IGNORECASE, NEVER)
    example: str = field(kw_only=True)
    counter: str = ""


@dataclass(frozen=True)
class FamilyRow:
    """Names of the reference data with a common end."""

    id: str
    type: str
    reason: str
    heads: tuple[str, ...] = split_words("|")
    drop: tuple[str, ...] = split_words()
    holds: str = ""
    area: str = ""
    example: str = field(kw_only=True)
    counter: str = ""


@dataclass(frozen=True)
class PatternRow:
    """A shape of names that no list holds; ``veto`` are words that make it no body."""

    id: str
    type: str
    name: str
    veto: str
    reason: str
    heads: tuple[str, ...] = split_words("|")
    veto_alone: Regex = regex(re.IGNORECASE, NEVER)
    lower_after_place: bool = False
    example: str = field(kw_only=True)
    counter: str = ""


@dataclass(frozen=True)
class CueRow:
    """Words in whose sentence the bare name of a place stands for its council."""

    id: str
    reason: str
    heads: tuple[str, ...] = split_words("|")
    example: str = field(kw_only=True)
    counter: str = ""


@dataclass(frozen=True)
class PrefixRow:
    """Words that begin a name."""

    id: str
    reason: str
    heads: tuple[str, ...] = split_words("|")
    family: tuple[str, ...] = split_words()
    type: str = ""
    example: str = field(kw_only=True)
    counter: str = ""


@dataclass(frozen=True)
class WordList:
    """Words, and why they are listed."""

    reason: str
    words: tuple[str, ...] = split_words()


@dataclass(frozen=True)
class RoleRow:
    """Words before or after a mention that state a role of bodies of some types."""

    id: str
    reason: str
    types: tuple[str, ...] = split_words()
    before: Regex = regex(0, NEVER)
    after: Regex = regex(0, NEVER)
    example: str = field(kw_only=True)
    counter: str = ""


@dataclass(frozen=True)
class GenericRow(CaseIdRule):
    """Generic words that mean the one body of a type that serves the area."""

    type: str = field(kw_only=True)


@dataclass(frozen=True, eq=False)
class AgencyWords:
    """`agencies.toml`: how partner agencies are named, beside the reference data."""

    title: tuple[TitleRow, ...]
    family: tuple[FamilyRow, ...]
    pattern: tuple[PatternRow, ...]
    cue: tuple[CueRow, ...]
    prefix: tuple[PrefixRow, ...]
    not_a_name: WordList
    role: tuple[RoleRow, ...]
    generic: tuple[GenericRow, ...]
