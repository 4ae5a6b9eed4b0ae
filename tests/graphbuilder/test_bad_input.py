"""Files that are broken, huge, locked or no report: one clear error each, nothing else lost."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from inspectgraph.graphbuilder.build import build, extract
from inspectgraph.graphbuilder.read.inputs import find_inputs
from inspectgraph.graphbuilder.read.read import read
from inspectgraph.ontology.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    NotAReport,
    NoText,
    ReadError,
    TooLarge,
    UnsupportedFormat,
)
from inspectgraph.ontology.profiles import load_profile
from layouts import Sheet
from reportlab.pdfgen.canvas import Canvas

TEXT = """# Inspection of Norfolk local authority children’s services

Inspection dates: 4 to 8 March 2024

Lead inspector: Zoë O’Neill, His Majesty’s Inspector

| Judgement | Grade |
| Overall effectiveness | Good |

Social workers – most of them – know “their” children well, and £2 goes far.
"""


def good_pdf() -> bytes:
    sheet = Sheet().title("Inspection of Norfolk", "local authority children’s services")
    sheet.lines("Inspection dates: 4 to 8 March 2024").lines("Overall effectiveness Good")
    return sheet.filler(1).page().filler(4).pdf()


def canvas_pdf(draw: Callable[[Canvas], None], pages: int = 1) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for _ in range(pages):
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def docx(paragraphs: int = 1, bomb: bool = False) -> bytes:
    import docx as word

    document = word.Document()
    for line in TEXT.splitlines() * paragraphs:
        if line:
            document.add_paragraph(line.strip("# "))
    out = io.BytesIO()
    document.save(out)
    if bomb:
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/media/zeros.bin", bytes(210_000_000))
    return out.getvalue()


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < seconds


BAD: dict[str, tuple[str, Callable[[], bytes], type[ReadError]]] = {
    "zero bytes": ("a.pdf", lambda: b"", EmptyFile),
    "blanks": ("a.txt", lambda: b" \n\t\r\n" * 100, EmptyFile),
    "zeros": ("a.pdf", lambda: bytes(5000), EmptyFile),
    "page of a failed download": (
        "a.pdf",
        lambda: b"<!DOCTYPE html><html><body><h1>Error</h1><p>Not found</p></body></html>",
        NotAReport,
    ),
    "HTML without words": ("a.html", lambda: b"<html><script>x()</script></html>", NoText),
    "head of a PDF alone": ("a.pdf", lambda: b"%PDF-1.4\n", DamagedFile),
    "text called PDF": ("a.pdf", lambda: b"Dear all", UnsupportedFormat),
    "locked": ("a.pdf", lambda: Sheet(encrypt="secret").filler().pdf(), EncryptedFile),
    "a scan": (
        "a.pdf",
        lambda: canvas_pdf(lambda c: c.rect(50, 50, 300, 300, fill=1), 3),
        NoText,
    ),
    "two thousand pages": (
        "a.pdf",
        lambda: canvas_pdf(lambda c: c.drawString(9, 9, "a"), 2000),
        TooLarge,
    ),
    "fifty megabytes of text": ("a.txt", lambda: b"Inspection of Norfolk\n" * 2_400_000, TooLarge),
    "noise": ("a.txt", lambda: bytes(range(1, 256)) * 40, DamagedFile),
    "a picture": ("a.pdf", lambda: b"\x89PNG\r\n\x1a\n" + bytes(60), UnsupportedFormat),
    "another picture": ("a.txt", lambda: b"\xff\xd8\xff\xe0" + bytes(60), UnsupportedFormat),
    "old Word": ("a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(600), UnsupportedFormat),
    "RTF": ("a.rtf", lambda: b"{\\rtf1 Inspection of Norfolk}", UnsupportedFormat),
    "a spreadsheet": ("a.docx", lambda: zipped({"xl/workbook.xml": b"<x/>"}), UnsupportedFormat),
    "Word, cut off": ("a.docx", lambda: docx()[:9000], UnsupportedFormat),
    "Word, without its parts": (
        "a.docx",
        lambda: zipped({"word/document.xml": b"<x"}),
        DamagedFile,
    ),
    "Word that unpacks hugely": ("a.docx", lambda: docx(bomb=True), TooLarge),
    "a README": ("README.md", lambda: b"# Reports\n\nPut your PDFs of Norfolk here.\n", NotAReport),
    "a shopping list": ("a.txt", lambda: b"bread\nmilk\n", NotAReport),
}


@pytest.mark.parametrize("case", BAD)
def test_one_clear_error(case: str) -> None:
    name, make, kind = BAD[case]
    data = make()
    with within(10), pytest.raises(ReadError) as caught:
        extract(name, data, load_profile())
    assert type(caught.value) is kind
    assert caught.value.cure and caught.value.reason
    assert "\n" not in str(caught.value)
    assert caught.value.code in str(caught.value)


@pytest.mark.parametrize("name", ["README.md", "samples/README.md", "docs/errors.md"])
def test_our_own_documentation_is_no_report(name: str) -> None:
    path = Path(__file__).parents[2] / name
    if not path.exists():
        pytest.skip(f"{name} is not there")
    with pytest.raises(NotAReport):
        extract(name, path.read_bytes(), load_profile())


def test_a_build_loses_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "good.md").write_text(TEXT, encoding="utf-8")
    for index, (name, make, _) in enumerate(BAD.values()):
        data = make()
        if len(data) < 3_000_000:
            (folder / f"{index:02}-{name}").write_bytes(data)
    bad = len(list(folder.iterdir())) - 1
    with within(60):
        result = build([folder], tmp_path / "store")
    assert (result.built, result.failed, result.reports) == (1, bad, 1)
    told = [problem.file_name for problem in result.problems if problem.severity == "error"]
    assert len(told) == len(set(told)) == bad
    assert all(problem.cure for problem in result.problems if problem.severity == "error")


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.995])
def test_truncated_pdf_is_read_or_refused(share: float) -> None:
    whole = good_pdf()
    with within(5):
        try:
            found = read("cut.pdf", whole[: int(len(whole) * share)])
        except ReadError as error:
            assert type(error) in (DamagedFile, NoText, EmptyFile)
        else:
            assert found.lines


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_encodings(encoding: str) -> None:
    found = extract("report.md", TEXT.encode(encoding), load_profile())
    assert found.facts.lead_inspector == "Zoë O’Neill"
    assert "– most of them – know “their” children" in found.document.text
    assert [one.grade for one in found.judgements] == ["good"]


def test_latin_1_has_no_typographic_marks() -> None:
    plain = TEXT.translate(str.maketrans("’–“”", '\'-""'))
    found = extract("report.md", plain.encode("latin-1"), load_profile())
    assert found.facts.lead_inspector == "Zoë O'Neill"
    assert "£2" in found.document.text


def test_broken_utf_8_keeps_what_is_whole() -> None:
    data = TEXT.encode().replace(b"goes far", b"goes\xff\xfe far")
    found = extract("report.md", data, load_profile())
    assert found.facts.lead_inspector == "Zoë O’Neill"
    assert "“their”" in found.document.text


@pytest.mark.parametrize("name", ["report.txt", "report", "report.html"])
def test_a_pdf_is_one_by_its_bytes(name: str) -> None:
    assert read(name, good_pdf()).media == "application/pdf"


def test_word_is_read() -> None:
    found = extract("report.docx", docx(), load_profile())
    assert found.facts.area.name == "Norfolk County Council"


def test_a_zip_of_reports_with_bad_entries(tmp_path: Path) -> None:
    inner = zipped({"deep.md": TEXT.encode()})
    entries = {
        "2024/norfolk.md": TEXT.encode(),
        "2024/empty.pdf": b"",
        "inner.zip": inner,
        "__MACOSX/._norfolk.md": b"\x00",
        "notes.csv": b"a,b",
        "word.docx": docx(bomb=False)[:500],
    }
    (tmp_path / "all.zip").write_bytes(zipped(entries))
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 no archive")
    result = build([tmp_path / "all.zip", tmp_path / "bad.zip"], tmp_path / "store")
    assert (result.built, result.failed) == (1, 4)
    told = {problem.file_name: problem.code for problem in result.problems}
    assert told == {
        "bad.zip": "IG-201",
        "all.zip/inner.zip": "IG-201",
        "all.zip/2024/empty.pdf": "IG-202",
        "all.zip/word.docx": "IG-207",
    }


def test_an_entry_whose_bytes_are_spoilt(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("spoilt.md", TEXT * 20)
        archive.writestr("whole.md", TEXT)
    data = bytearray(out.getvalue())
    data[60:90] = bytes(30)
    (tmp_path / "all.zip").write_bytes(bytes(data))
    result = build([tmp_path / "all.zip"], tmp_path / "store")
    assert (result.built, result.failed) == (1, 1)


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("locked.md", "open.md"):
        (tmp_path / name).write_text(TEXT + name, encoding="utf-8")
    opened = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "locked.md":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = build([tmp_path / "locked.md", tmp_path / "open.md"], tmp_path / "store")
    assert (result.built, result.failed) == (1, 1)
    assert [(p.file_name, p.code, p.message) for p in result.problems] == [
        ("locked.md", "IG-201", "Permission denied")
    ]


def test_what_is_not_there(tmp_path: Path) -> None:
    found = find_inputs([tmp_path / "nowhere"])
    assert found.inputs == ()
    assert [error.code for error in found.failures] == ["IG-201"]


def test_the_same_report_twice(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("a.md", "b.md", "c.txt"):
        (folder / name).write_text(TEXT + "\n" * (name == "c.txt"), encoding="utf-8")
    result = build([folder], tmp_path / "store")
    assert (result.built, result.duplicates, result.reports, result.failed) == (1, 2, 1, 0)


def test_hidden_and_other_files_are_passed_over(tmp_path: Path) -> None:
    for name in (".hidden.pdf", "notes.csv", "README.md", "a.pdf", "b.doc"):
        (tmp_path / name).write_bytes(b"x")
    found = find_inputs([tmp_path])
    assert [one.name for one in found.inputs] == ["a.pdf", "b.doc"]
    assert found.failures == ()
    assert found.passed_over == {".csv": 1}
