"""Formats of answers, to a stream or to a file.

Text that comes out of reports is data in every format. In `csv` and `tsv` a cell
that begins with = + - @, a tab or a carriage return gets a `'` before it, for
spreadsheets would take it for a formula; numbers stay as they are. In a table,
control characters are blanked, for terminals obey them; in Markdown, pipes and
angle brackets are escaped. `srj` and `srx` are the SPARQL 1.1 results formats in
JSON and XML: they hold the terms themselves, where the answer kept them. `xlsx`
(`workbook.py`) goes to files only.

A table is drawn on a terminal only. Where its columns would not be legible, each
row becomes a record of lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from inspectgraph.ontology.errors import BadParameter

if TYPE_CHECKING:
    from inspectgraph.queries.named.run import Answer, Question, Row, Solution, Term, Value
    from rich.console import Console

FILE_FORMATS: Final = ("csv", "tsv", "json", "ndjson", "md", "xlsx", "srj", "srx")
_FORMULA: Final = frozenset("=+-@\t\r")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_IRI: Final = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")
_NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_XML_SPECIAL: Final = re.compile(r'[&<>"\r]')
_GAP: Final = 2  # between the columns of a drawn table
_SHORT: Final = 24  # columns up to this width are never folded
_LEAST: Final = 24  # what a wider column needs to be legible
_LEAST_PROSE: Final = 36  # and one with whole sentences
_PROSE: Final = 72  # cells longer than this are sentences, with lines of their own in a record


@dataclass(frozen=True)
class Asked:
    """What an answer is the answer to; it goes along where a format has room for it."""

    name: str = "answer"
    title: str = ""
    description: str = ""
    given: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sparql: str = ""


def asked(question: Question, given: Mapping[str, Sequence[str]]) -> Asked:
    """A named question and its parameters, defaults filled in."""
    filled = {
        parameter.name: tuple(given.get(parameter.name) or (parameter.default or "",))
        for parameter in question.parameters
        if given.get(parameter.name) or parameter.default
    }
    return Asked(question.name, question.title, question.description, filled, question.text)


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


def save_answer(answer: Answer, path: Path, about: Asked | None = None) -> None:
    """Write an answer to a file, whole or not at all; the ending tells the format."""
    form = file_format(path)
    with whole_file(path) as beside:
        if form == "xlsx":
            from inspectgraph.queries.answers.workbook import write_answer_workbook

            write_answer_workbook(answer, beside, about or Asked())
        else:
            with beside.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
                write_answer(answer, form, out)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place when all went well."""
    beside = path.with_name(f"{path.name}.part")
    try:
        yield beside
        beside.replace(path)
    except OSError as error:
        why = f"{path} cannot be written ({error.strerror or error})"
        cure = "Name a file in a folder that is there and that you may write to."
        raise BadParameter("FILE", why, cure) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def is_dates(values: Iterable[Value]) -> bool:
    """Whether a column holds dates alone (YYYY-MM-DD), and at least one."""
    filled = [value for value in values if value not in (None, "")]
    return bool(filled) and all(isinstance(value, str) and _is_date(value) for value in filled)


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        return date.fromisoformat(text).year > 1900  # spreadsheets count from 1900, and wrongly
    except ValueError:
        return False


