"""Cells: what a value looks like in a table, and what kind of column it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from inspectgraph.queries.named.answer import Value

_FORMULA: Final = frozenset("=+-@\t\r")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_IRI: Final = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")


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


def iri_end(iri: str) -> str:
    """The last part of an IRI, by which `explain` knows it."""
    return f"…/{iri.rstrip('/').rpartition('/')[2]}" if iri else ""
