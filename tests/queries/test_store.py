"""Opening the store, and binding values that try to be syntax."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspectgraph.ontology.errors import BadParameter, BadSparql, StoreError, StoreMissing
from inspectgraph.queries.source.local import (
    bind,
    iri,
    open_store,
    query,
    select,
    term_text,
    with_prefixes,
)
from pyoxigraph import Literal, NamedNode, Store
from rdflib import Graph

ECHO = "SELECT ?value WHERE {\n  #PARAMETERS\n}"
TRICKS = [
    '"',
    '\\"',
    "\\u0022",
    "\\\\u0022",
    "\\U00000022",
    "}} DROP ALL",
    '"}\n}; DROP ALL #',
    "'''",
]
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@given(texts | st.sampled_from(TRICKS))
def test_a_bound_text_comes_back_as_it_was(text: str) -> None:
    rows = list(select(Store(), ECHO, {"value": [Literal(text)]}))
    assert [row[0] for row in rows] == [Literal(text)]


@given(st.text(st.sampled_from("\\uU0025ab\"'{}\n\t\r #"), max_size=40))
def test_rdflib_reads_the_same_text(text: str) -> None:
    rows = list(Graph().query(bind(ECHO, {"value": [Literal(text)]})))
    assert [str(row[0]) for row in rows] == [text]


@pytest.mark.parametrize(
    "term",
    [
        NamedNode("https://example.org/a#b"),
        Literal("naïve", language="fr"),
        Literal("3", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
    ],
)
def test_terms_of_every_type_come_back(term) -> None:
    assert next(select(Store(), ECHO, {"value": [term]}))[0] == term
    assert term_text(term) == str(term)


def test_several_values_are_alternatives() -> None:
    rows = select(Store(), ECHO, {"value": [Literal("a"), Literal("b")]})
    assert [row[0].value for row in rows] == ["a", "b"]


def test_no_values_leave_the_query_as_it_is() -> None:
    assert bind(ECHO, {"value": []}) == ECHO


def test_a_query_without_a_place_for_values_is_refused() -> None:
    with pytest.raises(BadParameter, match="#PARAMETERS"):
        bind("SELECT * {}", {"value": [Literal("a")]})


@pytest.mark.parametrize("text", ["no scheme", "http://a/ b", "http://a/>", "http://a/{}", ""])
def test_broken_iris_are_refused(text: str) -> None:
    with pytest.raises(BadParameter):
        iri(text)


def test_prefixes_are_known_and_lines_stay_true(store: Store) -> None:
    assert list(select(store, "SELECT ?r { ?r a ig:Report }"))
    with pytest.raises(BadSparql, match="line 2, column"):
        query(store, "SELECT ?r {\n ?r ?p }")


def test_only_missing_prefixes_are_added() -> None:
    text = with_prefixes("PREFIX ig: <x:> SELECT * { ?s a ig:A ; skos:prefLabel ?o }")
    assert text.startswith("PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX ig: <x:>")


def test_the_default_graph_is_the_union_of_all_graphs(store: Store) -> None:
    rows = select(store, "SELECT ?l { ?r a ig:Report ; ig:area ?a . ?a skos:prefLabel ?l }")
    assert len(list(rows)) == 9


def test_a_missing_store_says_how_to_make_one(tmp_path) -> None:
    for path in (tmp_path / "none.db", tmp_path):
        with pytest.raises(StoreMissing) as caught:
            open_store(path)
        assert "inspectgraph build" in caught.value.cure


def test_a_damaged_store_is_an_error_of_its_own(tmp_path) -> None:
    (tmp_path / "current").mkdir()
    (tmp_path / "current" / "CURRENT").write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path)
    assert "inspectgraph build" in caught.value.cure


def test_a_build_killed_while_it_swaps_leaves_the_last_store(folder, tmp_path) -> None:
    (tmp_path / "previous").symlink_to(folder / "current")
    assert len(open_store(tmp_path)) > 0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "{ #PARAMETERS\n\n FILTER(1)\n}"),
        ({"a": [Literal("x")]}, '{ VALUES ?a { "x" }\n ?s ?p ?a\n\n}'),
    ],
)
def test_conditional_lines_count_where_their_variable_is_bound(given, expected) -> None:
    text = "{ #PARAMETERS\n #IF ?a ?s ?p ?a\n #UNLESS ?a FILTER(1)\n}"
    bound = bind(text, given)
    assert bound == expected
    assert bind(bound, {}) == bound  # shown, and run again as free SPARQL


RUNAWAY = """
import sys, time
from inspectgraph.queries.source.local import query, time_limit
from pyoxigraph import Store
store = Store()
store.update("INSERT DATA { " + " ".join(f"<x:{n}> <x:p> {n} ." for n in range(400)) + " }")
say = lambda error: print(error.message, file=sys.stderr)
with time_limit(float(sys.argv[1]), say):
    print("half an answer")
    rows = list(query(store, sys.argv[2]))
    print("all of it", len(rows))
"""


@pytest.mark.parametrize(
    ("seconds", "sparql", "code", "said"),
    [
        (
            "0.5",
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c<?f+?i) }",
            1,
            "",
        ),
        ("60", "SELECT ?a { ?a ?b 7 }", 0, "half an answer\nall of it 1\n"),
    ],
)
def test_a_time_limit_ends_the_process(seconds, sparql, code, said) -> None:
    command = [sys.executable, "-c", RUNAWAY, seconds, sparql]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == code
    assert done.stdout == said, "never half of it"
    assert ("no answer within 0.5 s" in done.stderr) == bool(code)
