"""Words of the council in a news item: they are not the inspectors'."""

from __future__ import annotations

import re

from inspectgraph.graphbuilder.model import Block, BlockKind, Document
from inspectgraph.ontology.profiles import Profile

SAID = re.compile(
    r"\b(?:said|says|added|concluded|commented|told)\b\s*(?:the (?:report|inspectors))?",
    re.IGNORECASE,
)


def council_quotes(document: Document, profile: Profile) -> frozenset[Block]:
    """The paragraphs that are somebody's words about the inspection, not the inspectors'."""
    quotes: list[Block] = []
    quoting = False
    for block in document.blocks:
        if block.kind is BlockKind.PARAGRAPH and not block.number:
            quoting = _is_council_quote(document.words(block), quoting, profile)
            quotes += [block] if quoting else []
    return frozenset(quotes)


def _is_council_quote(words: str, quoting: bool, profile: Profile) -> bool:
    """Whether a paragraph is somebody's words: opened by "… said: “", going on while
    paragraphs open with a quotation mark."""
    if profile.news.reporting.pattern.search(words):
        return False
    if SAID.search(words) and re.search(r"[“\"]", words):
        return True
    return quoting and words[:1] in '“"'
