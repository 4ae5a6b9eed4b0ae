"""Items of lists in every era's form, on self-written texts."""

from __future__ import annotations

import pytest
from inspectgraph.graphbuilder.extract.recommendations import find_items, timescale_of
from inspectgraph.graphbuilder.parse.document import parse
from inspectgraph.graphbuilder.read.read import read
from inspectgraph.ontology.profiles import load_profile

LISTS = [
    (
        "slac",
        "# Areas for improvement\n\n16. In order to improve services in Marlshire, the council "
        "should take the following action.\n\nImmediately:\n\n- answer calls at night\n\n"
        "Within three months:\n\n- train every manager\n- mend the roof of the centre\n",
        [
            ("answer calls at night", "immediately"),
            ("train every manager", "within three months"),
            ("mend the roof of the centre", "within three months"),
        ],
        "deadlines are headings, the opening sentence is no item",
    ),
    (
        "ilacs",
        "# What needs to improve?\n\n- The speed of visits to new parents.\n\n"
        "# The experiences of children\n\n1. Visits are slow.\n",
        [("The speed of visits to new parents.", "none")],
        "the list ends with its heading",
    ),
    (
        "sif",
        "# Recommendations\n\n1. Improve letters by:\n\n- using plain words\n- writing sooner\n\n"
        "2. Visit on Sundays.\n",
        [
            ("Improve letters by:\nusing plain words\nwriting sooner", "none"),
            ("Visit on Sundays.", "none"),
        ],
        "bullets belong to the item that announces them",
    ),
    (
        "sif",
        "# Priority and immediate action\n\n1. There are no areas for priority action.\n",
        [],
        "none is said to be none",
    ),
    (
        "send",
        "# Areas for improvement\n\nLeaders should shorten waits for the clinic.\n",
        [("Leaders should shorten waits for the clinic.", "none")],
        "plain paragraphs are items",
    ),
    (
        "jtai",
        "# Next steps\n\nThe director should send a written statement of action by May.\n",
        [],
        "procedure",
    ),
    (
        "summary",
        "Letters are hard to read. The council needs to sort this out within six months.\n\n"
        "Visits are friendly.\n",
        [
            (
                "Letters are hard to read. The council needs to sort this out within six months.",
                "within six months",
            )
        ],
        "a summary asks inside the paragraph",
    ),
    (
        "news",
        "Ofsted recommends that Kelderby:\n\n1. Visits children sooner.\n\nA councillor said: "
        "“We are glad of it.”\n",
        [("Visits children sooner.", "none")],
        "what people say below the list is none of it",
    ),
]


@pytest.mark.parametrize(("kind", "text", "expected", "reason"), LISTS)
def test_items(kind: str, text: str, expected: list[tuple[str, str]], reason: str) -> None:
    document = parse(read("report.md", text.encode()), load_profile())
    items = find_items(document, load_profile().framework(kind), load_profile())
    found = [(document.text[item.start : item.end], item.timescale) for item in items]
    assert found == expected, reason


TIMES = [
    ("Immediately:", "immediately"),
    ("Within 3 months", "within three months"),
    ("within six months of publication", "within six months"),
    ("Within 12 months:", "other: within 12 months"),
    ("Within the next two weeks", "other: within two weeks"),
    ("Areas for improvement", "none"),
]


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_timescales(text: str, expected: str) -> None:
    assert timescale_of(text, load_profile().recommendations) == expected
