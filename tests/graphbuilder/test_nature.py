"""What lies among reports and is none, whose inspection a text tells of, and on which days."""

from __future__ import annotations

from datetime import date

import pytest
from inspectgraph.graphbuilder.build import extract
from inspectgraph.graphbuilder.model import ReportFacts
from inspectgraph.ontology.errors import NotAReport
from inspectgraph.ontology.profiles import load_profile
from layouts import take

UNKNOWN = "Unknown authority"
SENTENCE = "Ofsted judged the services of Norfolk County Council good in its inspection."
SUBJECT = "Focused visit to Norfolk children's services"


def facts_of(text: str) -> ReportFacts:
    return take(text).facts


@pytest.mark.parametrize(
    ("heading", "looks_like"),
    [
        ("Social care common inspection framework: a handbook", "guidance"),
        ("Notes for lead inspectors", "guidance"),
        ("How Ofsted inspects local areas", "guidance"),
        ("Children looked after: official statistics", "statistics"),
        ("Outcomes as at 31 March 2021", "statistics"),
        ("Register of all monitoring visits", "overview"),
        ("Inspections of councils: at a glance", "overview"),
        ("Consultation on a new inspection of local areas", "consultation"),
        ("Person specification: His Majesty's Inspector", "post"),
        ("Social care blog", "blog"),
        ("Child safeguarding practice review: Child K", "case review"),
        ("Statutory direction to Norfolk County Council", "paper about"),
        ("Norfolk: post-inspection action plan", "paper about"),
    ],
)
def test_what_says_that_it_is_no_report_is_refused(heading: str, looks_like: str) -> None:
    with pytest.raises(NotAReport, match=looks_like):
        facts_of(f"{heading}\n\nInspection dates: 4 to 8 March 2019\n\n{SENTENCE}\n")


def test_a_table_of_many_inspections_is_refused() -> None:
    rows = "".join(f"| Area {n} | 0{n}/03/2019 | 0{n}/05/2019 | good |\n" for n in range(1, 5))
    table = f"# SEND\n\n| Area | Inspected | Published | Outcome |\n|---|---|---|---|\n{rows}"
    with pytest.raises(NotAReport, match="table of many inspections"):
        extract("table.md", table.encode(), load_profile())


@pytest.mark.parametrize(
    ("head", "opening"),
    [
        ("Rt Hon Tom Roe", "I have read what inspectors saw on 4 and 5 March 2019."),
        ("Department for Education", "The Secretary of State has read the report."),
        ("Ada Fair", "Thank you for your letter on the visit by Ofsted on 4 and 5 March 2019."),
        ("Norfolk County Council", "We are proud that inspectors praised our early help."),
        ("Ada Fair", "Many parents have asked me what will change."),
    ],
)
def test_letters_about_an_inspection_are_refused(head: str, opening: str) -> None:
    text = f"{head}\n\n9 July 2019\n\nDear Ms Wren\n\n{SUBJECT}\n\n{opening}\n"
    with pytest.raises(NotAReport, match="letter about"):
        facts_of(text)


@pytest.mark.parametrize(
    "opening",
    [
        "This letter summarises our findings of a visit on 4 and 5 March 2019. Thank you for "
        "your help.",
        "Inspectors from Ofsted came to see you on 4 and 5 March 2019.",
        "The visit was carried out by two inspectors on 4 and 5 March 2019.",
    ],
)
def test_letters_of_inspectors_are_read(opening: str) -> None:
    facts = facts_of(f"9 July 2019\n\nDear Ms Wren\n\n{SUBJECT}\n\n{opening}\n")
    assert (facts.kind, facts.start) == ("focused-visit", date(2019, 3, 4))


ILACS = "Inspection of local authority children's services"


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        (f"Agenda Item\n\n{ILACS}\n\nInspection dates: 4 to 8 March 2019", UNKNOWN, "a form"),
        (f"{ILACS}\n\nReport Author: Jo Wren\n\n4 to 8 March 2019", UNKNOWN, "a byline"),
        (f"Kelderby Borough Council\n\n{ILACS}", "Kelderby Borough Council", "an unlisted council"),
        (f"Ashford Vale\n\n{ILACS}", "Ashford Vale", "a name beside the title"),
        ("Inspection of children's services in Kelderby", "Kelderby", "in the title"),
        ("Joint targeted area inspection in Norfolk and Suffolk", UNKNOWN, "two in the title"),
        (f"Norfolk County Council\n\nSuffolk County Council\n\n{ILACS}", UNKNOWN, "two headings"),
    ],
)
def test_whose_inspection_it_is(text: str, name: str, why: str) -> None:
    assert facts_of(f"{text}\n\nSocial workers know children well.\n").area.name == name, why


