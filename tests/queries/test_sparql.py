"""SPARQL that users type: what reads is run, what writes or reaches out is not."""

from __future__ import annotations

import pytest
from inspectgraph.ontology.errors import BadSparql
from inspectgraph.queries.named.answer import Answer
from inspectgraph.queries.sparql import check_sparql, run_sparql, triple_rows
from pyoxigraph import Store


@pytest.mark.parametrize(
    ("sparql", "reason"),
    [
        ("SELECT * { SERVICE <http://e.org> { ?s ?p ?o } }", "plain"),
        ("select * { service silent <http://e.org> {} }", "lower case"),
        ("SELECT * { ?s ?p trueSERVICE<http://e.org>{} }", "the engine needs no blank"),
        ("PREFIX : <x:y> SELECT * { SERVICE:x {} }", "glued to a prefixed name"),
        ("SELECT * { SERV\\u0049CE <http://e.org> {} }", "an escaped letter"),
        ("SELECT * { FILTER(1<2)SERVICE#>\n<http://e.org> {} }", "less-than, taken for an IRI"),
        ("SELECT * { FILTER(1<'a>')SERVICE<http://e.org>{}#'\n}", "an IRI that opens a string"),
        (
            "PREFIX e: <x:> SELECT * {FILTER(1<e:a#>'''\n)SERVICE<http://e.org>{} #'''\n}",
            "a comment that opens a long string",
        ),
        ("SELECT * { ?s <http://a.org/\\u0041'> ?o . SERVICE <http://e.org> {} #'\n}", "escape"),
        ("PREFIX e: <x:> SELECT * { ?s e:a\\# ?o . SERVICE <http://e.org> {} }", "no comment"),
        ("PREFIX e: <x:> SELECT * { ?s e:a\\' ?o . SERVICE <http://e.org> {} #'\n}", "no string"),
        ("INSERT DATA { <a:b> <a:c> <a:d> }", "an update"),
        ("PREFIX x: <http://e.org/#> LOAD <http://e.org/data.ttl>", "an update"),
        ("# hello\nDROP ALL", "an update"),
        ("WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "an update"),
    ],
)
def test_what_writes_or_reaches_out_is_refused(sparql, reason, store: Store) -> None:
    before = len(store)
    with pytest.raises(BadSparql, match="not run"):
        run_sparql(store, sparql)
    assert len(store) == before, reason


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT * { ?service <http://e.org/service#a> "SERVICE <http://e.org>" } # SERVICE',
        'PREFIX i: <http://e.org/i#> SELECT * { ?s i:service "children\'s services" }',
        "SELECT * { ?s ?p '''a 'service' b''' FILTER(?s < 3 && ?p > 4) }",
        'ASK { ?s ?p "a"@en-service }',
        "SELECT ?insert { ?insert ?load ?drop }",
    ],
)
def test_the_word_alone_is_no_reason(sparql: str) -> None:
    check_sparql(sparql)


def test_forms_of_answers(store: Store) -> None:
    ask = run_sparql(store, "ASK { ?r a ig:Report }")
    assert ask == Answer(("answer",), ((True,),))
    rows = run_sparql(store, "SELECT ?n ?none { VALUES ?n { 1 2.5 true 'x' } }")
    assert rows == Answer(("n", "none"), ((1, None), (2.5, None), (True, None), ("x", None)))
    triples = run_sparql(store, "CONSTRUCT { ?r a ig:Thing } WHERE { ?r a ig:Report }")
    assert isinstance(triples, list)
    assert len(triples) == 9
    assert triple_rows(triples).rows[0][2] == "https://w3id.org/inspectgraph/ontology#Thing"


def test_a_query_in_vain_says_where(store: Store) -> None:
    with pytest.raises(BadSparql, match="line 2, column 6"):
        run_sparql(store, "SELECT * {\n ?s }")
