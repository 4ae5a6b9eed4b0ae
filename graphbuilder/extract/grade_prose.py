"""Grades in news items, which give them in prose.

Two places are read: a headline that says which grade the authority has got, and sentences
with a service, a grade and a verb of judging in the present or perfect tense. Quotations of
the council, and what is said about earlier inspections, are not.
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
# What is said of earlier inspections: "were inadequate in 2015", "had previously been rated";
# but not "were rated good", which is how news report this one.
PAST = re.compile(
    r"\b(?:was|were)(?! (?:both |all |also )?(?:rated|judged|graded)\b)"
    r"|\b(?:had been|previously|formerly|ago|last inspect|earlier)\b"
    r"|\bin (?:\w+ )?(?:19|20)\d\d\b",
    _flags,
)
# A sentence with its closing quotation marks; news are short and have few abbreviations.
SENTENCE = re.compile(r"[^.!?]+[.!?]+[”’\"']*\s*|[^.!?]+$")
HEADLINE_LABEL = "Overall"  # a headline prints no name for the aspect that it grades
MAX_LABEL = 120  # characters of a sentence that are kept as the printed name of the aspect


@dataclass(frozen=True)
class _Verbs:
    """How news give a grade: in a headline ("moves to good"), or with a verb of judging."""

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
    """Each grade in the text, the first of each aspect."""
    known: set[str] = set()
    for grade in [*_headline(reading), *_sentences(reading)]:
        if grade.aspect not in known:
            known.add(grade.aspect)
            yield grade


def _headline(reading: Reading) -> Iterator[PrintedGrade]:
    for block in reading.document.blocks[:1]:
        words = reading.document.words(block)
        verb = _verbs(reading.profile).moves.search(words)
        if verb:
            services = _services(reading.profile, words[: verb.start()])
            aspect = services[0] if services else reading.profile.news.headline
            yield _printed(reading, block, aspect, (block.start, block.end), HEADLINE_LABEL, verb)


def _sentences(reading: Reading) -> Iterator[PrintedGrade]:
    document, rated = reading.document, _verbs(reading.profile).rated
    quotes = council_quotes(document, reading.profile)
    for block in document.blocks:
        if block.kind is not BlockKind.PARAGRAPH or block.number or block in quotes:
            continue
        carried: list[str] = []  # "Adoption is good. It was rated …" goes on about adoption
        for sentence in SENTENCE.finditer(document.words(block)):
            text = sentence[0]
            verb = rated.search(text)
            before = text[: verb.start()] if verb else text
            services = _services(reading.profile, before)
            topics, carried = services or carried, services[:1] or carried
            if verb and not PAST.search(before):
                start = block.start + sentence.start()
                span = (start, start + len(text.rstrip()))
                yield from (_printed(reading, block, topic, span, before, verb) for topic in topics)


def _services(profile: Profile, text: str) -> list[str]:
    """The services that a text names, in order."""
    matches = ((row.pattern.search(text), row.id) for row in profile.news.service)
    return [service for _, service in sorted((m.start(), name) for m, name in matches if m)]


def _printed(
    reading: Reading,
    block: Block,
    aspect: str,
    span: tuple[int, int],
    label: str,
    verb: re.Match[str],
) -> PrintedGrade:
    passage = reading.document.passage(block, *span)
    printed = verb["grade"]
    grade = reading.grades.id_of(printed)
    rule = reading.framework.id
    return PrintedGrade(
        "", aspect, grade, " ".join(label.split())[:MAX_LABEL], printed, passage, rule
    )
