"""Named queries: expected answers, and the same rows in pyoxigraph and in rdflib."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from inspectgraph.graphbuilder.build import build
from inspectgraph.queries.named.answer import Answer
from inspectgraph.queries.named.folders import CATALOGUE, TABLES, load_question, question_names
from inspectgraph.queries.named.header import Question, read_question
from inspectgraph.queries.named.parameters import TYPES, bindings_of
from inspectgraph.queries.named.run import run, run_bound, to_rows
from inspectgraph.queries.source.local import MARKER, bind, open_store, select, with_prefixes
from inspectgraph.queries.validate import CHECKS
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, serialize
from rdflib import Graph, URIRef
from rdflib.term import Node

SAMPLES = Path(__file__).parents[2] / "samples"
ALL = [(folder, name) for folder in (CATALOGUE, TABLES, CHECKS) for name in question_names(folder)]
NEEDED = {
    "judgement-history": {"authority": ["Westvale"]},
    "theme-history": {"authority": ["Westvale"], "theme": ["caf"]},
    "theme-quotes": {"authority": ["Westvale"], "theme": ["caf"]},
    "weak-authorities": {"theme": ["early-help"]},
    "strong-authorities": {"theme": ["early-help"]},
    "strong-where-weak": {"authority": ["Norchester"]},
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
    "by": ["region"],
    "change": ["improved", "scale changed"],
    "among": ["all"],
    "min-confidence": ["0.7"],
}
LOOKED_AFTER, SAFE = "looked-after", "safeguarding"
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


ANSWERS = [
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
    (
        "trajectories",
        {},
        ("authority", "change", "grade", "before", "kind", "kind_before", "section_before"),
        [
            (NORCHESTER[0], "scale changed", "inadequate", "good", "sif", "slac", LOOKED_AFTER),
            (NORCHESTER[0], "scale changed", "inadequate", "adequate", "sif", "slac", SAFE),
            ("Westvale Council", "improved", "good", "inadequate", "ilacs", "sif", ""),
        ],
        "adequate before 2013 is on another scale; both sections are told",
    ),
    (
        "trajectories",
        {"authority": ["Westvale Council"]},
        ("authority", "change", "authority_before", "end_before"),
        [("Westvale Council", "improved", "Westvale County Council", "2016-06-30")],
        "the first grade of a council is compared with that of the one that it followed",
    ),
    (
        "trajectories",
        {"aspect": ["help-and-protection"], "change": ["improved"]},
        ("authority", "change", "grade", "before", "inspection_end", "end_before"),
        [
            (NORCHESTER[0], "improved", "good", "inadequate", "2026-05-22", "2015-03-26"),
            (
                "Westvale Council",
                "improved",
                "good",
                "requires-improvement",
                "2022-09-16",
                "2016-06-30",
            ),
        ],
        "two kinds of one scale",
    ),
    (
        "weak-themes-over",
        {"by": ["region"], "theme": ["early-help"]},
        ("group", "theme", "inspections_weak", "inspections_read", "share"),
        [
            ("", "caf", 1, 1, 1.0),
            ("", "early-help", 1, 1, 1.0),
            ("East of England", "early-help", 2, 4, 0.5),
            ("East of England", "caf", 1, 4, 0.25),
            ("East of England", "thresholds", 1, 4, 0.25),
            ("North West", "caf", 1, 3, 0.33),
            ("North West", "early-help", 1, 3, 0.33),
        ],
        "each group has its own denominator; an unknown authority is of no region",
    ),
    (
        "weak-themes-over",
        {"theme": ["caf"]},
        ("group", "inspections_weak", "inspections_read"),
        [("", 1, 1), ("2012", 1, 1), ("2016", 1, 1)],
        "by year unless told otherwise; the undated one under none",
    ),
    (
        "weak-themes-over",
        {"theme": ["partnership"], "by": ["kind"]},
        ("group", "inspections_weak", "inspections_read"),
        [("jtai", 1, 1), ("send", 1, 1), ("slac", 1, 1)],
        "by kind of inspection",
    ),
    (
        "strong-where-weak",
        {"authority": ["Norchester"], "among": ["all"]},
        ("theme", "authority", "inspections_strong", "inspections_weak", "inspections_read"),
        [("caf", "Westvale Council", 1, 0, 2)],
        "strong once of two, never weak; its predecessor was as often weak as strong",
    ),
    (
        "strong-where-weak",
        {"authority": ["Norchester"]},
        ("theme",),
        [],
        "its one statistical neighbour was never inspected",
    ),
]


@pytest.mark.parametrize(("name", "given", "columns", "expected", "reason"), ANSWERS)
def test_answers(name, given, columns, expected, reason, store: Store) -> None:
    answer = run(store, load_question(name), given)
    places = [answer.columns.index(column) for column in columns]
    assert [tuple(row[place] for place in places) for row in answer.rows] == expected, reason


def test_every_query_has_exact_rows() -> None:
    elsewhere = {"merges"}  # in test_merges.py
    assert set(question_names()) == {case[0] for case in ANSWERS} | elsewhere


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


@pytest.fixture(scope="module")
def ashford_vale(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The samples on Ashford Vale, built: two inspections, and a news item on the second."""
    folder = tmp_path_factory.mktemp("built") / "ashford-vale.db"
    build(sorted(SAMPLES.glob("ashford-vale-*")), folder)
    return open_store(folder)


