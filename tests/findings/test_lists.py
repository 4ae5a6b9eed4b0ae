"""Where lists of recommendations begin and end, and lists that cannot be right."""

from __future__ import annotations

import pytest
from inspectgraph.graphbuilder.build import extract
from inspectgraph.graphbuilder.model import Extract
from inspectgraph.ontology.problems import UNLIKELY_LIST
from inspectgraph.ontology.profiles import load_profile

ILACS = (
    "# Inspection of Thornmere local authority children’s services\n\n"
    "Inspection dates: 5 to 16 February 2024\n\n"
)
SIF = (
    "# Kelderby Council\n\n## Inspection of services for children in need of help and protection, "
    "children looked after and care leavers\n\nInspection date: 11 January 2016 – 4 February "
    "2016\n\nLeaders of Kelderby say often what they want for children, in each of the places "
    "where families meet them, and they write it down for those who could not be there. They have "
    "said so in each year since the last inspection, and staff know it by heart.\n\n"
)
LETTER = (
    "21 November 2022\n\nDear Ms Holloway\n\n# Focused visit to Marlshire children’s services\n\n"
    "This letter summarises the findings of the focused visit to Marlshire on 8 and 9 November "
    "2022.\n\n"
)
TOLD = "Families are met early. Few are referred again within the year."
SEEN = "Ensure that children are seen."


def read_report(text: str) -> Extract:
    return extract("report.md", text.encode(), load_profile())


def items_of(facts: Extract) -> list[str]:
    return [one.passage.exact for one in facts.recommendations]


def doubts_of(facts: Extract) -> list[str]:
    return [one.message for one in facts.problems if one.code == UNLIKELY_LIST]


@pytest.mark.parametrize(
    ("opening", "text", "expected", "reason"),
    [
        (ILACS, f"## What needs to improve?\n\n- The use of data.\n\n#### The experiences and "
         f"progress of care leavers: inadequate\n\n1. {TOLD}\n\n##### Homes\n\n2. {TOLD}\n",
         ["The use of data."], "a section's title in smaller type, and what stands below it"),
        (ILACS, f"## What needs to improve?\n\n- The use of data.\n\n1. {TOLD}\n\n2. Homes are "
         "good.\n", ["The use of data."], "numbered paragraphs behind bullets"),
        (ILACS, "## What needs to improve?\n\n- The use of data.\n\n#### Life in Thornmere\n\n"
         "Families are helped early.\n\n#### Homes\n\nHomes are good.\n",
         ["The use of data."], "plain paragraphs under a heading that no framework has"),
        (SIF, f"## Recommendations\n\n## How the council listens\n\n1. {TOLD}\n\n2. Children are "
         "heard.\n", [], "a list without items swallows nothing"),
        (SIF, f"## Recommendations\n\n1. {SEEN}\n\n#### Summary for children and young people\n\n"
         "- Social workers know you well.\n", [SEEN], "SIF: the page for children"),
        (SIF, f"## 2. Recommendations\n\n1. {SEEN}\n\n### Oversight\n\n2. Review each plan.\n\n"
         f"### 3. Key findings\n\n3. {TOLD}\n", [SEEN, "Review each plan."],
         "topics leave it open, a numbered title ends it"),
        (SIF, f"## Recommendations\n\n#### Areas for improvement\n\n### Oversight\n\n1. {SEEN}\n\n"
         f"### Homes\n\n2. Widen the choice.\n\n### Our strengths\n\n3. {TOLD}\n",
         [SEEN, "Widen the choice."], "topics in larger type than their list"),
        (SIF, f"## Recommendations\n\n1. {SEEN}\n\n7. {TOLD} Schools say that they know whom to "
         "ask.\n\n8. Homes are good.\n", [SEEN], "a paragraph that only tells ends it"),
        (LETTER, "## What needs to improve in this area of practice?\n\n- The use of data.\n\n"
         f"### Findings and evaluation of progress\n\n{TOLD}\n", ["The use of data."], "letters"),
    ],
)  # fmt: skip
def test_where_lists_end(opening: str, text: str, expected: list[str], reason: str) -> None:
    facts = read_report(opening + text)
    assert items_of(facts) == expected, reason
    told = [one.passage for one in facts.findings if one.passage.exact == "Families are met early."]
    assert all("mprove?" not in one.heading for one in told), reason


