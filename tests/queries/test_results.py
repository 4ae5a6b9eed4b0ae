"""Formats of answers: what leaves is data, never syntax of the format."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspectgraph.ontology.errors import BadParameter
from inspectgraph.queries.answers.asked_question import asked_question
from inspectgraph.queries.answers.cells import is_dates, is_iris, safe_cell
from inspectgraph.queries.answers.formats import FILE_FORMATS, FORMATS, save_answer, write_answer
from inspectgraph.queries.named.answer import Answer
from inspectgraph.queries.named.folders import load_question
from inspectgraph.queries.named.run import run
from inspectgraph.queries.sparql import run_sparql
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple
from pyoxigraph import QueryResultsFormat as Format
from pyoxigraph import parse_query_results as parse

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
            "srj": '{"head": {"vars": ["a"]}, "results": {"bindings": [\n]}}\n',
            "srx": '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
            '<head><variable name="a"/></head>\n<results>\n</results>\n</sparql>\n',
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


SPARQL_FORMATS = {"srj": Format.JSON, "srx": Format.XML}
TERMS = (
    (NamedNode("https://example.org/a?b=1&c=2"), "an IRI"),
    (BlankNode("b0"), "a blank node"),
    (Literal('plain <b> & "so"'), "a string"),
    (Literal("a tab\t, a line\nend and \r"), "white space that XML would normalise"),
    (Literal("Hull", language="en-GB"), "a language"),
    (Literal(12), "a whole number"),
    (Literal("2026-04-01", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date")), "a date"),
    (Literal("01", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")), "as written"),
    (None, "nothing bound"),
)


def read_back(answer: Answer, form: str) -> list[list[object]]:
    found = parse(written(answer, form), format=SPARQL_FORMATS[form])
    assert isinstance(found, QuerySolutions)
    assert tuple(variable.value for variable in found.variables) == answer.columns
    return [list(solution) for solution in found]


@pytest.mark.parametrize("form", SPARQL_FORMATS)
@pytest.mark.parametrize(("term", "reason"), TERMS)
def test_sparql_results_hold_the_terms(form: str, term, reason: str) -> None:
    answer = Answer(("x", "y"), (("", ""),), terms=((term, Literal("z")),))
    assert read_back(answer, form) == [[term, Literal("z")]], reason


@pytest.mark.parametrize("form", SPARQL_FORMATS)
def test_a_triple_term_is_nested(form: str) -> None:
    triple = Triple(NamedNode("ex:s"), NamedNode("ex:p"), Literal(1))
    text = written(Answer(("t",), (("",),), terms=((triple,),)), form)
    assert text.count("ex:s") == text.count("ex:p") == 1
    assert "triple" in text


@given(st.text())
def test_any_text_comes_back_from_json(text: str) -> None:
    answer = Answer(("x",), ((text,),), terms=((Literal(text),),))
    assert read_back(answer, "srj") == [[Literal(text)]]


@given(st.text())
def test_any_text_comes_back_from_xml_or_is_marked(text: str) -> None:
    page = written(Answer(("x",), ((text,),), terms=((Literal(text),),)), "srx")
    literal = ET.fromstring(page).find(".//{*}literal")
    assert literal is not None
    kept = literal.text or ""  # pyoxigraph's reader would trim it
    assert len(kept) == len(text)
    assert all(a == b or b == "\ufffd" for a, b in zip(text, kept, strict=True))


@pytest.mark.parametrize("form", SPARQL_FORMATS)
def test_a_computed_answer_becomes_literals(form: str) -> None:
    assert read_back(Answer(("n", "is", "none"), ((3, True, None),)), form) == [
        [Literal(3), Literal(True), None]
    ]


def test_an_ask_has_its_own_shape(store: Store) -> None:
    found = run_sparql(store, "ASK { ?report a ig:Report }")
    assert isinstance(found, Answer)
    assert json.loads(written(found, "srj")) == {"head": {}, "boolean": True}
    root = ET.fromstring(written(found, "srx"))
    assert [(child.tag.rpartition("}")[2], child.text) for child in root] == [
        ("head", None),
        ("boolean", "true"),
    ]


@pytest.mark.parametrize("form", SPARQL_FORMATS)
def test_named_and_free_queries_keep_their_terms(form: str, store: Store) -> None:
    named = run(store, load_question("weaknesses"), {"theme": ("caf",)})
    finding = read_back(named, form)[0][named.columns.index("finding")]
    assert isinstance(finding, NamedNode)
    free = run_sparql(store, "SELECT ?d { ?i a ig:Inspection ; schema:endDate ?d } ORDER BY ?d")
    assert isinstance(free, Answer)
    [day] = read_back(free, form)[0]
    assert isinstance(day, Literal)
    assert (day.value, day.datatype.value.rpartition("#")[2]) == ("2012-01-20", "date")


@pytest.mark.parametrize(
    ("values", "expected", "reason"),
    [
        (("2026-04-01", None, ""), True, "gaps do not matter"),
        (("2026-04-01", "April"), False, "one is none"),
        (("2026-02-30",), False, "no such day"),
        (("1066-10-14",), False, "spreadsheets have no such dates"),
        (("2026-04",), False, "a month"),
        ((20260401,), False, "a number"),
        ((None, ""), False, "nothing"),
        ((), False, "no rows"),
    ],
)
def test_what_is_a_column_of_dates(values, expected: bool, reason: str) -> None:
    assert is_dates(values) is expected, reason


@pytest.mark.parametrize(
    ("values", "expected", "reason"),
    [
        (("https://a.example/b", None), True, "gaps do not matter"),
        (("https://a.example/b", "see https://a.example/b"), False, "a sentence"),
        (("javascript:alert(1)",), False, "another scheme"),
        (("https://a.example/<b>",), False, "no IRI"),
        ((), False, "no rows"),
    ],
)
def test_what_is_a_column_of_iris(values, expected: bool, reason: str) -> None:
    assert is_iris(values) is expected, reason


@pytest.mark.parametrize("form", [form for form in FILE_FORMATS if form != "xlsx"])
def test_a_file_holds_what_stdout_would(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"answer.{form}"
    save_answer(SAMPLE, path)
    assert path.read_bytes().decode("utf-8") == written(SAMPLE, form)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["answer.html", "answer", "answer.ttl", ".csv"])
def test_an_unknown_ending_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="ending"):
        save_answer(SAMPLE, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_an_error_with_a_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for path in (tmp_path / "none" / "a.csv", tmp_path / "file" / "a.csv"):
        with pytest.raises(BadParameter, match="cannot be written") as caught:
            save_answer(SAMPLE, path)
        assert "folder" in caught.value.cure


def test_an_older_file_stays_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_text("old", encoding="utf-8")
    broken = Answer(("a", "b"), ((1,),))
    with pytest.raises(ValueError, match="shorter"):
        save_answer(broken, path)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_asked_has_its_defaults() -> None:
    question = load_question("latest-judgements")
    about = asked_question(question, {"region": ("London",)})
    assert about.given == {"aspect": ("overall",), "region": ("London",)}
    assert (about.name, about.sparql) == ("latest-judgements", question.text)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


STYLE = re.compile(r"\x1b\[[0-9;]*m")


def drawn(answer: Answer, width: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    write_answer(answer, "table", out)
    return [line.rstrip() for line in STYLE.sub("", out.getvalue()).splitlines()]


def test_a_terminal_gets_drawn_lines_and_no_markup_is_obeyed() -> None:
    out = Terminal()
    write_answer(Answer(("a",), (("[red]x[/red]\x1b[31m",),)), "table", out)
    assert "─" in out.getvalue()
    assert "[red]x[/red] [31m" in out.getvalue()


QUOTE = "Visits are rare and some children wait, for nobody has told the workers to go. " * 2
IRI = "https://example.org/id/report/norchester-2012/finding/" + "a" * 40
WIDE = Answer(
    ("authority", "kind", "inspection_end", "page", "status", "quote", "finding"),
    (
        ("Norchester County Council", "ilacs", "2026-05-22", 7, "", QUOTE, IRI),
        (None, "sif", "2015-03-26", 2, "resolved", "Short.", IRI),
    ),
)


def test_columns_that_do_not_fit_become_records(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = drawn(WIDE, 80, monkeypatch)
    assert lines[:2] == [
        "1  Norchester County Council",
        "  kind: ilacs · inspection_end: 2026-05-22 · page: 7",
    ]
    assert lines[2].startswith("  quote: Visits are rare")
    assert "2  (authority not known)" in lines
    assert [len(line) for line in lines if len(line) > 80] == [len(f"    {IRI}")] * 2, "only IRIs"
    assert not any("status:" in line for line in lines[:6]), "an empty cell is left out"


def test_records_lose_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(" ".join(drawn(WIDE, 60, monkeypatch)).split())
    assert QUOTE.strip() in text
    assert IRI in text


def test_columns_that_fit_are_a_table_with_ends_of_iris(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = drawn(WIDE, 160, monkeypatch)
    assert lines[0].split() == list(WIDE.columns)
    assert set(lines[1]) == {"─"}
    assert max(map(len, lines)) <= 160
    assert "2026-05-22" in lines[2], "short cells are never folded"
    assert "…/aaaa" in lines[2]
    assert "https://" not in "".join(lines)


@pytest.mark.parametrize("width", [20, 40, 80, 120, 160, 240])
def test_no_line_but_an_iri_is_wider_than_the_terminal(
    width: int, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = run(store, load_question("weaknesses"), {})
    lines = drawn(answer, width, monkeypatch)
    assert len(lines) > len(answer.rows)
    longer = [line for line in lines if len(line) > max(width, 40) and "https://" not in line]
    assert not longer
