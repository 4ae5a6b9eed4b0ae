"""Validation: the sample is valid, and each fault is found and named."""

from __future__ import annotations

import pytest
from inspectgraph.queries import validate as validation
from inspectgraph.queries.info import base_iri, info
from inspectgraph.queries.validate import errors_in, validate
from pyoxigraph import NamedNode, RdfFormat, Store

BASE = "https://w3id.org/inspectgraph/id/"
IG = "https://w3id.org/inspectgraph/ontology#"
JUDGEMENT = NamedNode(f"{BASE}report/westvale-2016/judgement/overall")
REPORT = NamedNode(f"{BASE}report/westvale-2016")


def changed(
    store: Store, remove: tuple[NamedNode, str], turtle: str = "", graph: str = ""
) -> Store:
    """A copy of the sample with a fault."""
    copy = Store()
    copy.extend(store)
    for quad in list(copy.quads_for_pattern(remove[0], NamedNode(remove[1]), None)):
        copy.remove(quad)
    if turtle:
        where = NamedNode(f"{BASE}graph/{graph or 'westvale-2016'}")
        copy.load(input=turtle.encode(), format=RdfFormat.TURTLE, to_graph=where)
    return copy


def test_the_sample_is_valid(store: Store) -> None:
    assert validate(store).rows == ()


@pytest.mark.parametrize(
    ("remove", "turtle", "path", "words"),
    [
        ((JUDGEMENT, f"{IG}evidence"), "", "ig:evidence", "judgement without evidence"),
        (
            (JUDGEMENT, f"{IG}grade"),
            f"<{JUDGEMENT.value}> <{IG}grade> <https://w3id.org/inspectgraph/grade/adequate> .",
            "ig:grade",
            "not on the scale",
        ),
        ((REPORT, f"{IG}reportsOn"), "", "ig:reportsOn", "report of no described inspection"),
        ((REPORT, f"{IG}sha256"), "", "ig:sha256", ""),
        (
            (REPORT, "https://schema.org/endDate"),
            f'<{REPORT.value}> <https://schema.org/endDate> "2016-06-01"^^'
            "<http://www.w3.org/2001/XMLSchema#date> .",
            "schema:endDate",
            "ends before it starts: 2016-06-01",
        ),
    ],
)
def test_faults_are_errors_that_name_the_report(remove, turtle, path, words, store: Store) -> None:
    answer = validate(changed(store, remove, turtle))
    assert errors_in(answer)
    found = [row for row in answer.rows if row[3] == path and words in str(row[4])]
    assert found
    assert {row[1] for row in found} == {"westvale-2016.pdf"}


def test_two_labels_of_one_body_are_an_error(store: Store) -> None:
    label = "http://www.w3.org/2004/02/skos/core#prefLabel"
    area = "https://w3id.org/inspectgraph/authority/lonely-council"
    copy = changed(store, (REPORT, "urn:none"), f'<{area}> <{label}> "Other"@en .', "shared")
    assert any("two preferred labels" in str(row[4]) for row in validate(copy).rows)


def test_lists_that_the_build_doubts_are_named(store: Store) -> None:
    problem = (
        f'<urn:p> a <{IG}Problem> ; <{IG}severity> "warning" ; <{IG}problemCode> "IG-512" ; '
        f'<{IG}message> "60 items on pages 4 to 31" ; <{IG}page> 4 ; '
        f"<{IG}statedIn> <{REPORT.value}> ."
    )
    answer = validate(changed(store, (REPORT, "urn:none"), problem))
    listed = [row for row in answer.rows if "list of recommendations" in str(row[4])]
    assert [(row[0], row[1]) for row in listed] == [("warning", "westvale-2016.pdf")]
    assert "60 items on pages 4 to 31 (page 4)" in str(listed[0][4])


MADE = """
@prefix ig: <https://w3id.org/inspectgraph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix body: <https://w3id.org/inspectgraph/body/> .
@prefix type: <https://w3id.org/inspectgraph/agency-type/> .
body:zedland-trust a ig:Agency ; ig:agencyType type:nhs-provider ;
  skos:prefLabel "Zed & Dale NHS Foundation Trust"@en ; dcterms:identifier "Z1" ;
  schema:foundingDate "2010-04-01"^^xsd:date ; schema:dissolutionDate "2015-04-01"^^xsd:date .
"""


