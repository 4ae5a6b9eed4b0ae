"""A new framework and a second inspectorate are data: two invented profiles, build to query."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from inspectgraph.cli import cli
from inspectgraph.graphbuilder.build import build
from inspectgraph.ontology.errors import BadProfile, OtherProfile
from inspectgraph.ontology.profiles import load_profile

HERE = Path(__file__).parent
VISIT = """# Thematic local visit to Norfolk

Inspection dates: 3 to 7 March 2025

Lead inspector: Jo Wren, His Majesty’s Inspector

| Judgement | Grade |
|---|---|
| The voice of children | Leading the way |
| Joint working between partners | Off track |

## What is it like to be a child in this area?

1. Children are listened to and their wishes shape their plans. Assessments drift and too many
children wait for help.
"""
REVIEW = """# Annual review of children’s services

# Kelderby Council

Inspection dates: 12 to 14 May 2025

Standard of care: Not met

## Findings

1. Visits are regular and purposeful. Plans are out of date and do not help children.
"""
UNKNOWN = """# Northern Care Standards Board

Inspection dates: 3 to 7 March 2025

## Findings

1. Children in Norrowby are safe and well.
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


def rows(*arguments: str | Path) -> list[dict[str, str]]:
    result = run("query", *arguments, "--format", "csv")
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def table(store: Path, name: str) -> list[dict[str, str]]:
    folder = store.with_name("tables")
    assert run("export", "--tables", folder, "--store", store).exit_code == 0
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def built(tmp_path: Path) -> Callable[[str, str], Path]:
    """A store with one text, built with a profile of this folder."""

    def call(profile: str, text: str) -> Path:
        file = tmp_path / f"{profile}.md"
        file.write_text(text, encoding="utf-8")
        store = tmp_path / "store"
        result = run("build", file, "--profile", HERE / profile, "--store", store)
        assert result.exit_code == 0, result.stderr
        return store

    return call


def test_a_framework_by_files_alone(built: Callable[[str, str], Path]) -> None:
    store = built("thematic", VISIT)
    (report,) = rows("reports", "--store", store)
    assert report["kind"] == "thematic/local-visit"
    assert report["authority"] == "Norfolk County Council"
    grades = {one["aspect"]: one["grade"] for one in rows("judgements", "--store", store)}
    assert grades == {
        "thematic/voice-of-children": "thematic/leading",
        "thematic/joint-working": "thematic/off-track",
    }
    latest = rows("latest-judgements", "--aspect", "thematic/joint-working", "--store", store)
    assert [one["grade"] for one in latest] == ["thematic/off-track"]
    weak = rows("weaknesses", "--kind", "thematic/local-visit", "--store", store)
    assert [one["subject"] for one in weak] == ["partnership"]
    assert run("validate", "--store", store).exit_code == 0
    assert run("visualise", store.with_name("page.html"), "--store", store).exit_code == 0
    assert run("export", store.with_name("book.xlsx"), "--store", store).exit_code == 0


def test_its_other_frameworks_stay() -> None:
    kinds = {framework.id for framework in load_profile(HERE / "thematic").frameworks}
    packaged = {framework.id for framework in load_profile().frameworks}
    assert kinds == packaged | {"thematic/local-visit"}


def test_a_second_inspectorate(built: Callable[[str, str], Path]) -> None:
    store = built("marlshire", REVIEW)
    (report,) = rows("reports", "--store", store)
    assert (report["kind"], report["authority"]) == ("marlshire/annual-review", "Kelderby Council")
    (judgement,) = rows("judgements", "--authority", "Kelderby", "--store", store)
    assert (judgement["aspect"], judgement["grade"]) == (
        "marlshire/standard-of-care",
        "marlshire/not-met",
    )
    for form in ("kelderby", "Kelderby Borough", "Council of Kelderby"):
        assert len(rows("judgements", "--authority", form, "--store", store)) == 1
    assert run("query", "judgements", "--authority", "Norfolk", "--store", store).exit_code == 2
    (row,) = table(store, "judgements")
    assert (row["aspect"], row["grade"]) == ("marlshire/standard-of-care", "marlshire/not-met")
    (row,) = table(store, "reports")
    assert row["inspectorates"] == "Marlshire Standards Office"
    assert row["report"].startswith("https://w3id.org/inspectgraph/id/marlshire/report/kelderby")
    assert run("validate", "--store", store).exit_code == 0


