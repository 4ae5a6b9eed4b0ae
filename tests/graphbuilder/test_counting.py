"""Which inspections are one: news and summaries beside full reports."""

from __future__ import annotations

from itertools import permutations

import pytest
from inspectgraph.graphbuilder.derive.inspections import Inspection, counted_as

OVERALL, HELP = ("", "overall"), ("", "help-and-protection")
FULL = Inspection(
    "full", "a", True, "2023-10-16", "2023-10-27", "", {OVERALL: "inadequate", HELP: "inadequate"}
)
AGREE = {OVERALL: "inadequate"}


def news(
    published: str, grades: dict[tuple[str, str], str] | None = None, area: str = "a"
) -> Inspection:
    return Inspection(
        "news", area, False, published=published, grades=AGREE if grades is None else grades
    )


@pytest.mark.parametrize(
    ("relayed", "expected", "reason"),
    [
        (news("2024-01-10"), "full", "ten weeks later, the same grade"),
        (news("2024-02-24"), "full", "120 days are near enough"),
        (news("2024-02-25"), "news", "121 are not"),
        (news("2023-10-26"), "news", "news before the end are not of it"),
        (news(""), "news", "undated news can mean any"),
        (news("2024-01-10", {OVERALL: "good"}), "news", "another grade"),
        (news("2024-01-10", {OVERALL: "inadequate", HELP: "good"}), "news", "one grade differs"),
        (news("2024-01-10", {}), "news", "no grade in common is no proof"),
        (news("2024-01-10", area="b"), "news", "another area"),
        (
            Inspection("news", "a", False, "2023-10-17", "2023-10-20", "", AGREE),
            "full",
            "dates within",
        ),
        (
            Inspection("news", "a", False, "2023-10-30", "2023-11-03", "", AGREE),
            "news",
            "dates beside",
        ),
    ],
)
def test_news_count_as_the_one_that_can_be_meant(
    relayed: Inspection, expected: str, reason: str
) -> None:
    assert counted_as([FULL, relayed]) == {"full": "full", "news": expected}, reason


def test_where_two_can_be_meant_none_is() -> None:
    other = Inspection("other", "a", True, "2023-11-06", "2023-11-10", "", AGREE)
    for order in permutations([FULL, other, news("2024-01-10")]):
        assert counted_as(order) == {"full": "full", "other": "other", "news": "news"}


def test_full_reports_are_never_joined() -> None:
    other = Inspection("other", "a", True, "2023-10-17", "2023-10-20", "2024-01-10", AGREE)
    assert counted_as([FULL, other]) == {"full": "full", "other": "other"}


def test_two_news_items_of_no_full_report_stay_apart() -> None:
    relayed = [
        news("2024-01-10"),
        Inspection("late", "a", False, published="2024-01-11", grades=AGREE),
    ]
    assert counted_as(relayed) == {"news": "news", "late": "late"}


def test_what_is_about_a_partner_alone_counts_as_none() -> None:
    police = Inspection("police", "a", True, "2023-10-16", "2023-10-20", partner=True)
    assert counted_as([police, news("2023-11-10")]) == {"police": "", "news": "news"}
    both = police.joined(Inspection("police", "a", True, "2023-10-16", "2023-10-20"))
    assert counted_as([both]) == {"police": "police"}
