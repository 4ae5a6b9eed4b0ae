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
from pyoxigraph import Literal, NamedNode, RdfFormat, Store
from rdflib import Graph, URIRef
from rdflib.term import Node

ALL = [(folder, name) for folder in (CATALOGUE, TABLES, CHECKS) for name in question_names(folder)]
NEEDED = {
    "judgement-history": {"authority": ["Westvale"]},
    "theme-history": {"authority": ["Westvale"], "theme": ["caf"]},
    "theme-quotes": {"authority": ["Westvale"], "theme": ["caf"]},
    "weak-authorities": {"theme": ["early-help"]},
    "strong-authorities": {"theme": ["early-help"]},
}
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
    "theme": ["early-help", "supervision"],
    "subject": ["council", "board"],
    "agency": ["Family Court Service", "Norchester Police"],
    "agency-type": ["nhs-provider", "cafcass"],
    "type": ["police", "cafcass"],
    "timescale": ["immediate", "other"],
    "section": ["safeguarding"],
    "at-least": ["2"],
}
NORCHESTER = ("Norchester County Council", "norchester-2012.pdf", "copy of norchester.pdf")
WESTVALE = (
    "Westvale County Council",
    "westvale-2016.pdf",
    "Westvale Council",
    "westvale-2022.docx",
)


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
        (
            "weaknesses",
            {"theme": ["caf"]},
            ("authority", "polarity", "paragraph", "source"),
            [
                ("Norchester County Council", "weakness", "12", "norchester-2012.pdf"),
                ("Norchester County Council", "mixed", "14", "norchester-2012.pdf"),
                ("Westvale County Council", "weakness", "8", "westvale-2016.pdf"),
                ("Zedland", "weakness", None, "zedland.md"),
            ],
            "the weak half of a mixed finding, not the strong half; not what was put right",
        ),
        (
            "weaknesses",
            {"theme": ["Early help"], "authority": ["Norchester"]},
            ("inspection_end", "polarity", "themes", "source"),
            [
                ("2012-01-20", "weakness", "caf", "norchester-2012.pdf"),
                ("2012-01-20", "mixed", "caf;early-help", "norchester-2012.pdf"),
                ("2015-03-26", "weakness", "thresholds", "copy of norchester.pdf"),
                ("2015-03-26", "weakness", "early-help", "norchester-2015-summary.txt"),
            ],
            "narrower themes count; a finding of two of them is one row",
        ),
        (
            "weaknesses",
            {"agency": ["FCS"]},
            ("subject", "quote"),
            [("board", "The Family Court Service rarely attends the board.")],
            "an agency by a usual name",
        ),
        (
            "weaknesses",
            {"agency": ["Westvale and Dale NHS Foundation Trust"]},
            ("authority", "quote"),
            [
                ("Westvale Council", "The trust and the council do not plan together."),
                ("Westvale County Council", "Managers do not oversee work."),
            ],
            "a trust stands for its predecessor too",
        ),
        (
            "weaknesses",
            {"subject": ["board"]},
            ("paragraph", "subject"),
            [("20", "board")],
            "weaknesses of others are not the council's",
        ),
        (
            "strengths",
            {"theme": ["caf"]},
            ("authority", "polarity", "status", "paragraph"),
            [
                ("Norchester County Council", "strength", "resolved", "15"),
                ("Norchester County Council", "mixed", "", "32"),
                ("Westvale Council", "strength", "", None),
                ("Westvale County Council", "strength", "", "10"),
            ],
            "what was put right is a strength, marked; the strong half of a mixed finding",
        ),
        (
            "weak-authorities",
            {"theme": ["early-help"]},
            ("authority", "inspections_weak", "inspections_read", "findings", "first", "last"),
            [
                ("Norchester County Council", 2, 4, 4, "2012-01-20", "2015-03-26"),
                ("Westvale County Council", 1, 1, 1, "2016-06-30", "2016-06-30"),
                ("Zedland", 1, 1, 1, "", ""),
            ],
            "a report and its summary are one inspection; the undated one has no day",
        ),
        (
            "weak-authorities",
            {"theme": ["early-help"], "since": ["2013"]},
            ("authority", "inspections_weak", "inspections_read"),
            [("Norchester County Council", 1, 3), ("Westvale County Council", 1, 1)],
            "the denominator is of the same years",
        ),
        (
            "strong-authorities",
            {"theme": ["caf"], "region": ["North West"]},
            ("authority", "inspections_strong", "inspections_read"),
            [("Westvale Council", 1, 2), ("Westvale County Council", 1, 1)],
            "in one region",
        ),
        (
            "theme-history",
            {"theme": ["caf"], "authority": ["Westvale"]},
            ("inspection_end", "relation", "strengths", "weaknesses", "mixed", "source"),
            [
                ("2016-06-30", "predecessor", 1, 1, 0, "westvale-2016.pdf"),
                ("2022-09-16", "itself", 1, 0, 0, "westvale-2022.docx"),
                ("2024-03-08", "itself", 0, 0, 0, "westvale-2024-send.pdf"),
            ],
            "the predecessor, labelled; an inspection that says nothing of it",
        ),
        (
            "theme-history",
            {"theme": ["early-help"], "authority": ["Norchester"]},
            ("kind", "strengths", "weaknesses", "mixed", "recommendations"),
            [
                ("slac", 3, 2, 0, 1),
                ("sif", 1, 1, 0, 1),
                ("summary", 0, 1, 0, 0),
                ("jtai", 0, 0, 0, 0),
                ("ilacs", 1, 0, 0, 1),
            ],
            "a mixed finding counts by its parts: one strong, one weak",
        ),
        (
            "theme-quotes",
            {"theme": ["caf"], "authority": ["Norchester"]},
            ("polarity", "whole", "status", "paragraph"),
            [
                ("weakness", "weakness", "", "12"),
                ("weakness", "mixed", "", "14"),
                ("strength", "strength", "resolved", "15"),
                ("recommendation", "recommendation", "", "22"),
                ("strength", "mixed", "", "32"),
                ("recommendation", "recommendation", "", None),
            ],
            "findings and recommendations in order; the part beside the whole",
        ),
        (
            "recommendations",
            {"timescale": ["immediate", "3 months"]},
            ("timescale", "themes", "responsible"),
            [
                ("immediately", "caf", ""),
                (
                    "within three months",
                    "supervision",
                    "Family Court Service;Norchester Safeguarding Children Board",
                ),
            ],
            "deadlines in other words; all bodies told to act",
        ),
        (
            "recommendations",
            {"timescale": ["other"]},
            ("timescale",),
            [("other: by July 2026",)],
            "any other deadline",
        ),
        (
            "recurring-recommendations",
            {},
            ("authority", "theme", "times", "told", "source"),
            [
                ("Norchester County Council", "caf", 2, *NORCHESTER[:2]),
                ("Norchester County Council", "caf", 2, *NORCHESTER[::2]),
                ("Westvale Council", "supervision", 2, *WESTVALE[:2]),
                ("Westvale Council", "supervision", 2, *WESTVALE[2:]),
            ],
            "once more in a later inspection, the predecessor's counted",
        ),
        (
            "agencies",
            {"authority": ["Norchester"]},
            ("name", "roles", "mentions", "generic", "inferred", "reports"),
            [
                ("Norchester Safeguarding Children Board", "told-to-act", 4, 0, False, 1),
                ("Norchester Constabulary", "represented-on-board", 2, 3, False, 2),
                ("Family Court Service", "", 1, 0, False, 1),
            ],
            "generic words are counted apart from names",
        ),
        (
            "agencies",
            {"authority": ["Norchester"], "kind": ["sif"]},
            ("name", "mentions", "generic", "inferred"),
            [("Norchester Constabulary", 0, 3, True)],
            "inferred where no report names it",
        ),
        (
            "agency-mentions",
            {"type": ["police"]},
            ("surface_forms", "inferred", "page"),
            [("Norchester Constabulary|Norchester Police", False, 4), ("the police", True, 9)],
            "with the forms as printed",
        ),
        (
            "shared-agencies",
            {},
            ("agency_name", "authorities", "shared_by"),
            [("Family Court Service", 2, "Norchester County Council;Westvale County Council")],
            "named in two areas",
        ),
        (
            "agencies-in-weaknesses",
            {"type": ["cafcass"]},
            ("name", "findings", "inspections_weak", "inspections_naming"),
            [("Family Court Service", 1, 1, 2)],
            "of the two inspections that name it",
        ),
        (
            "agency-types-in-weaknesses",
            {},
            ("type", "findings", "inspections_weak", "inspections_naming", "agencies"),
            [
                ("nhs-provider", 2, 2, 2, 2),
                ("cafcass", 1, 1, 2, 1),
                ("safeguarding-board", 1, 1, 2, 1),
            ],
            "two trusts of one type",
        ),
        (
            "unresolved",
            {},
            ("source", "authority", "message"),
            [
                (
                    "copy of norchester.pdf",
                    "Norchester County Council",
                    "“the CCG” means no one body: several bodies of that kind are named",
                )
            ],
            "names that mean no one body",
        ),
        (
            "weak-together",
            {"at-least": ["1"], "theme": ["caf"]},
            ("theme", "other", "together", "theme_weak", "other_weak", "inspections_read", "lift"),
            [
                ("caf", "partnership", 1, 3, 3, 8, 0.89),
                ("caf", "supervision", 1, 3, 3, 8, 0.89),
            ],
            "8 read, 3 weak in each, 1 in both: 8/9",
        ),
        (
            "weak-themes",
            {},
            ("theme", "inspections_weak", "inspections_read", "share"),
            [
                ("early-help", 4, 8, 0.5),
                ("caf", 3, 8, 0.38),
                ("partnership", 3, 8, 0.38),
                ("supervision", 3, 8, 0.38),
                ("thresholds", 1, 8, 0.13),
            ],
            "early help includes its narrower themes",
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
    notes = run(store, load_question("judgements"), given).notes
    assert notes == ("authority: Norchester County Council",)


@pytest.mark.parametrize(
    ("given", "note"),
    [
        ({}, "3 of 8 inspections read hold a weakness of that kind"),
        ({"since": ["2013"]}, "1 of 6 inspections read hold a weakness of that kind"),
        ({"kind": ["slac"]}, "1 of 1 inspections read hold a weakness of that kind"),
        ({"region": ["North West"]}, "1 of 3 inspections read hold a weakness of that kind"),
        ({"since": ["2030"]}, "0 of 0 inspections read hold a weakness of that kind"),
    ],
)
def test_weaknesses_tell_out_of_how_many(given, note, store: Store) -> None:
    answer = run(store, load_question("weaknesses"), {"theme": ["EHA"], **given})
    assert answer.notes[:2] == ("theme: Common assessment framework (CAF)", note)


def test_notes_are_no_questions_of_their_own() -> None:
    assert not [name for name in question_names() if "." in name]
    assert (CATALOGUE / f"{load_question('weaknesses').note}.rq").is_file()


NEWS = """@prefix ig: <https://w3id.org/inspectgraph/ontology#> .
@prefix auth: <https://w3id.org/inspectgraph/authority/> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:news> a ig:Report ; ig:kind <https://w3id.org/inspectgraph/kind/news> ;
  ig:area auth:{area} ; ig:reportsOn <urn:told> ; ig:fileName "news.txt" {issued} .
<urn:told> a ig:Inspection ; ig:area auth:{area} ;
  ig:kind <https://w3id.org/inspectgraph/kind/ilacs> .
<urn:grade> a ig:Judgement ; ig:area auth:{area} ;
  ig:inspection <urn:told> ; ig:statedIn <urn:news> ;
  ig:aspect <https://w3id.org/inspectgraph/aspect/overall> ;
  ig:grade <https://w3id.org/inspectgraph/grade/outstanding> ; ig:evidence <urn:words> .
<urn:words> <http://www.w3.org/ns/oa#start> 1 .
"""


@pytest.mark.parametrize(
    ("area", "issued", "expected", "reason"),
    [
        ("westvale-council", "", ["good"], "undated: the full report counts"),
        ("westvale-council", "2022-11-05", ["good"], "news of the inspection of two months ago"),
        ("westvale-council", "2024-11-05", ["outstanding"], "news of a later inspection"),
        ("westvale-council", "2021-11-05", ["good"], "older news"),
        ("lonely-council", "", ["outstanding"], "no full report at all"),
        ("lonely-council", "2022-11-05", ["outstanding"], "nor a dated one"),
    ],
)
def test_news_hide_no_full_report(area, issued, expected, reason, store: Store) -> None:
    copy = Store()
    copy.extend(store)
    day = f'; <http://purl.org/dc/terms/issued> "{issued}"^^xsd:date' if issued else ""
    turtle = NEWS.replace("{area}", area).replace("{issued}", day)
    copy.load(input=turtle.encode(), format=RdfFormat.TURTLE, to_graph=NamedNode("urn:graph"))
    given = {"authority": [f"https://w3id.org/inspectgraph/authority/{area}"]}
    answer = run(copy, load_question("latest-judgements"), given)
    assert [row[4] for row in answer.rows] == expected, reason
