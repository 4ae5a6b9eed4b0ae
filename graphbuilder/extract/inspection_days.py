"""The days of the inspection: behind a label, in a heading, or in a sentence about inspecting.

A report and the pages about it name other days too: those of an earlier inspection or of the
next one, of a meeting, of a publication. Words beside a date tell whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from inspectgraph.graphbuilder.extract.dates import Days, every_days, find_days
from inspectgraph.graphbuilder.model import Block, BlockKind, Document
from inspectgraph.graphbuilder.parse.sentences import sentence_spans
from inspectgraph.ontology.profiles.report_words import ReportWords

LETTER_BLOCKS = 60  # blocks of cover, summary or letter head in which "Inspection dates:" stands
AFTER_LABEL = 120  # characters behind "Inspection dates:": two visits with their weekdays
TO_THE_DAYS = 30  # characters between label and days: a weekday, "from", a label of two words
BEFORE_LABEL = 60  # characters that say of which inspection a label speaks
FIRST_BLOCKS = 30  # blocks of a letter or cover that tell when inspectors came, in a sentence
FIRST_CHARS = 500  # of each: long paragraphs begin with what they are about
# Characters of a line that is a date and little else; a sentence about a date is longer.
MAX_DATE_LINE = 60
# Days: fieldwork lasts weeks, in two visits some months. A longer range is the life of a policy.
MAX_FIELDWORK = 120
MAX_DELAY = 366  # days to a letter about the inspection; an earlier one is mentioned as history
DIGITS = re.compile(r"\d")
CLAUSE = re.compile(r"[,;:(–—]|\band\b")
FEWEST_WORDS = 3  # of a clause that says whose days these are: ", on" belongs to what is before


def find_inspection_days(
    document: Document, letter: date | None, words_of: ReportWords
) -> Days | None:
    """The first and the last day of the inspection that a document tells of."""
    return labelled_days(document, words_of) or _stated_days(document, letter, words_of)


def labelled_days(document: Document, words_of: ReportWords) -> Days | None:
    """The days behind "Inspection dates:", as reports print them."""
    for index, block in enumerate(document.blocks[:LETTER_BLOCKS]):
        words = document.words(block)
        for label in words_of.date_label.pattern.finditer(words):
            if _is_of_another(words, label, words_of):
                continue
            rest = words[label.end() :].strip(" :") or _words_at(document, index + 1)
            days = find_days(rest[:AFTER_LABEL])
            if days and days.start <= TO_THE_DAYS:
                return days
    return None


def _is_of_another(words: str, label: re.Match[str], words_of: ReportWords) -> bool:
    """Whether a label is about another inspection, or no label but part of a sentence."""
    if not label[0].rstrip().endswith(":") and words[: label.start()].strip(" |•"):
        return True
    before = DIGITS.split(words[max(0, label.start() - BEFORE_LABEL) : label.end()])[-1]
    return bool(words_of.earlier_inspection.pattern.search(before))


def _words_at(document: Document, index: int) -> str:
    return document.words(document.blocks[index]) if index < len(document.blocks) else ""


# -- without a label ------------------------------------------------------------------------


def _stated_days(document: Document, letter: date | None, words_of: ReportWords) -> Days | None:
    """The first such days of a letter; elsewhere the last, as earlier inspections are told too."""
    stated = _every_statement(document, letter, words_of)
    if document.salutation is not None:
        return next(stated, None)
    return max(stated, key=lambda days: days.last, default=None)


def _every_statement(
    document: Document, letter: date | None, words_of: ReportWords
) -> Iterator[Days]:
    """Days in headings and sentences about inspecting, or by themselves in a block."""
    first = document.salutation or 0
    for at, block in enumerate(document.blocks[first : first + FIRST_BLOCKS], first):
        words = document.words(block)[:FIRST_CHARS]
        if not DIGITS.search(words):
            continue
        if block.kind is BlockKind.HEADING or block.narrative:
            stated = _in_sentences(words, letter, words_of)
        else:
            stated = iter(())
        above = document.words(document.blocks[at - 1]) if at else ""
        alone = () if words_of.other_day.pattern.search(above) else _alone(block, words, letter)
        yield from (days for days in (*stated, *alone) if _is_recent(days, letter))


def _alone(block: Block, words: str, letter: date | None) -> tuple[Days, ...]:
    """A range of days that fills a block."""
    if len(words) >= MAX_DATE_LINE:
        return ()
    days = next(_days_before(words, letter), None)
    alone = days and days.end - days.start == block.end - block.start and days.first < days.last
    return (days,) if days and alone else ()


def _in_sentences(words: str, letter: date | None, words_of: ReportWords) -> Iterator[Days]:
    """The last days of each sentence about inspecting that are not said to be another's."""
    if not words_of.took_place.pattern.search(words):
        return
    for start, end in sentence_spans(words):
        sentence = words[start:end]
        if words_of.took_place.pattern.search(sentence):
            own = _own_days(sentence, letter, words_of)
            if own:
                yield max(own, key=lambda days: days.last)


def _own_days(sentence: str, letter: date | None, words_of: ReportWords) -> list[Days]:
    own: list[Days] = []
    before = 0
    for days in _days_before(sentence, letter):
        clause = _last_clause(sentence[before : days.start])
        rest = sentence[days.end :]
        of_another = (
            words_of.earlier_inspection.pattern.search(clause)
            or words_of.other_day.pattern.search(clause)
            or words_of.said_of_another.pattern.match(rest)
        )
        own += [] if of_another else [days]
        before = days.end
    return own


def _last_clause(words: str) -> str:
    """The words behind the last comma or "and"; with those before it where they are few."""
    ends = [match.end() for match in CLAUSE.finditer(words)]
    for end in reversed(ends):
        if len(words[end:].split()) >= FEWEST_WORDS:
            return words[end:]
    return words


def _days_before(words: str, letter: date | None) -> Iterator[Days]:
    """The days in a text; those without a year are the last such days before the letter."""
    if letter is None:
        yield from every_days(words)
        return
    dated: dict[int, Days] = {}
    for year in (letter.year, letter.year - 1):
        for days in every_days(words, year):
            if days.last <= letter:
                dated.setdefault(days.start, days)
    yield from (dated[start] for start in sorted(dated))


def _is_recent(days: Days, letter: date | None) -> bool:
    """Fieldwork lasts days or weeks, and a letter about it follows within a year."""
    short = (days.last - days.first).days <= MAX_FIELDWORK
    return short and (letter is None or (letter - days.last).days < MAX_DELAY)