def test_what_stands_behind_a_list_is_found_under_its_own_heading() -> None:
    title = "The experiences and progress of care leavers: good"
    text = f"## What needs to improve?\n\n- The use of data.\n\n### {title}\n\n1. {TOLD}\n"
    found = {one.passage.exact: one.passage.heading for one in read_report(ILACS + text).findings}
    assert found["Families are met early."] == title


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("There were none.", "in short"),
        ("None identified.", "shorter"),
        ("No areas for priority action were found.", "what was not found stands first"),
        ("Inspectors have not identified any areas for immediate action.", "in the perfect"),
        ("This visit found no matters that call for priority action.", "other nouns"),
    ],
)
def test_nothing_found_is_no_item(words: str, reason: str) -> None:
    lists = f"### Areas for priority action\n\n{words}\n\n### Areas for improvement\n\n1. {SEEN}\n"
    assert items_of(read_report(f"{SIF}## Recommendations\n\n{lists}")) == [SEEN], reason


@pytest.mark.parametrize(
    ("heading", "item", "expected", "reason"),
    [
        ("Priority and immediate action", SEEN, "immediately", "the heading says so"),
        ("Areas for improvement", "Urgently review each plan.", "immediately", "the item does"),
        ("Areas for improvement", "The records, as a matter of urgency.", "immediately", "as noun"),
        ("Areas for improvement", "Take immediate steps to hire.", "immediately", "steps"),
        ("Areas for improvement", "The response to urgent referrals.", "none", "what is urgent"),
        ("Areas for improvement", "How immediate risk is seen.", "none", "what is immediate"),
        ("Areas for improvement", "Within six months, publish a plan.", "within six months",
         "a deadline of its own"),
    ],
)  # fmt: skip
def test_deadlines(heading: str, item: str, expected: str, reason: str) -> None:
    facts = read_report(f"{SIF}## {heading}\n\n1. {item}\n")
    assert [one.timescale for one in facts.recommendations] == [expected], reason


@pytest.mark.parametrize(
    ("opening", "text", "place", "reason"),
    [
        (ILACS, f"## What needs to improve?\n\n{TOLD}\n\n{TOLD} So it was in March.\n",
         "asks for nothing", "a list of narrative"),
        (SIF, f"## Recommendations\n\n1. {SEEN}\n\n2. Widen the choice.\n\n1. Review each plan.\n",
         "anew at 1", "two lists under one heading"),
        (SIF, "## Recommendations\n\nLeaders\n", "no item", "a list that is lost"),
        (SIF, "## Inspection findings\n\n" + "Data are weak. (Recommendation)\n\n" * 6,
         "6 references", "a list whose heading was not seen"),
        (ILACS, "## What needs to improve?\n\n- The use of data. (Outcome 3, national "
         "framework)\n\n- Records.\n", "", "a list as it should be"),
        (SIF, f"## Recommendations\n\n1. {SEEN} Plans are to say when.\n\n## The LSCB\n\n"
         f"### Recommendations\n\n1. {SEEN}\n", "", "two lists, each with numbers of its own"),
        (SIF, "## Recommendations\n\nThere were none.\n", "", "nothing was asked for"),
    ],
)  # fmt: skip
def test_lists_that_cannot_be_right(opening: str, text: str, place: str, reason: str) -> None:
    doubts = doubts_of(read_report(opening + text))
    assert [place in doubt for doubt in doubts] == ([True] if place else []), (reason, doubts)


def test_nested_bullets_belong_to_their_item() -> None:
    text = "## What needs to improve?\n\n• Work with children who go missing\n\n– interviews\n\n"
    items = items_of(read_report(f"{ILACS}{text}– what they say\n\n• The use of data\n"))
    assert items == [
        "Work with children who go missing\ninterviews\nwhat they say",
        "The use of data",
    ]
