"""Where reports are published: stated by a sidecar or their page, else by the name of the file."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from inspectgraph.graphbuilder.build import build, extract
from inspectgraph.graphbuilder.read.address import is_address, own_address
from inspectgraph.ontology.profiles import load_profile
from inspectgraph.queries.answers.asked_question import AskedQuestion
from inspectgraph.queries.answers.workbook import write_answer_workbook
from inspectgraph.queries.explain import as_text, explain
from inspectgraph.queries.export import export_tables
from inspectgraph.queries.named.folders import load_question
from inspectgraph.queries.named.run import run
from inspectgraph.queries.source.local import open_store
from inspectgraph.queries.visualise.rows import read_reports
from openpyxl import load_workbook
from reportlab.pdfgen.canvas import Canvas

TEXT = """# Inspection of Norfolk local authority children’s services

Inspection dates: 4 to 8 March 2024

| Judgement | Grade |
|---|---|
| Overall effectiveness | Inadequate |

1. Plans are too vague and are not reviewed in time.

## What needs to improve

- the quality of plans

This document is licensed under the Open Government Licence.
"""
NEWS = """# Norfolk children’s services rated good by Ofsted

Ofsted inspectors have rated Norfolk County Council’s children’s services as good, in a report
published on 3 May 2024. Inspectors visited in March.
"""
FILES = "https://files.ofsted.gov.uk/v1/file/"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "graph.db"


def source_of(name: str, data: bytes = TEXT.encode()) -> tuple[str, bool]:
    facts = extract(name, data, load_profile()).facts
    return facts.source, facts.source_inferred


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("50123456.md", "50123456"),
        ("2751234.md", "2751234"),
        ("kelderby_50123456.md", "50123456"),
        ("more/Report 50123456 (1).md", "50123456"),
        ("ofsted50123456-v2.md", "50123456"),
        ("50123456-50123456.md", "50123456"),
        ("report.md", ""),
        ("501234567.md", ""),
        ("1501234560.md", ""),
        ("27512345.md", ""),
        ("12345678.md", ""),
        ("50123456/report.md", ""),
        ("50123456-50123457.md", ""),
        ("9f50123456ab.md", ""),
        ("2024-03-08.md", ""),
    ],
)
def test_the_number_in_a_name(name: str, number: str) -> None:
    assert source_of(name) == (f"{FILES}{number}" if number else "", bool(number))


def test_a_number_is_no_address_of_what_others_publish() -> None:
    facts = extract("50123456.md", NEWS.encode(), load_profile()).facts
    assert (facts.kind, facts.source) == ("news", "")


def html(head: str) -> bytes:
    body = "<h1>Inspection of Norfolk local authority children’s services</h1>"
    days = "<p>Inspection dates: 4 to 8 March 2024</p>"
    return f"<!doctype html><html><head>{head}</head><body>{body}{days}</body></html>".encode()


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="https://example.org/report?a=1&amp;b=2">',
        "<LINK HREF='https://example.org/report?a=1&b=2' data-x='>' REL='next canonical'/>",
        '<meta property="og:url" content="https://example.org/report?a=1&amp;b=2" />',
        '<meta property="og:url" content="/home">'
        "<link rel=canonical href=https://example.org/report?a=1&b=2>",
        "<!-- saved from url=(0034)https://example.org/report?a=1&b=2 -->",
    ],
)
def test_the_address_that_a_page_states(head: str) -> None:
    assert source_of("50123456.html", html(head)) == ("https://example.org/report?a=1&b=2", False)


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="stylesheet" href="https://example.org/a.css">',
        '<link rel="canonical" href="/report">',
        '<link rel="canonical" href="javascript:alert(1)">',
        '<link rel="canonical" href="https://example.org/a b">',
        '<!-- <link rel="canonical" href="https://example.org/draft"> -->',
    ],
)
def test_what_states_none(head: str) -> None:
    assert own_address(html(head)) == ""


def test_addresses() -> None:
    assert is_address("https://example.org/ä?b=1")
    for text in ("example.org", "ftp://e.org", "https://", "https://e.org/<b>", "http://[", ""):
        assert not is_address(text)


def tables(store: Path, folder: Path) -> dict[str, dict[str, str]]:
    """The first row of each table."""
    export_tables(open_store(store), folder)
    out = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            out[path.stem] = next(csv.DictReader(lines), {})
    return out


def test_everything_links_to_it(store: Path, tmp_path: Path) -> None:
    (tmp_path / "50123456.txt").write_text(TEXT, encoding="utf-8")
    build([tmp_path / "50123456.txt"], store)
    rows = tables(store, tmp_path / "tables")
    assert rows["reports"]["url"] == f"{FILES}50123456"
    assert rows["reports"]["url_inferred"] == "true"
    assert "open-government-licence" in rows["reports"]["license"]
    for name in ("findings", "judgements", "recommendations"):
        assert rows[name]["link"] == f"{FILES}50123456", "a text without pages"
    opened = open_store(store)
    finding = rows["findings"]["finding"]
    assert explain(opened, finding).details["link"] == f"{FILES}50123456"
    told = explain(opened, "50123456.txt").details
    assert (told["source"], told["source_inferred"]) == (f"{FILES}50123456", True)
    assert "open-government-licence" in as_text(explain(opened, "50123456.txt"))
    reports, _ = read_reports(opened, {}, "")
    assert [report.pages_at for report in reports.values()] == [f"{FILES}50123456#page="]
    for name in ("weaknesses", "judgements", "recommendations", "latest-judgements"):
        answer = run(opened, load_question(name), {})
        assert answer.rows[0][answer.columns.index("link")] == f"{FILES}50123456"
    path = tmp_path / "answer.xlsx"
    answer = run(opened, load_question("weaknesses"), {})
    write_answer_workbook(answer, path, AskedQuestion("weaknesses", "", "", {}, ""))
    cell = load_workbook(path).worksheets[0].cell(2, answer.columns.index("link") + 1)
    assert cell.hyperlink.target == f"{FILES}50123456"


def test_a_pdf_is_linked_at_the_page(store: Path, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "Norfolk 50123456.pdf"))
    canvas.setFont("Helvetica", 18)
    canvas.drawString(60, 780, "Focused visit to Norfolk County Council children's services")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 740, "Inspection dates: 4 to 5 March 2024")
    canvas.showPage()
    canvas.drawString(60, 780, "1. Plans are too vague and are not reviewed in time.")
    canvas.save()
    build([tmp_path / "Norfolk 50123456.pdf"], store)
    row = tables(store, tmp_path / "tables")["findings"]
    assert row["link"] == f"{FILES}50123456#page=2"
    assert explain(open_store(store), row["finding"]).details["link"] == row["link"]


def test_a_sidecar_wins_over_the_name(store: Path, tmp_path: Path) -> None:
    (tmp_path / "50123456.txt").write_text(TEXT, encoding="utf-8")
    rows = "file,source\n50123456.txt,https://example.org/norfolk.pdf\n"
    (tmp_path / "inspectgraph.csv").write_text(rows, encoding="utf-8")
    build([tmp_path], store)
    row = tables(store, tmp_path / "tables")["reports"]
    assert (row["url"], row["url_inferred"]) == ("https://example.org/norfolk.pdf", "false")


def test_any_name_of_the_same_bytes_will_do(store: Path, tmp_path: Path) -> None:
    for number, names in enumerate((["a.txt", "50123456.txt"], ["50123456.txt", "a.txt"])):
        store = tmp_path / f"{number}.db"
        for name in names:
            (tmp_path / name).write_text(TEXT, encoding="utf-8")
            build([tmp_path / name], store)
        row = tables(store, tmp_path / "tables")["reports"]
        assert (row["url"], row["other_names"]) == (f"{FILES}50123456", "a.txt")
