"""Named queries: expected answers, and the same rows in pyoxigraph and in rdflib."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from inspectgraph.queries.export import TABLES
from inspectgraph.queries.parameters import TYPES, bindings_of
from inspectgraph.queries.runner import (
    CATALOGUE,
    Question,
    load_question,
    question_names,
    read_question,
    run,
    run_bound,
    to_rows,
)
from inspectgraph.queries.store import MARKER, bind, select, with_prefixes
from inspectgraph.queries.validate import CHECKS
from pyoxigraph import Literal, NamedNode, Store
from rdflib import Graph, URIRef
from rdflib.term import Node

ALL = [(folder, name) for folder in (CATALOGUE, TABLES, CHECKS) for name in question_names(folder)]
NEEDED = {"judgement-history": {"authority": ["Westvale"]}}
PARAMETERS = {
    "authority": ["Norchester", "Westvale"],
    "aspect": ["overall"],
    "kind": ["sif", "ilacs"],
    "since": ["2014"],
    "until": ["2023-12"],
    "region": ["north west"],
    "grade": ["inadequate"],
    "severity": ["warning"],
    "code": ["IG-501"],
}


def as_pyoxigraph(term: Node | None) -> NamedNode | Literal | None:
    if term is None:
        return None
    if isinstance(term, URIRef):
        return NamedNode(str(term))
    datatype = getattr(term, "datatype", None)
    return Literal(str(term), datatype=NamedNode(str(datatype)) if datatype else None)


def rows_of_rdflib(graph: Graph, question: Question, sparql: str) -> object:
    rows: Iterator[tuple[Node | None, ...]] = iter(graph.query(with_prefixes(sparql)))
    return to_rows(question, [[as_pyoxigraph(term) for term in row] for row in rows])


def test_all_queries_are_found() -> None:
    assert len(ALL) >= 16  # a filter gone wrong must not pass for success


@pytest.mark.parametrize(("folder", "name"), ALL, ids=lambda value: getattr(value, "stem", value))
def test_rows_are_equal_in_pyoxigraph_and_rdflib(folder, name, store: Store, flat: Graph) -> None:
    question = read_question(folder / f"{name}.rq")
    bindings = bindings_of(store, question.parameters, NEEDED.get(name, {}))
    assert run_bound(store, question, bindings) == rows_of_rdflib(
        flat, question, bind(question.text, bindings)
    )


@pytest.mark.parametrize("name", question_names())
def test_rows_are_equal_with_every_parameter_given(name, store: Store, flat: Graph) -> None:
    question = load_question(name)
    for parameter in question.parameters:
        given = {**NEEDED.get(name, {}), parameter.name: PARAMETERS[parameter.name]}
        if parameter.single:
            given[parameter.name] = given[parameter.name][:1]
        bindings = bindings_of(store, question.parameters, given)
        assert run_bound(store, question, bindings) == rows_of_rdflib(
            flat, question, bind(question.text, bindings)
        )


@pytest.mark.parametrize(("folder", "name"), ALL, ids=lambda value: getattr(value, "stem", value))
def test_headers_tell_the_truth(folder, name, store: Store) -> None:
    question = read_question(folder / f"{name}.rq")
    variables = select(store, question.text).variables
    assert tuple(variable.value for variable in variables) == question.columns
    assert all(parameter.kind in TYPES for parameter in question.parameters)
    assert all(f"?{parameter.variable}" in question.text for parameter in question.parameters)
    assert (MARKER in question.text) == bool(question.parameters)
    assert "GRAPH" not in question.text
    assert "ORDER BY" in question.text


@pytest.mark.parametrize("name", question_names())
def test_catalogue_queries_are_documented(name) -> None:
    question = load_question(name)
    assert question.title != name
    assert question.description
    assert all(parameter.description for parameter in question.parameters)
    assert question.examples
    assert all(f"query {name}" in example for example in question.examples)


@pytest.mark.parametrize(
    ("name", "given", "columns", "expected", "reason"),
    [
        (
            "latest-judgements",
            {},
            ("authority", "grade", "inspection_end"),
            [
                ("Norchester County Council", "not given", "2026-05-22"),
                ("Westvale Council", "good", "2022-09-16"),
                ("Westvale County Council", "inadequate", "2016-06-30"),
                ("Zedland", "good", None),
            ],
            "no overall grade since 2026, not the old one; JTAI and SEND do not count",
        ),
        (
            "latest-judgements",
            {"aspect": ["adoption"]},
            ("authority", "grade", "kind"),
            [
                ("Norchester County Council", "good", "sif"),
                ("Westvale County Council", "not given", "sif"),
            ],
            "only kinds that grade adoption count",
        ),
        (
            "inadequate",
            {},
            ("authority", "times", "inspections", "authorities"),
            [("Norchester County Council", 1, 2, 4), ("Westvale County Council", 1, 1, 4)],
            "a report and its summary are one inspection",
        ),
        (
            "inadequate",
            {"since": ["2016"]},
            ("authority", "times", "inspections", "authorities"),
            [("Westvale County Council", 1, 1, 2)],
            "the denominator is of the same years; the undated report is in neither",
        ),
        (
            "judgement-history",
            {"authority": ["Westvale"], "aspect": ["overall"]},
            ("authority", "relation", "grade"),
            [
                ("Westvale County Council", "predecessor", "inadequate"),
                ("Westvale Council", "itself", "good"),
            ],
            "a name that old and new council share means the one that exists",
        ),
        (
            "judgement-history",
            {"authority": ["E99000002"], "aspect": ["overall"]},
            ("authority", "relation", "grade"),
            [
                ("Westvale County Council", "itself", "inadequate"),
                ("Westvale Council", "successor", "good"),
            ],
            "from the old council forward",
        ),
        (
            "judgement-history",
            {"authority": ["Norchester"], "aspect": ["overall"]},
            ("inspection_end", "section", "grade", "source"),
            [
                ("2012-01-20", "looked-after", "good", "norchester-2012.pdf"),
                ("2012-01-20", "safeguarding", "adequate", "norchester-2012.pdf"),
                ("2015-03-26", "", "inadequate", "copy of norchester.pdf"),
            ],
            "the full report and not its summary; the first file name",
        ),
        (
            "judgements",
            {"authority": ["Westvale"], "kind": ["SIF"], "aspect": ["overall"]},
            ("authority", "grade", "page", "source"),
            [("Westvale County Council", "inadequate", 1, "westvale-2016.pdf")],
            "old and new council share the short name; labels name kinds too",
        ),
        (
            "judgements",
            {"authority": ["E99000001"], "since": ["2012-01-20"], "until": ["2012-01-20"]},
            ("section", "aspect", "page", "quote"),
            [
                ("looked-after", "overall", 4, "Overall effectiveness Good"),
                ("safeguarding", "leadership-management", 4, "Leadership and management Good"),
                ("safeguarding", "overall", 4, "Overall effectiveness Adequate"),
            ],
            "a former code; both days count; the first passage of two",
        ),
        (
            "authorities",
            {},
            ("authority", "code", "reports", "inspections", "known"),
            [
                ("Norchester County Council", "E99000009", 5, 4, True),
                ("Westvale Council", "E99000003", 2, 2, True),
                ("Westvale County Council", "E99000002", 1, 1, True),
                ("Zedland", "", 1, 1, False),
            ],
            "the current code; a minted authority has none",
        ),
        (
            "problems",
            {"severity": ["error"]},
            ("code", "source", "report"),
            [("IG-202", "empty.pdf", None)],
            "a file that gave no report",
        ),
        ("undated", {}, ("source",), [("zedland.md",)], "the only one without any date"),
        (
            "reports",
            {"kind": ["send"]},
            ("source", "inspectorates", "judgements"),
            [("westvale-2024-send.pdf", "Care Quality Commission;Ofsted", 1)],
            "several values in one cell, sorted",
        ),
    ],
)
def test_answers(name, given, columns, expected, reason, store: Store) -> None:
    answer = run(store, load_question(name), given)
    places = [answer.columns.index(column) for column in columns]
    assert [tuple(row[place] for place in places) for row in answer.rows] == expected, reason


def test_reports_without_a_date_are_told_apart(store: Store) -> None:
    answer = run(store, load_question("judgements"), {"since": ["2000"]})
    assert "zedland.md" not in {row[8] for row in answer.rows}
    assert answer.notes == (
        "1 report has no date and is left out: zedland.md (`inspectgraph query undated`)",
    )


def test_no_note_where_the_undated_report_is_of_another_authority(store: Store) -> None:
    given = {"since": ["2000"], "authority": ["Norchester"]}
    assert run(store, load_question("judgements"), given).notes == ()
