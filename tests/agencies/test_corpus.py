"""Real reports, where INSPECTGRAPH_REPORTS names their folder: one node a body, one body a node."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from inspectgraph.graphbuilder.agencies.resolve import resolve_agencies
from inspectgraph.graphbuilder.extract.report import extract_report
from inspectgraph.graphbuilder.model import Agency, Document, ReportFacts
from inspectgraph.graphbuilder.parse.document import parse
from inspectgraph.graphbuilder.read.read import read
from inspectgraph.ontology.errors import ReadError
from inspectgraph.ontology.profiles import load_profile

FOLDER = os.environ.get("INSPECTGRAPH_REPORTS", "")
AT_LEAST = 100
pytestmark = pytest.mark.skipif(not FOLDER, reason="INSPECTGRAPH_REPORTS names no folder")

Resolved = dict[str, tuple[Document, ReportFacts, tuple[Agency, ...]]]


@pytest.fixture(scope="module")
def reports() -> dict[str, tuple[Document, ReportFacts]]:
    found = {}
    for path in sorted(Path(FOLDER).iterdir()):
        try:
            document = parse(read(path.name, path.read_bytes()), load_profile())
            found[path.name] = (document, extract_report(document, load_profile())[0])
        except ReadError:
            continue
    return found


@pytest.fixture(scope="module")
def resolved(reports: dict[str, tuple[Document, ReportFacts]]) -> Resolved:
    return {
        name: (document, facts, resolve_agencies(document, facts, load_profile())[0])
        for name, (document, facts) in reports.items()
    }


def all_agencies(resolved: Resolved) -> Iterator[tuple[str, Agency, date | None]]:
    for name, (_, facts, agencies) in resolved.items():
        for agency in agencies:
            yield name, agency, facts.end or facts.published


def test_how_many_ran(resolved: Resolved) -> None:
    assert len(resolved) >= AT_LEAST
    assert sum(bool(agencies) for _, _, agencies in resolved.values()) > 0.9 * len(resolved)


# The board of a court area whose place no report prints: each council's is a node of its own.
PLACELESS = "Local Family Justice Board"


def test_one_node_a_body(resolved: Resolved) -> None:
    nodes: dict[tuple[str, str], set[str]] = {}
    for _, agency, _ in all_agencies(resolved):
        if agency.name == PLACELESS:
            continue
        words = re.findall(r"\w+", agency.name.casefold().replace("&", " and "))
        plain = " ".join(one for one in words if one not in {"nhs", "foundation", "trust", "the"})
        for key in [
            (plain, agency.type),
            *([(agency.identifier, "")] if agency.identifier else []),
        ]:
            nodes.setdefault(key, set()).add(agency.slug)
    assert {key: slugs for key, slugs in nodes.items() if len(slugs) > 1} == {}


def test_one_body_a_node(resolved: Resolved) -> None:
    facts: dict[str, set[tuple[str, str]]] = {}
    for _, agency, _ in all_agencies(resolved):
        facts.setdefault(agency.slug, set()).add((agency.identifier, agency.type))
    assert {slug: seen for slug, seen in facts.items() if len(seen) > 1} == {}


# What the publishers say of themselves on the first or the last page, in whatever block it stands.
IMPRINT = re.compile(r"regulates and inspects|inspects and regulates|You may (?:reuse|copy) this ")
REACH = 400  # characters of the imprint after those words
CAFCASS = re.compile("cafcass|court advisory", re.IGNORECASE)


def imprints(document: Document) -> list[range]:
    found = IMPRINT.finditer(document.text)
    return [range(one.start(), one.start() + REACH) for one in found]


def test_no_link_from_the_back_page(resolved: Resolved) -> None:
    looked_at = 0
    for name, (document, _, agencies) in resolved.items():
        spans = imprints(document)
        looked_at += bool(spans)
        mentions = [mention for agency in agencies for mention in agency.mentions]
        inside = [m for m in mentions if any(m.start in span for span in spans)]
        assert inside == [], name
    assert looked_at > 0.7 * len(resolved)


def test_cafcass_of_the_back_page_alone_is_not_named(resolved: Resolved) -> None:
    """A report that names the service in its imprint only is not linked with it."""
    only = 0
    for name, (document, _, agencies) in resolved.items():
        spans = imprints(document)
        places = [one.start() for one in CAFCASS.finditer(document.text)]
        if places and all(any(at in span for span in spans) for at in places):
            only += 1
            assert not [agency for agency in agencies if agency.type == "cafcass"], name
    assert only > 0.2 * len(resolved)


def of_year(resolved: Resolved, authority: str, year: int) -> list[Agency]:
    """Agencies of the reports on an authority of a year."""
    return [
        agency
        for _, facts, agencies in resolved.values()
        if facts.area.name == authority and facts.end and facts.end.year == year
        for agency in agencies
    ]


def test_two_boards_stand_behind_one_abbreviation(resolved: Resolved) -> None:
    slugs = {
        agency.slug
        for area in ("Norfolk County Council", "Nottinghamshire County Council")
        for agency in of_year(resolved, area, 2011)
        if any(mention.text == "NSCB" for mention in agency.mentions)
    }
    assert slugs == {
        "norfolk-safeguarding-children-board",
        "nottinghamshire-safeguarding-children-board",
    }


@pytest.mark.parametrize("hospital", ["James Paget", "Queen Elizabeth"])
def test_a_hospital_of_many_forms_is_one(resolved: Resolved, hospital: str) -> None:
    trusts = [
        agency for agency in of_year(resolved, "Norfolk County Council", 2011)
        if any(hospital in mention.text for mention in agency.mentions)
    ]  # fmt: skip
    assert len(trusts) == 1
    assert len({mention.text for mention in trusts[0].mentions}) > 1
