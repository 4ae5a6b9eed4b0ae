"""Excel: types, no formulas, limits, the same bytes; the summary row by row."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inspectgraph.queries.answers import workbook
from inspectgraph.queries.answers.asked_question import AskedQuestion, asked_question
from inspectgraph.queries.answers.authority_sheet import NONE_READ, NOT_GIVEN
from inspectgraph.queries.answers.formats import save_answer
from inspectgraph.queries.answers.summary import export_summary
from inspectgraph.queries.named.answer import Answer
from inspectgraph.queries.named.folders import load_question
from inspectgraph.queries.named.run import run
from openpyxl.cell.cell import Cell
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pyoxigraph import Store

ABOUT = AskedQuestion(
    "weaknesses", "Weaknesses", "What was weak.", {"theme": ("caf",)}, "SELECT *\nWHERE {}"
)
SAMPLE = Answer(
    ("name", "day", "n", "share", "open", "link"),
    (
        ("=1+1", "2026-05-22", 3, 0.25, True, "https://example.org/a?b=1#c"),
        ("plain", None, None, None, False, None),
    ),
    ("1 of 2 inspections read",),
)


def saved(answer: Answer, path: Path, about: AskedQuestion | None = ABOUT) -> Workbook:
    save_answer(answer, path, about)
    return openpyxl.load_workbook(path)


def first_of(book: Workbook) -> Worksheet:
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def rows_of(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def test_cells_have_types(tmp_path: Path) -> None:
    sheet = first_of(saved(SAMPLE, tmp_path / "a.xlsx"))
    assert sheet.title == "weaknesses"
    assert rows_of(sheet) == [
        SAMPLE.columns,
        ("=1+1", datetime(2026, 5, 22), 3, 0.25, True, "https://example.org/a?b=1#c"),
        ("plain", None, None, None, False, None),
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "d", "n", "n", "b", "s"]
    link = sheet["F2"].hyperlink
    assert link is not None
    assert f"{link.target}#{link.location}" == "https://example.org/a?b=1#c"


def test_a_text_like_a_formula_stays_text_when_edited(tmp_path: Path) -> None:
    sheet = first_of(saved(SAMPLE, tmp_path / "a.xlsx"))
    assert (sheet["A2"].data_type, sheet["A2"].quotePrefix) == ("s", True)
    assert (sheet["A3"].data_type, bool(sheet["A3"].quotePrefix)) == ("s", False)


def test_the_header_is_frozen_and_filters(tmp_path: Path) -> None:
    sheet = first_of(saved(SAMPLE, tmp_path / "a.xlsx"))
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F3")
    assert sheet["A1"].font.bold
    assert sheet["A2"].alignment.wrap_text


@pytest.mark.parametrize(("text", "width"), [("x", 8), ("x" * 30, 31), ("word " * 200, 60)])
def test_widths_follow_the_text_within_bounds(text: str, width: int, tmp_path: Path) -> None:
    sheet = first_of(saved(Answer(("a",), ((text,),)), tmp_path / "a.xlsx"))
    assert sheet.column_dimensions["A"].width == pytest.approx(width, abs=1)


def test_notes_tell_what_was_asked(tmp_path: Path) -> None:
    book = saved(SAMPLE, tmp_path / "a.xlsx")
    notes = book.worksheets[1]
    assert isinstance(notes, Worksheet)
    assert notes.title == "Notes"
    assert rows_of(notes) == [
        ("what", "value"),
        ("question", "Weaknesses"),
        ("description", "What was weak."),
        ("parameter theme", "caf"),
        ("rows", 2),
        ("note", "1 of 2 inspections read"),
        ("SPARQL", "SELECT *"),
        (None, "WHERE {}"),
    ]


def test_no_rows_leave_a_header(tmp_path: Path) -> None:
    assert rows_of(first_of(saved(Answer(("a", "b"), ()), tmp_path / "a.xlsx"))) == [("a", "b")]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("notes", "answer"),
        ("a/b:c*[d]?", "a b c d"),
        ("x" * 40, "x" * 31),
        ("", "answer"),
        ("'quoted'", "quoted"),
    ],
)
def test_sheet_names_are_legal(name: str, title: str, tmp_path: Path) -> None:
    assert first_of(saved(SAMPLE, tmp_path / "a.xlsx", AskedQuestion(name))).title == title


def test_the_same_answer_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_answer(SAMPLE, tmp_path / "a.xlsx", ABOUT)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 86_400 * 400)
    save_answer(SAMPLE, tmp_path / "b.xlsx", ABOUT)
    monkeypatch.undo()
    time.tzset()
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("value", "expected", "reason"),
    [
        (10**15, str(10**15), "a number that Excel would round"),
        (float("inf"), "inf", "no number of Excel's"),
        (float("nan"), "nan", "no number of Excel's"),
        ("_x0041_", "_x005F_x0041_", "an escape of the format: Excel shows _x0041_"),
        ("a\r\nb\rc", "a\nb\nc", "line ends"),
        ("bell\x07", "bell\ufffd", "a control character"),
        ("\ufffe", "\ufffd", "no character of XML"),
        ("<b>&amp;", "<b>&amp;", "markup"),
        (" x ", " x ", "blanks at the ends"),
    ],
)
def test_hard_values(value, expected: str, reason: str, tmp_path: Path) -> None:
    sheet = first_of(saved(Answer(("a",), ((value,), ("z",))), tmp_path / "a.xlsx"))
    assert (sheet["A2"].value, sheet["A2"].data_type) == (expected, "s"), reason


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_any_text_comes_back_as_text(tmp_path: Path, texts: list[str]) -> None:
    rows = tuple((text, "x") for text in texts)
    sheet = first_of(saved(Answer(("a", "b"), rows), tmp_path / "a.xlsx"))
    for text, cell in zip(texts, sheet["A"][1:], strict=True):
        assert isinstance(cell, Cell)
        assert cell.data_type == "s"
        assert isinstance(cell.value, str)
        told = text.replace("\r\n", "\n").replace("\r", "\n")
        kept = unescape(cell.value)
        assert len(kept) == len(told)
        assert all(a == b or b == "\ufffd" for a, b in zip(told, kept, strict=True))


@pytest.mark.parametrize(("text", "reason"), [("a" * 40_000, "letters"), ("😀" * 20_000, "pairs")])
def test_a_long_text_is_cut_with_a_mark(text: str, reason: str, tmp_path: Path) -> None:
    value = first_of(saved(Answer(("a",), ((text,),)), tmp_path / "a.xlsx"))["A2"].value
    assert isinstance(value, str)
    assert len(value.encode("utf-16-le")) // 2 <= 32_767, reason
    assert value.endswith(" … [cut: 40000 characters]")
    assert text.startswith(value.partition(" … ")[0])


def test_the_longest_text_is_whole(tmp_path: Path) -> None:
    text = "a" * 32_767
    assert first_of(saved(Answer(("a",), ((text,),)), tmp_path / "a.xlsx"))["A2"].value == text


def test_rows_beyond_the_sheet_are_cut_with_a_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_MOST_ROWS", 10)
    whole = saved(Answer(("n",), tuple((n,) for n in range(9))), tmp_path / "a.xlsx")
    assert rows_of(first_of(whole)) == [("n",), *((n,) for n in range(9))]
    cut = saved(Answer(("n",), tuple((n,) for n in range(20))), tmp_path / "b.xlsx")
    assert rows_of(first_of(cut)) == [("n",), *((n,) for n in range(8)), ("cut: 12 more rows",)]
    notes = cut.worksheets[1]
    assert isinstance(notes, Worksheet)
    assert rows_of(notes)[-1][0] == "cut"
    assert "12 rows" in str(rows_of(notes)[-1][1])


def test_more_links_than_excel_holds_are_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_MOST_LINKS", 2)
    rows = tuple((f"https://example.org/{n}",) for n in range(3))
    few = first_of(saved(Answer(("a",), rows[:2]), tmp_path / "a.xlsx"))
    many = first_of(saved(Answer(("a",), rows), tmp_path / "b.xlsx"))
    assert [cell.hyperlink is not None for cell in few["A"][1:]] == [True, True]
    assert [cell.hyperlink is not None for cell in many["A"][1:]] == [False] * 3
    assert [cell.value for cell in many["A"][1:]] == [row[0] for row in rows]


def test_a_named_query_of_the_sample(store: Store, tmp_path: Path) -> None:
    question = load_question("weaknesses")
    answer = run(store, question, {"theme": ("caf",)})
    book = saved(answer, tmp_path / "a.xlsx", asked_question(question, {"theme": ("caf",)}))
    read = rows_of(first_of(book))
    assert len(read) == 1 + len(answer.rows)
    assert read[0] == answer.columns
    day = read[1][answer.columns.index("inspection_end")]
    assert day == datetime.fromisoformat(
        str(answer.rows[0][answer.columns.index("inspection_end")])
    )
    notes = book.worksheets[1]
    assert isinstance(notes, Worksheet)
    assert ("note", answer.notes[-1]) in rows_of(notes)


# the summary


@pytest.fixture(scope="module")
def summary(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("summary") / "summary.xlsx"
    export_summary(store, path)
    return openpyxl.load_workbook(path)


def records(book: Workbook, name: str) -> dict[object, dict[str, object]]:
    head, *rows = book[name].iter_rows(values_only=True)
    return {row[0]: dict(zip(map(str, head), row, strict=True)) for row in rows}


def part(record: dict[str, object], *names: str) -> tuple[object, ...]:
    return tuple(record[name] for name in names)


def test_sheets_of_the_summary(summary: Workbook) -> None:
    assert summary.sheetnames == [
        "Authorities",
        "All judgements",
        "Weak themes",
        "Weak themes (list)",
        "Notes",
    ]
    assert summary["Authorities"].freeze_panes == "B2"


def test_no_overall_grade_is_not_the_older_one(summary: Workbook) -> None:
    row = records(summary, "Authorities")["Norchester County Council"]
    assert part(row, "overall", "help-and-protection", "latest_kind", "latest_end") == (
        NOT_GIVEN,
        "good",
        "ilacs",
        datetime(2026, 5, 22),
    )
    assert part(row, "previous_overall", "previous_kind", "previous_end", "trajectory") == (
        "inadequate",
        "sif",
        datetime(2015, 3, 26),
        NOT_GIVEN,
    )
    assert part(row, "latest_start", "published") == (datetime(2026, 5, 11), datetime(2026, 7, 6))
    assert part(row, "code", "region", "statistical_neighbours", "inspections_read") == (
        "E99000009",
        "East of England",
        "Lonely",
        4,
    )


def test_a_predecessors_grade_is_labelled(summary: Workbook) -> None:
    row = records(summary, "Authorities")["Westvale Council"]
    assert part(
        row, "overall", "previous_overall", "previous_authority", "trajectory", "send_outcome"
    ) == ("good", "inadequate", "Westvale County Council", "improved", "inconsistent")


def test_an_undated_news_item_is_the_latest_where_nothing_else_is(summary: Workbook) -> None:
    rows = records(summary, "Authorities")
    [zedland] = [row for name, row in rows.items() if str(name).startswith("Zedland")]
    assert part(zedland, "overall", "latest_kind", "latest_end", "previous_overall") == (
        "good",
        "news",
        None,
        None,
    )


def test_counts_take_each_inspection_once_and_part_the_council(summary: Workbook) -> None:
    # by hand: paragraphs 11 and 20 (the board's) of 2012, 30 and 31 of 2015, one of the joint
    # inspection (the partnership's); the summary of 2015 does not count beside its full report
    row = records(summary, "Authorities")["Norchester County Council"]
    assert part(row, "weaknesses", "council_weaknesses", "mixed") == (5, 3, 2)


def test_all_judgements_are_there(summary: Workbook, store: Store) -> None:
    found = run(store, load_question("judgements"), {})
    assert summary["All judgements"].max_row == 1 + len(found.rows)
    kept = [cell for row in summary["All judgements"].iter_rows() for cell in row]
    assert {cell.data_type for cell in kept} <= {"s", "n", "d"}, "no formula"


def test_without_words_there_are_no_quotes(store: Store, tmp_path: Path) -> None:
    export_summary(store, tmp_path / "a.xlsx", quotes=False)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    head = [cell.value for cell in book["All judgements"][1]]
    assert "grade" in head
    assert "quote" not in head


def test_weak_themes_count_as_the_catalogue_does(summary: Workbook, store: Store) -> None:
    grid = records(summary, "Weak themes")
    themes = [name for name in next(iter(grid.values())) if name != "authority"][1:]
    assert len(themes) > 3
    for theme in themes:
        answer = run(store, load_question("weak-authorities"), {"theme": (theme,)})
        at = answer.columns.index("inspections_weak")
        expected = {str(row[0]): row[at] for row in answer.rows}
        assert {name: row[theme] for name, row in grid.items() if row[theme]} == expected


def test_the_list_tells_the_same_as_the_grid(summary: Workbook) -> None:
    grid = records(summary, "Weak themes")
    head, *rows = summary["Weak themes (list)"].iter_rows(values_only=True)
    assert head[:5] == ("authority", "theme", "label", "inspections_weak", "inspections_read")
    filled = sum(1 for row in grid.values() for value in list(row.values())[2:] if value)
    assert len(rows) == filled > 0
    for authority, theme, _, weak, read, _ in rows:
        assert grid[authority][str(theme)] == weak
        assert grid[authority]["inspections_read"] == read


def test_the_notes_hold_the_denominators(summary: Workbook) -> None:
    notes = dict(summary["Notes"].iter_rows(min_row=2, values_only=True))
    assert notes["read"] == "9 reports of 8 inspections in 4 areas"
    assert NOT_GIVEN in notes
    assert NONE_READ in notes


def test_the_summary_has_the_same_bytes(store: Store, tmp_path: Path) -> None:
    export_summary(store, tmp_path / "a.xlsx")
    export_summary(store, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_first_five_real_reports(first_five: Store, tmp_path: Path) -> None:
    export_summary(first_five, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert set(records(book, "Authorities")) == {
        "Norfolk County Council",
        "Nottinghamshire County Council",
        "South Gloucestershire Council",
    }
    weak = {name for name, row in records(book, "Weak themes").items() if row["caf"]}
    assert weak == {"Nottinghamshire County Council"}
