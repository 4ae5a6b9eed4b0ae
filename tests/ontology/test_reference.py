"""The reference data: counts, facts that are easy to get wrong, and a build that repeats."""

import csv
import os
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from inspectgraph.ontology.authorities import Authority, slug
from inspectgraph.ontology.profiles import load_profile
from inspectgraph.ontology.reference import build_authorities as build

INDEX = load_profile().authorities
AUTH = "https://w3id.org/inspectgraph/authority/"


def authority(local: str) -> Authority:
    found = INDEX.by_iri(AUTH + local)
    assert found, local
    return found


def test_england_has_153_authorities_with_childrens_services_since_2023() -> None:
    assert sum(a.dissolved is None for a in INDEX.authorities) == 153
    assert sum(a.exists(date(2024, 1, 1)) for a in INDEX.authorities) == 153


@pytest.mark.parametrize(
    ("day", "count", "reason"),
    [
        ("2009-03-31", 150, "before the unitary councils of 2009"),
        ("2010-01-01", 152, "two counties became four unitaries"),
        ("2019-04-01", 151, "Bournemouth and Poole became one"),
        ("2021-04-01", 152, "Northamptonshire became two"),
        ("2023-04-01", 153, "Cumbria became two"),
    ],
)
def test_how_many_there_were(day: str, count: int, reason: str) -> None:
    assert sum(a.exists(date.fromisoformat(day)) for a in INDEX.authorities) == count, reason


@pytest.mark.parametrize(
    ("old", "new", "day"),
    [
        ("bedfordshire-county-council", "bedford-borough-council", "2009-04-01"),
        ("bedfordshire-county-council", "central-bedfordshire-council", "2009-04-01"),
        ("cheshire-county-council", "cheshire-east-council", "2009-04-01"),
        ("cheshire-county-council", "cheshire-west-and-chester-council", "2009-04-01"),
        ("dorset-county-council", "dorset-council", "2019-04-01"),
        ("borough-of-poole", "bournemouth-christchurch-and-poole-council", "2019-04-01"),
        ("bournemouth-borough-council", "bournemouth-christchurch-and-poole-council", "2019-04-01"),
        ("buckinghamshire-county-council", "buckinghamshire-council", "2020-04-01"),
        ("northamptonshire-county-council", "north-northamptonshire-council", "2021-04-01"),
        ("northamptonshire-county-council", "west-northamptonshire-council", "2021-04-01"),
        ("cumbria-county-council", "cumberland-council", "2023-04-01"),
        ("cumbria-county-council", "westmorland-and-furness-council", "2023-04-01"),
        ("north-yorkshire-county-council", "north-yorkshire-council", "2023-04-01"),
        ("somerset-county-council", "somerset-council", "2023-04-01"),
    ],
)
def test_successions(old: str, new: str, day: str) -> None:
    before, after = authority(old), authority(new)
    assert after.iri in before.successors
    assert before.iri in after.predecessors
    assert before.dissolved == after.founded == date.fromisoformat(day)


@pytest.mark.parametrize(
    "local",
    [
        "cornwall-council",
        "durham-county-council",
        "northumberland-county-council",
        "shropshire-council",
        "wiltshire-council",
    ],
)
def test_the_counties_of_2009_went_on(local: str) -> None:
    county = authority(local)
    assert (county.predecessors, county.dissolved) == ((), None)
    assert county.exists(date(2008, 1, 1))
    assert county.code.startswith("E06")
    assert any(code.startswith("E10") for code in county.codes)


def test_iris_are_slugs_of_official_names() -> None:
    assert all(a.iri == AUTH + slug(a.name) for a in INDEX.authorities)


def test_names_have_no_stray_white_space() -> None:
    for a in INDEX.authorities:
        for name in (*a.names, *a.weak_names, *a.negative_names):
            assert " ".join(name.split()) == name


def test_current_authorities_are_complete() -> None:
    for a in INDEX.authorities:
        assert a.code, a.name
        assert a.region, a.name
        assert a.council_type, a.name
        if a.dissolved is None:
            assert len(a.statistical_neighbours) == 10, a.name
            assert a.iri not in a.statistical_neighbours, a.name


@pytest.mark.parametrize(
    ("local", "region"),
    [
        ("lincolnshire-county-council", "East Midlands"),
        ("derbyshire-county-council", "East Midlands"),
        ("north-lincolnshire-council", "Yorkshire and The Humber"),
        ("borough-of-poole", "South West"),
    ],
)
def test_regions_that_the_source_has_wrong(local: str, region: str) -> None:
    assert authority(local).region == region


def test_the_nine_regions_are_there() -> None:
    assert len({a.region for a in INDEX.authorities}) == 9


