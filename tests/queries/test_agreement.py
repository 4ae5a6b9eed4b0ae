"""Query, workbook and trajectory page tell the same latest grade, previous grade and change."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from inspectgraph.graphbuilder.build import build
from inspectgraph.queries.answers.authority_sheet import NONE_READ, NOT_GIVEN, authority_sheet
from inspectgraph.queries.named.answer import Record, records
from inspectgraph.queries.named.folders import load_question
from inspectgraph.queries.named.run import run
from inspectgraph.queries.source.local import open_store
from inspectgraph.queries.visualise import VisualiseOptions
from inspectgraph.queries.visualise.model import Drawing, Node
from inspectgraph.queries.visualise.view import draw
from pyoxigraph import Store

FOLDER = os.environ.get("INSPECTGRAPH_REPORTS", "")
CHANGES = {"improved", "declined", "same", "scale-changed", "section-changed", "not-comparable"}
Told = tuple[str, str, str]  # aspect, section and grade
Step = tuple[Told, Told, str]  # before, now and the change between


def text(value: object) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Asked:
    """What the two queries say of every aspect, by authority."""

    latest: dict[str, list[Record]]
    steps: dict[str, list[Record]]

    @classmethod
    def of(cls, store: Store, aspects: Iterable[str]) -> Asked:
        given = {"aspect": tuple(aspects)}
        return cls(
            *(by_authority(store, name, given) for name in ("latest-judgements", "trajectories"))
        )

    def of_aspect(self, authority: str, aspect: str) -> list[Record]:
        return [row for row in self.latest.get(authority, []) if row["aspect"] == aspect]


def by_authority(
    store: Store, name: str, given: dict[str, tuple[str, ...]]
) -> dict[str, list[Record]]:
    rows: dict[str, list[Record]] = {}
    for row in records(run(store, load_question(name), given)):
        rows.setdefault(str(row["authority"]), []).append(row)
    return rows


def aspects_of(store: Store) -> list[str]:
    """All that anything was graded in, and the headlines."""
    found = store.query(
        "SELECT DISTINCT ?a { GRAPH ?g { { ?j ig:aspect ?a } UNION { ?i ig:latestFor ?a } } }",
        prefixes={"ig": "https://w3id.org/inspectgraph/ontology#"},
    )
    return sorted({row[0].value.rsplit("/", 1)[-1] for row in found})


def by_section(rows: Iterable[tuple[object, object]]) -> str:
    told = sorted({(text(section), text(what)) for section, what in rows})
    return "; ".join(f"{section}: {what}" if section else what for section, what in told)


# the workbook


def compare_workbook(store: Store, asked: Asked) -> Counter[str]:
    """How many cells were the same, of each kind; the first that differs fails."""
    sheet, compared = authority_sheet(store), Counter[str]()
    for cells in sheet.rows:
        row = dict(zip(sheet.columns, cells, strict=True))
        name = str(row["authority"])
        compare_latest(row, name, asked, compared)
        compare_previous(row, name, asked, compared)
    return compared


def compare_latest(row: Record, name: str, asked: Asked, compared: Counter[str]) -> None:
    """Each aspect that has a cell; an empty one is of a kind that does not grade it."""
    known = {text(one["aspect"]) for rows in asked.latest.values() for one in rows}
    for aspect in sorted(known):
        column = aspect if aspect in row else aspect.replace("-", "_")
        if column not in row:
            continue
        latest = asked.of_aspect(name, aspect)
        dated = [one for one in latest if one["inspection_end"]] or latest
        expected = by_section((one["section"], one["grade"]) for one in dated)
        if row[column] in ("", None, NONE_READ):
            mine = (row["latest_kind"], row["latest_end"])
            assert mine not in [(one["kind"], one["inspection_end"]) for one in latest], name
        else:
            assert row[column] == expected, (name, aspect)
            compared["latest"] += 1


def compare_previous(row: Record, name: str, asked: Asked, compared: Counter[str]) -> None:
    steps = [
        step
        for step in asked.steps.get(name, [])
        if (step["aspect"], step["kind"], step["inspection_end"])
        == ("overall", row["latest_kind"], row["latest_end"])
    ]
    if row["overall"] == NOT_GIVEN:
        assert steps == []
        compared["not given"] += row["previous_overall"] is not None
        assert row["trajectory"] in (None, NOT_GIVEN)
        return
    before = by_section((step["section_before"], step["before"]) for step in steps)
    assert text(row["previous_overall"]) == before, name
    assert text(row["trajectory"]) == by_section((s["section"], s["change"]) for s in steps), name
    if steps:
        last = max(steps, key=lambda step: str(step["end_before"]))
        told = (row["previous_kind"], row["previous_end"], text(row["previous_authority"]))
        assert told == (last["kind_before"], str(last["end_before"]), last["authority_before"]), (
            name
        )
        compared["previous"] += 1


# the page


def compare_pages(store: Store, asked: Asked) -> Counter[str]:
    compared = Counter[str]()
    for name in sorted(asked.latest):
        drawing = draw(store, VisualiseOptions("trajectory", {"authority": [name]}))
        nodes = {node.id: node for node in drawing.nodes}
        mine = {report.iri for report in drawing.reports if names_of(store, report.area) == name}
        compare_latest_nodes(asked.latest[name], nodes.values(), mine, compared)
        expected = Counter(step_of(step) for step in asked.steps.get(name, []))
        assert Counter(steps_to(drawing, nodes, mine)) == expected, name
        compared["steps"] += expected.total()
        compared["sections joined with the whole"] += sum(
            bool(now[1]) != bool(before[1]) for before, now, _ in expected
        )
    return compared


def names_of(store: Store, area: str) -> str:
    found = store.query(
        f"SELECT ?n {{ GRAPH ?g {{ <{area}> skos:prefLabel ?n }} }}",
        prefixes={"skos": "http://www.w3.org/2004/02/skos/core#"},
    )
    return min(row[0].value for row in found)


def compare_latest_nodes(
    latest: Iterable[Record], nodes: Iterable[Node], mine: set[str], compared: Counter[str]
) -> None:
    drawn = {
        told_by(node)
        for node in nodes
        if ("Latest of the authority", "yes") in node.details
        and {statement.report for statement in node.statements} <= mine
    }
    expected = {
        (text(row["aspect"]), text(row["section"]), text(row["grade"]))
        for row in latest
        if row["grade"] != NOT_GIVEN
    }
    assert drawn == expected
    compared["latest"] += len(expected)


def told_by(node: Node) -> Told:
    """What a node says: its judgement's IRI ends in section and aspect; the grade is its type."""
    end = node.statements[0].iri.rsplit("/judgement/", 1)[-1]
    section = next((s for s in ("looked-after", "safeguarding") if end.startswith(f"{s}-")), "")
    return end.removeprefix(f"{section}-") if section else end, section, node.type


