"""Terms in code and ontology are the same, and importing them costs nothing."""

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from inspectgraph import ontology
from inspectgraph.ontology import terms

HERE = Path(ontology.__file__).parent


def declared() -> set[str]:
    data = (HERE / "schema/inspection.ttl").read_bytes()
    return {
        quad.subject.value
        for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(terms.IG)
    }


def constants() -> set[str]:
    values = [value for name, value in vars(terms).items() if name.isupper()]
    return {value for value in values if isinstance(value, str) and value.startswith(terms.IG)}


def test_code_and_ontology_have_the_same_terms() -> None:
    assert constants() - {terms.IG} == declared()


def test_no_two_constants_name_one_term() -> None:
    values = [v for n, v in vars(terms).items() if n.isupper() and isinstance(v, str)]
    ours = [value for value in values if value.startswith(terms.IG)]
    assert len(ours) == len(set(ours))


@pytest.mark.parametrize(
    ("curie", "iri", "reason"),
    [
        ("ig:Report", "https://w3id.org/inspectgraph/ontology#Report", "hash namespace"),
        ("theme:caf", "https://w3id.org/inspectgraph/theme/caf", "slash namespace"),
        (
            "agencytype:police",
            "https://w3id.org/inspectgraph/agency-type/police",
            "its path differs",
        ),
        ("schema:startDate", "https://schema.org/startDate", "https, as the tables of terms say"),
    ],
)
def test_prefixed_names_go_both_ways(curie: str, iri: str, reason: str) -> None:
    assert terms.expand(curie) == iri, reason
    assert terms.shrink(iri) == curie, reason


def test_a_full_iri_expands_to_itself() -> None:
    assert terms.expand("https://example.org/x") == "https://example.org/x"


@pytest.mark.parametrize("text", ["nope:x", "caf", ""])
def test_an_unknown_prefix_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="unknown prefix"):
        terms.expand(text)


@pytest.mark.parametrize(
    "iri", ["https://example.org/x", terms.ROOT + "id/report/a", terms.IG, terms.THEME + "a/b"]
)
def test_what_is_no_local_name_stays_an_iri(iri: str) -> None:
    assert terms.shrink(iri) == iri


def test_the_prologue_makes_a_query_of_prefixed_names() -> None:
    query = terms.sparql_prologue() + "ASK { ?r a ig:Report ; ig:kind kind:ilacs }"
    assert not bool(ox.Store().query(query))


def test_importing_the_terms_loads_no_rdf_library() -> None:
    code = (
        "import sys, inspectgraph.ontology.terms, inspectgraph.ontology.errors, "
        "inspectgraph.ontology.authorities; "
        "print(*(m for m in ('rdflib', 'pyoxigraph', 'rapidfuzz') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
