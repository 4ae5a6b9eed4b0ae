"""Which reports a table lists: encodings, layouts, columns, cells."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
from inspectgraph.graphbuilder.fetch.days import day_of
from inspectgraph.graphbuilder.fetch.rows import Listing, list_reports
from inspectgraph.graphbuilder.fetch.table import read_table
from inspectgraph.ontology.errors import BadTable, NoAddresses
from inspectgraph.ontology.profiles import packaged_authorities

ONE = "https://files.example.org/v1/file/1"
TWO = "https://files.example.org/v1/file/2"
OVERVIEW = """
urn la_code region_code la_code_new stat_neighbours stat_neighbour_judgement
local_authority inspection_link overall_effectiveness_grade inspection_framework
inspector_name inspection_start_date inspection_end_date publication_date
local_link_to_all_inspections
""".split()  # noqa: SIM905
HISTORY = """
urn local_authority inspection_link pdf_filename publication_date
inspection_framework
""".split()  # noqa: SIM905
SEND = """
urn la_code region_code ltla23cd stat_neighbours local_authority inspection_link
outcome_grade previous_inspection_date inspection_start_date inspection_end_date
publication_date next_inspection local_link_to_all_inspections
""".split()  # noqa: SIM905


def listing(path: Path, column: str = "") -> Listing:
    return list_reports(path, read_table(path), packaged_authorities(), column)


def facts(found: Listing) -> list[tuple[str, str, str]]:
    return [
        (one.address, one.authority.name if one.authority else "", str(one.published or ""))
        for one in found.reports
    ]


def row(columns: list[str], **cells: object) -> list[object]:
    return [cells.get(name, "") for name in columns]


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    book.save(path)
    return path


def ods(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """An OpenDocument spreadsheet with nothing in it but texts, numbers and days."""

    def cell(value: object) -> str:
        if isinstance(value, date):
            kind, text = f'office:value-type="date" office:date-value="{value}"', value
        elif isinstance(value, int):
            kind, text = f'office:value-type="float" office:value="{value}"', value
        else:
            kind, text = 'office:value-type="string"', escape(str(value))
        return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"

    def line(cells: list[object]) -> str:
        return f"<table:table-row>{''.join(map(cell, cells))}</table:table-row>"

    tables = "".join(
        f'<table:table table:name="{name}">{"".join(map(line, rows))}</table:table>'
        for name, rows in sheets.items()
    )
    spaces = "".join(
        f' xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
        for one in ("office", "table", "text")
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{manifest}"/>')
        archive.writestr(
            "content.xml", f"<office:document-content{spaces}>{body}</office:document-content>"
        )
    return path


def test_an_overview_in_excel(tmp_path: Path) -> None:
    rows = [
        OVERVIEW,
        row(
            OVERVIEW,
            local_authority="norfolk",
            la_code_new="E10000020",
            inspection_link=ONE,
            publication_date="27/10/23",
            inspection_start_date="11/09/2023",
            local_link_to_all_inspections='=HYPERLINK("https://example.org/all", "all")',
        ),
        row(
            OVERVIEW,
            local_authority="bristol, city of",
            inspection_link=TWO,
            publication_date=datetime(2024, 2, 1),
        ),
    ]
    found = listing(workbook(tmp_path / "overview.xlsx", {"Sheet1": rows}))
    assert facts(found) == [
        (ONE, "Norfolk County Council", "2023-10-27"),
        (TWO, "Bristol City Council", "2024-02-01"),
    ]
    assert found.problems == ()


def test_a_history_in_csv(tmp_path: Path) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(
        [
            HISTORY,
            row(HISTORY, local_authority="Dorset", inspection_link=ONE, publication_date="1/6/16"),
            row(HISTORY, local_authority="Dorset", inspection_link=TWO, publication_date="45226"),
        ]
    )
    path = tmp_path / "history.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    assert facts(listing(path)) == [
        (ONE, "Dorset County Council", "2016-06-01"),
        (TWO, "Dorset Council", "2023-10-27"),
    ]


def test_the_code_tells_where_the_name_does_not(tmp_path: Path) -> None:
    rows = [
        SEND,
        row(SEND, local_authority="the county", ltla23cd="E10000029", inspection_link=ONE),
    ]
    found = listing(workbook(tmp_path / "send.xlsx", {"SEND": rows}))
    assert facts(found) == [(ONE, "Suffolk County Council", "")]


def test_a_name_and_a_code_of_two_authorities_are_none(tmp_path: Path) -> None:
    rows = [SEND, row(SEND, local_authority="Norfolk", ltla23cd="E10000029", inspection_link=ONE)]
    found = listing(workbook(tmp_path / "send.xlsx", {"SEND": rows}))
    assert facts(found) == [(ONE, "", "")]
    (problem,) = found.problems
    assert (problem.code, problem.severity) == ("IG-608", "warning")
    assert problem.file_name == "send.xlsx, SEND, row 2"
    assert "two authorities" in problem.message


def test_an_unknown_name_is_told_with_near_ones(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"local authority,source\nNorfolkshire,{ONE}\n", encoding="utf-8")
    (problem,) = listing(path).problems
    assert "Norfolk County Council" in problem.message


def test_several_sheets_with_the_header_in_the_third_row(tmp_path: Path) -> None:
    names = ["Local authority area code", "Local authority name", "Publication date", "Link"]
    sheets: dict[str, list[list[object]]] = {
        "Cover": [["Inspection outcomes"], ["Source", "official statistics"]],
        "history": [
            ["Inspection outcomes as at 31 March"],
            ["All inspections"],
            list(names),
            ["E10000020", "Norfolk", date(2023, 10, 27), ONE],
        ],
        "other": [["x"], ["y"], list(names), ["E10000029", "Suffolk", 45226, TWO]],
    }
    path = ods(tmp_path / "outcomes.ods", sheets)
    assert facts(listing(path, "link")) == [
        (ONE, "Norfolk County Council", "2023-10-27"),
        (TWO, "Suffolk County Council", "2023-10-27"),
    ]
    with pytest.raises(NoAddresses) as error:
        listing(path)
    assert error.value.cure.endswith("addresses stand in: Link.")


def test_a_table_without_a_known_column_names_its_columns(tmp_path: Path) -> None:
    path = ods(tmp_path / "t.ods", {"a": [["Title"], [], ["Council", "Report at"], ["X", ONE]]})
    with pytest.raises(NoAddresses) as error:
        listing(path)
    assert "Council, Report at" in error.value.message
    assert "--column; addresses stand in: Report at." in error.value.cure
    with pytest.raises(NoAddresses, match=r"no column called 'Rapport'.*Council, Report at"):
        listing(path, "Rapport")


def test_a_column_without_addresses_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("local_authority,inspection_link\nNorfolk,Report\n", encoding="utf-8")
    with pytest.raises(NoAddresses, match="no column that is known holds addresses"):
        listing(path)
    with pytest.raises(NoAddresses, match="the column 'inspection_link' holds no addresses"):
        listing(path, "inspection_link")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_any_usual_csv(tmp_path: Path, encoding: str, sign: str) -> None:
    rows = [
        ["List of reports – by A. N. Other"],
        [],
        ["Local authority", "Inspection link", "Note"],
        ["“Norfolk”", ONE, "it’s one"],
        ["Suffolk", TWO, "two"],
    ]
    text = io.StringIO()
    csv.writer(text, delimiter=sign).writerows(rows)
    path = tmp_path / "t.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    assert [one[0] for one in facts(listing(path))] == [ONE, TWO]


def test_excels_line_about_the_separator_and_its_links(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    link = '"=HYPERLINK(""https://example.org/a.pdf"",""report"")"'
    path.write_text(f"sep=;\ninspection_link;x\n{link};1\n", encoding="utf-8")
    assert [one[0] for one in facts(listing(path))] == ["https://example.org/a.pdf"]


def test_rows_that_hold_no_address_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    text = f"inspection_link,x\n{ONE},1\nn/a,2\n,3\n,\nNot published yet,4\n"
    path.write_text(text, encoding="utf-8")
    found = listing(path)
    assert (len(found.reports), found.without, found.problems) == (1, 3, ())


def test_one_address_in_two_rows_is_one_report(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    text = (
        "inspection_link,local_authority,publication_date\n"
        f"{ONE},,27/10/2023\n{ONE}#page=2,norfolk,28/10/2023\n"
    )
    path.write_text(text, encoding="utf-8")
    assert facts(listing(path)) == [(ONE, "Norfolk County Council", "2023-10-27")]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org/a.pdf",
        "javascript:alert(1)",
        "mailto:a@example.org",
        "www.example.org/a.pdf",
        "//example.org/a.pdf",
        "https://me:secret@example.org/a.pdf",
        "https://me@example.org/a.pdf",
        "http:///a.pdf",
        "http://",
        "https://example.org\\@other.org/a.pdf",
        "https://example.org/a\u202efdp.exe",
        "https://[::1/a.pdf",
        "http://example.org:99999999/",
    ],
)
def test_what_is_never_asked_is_refused_with_its_row(tmp_path: Path, address: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"source\n{address}\n{ONE}\n", encoding="utf-8")
    found = listing(path)
    (problem,) = found.problems
    assert (problem.code, problem.file_name) == ("IG-604", "t.csv, row 2")
    assert "secret" not in problem.message
    assert [one.address for one in found.reports] == [ONE]


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x00\x01\x02\x03" * 99],
)
def test_what_is_no_table_is_said(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(data)
    with pytest.raises((BadTable, NoAddresses), match=r"table\.xlsx"):
        listing(path)


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="No such file"):
        listing(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("27/10/23", "2023-10-27"),
        ("27/10/2023", "2023-10-27"),
        ("1/6/2016", "2016-06-01"),
        ("27-10-2023", "2023-10-27"),
        ("27-Oct-23", "2023-10-27"),
        ("27 Oct 2023", "2023-10-27"),
        ("27.10.2023", "2023-10-27"),
        ("27 October 2023", "2023-10-27"),
        ("2023-10-27", "2023-10-27"),
        ("2023-10-27 00:00:00", "2023-10-27"),
        ("2023-10-27T09:30:00Z", "2023-10-27"),
        ("27/10/2023 09:30", "2023-10-27"),
        ("45226", "2023-10-27"),
        (45226.0, "2023-10-27"),
        (45226.75, "2023-10-27"),
        (datetime(2023, 10, 27, 9), "2023-10-27"),
        (date(2023, 10, 27), "2023-10-27"),
        ("10/27/2023", ""),  # the month first: no such day
        ("2023/10/27", ""),
        ("01/01/1900", ""),  # none
        (True, ""),
        (3, ""),
        ("", ""),
        ("soon", ""),
        ("27/10/2023 and 3/11/2023", ""),
        ("October 2023", ""),
    ],
)
def test_days_as_tables_hold_them(cell: str | float | date, day: str) -> None:
    assert str(day_of(cell) or "") == day
