"""Answers in Python: pandas frames, and tables that a notebook shows.

    store = open_store("inspectgraph.db")
    weak = frame(store, "weaknesses", theme="caf", since=2015)
    answer(store, "latest-judgements", region="London")

Names of parameters are those of `inspectgraph query`, `_` for `-`; a value may be a
list. pandas is imported when a frame is made: `pip install inspectgraph[notebook]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inspectgraph.queries.answers.asked_question import AskedQuestion, asked_question
from inspectgraph.queries.answers.cells import iri_end, is_dates, is_iris, plain
from inspectgraph.queries.answers.formats import save_answer
from inspectgraph.queries.named.answer import Answer, Row
from inspectgraph.queries.named.folders import load_question
from inspectgraph.queries.named.run import run
from inspectgraph.queries.source.local import Source
from inspectgraph.queries.source.local import open_store as open_folder
from pyoxigraph import Store

if TYPE_CHECKING:
    import pandas

Given = str | int | date | Sequence[str | int | date]

_MOST_SHOWN: Final = 200  # rows; a browser is slow with thousands
_CELL: Final = "text-align:left;vertical-align:top;white-space:normal"
_PROSE: Final = 80  # characters; longer cells are sentences and get some room


@dataclass(frozen=True)
class Result:
    """An answer that a notebook shows as a table, with what was asked."""

    answer: Answer
    asked: AskedQuestion

    def frame(self) -> pandas.DataFrame:
        """The rows as a pandas frame."""
        return frame_of(self.answer)

    def save(self, path: str | Path) -> None:
        """Write the answer to a file; the ending of its name tells the format."""
        save_answer(self.answer, Path(path), self.asked)

    def _repr_html_(self) -> str:
        """The table for a notebook; every text is escaped."""
        return _html(self.answer, self.asked.title)


def open_store(path: str | Path) -> Store:
    """The store in a folder, to read."""
    return open_folder(Path(path))


def answer(store: Source, name: str, **parameters: Given) -> Result:
    """Ask a named question; the result shows itself in a notebook."""
    question = load_question(name)
    given = _given(parameters)
    return Result(run(store, question, given), asked_question(question, given))


def frame(store: Source, name: str, **parameters: Given) -> pandas.DataFrame:
    """Ask a named question; the rows as a pandas frame, the notes in `attrs["notes"]`."""
    return frame_of(run(store, load_question(name), _given(parameters)))


def frame_of(answer: Answer) -> pandas.DataFrame:
    """Any answer as a frame: dates as dates, whole numbers with gaps as such."""
    try:
        import pandas
    except ImportError as error:
        raise ImportError("pandas is needed: pip install inspectgraph[notebook]") from error
    rows = pandas.DataFrame(list(answer.rows), columns=list(answer.columns), dtype="object")
    made = rows.convert_dtypes()
    for at, name in enumerate(answer.columns):
        values = [row[at] for row in answer.rows]
        if is_dates(values):
            days = [str(value) if value else None for value in values]
            made[name] = pandas.to_datetime(pandas.Series(days, dtype="object"))
    made.attrs["notes"] = list(answer.notes)
    return made


def _given(parameters: Mapping[str, Given]) -> dict[str, tuple[str, ...]]:
    """Values of parameters as users would type them."""
    return {
        name.replace("_", "-"): (str(value),)
        if isinstance(value, str | int | date)
        else tuple(map(str, value))
        for name, value in parameters.items()
    }


def _html(answer: Answer, title: str) -> str:
    shown = answer.rows[:_MOST_SHOWN]
    links = [is_iris(row[at] for row in shown) for at in range(len(answer.columns))]
    count = f"{len(answer.rows)} rows"
    if len(shown) < len(answer.rows):
        count = f"the first {len(shown)} of {count}"
    heading = "".join(f'<th style="{_CELL}">{escape(name)}</th>' for name in answer.columns)
    body = "".join(_html_row(row, links) for row in shown)
    notes = "".join(f"<li>{escape(note)}</li>" for note in (*answer.notes, count))
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    table = f"<table>{caption}<thead><tr>{heading}</tr></thead><tbody>{body}</tbody></table>"
    return f"<div>{table}<ul>{notes}</ul></div>"


def _html_row(row: Row, links: Iterable[bool]) -> str:
    cells = (_html_cell(plain(value), is_link) for value, is_link in zip(row, links, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def _html_cell(text: str, is_link: bool) -> str:
    safe = escape(text)
    if is_link and text:
        shown = escape(iri_end(text))
        safe = f'<a href="{safe}" title="{safe}" rel="noopener noreferrer">{shown}</a>'
    room = ";min-width:24em;max-width:48em" if len(text) > _PROSE and not is_link else ""
    return f'<td style="{_CELL}{room}">{safe}</td>'