def step_of(row: Record) -> Step:
    aspect = text(row["aspect"])
    return (
        (aspect, text(row["section_before"]), text(row["before"])),
        (aspect, text(row["section"]), text(row["grade"])),
        text(row["change"]),
    )


def steps_to(drawing: Drawing, nodes: dict[str, Node], mine: set[str]) -> Iterator[Step]:
    """The joined grades of which the later one is the authority's own."""
    for link in drawing.links:
        now = nodes[link.target]
        if link.style in CHANGES and now.statements[0].report in mine:
            yield told_by(nodes[link.source]), told_by(now), link.style.replace("-", " ")


def test_the_samples_agree(samples: Path) -> None:
    store = open_store(samples)
    asked = Asked.of(store, aspects_of(store))
    in_workbook, on_pages = compare_workbook(store, asked), compare_pages(store, asked)
    print(in_workbook, on_pages)


@pytest.mark.skipif(not FOLDER, reason="set INSPECTGRAPH_REPORTS to a folder of real reports")
def test_real_reports_agree(tmp_path: Path) -> None:
    build([Path(FOLDER)], tmp_path / "real.db")
    store = open_store(tmp_path / "real.db")
    asked = Asked.of(store, aspects_of(store))
    in_workbook, on_pages = compare_workbook(store, asked), compare_pages(store, asked)
    print(in_workbook, on_pages)
