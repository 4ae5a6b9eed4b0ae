"""What in a news item the council says, and what belongs to other items of the page: these
are not the inspectors' words.
"""

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

STANDFIRST = 2  # paragraphs at most above the byline of an item


def council_quotes(document: Document, profile: Profile) -> frozenset[Block]:
    """The paragraphs in which somebody else than the inspectors speaks about the inspection,
    and those of other items below."""
    end = _end_of_item(document, profile)
    quotes: list[Block] = [*document.blocks[end:]]
    quoting = False
    for block in document.blocks[:end]:
        if block.kind is BlockKind.PARAGRAPH and not block.number:
            quoting = _is_council_quote(document.words(block), quoting, profile)
            quotes += [block] if quoting else []
    return frozenset(quotes)


def is_own_voice(sentence: str, paragraph: str, profile: Profile) -> bool:
    """Whether a council speaks of itself in a sentence, as in what it publishes, or whether a
    sentence reports what somebody else than the inspectors says or thinks."""
    news = profile.news
    if news.reporting.pattern.search(paragraph):
        return False
    told = news.own_voice.pattern.search(sentence) or news.others_say.pattern.search(sentence)
    return bool(told)


def _end_of_item(document: Document, profile: Profile) -> int:
    """The index of the block with which another item of the page begins.

    It is told by a heading such as "More from", by the label of the site that also stands
    above this item, or by a second byline, which has a headline above it.
    """
    news, blocks = profile.news, document.blocks
    label = document.words(blocks[0]) if blocks else ""
    told = bylines = 0
    for at, block in enumerate(blocks):
        words = document.words(block)
        is_head = block.kind is BlockKind.HEADING
        told += block.narrative and not is_head
        if told and is_head and (words == label or news.next_item.pattern.search(words)):
            return at
        if news.byline.pattern.match(words):
            bylines += 1
            if told and (bylines > 1 or told > STANDFIRST):
                return at - (at > 0 and blocks[at - 1].kind is BlockKind.HEADING)
    return len(blocks)


def _is_council_quote(words: str, quoting: bool, profile: Profile) -> bool:
    """Whether a paragraph quotes somebody. A quotation begins with "… said: “" and continues
    as long as paragraphs begin with a quotation mark."""
    if profile.news.reporting.pattern.search(words):
        return False
    if SAID.search(words) and re.search(r"[“\"]", words):
        return True
    return quoting and words[:1] in '“"'
