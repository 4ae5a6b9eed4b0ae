"""A name at a date means one authority, or none: tables with a reason a row, and properties."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inspectgraph.ontology.authorities import Authority, AuthorityIndex, core_name, slug
from inspectgraph.ontology.profiles import load_profile

INDEX = load_profile().authorities
CURRENT = [a for a in INDEX.authorities if a.dissolved is None]


def name_of(authority: Authority | None) -> str | None:
    return authority.name if authority else None


def a_day_of(authority: Authority) -> date | None:
    """No day for a council of today, else the last day of the council."""
    return authority.dissolved - timedelta(days=1) if authority.dissolved else None


USUAL_FORMS = [
    ("Norfolk", "Norfolk County Council", "short name"),
    ("norfolk", "Norfolk County Council", "case does not count"),
    ("Norfolk CC", "Norfolk County Council", "abbreviated type"),
    ("  Norfolk\n County  Council ", "Norfolk County Council", "white space does not count"),
    ("Norfolk County Council’s", "Norfolk County Council", "a possessive"),
    ("Norfolk Local Authority", "Norfolk County Council", "said of any council"),
    ("Bristol", "Bristol City Council", "short name"),
    ("Bristol City", "Bristol City Council", "type without Council"),
    ("City of Bristol", "Bristol City Council", "type in front"),
    ("Bristol, City of", "Bristol City Council", "the order of lists"),
    ("Nottingham", "Nottingham City Council", "the city, not the county"),
    ("Nottinghamshire", "Nottinghamshire County Council", "the county, not the city"),
    ("Leicester", "Leicester City Council", "the city, not the county"),
    ("Leicestershire County Council", "Leicestershire County Council", "the county"),
    ("Derby City", "Derby City Council", "the city, not the county"),
    ("Hull", "Hull City Council", "usual short name"),
    ("Kingston upon Hull", "Hull City Council", "full name of the city"),
    ("Kingston-upon-Hull City Council", "Hull City Council", "hyphens do not count"),
    ("Kingston Upon Thames", "Royal Borough of Kingston upon Thames", "the other Kingston"),
    ("Newcastle", "Newcastle City Council", "the only one with children's services"),
    ("Newcastle Upon Tyne", "Newcastle City Council", "full name of the city"),
    ("Richmond", "London Borough of Richmond upon Thames", "usual short name"),
    ("City of London", "City of London Corporation", "as printed on reports"),
    ("LB Hounslow", "London Borough of Hounslow", "abbreviated type in front"),
    ("Hounslow Council", "London Borough of Hounslow", "usual short form"),
    ("RBWM", "Royal Borough of Windsor and Maidenhead", "abbreviation in the data"),
    ("Windsor & Maidenhead", "Royal Borough of Windsor and Maidenhead", "ampersand"),
    ("Royal Borough of Greenwich", "Royal Borough of Greenwich", "official name"),
    ("Hammersmith and Fulham", "London Borough of Hammersmith & Fulham", "ampersand written out"),
    ("Telford & the Wrekin", "Telford & Wrekin Council", "an article inside"),
    ("Wakefield District Metropolitan Council", "Wakefield Metropolitan District Council", "order"),
    ("Wakefield MDC", "Wakefield Metropolitan District Council", "abbreviated type"),
    ("Bolton Council", "Bolton Metropolitan Borough Council", "usual form of a borough"),
    ("Wirral MBC", "Wirral Borough Council", "abbreviated type"),
    ("Gateshead Borough Council", "Gateshead Metropolitan Borough Council", "half of the type"),
    ("Bracknell Forest Borough Council", "Bracknell Forest Council", "older full name"),
    ("Doncaster Metropolitan Borough Council", "City of Doncaster Council", "name until 2023"),
    ("Wolverhampton City Council", "City of Wolverhampton Council", "name until 2015"),
    ("Southend-on-Sea City Council", "Southend-on-Sea Borough Council", "a city since 2022"),
    ("Milton Keynes City Council", "Milton Keynes Council", "a city since 2022"),
    ("Westminster City Council", "City of Westminster", "order of words"),
    ("Rutland County Council District Council", "Rutland County Council", "full legal name"),
    ("County Durham", "Durham County Council", "type in front"),
    ("Durham", "Durham County Council", "short name"),
    ("St. Helens", "St Helens Council", "full stop after St"),
    ("Saint Helens", "St Helens Council", "St written out"),
    ("B&NES", "Bath and North East Somerset Council", "abbreviation with an ampersand"),
    ("the Council of the Isles of Scilly", "Council of the Isles of Scilly", "articles"),
    ("Scilly Isles", "Council of the Isles of Scilly", "older form"),
    ("Bournemouth Christchurch & Poole", "Bournemouth, Christchurch and Poole Council", "comma"),
    ("Wiltshire County Council", "Wiltshire Council", "name until 2009 of the same body"),
    ("Leeds City local authority", "Leeds City Council", "two kinds of type"),
    ("Oldham Local Area Partnership", "Oldham Metropolitan Borough Council", "SEND reports"),
    ("E10000020", "Norfolk County Council", "a code"),
    (" e10000020 ", "Norfolk County Council", "a code in lower case"),
    ("E08000016", "Barnsley Metropolitan Borough Council", "a former code"),
    ("E06000047", "Durham County Council", "the code since 2009"),
    ("E10000010", "Durham County Council", "the code until 2009"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), USUAL_FORMS)
def test_usual_forms_are_understood(text: str, expected: str, reason: str) -> None:
    assert name_of(INDEX.match(text)) == expected, reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing"),
        ("Council", "a type alone"),
        ("London Borough", "a type alone"),
        ("London", "the City of London is never London alone"),
        ("London Council", "nor with a word that claims nothing"),
        ("Greater London", "not a council with children's services"),
        ("Kingston", "two councils, and neither is called so"),
        ("Lincoln", "a district, not Lincolnshire"),
        ("Cambridge City Council", "a district"),
        ("Warwick District Council", "a district"),
        ("Bedford County Council", "a borough is no county"),
        ("Durham City Council", "a former district"),
        ("Norfolk Borough Council", "a county is no borough"),
        ("London Borough of Leeds", "Leeds is not in London"),
        ("Norfolk Constabulary", "a force"),
        ("South Norfolk", "a district"),
        ("Sussex", "neither East nor West"),
        ("Yorkshire", "three councils have it in their names"),
        ("Norfolk and Suffolk", "two councils"),
        ("E10000099", "a code of nobody"),
        ("Exampleshire", "an invented place"),
    ],
)
def test_what_is_no_name_of_one_authority_is_none(text: str, reason: str) -> None:
    assert INDEX.match(text) is None, reason


@pytest.mark.parametrize(
    ("text", "on", "expected", "reason"),
    [
        ("Dorset", "2016-05-01", "Dorset County Council", "before the change"),
        ("Dorset", "2019-03-31", "Dorset County Council", "its last day"),
        ("Dorset", "2019-04-01", "Dorset Council", "the first day of the new one"),
        ("Dorset", None, "Dorset Council", "without a day, the one of today"),
        ("Dorset Council", "2016-05-01", "Dorset County Council", "Council claims nothing"),
        ("Dorset County Council", "2021-05-01", "Dorset County Council", "no other fits"),
        ("Somerset County Council", None, "Somerset County Council", "the name is explicit"),
        ("Somerset", "2024-05-20", "Somerset Council", "after the change"),
        ("North Yorkshire", "2018-07-01", "North Yorkshire County Council", "before the change"),
        ("Buckinghamshire", "2017-11-06", "Buckinghamshire County Council", "before the change"),
        ("Buckinghamshire", "2021-12-06", "Buckinghamshire Council", "after the change"),
        (
            "Northamptonshire",
            "2022-01-01",
            "Northamptonshire County Council",
            "only it was so named",
        ),
        ("Cumbria", None, "Cumbria County Council", "only it was so named"),
        ("Bedfordshire", "2008-01-01", "Bedfordshire County Council", "before the change"),
        ("Cumberland", "2015-01-01", None, "not yet founded"),
        ("Cumberland", "2024-01-01", "Cumberland Council", "founded"),
        ("Poole", "2015-01-01", "Borough of Poole", "before the change"),
        ("Bournemouth", "2015-01-01", "Bournemouth Borough Council", "before the change"),
        ("Bournemouth, Christchurch and Poole", "2015-01-01", None, "not yet founded"),
        ("Cornwall County Council", "2008-01-01", "Cornwall Council", "the same body, renamed"),
    ],
)
def test_the_day_decides(text: str, on: str | None, expected: str | None, reason: str) -> None:
    day = date.fromisoformat(on) if on else None
    assert name_of(INDEX.match(text, day)) == expected, reason


MENTIONS = [
    (
        "Inspection of Leeds City local authority children's services",
        ["Leeds City local authority"],
        "title",
    ),
    (
        "Area SEND inspection of Richmond upon Thames Local Area Partnership",
        ["Richmond upon Thames Local Area Partnership"],
        "title of a SEND report",
    ),
    (
        "A Person, Director, Barnsley Metropolitan Borough Council Another Person",
        ["Barnsley Metropolitan Borough Council"],
        "addressee line",
    ),
    (
        "Example Metropolitan\nStockport Metropolitan Borough\nCouncil\nInspection",
        ["Stockport Metropolitan Borough\nCouncil"],
        "a title that wraps",
    ),
    (
        "London Borough of Hammersmith & Fulham local authority",
        ["London Borough of Hammersmith & Fulham local authority"],
        "types on both sides",
    ),
    ("services in North Lincolnshire", ["North Lincolnshire"], "not Lincolnshire"),
    ("services in East Sussex", ["East Sussex"], "the longer name"),
    ("Bath and North East Somerset", ["Bath and North East Somerset"], "not Somerset"),
    (
        "Bournemouth, Christchurch and Poole Council",
        ["Bournemouth, Christchurch and Poole Council"],
        "a comma inside",
    ),
    (
        "Cheshire East and Cheshire West and Chester",
        ["Cheshire East", "Cheshire West and Chester"],
        "two with and between",
    ),
    ("NORFOLK COUNTY COUNCIL", ["NORFOLK COUNTY COUNCIL"], "capitals"),
    (
        "Norfolk’s plan and Norfolk County Council’s report",
        ["Norfolk", "Norfolk County Council"],
        "possessives stay outside",
    ),
    (
        "Norfolk County Council and Norfolk Constabulary",
        ["Norfolk County Council"],
        "a force beside",
    ),
    ("in the City of York", ["City of York"], "type in front"),
    ("London Borough of Richmond", ["London Borough of Richmond"], "a short name with its type"),
    ("Richmond is good", [], "a short name that is common elsewhere"),
    ("Reading is good", [], "an ordinary word"),
    ("children in Reading do well", ["Reading"], "a place after in"),
    ("norfolk", [], "lower case is no name"),
    ("South Norfolk District Council", [], "a district"),
    ("Newcastle-under-Lyme", [], "a district"),
    ("Surrey Heath", [], "a district whose name begins like a county"),
    ("Derbyshire Dales District Council", [], "a district"),
    ("Greater Manchester Combined Authority", [], "a combined authority"),
    ("districts in Norfolk district councils", [], "the districts, not the county"),
    ("South Yorkshire Police", [], "a force"),
    ("Norfolk Constabulary", [], "a force with the council's name"),
    ("Devon and Cornwall Police", [], "a force with two councils' names"),
    ("the City of London Police", [], "a force with type and name"),
    ("NHS Norfolk and Waveney", [], "an NHS body named in front"),
    ("Hounslow and Islington’s Clinical Commissioning Group", [], "NHS body with a possessive"),
    ("Nottingham City Clinical Commissioning Group", [], "type and name inside an NHS body"),
    ("County Durham and Darlington NHS Foundation Trust", [], "an NHS trust"),
    ("University Hospitals of Leicester NHS Trust", [], "an NHS trust"),
    ("University of York", [], "a university"),
    ("Leeds Grammar School", [], "a school"),
    ("HMP Leeds", [], "a prison"),
    ("Example Street\nManchester\nM1 1AA", [], "an address"),
    ("Mary Durham, Commissioner", [], "a surname"),
    ("the Safer Norfolk Partnership", [], "a body that has the name in the middle"),
    ("The Norfolk front door", ["Norfolk"], "an article is no name"),
    ("Children's Services Norfolk", ["Norfolk"], "a title on one line"),
    ("Norfolk Community Rehabilitation Company", [], "probation"),
    ("Norfolk Safeguarding Children Board", [], "a board"),
    ("Kentish Town", [], "a word that only begins alike"),
    ("Dorset County Council in 2018, then", ["Dorset County Council"], "a former council in full"),
    ("Bournemouth has a beach", [], "a former council's short name"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), MENTIONS)
def test_mentions_in_running_text(text: str, expected: list[str], reason: str) -> None:
    found = INDEX.find(text, on=date(2023, 6, 1))
    assert [text[start:end] for start, end, _ in found] == expected, reason


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("Norfolc", ["Norfolk County Council"], "one letter"),
        ("Hounslw Council", ["London Borough of Hounslow"], "type left out of the comparison"),
        ("Nottingam", ["Nottingham City Council", "Nottinghamshire County Council"], "both"),
        ("Kingston", ["Hull City Council", "Royal Borough of Kingston upon Thames"], "ambiguous"),
        ("zzzz", [], "nothing is near"),
        ("", [], "nothing to compare"),
    ],
)
def test_suggestions(text: str, expected: list[str], reason: str) -> None:
    assert list(INDEX.suggest(text)) == expected, reason


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Northamptonshire County Council", ["North Northamptonshire", "West Northamptonshire"]),
        ("Bournemouth, Christchurch and Poole Council", ["Poole", "Bournemouth"]),
        ("Dorset Council", ["Dorset"]),
        ("Norfolk County Council", []),
    ],
)
def test_lineage_is_all_relatives(name: str, expected: list[str]) -> None:
    authority = INDEX.match(name)
    assert authority
    assert [relative.short_name for relative in INDEX.lineage(authority)] == expected


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("Telford & Wrekin Council", "telford-and-wrekin-council", "ampersand"),
        ("King's Lynn", "kings-lynn", "apostrophe"),
        ("St. Helens  Council", "st-helens-council", "punctuation and spaces"),
        ("Beyoncé", "beyonce", "accents"),
        ("—", "", "nothing left"),
    ],
)
def test_slug(text: str, expected: str, reason: str) -> None:
    assert slug(text) == expected, reason


def test_codes_have_the_current_one_first() -> None:
    barnsley = INDEX.match("Barnsley")
    assert barnsley
    assert barnsley.codes == ("E08000038", "E08000016")
    assert barnsley.code == "E08000038"
    assert INDEX.by_code("nonsense") is None


def test_the_index_is_read_once() -> None:
    assert load_profile().authorities is INDEX
    assert all(INDEX.by_iri(authority.iri) is authority for authority in INDEX.authorities)


def test_an_index_of_other_authorities() -> None:
    ours = Authority("https://example.org/a", "Exampleshire Council", "Exampleshire")
    index = AuthorityIndex([ours])
    assert index.match("exampleshire") is ours
    assert index.match("Norfolk") is None
    assert AuthorityIndex([]).match("Norfolk") is None


def test_a_name_of_types_alone_is_no_usual_form() -> None:
    index = AuthorityIndex([Authority("https://example.org/a", "City Council", "the")])
    assert index.match("") is None
    assert index.find("City Council") == ()


# Properties

# A busy machine is no failure: no time limit on an example
STEADY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

authorities = st.sampled_from(INDEX.authorities)


@st.composite
def named(draw: st.DrawFn) -> tuple[Authority, str]:
    """An authority and one of its names, weak ones too."""
    authority = draw(authorities)
    return authority, draw(st.sampled_from((*authority.names, *authority.weak_names)))


def test_every_name_of_every_authority_means_it() -> None:
    checked = 0
    for authority in INDEX.authorities:
        for name in (*authority.names, *authority.weak_names, *authority.codes):
            assert INDEX.match(name, a_day_of(authority)) is authority, (authority.name, name)
            checked += 1
    assert checked > 500


def test_a_name_never_means_a_stranger_on_any_day() -> None:
    days = [None, *(date(year, 6, 1) for year in range(2006, 2027, 2))]
    for authority in INDEX.authorities:
        family = {authority, *INDEX.lineage(authority)}
        for name in authority.names:
            for day in days:
                assert INDEX.match(name, day) in {None, *family}, (name, day)


def test_no_negative_name_means_an_authority() -> None:
    for authority in INDEX.authorities:
        for name in authority.negative_names:
            assert INDEX.match(name) is None, name
            assert INDEX.find(name) == (), name


VARIATIONS = (
    str.upper,
    str.lower,
    str.title,
    lambda name: name.replace(" and ", " & "),
    lambda name: name.replace("&", " and "),
    lambda name: name.replace(" upon ", "-upon-"),
    lambda name: name.replace("-", " "),
    lambda name: name.replace(" ", "  "),
    lambda name: name.replace(",", ""),
    lambda name: f"the {name}",
    lambda name: f"{name}.",
    lambda name: f"‘{name}’",
    lambda name: re.sub(r"\bSt\b", "St.", name),
)


@STEADY
@given(named(), st.lists(st.sampled_from(VARIATIONS), max_size=4))
def test_spelling_does_not_change_the_meaning(pair: tuple[Authority, str], changes: list) -> None:  # type: ignore[type-arg]
    authority, name = pair
    for change in changes:
        name = change(name)
    assert INDEX.match(name, a_day_of(authority)) is authority


@STEADY
@given(named())
def test_a_name_in_a_sentence_is_found(pair: tuple[Authority, str]) -> None:
    authority, name = pair
    text = f"Inspection of {name} local authority children's services"
    found = INDEX.find(text, a_day_of(authority))
    assert [body for _, _, body in found] == [authority]
    assert found[0][0] == len("Inspection of ")


WORDS = st.sampled_from(
    [
        "Norfolk",
        "County",
        "Council",
        "City",
        "of",
        "London",
        "the",
        "and",
        "Police",
        "NHS",
        "North",
        "East",
        "Sussex",
        "Somerset",
        "Borough",
        "Royal",
        ",",
        "\n",
        "\n\n",
        ".",
        "’s",
        "local",
        "&",
        "authority",
        "Kingston",
        "upon",
        "Hull",
        "Thames",
        "York",
        "St",
        "Helens",
        "é",
        "Reading",
    ]
)


@STEADY
@given(st.lists(WORDS, max_size=12).map(" ".join), st.none() | st.dates(date(2000, 1, 1)))
def test_mentions_are_in_order_and_mean_what_they_say(text: str, on: date | None) -> None:
    last = 0
    for start, end, authority in INDEX.find(text, on):
        assert last <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        assert INDEX.match(text[start:end], on) is authority
        last = end


@STEADY
@given(st.text(max_size=60))
def test_any_text_at_all_is_harmless(text: str) -> None:
    INDEX.match(text)
    INDEX.find(text)
    assert re.fullmatch(r"[a-z0-9]*(-[a-z0-9]+)*", slug(text))
    assert core_name(f"the {text} Council") == core_name(text)
