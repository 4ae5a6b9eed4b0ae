"""Which words name which body: tables with a reason a row. The sentences are our own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from inspectgraph.graphbuilder.agencies.resolve import resolve_agencies
from inspectgraph.graphbuilder.model import Agency, Area, ReportFacts, Unresolved
from inspectgraph.ontology.bodies import Body, BodyIndex
from inspectgraph.ontology.profiles import load_profile

from .conftest import document_of

Resolve = Callable[..., tuple[tuple[Agency, ...], tuple[Unresolved, ...]]]

NAMED = [
    # area, day, words, official names (types), reason
    ("Norfolk", "2011-06-17", "Staff of the James Paget Hospital NHS trust came.",
     ["James Paget University Hospitals NHS Foundation Trust"], "status and case differ"),
    ("Norfolk", "2011-06-17", "A ward at the Queen Elizabeth King's Lynn Foundation NHS Trust.",
     ["Queen Elizabeth Hospital King's Lynn NHS Foundation Trust"], "words in another order"),
    ("Norfolk", "2011-06-17", "Money comes from NHS Norfolk and NHS Great Yarmouth and Waveney.",
     ["NHS Norfolk", "NHS Great Yarmouth and Waveney"], "two names, one of them with an and"),
    ("Nottinghamshire", "2011-09-23", "Plans of Nottinghamshire County and Bassetlaw PCTs meet.",
     ["NHS Nottinghamshire County", "NHS Bassetlaw"], "a plural head is taken apart"),
    ("North Tyneside", "2017-03-23", "So do the North Tyneside, Newcastle and Sunderland LSCBs.",
     ["North Tyneside Safeguarding Children Board", "Newcastle Safeguarding Children Board",
      "Sunderland Safeguarding Children Board"], "three boards share one head"),
    ("South Gloucestershire", "2012-07-06", "A nurse of the Avon & Wilshire Partnership Trust.",
     ["Avon and Wiltshire Mental Health Partnership NHS Trust"], "a misprint joins"),
    ("Medway", "2018-06-22", "NHS Medway CCG pays Medway NHS Foundation Trust.",
     ["NHS Medway Clinical Commissioning Group", "Medway NHS Foundation Trust"],
     "namesakes: who pays and who provides"),
    ("Medway", "2012-06-22", "NHS Medway pays for it.", ["NHS Medway"], "a trust before 2013"),
    ("Somerset", "2024-05-24", "Somerset NHS ICB and Avon and Somerset police agree.",
     ["NHS Somerset Integrated Care Board", "Avon and Somerset Constabulary"],
     "short form, lower-case head"),
    ("Hampshire", "2016-12-09", "Hampshire Constabulary came.", ["Hampshire Constabulary"],
     "the name of the day, before 2022"),
    ("Hampshire", "2023-12-09", "Hampshire Constabulary came.",
     ["Hampshire and Isle of Wight Constabulary"], "an old name after the change"),
    ("Kent", "2018-06-22", "The Kent Police and Crime Commissioner spoke.",
     ["Police and Crime Commissioner for Kent"], "the office, not the force"),
    ("Wakefield", "2016-07-27", "Notes of the Health and Well-Being Board exist.",
     ["Wakefield Health and Wellbeing Board"], "a title means the board of the area"),
    ("Wakefield", "2016-07-27", "Minutes of Wakefield and District Safeguarding Children's Board.",
     ["Wakefield and District Safeguarding Children Board"], "the place as printed"),
    ("Salford", "2015-05-08", "It sits on the Greater Manchester Safeguarding Partnership.",
     ["Greater Manchester Safeguarding Partnership"], "not the board of Manchester"),
    ("Somerset", "2024-05-24", "Money goes to the Safer Somerset Partnership.",
     ["Safer Somerset Partnership"], "not the trust that was called Somerset Partnership"),
    ("Birmingham", "2023-03-03", "Birmingham Children's Trust runs it.",
     ["Birmingham Children's Trust"], "a company, by its listed name"),
    ("Brent", "2015-10-08", "Brent Children's Trust meets.", ["Brent Children's Trust"],
     "a partnership of the area"),
    ("Leeds", "2015-01-08", "A class at Leeds City College and the University of Leeds.",
     ["Leeds City College", "University of Leeds"], "education by pattern"),
    ("Croydon", "2016-05-20", "He left HMP Winchester.", ["HMP Winchester"], "a prison"),
    ("Salford", "2015-05-08", "A visit from Trafford Council and Bury MBC was made.",
     ["Trafford Metropolitan Borough Council"], "another council with its word"),
    ("Cornwall", "2016-05-08", "Barnado’s and Women’s Aid help.", ["Barnardo's", "Women's Aid"],
     "a misprint that the list holds; curly apostrophes"),
    ("Dorset", "2021-10-08", "The Child and Family Court Advisory Support Service (Cafcass).",
     ["Children and Family Court Advisory and Support Service"], "many forms, one body"),
    ("Rotherham", "2024-10-04", "It once was for Rotherham Clinical Commissioning Group to pay.",
     ["NHS Rotherham Clinical Commissioning Group"], "a report looks back two years"),
    ("Gateshead", "2015-11-19", "Doctors heard from the clinical commissioning group.",
     ["NHS Newcastle Gateshead Clinical Commissioning Group"], "the one group of the area"),
    ("Southwark", "2017-03-30", "A call from Whittington Health was late.",
     ["Whittington Health NHS Trust"], "a name without its status"),
    ("Medway", "2012-06-22", "Medway NHS Foundation Trust and NHS Medway met.",
     ["Medway NHS Foundation Trust", "NHS Medway"], "namesakes before 2013, too"),
    ("Haringey", "2017-12-08", "Nurses of Haringey and Islington’s Clinical Commissioning Group.",
     ["NHS Haringey Clinical Commissioning Group", "NHS Islington Clinical Commissioning Group"],
     "two groups share one head in the singular"),
    ("Hampshire", "2016-12-09", "Doctors in Kent and Hampshire Police met.",
     ["Hampshire Constabulary"], "after “in” stands a place and no force"),
    ("Stoke-on-Trent", "2015-08-08", "Doctors heard from the CCG.",
     ["NHS Stoke on Trent Clinical Commissioning Group"], "hyphens do not matter"),
    ("Newcastle upon Tyne", "2017-04-08", "Doctors heard from the CCG.",
     ["NHS Newcastle Gateshead Clinical Commissioning Group"], "by the area's other name"),
    ("Croydon", "2016-05-20", "Staff of the community rehabilitation company came.",
     ["London Community Rehabilitation Company"], "one company for London"),
    ("Oldham", "2023-06-30", "Its work went from the Clinical Commissioning Group to others.",
     ["NHS Oldham Clinical Commissioning Group"], "the area's own until lately"),
    ("Bristol", "2012-06-30", "It is a part of the regional (BNX) PCT cluster.", [],
     "several trusts together are not the area's trust"),
    ("Hampshire", "2016-12-09", "A Head of Hampshire and Isle of Wight Youth Offending Teams.",
     ["Hampshire Youth Offending Team", "Isle of Wight Youth Offending Team"],
     "a plural head after the title of a person"),
    ("Warrington", "2015-07-24", "Notes of the pan-Cheshire Child Death Overview Panel.",
     ["Pan-Cheshire Child Death Overview Panel"], "a place of several councils"),
    ("Leeds", "2014-07-24", "Notes of the Children, Young People and Families Board.",
     ["Leeds Children, Young People and Families Board"], "a comma inside a name"),
    ("Leeds", "2014-07-24", "Notes of the Local Family Justice Board.",
     ["Local Family Justice Board"], "its place is not the council's, and not printed"),
    ("Leeds", "2014-07-24", "Notes of the West Yorkshire Local Family Justice Board.",
     ["West Yorkshire Local Family Justice Board"], "its place is printed"),
    ("Bristol", "2014-10-24", "Adopters come from the South West Adoption Consortium.",
     ["South West Adoption Consortium"], "in full"),
    ("Southwark", "2017-03-24", "Adopters come from the South London consortium.",
     ["South London Adoption Consortium"], "in short, where the paragraph speaks of adoption"),
    ("Southwark", "2017-03-24", "Homes are bought through the South London consortium.",
     ["South London consortium"], "in short, and not of adoption: not said which"),
    ("Leeds", "2014-07-24", "Midwives of Xanadu Vale Hospitals NHS Trust came.",
     ["Xanadu Vale Hospitals NHS Trust"], "people of a trust are not in its name"),
    ("Leicester", "2023-07-24", "They share the agency Family Adoption Links.",
     ["Family Adoption Links"], "the name in use"),
]  # fmt: skip


@pytest.mark.parametrize(("area", "day", "words", "names", "reason"), NAMED)
def test_named_bodies(
    resolve: Resolve, area: str, day: str, words: str, names: list[str], reason: str
) -> None:
    agencies, _ = resolve(area, day, words)
    named = [agency.name for agency in agencies if not agency.inferred]
    assert sorted(named) == sorted(names), reason


NOBODY = [
    ("Norfolk", "2018-06-17", "Norfolk County Council and its Scrutiny Committee met.",
     "the inspected council and its committees"),
    ("Norfolk", "2018-06-17", "The Corporate Parenting Board and the Children in Care Council.",
     "internal boards"),
    ("Norfolk", "2018-06-17", "MARAC, MAPPA and the Multi-Agency Safeguarding Hub work.",
     "forms of process"),
    ("Norfolk", "2018-06-17", "The Family Nurse Partnership and the Virtual School help.",
     "programmes"),
    ("Norfolk", "2018-06-17", "Work with the partnership in Norfolk and partnership meetings.",
     "lower-case words after a place"),
    ("Norfolk", "2018-06-17", "They use the Mind of My Own app and a Children Act 1989 order.",
     "an app, and a law"),
    ("Blackpool", "2024-05-24", "The Blackpool Local Area Partnership was told.",
     "whom a SEND report is about"),
    ("Norfolk", "2016-06-17", "Schools, hospitals, colleges and health partners attend.",
     "generic words"),
    ("Leeds", "2014-07-24", "Notes of the Performance Improvement Board.",
     "a board of the council's own"),
    ("Kent", "2019-07-24", "NHS Ashford Vale Clinical Commissioning Group pays.",
     "a longer name than that of the group in Ashford"),
    ("Leeds", "2016-07-24", "York Clinical Commissioning Group pays.",
     "a group of another place is not the one of the area"),
]  # fmt: skip


@pytest.mark.parametrize(("area", "day", "words", "reason"), NOBODY)
def test_what_names_no_body(resolve: Resolve, area: str, day: str, words: str, reason: str) -> None:
    agencies, _ = resolve(area, day, words)
    assert not [agency.name for agency in agencies if not agency.inferred], reason


@pytest.mark.parametrize(
    ("words", "type_", "reason"),
    [
        ("NHS England visited.", "nhs-commissioner", "buys health care"),
        ("Norfolk Constabulary visited.", "police", "a force"),
        ("The National Probation Service visited.", "probation", "the national service"),
        ("Norfolk Fire and Rescue Service visited.", "fire", "by family"),
        ("The Norfolk Safeguarding Adults Board visited.", "safeguarding-board", "adults, too"),
        ("The Norfolk Schools Forum met.", "strategic-board", "a named board"),
        ("The University of East Anglia helped.", "education", "a university"),
        ("Norwich City Council helped.", "council", "a district"),
        ("Action for Children helped.", "voluntary", "a charity"),
        ("The Home Office helped.", "government", "a department"),
        ("Adopt East helped.", "other", "a regional adoption agency"),
        ("Kooth helped, as Kooth does.", "company", "a firm"),
        ("Norfolk Youth Offending Team helped.", "youth-justice", "with its place"),
    ],
)
def test_types(resolve: Resolve, words: str, type_: str, reason: str) -> None:
    agencies, _ = resolve("Norfolk", "2017-06-17", words)
    assert [agency.type for agency in agencies] == [type_], reason


def test_an_abbreviation_belongs_to_its_report(resolve: Resolve) -> None:
    words = ("The {} Safeguarding Children Board (NSCB) met.", "Later the NSCB met again.")
    slugs = set()
    for area in ("Norfolk", "Nottinghamshire"):
        (board,), _ = resolve(area, "2011-06-17", words[0].format(area), words[1])
        assert [mention.text for mention in board.mentions][-1] == "NSCB"
        assert board.name == f"{area} Safeguarding Children Board"
        slugs.add(board.slug)
    assert len(slugs) == 2


def test_several_areas_share_a_board(resolve: Resolve) -> None:
    (panel,), _ = resolve(
        "North Tyneside", "2017-03-23", "The Child Death Overview Panel met.",
        "It is the North of Tyne Child Death Overview Panel.",
    )  # fmt: skip
    assert panel.name == "North of Tyne Child Death Overview Panel"
    assert len(panel.mentions) == 2


def test_a_neighbours_board_is_not_shared(resolve: Resolve) -> None:
    boards, _ = resolve(
        "North Tyneside", "2017-03-23", "The Child Death Overview Panel met.",
        "So did the Sunderland Child Death Overview Panel.",
    )  # fmt: skip
    assert {board.name for board in boards} == {
        "North Tyneside Child Death Overview Panel",
        "Sunderland Child Death Overview Panel",
    }


def test_family_justice_boards_of_two_areas_are_two(resolve: Resolve) -> None:
    areas = ("Leeds", "Kent")
    boards = [resolve(one, "2015-03-23", "A Family Justice Board met.")[0][0] for one in areas]
    assert {board.name for board in boards} == {"Local Family Justice Board"}
    assert len({board.slug for board in boards}) == 2


def test_partnerships_began_in_2018(resolve: Resolve) -> None:
    words = "Rules come from a safeguarding partnership with neighbours."
    assert resolve("Leeds", "2014-03-23", words)[0] == ()
    ((board,), _) = resolve("Leeds", "2022-03-23", "It runs through the safeguarding partnership.")
    assert board.inferred


def test_the_name_that_a_report_uses_most(resolve: Resolve) -> None:
    (team,), _ = resolve(
        "Somerset", "2024-05-24", "The Youth Offending Service is a team.",
        "The youth offending service is old.", "The youth justice service (YJS) is new.",
        "The YJS is good and the YJS is quick.",
    )  # fmt: skip
    assert team.name == "Somerset Youth Justice Service", "its abbreviation counts for it"


def test_the_areas_own_of_several_that_are_named(resolve: Resolve) -> None:
    agencies, lost = resolve(
        "Haringey", "2017-12-08", "Haringey CCG and Islington CCG sent notes.", "The CCG pays."
    )
    assert not lost
    assert {agency.name: len(agency.mentions) for agency in agencies} == {
        "NHS Haringey Clinical Commissioning Group": 2,
        "NHS Islington Clinical Commissioning Group": 1,
    }


@pytest.mark.parametrize(
    ("words", "forms", "reason"),
    [
        (("Barnardo’s Harbour View Service helps.", "Later, the Harbour View Service left."),
         {"Barnardo’s", "Harbour View Service"}, "the service carries its charity"),
        (("Barnardo’s Advice Service helps.", "The council’s Advice Service left."),
         {"Barnardo’s"}, "the council has one of that name"),
        (("Barnardo’s services help.", "Later, the Advice Service left."),
         {"Barnardo’s"}, "no service is named as the charity's"),
    ],
)  # fmt: skip
def test_services_of_charities(
    resolve: Resolve, words: tuple[str, ...], forms: set[str], reason: str
) -> None:
    (charity,), _ = resolve("Norfolk", "2014-01-17", *words)
    assert {mention.text for mention in charity.mentions} == forms, reason


def test_a_service_of_two_charities_means_neither(resolve: Resolve) -> None:
    agencies, _ = resolve(
        "Norfolk", "2014-01-17", "Barnardo’s Advice Service and the NSPCC Advice Service.",
        "Later, the Advice Service left.",
    )  # fmt: skip
    assert not [m for agency in agencies for m in agency.mentions if "Advice" in m.text]


def test_a_unit_of_the_police_is_the_force_that_is_named(resolve: Resolve) -> None:
    (force,), _ = resolve(
        "Norfolk", "2011-01-17", "Norfolk Constabulary came.",
        "The Police Harm Research Unit (PHRU) moved.", "The PHRU is small.",
    )  # fmt: skip
    assert not force.inferred
    assert [mention.text for mention in force.mentions] == [
        "Norfolk Constabulary",
        "Police Harm Research Unit",
        "PHRU",
    ]


@pytest.mark.parametrize(
    ("words", "names", "reason"),
    [
        ("The Police Harm Unit moved.", {("Norfolk Constabulary", True)}, "inferred: not named"),
        ("The Police CAIU moved.", {("Norfolk Constabulary", True)}, "an abbreviation"),
        ("Suffolk Constabulary and Kent Police met the Police Harm Unit.",
         {("Suffolk Constabulary", False), ("Kent Police", False)}, "two forces: no guess"),
        ("The Xanadu Police Harm Unit moved.", set(), "a unit of another force"),
    ],
)  # fmt: skip
def test_units_of_the_police(
    resolve: Resolve, words: str, names: set[tuple[str, bool]], reason: str
) -> None:
    agencies, _ = resolve("Norfolk", "2016-01-17", words)
    assert {(agency.name, agency.inferred) for agency in agencies} == names, reason
    assert not [m for agency in agencies if not agency.inferred for m in agency.mentions
                if "Unit" in m.text], reason  # fmt: skip


def test_two_forces_of_an_area_are_not_inferred() -> None:
    norfolk = load_profile().authorities.match("Norfolk")
    assert norfolk
    names = ("North Norfolk Police", "South Norfolk Police")
    forces = [Body(f"x:{name}", name, "police", areas=(norfolk.iri,)) for name in names]
    document = document_of("The police came, and the Police Harm Unit.")
    facts = ReportFacts("Own", "sif", "sif", Area(norfolk.name, norfolk.iri), end=date(2016, 6, 17))
    for known, expected in ((forces[:1], 1), (forces, 0)):
        profile = replace(load_profile())
        vars(profile)["bodies"] = BodyIndex(known)  # in place of the reference data
        agencies, _ = resolve_agencies(document, facts, profile)
        assert len(agencies) == expected


def test_a_place_that_the_reference_data_lack() -> None:
    facts = ReportFacts("Own", "sif", "sif", Area("Xanadu City Council"), end=date(2016, 6, 17))
    document = document_of("The LSCB met.", "The Xanadu Safeguarding Children Board met.")
    (board,), _ = resolve_agencies(document, facts, load_profile())
    assert board.name == "Xanadu Safeguarding Children Board"
    assert len(board.mentions) == 2


def test_a_board_keeps_its_slug_whatever_it_is_called(resolve: Resolve) -> None:
    forms = ("Wakefield District Safeguarding Children Board", "Local Safeguarding Children Board")
    found = {resolve("Wakefield", "2016-07-27", f"The {form} met.")[0][0].slug for form in forms}
    assert found == {"wakefield-safeguarding-children-board"}


def test_a_trust_keeps_its_node_through_a_change_of_name(resolve: Resolve) -> None:
    (old,), _ = resolve("Nottinghamshire", "2011-09-23", "Nottinghamshire Healthcare Trust came.")
    (new,), _ = resolve(
        "Nottinghamshire", "2021-09-23", "Nottinghamshire Healthcare NHS Foundation Trust came."
    )
    assert old.iri == new.iri
    assert (old.name, new.name) == (
        "Nottinghamshire Healthcare NHS Trust",
        "Nottinghamshire Healthcare NHS Foundation Trust",
    )


def test_generic_words_are_inferred_where_one_force_serves(resolve: Resolve) -> None:
    (force,), _ = resolve("Norfolk", "2016-06-17", "A team that the police lead is slow.")
    assert (force.name, force.inferred) == ("Norfolk Constabulary", True)
    assert force.roles == ()


def test_generic_words_are_not_added_to_a_named_force(resolve: Resolve) -> None:
    (force,), _ = resolve("Norfolk", "2016-06-17", "Norfolk Police came.", "Then the police left.")
    assert [mention.text for mention in force.mentions] == ["Norfolk Police"]
    assert not force.inferred


def test_an_abbreviation_alone_is_inferred(resolve: Resolve) -> None:
    (board,), _ = resolve("Norfolk", "2016-06-17", "A chair of the LSCB was away.")
    assert (board.name, board.inferred) == ("Norfolk Safeguarding Children Board", True)


def test_a_board_of_health_is_inferred_through_its_predecessors(resolve: Resolve) -> None:
    (board,), _ = resolve("Bromley", "2025-01-24", "Nobody from the ICB was there.", kind="jtai")
    assert (board.identifier, board.inferred) == ("QKK", True)


def test_several_candidates_are_listed_and_not_guessed(resolve: Resolve) -> None:
    agencies, lost = resolve(
        "Bradford", "2017-03-03", "NHS Bradford City CCG and NHS Bradford Districts CCG.",
        "Reports of the CCG are late.",
    )  # fmt: skip
    assert len(agencies) == 2
    assert [one.text for one in lost] == ["CCG"]


def test_an_unknown_hospital_is_listed(resolve: Resolve) -> None:
    agencies, lost = resolve("Norfolk", "2016-06-17", "He lay in Saint Osbert Hospital.")
    assert not agencies
    assert [one.text for one in lost] == ["Saint Osbert Hospital"]


def test_an_unknown_trust_is_minted(resolve: Resolve) -> None:
    (trust,), _ = resolve("Norfolk", "2016-06-17", "Xanadu Vale Community NHS Trust came.")
    assert (trust.iri, trust.slug) == ("", "xanadu-vale-community-nhs-trust")
    assert (trust.name, trust.type) == ("Xanadu Vale Community NHS Trust", "nhs-provider")


def test_the_back_page_names_nobody(resolve: Resolve) -> None:
    agencies, _ = resolve(
        "Norfolk", "2016-06-17", "A report of our own.", back_page="We inspect Cafcass as well."
    )
    assert not agencies


def test_addressees_of_a_letter_count(resolve: Resolve) -> None:
    agencies, _ = resolve(
        "Kent", "2018-06-22", "A head of Kent Police", "Dear all", "This is ours.", kind="jtai"
    )
    assert [(agency.name, agency.roles) for agency in agencies] == [("Kent Police", ("addressed",))]


@pytest.mark.parametrize(
    ("words", "role", "reason"),
    [
        ("NHS Norfolk commissions beds.", "commissions", "who pays"),
        ("Camps are run by Action for Children.", "provides", "who runs a service"),
        ("CAMHS is provided by Norfolk and Suffolk NHS Foundation Trust.", "provides-camhs",
         "which service"),
        ("Norfolk Constabulary should review its forms.", "told-to-act", "a demand"),
        ("Mental health services for all are mostly provided by Norfolk and Suffolk NHS "
         "Foundation Trust.", "provides-camhs", "at the start of a sentence"),
        ("The main providers of acute hospital services are James Paget University Hospitals "
         "NHS Foundation Trust.", "provides-acute", "a list of providers"),
        ("Community health services are offered through Norfolk Community Health and Care NHS "
         "Trust.", "provides-community", "offered through"),
        ("Drug and alcohol services are provided by Turning Point.", "provides-substance-misuse",
         "a charity"),
        ("The board has representatives from Norfolk Constabulary.", "represented-on-board",
         "who sits on it"),
    ],
)  # fmt: skip
def test_roles_are_those_that_the_words_state(
    resolve: Resolve, words: str, role: str, reason: str
) -> None:
    (agency,), _ = resolve("Norfolk", "2013-01-17", words)
    assert role in agency.roles, reason


@pytest.mark.parametrize(
    ("words", "role", "reason"),
    [
        ("The board lacks representation from Norfolk Constabulary.", "represented-on-board",
         "it is missed"),
        ("There was no representation from Norfolk Constabulary.", "represented-on-board",
         "nobody came"),
        ("Staff have membership of Research in Practice.", "represented-on-board",
         "a club, and not who sits on a board"),
        ("CAMHS is provided by Norfolk and Suffolk NHS Foundation Trust.", "provides",
         "a service that has a role of its own is no other service"),
        (
            "Training lately delivered by Action for Children was good.",
            "provides",
            "no service for children",
        ),
    ],
)  # fmt: skip
def test_roles_that_the_words_do_not_state(
    resolve: Resolve, words: str, role: str, reason: str
) -> None:
    (agency,), _ = resolve("Norfolk", "2013-01-17", words)
    assert role not in agency.roles, reason


def test_no_role_where_none_is_stated(resolve: Resolve) -> None:
    (agency,), _ = resolve("Norfolk", "2013-01-17", "We met Norfolk Constabulary in the hall.")
    assert agency.roles == ()


def test_an_inspectorate_at_work_is_no_agency(resolve: Resolve) -> None:
    words = "Ofsted and the Care Quality Commission wrote."
    assert not resolve("Norfolk", "2018-01-17", words, kind="jtai")[0]
    (other,), _ = resolve("Norfolk", "2018-01-17", words, kind="sif")
    assert (other.type, other.iri.rpartition("/")[2]) == ("government", "care-quality-commission")
