"""Clients that people use, and the whole catalogue asked over HTTP."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from inspectgraph.queries.named.folders import load_question, question_names
from inspectgraph.queries.named.parameters import Parameter
from inspectgraph.queries.named.run import run
from inspectgraph.queries.source.endpoint import Credentials, Endpoint
from inspectgraph.queries.source.local import open_store
from inspectgraph.queries.sparql import run_sparql

KINDS = "SELECT ?r ?k { ?r a ig:Report ; ig:kind ?k } ORDER BY ?r"
PREFIX = "PREFIX ig: <https://w3id.org/inspectgraph/ontology#>\n"
VALUES = {
    "min-confidence": ["0.7"],
    "authority": ["Norchester"],
    "theme": ["early-help"],
    "kind": ["ilacs"],
    "since": ["2014"],
    "until": ["2023-12"],
    "region": ["north west"],
    "aspect": ["overall"],
    "grade": ["inadequate"],
    "severity": ["warning"],
    "code": ["IG-501"],
    "subject": ["council"],
    "agency": ["Family Court Service"],
    "agency-type": ["cafcass"],
    "type": ["police"],
    "timescale": ["immediate"],
    "section": ["safeguarding"],
    "at-least": ["2"],
}


SAMPLES: dict[str, list[str]] = {"authority": ["Kelderby"], "region": [], "agency": []}


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture(params=["invented", "samples"])
def graph(request: pytest.FixtureRequest):
    """A server over an invented graph, and one over that of the sample reports."""
    fixture = {"invented": "server", "samples": "samples_server"}[request.param]
    return request.param, request.getfixturevalue(fixture)


@pytest.mark.parametrize("name", question_names())
def test_rows_of_the_catalogue_are_equal_here_and_there(name: str, graph) -> None:
    which, server = graph
    store, asked = open_store(server.store), Endpoint(server.url, 60, Credentials())
    question = load_question(name)
    needed = {one.name: value(one, which) for one in question.parameters if one.required}
    givens = [needed]
    for one in question.parameters:
        if value(one, which):
            givens.append({**needed, one.name: value(one, which)})
    for given in givens:
        assert run(asked, question, given) == run(store, question, given), given


def value(parameter: Parameter, graph: str) -> list[str]:
    """A value of a parameter that fits the graph; none where it has nothing of the kind."""
    if parameter.choices:
        return [parameter.choices[-1]]
    if graph == "samples" and parameter.name in SAMPLES:
        return SAMPLES[parameter.name]
    return VALUES[parameter.name]


def test_most_of_the_catalogue_has_rows_to_compare(graph) -> None:
    which, server = graph
    store = open_store(server.store)
    questions = map(load_question, question_names())
    free = [one for one in questions if not any(p.required for p in one.parameters)]
    filled = [one.name for one in free if run(store, one, {}).rows]
    assert len(filled) > len(free) // 3, (which, filled)


def test_our_own_client_gets_triples_and_truths(server) -> None:
    store, asked = open_store(server.store), Endpoint(server.url, 60, Credentials())
    for text in (
        "ASK { ?r a ig:Report }",
        "ASK { ?r a ig:Nothing }",
        "CONSTRUCT { ?r ig:kind ?k } WHERE { ?r a ig:Report ; ig:kind ?k }",
        KINDS,
    ):
        assert run_sparql(asked, text) == run_sparql(store, text), text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper(method: str, server) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="pip install SPARQLWrapper")
    client = wrapper.SPARQLWrapper(server.url)
    client.setMethod(method)
    client.setQuery(PREFIX + KINDS)
    reports = sorted(row["r"] for row in server.rows(KINDS))
    client.setReturnFormat(wrapper.JSON)
    bindings = client.queryAndConvert()["results"]["bindings"]
    assert sorted(row["r"]["value"] for row in bindings) == reports
    client.setReturnFormat(wrapper.XML)
    assert client.queryAndConvert().toxml().count("<result>") == len(reports)
    client.setReturnFormat(wrapper.CSV)
    assert client.queryAndConvert().count(b"\n") == len(reports) + 1
    client.setQuery(PREFIX + "CONSTRUCT { ?r ig:kind ?k } WHERE { ?r a ig:Report ; ig:kind ?k }")
    client.setReturnFormat(wrapper.RDFXML)
    assert len(client.queryAndConvert()) == len(reports)
    client.setQuery(PREFIX + "SELECT nonsense")
    client.setReturnFormat(wrapper.JSON)
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed):
        client.query()


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_sparqlstore(method: str, form: str, server) -> None:
    from rdflib import RDF, Graph, URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(server.url, method=method, returnFormat=form))
    reports = {row["r"] for row in server.rows(KINDS)}
    rows = graph.query(PREFIX + KINDS)
    assert {str(row[0]) for row in rows} == reports
    report = URIRef("https://w3id.org/inspectgraph/ontology#Report")
    assert {str(subject) for subject in graph.subjects(RDF.type, report)} == reports
    assert bool(graph.query(PREFIX + "ASK { ?r a ig:Report }").askAnswer)


def test_curl(server) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("no curl: apt-get install curl")
    quiet = [curl, "--silent", "--show-error", "--noproxy", "*", "--fail-with-body"]

    def said(*options: str) -> str:
        done = subprocess.run(
            [*quiet, *options, server.url], capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout

    by_get = said("--get", "--data-urlencode", f"query={KINDS}")
    assert by_get == said("--data-urlencode", f"query={KINDS}")
    assert by_get == said("--data-binary", KINDS, "-H", "Content-Type: application/sparql-query")
    lines = said("--data-urlencode", f"query={KINDS}", "-H", "Accept: text/csv").splitlines()
    assert lines[0] == "r,k"
    assert len(lines) == len(server.rows(KINDS)) + 1
    with pytest.raises(subprocess.CalledProcessError) as caught:
        said("--data-urlencode", "query=DROP ALL")
    assert "DROP would change the store" in caught.value.stdout
