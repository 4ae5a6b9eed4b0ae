"""CSV and TSV: cells that no spreadsheet takes for a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO

from inspectgraph.queries.answers.cells import safe_cell
from inspectgraph.queries.named.answer import Row


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
