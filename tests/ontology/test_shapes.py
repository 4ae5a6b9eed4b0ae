"""The output contract accepts a valid graph, and names the culprit of a broken one."""

from functools import cache
from pathlib import Path

import pyshacl
import pytest
import rdflib
from inspectgraph import ontology
from inspectgraph.ontology import terms

HERE = Path(ontology.__file__).parent
PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in terms.PREFIXES.items())
PREFIXES += "@prefix x: <https://example.org/> .\n"

REPORT = f"""
x:report a ig:Report, prov:Entity ; dcterms:title "Inspection of Exampleshire"@en ;
    ig:kind kind:ilacs ; ig:area x:council ; ig:reportsOn x:inspection ;
    dcterms:issued "2020-03-01"^^xsd:date ;
    schema:startDate "2020-01-06"^^xsd:date ; schema:endDate "2020-01-10"^^xsd:date ;
    ig:leadInspector x:person ; ig:inspectorate body:ofsted ; ig:fileName "a.pdf", "b.pdf" ;
    ig:sha256 "{"0a" * 32}" ; ig:pages 12 ; ig:fingerprint "f" .
"""
INSPECTION = """
x:inspection a ig:Inspection, prov:Activity ; rdfs:label "Exampleshire, January 2020"@en ;
    ig:area x:council ; ig:kind kind:ilacs ; ig:countsAs x:inspection ;
    schema:startDate "2020-01-06"^^xsd:date ; schema:endDate "2020-01-10"^^xsd:date .
"""
JUDGEMENT = """
x:judgement a ig:Judgement ; ig:statedIn x:report ; ig:inspection x:inspection ;
    ig:area x:council ; ig:aspect aspect:overall ; ig:grade grade:good ;
    ig:aspectAsPrinted "Overall effectiveness" ; ig:gradeAsPrinted "Good" ;
    ig:evidence x:passage ; ig:confidence 1.0 ; ig:rule "table" .
"""
PASSAGE = """
x:passage a ig:Passage ; oa:hasSource x:report ; oa:exact "Overall effectiveness Good" ;
    oa:start 10 ; oa:end 36 ; ig:page 1 ; ig:ordinal 2 .
"""
PROBLEM = """
x:problem a ig:Problem ; ig:problemCode "IG-501" ; ig:message "table and body differ" ;
    ig:severity "warning" ; ig:fileName "a.pdf" ; ig:statedIn x:report .
"""
AUTHORITY = """
x:council a ig:Authority, org:FormalOrganization ; skos:prefLabel "Exampleshire Council"@en ;
    ig:minted true .
x:person a ig:Inspector, prov:Agent ; foaf:name "A. Nother" .
"""
VALID = REPORT + INSPECTION + JUDGEMENT + PASSAGE + PROBLEM + AUTHORITY


@cache
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(HERE / "schema/shapes.ttl", format="turtle")


def results(turtle: str) -> list[tuple[str, str]]:
    """(focus node, message) of each result."""
    data = rdflib.Graph().parse(data=PREFIXES + turtle, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes())
    assert isinstance(report, rdflib.Graph)
    sh = rdflib.Namespace(terms.SH)
    return [
        (str(report.value(r, sh.focusNode)), str(report.value(r, sh.resultMessage)))
        for r in report.subjects(rdflib.RDF.type, sh.ValidationResult)
    ]


def test_the_shapes_are_valid_shacl() -> None:
    data = rdflib.Graph().parse(data=PREFIXES + VALID, format="turtle")
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes(), meta_shacl=True)
    assert conforms, text


def test_a_valid_graph_passes() -> None:
    assert results(VALID) == []


