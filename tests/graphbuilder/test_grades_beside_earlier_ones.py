"""This inspection's grades: in tables that print earlier ones, in news, in SEND letters; and the
kind of report that a table shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from inspectgraph.graphbuilder.build import extract
from inspectgraph.graphbuilder.model import Extract
from inspectgraph.ontology.problems import UNREAD_ROW
from inspectgraph.ontology.profiles import load_profile

TITLE = "Inspection of Kelderby Bay local authority children’s services"
DAYS = "Inspection dates: 3 to 14 June 2024"
HELP = "The experiences and progress of children who need help and protection"
LEAVERS = "The experiences and progress of care leavers"
BODY = ((HELP, "Inadequate", "Requires improvement to be good"), (LEAVERS, "Not judged", "Good"))
NOW = {"help-and-protection": "requires-improvement", "care-leavers": "good"}
SWAPPED = tuple((label, now, before) for label, before, now in BODY)
RATED = "Ofsted inspectors were with Norfolk County Council from 4 to 15 March 2024."
OUTCOME = "The arrangements typically lead to positive experiences for children with SEND."


def read(name: str, *parts: str) -> Extract:
    return extract(name, "\n\n".join(parts).encode(), load_profile())


def grades(made: Extract) -> dict[str, str]:
    return {judgement.aspect: judgement.grade for judgement in made.judgements}


def markdown(rows: tuple[tuple[str, ...], ...]) -> Extract:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return read("own.md", f"# {TITLE}", DAYS, "\n".join([lines[0], "|---|---|---|", *lines[1:]]))


def html(rows: tuple[tuple[str, ...], ...]) -> Extract:
    table = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in rows)
    page = f"<h1>{TITLE}</h1><p>{DAYS}</p><table>{table}</table>"
    return read("own.html", f"<html><body>{page}</body></html>")


def tabbed(rows: tuple[tuple[str, ...], ...]) -> Extract:
    return read("own.txt", TITLE, DAYS, "\n".join("\t".join(row) for row in rows))


def cell_by_cell(rows: tuple[tuple[str, ...], ...]) -> Extract:
    return read("own.txt", TITLE, DAYS, *(cell for row in rows for cell in row if cell))


def spaced(rows: tuple[tuple[str, ...], ...]) -> Extract:
    lines = ("".join(cell.ljust(90) for cell in row).rstrip() for row in rows)
    return read("own.txt", TITLE, DAYS, "\n".join(lines))


Rows = tuple[tuple[str, ...], ...]


@pytest.mark.parametrize("form", [markdown, html, tabbed, cell_by_cell, spaced])
@pytest.mark.parametrize(
    "rows",
    [
        (("Judgement", "2019", "2024"), *BODY),
        (("Judgement", "2024 grade", "2019 grade"), *SWAPPED),
        (("Area", "Previous rating", "Rating"), *BODY),
        (("Area", "Grade", "Last time"), *SWAPPED),
        (("", "Before", "Now"), *BODY),
        (("Area", "Judgement in March 2018", "Judgement in June 2024"), *BODY),
        (("Inspection", HELP, LEAVERS), ("2019", "Inadequate", "Not judged"),
         ("2024", "Requires improvement to be good", "Good")),
        (("", HELP, LEAVERS), ("This inspection", "Requires improvement to be good", "Good"),
         ("Previous inspection", "Inadequate", "Not judged")),
    ],
)  # fmt: skip
def test_the_grades_of_this_inspection_are_read(
    form: Callable[[Rows], Extract], rows: Rows
) -> None:
    made = form(rows)
    assert grades(made) == NOW
    assert not [problem for problem in made.problems if problem.code == UNREAD_ROW]


def test_what_cannot_be_read_is_a_problem_and_no_grade() -> None:
    rows = (("Judgement", "2019", "2024"), *BODY, ("Early help hubs", "Good", "Good"))
    made = markdown(rows)
    assert grades(made) == NOW
    assert [problem.code for problem in made.problems].count(UNREAD_ROW) == 1
    untold = markdown((("Judgement", "Grade", "Grade"), *BODY))
    assert grades(untold) == {}
    assert [problem.code for problem in untold.problems].count(UNREAD_ROW) == len(BODY)


def test_an_empty_cell_is_a_cell() -> None:
    assert grades(html((("", "2019", "2024"), BODY[0], (LEAVERS, "", "Good")))) == NOW


def test_a_table_of_earlier_inspections_alone_gives_no_grade() -> None:
    assert grades(markdown((("Judgement", "2015", "2018"), *BODY))) == {}


def test_the_table_tells_the_kind_where_no_title_does() -> None:
    table = f"| Judgement | Grade |\n|---|---|\n| {HELP} | Good |\n| {LEAVERS} | Good |"
    leaders = "| The impact of leaders on social work practice with children and families | Good |"
    trust = "# Inspection of the Kelderby Bay children’s trust"
    made = read("own.md", trust, DAYS, f"{table}\n{leaders}")
    assert made.facts.kind == "ilacs"
    assert len(made.judgements) == 3


@pytest.mark.parametrize(
    ("headline", "text", "expected"),
    [
        ("Watchdog brands Norfolk’s children’s services ‘inadequate’", "", "overall:inadequate"),
        ("Norfolk children’s services lifted from inadequate to good", "", "overall:good"),
        ("Norfolk falls from good to inadequate", "", "overall:inadequate"),
        ("Ofsted in Norfolk", "Children’s services are no longer inadequate and are now good.",
         "overall:good"),
        ("Ofsted in Norfolk", "Good ratings were received for help and protection and for care "
         "leavers.", "help-and-protection:good care-leavers:good"),
        ("Ofsted in Norfolk", "Good: leaders, help and protection. Outstanding: care leavers.",
         "leaders-impact:good help-and-protection:good care-leavers:outstanding"),
        ("Ofsted in Norfolk", "The council earned an outstanding for the impact of leaders and a "
         "good for its work with children in care and care leavers.",
         "leaders-impact:outstanding in-care-and-care-leavers:good"),
        ("Ofsted in Norfolk", "Help and protection was rated good, care leavers outstanding.",
         "help-and-protection:good care-leavers:outstanding"),
        ("Ofsted in Norfolk", "Three of the council’s homes and a nursery were rated good.", ""),
        ("Ofsted in Norfolk", "Suffolk County Council was judged inadequate in the same week.", ""),
        ("Ofsted in Norfolk", "Services for children were rated inadequate in 2019.", ""),
        ("Ofsted in Norfolk", "The council hopes to be rated outstanding. Good work goes on.", ""),
    ],
)  # fmt: skip
def test_news_tell_the_new_grade(headline: str, text: str, expected: str) -> None:
    made = grades(read("own.txt", headline, RATED, text))
    assert made == dict(pair.split(":") for pair in expected.split())


@pytest.mark.parametrize(
    ("lines", "graded"),
    [
        (("# Area SEND inspection of Kelderby Bay Local Area Partnership",
          "Last inspected: March 2018 (revisit: November 2020)"), True),
        (("# Area SEND inspection of Kelderby Bay Local Area Partnership",
          "Since the revisit of 2021 leaders have changed."), True),
        (("# Area SEND monitoring inspection of Kelderby Bay Local Area Partnership",), False),
        (("# Area SEND inspection of Kelderby Bay Local Area Partnership",
          "Monitoring inspection"), False),
    ],
)  # fmt: skip
def test_a_revisit_in_the_history_takes_no_outcome_away(
    lines: tuple[str, ...], graded: bool
) -> None:
    made = read("own.md", *lines, "Inspection dates: 3 to 7 February 2025", "## Outcome", OUTCOME)
    assert bool(made.judgements) is graded
