"""Judgements through the years: the one before each, what changed, and the latest."""

from __future__ import annotations

import pytest
from inspectgraph.graphbuilder.derive.grades import GivenGrade
from inspectgraph.graphbuilder.derive.history import History
from inspectgraph.graphbuilder.derive.inspections import Inspection
from inspectgraph.graphbuilder.derive.scales import Scales

SCALES = Scales(
    {"slac": "to-2013", "protection": "to-2013", "sif": "since-2013", "ilacs": "since-2013"},
    {
        ("to-2013", "good"): 2,
        ("to-2013", "adequate"): 3,
        ("since-2013", "good"): 2,
        ("since-2013", "requires-improvement"): 3,
        ("since-2013", "inadequate"): 4,
    },
)
USED = {
    "slac": ["overall"],
    "protection": ["overall"],
    "sif": ["overall", "adoption"],
    "ilacs": ["overall", "leaders"],
    "news": ["overall"],
}
EARLIER = {"new": ["old", "older"]}


def inspection(
    kind: str, day: str, area: str = "a", *, full: bool = True, aspect: str = "overall"
) -> Inspection:
    """An inspection that graded an aspect; news have only a day of publication."""
    end, published = (day, "") if full else ("", day)
    iri = f"{area}-{kind}-{day}"
    return Inspection(iri, area, full, end, end, published, {("", aspect): "good"}, kind)


def grade(of: Inspection, grade: str, section: str = "", aspect: str = "overall") -> GivenGrade:
    name = f"{of.iri}/{section}{aspect}"
    return GivenGrade(name, of.iri, aspect, section, grade, not of.full)


def history(*grades: tuple[Inspection, GivenGrade]) -> History:
    return History([of for of, _ in grades], [given for _, given in grades], SCALES, USED, EARLIER)


def compared(found: History) -> dict[str, tuple[list[str], str]]:
    return {
        now.judgement: (sorted(one.judgement for one in before), change)
        for now, before, change in found.comparisons()
    }


SIF, ILACS = inspection("sif", "2015-03-26"), inspection("ilacs", "2022-09-16")


@pytest.mark.parametrize(
    ("before", "now", "change", "reason"),
    [
        (grade(SIF, "inadequate"), grade(ILACS, "good"), "improved", "two kinds of one scale"),
        (grade(SIF, "good"), grade(ILACS, "inadequate"), "declined", "worse"),
        (grade(SIF, "good"), grade(ILACS, "good"), "same", "the same"),
        (grade(SIF, "not-judged"), grade(ILACS, "good"), "not-comparable", "no rank"),
    ],
)
def test_changes_on_one_scale(
    before: GivenGrade, now: GivenGrade, change: str, reason: str
) -> None:
    told = compared(history((SIF, before), (ILACS, now)))
    assert told == {now.judgement: ([before.judgement], change)}, reason


def test_another_scale_tells_no_change() -> None:
    slac = inspection("slac", "2012-01-20")
    told = compared(history((slac, grade(slac, "adequate")), (SIF, grade(SIF, "inadequate"))))
    assert [change for _, change in told.values()] == ["scale-changed"]


def test_sections_are_compared_with_each_other_and_with_the_whole() -> None:
    slac, later = inspection("slac", "2010-01-20"), inspection("slac", "2011-01-20")
    whole = inspection("protection", "2013-02-13")
    two = [grade(slac, "good", "safeguarding"), grade(slac, "adequate", "looked-after")]
    one = grade(later, "adequate", "safeguarding")
    last = grade(whole, "good")
    told = compared(history((slac, two[0]), (slac, two[1]), (later, one), (whole, last)))
    assert told[one.judgement] == ([two[0].judgement], "declined")
    assert told[last.judgement] == ([one.judgement], "section-changed")


def test_a_council_follows_its_predecessors() -> None:
    old, older = inspection("sif", "2016-01-01", "old"), inspection("sif", "2017-01-01", "older")
    first, second = (inspection("ilacs", f"20{year}-01-01", "new") for year in (22, 25))
    grades = [grade(of, "good") for of in (old, older, first, second)]
    told = compared(history(*zip((old, older, first, second), grades, strict=True)))
    assert told == {
        grades[2].judgement: ([grades[1].judgement], "same"),
        grades[3].judgement: ([grades[2].judgement], "same"),
    }


def test_the_latest_that_gave_no_such_grade_supersedes_the_older_one() -> None:
    newest = inspection("ilacs", "2026-05-22", aspect="leaders")
    given = (grade(SIF, "good"), grade(newest, "good", aspect="leaders"))
    found = history((SIF, given[0]), (newest, given[1]))
    latest = {(one.iri, aspect): [g.grade for g in of] for one, aspect, of in found.latest()}
    assert latest == {
        (newest.iri, "overall"): [],
        (newest.iri, "leaders"): ["good"],
        (SIF.iri, "adoption"): [],
    }
    assert found.superseded(newest, "overall") == [given[0]]


@pytest.mark.parametrize(
    ("day", "counts", "reason"),
    [
        ("2016-03-25", False, "the full report of the year before can be meant"),
        ("2016-03-27", True, "more than a year later"),
        ("2015-03-01", True, "news before it are of another inspection"),
        ("", False, "undated news can mean any"),
    ],
)
def test_news_count_where_no_full_report_can_be_meant(day: str, counts: bool, reason: str) -> None:
    news = inspection("news", day, full=False)
    found = history((SIF, grade(SIF, "good")), (news, grade(news, "inadequate")))
    told = {now.inspection for now, _, _ in found.comparisons()}
    if day > SIF.day:
        assert (news.iri in told) is counts, reason
    latest = {one.iri for one, aspect, _ in found.latest() if aspect == "overall"}
    assert (news.iri in latest) is (counts and day > SIF.day), reason


def test_the_full_report_speaks_before_its_summary() -> None:
    full = grade(ILACS, "good")
    summary = GivenGrade("summary/overall", ILACS.iri, "overall", "", "inadequate", True)
    found = history((ILACS, summary), (ILACS, full))
    assert [of for _, aspect, of in found.latest() if aspect == "overall"] == [[full]]
    alone = history((ILACS, summary))
    assert [of for _, aspect, of in alone.latest() if aspect == "overall"] == [[summary]]


@pytest.mark.parametrize("day", ["", "2022-11-05"])
def test_news_alone_are_the_latest(day: str) -> None:
    news = inspection("news", day, full=False)
    latest = [(one.iri, of) for one, _, of in history((news, grade(news, "good"))).latest()]
    assert latest == [(news.iri, [grade(news, "good")])]
