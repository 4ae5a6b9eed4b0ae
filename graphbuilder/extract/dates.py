"""Dates and ranges of days as reports print them.

General date parsers read a range wrongly and silently, so ranges have a grammar here:
a day may lack its month or year, which the next one to the right gives ("6 – 17 June 2011",
"30 September – 22 October 2014", "1/06/2015 – 25/06/2015", "19 November-11 December 2013 and
28 – 30 January 2014", which is two visits: the first and the last day count).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
# "September", "Sept", "Sep."
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
# "Monday", "Mon.", "Tuesday the": dropped, as the date says the same.
_WEEKDAY = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)"
    r"(?:day|sday|nesday|rsday|urday|s|rs|r)?\.?,?\s+(?:the\s+)?)?"
)
# One date, which may lack month or year: "17/06/2011", "2011-06-17", "17th of June 2011", "6".
_DAY = re.compile(
    rf"{_WEEKDAY}(?P<d>\d{{1,2}})\s*[/.]\s*(?P<m>\d{{1,2}})\s*[/.]\s*(?P<y>\d{{4}}|\d{{2}})(?!\d)"
    rf"|(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:\s+(?:of\s+)?(?P<month>{_MONTH}))?"
    rf"(?:,?\s*(?P<year>(?:19|20)\d{{2}}))?",
    re.IGNORECASE,
)
# "6 June (first visit) and 8 July": a remark between two dates.
_ASIDE = r"(?:\s*\([^)\d]{1,40}\))?"
# What joins dates to a range or a list: "6 – 17 June", "6 June to 17 June and then on 3 July".
_LINK = re.compile(
    rf"{_ASIDE}\s*(?:–|—|-|‐|‑|−|/|to|until|and|through|,|;|&|\()\s*"
    r"(?:and\s+)?(?:then\s+|again\s+|also\s+)?(?:from\s+|between\s+|on\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Days:
    """First and last day of a period, and where in the text it is printed."""

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

    >>> days = find_days("Inspection dates: 6 – 17 June 2011")
    >>> (days.first.isoformat(), days.last.isoformat())
    ('2011-06-06', '2011-06-17')
    """
    return next(every_days(text, year), None)


def every_days(text: str, year: int | None = None) -> Iterator[Days]:
    """Each date or range in ``text``, in order."""
    at = 0
    while chain := _chain(text, at):
        days = _complete(chain, year)
        if days:
            yield Days(min(days), max(days), chain[0].start, chain[-1].end)
        at = chain[-1].end


def _chain(text: str, at: int) -> list[_Partial]:
    """The next run of neighbouring dates, joined by "to", "–", "and" and the like."""
    match = _DAY.search(text, at)
    chain: list[_Partial] = []
    while match:
        chain.append(_partial(match))
        link = _LINK.match(text, match.end())
        match = _DAY.match(text, link.end()) if link else None
    return chain


def _partial(match: re.Match[str]) -> _Partial:
    span = match.span()
    if match["iso"]:
        iso = date.fromisoformat(match["iso"])
        return _Partial(iso.day, iso.month, iso.year, *span)
    if match["d"]:
        year = int(match["y"])
        return _Partial(int(match["d"]), int(match["m"]), year + 2000 * (year < 100), *span)
    name = match["month"]
    month = (
        next(i for i, m in enumerate(MONTHS, 1) if m.startswith(name[:3].casefold()))
        if name
        else None
    )
    return _Partial(int(match["day"]), month, int(match["year"]) if match["year"] else None, *span)


def _complete(chain: list[_Partial], year: int | None) -> list[date]:
    """Days of a chain, with months and years filled in from the right; [] if one cannot exist."""
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
    """Years of the dates after the last one that has its year ("4 July 2016 to 8 July")."""
    dated = next((i for i in reversed(range(len(chain))) if chain[i].year), None)
    if dated is None:
        return chain
    year, month = chain[dated].year or 0, chain[dated].month or 0
    later = [
        replace(part, year=year + ((part.month or month) < month)) for part in chain[dated + 1 :]
    ]
    return [*chain[: dated + 1], *later]


def _year_before(month: int | None, right: _Partial) -> int | None:
    """The year of a date without one: that of its neighbour, or the year before it
    ("12 December to 9 January 2015")."""
    if right.year and right.month and month and month > right.month:
        return right.year - 1
    return right.year
