"""Copies: a PDF and its text, web page or Word file are one report, whatever the history."""

from __future__ import annotations

import io
import itertools
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from inspectgraph.graphbuilder.build import BuildOptions, BuildResult, build
from inspectgraph.graphbuilder.copies import Form, Rank, kept_forms, sentences_of
from inspectgraph.graphbuilder.store import remove
from inspectgraph.queries.export import export_graph, export_tables
from inspectgraph.queries.source.local import open_store, select
from reportlab.pdfgen.canvas import Canvas

TITLE = "Focused visit to Norfolk County Council children’s services"
DAYS = "Inspection dates: 4 to 5 March 2024"
FINDINGS = (
    "Social workers visit children often and know them well.",
    "Plans are too vague and are not reviewed in time.",
    "Managers do not record why decisions are made.",
    "Children in care live in stable homes with carers who understand them.",
    "Thresholds are applied consistently and families get help quickly.",
    "Too many children wait too long for an assessment.",
    "Personal advisers keep in regular touch with care leavers.",
    "Supervision is irregular and does not challenge drift.",
)
OTHERS = (
    "Leaders have strengthened the front door since the last visit.",
    "Strategy meetings are not always attended by health partners.",
    "Case files show that chronologies are poor.",
    "Foster carers are well supported by a skilled team.",
)


