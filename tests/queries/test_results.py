"""Formats of answers: what leaves is data, never syntax of the format."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspectgraph.queries.results import FORMATS, safe_cell, write_answer
from inspectgraph.queries.runner import Answer

SAMPLE = Answer(("name", "n", "open"), (("a|b <i>", 3, True), ("two\nlines", None, False)))


def written(answer: Answer, form: str) -> str:
    out = io.StringIO()
    write_answer(answer, form, out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (
            "table",
            "name       n  open\n---------  -  -----\na|b <i>    3  true\ntwo lines     false\n",
        ),
        ("csv", 'name,n,open\na|b <i>,3,true\n"two\nlines",,false\n'),
        ("tsv", 'name\tn\topen\na|b <i>\t3\ttrue\n"two\nlines"\t\tfalse\n'),
        (
            "ndjson",
            '{"name": "a|b <i>", "n": 3, "open": true}\n'
            '{"name": "two\\nlines", "n": null, "open": false}\n',
        ),
        (
            "md",
            "| name | n | open |\n| --- | --- | --- |\n| a\\|b &lt;i> | 3 | true |\n"
            "| two lines |  | false |\n",
        ),
    ],
)
def test_formats(form: str, expected: str) -> None:
    assert written(SAMPLE, form) == expected


def test_json_is_a_list_of_objects() -> None:
    rows = json.loads(written(SAMPLE, "json"))
    assert rows[0] == {"name": "a|b <i>", "n": 3, "open": True}


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_rows_leave_a_header_or_an_empty_list(form: str) -> None:
    assert (
        written(Answer(("a",), ()), form)
        == {
            "table": "a\n-\n",
            "csv": "a\n",
            "tsv": "a\n",
            "json": "[]\n",
            "ndjson": "",
            "md": "| a |\n| --- |\n",
        }[form]
    )


@pytest.mark.parametrize(
    ("value", "expected", "reason"),
    [
        ("=SUM(A1)", "'=SUM(A1)", "a formula"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0", "a formula"),
        ("@SUM(A1)", "'@SUM(A1)", "a formula"),
        ("-2+3", "'-2+3", "a formula"),
        ("\t=1", "'\t=1", "spreadsheets trim"),
        ("\r=1", "'\r=1", "spreadsheets trim"),
        ("-3", "-3", "a number"),
        ("+1.50", "+1.50", "a number"),
        (-3, "-3", "a number"),
        (-0.5, "-0.5", "a number"),
        ("good", "good", "text"),
        ("", "", "nothing"),
        (None, "", "nothing"),
    ],
)
def test_cells_are_no_formulas(value, expected, reason) -> None:
    assert safe_cell(value) == expected, reason


@given(st.text())
def test_csv_cells_come_back(text: str) -> None:
    read = list(
        csv.reader(io.StringIO(written(Answer(("a", "b"), ((text, 1),)), "csv"), newline=""))
    )
    assert read[1][0] in (text, f"'{text}")
    assert not read[1][0].startswith(("=", "@", "\t", "\r"))


@given(st.text())
def test_a_table_row_is_one_line_without_control_characters(text: str) -> None:
    lines = written(Answer(("a", "b"), ((text, 1),)), "table").split("\n")
    assert len(lines) == 4
    assert "\x1b" not in lines[2]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_drawn_lines_and_no_markup_is_obeyed() -> None:
    out = Terminal()
    write_answer(Answer(("a",), (("[red]x[/red]\x1b[31m",),)), "table", out)
    assert "─" in out.getvalue()
    assert "[red]x[/red] [31m" in out.getvalue()
