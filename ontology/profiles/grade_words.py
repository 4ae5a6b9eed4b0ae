"""`words/grades.toml`, `aspects.toml`, `news.toml`: how grades and what is graded are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from inspectgraph.ontology.profiles.rules import CaseRule, IdRule, Rule, either
from inspectgraph.ontology.profiles.tables import Regex


@dataclass(frozen=True)
class Grade(IdRule):
    """A grade as printed; ``number`` is that of the scale of 2009-13, 0 for none, ``cell`` the
    word that fills a cell of a table, where `at_end` does not know it."""

    number: int = 0
    cell: str = ""


@dataclass(frozen=True, eq=False)
class GradeWords:
    """`grades.toml`: grades, and what tells a row of grades from words."""

    grade: tuple[Grade, ...]
    at_end: CaseRule
    item: Rule
    line: Rule
    table_head: Rule
    table_opening: Rule
    cell: Rule
    cell_open: Rule
    cell_rest: Rule
    record: Rule
    history: Rule
    column_earlier: Rule
    column_now: Rule
    column_noun: Rule
    no_grade: Rule
    ungraded: Rule

    @cached_property
    def any(self) -> str:
        """The source of a pattern for any grade in words."""
        return either(self.grade)

    @cached_property
    def anywhere(self) -> Regex:
        """A grade in words or as a number, within other words."""
        return re.compile(
            rf"(?:grade \d\s*[:(–-]*\s*)?\b({self.any})\b\s*\)?|\bgrade ([1-4])\b", re.IGNORECASE
        )

    @cached_property
    def alone(self) -> Regex:
        """A grade that is all of a line."""
        return re.compile(
            rf"(?:grade \d\s*[:(–-]*\s*)?({self.any})\s*\)?\.?$|grade ([1-4])\.?$", re.IGNORECASE
        )

    def id_of(self, printed: str) -> str:
        """The id of a grade as printed ("Requires improvement to be good")."""
        plain = " ".join(printed.split())
        return next(grade.id for grade in self.grade if grade.pattern.fullmatch(plain))

    def numbered(self, number: int) -> str:
        """The id of a grade by its number."""
        return next(grade.id for grade in self.grade if grade.number == number)


@dataclass(frozen=True)
class Word:
    """Words that patterns share: a name in capitals stands for its pattern."""

    id: str
    pattern: str
    reason: str


@dataclass(frozen=True)
class AspectLabel:
    """What reports print for an aspect; names of shared words stand for their patterns."""

    id: str
    pattern: str
    reason: str
    example: str
    counter: str = ""


@dataclass(frozen=True)
class Half:
    """A half of a report that has two; ``aspects`` are graded in it alone."""

    id: str
    aspects: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Combined:
    """An aspect that stands for several."""

    aspect: str
    parts: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class AspectWords:
    """`aspects.toml`: labels of the aspects that are graded."""

    word: tuple[Word, ...]
    aspect: tuple[AspectLabel, ...]
    half: tuple[Half, ...] = ()
    half_heading: tuple[IdRule, ...] = ()
    combined: tuple[Combined, ...] = ()

    def spelled(self, pattern: str) -> str:
        """A pattern with the shared words written out."""
        for word in reversed(self.word):
            pattern = pattern.replace(word.id, word.pattern)
        return pattern

    @cached_property
    def stands_for(self) -> dict[str, frozenset[str]]:
        """For each aspect those that a row of it stands for: parts, or the whole."""
        of_whole = {row.aspect: frozenset(row.parts) for row in self.combined}
        of_part = {part: frozenset({row.aspect}) for row in self.combined for part in row.parts}
        return {**of_whole, **of_part}

    @cached_property
    def only_in(self) -> dict[str, str]:
        """The half of each aspect that only one half grades."""
        return {aspect: half.id for half in self.half for aspect in half.aspects}


@dataclass(frozen=True)
class NewsWords:
    """`news.toml`: how news items are recognised, and how they tell grades.

    ``headline`` is the aspect whose grade a headline gives where it names no service.
    """

    headline: str
    publisher: Rule
    telling: Rule
    inspected: Rule
    reporting: Rule
    own_voice: Rule
    others_say: Rule
    next_item: Rule
    byline: CaseRule
    grading: Rule
    stating: Rule
    grade_noun: Rule
    goes_on: Rule
    not_now: Rule
    others: Rule
    whole: Rule
    service: tuple[IdRule, ...]

    @cached_property
    def services(self) -> Regex:
        """Any service, the longest words first; which one tells the name of its group."""
        rows = sorted(self.service, key=lambda row: -len(row.pattern.pattern))
        parts = (f"(?P<s{self.service.index(row)}>{row.pattern.pattern})" for row in rows)
        return re.compile("|".join(parts), re.IGNORECASE)
