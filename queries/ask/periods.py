"""Dates and numbers in a question, as the parameters of queries take them.

    since 2015 · after March 2014 · before 2014 · between 2012 and 2016 · in 2018
    in the last five years (counted back from today) · last year · top 10 · at least five

"until" and "by" include the year, "before" and "after" don't. What can be read in two
ways (2011-12: December, or a financial year) is no date here, and the question is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_NUMBERS: Final = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "fifteen", "twenty"),
)
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_MONTH: Final = "|".join([*_MONTHS, *(month[:3] for month in _MONTHS), "sept"])
_DAY: Final = (
    rf"(?:\d{{4}}-\d\d-\d\d|\d{{4}}-(?:0[1-9]|1[0-2])(?![\d-])"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?:{_MONTH})\s+\d{{4}}|(?:19|20)\d\d(?![\d/-]\d))"
)
_START: Final = r"(?:the\s+)?(?:start|beginning)\s+of\s+"
_END: Final = r"(?:the\s+)?end\s+of\s+"
_N: Final = rf"(?:\d{{1,2}}|{'|'.join(_NUMBERS)})"
_TO: Final = r"\s*(?:to|until|till|up to|-|–)\s*"
_IN: Final = r"(?:(?:in|over|during|within|for|from)\s+)?"
_DATES: Final = tuple(
    (name, re.compile(rf"(?:{pattern})(?![\w/])", re.ASCII))
    for name, pattern in (
        ("range", rf"between\s+(?P<a>{_DAY})\s+and\s+(?P<b>{_DAY})"),
        ("range", rf"(?:(?:from|in|during)\s+)?(?P<a>{_DAY}){_TO}(?P<b>{_DAY})"),
        ("range", r"(?P<a>(?:19|20)\d\d)\s*[-–]\s*(?P<b>(?:19|20)\d\d)"),
        ("since", rf"(?:since|starting (?:in|from))\s+(?:{_START})?(?P<a>{_DAY})"),
        ("since", rf"(?:(?:in|from|since)\s+)?(?P<a>{_DAY})\s+(?:on|onwards?)"),
        ("since", rf"(?P<a>{_DAY})\s+(?:or|and)\s+(?:later|after)"),
        ("from", rf"from\s+(?P<a>{_DAY})"),
        ("after", rf"(?:after|later than)\s+(?:{_END})?(?P<a>{_DAY})"),
        ("before", rf"(?:before|earlier than|prior to)\s+(?:{_START})?(?P<b>{_DAY})"),
        ("until", rf"(?:until|till|up to|up until|by|to)\s+(?:{_END})?(?P<b>{_DAY})"),
        ("until", rf"(?P<b>{_DAY})\s+or (?:earlier|before)"),
        ("in", rf"(?:(?:in|during|throughout|within|of|for)\s+(?:the\s+year\s+)?)?(?P<a>{_DAY})"),
        ("decade", r"(?:(?:in|during|throughout)\s+)?the\s+(?P<a>(?:19|20)\d)0s"),
        ("last", rf"{_IN}the\s+(?:last|past)\s+(?:(?P<n>{_N})\s+)?(?P<u>years?|months?|decade)"),
        ("last", rf"{_IN}(?:last|past)\s+(?P<n>{_N})\s+(?P<u>years?|months?)"),
        ("lastyear", r"(?:(?:in|during)\s+)?last\s+year"),
        ("thisyear", r"(?:(?:in|during)\s+)?this\s+year(?:\s+so\s+far)?"),
    )
)
_SLOTS: Final = frozenset(("top", "at-least", "code"))
_AMOUNTS: Final = (
    ("top", re.compile(rf"(?:the\s+)?top\s+(?P<n>{_N})(?!\w)", re.ASCII)),
    ("at-least", re.compile(rf"(?:in\s+)?at\s+least\s+(?P<n>{_N})(?!\w)", re.ASCII)),
    ("at-least", re.compile(rf"(?:in\s+)?(?P<n>{_N})\s+or\s+more(?!\w)", re.ASCII)),
    ("code", re.compile(r"ig[- ]?(?P<n>\d{3})(?!\w)", re.ASCII)),
)
_PARTS: Final = re.compile(
    rf"(?P<y>\d{{4}})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?)?"
    rf"|(?:(?P<day>\d{{1,2}})\D*?\s+(?:of\s+)?)?(?P<month>{_MONTH})\s+(?P<year>\d{{4}})"
)


@dataclass(frozen=True)
class Measure:
    """Dates (`since/until`), or a number, in a question; `end` is where it ends.

    Several values are what it can mean: "from 2015" is "since 2015" or "in 2015".
    """

    slot: str
    values: tuple[str, ...]
    end: int


def measure(text: str, start: int, ends: frozenset[int], today: date | None) -> Measure | None:
    """The longest expression of dates or numbers from `start` to the end of a word."""
    low = text.casefold()
    if len(low) != len(text):  # a few letters grow in lower case, and places would be wrong
        return None
    best: Measure | None = None
    for name, pattern in (*_DATES, *_AMOUNTS):
        match = pattern.match(low, start)
        if match and match.end() in ends and (best is None or match.end() > best.end):
            names = ("since", "in") if name == "from" else (name,)
            values = tuple(_period(form, match, today) for form in names)
            if all(values):
                best = Measure(name if name in _SLOTS else "dates", values, match.end())
    return best


def _period(name: str, match: re.Match[str], today: date | None) -> str:
    """`since/until`, either side empty; nothing where the dates are none."""
    groups = match.groupdict()
    if name in ("top", "at-least"):
        return str(_number(groups["n"]))
    if name == "code":
        return f"IG-{groups['n']}"
    if name in ("last", "lastyear", "thisyear"):
        return _relative(name, groups, today or date.today())
    if name == "decade":
        return f"{groups['a']}0/{groups['a']}9"
    first, last = _iso(groups.get("a")), _iso(groups.get("b"))
    if (groups.get("a") and not first) or (groups.get("b") and not last):
        return ""
    if name == "range":
        return f"{first}/{last}" if first <= last + "~" else ""
    if name == "in":
        return f"{first}/{first}"
    if name == "after":
        return f"{_beside(first, 1)}/"
    if name == "before":
        return f"/{_beside(last, -1)}"
    return f"{first}/{last}"


def _relative(name: str, groups: Mapping[str, str | None], today: date) -> str:
    if name == "lastyear":
        return f"{today.year - 1}/{today.year - 1}"
    if name == "thisyear":
        return f"{today.year}/{today.year}"
    words, unit = groups.get("n"), str(groups.get("u"))
    count = _number(words) if words else 1
    months = count * (1 if unit.startswith("month") else 120 if unit == "decade" else 12)
    return f"{_months_before(today, months).isoformat()}/"


def _months_before(day: date, months: int) -> date:
    from calendar import monthrange

    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _number(word: str) -> int:
    """A number in digits or in words."""
    if word.isascii() and word.isdigit():
        return int(word)
    return {"fifteen": 15, "twenty": 20}.get(word) or _NUMBERS.index(word) + 1


def _iso(text: str | None) -> str:
    """2015, 2015-03 or 2015-03-04; nothing for what is no date, or a financial year."""
    match = _PARTS.fullmatch(" ".join(text.split())) if text else None
    if not match:
        return ""
    year = match["y"] or match["year"]
    month = match["m"] or (f"{_month(match['month']):02}" if match["month"] else "")
    day = match["d"] or (f"{int(match['day']):02}" if match["day"] else "")
    if match["m"] and not day and int(month) == (int(year) + 1) % 100:
        return ""  # 2011-12 can be December or a financial year
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return "-".join(part for part in (year, month, day) if part)


def _month(name: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))


def _beside(text: str, step: int) -> str:
    """The year, month or day after or before."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return str(parts[0] + step)
    if len(parts) == 2:
        year, month = divmod(parts[0] * 12 + parts[1] - 1 + step, 12)
        return f"{year}-{month + 1:02}"
    return (date(*parts) + timedelta(days=step)).isoformat()


def in_words(value: str) -> str:
    """`2015/` as "since 2015"."""
    first, _, last = value.partition("/")
    if first == last:
        return f"in {first}"
    return " ".join(
        p for p in (f"since {first}" if first else "", f"until {last}" if last else "") if p
    )