def is_iris(values: Iterable[Value]) -> bool:
    """Whether a column holds http(s) IRIs alone, and at least one."""
    filled = [value for value in values if value not in (None, "")]
    return bool(filled) and all(isinstance(v, str) and _IRI.fullmatch(v) for v in filled)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula; a number is none."""
    return bool(text) and text[0] in _FORMULA and not _NUMBER.fullmatch(text)


def safe_cell(value: Value) -> str:
    """A cell for a spreadsheet: never a formula, and numbers stay numbers."""
    text = plain(value)
    return f"'{text}" if is_formula(text) else text


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


def _srj(answer: Answer, out: TextIO) -> None:
    """SPARQL 1.1 Query Results JSON; one solution a line."""
    import json

    if answer.truth is not None:
        out.write(json.dumps({"head": {}, "boolean": answer.truth}) + "\n")
        return
    head = json.dumps({"vars": answer.columns}, ensure_ascii=False)
    out.write(f'{{"head": {head}, "results": {{"bindings": [')
    mark = "\n"
    for solution in _solutions(answer):
        bound = {
            name: _term_json(term)
            for name, term in zip(answer.columns, solution, strict=True)
            if term is not None
        }
        out.write(mark + json.dumps(bound, ensure_ascii=False))
        mark = ",\n"
    out.write("\n]}}\n")


def _term_json(term: Term) -> dict[str, object]:
    from pyoxigraph import BlankNode, Literal, NamedNode

    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        if term.language:
            return {"type": "literal", "value": term.value, "xml:lang": term.language}
        if term.datatype.value.endswith("#string"):
            return {"type": "literal", "value": term.value}
        return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return {
        "type": "triple",
        "value": {name: _term_json(part) for name, part in parts.items()},
    }


def _srx(answer: Answer, out: TextIO) -> None:
    """SPARQL 1.1 Query Results XML; what XML cannot hold becomes U+FFFD."""
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write('<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n')
    if answer.truth is not None:
        out.write(f"<head/>\n<boolean>{plain(answer.truth)}</boolean>\n</sparql>\n")
        return
    names = "".join(f'<variable name="{_xml(name)}"/>' for name in answer.columns)
    out.write(f"<head>{names}</head>\n<results>\n")
    for solution in _solutions(answer):
        bound = "".join(
            f'<binding name="{_xml(name)}">{_term_xml(term)}</binding>'
            for name, term in zip(answer.columns, solution, strict=True)
            if term is not None
        )
        out.write(f"<result>{bound}</result>\n")
    out.write("</results>\n</sparql>\n")


def _term_xml(term: Term) -> str:
    from pyoxigraph import BlankNode, Literal, NamedNode

    if isinstance(term, NamedNode):
        return f"<uri>{_xml(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_xml(term.value)}</bnode>"
    if isinstance(term, Literal):
        mark = ""
        if term.language:
            mark = f' xml:lang="{_xml(term.language)}"'
        elif not term.datatype.value.endswith("#string"):
            mark = f' datatype="{_xml(term.datatype.value)}"'
        return f"<literal{mark}>{_xml(term.value)}</literal>"
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    inner = "".join(f"<{name}>{_term_xml(part)}</{name}>" for name, part in parts.items())
    return f"<triple>{inner}</triple>"


def _xml(text: str) -> str:
    clean = _NOT_XML.sub("\ufffd", text)
    return _XML_SPECIAL.sub(lambda found: _XML_ESCAPES[found.group()], clean)


def _solutions(answer: Answer) -> Iterable[Solution]:
    """The terms of the rows; literals where an answer was computed and has none."""
    if answer.terms or not answer.rows:
        return answer.terms
    return (tuple(map(_literal, row)) for row in answer.rows)


def _literal(value: Value) -> Term | None:
    from pyoxigraph import Literal

    return None if value is None else Literal(value)


def _table(answer: Answer, out: TextIO) -> None:
    if not out.isatty():
        _plain_table(answer, out)
        return
    from rich.console import Console

    console = Console(file=out, highlight=False)
    lines = [_line(row) for row in answer.rows]
    shown = _shorter_iris(answer.columns, lines, console.width)
    widths = _widths([list(answer.columns), *shown], console.width)
    if widths:
        _drawn_table(answer.columns, shown, widths, console)
    else:
        _records(answer.columns, lines, console)


def _line(row: Row) -> list[str]:
    """The cells of a row as a terminal may have them."""
    return [_CONTROL.sub(" ", plain(value)) for value in row]


def _plain_table(answer: Answer, out: TextIO) -> None:
    """Columns aligned by blanks, nothing cut off."""
    lines = [list(answer.columns), *map(_line, answer.rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        out.write("  ".join(cells).rstrip() + "\n")


def _shorter_iris(
    columns: Sequence[str], lines: list[list[str]], room: int
) -> Sequence[Sequence[str]]:
    """IRIs by their ends, which `explain` understands, where the whole would not fit."""
    natural = [max(map(len, column)) for column in zip(columns, *lines, strict=True)]
    if sum(natural) + _GAP * len(columns) <= room:
        return lines
    long = {at for at, column in enumerate(zip(*lines, strict=True)) if is_iris(column)}
    return [
        [iri_end(cell) if at in long else cell for at, cell in enumerate(line)] for line in lines
    ]


def iri_end(iri: str) -> str:
    """The last part of an IRI, by which `explain` knows it."""
    return f"…/{iri.rstrip('/').rpartition('/')[2]}" if iri else ""


def _widths(lines: Sequence[Sequence[str]], room: int) -> list[int]:
    """The width of each column, or none where they would not be legible beside each other."""
    natural = [max(map(len, column)) for column in zip(*lines, strict=True)]
    widths = [min(width, _least(width)) for width in natural]
    spare = room - sum(widths) - _GAP * (len(widths) - 1)
    if spare < 0:
        return []
    order = sorted(range(len(widths)), key=lambda at: natural[at] - widths[at])
    for left, at in zip(range(len(order), 0, -1), order, strict=True):
        more = min(natural[at] - widths[at], spare // left)
        widths[at] += more
        spare -= more
    return widths


def _least(natural: int) -> int:
    if natural <= _SHORT:
        return natural
    return _LEAST_PROSE if natural > _PROSE else _LEAST


def _drawn_table(
    columns: Sequence[str],
    lines: Sequence[Sequence[str]],
    widths: Sequence[int],
    console: Console,
) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for name, width in zip(columns, widths, strict=True):
        table.add_column(Text(name), overflow="fold", width=width)
    for line in lines:
        table.add_row(*map(Text, line))
    console.print(table)


def _records(columns: Sequence[str], lines: list[list[str]], console: Console) -> None:
    """A heading out of the first column, short cells side by side, sentences below."""
    from rich.text import Text

    prose = {
        at
        for at, column in enumerate(zip(*lines, strict=True))
        if at and (max(map(len, column)) > _PROSE or is_iris(column))
    }
    for number, line in enumerate(lines, start=1):
        heading = line[0] or f"({columns[0]} not known)"
        console.print(Text(f"{number}  {heading}", style="bold"))
        for text in _record(columns, line, prose, console.width):
            console.file.write(f"{text}\n")
        console.file.write("\n")


def _record(columns: Sequence[str], line: list[str], prose: set[int], width: int) -> Iterator[str]:
    """The lines of a record below its heading; empty cells are left out, IRIs not folded."""
    import textwrap

    cells = [(at, columns[at], cell) for at, cell in enumerate(line) if at and cell]
    short = [f"{name}: {cell}" for at, name, cell in cells if at not in prose]
    texts = _side_by_side(short, width - 2)
    texts += [f"{name}: {cell}" for at, name, cell in cells if at in prose]
    for text in texts:
        yield from textwrap.wrap(
            text,
            max(width, 20),
            initial_indent="  ",
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def _side_by_side(parts: Sequence[str], room: int) -> list[str]:
    """Parts joined to lines that fit, never broken within a part."""
    out: list[str] = []
    for part in parts:
        if out and len(out[-1]) + len(part) + 3 <= room:
            out[-1] += f" · {part}"
        else:
            out.append(part)
    return out


FORMATS: Final[dict[str, Callable[[Answer, TextIO], None]]] = {
    "table": _table,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "ndjson": _ndjson,
    "md": _md,
    "srj": _srj,
    "srx": _srx,
}
