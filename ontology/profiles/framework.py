"""A framework: one kind of report, and all that is particular to reading it."""

from __future__ import annotations

from dataclasses import dataclass, field

from inspectgraph.ontology.profiles.grade_words import AspectLabel, Grade
from inspectgraph.ontology.profiles.rules import Rule


@dataclass(frozen=True)
class Sentence(Rule):
    """A sentence that states the grade of an aspect, GRADE in its place.

    One of a ``cover`` counts on the first pages alone: further on the narrative may say it
    of something else.
    """

    aspect: str = field(kw_only=True)
    cover: bool = False


@dataclass(frozen=True)
class Statement(Rule):
    """A set sentence that is an outcome by itself: it stands for a ``grade``."""

    grade: str = field(kw_only=True)


@dataclass(frozen=True)
class Section(Rule):
    """The whole title of a section; a grade may stand behind it. One that is ``graded`` is
    a section's only with a grade: without one it is a topic inside a list."""

    graded: bool = False


@dataclass(frozen=True, eq=False)
class Framework:
    """One kind of report (see docs/profiles.md for what each key does).

    Of two kinds whose titles begin at the same place the lower ``precedence`` wins. A
    `fallback` takes what no other does, ``prose`` is the kind of news items. ``grades`` says
    how grades are printed: in ``rows``, in ``halves``, as an ``outcome`` or in ``prose``.
    Items of lists that ``tells`` say what is wanting, in paragraphs.
    ``label`` and ``grade`` are those that it does not share with others: a scale of its own
    replaces the common one.
    """

    id: str
    precedence: int
    title: tuple[Rule, ...] = ()
    section: tuple[Section, ...] = ()
    fallback: bool = False
    prose: bool = False
    letter: bool = False
    full: bool = False
    relays: bool = False
    joint: bool = False
    inspectorates_at_work: bool = False
    topical: bool = False
    lead_first: bool = False
    opening: int = 0
    subject: str = "council"
    grades: str = "rows"
    half: str = ""
    asks: str = "lists"
    tells: bool = False
    aspects: tuple[str, ...] = ()
    outcome: str = ""
    sentence: tuple[Sentence, ...] = ()
    statement: tuple[Statement, ...] = ()
    boards_named: tuple[str, ...] = ()
    label: tuple[AspectLabel, ...] = ()
    grade: tuple[Grade, ...] = ()
