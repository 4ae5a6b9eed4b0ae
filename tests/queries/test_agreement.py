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
from inspectgraph.queries.named.run import run, whole_table
from inspectgraph.queries.source.local import open_store
from inspectgraph.queries.visualise import VisualiseOptions
from inspectgraph.queries.visualise.model import Drawing
from inspectgraph.queries.visualise.view import draw
from pyoxigraph import Store

FOLDER = os.environ.get("INSPECTGRAPH_REPORTS", "")
CHANGES = {"improved", "declined", "same", "scale-changed", "section-changed", "not-comparable"}
PREFIXES = {
    "ig": "https://w3id.org/inspectgraph/ontology#",
    "org": "http://www.w3.org/ns/org#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
Told = tuple[str, str, str]  # aspect, section and grade
Step = tuple[Told, Told, str]  # before, now and the change between


def text(value: object) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Asked:
    """What the queries say, by authority: of every aspect, and which grades sum up."""

    latest: dict[str, list[Record]]
    steps: dict[str, list[Record]]
    given: dict[str, list[Record]]
    followed: dict[str, list[str]]

    @classmethod
    def of(cls, store: Store, aspects: Iterable[str]) -> Asked:
        given = {"aspect": tuple(aspects)}
        return cls(
            by_authority(store, "latest-judgements", given),
            by_authority(store, "trajectories", given),
            by_authority(store, "judgements", {"aspect": ("overall",)}),
            followed_by(store),
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


def followed_by(store: Store) -> dict[str, list[str]]:
    """The councils that each one followed."""
    followed: dict[str, list[str]] = {}
    found = store.query(
        """SELECT DISTINCT ?name ?old {
             ?area (^org:resultingOrganization/org:originalOrganization)+ ?before
             FILTER(?before != ?area)
             ?area skos:prefLabel ?name . ?before skos:prefLabel ?old }""",
        prefixes=PREFIXES,
        use_default_graph_as_union=True,
    )
    for name, old in found:
        followed.setdefault(name.value, []).append(old.value)
    return followed


def aspects_of(store: Store) -> list[str]:
    """All that anything was graded in, and the headlines."""
    found = store.query(
        "SELECT DISTINCT ?a { GRAPH ?g { { ?j ig:aspect ?a } UNION { ?i ig:latestFor ?a } } }",
        prefixes=PREFIXES,
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
        compared["not given"] += is_one_that_was_given(row, name, asked)
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


def is_one_that_was_given(row: Record, name: str, asked: Asked) -> bool:
    """Whether the grade before "not given" is the last that the judgements list."""
    names = (name, *asked.followed.get(name, ()))
    given = [one for each in names for one in asked.given.get(each, []) if one["inspection_end"]]
    if not given:
        assert (row["previous_overall"], row["trajectory"]) == (None, None)
        return False
    end = max(str(one["inspection_end"]) for one in given)
    last = [one for one in given if str(one["inspection_end"]) == end]
    grade = by_section((one["section"], one["grade"]) for one in last)
    assert (row["previous_overall"], row["previous_end"]) == (grade, end), name
    assert (row["previous_authority"] or name, row["trajectory"]) == (
        last[0]["authority"],
        NOT_GIVEN,
    )
    return True


# the page


@dataclass(frozen=True)
class Page:
    """The trajectory of one authority: what each grade on it says, and whose it is."""

    drawing: Drawing
    told: dict[str, Told]
    own: set[str]

    @classmethod
    def of(cls, store: Store, name: str, judgements: dict[str, tuple[str, str, str]]) -> Page:
        drawing = draw(store, VisualiseOptions("trajectory", {"authority": [name]}))
        graded = {node.id: node for node in drawing.nodes if node.kind == "judgement"}
        of = {iri: judgements[node.statements[0].iri] for iri, node in graded.items()}
        told = {iri: (*of[iri][1:], node.type) for iri, node in graded.items()}
        return cls(drawing, told, {iri for iri in graded if of[iri][0] == name})

    def latest(self) -> set[Told]:
        mark = ("Latest of the authority", "yes")
        nodes = (node for node in self.drawing.nodes if node.id in self.own)
        return {self.told[node.id] for node in nodes if mark in node.details}

    def steps(self) -> Iterator[Step]:
        """The joined grades of which the later one is the authority's own."""
        for link in self.drawing.links:
            if link.style in CHANGES and link.target in self.own:
                change = link.style.replace("-", " ")
                yield self.told[link.source], self.told[link.target], change


def judgements_of(store: Store) -> dict[str, tuple[str, str, str]]:
    """The authority, aspect and section of each judgement."""
    found = store.query(
        """SELECT ?j ?name ?aspect ?section {
             ?j a ig:Judgement ; ig:area/skos:prefLabel ?name ; ig:aspect ?aspect
             OPTIONAL { ?j ig:section ?section } }""",
        prefixes=PREFIXES,
        use_default_graph_as_union=True,
    )
    ends = ([term.value if term else "" for term in row] for row in found)
    return {
        iri: (name, aspect.rsplit("/", 1)[-1], section.rsplit("/", 1)[-1])
        for iri, name, aspect, section in ends
    }


def compare_pages(store: Store, asked: Asked) -> Counter[str]:
    """How many grades and joins were the same; the first that differs fails."""
    compared, judgements = Counter[str](), judgements_of(store)
    for name, rows in sorted(asked.latest.items()):
        page = Page.of(store, name, judgements)
        latest = {
            (text(row["aspect"]), text(row["section"]), text(row["grade"]))
            for row in rows
            if row["grade"] != NOT_GIVEN
        }
        assert page.latest() == latest, name
        steps, drawn = {step_of(row) for row in asked.steps.get(name, [])}, list(page.steps())
        assert set(drawn) == steps, name
        compared["latest"] += len(latest)
        compared["steps"] += len(drawn)
        compared["section and whole"] += sum(bool(b[1]) != bool(n[1]) for b, n, _ in drawn)
    return compared


def step_of(row: Record) -> Step:
    aspect = text(row["aspect"])
    return (
        (aspect, text(row["section_before"]), text(row["before"])),
        (aspect, text(row["section"]), text(row["grade"])),
        text(row["change"]),
    )


def compare_all(path: Path) -> tuple[Counter[str], Counter[str], int]:
    """How much the workbook and the pages share with the queries; the number of reports."""
    store = open_store(path)
    asked = Asked.of(store, aspects_of(store))
    reports = len(whole_table(store, "reports").rows)
    return compare_workbook(store, asked), compare_pages(store, asked), reports


def test_the_samples_agree(samples: Path) -> None:
    in_workbook, on_pages, _ = compare_all(samples)
    assert in_workbook == {"latest": 21, "previous": 1, "not given": 1}
    assert on_pages == {"latest": 59, "steps": 5, "section and whole": 2}


@pytest.mark.skipif(not FOLDER, reason="set INSPECTGRAPH_REPORTS to a folder of real reports")
def test_real_reports_agree(tmp_path: Path) -> None:
    build([Path(FOLDER)], tmp_path / "real.db")
    in_workbook, on_pages, reports = compare_all(tmp_path / "real.db")
    # of 105 reports: 408 and 10, 421 and 46
    assert in_workbook["latest"] >= 2 * reports
    assert in_workbook["previous"] >= reports // 20
    assert on_pages["latest"] >= 2 * reports
    assert on_pages["steps"] >= reports // 4