def test_a_store_holds_one_profile(built: Callable[[str, str], Path], tmp_path: Path) -> None:
    store = built("marlshire", REVIEW)
    assert run("export", tmp_path / "before.nq", "--store", store).exit_code == 0
    refused = run("build", tmp_path / "marlshire.md", "--store", store)
    assert (refused.exit_code, "IG-304" in refused.stderr) == (1, True)
    assert "'marlshire', not 'ofsted'" in " ".join(refused.stderr.split())
    with pytest.raises(OtherProfile):
        build([tmp_path / "marlshire.md"], store)
    assert run("export", tmp_path / "after.nq", "--store", store).exit_code == 0
    assert (tmp_path / "after.nq").read_bytes() == (tmp_path / "before.nq").read_bytes()
    assert "marlshire" in run("info", "--store", store).stdout


def test_text_of_an_unknown_inspectorate(tmp_path: Path) -> None:
    file = tmp_path / "unknown.md"
    file.write_text(UNKNOWN, encoding="utf-8")
    assert run("build", file, "--store", tmp_path / "store").exit_code == 0
    (report,) = rows("reports", "--store", tmp_path / "store")
    assert (report["kind"], report["authority"]) == ("other", "Unknown authority")


# file, what is written there, what is put in its place, what the error says
WRONG = [
    ("profile.toml", 'id = "marlshire"', 'id = "marlshire"\ncolour = "red"', "no key 'colour'"),
    ("profile.toml", 'title = "Reviews', 'titel = "Reviews', "no key 'titel'"),
    ("profile.toml", 'segment = "marlshire"', "segment = 7", "must be a string"),
    ("profile.toml", 'segment = "marlshire"', 'segment = "elsewhere"', "must lie below"),
    ("profile.toml", 'extends = "ofsted"', 'extends = "nobody"', "no profile 'nobody'"),
    ("profile.toml", 'id = "marlshire"', "", "the key 'id' is missing"),
    ("profile.toml", 'id = "marlshire"', "id = ", "it is not valid TOML"),
    ("frameworks/annual-review.toml", "'standard of care'", "'standard (of care'", "not compile"),
    (
        "frameworks/annual-review.toml",
        'marlshire/met"',
        'marlshire/best"',
        "not a grade in the code",
    ),
    ("frameworks/annual-review.toml", "precedence = 10", 'precedence = "10"', "whole number"),
    ("frameworks/annual-review.toml", "full = true", 'grades = "stars"', "is none of"),
    ("frameworks/other.toml", "fallback = true", "", "exactly one framework"),
]


@pytest.mark.parametrize(("name", "old", "new", "reason"), WRONG)
def test_what_is_wrong_is_named(tmp_path: Path, name: str, old: str, new: str, reason: str) -> None:
    folder = tmp_path / "profile"
    shutil.copytree(HERE / "marlshire", folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadProfile, match=reason):
        load_profile(folder)
    report = tmp_path / "review.md"
    report.write_text(REVIEW, encoding="utf-8")
    result = run("build", report, "--profile", folder, "--store", tmp_path / "store")
    assert (result.exit_code, "IG-407" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('family = "commissioner"', 'family = "nobody"', "no family 'nobody'"),
        ('id = "trust"\ntype', 'id = "truss"\ntype', "the family 'trust' is missing"),
    ],
)
def test_families_are_there(tmp_path: Path, old: str, new: str, reason: str) -> None:
    folder = tmp_path / "profile"
    shutil.copytree(load_profile().folder.path, folder)
    words = folder / "words" / "agencies.toml"
    text = words.read_text(encoding="utf-8")
    assert old in text
    words.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadProfile, match=reason):
        load_profile(folder)


def test_a_folder_that_is_no_profile(tmp_path: Path) -> None:
    with pytest.raises(BadProfile, match="a profile is a folder with it"):
        load_profile(tmp_path)
