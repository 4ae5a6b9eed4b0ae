"""Grades in news items, which tell them in prose.

Read are a headline that says what the authority moves or is rated to, and sentences in which
a service and a grade meet with a verb of judging in the present or perfect tense. Not read
are quotations of the council and what is told of earlier inspections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from inspectgraph.graphbuilder.extract.grades import PrintedGrade, Reading
from inspectgraph.graphbuilder.extract.quotations import council_quotes
from inspectgraph.graphbuilder.model import Block, BlockKind
from inspectgraph.ontology.profiles import Profile

_flags = re.IGNORECASE
PAST = re.compile(
    r"\b(?:was|were)(?! (?:both |all |also )?(?:rated|judged|graded)\b)"
    r"|\b(?:had been|previously|formerly|ago|last inspect|earlier)\b"
    r"|\bin (?:\w+ )?(?:19|20)\d\d\b",
    _flags,
)
SENTENCE = re.compile(r"[^.!?]+[.!?]+[”’\"']*\s*|[^.!?]+$")
HEADLINE_LABEL = "Overall"


@dataclass(frozen=True)
class _Verbs:
    """How a grade is told: by a headline ("moves to good"), or with a verb of judging."""

    moves: re.Pattern[str]
    rated: re.Pattern[str]


@lru_cache(maxsize=8)
def _verbs(profile: Profile) -> _Verbs:
    grade = rf"[‘“'\"]?(?P<grade>{profile.grades.any})[’”'\"]?"
    moves = re.compile(
        rf"\b(?:to|as|judged|rated|graded)\b\s+(?:an?\s+)?{grade}(?:\s+(?:grade|rating))?\W*$",
        _flags,
    )
    rated = re.compile(
        rf"""\b(?: (?:rated|judged|graded) (?:\s+(?:as|to\s+be))?
            | (?:is|are) (?:\s+now)?
            | (?:was|were) (?:\s+(?:both|all|also))? \s+ (?:rated|judged|graded)
            | (?=requires?\s+improvement)
            | still
            | (?:has|have)\s+been\s+(?:rated|judged|graded|found) (?:\s+(?:as|to\s+be))?
            ) \s* {grade.replace(" ", "[ ]")}""",
        _flags | re.VERBOSE,
    )
    return _Verbs(moves, rated)


def read_prose(reading: Reading) -> Iterator[PrintedGrade]:
    """Each grade that is told, the first of each aspect."""
    known: set[str] = set()
    for grade in [*_headline(reading), *_sentences(reading)]:
        if grade.aspect not in known:
            known.add(grade.aspect)
            yield grade


def _headline(reading: Reading) -> Iterator[PrintedGrade]:
    for block in reading.document.blocks[:1]:
        words = reading.document.words(block)
        said = _verbs(reading.profile).moves.search(words)
        if said:
            named = _services(reading.profile, words[: said.start()])
            aspect = named[0] if named else reading.profile.news.headline
            yield _told(reading, block, aspect, (block.start, block.end), HEADLINE_LABEL, said)


def _sentences(reading: Reading) -> Iterator[PrintedGrade]:
    document, rated = reading.document, _verbs(reading.profile).rated
    quotes = council_quotes(document, reading.profile)
    for block in document.blocks:
        if block.kind is not BlockKind.PARAGRAPH or block.number or block in quotes:
            continue
        carried: list[str] = []  # "Adoption is good. It was rated …" goes on about adoption
        for sentence in SENTENCE.finditer(document.words(block)):
            text = sentence[0]
            said = rated.search(text)
            before = text[: said.start()] if said else text
            named = _services(reading.profile, before)
            topics, carried = named or carried, named[:1] or carried
            if said and not PAST.search(before):
                start = block.start + sentence.start()
                span = (start, start + len(text.rstrip()))
                yield from (_told(reading, block, topic, span, before, said) for topic in topics)


def _services(profile: Profile, text: str) -> list[str]:
    """The services that a text names, in order."""
    found = ((row.pattern.search(text), row.id) for row in profile.news.service)
    return [service for _, service in sorted((m.start(), name) for m, name in found if m)]


def _told(
    reading: Reading,
    block: Block,
    aspect: str,
    span: tuple[int, int],
    label: str,
    said: re.Match[str],
) -> PrintedGrade:
    passage = reading.document.passage(block, *span)
    printed = said["grade"]
    grade = reading.grades.id_of(printed)
    told_in = reading.framework.id
    return PrintedGrade("", aspect, grade, " ".join(label.split())[:120], printed, passage, told_in)
