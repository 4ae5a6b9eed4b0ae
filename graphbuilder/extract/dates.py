"""Dates and ranges of days as reports print them.

General date parsers read a range wrongly and silently, so ranges have a grammar here:
a day may lack its month or year, which the next one to the right gives ("6 – 17 June 2011",
"30 September – 22 October 2014", "1/06/2015 – 25/06/2015", "19 November-11 December 2013 and
28 – 30 January 2014", which is two visits: the first and the last day count).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)"
    r"(?:day|sday|nesday|rsday|urday|s|rs|r)?\.?,?\s+(?:the\s+)?)?"
)
_DAY = re.compile(
    rf"{_WEEKDAY}(?P<d>\d{{1,2}})\s*[/.]\s*(?P<m>\d{{1,2}})\s*[/.]\s*(?P<y>\d{{4}}|\d{{2}})(?!\d)"
    rf"|(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:\s+(?:of\s+)?(?P<month>{_MONTH}))?"
    rf"(?:,?\s*(?P<year>(?:19|20)\d{{2}}))?",
    re.IGNORECASE,
)
_ASIDE = r"(?:\s*\([^)\d]{1,40}\))?"
_LINK = re.compile(
    rf"{_ASIDE}\s*(?:–|—|-|‐|‑|−|/|to|until|and|through|,|;|&|\()\s*"
    r"(?:and\s+)?(?:then\s+|again\s+|also\s+)?(?:from\s+|between\s+|on\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Days:
    """First and last day of a stretch of time, and where in the text it is printed."""

    first: date
    last: date
    start: int
    end: int


@dataclass(frozen=True)
class _Partial:
    day: int
    month: int | None
    year: int | None
    start: int
    end: int


def find_days(text: str, year: int | None = None) -> Days | None:
    """The first date or range in ``text``; ``year`` serves where none is printed.

    >>> found = find_days("Inspection dates: 6 – 17 June 2011")
    >>> (found.first.isoformat(), found.last.isoformat())
    ('2011-06-06', '2011-06-17')
    """
    at = 0
    while True:
        chain = _chain(text, at)
        if not chain:
            return None
        days = _complete(chain, year)
        if days:
            return Days(min(days), max(days), chain[0].start, chain[-1].end)
        at = chain[-1].end


def _chain(text: str, at: int) -> list[_Partial]:
    """The next run of dates that stand side by side, joined by "to", "–", "and" and the like."""
    found = _DAY.search(text, at)
    chain: list[_Partial] = []
    while found:
        chain.append(_partial(found))
        link = _LINK.match(text, found.end())
        found = _DAY.match(text, link.end()) if link else None
    return chain


def _partial(found: re.Match[str]) -> _Partial:
    span = found.span()
    if found["iso"]:
        iso = date.fromisoformat(found["iso"])
        return _Partial(iso.day, iso.month, iso.year, *span)
    if found["d"]:
        full = int(found["y"])
        return _Partial(int(found["d"]), int(found["m"]), full + 2000 * (full < 100), *span)
    name = found["month"]
    month = (
        next(i for i, m in enumerate(MONTHS, 1) if m.startswith(name[:3].casefold()))
        if name
        else None
    )
    return _Partial(int(found["day"]), month, int(found["year"]) if found["year"] else None, *span)


def _complete(chain: list[_Partial], year: int | None) -> list[date]:
    """Days of a chain, months and years filled in from the right; [] if one is impossible."""
    while chain and chain[-1].month is None:
        chain = chain[:-1]  # a figure that merely follows: "8 July 2013 and 14 schools"
    chain = _with_years_from_left(chain)
    filled: list[_Partial] = []
    for part in reversed(chain):
        right = filled[-1] if filled else _Partial(0, None, year, 0, 0)
        month = part.month or right.month
        full = replace(part, month=month, year=part.year or _year_before(month, right))
        filled.append(full)
    try:
        days = [date(p.year or 0, p.month or 0, p.day) for p in reversed(filled)]
    except ValueError:
        return []
    return days if all(a <= b for a, b in pairwise(days)) else []


def _with_years_from_left(chain: list[_Partial]) -> list[_Partial]:
    """Years of the dates behind the last one that prints its year ("4 July 2016 to 8 July")."""
    given = next((i for i in reversed(range(len(chain))) if chain[i].year), None)
    if given is None:
        return chain
    year, month = chain[given].year or 0, chain[given].month or 0
    behind = [
        replace(part, year=year + ((part.month or month) < month)) for part in chain[given + 1 :]
    ]
    return [*chain[: given + 1], *behind]


def _year_before(month: int | None, right: _Partial) -> int | None:
    """The year of a date without one: that of its neighbour, or the year before it
    ("12 December to 9 January 2015")."""
    if right.year and right.month and month and month > right.month:
        return right.year - 1
    return right.year
