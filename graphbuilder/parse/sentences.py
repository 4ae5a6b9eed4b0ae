"""Sentences of the narrative, each with its span and the block that it stands in.

Blocks part sentences first (a bullet or heading never runs into its neighbour), nupunkt
splits what stands in a block, and one rule mends its only fault here: it takes "met." or
"so." at the end of a sentence for an abbreviation.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from inspectgraph.graphbuilder.model import Block, BlockKind, Document
from nupunkt import sent_spans

# White space between two sentences. It begins with a plain `\s`, which is searched for fast.
MERGED = re.compile(r"\s(?:(?<=[a-z]{2}[.!?]\s)|(?<=[a-z][.!?][’”)\"]\s))\s*(?=[A-Z“‘\"])")
ABBREVIATED = re.compile(r"\b(?:Mrs?|Ms|Dr|Prof|St|No|vs|etc|approx|e\.g|i\.e)\.$")
SPOKEN = {BlockKind.PARAGRAPH, BlockKind.BULLET}


@dataclass(frozen=True)
class Sentence:
    """A sentence: ``text`` is ``document.text[start:end]``; ``index`` is its place in the block."""

    start: int
    end: int
    text: str
    block: Block
    index: int
    of: int


def split_sentences(document: Document) -> tuple[Sentence, ...]:
    """Every sentence of the narrative's paragraphs and bullets, in the order of the text."""
    found: list[Sentence] = []
    for block in document.blocks:
        if block.narrative and block.kind in SPOKEN:
            spans = sentence_spans(document.words(block))
            found += [
                Sentence(
                    block.start + start,
                    block.start + end,
                    document.text[block.start + start : block.start + end],
                    block,
                    index,
                    len(spans),
                )
                for index, (start, end) in enumerate(spans)
            ]
    return tuple(found)


def words_hash(words: str) -> str:
    """Twelve digits of the hash of a sentence's words: what findings are known by."""
    return hashlib.sha256(words.encode()).hexdigest()[:12]


@lru_cache(maxsize=4096)  # a report's paragraphs: findings and agencies ask for the same ones
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences of one paragraph, white space at their ends left out.

    >>> sentence_spans("Needs are met. Plans are not.")
    ((0, 14), (15, 29))
    """
    spans: list[tuple[int, int]] = []
    for first, last in sent_spans(text):
        at = first
        for gap in MERGED.finditer(text, first, last):
            if not ABBREVIATED.search(text[at : gap.start()]):
                spans.append((at, gap.start()))
                at = gap.end()
        end = first + len(text[first:last].rstrip())
        if end > at:
            spans.append((at, end))
    return tuple(spans)
