"""Folders as people keep them: what is read, what is named, what is passed over without a word."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from inspectgraph.cli import cli

REPORT = """# Inspection of Norfolk local authority children’s services

Inspection dates: 4 to 8 March 2024

| Judgement | Grade |
|---|---|
| Overall effectiveness | Good |
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "reports"
    made.mkdir()
    (made / "a.md").write_text(REPORT, encoding="utf-8")
    return made


def build(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["build", *arguments, "--store", "graph.db"])


def test_what_is_no_report_is_named_once_by_its_kind(folder: Path) -> None:
    for name in ("one.jpg", "two.JPG", "deep/three.jpg", "grades.xlsx", "scan.tiff", "noending"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    result = build("reports")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[:-1] == [
        "1 without an ending passed over",
        "3 .jpg passed over: scans? `ocrmypdf` makes PDFs with text of them",
        "1 .tiff passed over: scans? `ocrmypdf` makes PDFs with text of them",
        "1 .xlsx passed over",
    ]


def test_what_goes_with_reports_is_passed_over_without_a_word(folder: Path) -> None:
    for name in ("README.txt", "LICENSE", "Thumbs.db", "desktop.ini", ".hidden.jpg", "b.pdf.part"):
        (folder / name).write_bytes(b"x")
    (folder / "page.html").write_text(f"<html><body><p>{REPORT}</p></body></html>")
    (folder / "page_files").mkdir()
    for name in ("style.css", "crest.png", "frame.html"):
        (folder / "page_files" / name).write_bytes(b"<html>x</html>")
    result = build("reports")
    assert "passed over" not in result.stderr
    assert "frame.html" not in result.stderr


def test_a_store_in_the_folder_is_no_report(folder: Path) -> None:
    command = ["build", "reports", "--store", "reports/graph.db"]
    for _ in range(2):
        result = CliRunner().invoke(cli, command)
        assert result.exit_code == 0
        assert "passed over" not in result.stderr


def test_a_path_that_is_not_there(folder: Path) -> None:
    result = build("nowhere", "reports")
    assert result.exit_code == 1
    assert "nowhere: there is no such file or folder (IG-201)" in result.stderr
    assert "1 reports; 1 built" in result.stderr


@pytest.mark.parametrize("archive", [False, True])
def test_a_folder_without_a_report(folder: Path, archive: bool) -> None:
    name = "photos.zip" if archive else "photos"
    if archive:
        with zipfile.ZipFile(name, "w") as out:
            out.writestr("a.jpg", b"x")
    else:
        Path(name).mkdir()
        Path(name, "a.jpg").write_bytes(b"x")
    result = build(name, "reports")
    assert result.exit_code == 1
    assert f"{name}: no file in it gives a report (IG-208)" in result.stderr
    assert "1 .jpg passed over: scans?" in result.stderr
    assert "1 reports; 1 built" in result.stderr


def test_a_folder_of_which_nothing_is_a_report(folder: Path) -> None:
    (folder / "a.md").write_text("bread\nmilk\n")
    result = build("reports")
    assert result.exit_code == 1
    assert "reports: no file in it gives a report (IG-208)" in result.stderr


def test_a_folder_built_again_has_its_reports(folder: Path) -> None:
    assert [build("reports").exit_code for _ in range(2)] == [0, 0]
