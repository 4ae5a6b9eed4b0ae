"""Formats of answers: table, csv, tsv, json, ndjson, md.

Text that comes out of reports is data in every format. In `csv` and `tsv` a cell
that begins with = + - @, a tab or a carriage return gets a `'` before it, for
spreadsheets would take it for a formula; numbers stay as they are. In a table,
control characters are blanked, for terminals obey them; in Markdown, pipes and
angle brackets are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from inspectgraph.queries.runner import Answer, Row, Value

_FORMULA: Final = frozenset("=+-@\t\r")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def write_answer(answer: Answer, form: str, out: TextIO) -> None:
    """Write an answer in one of FORMATS; a table is drawn with lines on a terminal only."""
    FORMATS[form](answer, out)


def safe_cell(value: Value) -> str:
    """A cell for a spreadsheet: never a formula, and numbers stay numbers."""
    text = plain(value)
    if text and text[0] in _FORMULA and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def plain(value: Value) -> str:
    """A value as text: nothing for none, `true` and `false` in lower case."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def write_csv(columns: Sequence[str], rows: Iterable[Row], out: TextIO, dialect: str = ",") -> None:
    """Rows under a header line, cells safe for spreadsheets, lines ended by `\\n`."""
    import csv

    plainly = csv.writer(out, delimiter=dialect, lineterminator="\n")
    quoted = csv.writer(out, delimiter=dialect, lineterminator="\n", quoting=csv.QUOTE_ALL)
    plainly.writerow(columns)
    for row in rows:
        cells = [safe_cell(value) for value in row]
        # Python's writer leaves a lone carriage return bare, and readers end the line there
        (quoted if any("\r" in cell for cell in cells) else plainly).writerow(cells)


def _csv(answer: Answer, out: TextIO) -> None:
    write_csv(answer.columns, answer.rows, out)


def _tsv(answer: Answer, out: TextIO) -> None:
    write_csv(answer.columns, answer.rows, out, "\t")


def _json(answer: Answer, out: TextIO) -> None:
    import json

    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    json.dump(rows, out, ensure_ascii=False, indent=2)
    out.write("\n")


def _ndjson(answer: Answer, out: TextIO) -> None:
    import json

    for row in answer.rows:
        json.dump(dict(zip(answer.columns, row, strict=True)), out, ensure_ascii=False)
        out.write("\n")


def _md(answer: Answer, out: TextIO) -> None:
    lines = [answer.columns, ["---"] * len(answer.columns), *answer.rows]
    for line in lines:
        out.write(f"| {' | '.join(_md_cell(value) for value in line)} |\n")


def _md_cell(value: Value) -> str:
    text = plain(value).replace("&", "&amp;").replace("<", "&lt;").replace("\\", "\\\\")
    return _CONTROL.sub(" ", text.replace("|", "\\|").replace("`", "\\`"))


def _table(answer: Answer, out: TextIO) -> None:
    if out.isatty():
        _rich_table(answer, out)
    else:
        _plain_table(answer, out)


def _plain_table(answer: Answer, out: TextIO) -> None:
    """Columns aligned by blanks, nothing cut off."""
    lines = [[_CONTROL.sub(" ", plain(value)) for value in row] for row in answer.rows]
    lines.insert(0, list(answer.columns))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        out.write("  ".join(cells).rstrip() + "\n")


def _rich_table(answer: Answer, out: TextIO) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in answer.columns:
        table.add_column(name, overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(_CONTROL.sub(" ", plain(value))) for value in row))
    Console(file=out).print(table)


FORMATS: Final[dict[str, Callable[[Answer, TextIO], None]]] = {
    "table": _table,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "ndjson": _ndjson,
    "md": _md,
}
