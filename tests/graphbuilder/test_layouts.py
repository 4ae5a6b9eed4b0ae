"""Judgements and facts of reports in the layouts of each framework, set by `layouts.py`."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from layouts import Reading, Sheet, Table, take

NARROW = "The experiences|and progress of"
LEADERS = "The impact of leaders on social work|practice with children and families"
HELP = "The experiences and progress of|children who need help and protection"
IN_CARE = "The experiences and progress of|children in care"
LEAVERS = "The experiences and progress of care|leavers"
BOTH = "The experiences and progress of|children in care and care leavers"
OVERALL = "Overall effectiveness"
RI = "Requires improvement to be good"
RI_WRAPPED = "Requires improvement to be|good"

ILACS_ROWS = [
    (LEADERS, "Good"),
    (HELP, RI_WRAPPED),
    (IN_CARE, "Outstanding"),
    (LEAVERS, "Inadequate"),
    (OVERALL, RI),
]
ILACS_GRADES = {
    "leaders-impact": "good",
    "help-and-protection": "requires-improvement",
    "in-care": "outstanding",
    "care-leavers": "inadequate",
    "overall": "requires-improvement",
}


def ilacs(table: Table, dates: str = "4 to 8 March 2024", place: str = "Norfolk") -> Sheet:
    sheet = Sheet(running=(f"Inspection of {place} local authority children’s services", "#"))
    sheet.title(f"Inspection of {place}", "local authority children’s services")
    sheet.lines(f"Inspection dates: {dates}")
    sheet.lines("Lead inspector: Ann-Marie O’Neill, His Majesty’s Inspector")
    sheet.table(Table([("Judgement", "Grade")], bold=True)).table(table)
    sheet.filler(count=2).page()
    sheet.heading("What needs to improve?").lines("• The pace at which plans are made.")
    return sheet.heading("The experiences and progress of children who need help").filler(1)


@pytest.mark.parametrize("order", ["rows", "columns", "grades-above"])
@pytest.mark.parametrize("middle", [False, True])
@pytest.mark.parametrize("padding", [12.0, 6.0, 2.0, 0.0])
def test_ilacs_table_by_position(order: str, middle: bool, padding: float) -> None:
    read = take(ilacs(Table(ILACS_ROWS, order, middle, padding)).pdf())
    assert read.grades == ILACS_GRADES
    assert read.problems == ()


@pytest.mark.parametrize("middle", [False, True])
def test_grades_before_their_labels(middle: bool) -> None:
    assert take(ilacs(Table(ILACS_ROWS, "grades-first", middle)).pdf()).grades == ILACS_GRADES


@pytest.mark.parametrize("rows", list(permutations(ILACS_ROWS))[::13])
def test_rows_in_any_order(rows: tuple[tuple[str, str], ...]) -> None:
    assert take(ilacs(Table(rows)).pdf()).grades == ILACS_GRADES


@pytest.mark.parametrize(
    ("rows", "grades"),
    [
        pytest.param(
            [(LEADERS, "Good"), (HELP, "Good"), (IN_CARE, "Good"), (LEAVERS, RI)],
            {"leaders-impact": "good", "help-and-protection": "good", "in-care": "good",
             "care-leavers": "requires-improvement"},
            id="since April 2026 there is no overall row, and none is made up",
        ),
        pytest.param(
            [(LEADERS, RI), (HELP, RI_WRAPPED), (BOTH, "Good"), (OVERALL, RI_WRAPPED)],
            {"leaders-impact": "requires-improvement", "help-and-protection":
             "requires-improvement", "in-care-and-care-leavers": "good",
             "overall": "requires-improvement"},
            id="to 2022 one row stands for children in care and care leavers",
        ),
        pytest.param(
            [("The impact of leaders on practice|with children and families", "Outstanding"),
             (HELP, "Outstanding"), (IN_CARE, "Good"), (LEAVERS, "Good")],
            {"leaders-impact": "outstanding", "help-and-protection": "outstanding",
             "in-care": "good", "care-leavers": "good"},
            id="leaders' row without social work",
        ),
        pytest.param(
            [("The impact of|leaders on social|work practice with|children and families", "Good"),
             (f"{NARROW}|children who need|help and protection", "Good"),
             (f"{NARROW}|children in care", "Inadequate"),
             (f"{NARROW}|care leavers", "Good"), (OVERALL, "Inadequate")],
            {"leaders-impact": "good", "help-and-protection": "good", "in-care": "inadequate",
             "care-leavers": "good", "overall": "inadequate"},
            id="narrow columns",
        ),
    ],
)  # fmt: skip
def test_ilacs_tables_of_the_years(rows: list[tuple[str, str]], grades: dict[str, str]) -> None:
    for middle in (False, True):
        for order in ("rows", "columns"):
            read = take(ilacs(Table(rows, order, middle)).pdf())
            assert read.grades == grades, (middle, order)
            assert read.facts.kind == "ilacs"


def test_graded_headings_stand_alone_where_there_is_no_table() -> None:
    sheet = Sheet().title("Inspection of children’s social care services", size=20)
    sheet.lines("Walsall").lines("Inspection dates: 4 March 2019 to 15 March 2019").page()
    sheet.heading("The experiences and progress of children in care and care leavers: good")
    sheet.filler(1).heading("Overall effectiveness: requires improvement to be good").filler(4)
    assert take(sheet.pdf()).grades == {
        "in-care-and-care-leavers": "good",
        "overall": "requires-improvement",
    }


def test_a_table_of_earlier_grades_is_history() -> None:
    sheet = ilacs(Table(ILACS_ROWS)).page().heading("Judgements of the previous inspection")
    sheet.table(Table([(LEADERS, "Inadequate"), (OVERALL, "Inadequate")]))
    assert take(sheet.filler(9).pdf()).grades == ILACS_GRADES


def test_a_table_of_earlier_grades_in_front_is_history_too() -> None:
    sheet = Sheet().title("Inspection of Norfolk", "local authority children’s services")
    sheet.lines("Inspection dates: 4 to 8 March 2024")
    sheet.heading("Grades at the last inspection (2019)")
    sheet.table(Table([(LEADERS, "Inadequate"), (OVERALL, "Inadequate")]))
    sheet.heading("Grades at this inspection").table(Table(ILACS_ROWS)).page().filler(1)
    assert take(sheet.pdf()).grades == ILACS_GRADES


def test_table_and_body_that_disagree_are_reported() -> None:
    sheet = ilacs(Table(ILACS_ROWS)).page()
    sheet.heading("The experiences and progress of children in care: inadequate").filler(9)
    read = take(sheet.pdf())
    assert read.grades == ILACS_GRADES
    assert [problem.code for problem in read.problems] == ["IG-501"]


# -- single inspection framework ------------------------------------------------------------

SIF_LEAVERS = "Experiences and progress of care|leavers"
SIF_ROWS = [
    ("1. Children who need help and protection", "Requires improvement"),
    ("2. Children looked after and achieving|permanence", "Good"),
    ("2.1 Adoption performance", "Outstanding"),
    (f"2.2 {SIF_LEAVERS}", "Inadequate"),
    ("3. Leadership, management and governance", "Requires improvement|to be good"),
]
SIF_GRADES = {
    "help-and-protection": "requires-improvement",
    "looked-after-permanence": "good",
    "adoption": "outstanding",
    "care-leavers": "inadequate",
    "leadership-management-governance": "requires-improvement",
}


def sif(*cover: str, rows: list[tuple[str, str]] = SIF_ROWS, order: str = "rows") -> Sheet:
    sheet = Sheet(running=("#",)).title("Southend-on-Sea Borough Council")
    sheet.heading("Inspection of services for children in need of help and",
                  "protection, children looked after and care leavers")  # fmt: skip
    sheet.heading("Inspection date: 2 June 2014 – 25 June 2014")
    sheet.heading("Report published: 1 August 2014").heading(*cover)
    sheet.table(Table(rows, order, middle=True, x=90, grade_x=380)).page()
    sheet.title("Contents").lines("The local authority 3", "Summary of findings 3").page()
    sheet.heading("The local authority", size=16).heading("Summary of findings").filler(1)
    sheet.page().heading("Information about this inspection")
    return sheet.lines("Lead inspector: Jean-Paul de la Croix HMI").filler(count=2)


@pytest.mark.parametrize(
    ("cover", "overall"),
    [
        (["The overall judgement is that children’s services are inadequate"], "inadequate"),
        (["The overall judgement is good"], "good"),
        (["The overall judgement is requires improvement"], "requires-improvement"),
        (["The overall judgement is outstanding"], "outstanding"),
        (["The overall judgement is that children’s services require",
          "improvement"], "requires-improvement"),
        (["Overall judgement: requires improvement"], "requires-improvement"),
        (["Children’s services in Southend-on-Sea require improvement", "to be good"],
         "requires-improvement"),
        (["Children’s services in Southend-on-Sea are outstanding"], "outstanding"),
        (["Children's services in Southend-on-Sea are inadequate"], "inadequate"),
        (["Services for children in Southend-on-Sea are good"], "good"),
        (["Southend-on-Sea’s children’s services are good"], "good"),
        (["The overall judgement is that the local authority is inadequate"], "inadequate"),
        (["The overall effectiveness of children’s services is good"], "good"),
    ],
)  # fmt: skip
def test_sif_covers(cover: list[str], overall: str) -> None:
    read = take(sif(*cover).pdf())
    assert read.grades == {**SIF_GRADES, "overall": overall}
    assert read.facts.kind == "sif"
    assert (read.facts.start, read.facts.end) == (date(2014, 6, 2), date(2014, 6, 25))
    assert read.facts.published == date(2014, 8, 1)
    assert read.facts.lead_inspector == "Jean-Paul de la Croix"
    assert read.facts.area.name == "Southend-on-Sea Borough Council"


def test_sif_column_order_and_not_judged() -> None:
    rows = [SIF_ROWS[0], SIF_ROWS[1], ("2.1 Adoption performance", "Not judged"), *SIF_ROWS[3:]]
    read = take(sif("Children’s services in Southend are good", rows=rows, order="columns").pdf())
    assert read.grades == {**SIF_GRADES, "adoption": "not-judged", "overall": "good"}


def test_sif_board_is_graded_by_its_sentence() -> None:
    sheet = sif("The overall judgement is good")
    sheet.page().heading("The Local Safeguarding Children Board (LSCB)", size=16)
    sheet.heading("The effectiveness of the Local Safeguarding Children Board is inadequate")
    read = take(sheet.filler(4).pdf())
    assert read.grades == {**SIF_GRADES, "overall": "good", "lscb": "inadequate"}


def test_sif_reinspection_with_the_grades_of_the_first() -> None:
    sheet = sif("Children’s services in Southend-on-Sea are good")
    sheet.page().heading("Previous Ofsted inspections")
    sheet.lines("The overall judgement is inadequate, as it was at the last inspection.")
    sheet.table(Table([(label, "Inadequate") for label, _ in SIF_ROWS], x=90))
    assert take(sheet.filler(9).pdf()).grades == {**SIF_GRADES, "overall": "good"}


# -- to 2013 --------------------------------------------------------------------------------

CHILDREN = "children and young people"
SLAC_SAFEGUARDING = {
    "Overall effectiveness": ("overall", 3),
    "Capacity for improvement": ("capacity-for-improvement", 2),
    "Children and young people are safe and feel safe": ("safe-and-feel-safe", 2),
    "Quality of provision": ("quality-of-provision", 3),
    f"The contribution of health agencies to keeping {CHILDREN} safe":
        ("health-agencies-contribution", 2),
    "Ambition and prioritisation": ("ambition-prioritisation", 2),
    "Leadership and management": ("leadership-management", 3),
    "Performance management and quality assurance": ("performance-quality-assurance", 4),
    "Partnership working": ("partnership-working", 2),
    "Equality and diversity": ("equality-diversity", 3),
}  # fmt: skip
SLAC_LOOKED_AFTER = {
    "Overall effectiveness": ("overall", 2),
    "Capacity for improvement": ("capacity-for-improvement", 2),
    "Being healthy": ("being-healthy", 3),
    "Staying safe": ("staying-safe", 2),
    "Enjoying and achieving": ("enjoying-achieving", 3),
    "Making a positive contribution, including user engagement": ("positive-contribution", 1),
    "Economic well-being": ("economic-wellbeing", 2),
    "Quality of provision": ("quality-of-provision", 2),
    "Ambition and prioritisation": ("ambition-prioritisation", 2),
    "Leadership and management": ("leadership-management", 2),
    "Performance management and quality assurance": ("performance-quality-assurance", 3),
    "Equality and diversity": ("equality-diversity", 2),
}
SCALE = {1: "outstanding", 2: "good", 3: "adequate", 4: "inadequate"}
SLAC_HALVES = {
    "Safeguarding services": ("safeguarding", SLAC_SAFEGUARDING),
    "Services for looked after children": ("looked-after", SLAC_LOOKED_AFTER),
}
SLAC_GRADES = {
    f"{section}/{aspect}": SCALE[grade]
    for section, rows in SLAC_HALVES.values()
    for aspect, grade in rows.values()
}


def slac_cover() -> Sheet:
    sheet = Sheet(running=("Telford & Wrekin Council", "#"))
    sheet.title("Inspection of safeguarding and", "looked after children services", size=24)
    sheet.title("Telford & Wrekin Council", size=24)
    sheet.lines("Inspection dates: 28 November – 9 December 2011", after=0)
    sheet.lines("Reporting inspector Siân Angharad Lloyd HMI", after=40)
    sheet.lines("Age group: All", after=0).lines("Published: 13 January 2012", after=40)
    return sheet.lines("© Crown copyright 2012").page()


def slac(
    body: str = "{label} Grade {n} ({grade})", record: bool = True, middle: bool = False
) -> Sheet:
    sheet = slac_cover()
    for title, (_, rows) in SLAC_HALVES.items():
        sheet.page().heading(title, size=16)
        for number, (label, (_, n)) in enumerate(rows.items(), 4):
            shown = body.format(label=label, n=n, grade=SCALE[n], Grade=SCALE[n].capitalize())
            sheet.heading(*shown.split("|")).filler(number, 1)
    if record:
        sheet.page().heading("Record of main findings:", size=16)
        for title, (_, rows) in SLAC_HALVES.items():
            cells = [(_wrap(label), SCALE[n].capitalize()) for label, (_, n) in rows.items()]
            sheet.heading(title, size=12).table(Table(cells, "columns", middle, 5, 80, 400))
    return sheet


def _wrap(label: str) -> str:
    return label.replace(" keeping ", " keeping|").replace(", including", ",|including")


@pytest.mark.parametrize(
    "body",
    [
        "{label} Grade {n} ({grade})",
        "{label}|Grade {n} ({Grade})",
        "{label}: Grade {n} ({grade})",
        "{label} – {grade}",
        "{label} Grade {n}: {Grade}",
        "{label}",
    ],
)
def test_slac_body_and_record(body: str) -> None:
    read = take(slac(body).pdf())
    assert read.grades == SLAC_GRADES
    assert read.facts.kind == "slac"
    assert (read.facts.start, read.facts.end) == (date(2011, 11, 28), date(2011, 12, 9))
    assert read.facts.published == date(2012, 1, 13)
    assert read.facts.lead_inspector == "Siân Angharad Lloyd"
    assert read.facts.area.name == "Telford & Wrekin Council"
    assert not read.problems


@pytest.mark.parametrize(
    "body", ["{label} Grade {n} ({grade})", "{label}|Grade {n} ({Grade})", "{label}: Grade {n}"]
)
def test_slac_body_without_record(body: str) -> None:
    assert take(slac(body, record=False).pdf()).grades == SLAC_GRADES


def test_slac_record_alone() -> None:
    assert take(slac("{label}", middle=True).pdf()).grades == SLAC_GRADES


def child_protection() -> Sheet:
    sheet = Sheet(running=("Inspection of local authority arrangements", "#"))
    sheet.title(
        "Inspection of local authority arrangements", "for the protection of children", size=22
    )
    sheet.title("London Borough of Hammersmith & Fulham", size=22)
    sheet.lines("Inspection dates: Monday 14 – Wednesday 23 January 2013", after=0)
    return sheet.lines("Lead inspector: Máire O’Brien HMI", "Age group: All")


@pytest.mark.parametrize("how", ["record", "sentence", "heading"])
def test_child_protection(how: str) -> None:
    sheet = child_protection().page().heading("Overall effectiveness")
    if how == "heading":
        sheet.heading("Overall effectiveness Inadequate")
    said = "The overall effectiveness of the arrangements to protect children is judged inadequate."
    sheet.lines(f"1. {said}" if how == "sentence" else "1. Too many children wait.").filler(2)
    if how == "record":
        sheet.page().heading("Record of main findings", size=16).table(Table([
            ("Overall effectiveness", "Inadequate"),
            ("The effectiveness of the help and|protection provided", "Adequate"),
            ("The quality of practice", "Inadequate"),
            ("Leadership and governance", "Good"),
        ]))  # fmt: skip
    read = take(sheet.pdf())
    assert read.facts.kind == "child-protection"
    assert read.grades["overall"] == "inadequate"
    assert set(read.grades) == {"overall"}
    assert (read.facts.start, read.facts.end) == (date(2013, 1, 14), date(2013, 1, 23))
    assert read.facts.area.name == "London Borough of Hammersmith & Fulham"


def test_looked_after_children_2013() -> None:
    sheet = Sheet(running=("#",)).title("Inspection of services for looked after children", size=20)
    sheet.title("City of York Council").lines("Inspection dates: 8 – 12 July 2013")
    sheet.lines("Lead inspector Gary van der Berg HMI").page()
    rows = [
        ("Overall effectiveness", "Adequate"), ("Capacity to improve", "Good"),
        ("Outcomes for looked after children|and young people", "Adequate"),
        ("Quality of provision", "Inadequate"), ("Leadership and management", "Good"),
    ]  # fmt: skip
    sheet.filler(1).page().heading("Record of main findings").table(Table(rows))
    read = take(sheet.pdf())
    assert read.facts.kind == "lac"
    assert read.grades == {
        "looked-after/overall": "adequate",
        "looked-after/capacity-for-improvement": "good",
        "looked-after/looked-after-outcomes": "adequate",
        "looked-after/quality-of-provision": "inadequate",
        "looked-after/leadership-management": "good",
    }
    assert read.facts.lead_inspector == "Gary van der Berg"


# -- area SEND ------------------------------------------------------------------------------

OUTCOMES = {
    "typically-positive": "typically lead to positive experiences and outcomes for children",
    "inconsistent": "lead to inconsistent experiences and outcomes for children",
}


def send(outcome: str, place: str = "Kingston upon Hull", kind: str = "inspection") -> Sheet:
    sheet = Sheet().lines("Local area partnership report", size=16)
    sheet.title(f"Area SEND {kind} of {place}", "Local Area Partnership", size=24)
    sheet.lines("Inspection dates: 20 to 24 November 2023")
    sheet.lines("Dates of previous inspection: 9 to 13 October 2017")
    sheet.heading("Inspection outcome", size=16).para(outcome, 70)
    sheet.heading("Information about the local area partnership", size=16).filler()
    return sheet


@pytest.mark.parametrize(
    ("said", "grade"),
    [
        (f"The local area partnership’s arrangements {OUTCOMES['inconsistent']}.", "inconsistent"),
        (f"The partnership’s arrangements {OUTCOMES['typically-positive']}.", "typically-positive"),
        ("There are widespread and/or systemic failings, which is of significant concern.",
         "systemic-failings"),
        ("There are widespread or systemic failings, to be put right now.", "systemic-failings"),
    ],
)  # fmt: skip
def test_send_outcomes(said: str, grade: str) -> None:
    read = take(send(said).pdf())
    assert read.grades == {"send-outcome": grade}
    assert read.facts.kind == "send"
    assert read.facts.area.name == "Hull City Council"
    assert (read.facts.start, read.facts.end) == (date(2023, 11, 20), date(2023, 11, 24))
    assert read.facts.published is None


def test_send_monitoring_gives_no_outcome() -> None:
    sheet = Sheet().title("Area SEND monitoring inspection of", "Cumberland Local Area Partnership")
    sheet.lines("Inspection dates: 3 to 5 June 2025")
    sheet.heading("Background").para("The full inspection of 2023 found widespread and/or "
                                     "systemic failings.")  # fmt: skip
    read = take(sheet.filler().pdf())
    assert read.facts.kind == "send"
    assert read.grades == {}


def letter(title: tuple[str, ...], first: str, when: str = "3 August 2018") -> Sheet:
    sheet = Sheet(running=("#",)).lines(when)
    sheet.lines("Ms Ada Fairweather, Director of Children’s Services, Medway Council", after=0)
    sheet.lines("Clinical Commissioning Group", after=0)
    sheet.lines("Mr Tom Yardley, Local area nominated officer", after=24)
    sheet.lines("Dear local partnership").heading(*title).para(first)
    return sheet.filler().heading("Next steps").filler(count=1).lines("Yours sincerely")


def test_send_letters_to_2022_have_no_outcome() -> None:
    sheet = letter(
        ("Joint local area SEND inspection in Medway",),
        "Between 16 July 2018 and 20 July 2018, Ofsted and the Care Quality Commission (CQC) "
        "conducted a joint inspection of the local area of Medway. A Written Statement of Action "
        "is required because of significant areas of weakness.",
    )
    read = take(sheet.pdf())
    assert (read.facts.kind, read.grades) == ("send", {})
    assert read.facts.area.name == "Medway Council"
    assert (read.facts.start, read.facts.end) == (date(2018, 7, 16), date(2018, 7, 20))
    assert read.facts.published == date(2018, 8, 3)
    assert read.facts.inspectorates == ("ofsted", "care-quality-commission")


# -- letters without grades -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Monitoring visit to Medway children’s services", "monitoring-visit"),
        ("Monitoring visit of Medway Council children’s services", "monitoring-visit"),
        ("Focused visit to Medway children’s services", "focused-visit"),
        ("Inspection of local authority children’s services: focused visit to Medway",
         "focused-visit"),
        ("Joint targeted area inspection of services for children in Medway", "jtai"),
    ],
)  # fmt: skip
def test_letters_make_up_no_grades(title: str, kind: str) -> None:
    first = (
        "Between 18 June and 20 June, inspectors looked at the front door. At the last "
        "inspection in 2017 the overall effectiveness was judged inadequate."
    )
    read = take(letter((title,), first).pdf())
    assert (read.facts.kind, read.grades) == (kind, {})
    assert read.facts.area.name == "Medway Council"
    assert (read.facts.start, read.facts.end) == (date(2018, 6, 18), date(2018, 6, 20))
    assert read.facts.published == date(2018, 8, 3)


def test_fieldwork_in_december_letter_in_january() -> None:
    sheet = letter(
        ("Joint targeted area inspection of the multi-agency response to abuse", "in Medway"),
        "Between 4 December and 8 December, Ofsted, the Care Quality Commission (CQC), HMI "
        "Constabulary and Fire & Rescue Services (HMICFRS) and HMI Probation (HMIP) undertook a "
        "joint inspection.",
        "30 January 2018",
    )
    read = take(sheet.pdf())
    assert (read.facts.start, read.facts.end) == (date(2017, 12, 4), date(2017, 12, 8))
    assert len(read.facts.inspectorates) == 4


def test_addressees_are_blocks_of_their_own() -> None:
    read: Reading = take(letter(("Focused visit to Medway",), "Between 18 and 20 June…").pdf())
    others = [read.document.words(b) for b in read.document.blocks if b.kind.value == "other"]
    assert others[:4] == [
        "3 August 2018",
        "Ms Ada Fairweather, Director of Children’s Services, Medway Council",
        "Clinical Commissioning Group",
        "Mr Tom Yardley, Local area nominated officer",
    ]