# The build, from a list of invented councils

FIELDS = [
    "local-authority-code",
    "official-name",
    "nice-name",
    "gss-code",
    "start-date",
    "end-date",
    "replaced-by",
    "region",
    "local-authority-type-name",
    "alt-names",
    "former-gss-codes",
    "childrens-services",
    "ofsted-urn",
    "dfe-la-code",
    "statistical-neighbours-gss",
]
ROWS = [
    [
        "AAA",
        "Old  Example County Council",
        "Example County",
        "E10000901",
        "",
        "2019-03-31",
        "BBB",
        "North",
        "County",
        "Example County,example",
        "",
        "",
        "",
        "",
        "",
    ],
    [
        "BBB",
        "Example Council",
        "Example Council",
        "E06000902",
        "2019-04-01",
        "",
        "",
        "North",
        "Unitary authority",
        'Example,Example "Old", of,example',
        "",
        "yes",
        "1",
        "2",
        "E08000903",
    ],
    [
        "CCC",
        "Sample City Council",
        "Sample",
        "E08000903",
        "2005-06-01",
        "",
        "",
        "North",
        "Metropolitan district",
        "Sample",
        "E08000904",
        "yes",
        "3",
        "4",
        "E06000902, E08000903",
    ],
    [
        "DDD",
        "North Sample District Council",
        "North Sample",
        "E07000905",
        "",
        "",
        "",
        "North",
        "Non-metropolitan district",
        "",
        "",
        "",
        "",
        "",
        "",
    ],
]
EXTRA = """
[founded_by_type]
"Metropolitan district" = 1974-04-01
[[founded]]
date = 1970-01-02
authorities = ["AAA"]
reason = "test"
[[include]]
authority = "AAA"
reason = "test"
[[add]]
authority = "EEE"
name = "Gone Council"
short = "Gone"
gss = "E10000906"
founded = 1974-04-01
dissolved = 2009-04-01
region = "South"
type = "County"
successors = ["CCC"]
reason = "test"
[[correct]]
authority = "AAA"
short = "Example"
weak = ["Ex"]
reason = "test"
[[recoded]]
old = "E08000904"
new = "E08000903"
date = 2013-04-01
reason = "test"
[[negative]]
authority = "CCC"
names = ["Sample Rovers"]
reason = "test"
"""


def built(folder: Path, rows: list[list[str]]) -> str:
    source, extra = folder / build.SOURCE_NAME, folder / "extra.toml"
    with source.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows([FIELDS, *rows])
    extra.write_text(EXTRA, encoding="utf-8")
    return build.build(source, extra)


def test_two_builds_are_the_same_bytes_whatever_the_order(tmp_path: Path) -> None:
    first = built(tmp_path, ROWS)
    assert built(tmp_path, ROWS) == first
    assert built(tmp_path, ROWS[::-1]) == first
    assert first.count("@prefix auth:") == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('skos:prefLabel "Old Example County Council"@en', "double space mended"),
        ('ig:shortName "Example"', "corrected short name"),
        ('skos:hiddenLabel "Ex"@en', "weak name added"),
        ('schema:dissolutionDate "2019-04-01"^^xsd:date', "the first day without it"),
        ('schema:foundingDate "1970-01-02"^^xsd:date', "founding by council"),
        ('schema:foundingDate "1974-04-01"^^xsd:date', "founding by type, not the source's 2005"),
        ('ig:negativeLabel "North Sample"@en, "Sample Rovers"@en', "found in the list, and added"),
        ('skos:altLabel "Example \\"Old\\", of"@en', "comma inside a name, quotation marks"),
        ("org:originalOrganization auth:old-example-county-council", "the change"),
        ('schema:validThrough "2013-03-31"^^xsd:date', "last day of the old code"),
        ('schema:validFrom "2013-04-01"^^xsd:date', "first day of the new code"),
    ],
)
def test_what_the_build_writes(tmp_path: Path, line: str, reason: str) -> None:
    text = built(tmp_path, ROWS)
    assert line in text, reason
    assert list(ox.parse(text, format=ox.RdfFormat.TURTLE))


def test_the_district_is_left_out(tmp_path: Path) -> None:
    assert "auth:north-sample" not in built(tmp_path, ROWS)


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    source = os.environ.get("INSPECTGRAPH_REFERENCE")
    if not source:
        pytest.skip("INSPECTGRAPH_REFERENCE names no folder with the published list")
    target = tmp_path / "authorities.ttl"
    build.main(["--from", source, "--to", str(target)])
    assert target.read_bytes() == build.OUTPUT.read_bytes()
