"""What a document is by nature: a report, or a paper that only looks like one.

Beside the reports in a folder lie handbooks, statistics, tables of many inspections, letters of
ministers and answers of councils. They name inspections, too, and would count as some.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from inspectgraph.graphbuilder.extract.dates import Days, every_days
from inspectgraph.graphbuilder.model import Block, BlockKind, Document
from inspectgraph.ontology.profiles import Framework, Profile
from inspectgraph.ontology.profiles.grade_words import GradeWords
from inspectgraph.ontology.profiles.report_words import ReportWords

TITLE_BLOCKS = 10  # in which a document says what it is
MAX_TITLE = 160  # characters; a longer block is a paragraph
LETTER_CHARS = 1800  # behind the salutation, where a letter says why it was written
SIGNED_BLOCKS = 8  # at the end of a letter: who signed it
FEWEST_ROWS = 3  # of a table with two dates in each: inspections all over the country
# "report.pdf", "notes.txt"; a path or web address is left out, for reports print addresses.
FILE_NAME = re.compile(r"(?<![/.\w-])[\w-]+\.(?:pdf|txt|md|py|toml|csv|ttl|html)\b")
MAX_FILE_NAMES = 4  # a saved report may name a few attachments; a README lists its files


def no_report(
    document: Document, framework: Framework | None, days: Days | None, profile: Profile
) -> str:
    """What a document that is no report looks like; "" for one that may be a report.

    ``days`` are those on which inspectors came, as far as it states any.
    """
    words = profile.reports
    if _is_manual(document):
        return "it looks like a list of files or commands"
    what = _announced(document, framework, words)
    if what:
        return f"it looks like {what}"
    if _is_table_of_inspections(document, profile.grades):
        return "it looks like a table of many inspections"
    if document.salutation is not None and _is_about(document, days, words):
        return "it looks like a letter about an inspection, not by the inspectors"
    return ""


def partner_of(document: Document, profile: Profile) -> str:
    """The partner that a report of its own inspectorate is about, by its title; else ""."""
    for title in _titles(document):
        for row in profile.reports.partner:
            if row.pattern.search(title):
                return row.id
    return ""


def _titles(document: Document) -> Iterator[str]:
    """The short blocks with which a document begins."""
    first = document.salutation or 0
    for block in document.blocks[: first + TITLE_BLOCKS]:
        words = document.words(block)
        sentence = block.kind is not BlockKind.HEADING and words.endswith((".", ":"))
        if len(words) <= MAX_TITLE and block.kind is not BlockKind.ROW and not sentence:
            yield words


def _announced(document: Document, framework: Framework | None, words: ReportWords) -> str:
    """What the first headings say that it is, up to the one that is the title of a report."""
    for title in _titles(document):
        for row in words.no_report:
            if row.pattern.search(title):
                return row.id
        if framework and any(row.pattern.search(title) for row in framework.title):
            return ""
    return ""


def _is_table_of_inspections(document: Document, grades: GradeWords) -> bool:
    """Whether rows have two days each, or most of a document is rows with a day and a grade."""
    rows = [document.words(block) for block in document.blocks if block.kind is BlockKind.ROW]
    days = [len(list(every_days(words))) for words in rows] if len(rows) >= FEWEST_ROWS else []
    if sum(count > 1 for count in days) >= FEWEST_ROWS:
        return True
    graded = sum(
        bool(count and grades.anywhere.search(words))
        for count, words in zip(days, rows, strict=False)
    )
    return graded >= FEWEST_ROWS and graded > len(document.blocks) / 2


def _is_about(document: Document, days: Days | None, words: ReportWords) -> bool:
    """Whether a letter is by a minister, a commissioner or a council, and not by inspectors."""
    salutation = document.salutation or 0
    start = document.blocks[salutation].start
    opening = document.text[start : start + LETTER_CHARS]
    if words.findings_letter.pattern.search(opening):
        return False
    if words.letter_about.pattern.search(opening):
        return True
    ends = (*document.blocks[:salutation], *document.blocks[-SIGNED_BLOCKS:])
    if any(words.other_sender.pattern.search(line) for line in _lines(document, ends)):
        return True
    return not (days or words.inspecting_letter.pattern.search(opening))


def _lines(document: Document, blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if block.end - block.start <= MAX_TITLE:
            yield from document.words(block).splitlines()


def _is_manual(document: Document) -> bool:
    """Whether a text is about files and commands: the README of a folder of reports."""
    if document.pages is not None:
        return False
    return "```" in document.text or len(set(FILE_NAME.findall(document.text))) > MAX_FILE_NAMES
