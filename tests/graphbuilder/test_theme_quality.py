"""What was measured of themes, as statements on their concepts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from inspectgraph.graphbuilder.reference import reference_digest, reference_files
from inspectgraph.ontology import terms
from inspectgraph.ontology.profiles import load_profile
from inspectgraph.queries.validate import validate

PROFILES = Path(__file__).parents[1] / "profiles"
CARD = """classifier = "linear"
labels = ""
measured = "in no way"
themes_measured = "by guessing"
"""
ROWS = """theme,support,precision,recall,f1
caf,12,0.83,0.40,0.54
thresholds,1,0.00,0.00,0.00
"""


def measured_graph(folder: Path, card: str = CARD) -> ox.Store:
    """What a store of an invented profile with these figures holds before any report."""
    shutil.copytree(PROFILES / "thematic", folder)
    (folder / "models").mkdir()
    (folder / "models/card.toml").write_text(card, encoding="utf-8")
    (folder / "models/themes-quality.csv").write_text(ROWS, encoding="utf-8")
    store = ox.Store()
    for file in reference_files(load_profile(folder)):
        store.load(file.turtle, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(file.graph))
    return store


def rows(store: ox.Store, where: str) -> list[tuple[str, ...]]:
    found = store.query(
        f"SELECT * WHERE {{ {where} }} ORDER BY ?a ?b ?c",
        prefixes=dict(terms.PREFIXES),
        use_default_graph_as_union=True,
    )
    assert isinstance(found, ox.QuerySolutions)
    names = [name.value for name in found.variables]
    return [tuple(row[name].value for name in sorted(names)) for row in found]


def test_each_figure_is_a_measurement_of_a_metric_that_is_defined(tmp_path: Path) -> None:
    where = "?a dqv:computedOn theme:caf ; dqv:isMeasurementOf ?b ; dqv:value ?c ."
    where += " ?b a dqv:Metric ; rdfs:label ?d"
    base = "https://w3id.org/inspectgraph/measurement/thematic/caf/"
    assert rows(measured_graph(tmp_path / "own"), where) == [
        (base + "f1", terms.F1, "0.54", "F1"),
        (base + "precision", terms.PRECISION, "0.83", "precision"),
        (base + "recall", terms.RECALL, "0.4", "recall"),
        (base + "support", terms.SUPPORT, "12", "support"),
    ]


@pytest.mark.parametrize(
    ("card", "how"),
    [(CARD, "by guessing"), (CARD.replace("themes_measured", "#"), "on labels")],
)
def test_a_note_says_the_same_in_words(card: str, how: str, tmp_path: Path) -> None:
    notes = rows(measured_graph(tmp_path / "own", card), "?a skos:note ?b")
    assert notes == [
        (
            terms.THEME + "caf",
            "Of findings given this theme 83% are right, and 40% of those that are about it are "
            f"found (measured {how}; 12 labelled sentences).",
        ),
        (
            terms.THEME + "thresholds",
            "No finding that is about this theme was given it "
            f"(measured {how}; 1 labelled sentence).",
        ),
    ]


def test_the_measurements_keep_the_contract(tmp_path: Path) -> None:
    store = measured_graph(tmp_path / "own")
    assert validate(store).rows == ()
    broken = ox.NamedNode("https://w3id.org/inspectgraph/measurement/thematic/caf/recall")
    value, graph = ox.NamedNode(terms.MEASURED_VALUE), ox.NamedNode(terms.THEMES_GRAPH)
    (old,) = store.quads_for_pattern(broken, value, None, graph)
    store.remove(old)
    more_than_all = ox.Literal("1.4", datatype=ox.NamedNode(terms.XSD_DECIMAL))
    store.add(ox.Quad(broken, value, more_than_all, graph))
    assert [row[2] for row in validate(store).rows] == [broken.value]


def test_other_figures_are_another_profile(tmp_path: Path) -> None:
    measured_graph(tmp_path / "own")
    before = reference_digest(load_profile(tmp_path / "own"))
    shutil.copytree(tmp_path / "own", tmp_path / "other")
    other = tmp_path / "other/models/themes-quality.csv"
    other.write_text(ROWS.replace("0.83", "0.84"), encoding="utf-8")
    assert reference_digest(load_profile(tmp_path / "other")) != before