def pdf(*lines: str) -> bytes:
    """A page of text without hyphens, its title larger than the rest."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for number, line in enumerate(lines):
        canvas.setFont("Helvetica", 11 if number else 18)
        canvas.drawString(60, 780 - 30 * number, line.replace("’", "'"))
    canvas.save()
    return out.getvalue()


def word(*lines: str) -> bytes:
    out = io.BytesIO()
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def page(*lines: str) -> bytes:
    return f"<html><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>".encode()


def text(*lines: str) -> bytes:
    return "\n\n".join(lines).encode()


MADE: dict[str, Callable[..., bytes]] = {
    "visit.pdf": pdf,
    "visit.docx": word,
    "a-page.html": page,
    "a-copy.txt": text,
}


def report(*findings: str, days: str = DAYS, title: str = TITLE) -> tuple[str, ...]:
    return (title, days, *(f"{n}. {words}" for n, words in enumerate(findings, 1)))


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {name: make(*report(*FINDINGS)) for name, make in MADE.items()}


@pytest.fixture
def folder(tmp_path: Path, made: dict[str, bytes]) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "graph.db"


def held(store: Path) -> set[tuple[str, tuple[str, ...]]]:
    """The file of each report, and its copies."""
    query = """SELECT ?file ?copied WHERE { ?r a ig:Report ; ig:fileName ?file
      OPTIONAL { ?copy ig:copyOf ?r ; ig:fileName ?copied } } ORDER BY ?copied"""
    copies: dict[str, list[str]] = {}
    for file, copied in select(open_store(store), query):
        copies.setdefault(file.value, []).extend([copied.value] if copied else [])
    return {(file, tuple(names)) for file, names in copies.items()}


def quads(store: Path) -> bytes:
    out = store.with_suffix(".nq")
    export_graph(open_store(store), out)
    return out.read_bytes()


def noted(result: BuildResult) -> list[tuple[str, str]]:
    return [(p.file_name, p.message) for p in result.problems if p.code == "IG-507"]


ALL = {("visit.pdf", ("a-copy.txt", "a-page.html", "visit.docx"))}


def test_a_pdf_and_its_copies_are_one_report(folder: Path, store: Path, tmp_path: Path) -> None:
    result = build([folder], store)
    assert held(store) == ALL
    assert (result.built, result.duplicates, result.reports) == (1, 3, 1)
    assert noted(result) == [
        (name, "the same report as visit.pdf")
        for name in ("a-copy.txt", "a-page.html", "visit.docx")
    ]
    again = build([folder], store)
    assert (again.unchanged, again.duplicates, again.problems) == (4, 0, ())
    export_tables(open_store(store), tmp_path / "tables")
    row = (tmp_path / "tables" / "reports.csv").read_text(encoding="utf-8").splitlines()[1]
    assert row.startswith("visit.pdf,")
    assert "a-copy.txt|a-page.html|visit.docx" in row


def test_the_best_form_is_kept(folder: Path, tmp_path: Path) -> None:
    for number, best in enumerate(("visit.pdf", "visit.docx", "a-page.html", "a-copy.txt")):
        store = tmp_path / f"{number}.db"
        build([folder], store)
        assert {file for file, _ in held(store)} == {best}
        (folder / best).unlink()


def test_equal_bytes_whatever_the_order_the_workers_or_the_history(
    folder: Path, tmp_path: Path
) -> None:
    build([folder], tmp_path / "one.db")
    build([folder], tmp_path / "two.db", BuildOptions(workers=2))
    wanted = quads(tmp_path / "one.db")
    assert quads(tmp_path / "two.db") == wanted
    orders = list(itertools.permutations(sorted(folder.iterdir())))
    for number, order in enumerate(random.Random(7).sample(orders, 6)):
        store = tmp_path / f"order{number}.db"
        for file in order:
            build([file], store)
        assert quads(store) == wanted, [file.name for file in order]


def test_where_the_pdf_changes_its_copies_have_a_report_of_their_own(
    folder: Path, store: Path, tmp_path: Path
) -> None:
    build([folder], store)
    (folder / "visit.pdf").write_bytes(pdf(*report(*FINDINGS, days=DAYS.replace("March", "May"))))
    build([folder], store)
    assert held(store) == {("visit.pdf", ()), ("visit.docx", ("a-copy.txt", "a-page.html"))}
    build([folder], tmp_path / "fresh.db")
    assert quads(store) == quads(tmp_path / "fresh.db")


def test_where_the_pdf_breaks_they_have_one_too(folder: Path, store: Path, tmp_path: Path) -> None:
    build([folder], store)
    (folder / "visit.pdf").write_bytes(b"")
    build([folder], store)
    assert held(store) == {("visit.docx", ("a-copy.txt", "a-page.html"))}
    build([folder], tmp_path / "fresh.db")
    assert quads(store) == quads(tmp_path / "fresh.db")


def test_a_changed_copy_leaves_the_report(folder: Path, store: Path, tmp_path: Path) -> None:
    build([folder], store)
    before = quads(store)
    (folder / "a-copy.txt").write_bytes(text(*report(*OTHERS)))
    build([folder], store)
    assert held(store) == {("visit.pdf", ("a-page.html", "visit.docx")), ("a-copy.txt", ())}
    (folder / "a-copy.txt").write_bytes(text(*report(*FINDINGS)))
    build([folder], store)
    assert quads(store) == before


def test_removing_a_copy_leaves_the_report(folder: Path, store: Path) -> None:
    build([folder], store)
    before = quads(store)
    assert remove(store, ["a-page.html"]) == ("a-page.html",)
    assert held(store) == {("visit.pdf", ("a-copy.txt", "visit.docx"))}
    build([folder], store)
    assert quads(store) == before


def test_removing_the_pdf_leaves_its_copies(folder: Path, store: Path, tmp_path: Path) -> None:
    build([folder], store)
    assert remove(store, ["visit.pdf"]) == ("visit.pdf",)
    assert held(store) == {("visit.docx", ("a-copy.txt", "a-page.html"))}
    (folder / "visit.pdf").unlink()
    build([folder], store)
    build([folder], tmp_path / "fresh.db")
    assert quads(store) == quads(tmp_path / "fresh.db")


def test_removing_all_files_of_a_report_removes_it(folder: Path, store: Path) -> None:
    build([folder], store)
    names = [path.name for path in folder.iterdir()]
    (gone,) = [each for each in remove(store, names) if "/report/" in each]
    assert not held(store)
    build([folder], store)
    assert remove(store, [gone.rsplit("/", 1)[-1]]) == (gone,)
    assert not held(store)


def test_two_editions_and_other_reports_stay_two(folder: Path, store: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    (folder / "first.pdf").write_bytes(pdf(*report(*FINDINGS)))
    (folder / "second.pdf").write_bytes(pdf(*report(*FINDINGS[:-1], OTHERS[0])))
    (folder / "second.txt").write_bytes(text(*report(*FINDINGS[:-1], OTHERS[0])))
    (folder / "other.txt").write_bytes(text(*report(*FINDINGS[:2], *OTHERS)))
    build([folder], store)
    assert held(store) == {("first.pdf", ()), ("second.pdf", ("second.txt",)), ("other.txt", ())}


def test_a_report_of_another_inspection_is_none(folder: Path, store: Path) -> None:
    other = report(*FINDINGS, title=TITLE.replace("Norfolk", "Suffolk"))
    (folder / "a-copy.txt").write_bytes(text(*other))
    build([folder], store)
    assert ("a-copy.txt", ()) in held(store)


def test_copies_are_found_by_what_they_have_in_common() -> None:
    def form(name: str, rank: int, *words: str) -> Form:
        return Form(name, Rank(rank, name), sentences_of(words))

    forms = [
        form("a.pdf", 0, "One is so.", "Two is so."),
        form("b.pdf", 0, "One is so.", "Two is good."),
        form("c.html", 2, "one is\nso", "“Two” is good!", "Three."),
        form("d.txt", 3, "One is so.", "Four.", "Five."),
        form("e.txt", 3),
    ]
    kept = {"a.pdf": "a.pdf", "b.pdf": "b.pdf", "c.html": "b.pdf", "d.txt": "d.txt"}
    assert kept_forms(forms) == {**kept, "e.txt": "e.txt"}
    assert kept_forms(forms[::-1]) == kept_forms(forms)