@pytest.mark.parametrize(
    ("old", "new", "culprit", "message"),
    [
        ('dcterms:title "Inspection of Exampleshire"@en ;', "", "report", "one title"),
        (
            "kind:ilacs ; ig:area x:council ; ig:reportsOn",
            "x:k ; ig:area x:council ; ig:reportsOn",
            "report",
            "one kind",
        ),
        ("ig:area x:council ; ig:reportsOn", "ig:reportsOn", "report", "authority of this report"),
        ('"2020-03-01"^^xsd:date', '"1 March 2020"', "report", "day of publication"),
        ('ig:fileName "a.pdf", "b.pdf" ;', "", "report", "name of each file"),
        ("0a0a0a", "XYZ", "report", "SHA-256"),
        ("ig:pages 12", "ig:pages 0", "report", "number of pages"),
        ("body:ofsted", "x:ofsted", "report", "inspectorate"),
        ("ig:Report, prov:Entity", "ig:Report", "report", "prov:Entity"),
        ('ig:fingerprint "f"', 'ig:fingerprint "f", "g"', "report", "one fingerprint"),
        ('rdfs:label "Exampleshire, January 2020"@en ;', "", "inspection", "one label"),
        (
            "ig:countsAs x:inspection ;",
            "ig:countsAs x:inspection, x:report ;",
            "inspection",
            "counts as at most one",
        ),
        ("prov:Activity", "prov:Thing", "inspection", "prov:Activity"),
        ("ig:statedIn x:report ; ig:inspection", "ig:inspection", "judgement", "one report"),
        ("aspect:overall", "x:overall", "judgement", "one aspect"),
        ("grade:good ;", "grade:good, grade:inadequate ;", "judgement", "one grade"),
        ("ig:evidence x:passage ;", "", "judgement", "has evidence"),
        ("ig:confidence 1.0", "ig:confidence 1.2", "judgement", "confidence"),
        ('ig:gradeAsPrinted "Good" ;', "", "judgement", "as printed"),
        ('; ig:rule "table"', "", "judgement", "the rule"),
        ("oa:hasSource x:report ;", "", "passage", "one source"),
        ('oa:exact "Overall effectiveness Good" ;', "", "passage", "exact words"),
        ("oa:end 36", "oa:end 10", "passage", "before its end"),
        ("ig:page 1", "ig:page 0", "passage", "at most one page"),
        ("oa:start 10", 'oa:start "10"', "passage", "one start"),
        ('"IG-501"', '"X1"', "problem", "one code"),
        ('"warning"', '"fatal"', "problem", "severity"),
        ('ig:message "table and body differ" ;', "", "problem", "one message"),
        ("org:FormalOrganization ;", "org:Site ;", "council", "FormalOrganization"),
        ('skos:prefLabel "Exampleshire Council"@en ;', "", "council", "official name"),
        ("ig:minted true", 'dcterms:identifier "Exampleshire"', "council", "GSS code"),
        ('; foaf:name "A. Nother"', "", "person", "one name"),
    ],
)
def test_a_broken_graph_is_refused_by_name(old: str, new: str, culprit: str, message: str) -> None:
    assert old in VALID
    found = results(VALID.replace(old, new, 1))
    assert found, "nothing was found wrong"
    assert {node for node, _ in found} == {"https://example.org/" + culprit}
    assert any(message in text for _, text in found), found


def test_dates_in_the_wrong_order_are_refused_in_report_and_inspection() -> None:
    found = results(VALID.replace('"2020-01-10"', '"2019-01-10"'))
    assert {node for node, _ in found} == {
        "https://example.org/report",
        "https://example.org/inspection",
    }


def test_every_property_shape_has_a_message() -> None:
    sh = rdflib.Namespace(terms.SH)
    properties = set(shapes().objects(None, sh.property))
    assert len(properties) > 40
    assert all(shapes().value(shape, sh.message) for shape in properties)


@pytest.mark.parametrize("name", ["authorities.ttl", "inspectorates.ttl"])
def test_the_reference_data_keep_the_contract(name: str) -> None:
    text = (HERE / "profiles/ofsted/reference" / name).read_text(encoding="utf-8")
    assert results(text) == []
