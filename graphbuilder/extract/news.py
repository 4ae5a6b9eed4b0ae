"""Grades in news items, which tell them in prose.

Read are a headline that says what the authority moves or is rated to, and sentences in which
a service and a grade meet with a verb of judging in the present or perfect tense. Not read
are quotations of the council and what is told of earlier inspections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspectgraph.graphbuilder.extract.judgements import GRADE, grade_id
from inspectgraph.graphbuilder.model import Block, BlockKind, Document, Passage
from inspectgraph.graphbuilder.rules import load_rules

_flags = re.IGNORECASE
SERVICES = [
    (row["id"], re.compile(row["pattern"], _flags)) for row in load_rules("judgements.toml")["news"]
]
_G = rf"[‘“'\"]?(?P<grade>{GRADE})[’”'\"]?"
MOVES = re.compile(
    rf"\b(?:to|as|judged|rated|graded)\b\s+(?:an?\s+)?{_G}(?:\s+(?:grade|rating))?\W*$", _flags
)
RATED = re.compile(
    rf"""\b(?: (?:rated|judged|graded) (?:\s+(?:as|to\s+be))?
        | (?:is|are) (?:\s+now)?
        | (?:was|were) (?:\s+(?:both|all|also))? \s+ (?:rated|judged|graded)
        | (?=requires?\s+improvement)
        | still
        | (?:has|have)\s+been\s+(?:rated|judged|graded|found) (?:\s+(?:as|to\s+be))?
        ) \s* {_G.replace(" ", "[ ]")}""",
    _flags | re.VERBOSE,
)
PAST = re.compile(
    r"\b(?:was|were)(?! (?:both |all |also )?(?:rated|judged|graded)\b)"
    r"|\b(?:had been|previously|formerly|ago|last inspect|earlier)\b"
    r"|\bin (?:\w+ )?(?:19|20)\d\d\b",
    _flags,
)
SAID = re.compile(
    r"\b(?:said|says|added|concluded|commented|told)\b\s*(?:the (?:report|inspectors))?", _flags
)
REPORT_SAYS = re.compile(
    r"said (?:the )?(?:report|inspectors|ofsted)|(?:report|inspectors|ofsted) (?:said|says|found)",
    _flags,
)
SENTENCE = re.compile(r"[^.!?]+[.!?]+[”’\"']*\s*|[^.!?]+$")

News = tuple[str, str, str, str, Passage, str]


def read_news(document: Document) -> Iterator[News]:
    """(aspect, grade, label, grade as printed, passage, rule) of each grade that is told."""
    known: set[str] = set()
    for found in [*_headline(document), *_prose(document)]:
        if found[0] not in known:
            known.add(found[0])
            yield found


def _headline(document: Document) -> Iterator[News]:
    for block in document.blocks[:1]:
        said = MOVES.search(document.words(block))
        if said:
            named = _services(document.words(block)[: said.start()])
            service = named[0] if named else "overall"
            yield _news(document, block, service, block.start, block.end, "Overall", said)


def council_quotes(document: Document) -> frozenset[Block]:
    """The paragraphs that are somebody's words about the inspection, not the inspectors'."""
    quotes: list[Block] = []
    quoting = False
    for block in document.blocks:
        if block.kind is BlockKind.PARAGRAPH and not block.number:
            quoting = _is_council_quote(document.words(block), quoting)
            quotes += [block] if quoting else []
    return frozenset(quotes)


def _prose(document: Document) -> Iterator[News]:
    quotes = council_quotes(document)
    for block in document.blocks:
        words = document.words(block)
        if block.kind is not BlockKind.PARAGRAPH or block.number or block in quotes:
            continue
        carried: list[str] = []
        for sentence in SENTENCE.finditer(words):
            text = sentence[0]
            said = RATED.search(text)
            before = text[: said.start()] if said else text
            named = _services(before)
            topics, carried = named or carried, named[:1] or carried
            if said and not PAST.search(before):
                start = block.start + sentence.start()
                end = start + len(text.rstrip())
                for topic in topics:
                    yield _news(document, block, topic, start, end, before, said)


def _is_council_quote(words: str, quoting: bool) -> bool:
    """Whether a paragraph is somebody's words: opened by "… said: “", going on while
    paragraphs open with a quotation mark."""
    if REPORT_SAYS.search(words):
        return False
    if SAID.search(words) and re.search(r"[“\"]", words):
        return True
    return quoting and words[:1] in '“"'


def _services(text: str) -> list[str]:
    """The services that a text names, in order."""
    hits = [(m.start(), service) for service, pattern in SERVICES if (m := pattern.search(text))]
    return [service for _, service in sorted(hits)]


def _news(
    document: Document,
    block: Block,
    service: str,
    start: int,
    end: int,
    label: str,
    said: re.Match[str],
) -> News:
    passage = Passage(
        start, end, document.text[start:end], block.page, block.number, block.heading, block.ordinal
    )
    printed = said["grade"]
    return service, grade_id(printed), " ".join(label.split())[:120], printed, passage, "news"
