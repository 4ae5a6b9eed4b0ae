"""Grades in set sentences: on covers, and as the outcome of a whole inspection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from inspectgraph.graphbuilder.extract.grades import PrintedGrade, Reading, grades_of
from inspectgraph.graphbuilder.model import Block, BlockKind
from inspectgraph.ontology.profiles import Framework, Profile

# A cover and the summary on the next pages: further on the same words are about a home or an
# earlier inspection. Pages for PDFs, blocks for what has none.
FRONT_BLOCKS = 70
FRONT_PAGES = 4
OUTCOME_PAGES = 2  # the outcome is on the first page or the next; later pages repeat older ones
TITLE_CHARS = 400  # title and subtitle, which say that it is a monitoring inspection
BEHIND_TITLE = 60  # characters: "Area SEND inspection of Kelderby: monitoring visit"
MAX_SUBTITLE = 100
BEFORE_STATEMENT, AFTER_STATEMENT = 200, 30  # characters in which words such as "previous" count
OUTCOME_LABEL = "Inspection outcome"  # its heading, which is in another block than the sentence


class _Sentence(NamedTuple):
    """A set sentence to look for; its pattern has a group "grade"."""

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
    match = sentence.pattern.search(words) if block.kind is not BlockKind.OTHER else None
    if match is None or reading.is_history(
        f"{block.heading} {words[: match.end() + AFTER_STATEMENT]}"
    ):
        return None
    label = re.sub(r"\s+(?:is|are)$", "", words[match.start() : match.start("grade")].strip())
    grade = reading.grades.id_of(match["grade"])
    passage = document.passage(block)
    return PrintedGrade("", sentence.aspect, grade, label, match["grade"], passage, "sentence")


def read_outcome(reading: Reading) -> Iterator[PrintedGrade]:
    """The outcome of a whole inspection, from a set sentence under its heading; a monitoring
    inspection has none, and repeats the earlier one."""
    document, framework = reading.document, reading.framework
    if any(_is_ungraded(reading, block) for block in document.blocks if block.start < TITLE_CHARS):
        return
    for block in document.blocks:
        if block.page and block.page > OUTCOME_PAGES:
            return
        words = document.words(block)
        if reading.is_history(words[:BEFORE_STATEMENT]):
            continue
        for row in framework.statement:
            match = row.pattern.search(words)
            if match:
                passage = document.passage(block)
                yield PrintedGrade(
                    "", framework.outcome, row.grade, OUTCOME_LABEL, match[0], passage, "outcome"
                )
                return


def _is_ungraded(reading: Reading, block: Block) -> bool:
    """Whether a title or subtitle says that this is an inspection without an outcome. What
    covers say of a revisit in earlier years has its date, or stands behind "previous"."""
    words = reading.document.words(block)
    said = reading.grades.ungraded.pattern.search(words)
    if said is None or reading.is_history(words[: said.start()]):
        return False
    titles = (row.pattern.search(words) for row in reading.framework.title)
    ends = [title.end() + BEHIND_TITLE for title in titles if title]
    subtitle = len(words) <= MAX_SUBTITLE and not any(map(str.isdigit, words))
    return said.start() < max(ends) if ends else subtitle and not words.endswith(".")
