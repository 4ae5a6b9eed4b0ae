"""Excel: sheets, and an answer as a workbook.

Cells have types: dates, numbers and truth values as such, all else as text. Text is
written as text whatever it begins with, and stays so when the cell is edited. What
Excel cannot hold is cut with a mark: 32,767 characters a cell, 1,048,576 rows a
sheet. The last sheet holds notes: what was asked and out of how many. The same
answer gives the same bytes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inspectgraph.queries.answers.asked_question import AskedQuestion
from inspectgraph.queries.answers.cells import is_dates, is_formula, is_iris, plain
from inspectgraph.queries.characters import excel_text
from inspectgraph.queries.named.answer import Answer, Row, Value

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_MOST_ROWS: Final = 1_048_576
_MOST_CHARACTERS: Final = 32_767  # UTF-16 code units, as Excel counts
_MOST_LINKS: Final = 65_530  # of a sheet
_LONGEST_LINK: Final = 2_079
_MOST_DIGITS: Final = 10**15  # Excel's numbers are floats: longer ones would be rounded
_NARROWEST: Final = 8
_WIDEST: Final = 60
_GRID: Final = 4
_MEASURED: Final = 2_000  # rows that tell the width of a column
_CREATED: Final = datetime(2000, 1, 1)  # no clock time: the same answer, the same bytes
_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\'\x00-\x1f]+")


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; `fixed` columns stay in view.

    Of a grid, the columns after the fixed ones are narrow, their headings upright, and
    the higher a number the darker its cell.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Row]
    fixed: int = 0
    grid: bool = False


@dataclass(frozen=True)
class _Formats:
    head: Format
    upright: Format
    text: Format
    literal: Format  # for text that begins like a formula
    day: Format
    link: Format


def write_answer_workbook(answer: Answer, path: Path, about: AskedQuestion) -> None:
    """An answer on the first sheet; what was asked, and its notes, on the second."""
    name = about.name if about.name.casefold() != "notes" else "answer"
    write_workbook(path, [Sheet(name, answer.columns, answer.rows)], _notes_of(answer, about))


def _notes_of(answer: Answer, about: AskedQuestion) -> list[Row]:
    lines = [("question", about.title), ("description", about.description)]
    notes: list[Row] = [line for line in lines if line[1]]
    notes += [(f"parameter {name}", "; ".join(values)) for name, values in about.given.items()]
    notes += [("rows", len(answer.rows))]
    notes += [("note", note) for note in answer.notes]
    notes += [
        ("SPARQL" if at == 0 else "", line)
        for at, line in enumerate(about.sparql.rstrip().splitlines())
    ]
    return notes


def write_workbook(path: Path, sheets: Sequence[Sheet], notes: Sequence[Row]) -> None:
    """Write sheets, and notes on a last one."""
    from xlsxwriter import Workbook

    with path.open("wb") as out:
        book = Workbook(out, {"constant_memory": True})
        book.set_properties({"created": _CREATED})
        formats = _formats(book)
        cut: list[Row] = []
        for sheet in sheets:
            left = _write_sheet(book, sheet, formats)
            if left:
                cut.append(
                    ("cut", f"{sheet.name}: {left} rows did not fit; --out FILE.csv has all")
                )
        _write_sheet(book, Sheet("Notes", ("what", "value"), [*notes, *cut]), formats)
        book.close()


def _formats(book: Workbook) -> _Formats:
    text = {"text_wrap": True, "valign": "top"}
    head = {"bold": True, "bg_color": "#D9E2EC", "bottom": 1, **text}
    return _Formats(
        head=book.add_format(head),
        upright=book.add_format({**head, "rotation": 90, "text_wrap": False}),
        text=book.add_format(text),
        literal=book.add_format({"quote_prefix": True, **text}),
        day=book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}),
        link=book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"}),
    )


def _write_sheet(book: Workbook, sheet: Sheet, formats: _Formats) -> int:
    """Write one sheet; the number of rows that it has no room for."""
    page = book.add_worksheet(_SHEET_NAME.sub(" ", sheet.name).strip()[:31] or "answer")
    rows = sheet.rows[: _MOST_ROWS - 1]
    left = len(sheet.rows) - len(rows)
    if left:
        rows = rows[:-1]  # the last row is for the mark
        left += 1
    kinds = [_kind([row[at] for row in rows]) for at in range(len(sheet.columns))]
    for at, name in enumerate(sheet.columns):
        upright = sheet.grid and at >= sheet.fixed
        width = _width(name, [row[at] for row in rows[:_MEASURED]], kinds[at])
        page.set_column(at, at, _GRID if upright else width)
        page.write_string(0, at, _fit(name), formats.upright if upright else formats.head)
    if sheet.grid:
        scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#F4A261"}
        last = (len(rows), len(sheet.columns) - 1)
        page.conditional_format(1, sheet.fixed, *last, scale)
    page.freeze_panes(1, sheet.fixed)
    page.autofilter(0, 0, len(rows), len(sheet.columns) - 1)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{_MOST_ROWS}"})
    for number, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            _write_cell(page, (number, at), value, kinds[at], formats)
    if left:
        page.write_string(len(rows) + 1, 0, f"cut: {left} more rows", formats.text)
    return left


def _kind(values: Sequence[Value]) -> str:
    if is_dates(values):
        return "date"
    few = sum(value not in (None, "") for value in values) <= _MOST_LINKS
    return "link" if few and is_iris(values) else "text"


def _width(name: str, values: Iterable[Value], kind: str) -> int:
    """Wide enough for the column's longest line, within bounds; headings have a filter button."""
    widest = _WIDEST // 2 if kind == "link" else _WIDEST
    longest = max((len(plain(value)) for value in values), default=0)
    return max(_NARROWEST, min(max(longest, len(name) + 3) + 1, widest))


def _write_cell(
    page: Worksheet, place: tuple[int, int], value: Value, kind: str, formats: _Formats
) -> None:
    """A value with its type; nothing for an empty one."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(*place, value, formats.text)
    elif isinstance(value, int | float):
        if math.isfinite(value) and abs(value) < _MOST_DIGITS:
            page.write_number(*place, value, formats.text)
        else:
            page.write_string(*place, str(value), formats.text)
    elif kind == "date":
        page.write_datetime(*place, datetime.fromisoformat(value), formats.day)
    elif kind == "link" and len(value) <= _LONGEST_LINK:
        page.write_url(*place, value, formats.link, value)
    else:
        text = _fit(value)
        page.write_string(*place, text, formats.literal if is_formula(text) else formats.text)


def _fit(text: str) -> str:
    """A text that a cell can hold: no control characters, and cut where it is too long."""
    clean = excel_text(text)
    if 2 * len(clean) <= _MOST_CHARACTERS:
        return clean
    units = clean.encode("utf-16-le")
    if len(units) <= 2 * _MOST_CHARACTERS:
        return clean
    mark = f" … [cut: {len(units) // 2} characters]"
    kept = units[: 2 * (_MOST_CHARACTERS - len(mark))].decode("utf-16-le", errors="ignore")
    return kept + mark
