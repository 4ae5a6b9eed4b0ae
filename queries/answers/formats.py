"""Formats of answers, to a stream or to a file.

Text that comes out of reports is data in every format. In `csv` and `tsv` a cell
that begins with = + - @, a tab or a carriage return gets a `'` before it, for
spreadsheets would take it for a formula; numbers stay as they are. In a table,
control characters are blanked, for terminals obey them; in Markdown, pipes and
angle brackets are escaped. `srj` and `srx` (`sparql_results.py`) hold the RDF terms
where the answer kept them. `xlsx` (`workbook.py`) goes to files only.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TextIO

from inspectgraph.ontology.errors import BadParameter
from inspectgraph.queries.answers.asked_question import AskedQuestion
from inspectgraph.queries.answers.cells import plain
from inspectgraph.queries.answers.delimited import write_csv
from inspectgraph.queries.answers.sparql_results import write_srj, write_srx
from inspectgraph.queries.answers.terminal import write_table
from inspectgraph.queries.answers.whole_file import whole_file
from inspectgraph.queries.characters import one_line
from inspectgraph.queries.named.answer import Answer, Value

FILE_FORMATS: Final = ("csv", "tsv", "json", "ndjson", "md", "xlsx", "srj", "srx")


def write_answer(answer: Answer, form: str, out: TextIO) -> None:
    """Write an answer in one of FORMATS; a table is drawn on a terminal only."""
    FORMATS[form](answer, out)


def file_format(path: Path) -> str:
    """The format that the ending of a file's name asks for."""
    form = path.suffix.removeprefix(".").lower()
    if form not in FILE_FORMATS:
        endings = ", ".join(f".{known}" for known in FILE_FORMATS)
        raise BadParameter("--out", f"{path} has no ending of a format", f"Use one of {endings}.")
    return form


def save_answer(answer: Answer, path: Path, about: AskedQuestion | None = None) -> None:
    """Write an answer to a file, whole or not at all; the ending tells the format."""
    form = file_format(path)
    with whole_file(path) as beside:
        if form == "xlsx":
            # xlsxwriter takes a while to import
            from inspectgraph.queries.answers.workbook import write_answer_workbook

            write_answer_workbook(answer, beside, about or AskedQuestion())
        else:
            with beside.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
                write_answer(answer, form, out)


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
    return one_line(text.replace("|", "\\|").replace("`", "\\`"))


FORMATS: Final[dict[str, Callable[[Answer, TextIO], None]]] = {
    "table": write_table,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "ndjson": _ndjson,
    "md": _md,
    "srj": write_srj,
    "srx": write_srx,
}
