"""A report of one's own words, and who is named in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from inspectgraph.graphbuilder.agencies.resolve import resolve_agencies
from inspectgraph.graphbuilder.model import (
    Agency,
    Area,
    Block,
    BlockKind,
    Document,
    ReportFacts,
    Unresolved,
)
from inspectgraph.ontology.profiles import load_profile

Resolve = Callable[..., tuple[tuple[Agency, ...], tuple[Unresolved, ...]]]


def document_of(*paragraphs: str, back_page: str = "") -> Document:
    """A document of paragraphs; ``back_page`` is the publisher's last block."""
    blocks, at = [], 0
    for words in (*paragraphs, *([back_page] if back_page else [])):
        kind = BlockKind.OTHER if words == back_page else BlockKind.PARAGRAPH
        blocks.append(Block(kind, at, at + len(words), narrative=kind is not BlockKind.OTHER))
        at += len(words) + 1
    text = "\n".join([*paragraphs, *([back_page] if back_page else [])])
    return Document("own.txt", "0" * 64, "text/plain", text, tuple(blocks))


def resolve_in(
    area: str, day: str, *paragraphs: str, kind: str = "sif", back_page: str = ""
) -> tuple[tuple[Agency, ...], tuple[Unresolved, ...]]:
    """Agencies and unresolved words of a report on an area, inspected on a day."""
    index = load_profile().authorities
    on = date.fromisoformat(day)
    authority = index.match(area, on)
    assert authority, area
    facts = ReportFacts("Own", kind, kind, Area(authority.name, authority.iri), end=on)
    document = document_of(*paragraphs, back_page=back_page)
    return resolve_agencies(document, facts, load_profile())


@pytest.fixture
def resolve() -> Resolve:
    return resolve_in
