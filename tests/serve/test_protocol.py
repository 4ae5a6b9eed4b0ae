"""The SPARQL 1.1 Protocol over HTTP: what is answered, how, and what is refused."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
KINDS = "SELECT ?r ?k { ?r a ig:Report ; ig:kind ?k } ORDER BY ?r"
SD = "http://www.w3.org/ns/sparql-service-description#"


def test_get_and_both_kinds_of_post_give_the_same(server) -> None:
    by_get = server.get(query=KINDS)
    by_form = server.post(urlencode({"query": KINDS}).encode(), f"{FORM}; charset=UTF-8")
    direct = server.post(KINDS.encode(), QUERY)
    assert by_get.status == by_form.status == direct.status == 200
    assert by_get.text == by_form.text == direct.text
    assert len(json.loads(by_get.text)["results"]["bindings"]) > 1


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
        ("text/html, */*;q=0.1", "application/sparql-results+json"),
        ("application/json", "application/json"),
    ],
)
def test_rows_come_in_the_format_that_is_liked_best(accept: str, media_type: str, server) -> None:
    got = server.get(headers={"Accept": accept}, query=KINDS)
    assert (got.status, got.media_type) == (200, media_type)


@pytest.mark.parametrize(
    "form", [QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.TSV]
)
def test_terms_survive_every_format(form: QueryResultsFormat, server) -> None:
    query = (
        'SELECT ?a ?b ?c ?d { VALUES (?a ?b ?c ?d) { ("a\\t\\"<&>\\n\\\\é" "x"@en 7 UNDEF) '
        '(<http://example.org/x> true 1.50 "2020-01-01"^^xsd:date) } }'
    )
    got = server.get(headers={"Accept": form.media_type}, query=query)
    found = parse_query_results(got.text.encode(), form)
    from pyoxigraph import Store

    xsd = {"xsd": "http://www.w3.org/2001/XMLSchema#"}
    wanted = Store().query(query, prefixes=xsd)
    assert isinstance(found, QuerySolutions)
    assert isinstance(wanted, QuerySolutions)
    assert [tuple(row) for row in found] == [tuple(row) for row in wanted]


def test_csv_holds_no_formula(server) -> None:
    got = server.get(headers={"Accept": "text/csv"}, query='SELECT ("=1+1" AS ?x) {}')
    assert got.text == "x\n'=1+1\n"


@pytest.mark.parametrize(
    "form", [RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML, RdfFormat.JSON_LD]
)
def test_triples_come_in_every_format(form: RdfFormat, server) -> None:
    query = "CONSTRUCT { ?r ig:kind ?k } WHERE { ?r a ig:Report ; ig:kind ?k }"
    got = server.get(headers={"Accept": form.media_type}, query=query)
    assert (got.status, got.media_type) == (200, form.media_type)
    assert len(list(parse(got.text.encode(), form))) == len(server.rows(KINDS))


def test_yes_and_no(server) -> None:
    assert json.loads(server.get(query="ASK { ?r a ig:Report }").text)["boolean"] is True
    assert json.loads(server.get(query="ASK { ?r a ig:Nothing }").text)["boolean"] is False


def test_a_format_that_is_not_made_is_told(server) -> None:
    assert server.get(headers={"Accept": "image/png"}, query=KINDS).status == 406
    assert server.get(headers={"Accept": "text/turtle"}, query=KINDS).status == 406
    assert server.get(headers={"Accept": "text/csv;q=0"}, query=KINDS).status == 406


@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.RDF_XML])
def test_it_describes_itself(form: RdfFormat, server) -> None:
    got = server.get(headers={"Accept": form.media_type})
    assert (got.status, got.media_type) == (200, form.media_type)
    told = {
        (quad.predicate.value.removeprefix(SD), getattr(quad.object, "value", ""))
        for quad in parse(got.text.encode(), form)
    }
    assert ("endpoint", server.url) in told
    assert ("supportedLanguage", f"{SD}SPARQL11Query") in told
    assert ("feature", f"{SD}UnionDefaultGraph") in told


def test_the_dataset_can_be_named_in_the_query_and_in_the_request(server) -> None:
    count = "SELECT (COUNT(*) AS ?n) %s { ?s ?p ?o }"
    graph = server.rows("SELECT ?g { GRAPH ?g { ?r a ig:Report } } ORDER BY ?g LIMIT 1")[0]["g"]
    inside = server.rows(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    assert int(inside[0]["n"]) < int(server.rows(count % "")[0]["n"])
    assert server.rows(count % f"FROM <{graph}>") == inside
    fields = {"query": count % "", "default-graph-uri": graph}
    by_get = server.get(**fields)
    by_form = server.post(urlencode(fields).encode(), FORM)
    direct = server.post((count % "").encode(), QUERY, f"?default-graph-uri={graph}")
    assert f'"value": "{inside[0]["n"]}"' in by_get.text
    assert by_get.text == by_form.text == direct.text
    named = {"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": graph}
    assert server.get(**named).text.count('"uri"') == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("LOAD <http://127.0.0.1:9/>", "LOAD"),
        ("LOAD <file:///etc/passwd>", "LOAD"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT"),
        ("DROP ALL", "DROP"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "file"),
        ("SELECT * FROM NAMED <FILE:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }", "file"),
        ("BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }", "file"),
        ("PREFIX f: <file:///etc/> SELECT * FROM f:passwd { ?s ?p ?o }", "file"),
        ("SELECT * FROM <\\u0066ile:///etc/passwd> { ?s ?p ?o }", "file"),
        ("SELECT nonsense", "syntax error in line 1"),
        ("", "syntax error"),
    ],
)
def test_what_would_write_or_reach_out_is_refused(query: str, said: str, server) -> None:
    got = server.get(query=query)
    assert (got.status, got.media_type) == (400, "text/plain")
    assert said in got.text


def test_a_dataset_that_is_a_file_or_no_iri_is_refused(server) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        for graph in ("file:///etc/passwd", "no iri"):
            assert server.get(query=KINDS, **{name: graph}).status == 400, graph


def test_updates_are_refused_whatever_their_way(server) -> None:
    update = "INSERT DATA { <http://example.org/a> <http://example.org/b> 1 }"
    before = server.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert server.post(urlencode({"update": update}).encode(), FORM).status == 403
    assert server.post(update.encode(), "application/sparql-update").status == 403
    assert server.post(update.encode(), QUERY).status == 400
    assert server.get(update=update).status == 403
    for method in ("PUT", "DELETE", "PATCH"):
        assert server.post(b"", "text/turtle", method=method).status == 405
    assert server.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == before


def test_requests_that_are_wrong_are_told(server) -> None:
    twice = urlencode([("query", KINDS), ("query", KINDS)]).encode()
    assert server.post(twice, FORM).status == 400
    assert server.post(b"query=%ff", FORM).status == 400
    assert server.post(b"\xff", QUERY).status == 400
    assert server.post(b"", FORM).status == 400
    assert server.post(KINDS.encode(), "text/plain").status == 415
    assert server.post(b"#" * (1 << 20) + KINDS.encode(), QUERY).status == 413


def test_an_answer_over_the_row_limit_is_an_error(server) -> None:
    for query in (
        "SELECT * { ?a ?b ?c . ?d ?e ?f }",
        "CONSTRUCT { [] ?b ?c } WHERE { ?a ?b ?c . ?d ?e ?f }",
    ):
        got = server.get(query=query)
        assert got.status == 422
        assert "more than 20,000" in got.text
    assert len(server.rows("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000")) == 20_000
