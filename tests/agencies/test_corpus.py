"""Real reports, where INSPECTGRAPH_REPORTS names their folder: one node a body, and quickly."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from inspectgraph.graphbuilder.extract.report import extract_report
from inspectgraph.graphbuilder.model import Agency, BlockKind, Document, ReportFacts
from inspectgraph.graphbuilder.parse import parse
from inspectgraph.graphbuilder.read import read
from inspectgraph.graphbuilder.resolve import resolve_agencies
from inspectgraph.ontology.bodies import BodyIndex
from inspectgraph.ontology.errors import ReadError
from inspectgraph.ontology.names import AuthorityIndex

FOLDER = os.environ.get("INSPECTGRAPH_REPORTS", "")
AT_LEAST = 100
pytestmark = pytest.mark.skipif(not FOLDER, reason="INSPECTGRAPH_REPORTS names no folder")

Resolved = dict[str, tuple[Document, ReportFacts, tuple[Agency, ...]]]


@pytest.fixture(scope="module")
def reports() -> dict[str, tuple[Document, ReportFacts]]:
    index = AuthorityIndex.load()
    found = {}
    for path in sorted(Path(FOLDER).iterdir()):
        try:
            document = parse(read(path.name, path.read_bytes()))
            found[path.name] = (document, extract_report(document, index)[0])
        except ReadError:
            continue
    return found


@pytest.fixture(scope="module")
def resolved(reports: dict[str, tuple[Document, ReportFacts]]) -> Resolved:
    index, bodies = AuthorityIndex.load(), BodyIndex.load()
    return {
        name: (document, facts, resolve_agencies(document, facts, index, bodies)[0])
        for name, (document, facts) in reports.items()
    }


def all_agencies(resolved: Resolved) -> Iterator[tuple[str, Agency, date | None]]:
    for name, (_, facts, agencies) in resolved.items():
        for agency in agencies:
            yield name, agency, facts.end or facts.published


def test_how_many_ran(resolved: Resolved) -> None:
    assert len(resolved) >= AT_LEAST
    assert sum(bool(agencies) for _, _, agencies in resolved.values()) > 0.9 * len(resolved)


def test_one_node_a_body(resolved: Resolved) -> None:
    nodes: dict[tuple[str, str], set[str]] = {}
    for _, agency, _ in all_agencies(resolved):
        plain = " ".join(re.findall(r"\w+", agency.name.casefold()))
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


def test_no_link_from_the_back_page(resolved: Resolved) -> None:
    for document, _, agencies in resolved.values():
        narrative = [n for n, b in enumerate(document.blocks) if b.kind is not BlockKind.OTHER]
        tail = document.blocks[narrative[-1]].end
        assert all(mention.end <= tail for agency in agencies for mention in agency.mentions)


def test_it_is_quick(reports: dict[str, tuple[Document, ReportFacts]]) -> None:
    index, bodies = AuthorityIndex.load(), BodyIndex.load()
    start = time.process_time()
    for document, facts in reports.values():
        resolve_agencies(document, facts, index, bodies)
    assert time.process_time() - start < 0.02 * len(reports), "3 ms a report on a quiet machine"
