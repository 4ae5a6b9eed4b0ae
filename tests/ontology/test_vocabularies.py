"""The vocabulary files: they parse everywhere, and every term says what it means."""

import json
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from inspectgraph import ontology
from inspectgraph.ontology import terms

HERE = Path(ontology.__file__).parent
FILES = sorted(path.relative_to(HERE).as_posix() for path in HERE.rglob("*.ttl"))
CONCEPT = rdflib.URIRef(terms.SKOS + "Concept")
SKOS = rdflib.namespace.SKOS
RDFS = rdflib.namespace.RDFS


@cache
def graph(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(HERE / name, format="turtle")


@cache
def codes() -> rdflib.Graph:
    return (
        graph("profiles/ofsted/codes/themes.ttl")
        + graph("profiles/ofsted/codes/judgements.ttl")
        + graph("profiles/ofsted/codes/agency-types.ttl")
    )


def concepts(namespace: str) -> set[str]:
    found = {str(s) for s in codes().subjects(rdflib.RDF.type, CONCEPT)}
    return {iri.removeprefix(namespace) for iri in found if iri.startswith(namespace)}


def test_these_files_are_there() -> None:
    assert FILES == [
        "profiles/ofsted/codes/agency-types.ttl",
        "profiles/ofsted/codes/findings.ttl",
        "profiles/ofsted/codes/judgements.ttl",
        "profiles/ofsted/codes/themes.ttl",
        "profiles/ofsted/reference/authorities.ttl",
        "profiles/ofsted/reference/bodies.ttl",
        "profiles/ofsted/reference/inspectorates.ttl",
        "schema/inspection.ttl",
        "schema/shapes.ttl",
    ]


@pytest.mark.parametrize("name", FILES)
def test_both_parsers_read_the_same_triples(name: str) -> None:
    quads = list(ox.parse((HERE / name).read_bytes(), format=ox.RdfFormat.TURTLE))
    assert len({(q.subject, q.predicate, q.object) for q in quads}) == len(quads)
    assert len(graph(name)) == len(quads)


@pytest.mark.parametrize("name", [name for name in FILES if name != "schema/shapes.ttl"])
def test_no_blank_nodes(name: str) -> None:
    nodes = {node for triple in graph(name) for node in triple}
    assert not [node for node in nodes if isinstance(node, rdflib.BNode)]


def test_every_term_of_the_ontology_is_labelled_and_defined() -> None:
    ours = {s for s in graph("schema/inspection.ttl").subjects() if str(s).startswith(terms.IG)}
    assert len(ours) > 40
    for term in ours:
        assert graph("schema/inspection.ttl").value(term, RDFS.label), term
        assert graph("schema/inspection.ttl").value(term, SKOS.definition), term


def test_the_ontology_says_version_licence_and_creator() -> None:
    header = rdflib.URIRef(terms.ONTOLOGY_GRAPH)
    facts = dict(graph("schema/inspection.ttl").predicate_objects(header))
    for wanted in (rdflib.OWL.versionInfo, rdflib.DCTERMS.license, rdflib.DCTERMS.creator):
        assert wanted in facts


def test_domains_and_ranges_of_our_own_exist() -> None:
    ontology_graph = graph("schema/inspection.ttl")
    used = {*ontology_graph.objects(None, RDFS.domain), *ontology_graph.objects(None, RDFS.range)}
    ours = {term for term in used if str(term).startswith(terms.IG)}
    assert ours
    assert all((term, rdflib.RDF.type, rdflib.OWL.Class) in ontology_graph for term in ours)


def test_every_concept_has_label_notation_definition_and_scheme() -> None:
    found = set(codes().subjects(rdflib.RDF.type, CONCEPT))
    assert len(found) > 120
    for concept in found:
        assert len(list(codes().objects(concept, SKOS.prefLabel))) == 1, concept
        assert codes().value(concept, SKOS.definition), concept
        assert codes().value(concept, SKOS.inScheme), concept
        notation = str(codes().value(concept, SKOS.notation))
        assert str(concept).endswith("/" + notation), concept


def test_broader_and_narrower_agree() -> None:
    themes = graph("profiles/ofsted/codes/themes.ttl")
    broader = set(themes.subject_objects(SKOS.broader))
    narrower = {(child, parent) for parent, child in themes.subject_objects(SKOS.narrower)}
    assert broader == narrower
    assert broader


def test_a_theme_is_either_on_top_or_has_one_broader() -> None:
    themes = graph("profiles/ofsted/codes/themes.ttl")
    for theme in themes.subjects(rdflib.RDF.type, CONCEPT):
        on_top = bool(themes.value(theme, SKOS.topConceptOf))
        assert len(list(themes.objects(theme, SKOS.broader))) == (0 if on_top else 1), theme


def test_no_label_means_two_themes() -> None:
    themes = graph("profiles/ofsted/codes/themes.ttl")
    seen: dict[str, rdflib.term.Node] = {}
    for label in (SKOS.prefLabel, SKOS.altLabel):
        for theme, name in themes.subject_objects(label):
            assert seen.setdefault(str(name).casefold(), theme) == theme, name


@pytest.mark.parametrize(
    ("namespace", "wanted", "reason"),
    [
        (terms.THEME, 66, "one for each row of the list of themes"),
        (terms.ASPECT, 26, "one for each row of the list of aspects"),
        (terms.KIND, 14, "the kinds of report of the design, with other"),
        (terms.GRADE, 9, "five grades, not judged, three outcomes"),
        (terms.AGENCY_TYPE, 15, "the types of the rubric"),
        (terms.SECTION, 2, "safeguarding and looked-after"),
        (terms.POLARITY, 3, "strength, weakness, mixed"),
        (terms.CHANGE, 6, "better, worse, same, and three reasons why not"),
    ],
)
def test_code_lists_are_complete(namespace: str, wanted: int, reason: str) -> None:
    assert len(concepts(namespace)) == wanted, reason


@pytest.mark.parametrize(
    ("scale", "grades"),
    [
        ("to-2013", ["outstanding", "good", "adequate", "inadequate"]),
        ("since-2013", ["outstanding", "good", "requires-improvement", "inadequate"]),
        ("send", ["typically-positive", "inconsistent", "systemic-failings"]),
    ],
)
def test_scales_rank_their_grades_from_the_best(scale: str, grades: list[str]) -> None:
    judgements = graph("profiles/ofsted/codes/judgements.ttl")
    rows = judgements.query(
        "SELECT ?grade WHERE { ?p ig:ofScale ?s ; ig:ofGrade ?grade ; ig:rank ?n } ORDER BY ?n",
        initNs=dict(terms.PREFIXES),
        initBindings={"s": rdflib.URIRef(terms.SCALE + scale)},
    )
    ranked = [str(row[0]).removeprefix(terms.GRADE) for row in rows]  # type: ignore[index]
    assert ranked == grades
    head = judgements.value(rdflib.URIRef(terms.SCALE + scale), SKOS.memberList)
    assert head is not None
    listed = [str(item).removeprefix(terms.GRADE) for item in judgements.items(head)]
    assert listed == grades


def test_kinds_and_scales_that_are_named_exist() -> None:
    judgements = graph("profiles/ofsted/codes/judgements.ttl")
    kinds = {terms.KIND + kind for kind in concepts(terms.KIND)}
    used = judgements.objects(None, rdflib.URIRef(terms.USED_IN_KIND))
    assert {str(kind) for kind in used} <= kinds
    scales = set(judgements.subjects(rdflib.RDF.type, rdflib.URIRef(terms.GRADE_SCALE)))
    assert set(judgements.objects(None, rdflib.URIRef(terms.SCALE_OF))) == scales


def test_the_context_expands_to_terms_of_the_ontology() -> None:
    context = json.loads((HERE / "schema/context.jsonld").read_text(encoding="utf-8"))["@context"]
    data = {
        "@context": context,
        "id": "https://example.org/r",
        "type": "Report",
        "title": "Example",
        "startDate": "2020-01-02",
        "pages": 12,
        "kindOf": "kind:ilacs",
    }
    parsed = rdflib.Graph().parse(data=json.dumps(data), format="json-ld")
    report = rdflib.URIRef("https://example.org/r")
    expected = {
        (rdflib.RDF.type, rdflib.URIRef(terms.REPORT)),
        (rdflib.DCTERMS.title, rdflib.Literal("Example", lang="en")),
        (rdflib.URIRef(terms.START_DATE), rdflib.Literal("2020-01-02", datatype=rdflib.XSD.date)),
        (rdflib.URIRef(terms.PAGES), rdflib.Literal(12)),
        (rdflib.URIRef(terms.KIND_OF), rdflib.URIRef(terms.KIND + "ilacs")),
    }
    assert set(parsed.predicate_objects(report)) == expected


def test_the_context_names_every_term_and_prefix() -> None:
    context = json.loads((HERE / "schema/context.jsonld").read_text(encoding="utf-8"))["@context"]
    ids = {value["@id"] if isinstance(value, dict) else value for value in context.values()}
    ours = {terms.shrink(str(s)) for s in graph("schema/inspection.ttl").subjects()}
    wanted = {name for name in ours if name.startswith("ig:")} - {"ig:negativeLabel"}
    assert wanted <= ids
    assert {name: context[name]["@id"] for name in terms.PREFIXES} == dict(terms.PREFIXES)
