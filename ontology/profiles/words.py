"""The words of a domain: what each file in a profile's `words` folder holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from inspectgraph.ontology.profiles.rules import CaseIdRule, CaseRule, IdRule, Rule, any_of, either
from inspectgraph.ontology.profiles.tables import Regex, regex, split_words

NEVER = r"(?!)"
_i = re.IGNORECASE


@dataclass(frozen=True)
class DocumentWords:
    """`document.toml`: what the parts of a report are called."""

    not_narrative: tuple[Rule, ...]
    narrative: tuple[Rule, ...]
    part: tuple[Rule, ...]
    back_matter: tuple[Rule, ...]
    boilerplate: tuple[Rule, ...]
    cover: tuple[Rule, ...]

    @cached_property
    def no_narrative(self) -> Regex:
        """Headings under which nothing is narrative."""
        return any_of(self.not_narrative)

    @cached_property
    def is_narrative(self) -> Regex:
        """Headings that are narrative although their type is set below one of those."""
        return any_of(self.narrative)

    @cached_property
    def opens_part(self) -> Regex:
        """Headings that close every heading above them."""
        return any_of(self.part)

    @cached_property
    def is_back_matter(self) -> Regex:
        """Where the publisher's last words begin."""
        return any_of(self.back_matter)

    @cached_property
    def is_boilerplate(self) -> Regex:
        """Blocks that are the publisher's wherever they stand."""
        return any_of(self.boilerplate)

    @cached_property
    def is_cover(self) -> Regex:
        """Blocks of covers that say when, by whom and of what kind."""
        return any_of(self.cover)


@dataclass(frozen=True)
class ReportWords:
    """`reports.toml`: whose report it is and who inspected."""

    name: tuple[CaseIdRule, ...]
    inspectorate: tuple[IdRule, ...]


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
    ungraded: Rule

    @cached_property
    def any(self) -> str:
        """The source of a pattern for any grade in words."""
        return either(self.grade)

    @cached_property
    def anywhere(self) -> Regex:
        """A grade in words or as a number, within other words."""
        return re.compile(
            rf"(?:grade \d\s*[:(–-]*\s*)?\b({self.any})\b\s*\)?|\bgrade ([1-4])\b", _i
        )

    @cached_property
    def alone(self) -> Regex:
        """A grade that is all of a line."""
        return re.compile(
            rf"(?:grade \d\s*[:(–-]*\s*)?({self.any})\s*\)?\.?$|grade ([1-4])\.?$", _i
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
    reporting: Rule
    service: tuple[IdRule, ...]


@dataclass(frozen=True)
class HintedRule(Rule):
    """A rule that is tried only where one of its ``words`` stands in the sentence."""

    words: tuple[str, ...] = split_words()
    id: str = ""


@dataclass(frozen=True, eq=False)
class FindingWords:
    """`findings.toml`: what a finding is about beside its themes, and what is none."""

    section: tuple[IdRule, ...]
    opening: tuple[IdRule, ...]
    sector: tuple[HintedRule, ...]
    resolved: tuple[HintedRule, ...]
    framework: tuple[Rule, ...]
    no_finding: tuple[Rule, ...]

    @cached_property
    def is_no_finding(self) -> Regex:
        """Sentences that are no findings, whatever their words."""
        return any_of(self.no_finding)

    @cached_property
    def outcome(self) -> Regex:
        """Outcomes of the national framework that a sentence is tagged with."""
        return any_of(self.framework)


@dataclass(frozen=True)
class RecommendationWords:
    """`recommendations.toml`: lists of what inspectors ask for."""

    list: tuple[Rule, ...]
    never: tuple[Rule, ...]
    no_item: tuple[Rule, ...]
    inside: tuple[Rule, ...]

    @cached_property
    def opens_list(self) -> Regex:
        """Headings of lists, numbered or not."""
        return re.compile(rf"(?:\d+\.?\s+)?(?:{either(self.list) or NEVER})", _i)

    @cached_property
    def opens_none(self) -> Regex:
        """Headings under which nothing is asked for."""
        return any_of(self.never)

    @cached_property
    def is_no_item(self) -> Regex:
        """Blocks of a list that are no item."""
        return any_of(self.no_item, _i | re.DOTALL)

    @cached_property
    def asks_inside(self) -> Regex:
        """Sentences that ask by themselves, with their deadline."""
        return any_of(self.inside)


# -- agencies -------------------------------------------------------------------------------


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
    veto: Regex = regex(_i, NEVER)
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
    veto_alone: Regex = regex(_i, NEVER)
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


# -- cues -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class CueList:
    """Phrases that speak for one thing; a trailing * stands for any ending."""

    reason: str
    words: tuple[str, ...] = split_words("|")


@dataclass(frozen=True)
class Cues:
    """`cues.toml`: words that praise, fault, concede, plan or tell of the past."""

    fault: CueList
    praise: CueList
    contrast: CueList
    plan: CueList
    past: CueList
    duty: CueList
    few: CueList
    negation: CueList

    @cached_property
    def phrases(self) -> dict[str, tuple[str, ...]]:
        """The phrases of each kind of cue, negation apart."""
        kinds = ("fault", "praise", "contrast", "plan", "past", "duty", "few")
        return {kind: getattr(self, kind).words for kind in kinds}


@dataclass(frozen=True)
class StopWords:
    """`stop.toml`: words that tell nothing of a theme."""

    stop: CueList