@pytest.mark.parametrize(
    ("turtle", "words", "reason"),
    [
        ('body:zother a ig:Agency ; ig:agencyType type:nhs-provider ; dcterms:identifier "Z1" ;'
         ' skos:prefLabel "Something else"@en .', "the code stands on another node",
         "one code, two nodes"),
        ('body:zedland-trust dcterms:identifier "Z2" .', "another code", "two codes, one node"),
        ("body:zedland-trust ig:agencyType type:police .", "another type", "two types, one node"),
        ("<urn:n> a ig:Naming ; ig:agency body:zedland-trust ; ig:agencyType type:police .",
         "another type", "a report gives it another type"),
        ('<urn:n> a ig:Naming ; ig:agency body:zedland-trust ; dcterms:identifier "Z2" .',
         "another code", "a report gives it another code"),
        ('body:zother a ig:Agency ; ig:agencyType type:nhs-provider ;'
         ' skos:prefLabel "The Zed and Dale N.H.S. trust"@en .', "", "dots part the letters"),
        ('body:zother a ig:Agency ; ig:agencyType type:nhs-provider ;'
         ' skos:prefLabel "The Zed and Dale trust"@en .', "that name, type and time",
         "case, article, ampersand and status do not tell names apart"),
        ('body:zother a ig:Agency ; ig:agencyType type:nhs-provider ; ig:formerName <urn:f> ;'
         ' skos:prefLabel "Now otherwise"@en . <urn:f> rdfs:label "Zed and Dale NHS Trust"@en ;'
         ' schema:validThrough "2012-03-31"^^xsd:date .', "that name, type and time",
         "a former name in the same years"),
        ('body:zother a ig:Agency ; ig:agencyType type:nhs-provider ; ig:formerName <urn:f> ;'
         ' skos:prefLabel "Now otherwise"@en . <urn:f> rdfs:label "Zed and Dale NHS Trust"@en ;'
         ' schema:validThrough "2009-03-31"^^xsd:date .', "", "a former name before that time"),
        ('body:zother a ig:Agency ; ig:agencyType type:nhs-provider ;'
         ' skos:prefLabel "Zed and Dale Trust"@en ;'
         ' schema:foundingDate "2015-04-01"^^xsd:date .', "", "founded on the day the other ended"),
        ('body:zother a ig:Agency ; ig:agencyType type:nhs-commissioner ;'
         ' skos:prefLabel "NHS Zed and Dale"@en .', "", "of another type: who pays"),
    ],
)  # fmt: skip
def test_bodies_of_two_nodes_and_nodes_of_two_bodies(turtle, words, reason, store: Store) -> None:
    checks = [
        row for row in validate(changed(store, (REPORT, "urn:none"), MADE + turtle, "shared")).rows
        if "two nodes of one body" in str(row[4]) or "a node of two bodies" in str(row[4])
    ]  # fmt: skip
    assert {row[0] for row in checks} == ({"error"} if words else set()), reason
    assert all(words in str(row[4]) for row in checks), reason


def test_batches_of_reports_find_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    faulty = changed(store, (REPORT, f"{IG}sha256"))
    whole = validate(faulty)
    monkeypatch.setattr(validation, "BATCH", 1)
    assert validate(faulty) == whole


def test_info_counts(store: Store) -> None:
    rows = dict(info(store).rows)
    assert rows["reports"] == 9
    assert rows["reports: sif"] == 2
    assert rows["authorities"] == 4
    assert rows["inspections"] == 8
    assert rows["judgements"] == 14
    assert rows["last inspection ended"] == "2026-05-22"
    assert rows["problems: error"] == 1
    assert rows["base"] == BASE == base_iri(store)


def test_info_of_an_empty_store() -> None:
    rows = dict(info(Store()).rows)
    assert rows["reports"] == 0
    assert rows["base"] == ""


def test_words_are_asked_for_unless_the_graph_is_published_without(store: Store) -> None:
    exact = "http://www.w3.org/ns/oa#exact"
    finding = NamedNode(f"{BASE}report/westvale-2016/finding/ee11ee11ee11-1")
    bare = changed(store, (finding, exact))
    assert {row[3] for row in validate(bare).rows} == {"oa:exact"}
    assert validate(bare, quotes=False).rows == ()
