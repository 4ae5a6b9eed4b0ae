"""An answer about a theme that is often mistaken says how far it can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from inspectgraph.cli import cli
from inspectgraph.ontology import terms
from inspectgraph.queries.named.folders import load_question, question_names
from inspectgraph.queries.named.run import run
from inspectgraph.queries.named.trust import WEAK
from inspectgraph.queries.source.local import open_store
from pyoxigraph import RdfFormat, Store

SAMPLE = Path(__file__).parent / "data" / "sample.trig"
CAF = "findings on Common assessment framework (CAF): 7 in 10 are right, 6 in 10 are found"
CAF += " (docs/themes.md)"
# precision, recall and F1 of the invented graph's themes
MEASURED = {
    "caf": (0.7, 0.64, 0.67),
    "early-help": (0.9, 0.88, 0.89),
    "supervision": (0.97, 0.02, 0.04),
    "thresholds": (0.75, 0.75, WEAK),  # just good enough
}


def measurements() -> str:
    """Turtle of the figures, as a build writes it."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in terms.PREFIXES.items())
    lines = [
        f"<{terms.MEASUREMENT}{theme}/{metric}> dqv:computedOn theme:{theme} ;"
        f" dqv:isMeasurementOf ig:{metric} ; dqv:value {value} ."
        for theme, values in MEASURED.items()
        for metric, value in zip(("precision", "recall", "f1"), values, strict=True)
    ]
    return prefixes + "\n".join(lines)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented graph on disk, with measures of its themes."""
    path = tmp_path_factory.mktemp("measured") / "sample.db"
    path.mkdir()
    written = Store(str(path / "current"))
    written.bulk_load(path=str(SAMPLE))
    written.bulk_load(measurements().encode(), format=RdfFormat.TURTLE)
    written.flush()
    del written
    return path


@pytest.fixture
def call(measured: Path) -> Callable[..., Result]:
    """Call the program on that graph; stdout and stderr are apart."""
    environment = {"INSPECTGRAPH_STORE": str(measured)}
    return lambda *words: CliRunner(env=environment).invoke(cli, list(words))


def trust(source: Store, name: str, themes: list[str]) -> list[str]:
    """The notes on trust of an answer."""
    question = load_question(name)
    given = {p.name: ["Norchester"] for p in question.parameters if p.kind == "authority"}
    given |= {p.name: themes for p in question.parameters if p.kind == "theme"}
    return [note for note in run(source, question, given).notes if "docs/themes.md" in note]


def takes_a_theme(name: str) -> bool:
    return any(parameter.kind == "theme" for parameter in load_question(name).parameters)


WITH_THEME = [name for name in question_names() if takes_a_theme(name)]


@pytest.mark.parametrize("name", WITH_THEME)
def test_every_query_of_a_weak_theme_says_so(name: str, measured: Path) -> None:
    assert trust(open_store(measured), name, ["EHA"]) == [CAF]


def test_there_are_queries_of_themes() -> None:
    assert {"weaknesses", "weak-authorities", "theme-history", "recommendations"} <= {*WITH_THEME}


@pytest.mark.parametrize(
    ("themes", "notes", "reason"),
    [
        ([], [], "no theme was asked for"),
        (["early-help"], [], "well found; its narrower, weak one is not told of"),
        (["early-help", "caf"], [], "the same findings as those of the broader one"),
        (["partnership"], [], "never measured"),
        (["thresholds"], [], "at the limit"),
        (
            ["supervision"],
            [
                "findings on Supervision and management oversight: nearly all are right, "
                "fewer than 1 in 10 are found (docs/themes.md)"
            ],
            "shares that tenths say badly",
        ),
    ],
)
def test_what_is_noted(themes: list[str], notes: list[str], reason: str, measured: Path) -> None:
    assert trust(open_store(measured), "weaknesses", themes) == notes, reason


def test_each_weak_theme_has_a_note(measured: Path) -> None:
    notes = trust(open_store(measured), "weaknesses", ["caf", "supervision"])
    assert [note.partition(":")[0] for note in notes] == [
        "findings on Common assessment framework (CAF)",
        "findings on Supervision and management oversight",
    ]


def test_a_graph_without_measures_says_nothing(store: Store) -> None:
    assert trust(store, "weaknesses", ["caf"]) == []


@pytest.mark.parametrize("form", ["csv", "json", "ndjson", "srj"])
def test_machine_formats_are_as_before(form: str, call, folder: Path) -> None:
    words = ("query", "weaknesses", "--theme", "caf", "--format", form)
    noted, plain = call(*words), call(*words, "--store", str(folder))
    assert noted.stdout == plain.stdout
    assert noted.stderr == f"{plain.stderr}note: {CAF}\n"


def test_questions_in_words_are_noted_too(call) -> None:
    asked = call("ask", "which authorities had CAF weaknesses?")
    assert asked.exit_code == 0
    assert f"note: {CAF}\n" in asked.stderr


@pytest.fixture(scope="module")
def url(measured: Path, serving: Callable[[Store], AbstractContextManager[str]]) -> Iterator[str]:
    """The graph behind an address on loopback."""
    with serving(open_store(measured)) as address:
        yield address


def test_a_server_tells_it_of_its_own_graph(url: str, folder: Path, call) -> None:
    here = call("query", "weak-authorities", "--theme", "caf", "--format", "csv")
    there = call(
        *("query", "weak-authorities", "--theme", "caf", "--format", "csv"),
        *("--endpoint", url, "--store", str(folder)),
    )
    assert (there.exit_code, there.stdout, there.stderr) == (0, here.stdout, here.stderr)
    assert f"note: {CAF}\n" in there.stderr
