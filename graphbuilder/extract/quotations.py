"""What the council says in a news item: these are not the inspectors' words."""

from __future__ import annotations

import re

from inspectgraph.graphbuilder.model import Block, BlockKind, Document
from inspectgraph.ontology.profiles import Profile

# "The leader of the council said: “We are pleased …”", but also what "the report said": that
# is told apart by `reporting` in the profile.
SAID = re.compile(
    r"\b(?:said|says|added|concluded|commented|told)\b\s*(?:the (?:report|inspectors))?",
    re.IGNORECASE,
)


def council_quotes(document: Document, profile: Profile) -> frozenset[Block]:
    """The paragraphs in which somebody else than the inspectors speaks about the inspection."""
    quotes: list[Block] = []
    quoting = False
    for block in document.blocks:
        if block.kind is BlockKind.PARAGRAPH and not block.number:
            quoting = _is_council_quote(document.words(block), quoting, profile)
            quotes += [block] if quoting else []
    return frozenset(quotes)


def _is_council_quote(words: str, quoting: bool, profile: Profile) -> bool:
    """Whether a paragraph quotes somebody. A quotation begins with "… said: “" and continues
    as long as paragraphs begin with a quotation mark."""
    if profile.news.reporting.pattern.search(words):
        return False
    if SAID.search(words) and re.search(r"[“\"]", words):
        return True
    return quoting and words[:1] in '“"'
