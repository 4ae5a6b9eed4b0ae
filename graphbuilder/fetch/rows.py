"""Sheets → the reports that a table lists: address, authority and day of publication of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from inspectgraph.graphbuilder.fetch.addresses import checked_address, shown
from inspectgraph.graphbuilder.fetch.days import day_of
from inspectgraph.graphbuilder.fetch.layouts import layouts
from inspectgraph.graphbuilder.fetch.table import Cell, Sheet
from inspectgraph.ontology.authorities import Authority, AuthorityIndex
from inspectgraph.ontology.errors import AddressRefused, NoAddresses
from inspectgraph.ontology.fetch_problems import UNCLEAR_CELL
from inspectgraph.ontology.problems import Problem

_NAME: Final = 60  # letters of the name of a column in a message
_TITLES: Final = 20  # rows in which the names of columns are looked for
_SCHEME: Final = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|www\.|//)", re.IGNORECASE)
# the formula of a link, which a CSV holds as it was typed
_LINK: Final = re.compile(r'\s*=\s*HYPERLINK\(\s*"([^"]*)"', re.IGNORECASE)
_GSS: Final = re.compile(r"[EWNS]\d{8}")


@dataclass(frozen=True)
class Listed:
    """A report that a table lists: where it is, whose it is and when it was published."""

    address: str
    authority: Authority | None = None
    published: date | None = None


@dataclass(frozen=True)
class Listing:
    """All reports of a table, each address once, and what is wrong with its other rows."""

    reports: tuple[Listed, ...]
    problems: tuple[Problem, ...]
    without: int  # rows that hold no address


class _Columns(NamedTuple):
    """Where in a row the cells stand; None for a column that the table does not have."""

    address: int
    authority: int | None
    code: int | None
    published: int | None


def list_reports(
    path: Path, sheets: Sequence[Sheet], index: AuthorityIndex, column: str = ""
) -> Listing:
    """The reports of all sheets that have a column of addresses: ``column``, or a known one.

    Raises NoAddresses where none has.
    """
    reports: dict[str, Listed] = {}
    problems: list[Problem] = []
    without = 0
    for sheet in sheets:
        header = _header(sheet, column)
        if header is None:
            continue
        at, columns = header
        for number, row in enumerate(sheet.rows[at + 1 :], sheet.first + at + 1):
            address = _address(_cell(row, columns.address))
            if not address:
                without += any(cell != "" for cell in row)
                continue
            where = ", ".join(filter(None, (path.name, sheet.name, f"row {number}")))
            try:
                listed = _listed(row, columns, checked_address(address), index, where, problems)
            except AddressRefused as error:
                problems.append(Problem(error.code, error.message, where, own_cure=error.cure))
                continue
            reports[listed.address] = _joined(reports.get(listed.address), listed)
    if not reports and not problems:
        raise _no_addresses(path, sheets, column)
    return Listing(tuple(reports.values()), tuple(problems), without)


def _header(sheet: Sheet, column: str) -> tuple[int, _Columns] | None:
    """The row with the names of the columns, below whose address addresses stand, and where its
    columns are: the same name may stand in a title, or on a page that tells of the source."""
    places = (one for one in _places(sheet, column) if _holds(sheet, *one))
    at, place = next(places, (-1, -1))
    if at < 0:
        return None
    names = [_plain(cell) for cell in sheet.rows[at]]
    known = layouts()
    others = (known.authority, known.code, known.published)
    return at, _Columns(place, *(_place(names, pattern) for pattern in others))


def _places(sheet: Sheet, column: str) -> Iterator[tuple[int, int]]:
    """Rows and cells where the name of the column of addresses stands: ``column``, or a known
    one."""
    address = re.compile(re.escape(_plain(column))) if column else layouts().address
    for at, row in enumerate(sheet.rows[:_TITLES]):
        for place, cell in enumerate(row):
            if address.fullmatch(_plain(cell)):
                yield at, place


def _holds(sheet: Sheet, at: int, place: int) -> bool:
    """Whether an address stands somewhere below a cell."""
    return any(_address(_cell(row, place)) for row in sheet.rows[at + 1 :])


def _plain(cell: Cell) -> str:
    return " ".join(str(cell).replace("_", " ").casefold().split())


def _place(names: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((at for at, name in enumerate(names) if pattern.fullmatch(name)), None)


def _cell(row: Sequence[Cell], at: int | None) -> Cell:
    return row[at] if at is not None and at < len(row) else ""


def _address(cell: Cell) -> str:
    """The address in a cell; "" where it holds other words, such as "n/a"."""
    text = str(cell).strip()
    link = _LINK.match(text)
    text = link[1].strip() if link else text
    return text if _SCHEME.match(text) else ""


def _listed(
    row: Sequence[Cell],
    columns: _Columns,
    address: str,
    index: AuthorityIndex,
    where: str,
    problems: list[Problem],
) -> Listed:
    cell = _cell(row, columns.published)
    published = day_of(cell)
    name = shown(str(_cell(row, columns.authority)))
    code = str(_cell(row, columns.code)).strip()
    authority, doubt = _authority(name, code, published, index)
    if cell != "" and published is None:
        problems.append(
            Problem(UNCLEAR_CELL, f"{shown(str(cell))!r} is no day that can be read", where)
        )
    if doubt:
        problems.append(Problem(UNCLEAR_CELL, doubt, where))
    return Listed(address, authority, published)


def _authority(
    name: str, code: str, on: date | None, index: AuthorityIndex
) -> tuple[Authority | None, str]:
    """Whose report it is by name, else by code; none and the reason where they are at odds."""
    named = index.match(name, on) if name else None
    coded = index.by_code(code) if _GSS.fullmatch(code.upper()) else None
    if named and coded and coded is not named and coded not in index.lineage(named):
        return None, f"{name!r} and {code!r} are two authorities"
    authority = named or coded
    if authority or not name:
        return authority, ""
    near = " or ".join(index.suggest(name))
    return None, f"there is no authority called {name!r}" + (
        f"; did you mean {near}?" if near else ""
    )


def _joined(known: Listed | None, new: Listed) -> Listed:
    """Two rows with one address: the first that says something counts."""
    if known is None:
        return new
    return replace(
        known,
        authority=known.authority or new.authority,
        published=known.published or new.published,
    )


def _no_addresses(path: Path, sheets: Sequence[Sheet], column: str) -> NoAddresses:
    """Which columns there are, and in which of them addresses stand."""
    if not column:
        reason = "no column that is known holds addresses"
    elif any(True for sheet in sheets for _ in _places(sheet, column)):
        reason = f"the column {column!r} holds no addresses"
    else:
        reason = f"it has no column called {column!r}"
    names = [name for sheet in sheets for name in _names(sheet)]
    listed = ", ".join(dict.fromkeys(names)) or "none"
    holding = ", ".join(dict.fromkeys(_holding(sheets)))
    cure = f"Name the column with --column{f'; addresses stand in: {holding}' if holding else ''}."
    return NoAddresses(path, f"{reason}; its columns: {listed}", cure)


def _title_row(sheet: Sheet) -> int:
    """The first of the rows with most words, which is likely to name the columns."""
    words = [
        sum(isinstance(cell, str) and cell != "" for cell in row) for row in sheet.rows[:_TITLES]
    ]
    return words.index(max(words)) if words else 0


def _names(sheet: Sheet) -> Iterator[str]:
    rows = sheet.rows[_title_row(sheet) :][:1]
    return (shown(str(cell), _NAME) for row in rows for cell in row if cell != "")


def _holding(sheets: Iterable[Sheet]) -> Iterator[str]:
    """The names of columns below which an address stands."""
    for sheet in sheets:
        at = _title_row(sheet)
        names = [shown(str(cell), _NAME) for cell in sheet.rows[at]] if sheet.rows else []
        for place, name in enumerate(names):
            if name and _holds(sheet, at, place):
                yield name