def test_news_of_an_inspection_count_with_its_report(ashford_vale: Store) -> None:
    rows = run(ashford_vale, load_question("authorities"), {}).rows
    assert [row[3:5] for row in rows] == [(3, 2)]  # three reports on two inspections
    answer = run(ashford_vale, load_question("weaknesses"), {"theme": ["early-help"]})
    sources = {row[answer.columns.index("source")] for row in answer.rows}
    assert "ashford-vale-news-2024.html" in sources
    # by hand: 2023 and its news hold weaknesses in early help, 2019 holds none but one in MASH
    assert [note for note in answer.notes if "inspections read" in note] == [
        f"{len(dates(answer))} of 2 inspections read hold a weakness of that kind"
    ]


def dates(answer: Answer) -> set[object]:
    """The days of the inspections in an answer; news print none of their own."""
    return {row[answer.columns.index("inspection_end")] for row in answer.rows} - {None}


def test_the_history_leaves_out_news_of_a_full_report(ashford_vale: Store) -> None:
    given = {"authority": ["Ashford Vale"], "aspect": ["overall"]}
    rows = run(ashford_vale, load_question("judgement-history"), given).rows
    assert [(row[0], row[6]) for row in rows] == [
        ("2019-06-14", "good"),
        ("2023-10-27", "inadequate"),
    ]
    rows = run(ashford_vale, load_question("trajectories"), {"authority": ["Ashford Vale"]}).rows
    assert [row[3:6] for row in rows] == [("declined", "inadequate", "good")]


def test_rows_of_built_samples_are_equal_in_rdflib(ashford_vale: Store) -> None:
    triples = {quad.triple for quad in ashford_vale}
    graph = Graph().parse(data=serialize(triples, format=RdfFormat.TURTLE), format="turtle")
    needed = {"authority": ["Ashford Vale"], "theme": ["early-help"]}
    for name in question_names():
        question = load_question(name)
        given = {p.name: needed[p.name] for p in question.parameters if p.required}
        bindings = bindings_of(ashford_vale, question.parameters, given)
        assert run_bound(ashford_vale, question, bindings) == rows_of_rdflib(
            graph, question, bind(question.text, bindings)
        ), name


@pytest.mark.parametrize(
    ("name", "authority", "expected"),
    [
        ("weaknesses", "Nottinghamshire", {"12", "30", "60"}),
        ("weaknesses", "Norfolk", set()),
        ("weaknesses", "South Gloucestershire", set()),
        ("strengths", "Norfolk", {"11", "20", "25"}),
    ],
)
def test_weaknesses_of_caf_in_real_reports(name, authority, expected, first_five: Store) -> None:
    answer = run(first_five, load_question(name), {"theme": ["caf"], "authority": [authority]})
    paragraphs = {row[answer.columns.index("paragraph")] for row in answer.rows}
    assert paragraphs == expected


def test_nottinghamshire_alone_is_weak_in_caf(first_five: Store) -> None:
    answer = run(first_five, load_question("weak-authorities"), {"theme": ["caf"]})
    assert [(row[0], *row[2:5]) for row in answer.rows] == [
        ("Nottinghamshire County Council", 1, 1, 3)
    ]
    assert "1 of 5 inspections read hold a weakness of that kind" in answer.notes


def test_every_query_answers_over_real_reports(first_five: Store) -> None:
    needed = {"authority": ["Norfolk"], "theme": ["caf"]}
    for name in question_names():
        question = load_question(name)
        given = {p.name: needed[p.name] for p in question.parameters if p.required}
        assert len(run(first_five, question, given).columns) == len(question.columns), name
