"""A table for people: drawn on a terminal, and aligned by blanks anywhere else.

Where its columns would not be legible, each row becomes a record of lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, TextIO

from inspectgraph.queries.answers.cells import iri_end, is_iris, plain
from inspectgraph.queries.characters import one_line
from inspectgraph.queries.named.answer import Answer, Row

if TYPE_CHECKING:
    from rich.console import Console

_GAP: Final = 2  # between the columns of a drawn table
_SHORT: Final = 24  # columns up to this width are never folded
_LEAST: Final = 24  # what a wider column needs to be legible
_LEAST_PROSE: Final = 36  # and one with whole sentences
_PROSE: Final = 72  # cells longer than this are sentences, with lines of their own in a record


def write_table(answer: Answer, out: TextIO) -> None:
    """A table on a terminal, else columns aligned by blanks, with nothing cut off."""
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
    return [one_line(plain(value)) for value in row]


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
