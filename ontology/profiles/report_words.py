"""The words of a domain: what most files in a profile's `words` folder hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property

from inspectgraph.ontology.profiles.framework import Section
from inspectgraph.ontology.profiles.rules import (
    NEVER,
    CaseIdRule,
    CaseRule,
    IdRule,
    Rule,
    any_of,
    either,
)
from inspectgraph.ontology.profiles.tables import Regex, split_words


@dataclass(frozen=True)
class DocumentWords:
    """`document.toml`: what the parts of a report are called."""

    not_narrative: tuple[Rule, ...]
    narrative: tuple[Rule, ...]
    part: tuple[Rule, ...]
    back_matter: tuple[Rule, ...]
    boilerplate: tuple[Rule, ...]
    cover: tuple[Rule, ...]
    section: tuple[Section, ...] = ()

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
    """`reports.toml`: whose report it is, when and who inspected."""

    name: tuple[CaseIdRule, ...]
    inspectorate: tuple[IdRule, ...]
    date_label: Rule
    earlier_inspection: Rule
    other_day: Rule
    said_of_another: Rule
    published: Rule
    took_place: Rule
    reference_number: Rule
    joint_inspectors: Rule
    lead_inspector: Rule
    lead_inspector_behind: CaseRule
    rank: Rule
    addressee: Rule
    unlisted_council: CaseRule
    no_council: Rule
    no_name: Rule
    no_place: Rule
    name_head: Rule
    name_tail: Rule
    no_report: tuple[IdRule, ...]
    partner: tuple[IdRule, ...]
    findings_letter: Rule
    inspecting_letter: Rule
    letter_about: Rule
    other_sender: Rule


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
    asking_line: tuple[Rule, ...]
    says_strength: tuple[Rule, ...]
    says_weakness: tuple[Rule, ...]

    @cached_property
    def is_no_finding(self) -> Regex:
        """Sentences that are no findings, whatever their words."""
        return any_of(self.no_finding)

    @cached_property
    def says(self) -> tuple[tuple[str, Regex], ...]:
        """What sentences of some forms say, whatever their words weigh."""
        return (
            ("strength", any_of(self.says_strength)),
            ("weakness", any_of(self.says_weakness)),
        )

    @cached_property
    def is_asking_line(self) -> Regex:
        """Lines above lists that describe the inspection."""
        return any_of(self.asking_line)

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
    at_once: tuple[Rule, ...]
    urgent: tuple[Rule, ...]
    asking: tuple[Rule, ...]
    imperative: tuple[Rule, ...]
    telling: tuple[Rule, ...]
    told: tuple[Rule, ...]
    action: tuple[Rule, ...]

    @cached_property
    def opens_head(self) -> Regex:
        """What a head of either column begins with: the one thing to ask of most lines."""
        return any_of([*self.told, *self.list, *self.action])

    @cached_property
    def heads_told(self) -> Regex:
        """The head of a column that says who must act, as a whole."""
        return re.compile(rf"(?:{either(self.told) or NEVER})\W*$", re.IGNORECASE)

    @cached_property
    def heads_asked(self) -> Regex:
        """The head of a column of what is asked for, as a whole."""
        asked = f"{either(self.list) or NEVER}|{either(self.action) or NEVER}"
        return re.compile(rf"(?:{asked})\W*$", re.IGNORECASE)

    @cached_property
    def heads_both(self) -> Regex:
        """Both heads, as one line."""
        told = either(self.told) or NEVER
        asked = f"{either(self.list) or NEVER}|{either(self.action) or NEVER}"
        return re.compile(
            rf"(?P<told>{told})\W+(?P<asked>{asked})\W*$|(?P<before>{asked})\W+(?:{told})\W*$",
            re.IGNORECASE,
        )

    @cached_property
    def opens_list(self) -> Regex:
        """Headings of lists, numbered or not."""
        return re.compile(rf"(?:\d+\.?\s+)?(?:{either(self.list) or NEVER})", re.IGNORECASE)

    def is_list_title(self, line: str) -> bool:
        """Whether a line is all of the heading of a list."""
        opening = self.opens_list.match(line)
        return bool(opening) and not re.search(r"\w{2}", line[opening.end() :] if opening else "")

    @cached_property
    def opens_none(self) -> Regex:
        """Headings under which nothing is asked for."""
        return any_of(self.never)

    @cached_property
    def is_no_item(self) -> Regex:
        """Blocks of a list that are no item."""
        return any_of(self.no_item, re.IGNORECASE | re.DOTALL)

    @cached_property
    def is_at_once(self) -> Regex:
        """Headings of lists of what is to be done at once."""
        return any_of(self.at_once)

    @cached_property
    def is_urgent(self) -> Regex:
        """Words of an item that ask for it at once."""
        return any_of(self.urgent)

    @cached_property
    def asks(self) -> Regex:
        """Sentences that ask for something: by a word within, or by their first words."""
        within, first = either(self.asking) or NEVER, either(self.imperative) or NEVER
        return re.compile(rf".*?(?:{within})|{first}", re.IGNORECASE | re.DOTALL)

    @cached_property
    def tells(self) -> Regex:
        """Sentences that state something."""
        return any_of(self.telling, re.IGNORECASE | re.DOTALL)

    @cached_property
    def asks_inside(self) -> Regex:
        """Sentences that ask by themselves, with their deadline."""
        return any_of(self.inside)


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


@dataclass(frozen=True)
class WordClass:
    """A class of words by what they do to an evaluation, and why they stand there."""

    reason: str
    words: tuple[str, ...] = split_words()


@dataclass(frozen=True)
class ValenceWords:
    """`valence.toml`: classes of words by what they do to an evaluation."""

    praise: WordClass
    fault: WordClass
    trouble: WordClass
    lack: WordClass
    less: WordClass
    more: WordClass
    better: WordClass
    worse: WordClass
    partial: WordClass
    wide: WordClass
    plan: WordClass
    past: WordClass
    must: WordClass
    see: WordClass

    def classes(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The classes with their words."""
        for attribute in fields(self):
            yield attribute.name, getattr(self, attribute.name).words
