"""Lists that describe the inspection: their items are what was asked, and no answers."""

from __future__ import annotations

from inspectgraph.graphbuilder.model import Block, BlockKind, Document
from inspectgraph.ontology.profiles.report_words import FindingWords


def asked_blocks(document: Document, words: FindingWords) -> frozenset[Block]:
    """The lines such as "Inspectors looked at:" and the bullets below them."""
    found: list[Block] = []
    asking = False
    for block in document.blocks:
        if block.kind is BlockKind.BULLET:
            found += [block] if asking else []
            continue
        line = document.words(block) if block.kind is BlockKind.PARAGRAPH else ""
        _, parted, last = line.rpartition(". ")
        asking = bool(words.is_asking_line.match(last))
        found += [block] if asking and not parted else []
    return frozenset(found)
