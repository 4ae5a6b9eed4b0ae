"""Dates and ranges in the forms in which reports print them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspectgraph.graphbuilder.extract.dates import find_days

FORMS = [
    ("6 – 17 June 2011", "2011-06-06", "2011-06-17", "SLAC"),
    ("6-17 June 2011", "2011-06-06", "2011-06-17", "hyphen without spaces"),
    ("25 June 2012 — 6 July 2012", "2012-06-25", "2012-07-06", "em dash"),
    ("4‑8 July 2016", "2016-07-04", "2016-07-08", "hyphen that does not break"),
    ("6th to 17th June 2011", "2011-06-06", "2011-06-17", "ordinals"),
    ("the 3rd of June 2019", "2019-06-03", "2019-06-03", "ordinal with of"),
    ("1st and 2nd March 2016", "2016-03-01", "2016-03-02", "two days"),
    ("28 November – 9 December 2011", "2011-11-28", "2011-12-09", "two months"),
    ("28 November to 9 December, 2011", "2011-11-28", "2011-12-09", "comma before the year"),
    ("31 January – 10 February 2012", "2012-01-31", "2012-02-10", "month ends"),
    ("12 December 2014 to 9 January 2015", "2014-12-12", "2015-01-09", "two years"),
    ("12 December to 9 January 2015", "2014-12-12", "2015-01-09", "two years, one printed"),
    ("4 July 2016 to 8 July", "2016-07-04", "2016-07-08", "the year behind the first day"),
    ("12 December 2014 to 9 January", "2014-12-12", "2015-01-09", "and the year turns"),
    ("Monday 14 – Wednesday 23 January 2013", "2013-01-14", "2013-01-23", "weekdays"),
    ("Mon 14 – Wed 23 Jan 2013", "2013-01-14", "2013-01-23", "short weekdays and months"),
    ("Monday, 3 June 2019 to Friday, 7 June 2019", "2019-06-03", "2019-06-07", "all in full"),
    ("3rd June 2019 – Friday 7th June 2019", "2019-06-03", "2019-06-07", "mixed"),
    ("Between 4 Sept and 8 Sept 2017", "2017-09-04", "2017-09-08", "letters"),
    ("from 4 July until 8 July 2016", "2016-07-04", "2016-07-08", "in words"),
    ("1/06/2015 – 25/06/2015", "2015-06-01", "2015-06-25", "numeric"),
    ("01.06.2015 - 25.06.2015", "2015-06-01", "2015-06-25", "numeric with full stops"),
    ("01/06/15-25/06/15", "2015-06-01", "2015-06-25", "short years"),
    ("1-25/06/2015", "2015-06-01", "2015-06-25", "numeric, month once"),
    ("2015-06-01 to 2015-06-25", "2015-06-01", "2015-06-25", "ISO"),
    ("19 November-11 December 2013 and 28 – 30 January 2014", "2013-11-19", "2014-01-30",
     "two visits: the first and the last day"),
    ("4 to 8 and 18 to 22 July 2016", "2016-07-04", "2016-07-22", "two visits, month once"),
    ("4–8 July 2016; 18–22 July 2016", "2016-07-04", "2016-07-22", "two visits, semicolon"),
    ("4 to 8 July 2016 and then 18 to 22 July 2016", "2016-07-04", "2016-07-22", "and then"),
    ("4 – 8 July 2016 (off site) and 18 – 22 July 2016 (on site)", "2016-07-04", "2016-07-22",
     "with remarks"),
    ("4, 5 and 6 July 2016", "2016-07-04", "2016-07-06", "a list"),
    ("4/5 July 2016", "2016-07-04", "2016-07-05", "a stroke"),
    ("4 & 5 July 2016", "2016-07-04", "2016-07-05", "an ampersand"),
    ("4 July to\n8 July 2016", "2016-07-04", "2016-07-08", "a line break"),
    ("4 July 2016", "2016-07-04", "2016-07-04", "one day"),
    ("14 schools and 8 July 2016", "2016-07-08", "2016-07-08", "a figure in front is no day"),
    ("4 - 8 July 2016, 9 days", "2016-07-04", "2016-07-08", "nor one behind"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "first", "last", "why"), FORMS)
def test_forms(text: str, first: str, last: str, why: str) -> None:
    days = find_days(f"Inspection dates: {text}")
    assert days is not None, why
    assert (days.first.isoformat(), days.last.isoformat()) == (first, last), why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("29 February 2015 to 3 March 2015", "no such day"),
        ("8 July 2016 to 4 July 2016", "backwards"),
        ("31 of 40 cases in March 2012", "figures and a month"),
        ("under section 136 of the Act of 2006", "a law"),
        ("in 2016", "a year alone"),
        ("", "nothing"),
    ],
)
def test_no_dates(text: str, why: str) -> None:
    assert find_days(text) is None, why


def test_a_year_from_elsewhere_serves_where_none_is_printed() -> None:
    days = find_days("Between 16 May and 20 May, inspectors", 2016)
    assert days is not None
    assert (days.first, days.last) == (date(2016, 5, 16), date(2016, 5, 20))
    assert find_days("Between 16 May and 20 May, inspectors") is None


@given(st.dates(date(2009, 1, 1), date(2026, 12, 1)), st.integers(1, 40), st.integers(0, 4))
def test_any_range_in_any_form(first: date, length: int, form: int) -> None:
    last = first + timedelta(days=length)
    text = [
        f"{first.day} {first:%B %Y} – {last.day} {last:%B %Y}",
        f"{first.day} {first:%B} to {last.day} {last:%B %Y}",
        f"{first:%d/%m/%Y} - {last:%d/%m/%Y}",
        f"{first:%A} {first.day} {first:%b} until {last:%A} {last.day} {last:%b %Y}",
        f"between {first.day} {first:%B %Y} and {last.day} {last:%B %Y}, inspectors",
    ][form]
    days = find_days(text)
    assert days is not None
    assert (days.first, days.last) == (first, last)


@given(st.text(max_size=80))
def test_never_fails(text: str) -> None:
    days = find_days(text)
    assert days is None or (days.first <= days.last and 0 <= days.start < days.end <= len(text))
