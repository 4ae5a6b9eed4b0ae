"""Real reports, where there are any: the folder that INSPECTGRAPH_REPORTS names.

The reports are not ours to ship; what is known of them is kept in tests/data by the hash of
their bytes. Without the folder these tests are skipped, and say so.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from inspectgraph.graphbuilder.extract.judgements import extract_judgements
from inspectgraph.graphbuilder.extract.report import extract_report
from inspectgraph.graphbuilder.model import Block, BlockKind, Document, Line, ReportFacts, Source
from inspectgraph.graphbuilder.parse.document import parse
from inspectgraph.graphbuilder.read.inputs import find_inputs
from inspectgraph.graphbuilder.read.read import read
from inspectgraph.ontology.authorities import Authority
from inspectgraph.ontology.errors import NotAReport
from inspectgraph.ontology.profiles import load_profile

FOLDER = os.environ.get("INSPECTGRAPH_REPORTS", "")
DATA = Path(__file__).parents[1] / "data"
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="set INSPECTGRAPH_REPORTS to a folder of real reports to run these"
)
MOST_UNFOUND = 0.005


@dataclass(frozen=True)
class Case:
    path: Path
    source: Source
    document: Document
    facts: ReportFacts


@cache
def cases() -> tuple[Case, ...]:
    return tuple(_cases())


def _cases() -> Iterator[Case]:
    found = find_inputs([Path(FOLDER)])
    inputs, failed = found.inputs, found.failures
    assert failed == ()
    for one in inputs:
        source = read(one.name, one.load())
        document = parse(source, load_profile())
        try:
            facts, _ = extract_report(document, load_profile())
        except NotAReport:
            continue
        yield Case(one.path, source, document, facts)


def known(name: str) -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["sha256"]].append(row)
    return rows


def grades(document: Document, kind: str) -> set[tuple[str, str, str]]:
    profile = load_profile()
    return {
        (j.section, j.aspect, j.grade)
        for j in extract_judgements(document, profile.framework(kind), profile)[0]
    }


def test_judgements_of_the_reports_that_are_known() -> None:
    truth, ran, wrong = known("judgements.csv"), 0, []
    for case in cases():
        rows = truth.get(case.source.sha256)
        if rows is None:
            continue
        ran += 1
        sections = any(row["section"] for row in rows)
        want = {(row["section"], row["aspect"], row["grade"]) for row in rows}
        found = {
            (section if sections else "", aspect, grade)
            for section, aspect, grade in grades(case.document, case.facts.kind)
            if aspect != "lscb" or any(row["aspect"] == "lscb" for row in rows)
        }
        if found != want:
            wrong.append((case.source.name, found ^ want))
    assert wrong == []
    assert ran >= min(88, len(cases()) // 2), f"only {ran} reports of the folder are known"


def test_facts_of_the_reports_that_are_known() -> None:
    truth, ran, wrong = known("reports.csv"), 0, []
    for case in cases():
        for row in truth.get(case.source.sha256, []):
            ran += 1
            facts = case.facts
            found = {
                "kind": facts.kind,
                "authority": facts.area.name,
                "start": facts.start.isoformat() if facts.start else "",
                "end": facts.end.isoformat() if facts.end else "",
                "published": facts.published.isoformat() if facts.published else "",
                "lead_inspector": facts.lead_inspector,
            }
            named = load_profile().authorities.match(row["authority"], facts.start)
            row["authority"] = named.name if named else ""
            wrong += [(case.source.name, k, row[k], found[k]) for k in found if row[k] != found[k]]
    assert wrong == []
    assert ran >= min(20, len(cases()) // 6), f"only {ran} reports of the folder are known"


def test_letters_and_visits_give_no_grades() -> None:
    kinds = {"jtai", "monitoring-visit", "focused-visit", "progress", "other"}
    ungraded = [case for case in cases() if case.facts.kind in kinds]
    assert all(grades(case.document, case.facts.kind) == set() for case in ungraded)


def test_every_report_says_where_and_when() -> None:
    for case in cases():
        assert case.facts.area.iri, case.source.name
        assert case.facts.start or case.facts.kind == "news", case.source.name
        if case.facts.kind in ("sif", "ilacs", "slac", "send"):
            assert case.facts.lead_inspector, case.source.name


# -- blocks ---------------------------------------------------------------------------------


def test_blocks_stand_in_order_and_hold_words() -> None:
    for case in cases():
        end = 0
        for block in case.document.blocks:
            assert end <= block.start < block.end, case.source.name
            end = block.end
        assert case.document.blocks[-1].end == len(case.document.text)


def narrative(document: Document) -> Iterator[tuple[Block, str]]:
    for block in document.blocks:
        if block.narrative:
            yield block, document.words(block)


FURNITURE = re.compile(
    r"^\d{1,3}$|^page \d+|^contents$|\.{5,}|^www\.|piccadilly gate|store street"
    r"|the office for standards in education, children.s services and skills \(ofsted\) regulates",
    re.IGNORECASE,
)


def test_no_furniture_in_the_narrative() -> None:
    for case in cases():
        found = [words for _, words in narrative(case.document) if FURNITURE.search(words)]
        assert found == [], case.source.name


def test_titles_repeated_on_each_page_are_gone() -> None:
    for case in cases():
        said = [words for b, words in narrative(case.document) if b.kind is not BlockKind.HEADING]
        short = [words for words in said if 30 < len(words) < 120]
        assert all(short.count(words) < 4 for words in short), case.source.name


def test_most_of_a_report_is_narrative() -> None:
    for case in cases():
        share = sum(b.end - b.start for b, _ in narrative(case.document)) / len(case.document.text)
        assert share > 0.65, (case.source.name, share)


def test_numbers_of_paragraphs_ascend_without_gaps() -> None:
    """A report may number its recommendations apart, from 1; one number may be missing."""
    checked = 0
    for case in cases():
        if case.facts.kind not in ("sif", "ilacs", "slac", "lac"):
            continue
        numbers = [
            int(b.number)
            for b, _ in narrative(case.document)
            if b.number and b.kind is not BlockKind.BULLET  # it has that of its paragraph
        ]
        checked += bool(numbers)
        breaks = [(a, b) for a, b in pairwise(numbers) if b != 1 and not 0 < b - a <= 2]
        assert breaks == [], case.source.name
    assert checked or not cases()


def test_few_paragraphs_are_torn() -> None:
    """A paragraph that begins in the middle of a sentence was parted from its beginning."""
    torn = total = 0
    for case in cases():
        for block, words in narrative(case.document):
            if block.kind is BlockKind.PARAGRAPH:
                total += 1
                torn += words[0].islower()
    assert torn <= 0.001 * total


# -- an independent reader ------------------------------------------------------------------


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def is_on_its_pages(document: Document, block: Block, pages: list[str]) -> bool:
    turns = [at for at, _ in document.page_starts if block.start < at < block.end]
    cuts = [block.start, *turns, block.end]
    for start, end in pairwise(cuts):
        page = document.page_at(start)
        if page is None or plain(document.text[start:end]) not in pages[page - 1]:
            return False
    return True


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler's pdftotext is not installed")
def test_the_words_of_blocks_are_on_their_pages() -> None:
    total = unfound = 0
    for case in cases():
        if case.document.pages is None:
            continue
        command = ["pdftotext", "-enc", "UTF-8", "-raw", str(case.path), "-"]
        text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        pages = [plain(page) for page in text.split("\f")]
        total += len(case.document.blocks)
        unfound += sum(not is_on_its_pages(case.document, b, pages) for b in case.document.blocks)
    assert unfound <= MOST_UNFOUND * total, f"{unfound} of {total} blocks are not on their pages"


# -- the same reports, changed --------------------------------------------------------------


def ilacs() -> list[Case]:
    return [case for case in cases() if case.facts.kind == "ilacs" and case.document.pages]


def table_of(source: Source) -> tuple[int, int]:
    """Index of the first and behind the last line of the table of grades on page 1."""
    head = next(
        (i for i, line in enumerate(source.lines) if re.match(r"judge?ment grade$", line.text, 2)),
        None,
    )
    if head is None:
        return 0, 0
    left = source.lines[head].x
    last, overall = head + 1, False
    while source.lines[last].page == 1:
        line = source.lines[last]
        if line.x < left - 3 or (overall and line.x < left + 60):
            break
        overall = overall or line.text.startswith("Overall effectiveness")
        last += 1
    return head + 1, last


def reversed_rows(source: Source) -> Source | None:
    """The report with the rows of its table the other way round."""
    first, last = table_of(source)
    rows: list[list[Line]] = []
    for line in source.lines[first:last]:
        if not rows or line.gap > 1.6:
            rows.append([])
        rows[-1].append(line)
    if len(rows) < 3:
        return None
    y, turned = rows[0][0].y, []
    for row in reversed(rows):
        turned += [line._replace(y=line.y - row[0].y + y) for line in row]
        y = turned[-1].y - 30
    lines = (*source.lines[:first], *turned, *source.lines[last:])
    return replace(source, lines=lines)


def columns(source: Source) -> Source | None:
    """The report with the table written column by column: labels first, then grades."""
    first, last = table_of(source)
    table = source.lines[first:last]
    if not table:
        return None
    middle = table[0].x + 150
    labels = [line for line in table if line.x < middle]
    cells = [line for line in table if line.x >= middle]
    if len(cells) < 3:
        return None
    lines = (*source.lines[:first], *labels, *cells, *source.lines[last:])
    return replace(source, lines=lines)


@pytest.mark.parametrize("change", [reversed_rows, columns])
def test_tables_in_another_order(change: object) -> None:
    ran = 0
    for case in ilacs():
        changed = change(case.source)  # type: ignore[operator]
        if changed is None:
            continue
        ran += 1
        assert grades(parse(changed, load_profile()), "ilacs") == grades(case.document, "ilacs"), (
            case.source.name
        )
    assert ran >= len(ilacs()) // 2


def another(authority_iri: str, case: Case, turn: int) -> Authority:
    assert case.facts.start
    there = [
        one
        for one in load_profile().authorities.authorities
        if one.exists(case.facts.start) and one.iri != authority_iri
    ]
    return there[turn * 37 % len(there)]


def test_another_authority_in_the_title() -> None:
    ran = 0
    for turn, case in enumerate(ilacs()):
        other, printed = another(case.facts.area.iri, case, turn), case.facts.area.as_printed
        if not any(printed in line.text for line in case.source.lines[:12]):
            continue
        ran += 1
        lines = tuple(
            line._replace(text=line.text.replace(printed, other.name)) for line in case.source.lines
        )
        facts, _ = extract_report(
            parse(replace(case.source, lines=lines), load_profile()), load_profile()
        )
        assert facts.area.iri == other.iri, (case.source.name, other.name)
    assert ran >= len(ilacs()) // 2


FORMS = [
    "Inspection date: {a:%d/%m/%Y} – {b:%d/%m/%Y}",
    "Inspection dates {a.day} {a:%B} – {b.day} {b:%B} {b.year}",
    "Inspection dates: {a:%A} {a.day} {a:%B %Y} to {b:%A} {b.day} {b:%B %Y}",
    "Dates of inspection: between {a.day} {a:%b %Y} and {b.day} {b:%b %Y}",
]


@pytest.mark.parametrize("form", FORMS)
def test_dates_in_another_form(form: str) -> None:
    ran = 0
    for case in ilacs():
        printed = form.format(a=case.facts.start, b=case.facts.end)
        lines = tuple(
            line._replace(text=printed) if line.text.startswith("Inspection dates:") else line
            for line in case.source.lines
        )
        ran += lines != case.source.lines
        facts, _ = extract_report(
            parse(replace(case.source, lines=lines), load_profile()), load_profile()
        )
        assert (facts.start, facts.end) == (case.facts.start, case.facts.end), case.source.name
    assert ran >= len(ilacs()) // 2
