"""Every sample gives what `samples/expected.toml` says is printed in it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from golden import SAMPLES
from inspectgraph.ontology import terms
from inspectgraph.queries.export import export_tables
from inspectgraph.queries.source.local import select
from pyoxigraph import Store

Row = dict[str, str]
Facts = dict[str, object]
Stated = dict[str, Facts]

COLUMNS = {
    "kind": "kind",
    "authority": "authority",
    "start": "inspection_start",
    "end": "inspection_end",
    "published": "published",
    "lead_inspector": "lead_inspector",
    "pages": "pages",
}
KEYS = {"file", "judgements", "inspectorates", "caf", *COLUMNS}
POLARITIES = {"weaknesses": ("weakness", "mixed"), "strengths": ("strength", "mixed")}

# What the tool gets wrong today: (sample, fact) and why. One that comes right fails the test
# until its line is deleted here.
WRONG = {
    ("kelderby-slac-2012", "inspectorates"): "paragraph 1 alone tells of the other inspectorate",
    ("marlshire-slac-2011", "caf strengths"): "25: 'Inspectors saw one good exception, in the "
    "schools …' is an exception to a weakness",
    ("port-wexcombe-sif-2015", "caf weaknesses"): "21: 'training has been patchy, and the lead "
    "professional has no one to turn to': the reason for a weakness, counted as one",
    ("ashford-vale-ilacs-2023", "caf strengths"): "2: 'Where a family does get a lead "
    "professional, support is kind': praise of support, not of the assessment",
}


class Tables:
    """The rows of the exported tables, by the name of the file that they come from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.findings = {row["finding"]: row for row in self._read("findings")}

    def _read(self, name: str) -> list[Row]:
        with (self._folder / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))

    def of(self, name: str, source: str) -> Iterator[Row]:
        return (row for row in self._read(name) if row["source"] == source)

    def paragraphs(self, source: str, what: str) -> list[str]:
        """Paragraphs with findings of a polarity, or recommendations, about the CAF."""
        if what == "recommendations":
            found = {
                row["paragraph"]
                for row in self.of("recommendations", source)
                if "caf" in row["themes"].split(";")
            }
        else:
            found = {
                self.findings[row["finding"]]["paragraph"]
                for row in self.of("finding_themes", source)
                if row["theme"] == "caf" and row["polarity"] in POLARITIES[what]
            }
        return sorted(found - {""}, key=int)


@pytest.fixture(scope="module")
def tables(samples_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("tables")
    export_tables(samples_store, folder)
    return Tables(folder)


@pytest.fixture(scope="module")
def names(samples_store: Store) -> dict[str, str]:
    """Any name of an inspectorate → the name that the tables give it."""
    any_name = f"<{terms.PREF_LABEL}>|<{terms.ALT_LABEL}>"
    text = f"""SELECT ?any ?name WHERE {{
      ?body a ig:Inspectorate ; skos:prefLabel ?name ; {any_name} ?any }}"""
    return {row[0].value: row[1].value for row in select(samples_store, text)}


def expected_of(told: Facts, names: dict[str, str]) -> Facts:
    """Every fact that is stated of a sample; a key that is absent states that there is none."""
    out: Facts = {key: str(told.get(key, "")) for key in COLUMNS}
    out["inspectorates"] = sorted(names[name] for name in told["inspectorates"])
    out["judgements"] = sorted(map(tuple, told["judgements"]))
    caf = told.get("caf", {})
    return out | {f"caf {what}": caf.get(what, []) for what in (*POLARITIES, "recommendations")}


def found_in(tables: Tables, source: str) -> Facts:
    """The same facts, as the graph has them."""
    (report,) = tables.of("reports", source)
    out: Facts = {key: report[column] for key, column in COLUMNS.items()}
    out["inspectorates"] = sorted(report["inspectorates"].split(";"))
    graded = tables.of("judgements", source)
    out["judgements"] = sorted((row["section"], row["aspect"], row["grade"]) for row in graded)
    return out | {
        f"caf {what}": tables.paragraphs(source, what) for what in (*POLARITIES, "recommendations")
    }


def test_the_graph_says_what_is_printed(
    stated: Stated, tables: Tables, names: dict[str, str]
) -> None:
    samples = facts = judgements = 0
    differing: dict[tuple[str, str], str] = {}
    for name, told in stated.items():
        assert told.keys() <= KEYS, f"{name}: nothing here reads {told.keys() - KEYS}"
        expected, found = expected_of(told, names), found_in(tables, str(told["file"]))
        assert expected.keys() == found.keys()
        for fact, value in expected.items():
            if found[fact] != value:
                differing[name, fact] = f"{name}, {fact}: printed {value}, found {found[fact]}"
        samples += 1
        facts += len(expected)
        judgements += len(told["judgements"])
    new = [words for key, words in differing.items() if key not in WRONG]
    assert not new, "\n" + "\n".join(new)
    mended = sorted(WRONG.keys() - differing.keys())
    assert not mended, f"right now, take them out of WRONG: {mended}"
    assert (samples, facts, judgements) == (11, 132, 71)


def test_every_sample_is_told_of(stated: Stated) -> None:
    endings = {".pdf", ".txt", ".md", ".html"}
    there = {path.name for path in SAMPLES.iterdir() if path.suffix in endings} - {"README.md"}
    assert {told["file"] for told in stated.values()} == there
