"""Titles that do not look like titles: of one size with the text, over two lines, overleaf."""

from __future__ import annotations

import pytest
from inspectgraph.graphbuilder.model import BlockKind, Document
from inspectgraph.graphbuilder.parse.document import parse
from inspectgraph.graphbuilder.read.read import read
from inspectgraph.ontology.profiles import load_profile
from layouts import Sheet

CARE = "The experiences and progress of children in care"


def headings(sheet: Sheet) -> list[str]:
    document = parsed(sheet)
    return [document.words(one) for one in document.blocks if one.kind is BlockKind.HEADING]


def parsed(sheet: Sheet) -> Document:
    return parse(read("report.pdf", sheet.pdf()), load_profile())


def opened() -> Sheet:
    """A report whose second page has a list in the usual type."""
    sheet = Sheet().title("Inspection of Thornmere children’s services").filler().page()
    return sheet.heading("What needs to improve?", size=16).lines("• The use of data")


@pytest.mark.parametrize("title", [f"{CARE}: good", f"{CARE} requires improvement", "Key findings"])
def test_a_title_in_the_type_of_the_text(title: str) -> None:
    assert headings(opened().lines(title).filler(1))[-1] == title


def test_a_title_with_its_grade_below() -> None:
    sheet = opened().lines(f"{CARE}:", size=14).lines("requires improvement to be good", size=14)
    assert headings(sheet.filler(1))[-1] == f"{CARE}: requires improvement to be good"


@pytest.mark.parametrize("title", [f"{CARE}: good", "Recommendations", "Areas for improvement"])
def test_a_title_at_the_top_of_a_page(title: str) -> None:
    sheet = opened().lines("• How often plans are looked at").page()
    document = parsed(sheet.lines(title).filler(1))
    assert "How often plans are looked at" in map(document.words, document.blocks)
    assert title in map(document.words, document.blocks)


def test_a_sentence_is_no_title() -> None:
    sheet = opened().lines(f"{CARE} are good in most of its homes.").filler(1)
    assert headings(sheet)[-1] == "What needs to improve?"