def test_what_is_missing_is_told_with_what_to_do() -> None:
    none = take(f"{ILACS}\n\nInspection dates: 4 to 8 March 2019\n").problems
    two = take("Joint targeted area inspection in Norfolk and Suffolk\n\nIt was short.\n").problems
    for problems, code in ((none, "IG-502"), (two, "IG-510")):
        assert ["--authority" in one.message for one in problems if one.code == code] == [True]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Sector watch\n\nOne in ten councils is judged inadequate by Ofsted.", "names none"),
        ("Norfolk and Suffolk rated good\n\nOfsted has judged both councils good.", "headline"),
        ("Round the counties\n\nNorfolk County Council was rated good by Ofsted.\n\nSuffolk "
         "County Council was rated inadequate by its inspectors.", "sentences"),
    ],
)  # fmt: skip
def test_news_of_no_one_council_are_refused(text: str, why: str) -> None:
    with pytest.raises(NotAReport, match=r"of several|of no one"):
        facts_of(text)
        pytest.fail(why)


NEWS = "Kelderby rated good\n\nOfsted has rated the services of Kelderby Borough Council good. "


@pytest.mark.parametrize(
    ("text", "days", "why"),
    [
        ("Inspectors visited from 3 to 7 June 2024.", (3, 7), "stated"),
        ("Inspectors visited in June 2024.", None, "a month is no day"),
        ("The report was published on 4 July 2024 after inspectors came.", None, "publication"),
        ("The last inspection, from 4 to 8 March 2019, was poor. Inspectors visited again from "
         "3 to 7 June 2024.", (3, 7), "an earlier one beside it"),
        ("Inspectors visited from 3 to 7 June 2024. They will return from 2 to 6 September 2024 "
         "to inspect.", (3, 7), "the next one"),
        ("\n\nMeeting: 9 September 2024\n\nInspectors visited from 3 to 7 June 2024.", (3, 7),
         "a meeting"),
        ("\n\nConsultation\n\n1 May 2025 to 9 June 2025", None, "beside the text"),
        ("\n\nPage last updated: 4 May 2025\n\nNext review date: 9 May 2026", None, "a page's"),
    ],
)  # fmt: skip
def test_which_days(text: str, days: tuple[int, int] | None, why: str) -> None:
    facts = facts_of(f"{NEWS}{text}\n")
    found = (facts.start.day, facts.end.day) if facts.start and facts.end else None
    assert found == days, why


def test_days_of_earlier_inspections_on_a_cover() -> None:
    cover = (
        "Area SEND inspection of Norfolk Local Area Partnership\n\nLast inspected: 12 to 16 March "
        "2018 (revisit: 4 to 6 November 2020)\n\nInspection dates: 3 to 7 February 2025\n"
    )
    facts = facts_of(cover)
    assert (facts.kind, facts.start) == ("send", date(2025, 2, 3))


@pytest.mark.parametrize(
    ("title", "partner"),
    [
        ("Review of health services for safeguarding in Norfolk", "health"),
        ("National child protection inspection: Norfolk Constabulary", "police"),
        ("Inspection of youth offending services in Norfolk", "probation"),
    ],
)
def test_reports_of_a_partners_inspectorate(title: str, partner: str) -> None:
    words = f"# {title}\n\n1. Records are clear, and risk is understood well by all staff.\n"
    read = extract("partner.md", words.encode(), load_profile())
    assert (read.facts.kind, read.facts.partner) == ("other", partner)
    assert [finding.subject for finding in read.findings] == [partner]


def test_a_news_page_ends_where_the_next_item_begins() -> None:
    page = (
        f"# {NEWS}\n\nInspectors found that assessments are prompt. We are proud of our strong "
        "early help.\n\n## More from Kelderby\n\nThe new library is excellent.\n"
    )
    read = extract("page.md", page.encode(), load_profile())
    assert [finding.passage.exact for finding in read.findings][1:] == [
        "Inspectors found that assessments are prompt."
    ]
