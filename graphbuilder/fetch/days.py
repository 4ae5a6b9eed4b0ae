"""A cell that holds a day → the day: a date, a text with the day first, or a count of days."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from inspectgraph.graphbuilder.extract.dates import find_days
from inspectgraph.graphbuilder.fetch.table import Cell

_EPOCH: Final = date(1899, 12, 30)  # day 0 as spreadsheets count, from March 1900 on
# No report of these is older; 01/01/1900 in a table means that there is no day.
_FIRST, _LAST = date(1990, 1, 1), date(2099, 12, 31)
_COUNT: Final = re.compile(r"\d{5}(?:\.\d+)?")
_TIME: Final = re.compile(r"(?:T|,?\s*)\d{1,2}:\d\d\S*(?:\s*[ap]m)?|", re.IGNORECASE)
_DASHED: Final = re.compile(r"^(\d{1,2})-(\d{1,2})-(\d{4}|\d\d)\b")
_NAMED: Final = re.compile(r"^(\d{1,2})[- ]([a-z]{3,9})[- ](?:20)?(\d\d)\b", re.IGNORECASE)


def day_of(cell: Cell) -> date | None:
    """The day that a cell means; None where it is empty, or means none."""
    if isinstance(cell, datetime):
        day: date | None = cell.date()
    elif isinstance(cell, date):
        day = cell
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        day = _counted(cell)
    else:
        day = _written(str(cell).strip())
    return day if day and _FIRST <= day <= _LAST else None


def _counted(days: float) -> date | None:
    latest = (_LAST - _EPOCH).days
    return _EPOCH + timedelta(days=int(days)) if 0 < days <= latest else None


def _written(text: str) -> date | None:
    """A text that is one day and nothing else but a time."""
    if _COUNT.fullmatch(text):
        return _counted(float(text))
    text = _NAMED.sub(r"\1 \2 20\3", _DASHED.sub(r"\1/\2/\3", text))
    found = find_days(text)
    if found is None or found.start or not _TIME.fullmatch(text[found.end :].strip()):
        return None
    return found.first if found.first == found.last else None
