"""What the readers of grades share: a report as it is read, and a grade as it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from inspectgraph.graphbuilder.model import Document, Passage
from inspectgraph.ontology.profiles import Framework, Profile
from inspectgraph.ontology.profiles.grade_words import GradeWords

# "2. Adoption", "2.1 Adoption": SLAC reports number the rows of their tables.
NUMBERING = r"(?:\d(?:\.\d)?\.?\s+)?"


@dataclass(frozen=True)
class PrintedGrade:
    """A grade as it is printed in one place; ``rule`` is the reader that found it."""

    section: str
    aspect: str
    grade: str
    label: str
    printed: str
    passage: Passage
    rule: str


# What a reader hands over: the grades of the table, and those of the body that confirm them.
Grades: TypeAlias = tuple[list[PrintedGrade], list[PrintedGrade]]


@dataclass(frozen=True)
class Label:
    """What reports print for an aspect."""

    aspect: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Reading:
    """A report whose grades are read, with the labels of its framework."""

    document: Document
    framework: Framework
    profile: Profile
    labels: tuple[Label, ...]
    grades: GradeWords

    @classmethod
    def of(cls, document: Document, framework: Framework, profile: Profile) -> Reading:
        """A report with everything its framework says about grades."""
        labels, grades = labels_of(framework, profile), grades_of(framework, profile)
        return cls(document, framework, profile, labels, grades)

    def grade_of(self, match: re.Match[str]) -> str:
        """The id of a grade in words, or of its number on the scale of 2009-13."""
        return self.grades.id_of(match[1]) if match[1] else self.grades.numbered(int(match[2]))

    def is_history(self, words: str) -> bool:
        """Whether words give a grade to an earlier inspection."""
        return bool(self.grades.history.pattern.search(words))


@lru_cache(maxsize=64)
def labels_of(framework: Framework, profile: Profile) -> tuple[Label, ...]:
    """The labels of the aspects that a framework grades, after any numbering ("2.1"); news items
    tell of the services that they have names for."""
    spelled, aspects = profile.aspects.spelled, framework.aspects
    services = profile.news.service if framework.prose else ()
    if framework.prose:
        aspects = (profile.news.headline, *(row.id for row in services))
    shared = (row for row in profile.aspects.aspect if row.id in aspects)
    labels = [(row.id, spelled(row.pattern)) for row in (*framework.label, *shared)]
    labels += [(row.id, row.pattern.pattern) for row in services]
    return tuple(
        Label(aspect, re.compile(rf"{NUMBERING}(?:{words})", re.IGNORECASE))
        for aspect, words in labels
    )


@lru_cache(maxsize=64)
def grades_of(framework: Framework, profile: Profile) -> GradeWords:
    """How the grades of a framework are printed, its patterns made once."""
    return profile.grades_of(framework)
