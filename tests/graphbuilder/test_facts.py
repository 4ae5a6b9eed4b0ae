"""What reports say of themselves: kind, authority, dates, people; a reason per row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from inspectgraph.graphbuilder.extract.people import person
from inspectgraph.ontology.authorities import Authority
from inspectgraph.ontology.profiles import load_profile
from layouts import take


@pytest.mark.parametrize(
    ("printed", "name", "why"),
    [
        ("Brendan Parkin HMI", "Brendan Parkin", "rank in short"),
        ("Ann Smith, Her Majesty’s Inspector", "Ann Smith", "rank in full"),
        ("Ann Smith Her Majesty’s Inspector", "Ann Smith", "rank on the next line"),
        ("Ann Smith, His Majesty's Inspector", "Ann Smith", "another reign, plain apostrophe"),
        ("Mr John Peter Albert Roe", "John Peter Albert Roe", "title and four names"),
        ("Ann-Marie O’Neill HMI", "Ann-Marie O’Neill", "hyphen and apostrophe"),
        ("Gary van der Berg HMI", "Gary van der Berg", "particles"),
        ("Jo d’Inverno HMI", "Jo d’Inverno", "small particle"),
        ("Siân Angharad Lloyd", "Siân Angharad Lloyd", "accents"),
        ("Peter McEntee HMI", "Peter McEntee", "capital within"),
        ("Ann Smith OBE HMI", "Ann Smith", "an honour"),
        ("HMI Ann Smith", "Ann Smith", "rank in front"),
        ("Ann Smith Age group: All", "Ann Smith", "the next label of the cover"),
        ("Ann Smith Inspection dates", "Ann Smith", "the next label of the cover"),
        ("Ann Smith, Deputy lead inspector Tom Roe", "Ann Smith", "the deputy is another"),
        ("Ann", "", "one word is no name"),
        ("from Ofsted and others", "", "running text"),
        ("will write to the council", "", "running text"),
    ],
)
def test_names_of_persons(printed: str, name: str, why: str) -> None:
    assert person(printed, load_profile().reports.rank.pattern) == name, why


SIF = "nspection of services for children in need of help and protection"
COVER = "# {place}\n\n# I" + SIF + "\n\n{lines}"


@pytest.mark.parametrize(
    ("lines", "name", "why"),
    [
        ("Lead inspector: Ann Smith HMI", "Ann Smith", "colon"),
        ("Lead inspector Ann Smith", "Ann Smith", "none"),
        ("Reporting inspector: Ann Smith HMI", "Ann Smith", "to 2013"),
        ("Lead inspector:\n\nAnn Smith\n\nHer Majesty’s Inspector", "Ann Smith", "own line"),
        ("| Lead inspector | Ann Smith HMI |", "Ann Smith", "row of a table"),
        ("LEAD INSPECTOR: Ann Smith", "Ann Smith", "capitals"),
        ("Lead HM Inspector: Ann Smith", "Ann Smith", "rank within"),
        ("Deputy lead inspector: Ann Smith", "", "the deputy leads nothing"),
        ("Team inspectors: Ann Smith, Tom Roe", "", "the team"),
    ],
)
def test_lead_inspectors(lines: str, name: str, why: str) -> None:
    text = COVER.format(place="Norfolk County Council", lines=lines)
    assert take(text + "\n\nInspection date: 4 July 2016\n").facts.lead_inspector == name, why


@pytest.mark.parametrize(
    ("lines", "first", "last", "why"),
    [
        ("Inspection date: 4 July 2016 – 8 July 2016", 4, 8, "singular"),
        ("Inspection dates 4 - 8 July 2016", 4, 8, "no colon"),
        ("Dates of inspection: 4 to 8 July 2016", 4, 8, "the other way round"),
        ("Date of visit: 4 to 8 July 2016", 4, 8, "a visit"),
        ("Inspection dates:\n\n4 to 8 July 2016", 4, 8, "own line"),
        ("| Inspection dates | 4 to 8 July 2016 |", 4, 8, "row of a table"),
        ("Dates of previous inspection: 1 to 5 May 2012\n\nInspection dates: 4 to 8 July 2016",
         4, 8, "the one before is another"),
        ("Inspectors visited the county between 4 and 8 July 2016.", 4, 8, "in a sentence"),
        ("4 – 8 July 2016", 4, 8, "alone"),
    ],
)  # fmt: skip
def test_inspection_dates(lines: str, first: int, last: int, why: str) -> None:
    facts = take(COVER.format(place="Norfolk County Council", lines=lines)).facts
    assert (facts.start, facts.end) == (date(2016, 7, first), date(2016, 7, last)), why


@pytest.mark.parametrize(
    ("lines", "published", "why"),
    [
        ("Report published: 1 August 2016", date(2016, 8, 1), "SIF"),
        ("Age group: All Published: 1 August 2016", date(2016, 8, 1), "SLAC"),
        ("Published 1 August 2016", date(2016, 8, 1), "no colon"),
        ("Publication date: 01/08/2016", date(2016, 8, 1), "numeric"),
        ("Date published: 1st August 2016", date(2016, 8, 1), "the other way round"),
        ("The plan that was published on 1 August 2016 is good.", None, "of something else"),
        ("", None, "not printed, and never from the name of the file"),
    ],
)
def test_publication(lines: str, published: date | None, why: str) -> None:
    text = COVER.format(place="Norfolk County Council", lines="Inspection date: 4 July 2016\n\n")
    assert take(text + lines).facts.published == published, why


TITLES: dict[str, Callable[[str, str], str]] = {
    "ilacs": lambda place, day: (
        f"# Inspection of {place} local authority children’s services\n\nInspection dates: {day}\n"
    ),
    "sif": lambda place, day: COVER.format(place=place, lines=f"Inspection date: {day}"),
    "slac": lambda place, day: (
        f"# Inspection of safeguarding and looked after children services\n\n# {place}\n\n"
        f"Inspection dates: {day}\n"
    ),
    "child-protection": lambda place, day: (
        "# Inspection of local authority arrangements for the protection of children\n\n"
        f"# {place}\n\nInspection dates: {day}\n"
    ),
    "send": lambda place, day: (
        f"# Area SEND inspection of {place} Local Area Partnership\n\nInspection dates: {day}\n"
    ),
    "jtai": lambda place, day: (
        f"{day}\n\nAda Fair, Director of Children’s Services, {place}\nTom Roe, Chief Constable, "
        f"Other Police\n\nDear local partnership\n\n# Joint targeted area inspection of the "
        f"multi-agency response to neglect in {place}\n\nOn {day} inspectors undertook it.\n"
    ),
    "monitoring-visit": lambda place, day: (
        f"{day}\n\nDear Ada\n\n# Monitoring visit to {place} children’s services\n\n"
        f"This letter tells of the visit on {day}.\n"
    ),
    "focused-visit": lambda place, day: (
        f"{day}\n\nDear Ada\n\n# Focused visit to {place} local authority children’s services\n\n"
        f"This letter tells of the visit on {day}.\n"
    ),
}


def a_day_of(authority: Authority) -> date:
    """A day on which it existed."""
    if authority.dissolved:
        return authority.dissolved - timedelta(days=400)
    if authority.founded and authority.founded > date(2011, 1, 1):
        return authority.founded + timedelta(days=200)
    return date(2022, 3, 7)


@pytest.mark.parametrize("kind", TITLES)
def test_every_authority_in_every_title(kind: str) -> None:
    wrong = []
    authorities = load_profile().authorities.authorities
    assert len(authorities) > 150
    for authority in authorities:
        on = a_day_of(authority)
        for place in (authority.name, authority.short_name):
            facts = take(TITLES[kind](place, f"{on.day} {on:%B %Y}")).facts
            if (facts.area.iri, facts.kind, facts.start) != (authority.iri, kind, on):
                wrong.append((place, facts.area.name, facts.kind, facts.start))
    assert wrong == []


@pytest.mark.parametrize(
    ("printed", "name", "why"),
    [
        ("Kingston upon Hull", "Hull City Council", "official place"),
        ("Bournemouth, Christchurch and Poole", "Bournemouth, Christchurch and Poole Council",
         "a list of places"),
        ("London Borough of Hammersmith and Fulham", "London Borough of Hammersmith & Fulham",
         "and for &"),
        ("St. Helens", "St Helens Council", "full stop"),
        ("Royal Borough of Kingston upon Thames", "Royal Borough of Kingston upon Thames",
         "not Hull"),
        ("Westmorland and Furness", "Westmorland and Furness Council", "since 2023"),
        ("City of York", "City of York Council", "city in front"),
        ("Telford & Wrekin", "Telford & Wrekin Council", "ampersand"),
        ("Slough Borough Council", "Slough Borough Council", "plain"),
        ("the London Borough of Brent", "London Borough of Brent", "with article"),
    ],
)  # fmt: skip
def test_usual_forms_of_names(printed: str, name: str, why: str) -> None:
    facts = take(TITLES["send"](printed, "4 March 2024")).facts
    assert facts.area.name == name, why


def test_an_unknown_authority_is_minted_and_told() -> None:
    read = take(TITLES["sif"]("Marlshire County Council", "4 July 2016"))
    assert (read.facts.area.name, read.facts.area.iri) == ("Marlshire County Council", "")
    assert "IG-502" in [problem.code for problem in read.problems]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Inspection of safeguarding and looked after children services", "slac"),
        ("Inspection of safeguarding services", "safeguarding"),
        ("Inspection of services for looked after children", "lac"),
        ("Inspection of local authority arrangements for the protection of children",
         "child-protection"),
        (f"Re-i{SIF}", "sif"),
        ("Inspection of children’s social care services", "ilacs"),
        ("Short inspection of local authority children's services", "ilacs"),
        ("Joint targeted area inspection", "jtai"),
        ("Area SEND full inspection", "send"),
        ("Area SEND monitoring inspection", "send"),
        ("Inspection of progress made in the provision of services", "progress"),
        ("Inspection of contact, referral and assessment arrangements", "other"),
    ],
)  # fmt: skip
def test_kinds(title: str, kind: str) -> None:
    text = f"# {title}\n\n# Norfolk County Council\n\nInspection dates: 4 July 2016\n"
    assert take(text).facts.kind == kind


@pytest.mark.parametrize("place", ["Norfolk", "Ashford Vale"])
def test_news_of_known_and_unknown_places(place: str) -> None:
    text = (
        f"# {place} falls from good to inadequate\n\n10 January 2024\n\n{place}’s children’s "
        "services have been rated as inadequate by Ofsted, four years after the last visit.\n\n"
        f"Tom Roe, director at {place} Council, said: “We are sorry. Adoption is rated good.”\n"
    )
    read = take(text)
    assert read.facts.kind == "news"
    assert read.facts.area.name.startswith(place)
    assert read.grades == {"overall": "inadequate"}
