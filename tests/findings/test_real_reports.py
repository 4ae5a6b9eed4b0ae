"""Findings, recommendations and agencies of real reports (the folder INSPECTGRAPH_REPORTS)."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from inspectgraph.graphbuilder.build import extract
from inspectgraph.graphbuilder.model import Agency, BlockKind, Extract
from inspectgraph.ontology.errors import NotAReport
from inspectgraph.ontology.profiles import load_profile

FOLDER = os.environ.get("INSPECTGRAPH_REPORTS", "")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="set INSPECTGRAPH_REPORTS to a folder of real reports to run these"
)
FIRST_FIVE = (
    "norfolk-2011.txt",
    "norfolk-2013-summary.txt",
    "norfolk-2018-news.txt",
    "nottinghamshire-2011.md",
    "south-gloucestershire-2012.md",
)


@cache
def report(name: str) -> Extract:
    path = Path(FOLDER) / name
    if not path.exists():
        pytest.skip(f"{name} is not in INSPECTGRAPH_REPORTS")
    return extract(name, path.read_bytes(), load_profile())


def paragraphs(name: str, theme: str, polarities: set[str]) -> set[str]:
    return {
        finding.passage.paragraph
        for finding in report(name).findings
        if dict(finding.themes).get(theme) in polarities
    }


def test_caf_weaknesses_are_nottinghamshires_alone() -> None:
    weak = {name: paragraphs(name, "caf", {"weakness", "mixed"}) for name in FIRST_FIVE}
    assert weak.pop("nottinghamshire-2011.md") == {"12", "30", "60"}
    assert not any(weak.values()), weak


def test_caf_is_a_strength_in_norfolk_and_put_right_in_south_gloucestershire() -> None:
    assert paragraphs("norfolk-2011.txt", "caf", {"strength"}) >= {"11", "20", "25"}
    assert paragraphs("south-gloucestershire-2012.md", "caf", {"strength"}) >= {"10", "44", "52"}


def test_a_caf_recommendation_stands_below_paragraph_18() -> None:
    asked = [r for r in report("nottinghamshire-2011.md").recommendations if "caf" in r.themes]
    assert [r.timescale for r in asked] == ["within six months"]


def named(name: str, part: str) -> list[Agency]:
    return [agency for agency in report(name).agencies if part in agency.name]


def test_cafcass_is_named_in_a_weakness() -> None:
    (cafcass,) = named("norfolk-2011.txt", "Family Court Advisory")
    weak = [f for f in report("norfolk-2011.txt").findings if f.polarity in ("weakness", "mixed")]
    hit = {
        finding.passage.paragraph
        for finding in weak
        for mention in cafcass.mentions
        if finding.passage.start <= mention.start < finding.passage.end
    }
    assert hit == {"29"}


def test_one_abbreviation_is_two_boards() -> None:
    boards = {
        agency.slug
        for name in ("norfolk-2011.txt", "nottinghamshire-2011.md")
        for agency in report(name).agencies
        if any(mention.text == "NSCB" for mention in agency.mentions)
    }
    assert boards == {
        "norfolk-safeguarding-children-board",
        "nottinghamshire-safeguarding-children-board",
    }


def test_variants_of_a_trust_are_one() -> None:
    assert len(named("norfolk-2011.txt", "James Paget")) == 1
    assert len(named("norfolk-2011.txt", "Queen Elizabeth")) == 1


def test_every_pdf_states_words_at_their_spans() -> None:
    files = sorted(Path(FOLDER).glob("*.pdf"))[::12]
    ran = 0
    for path in files:
        try:
            done = report(path.name)
        except NotAReport:
            continue
        ran += 1
        text = done.document.text
        for stated in (*done.findings, *done.recommendations):
            place = stated.passage
            assert text[place.start : place.end] == place.exact
            assert place.page == done.document.page_at(place.start)
        back = [b for b in done.document.blocks if b.kind is BlockKind.OTHER][-3:]
        starts = {mention.start for agency in done.agencies for mention in agency.mentions}
        tail = back[-1].start if back and back[-1] is done.document.blocks[-1] else len(text)
        assert not any(start >= tail for start in starts), "the back page links nobody"
    assert ran >= 7, f"only {ran} reports ran"
