"""Grades that set sentences state: on covers, and as outcomes of a whole inspection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from inspectgraph.graphbuilder.extract.grades import PrintedGrade, Reading, grades_of
from inspectgraph.graphbuilder.model import Block, BlockKind
from inspectgraph.ontology.profiles import Framework, Profile

FRONT_BLOCKS = 70  # what a cover and a summary on the next pages have
FRONT_PAGES = 4
OUTCOME_PAGES = 2
TITLE_CHARS = 400
OUTCOME_LABEL = "Inspection outcome"


class _Sentence(NamedTuple):
    """A sentence to look for, with its group "grade"."""

    aspect: str
    pattern: re.Pattern[str]
    cover: bool


def read_sentences(reading: Reading, known: set[str]) -> Iterator[PrintedGrade]:
    """Set sentences, the first of each aspect that is not known: on the cover, else further on."""
    known = set(known)
    for index, block in enumerate(reading.document.blocks):
        front = index < FRONT_BLOCKS and (block.page or 1) <= FRONT_PAGES
        for sentence in _sentences_of(reading.framework, reading.profile):
            if sentence.aspect in known or (sentence.cover and not front):
                continue
            stated = _stated(reading, block, sentence)
            if stated:
                known.add(sentence.aspect)
                yield stated


@lru_cache(maxsize=64)
def _sentences_of(framework: Framework, profile: Profile) -> tuple[_Sentence, ...]:
    grade = rf"(?P<grade>{grades_of(framework, profile).any})"
    return tuple(
        _Sentence(
            row.aspect,
            re.compile(
                profile.aspects.spelled(row.pattern.pattern).replace("GRADE", grade), re.IGNORECASE
            ),
            row.cover,
        )
        for row in framework.sentence
    )


def _stated(reading: Reading, block: Block, sentence: _Sentence) -> PrintedGrade | None:
    document = reading.document
    words = document.words(block)
    said = sentence.pattern.search(words) if block.kind is not BlockKind.OTHER else None
    if said is None or reading.is_history(f"{block.heading} {words[: said.end() + 30]}"):
        return None
    label = re.sub(r"\s+(?:is|are)$", "", words[said.start() : said.start("grade")].strip())
    grade = reading.grades.id_of(said["grade"])
    passage = document.passage(block)
    return PrintedGrade("", sentence.aspect, grade, label, said["grade"], passage, "sentence")


def read_outcome(reading: Reading) -> Iterator[PrintedGrade]:
    """The outcome of a whole inspection, from a set sentence under its heading; a monitoring
    inspection has none and tells of the earlier one."""
    document, framework = reading.document, reading.framework
    if reading.grades.ungraded.pattern.search(document.text[:TITLE_CHARS]):
        return
    for block in document.blocks:
        if block.page and block.page > OUTCOME_PAGES:
            return
        words = document.words(block)
        if reading.is_history(words[:200]):
            continue
        for row in framework.statement:
            said = row.pattern.search(words)
            if said:
                passage = document.passage(block)
                yield PrintedGrade(
                    "", framework.outcome, row.grade, OUTCOME_LABEL, said[0], passage, "outcome"
                )
                return
