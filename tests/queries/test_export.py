"""Exports: the same bytes each time, nothing lost, parts that stand alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pytest
from inspectgraph.ontology.errors import BadParameter, UnknownName
from inspectgraph.queries.export import (
    RDF_FORMATS,
    ExportOptions,
    export_graph,
    export_tables,
    write_graph,
)
from inspectgraph.queries.named.folders import load_question
from inspectgraph.queries.named.run import run
from pyoxigraph import Literal, NamedNode, Quad, Store, parse
from rdflib import Graph

FIXED = {
    "reports.csv": "source url report title kind authority authority_code inspection_start "
    "inspection_end published lead_inspector inspectorates pages sha256",
    "judgements.csv": "source authority section aspect grade aspect_as_printed grade_as_printed "
    "page paragraph",
    "agencies.csv": "source authority agency name type identifier roles surface_forms mentions "
    "inferred pages",
    "findings.csv": "source authority subject finding page paragraph heading text polarity status "
    "themes agencies sectors confidence",
    "finding_themes.csv": "source finding theme polarity",
    "recommendations.csv": "source authority recommendation page paragraph text timescale themes "
    "responsible",
}


def store_of(quads: Iterable[Quad]) -> Store:
    filled = Store()
    filled.extend(quads)
    return filled


def exported(store: Store, form: str, options: ExportOptions | None = None) -> bytes:
    out = io.BytesIO()
    write_graph(store, out, form, options)
    return out.getvalue()


def partly(store: Store, options: ExportOptions) -> Store:
    return store_of(parse(exported(store, "trig", options), format=RDF_FORMATS["trig"]))


def part(**given: str) -> ExportOptions:
    return ExportOptions({name: (value,) for name, value in given.items()})


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_bytes_do_not_depend_on_the_order_of_loading(form: str, store: Store) -> None:
    other = store_of(sorted(store, key=str, reverse=True))
    assert exported(store, form) == exported(other, form)


@pytest.mark.parametrize("form", ["trig", "nq"])
def test_datasets_come_back_whole(form: str, store: Store) -> None:
    assert set(parse(exported(store, form), format=RDF_FORMATS[form])) == set(store)


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf"])
def test_graphs_come_back_as_the_union(form: str, store: Store) -> None:
    found = [quad.triple for quad in parse(exported(store, form), format=RDF_FORMATS[form])]
    assert set(found) == {quad.triple for quad in store}
    assert len(found) == len(set(found))


def test_rdflib_reads_turtle_json_ld_and_rdf_xml(store: Store) -> None:
    graphs = [
        Graph().parse(data=exported(store, form), format=name)
        for form, name in (("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld"))
    ]
    assert len(graphs[0]) == len({quad.triple for quad in store})
    assert set(graphs[0]) == set(graphs[1])
    assert len(graphs[0]) == len(graphs[2])


def test_a_triple_of_two_graphs_stands_once_in_turtle(store: Store) -> None:
    double = store_of(store)
    quad = next(iter(store.quads_for_pattern(None, None, None, NamedNode(f"{BASE}graph/shared"))))
    double.add(Quad(quad.subject, quad.predicate, quad.object, NamedNode("urn:other")))
    assert exported(double, "nt") == exported(store, "nt")
    assert exported(double, "nq") != exported(store, "nq")


BASE = "https://w3id.org/inspectgraph/id/"


def test_turtle_is_readable(store: Store) -> None:
    text = exported(store, "ttl").decode("utf-8")
    assert "@prefix ig: <https://w3id.org/inspectgraph/ontology#> ." in text
    assert f"<{BASE}report/norchester-2012> a prov:Entity , ig:Report ;\n\t" in text
    assert "\\/" not in text


def test_a_part_answers_alone(store: Store) -> None:
    small = partly(store, part(authority="E99000003"))
    reports = {row[0] for row in run(small, load_question("reports"), {}).rows}
    assert reports == {"westvale-2022.docx", "westvale-2024-send.pdf"}
    history = run(small, load_question("judgement-history"), {"authority": ["Westvale"]})
    assert {row[2] for row in history.rows} == {"Westvale Council"}
    assert {row[2] for row in run(small, load_question("authorities"), {}).rows} == {"North West"}
    assert not list(small.quads_for_pattern(None, None, Literal("Ada Finch")))
    assert list(small.quads_for_pattern(None, None, Literal("Dan O’Shea")))
    names = {str(quad.object) for quad in small}
    assert '"Westvale County Council"@en' in names  # the predecessor, so that changes have names
    assert '"Norchester County Council"@en' not in names
    assert '"Good"@en' in names


@pytest.mark.parametrize(
    ("options", "sources"),
    [
        (part(kind="sif"), {"copy of norchester.pdf", "westvale-2016.pdf"}),
        (
            part(since="2024"),
            {"norchester-2024.pdf", "norchester-2026.pdf", "westvale-2024-send.pdf"},
        ),
        (part(kind="sif", since="2016"), {"westvale-2016.pdf"}),
        (part(since="2030"), set()),
    ],
)
def test_parts(options: ExportOptions, sources: set[str], store: Store) -> None:
    small = partly(store, options)
    assert {row[0] for row in run(small, load_question("reports"), {}).rows} == sources


def test_without_reference_only_data_graphs_remain(store: Store) -> None:
    quads = parse(exported(store, "nq", ExportOptions(reference=False)), format=RDF_FORMATS["nq"])
    graphs = {quad.graph_name.value for quad in quads}
    assert all(graph.startswith(f"{BASE}graph/") for graph in graphs)
    assert {f"{BASE}graph/shared", f"{BASE}graph/problems"} <= graphs


def test_a_file_is_written_whole_or_not_at_all(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "a.ttl"
    assert export_graph(store, target) == len({quad.triple for quad in store})
    before = target.read_bytes()
    with pytest.raises(UnknownName):
        export_graph(store, target, part(authority="Nowhere at all"))
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.ttl"]


@pytest.mark.parametrize("name", ["a.doc", "a", "a.csv"])
def test_other_endings_are_refused_with_those_that_work(name: str, store: Store, tmp_path) -> None:
    with pytest.raises(BadParameter) as caught:
        export_graph(store, tmp_path / name)
    assert ".ttl" in caught.value.cure


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_tables_have_their_fixed_columns_first(store: Store, tmp_path: Path) -> None:
    counts = export_tables(store, tmp_path)
    assert counts == {
        "agencies.csv": 8,
        "finding_themes.csv": 22,
        "findings.csv": 19,
        "judgements.csv": 14,
        "recommendations.csv": 6,
        "reports.csv": 9,
    }
    for name, columns in FIXED.items():
        header = (tmp_path / name).read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        assert header[: len(columns.split())] == columns.split()
        assert b"\r" not in (tmp_path / name).read_bytes()


def test_rows_of_tables(store: Store, tmp_path: Path) -> None:
    export_tables(store, tmp_path)
    report = next(row for row in read(tmp_path / "reports.csv") if row["pages"] == "40")
    assert report["source"] == "copy of norchester.pdf"
    assert report["other_names"] == "norchester-2015.pdf"
    assert report["authority"] == "Norchester County Council"
    assert report["authority_code"] == "E99000009"
    assert (report["inspection_start"], report["published"]) == ("2015-03-02", "2015-05-19")
    judgement = read(tmp_path / "judgements.csv")[0]
    assert (judgement["aspect"], judgement["grade"], judgement["page"]) == ("adoption", "good", "2")
    assert judgement["paragraph"] == ""


def test_tables_of_a_part(store: Store, tmp_path: Path) -> None:
    assert export_tables(store, tmp_path, part(authority="E99000002")) == {
        "agencies.csv": 3,
        "finding_themes.csv": 3,
        "findings.csv": 3,
        "judgements.csv": 2,
        "recommendations.csv": 1,
        "reports.csv": 1,
    }


def test_without_words_their_place_remains(store: Store, tmp_path: Path) -> None:
    options = ExportOptions(quotes=False)
    text = exported(store, "nq", options).decode("utf-8")
    for words in ("oa#exact", "ontology#heading", "ontology#reason", "Supervision is irregular"):
        assert words not in text
    for kept in ("ontology#gradeAsPrinted", "ontology#paragraph", "oa#start", "polarity/weakness"):
        assert kept in text
    export_tables(store, tmp_path, options)
    for name in ("findings.csv", "recommendations.csv", "judgements.csv", "agencies.csv"):
        rows = read(tmp_path / name)
        assert rows
        assert {row.get(c, "") for row in rows for c in ("text", "quote", "heading", "reason")} == {
            ""
        }
    assert {row["polarity"] for row in read(tmp_path / "findings.csv")} >= {"weakness", "mixed"}


def test_a_part_keeps_no_links_of_other_reports(store: Store) -> None:
    small = partly(store, part(authority="Norchester"))
    linked = NamedNode("https://w3id.org/inspectgraph/ontology#linkedWith")
    assert {str(quad.object) for quad in small.quads_for_pattern(None, linked, None)} == {
        "<https://w3id.org/inspectgraph/authority/norchester-county-council>"
    }


def test_findings_as_rows(store: Store, tmp_path: Path) -> None:
    export_tables(store, tmp_path)
    row = next(r for r in read(tmp_path / "findings.csv") if r["paragraph"] == "20")
    assert row["text"] == "The Family Court Service rarely attends the board."
    assert (row["subject"], row["polarity"], row["themes"]) == ("board", "weakness", "partnership")
    assert row["agencies"] == "Family Court Service;Norchester Safeguarding Children Board"
    own = {
        (row["theme"], row["polarity"])
        for row in read(tmp_path / "finding_themes.csv")
        if row["finding"].endswith("aa11aa11aa13-1")
    }
    assert own == {("caf", "weakness"), ("early-help", "strength")}
