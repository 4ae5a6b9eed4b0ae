"""A table as people keep one, CSV, Excel or OpenDocument, → sheets of rows of cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from statistics import median
from typing import Final, TypeAlias

from inspectgraph.graphbuilder.read.text import decode
from inspectgraph.ontology.errors import BadTable, ReadError

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta
MAX_BYTES: Final = 50_000_000
_WORKBOOKS: Final = (b"PK", b"\xd0\xcf\x11\xe0")  # a zip, an old Office file
_DELIMITERS: Final = ",;\t|"
_SAMPLE: Final = 50  # rows that show what separates the cells


@dataclass(frozen=True)
class Sheet:
    """Rows of cells; ``first`` is the number of the first row as a spreadsheet counts."""

    name: str
    rows: Sequence[Sequence[Cell]]
    first: int = 1


def read_table(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a table; a CSV has one, without a name. Raises BadTable."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadTable(path, f"more than {MAX_BYTES:,} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise BadTable(path, error.strerror or str(error)) from error
    return _workbook(path, data) if data.startswith(_WORKBOOKS) else (_delimited(path, data),)


def _workbook(path: Path, data: bytes) -> tuple[Sheet, ...]:
    from python_calamine import CalamineError, SheetTypeEnum, load_workbook

    try:
        with load_workbook(io.BytesIO(data)) as book:
            listed = [
                one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet
            ]
            sheets = [book.get_sheet_by_name(name) for name in listed]
            return tuple(
                Sheet(one.name, one.to_python(), (one.start or (0, 0))[0] + 1) for one in sheets
            )
    except (CalamineError, OSError, ValueError) as error:
        raise BadTable(path, f"it is no workbook that can be read ({error})") from error


def _delimited(path: Path, data: bytes) -> Sheet:
    """Cells of a CSV, separated by the sign that gives most of its first rows most cells."""
    try:
        text = decode(data, str(path))
    except ReadError as error:
        raise BadTable(path, error.reason) from error
    try:
        by_sign = {sign: _rows(text, sign, _SAMPLE) for sign in _DELIMITERS}
        sign = max(_DELIMITERS, key=lambda one: median(map(len, by_sign[one] or [[]])))
        return Sheet("", _rows(text, sign))
    except csv.Error as error:
        raise BadTable(path, str(error)) from error


def _rows(text: str, sign: str, limit: int | None = None) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    return [row for _, row in zip(range(limit), reader, strict=False)] if limit else list(reader)
