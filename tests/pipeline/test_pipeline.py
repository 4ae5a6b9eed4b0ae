"""Builds over time: what is skipped, replaced, doubled, removed, killed; and equal bytes."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from inspectgraph.graphbuilder.build import BuildOptions, BuildResult, Progress, build, extract
from inspectgraph.graphbuilder.store import remove, writing
from inspectgraph.ontology.errors import StoreError, StoreLocked, StoreMissing, UnknownName
from inspectgraph.ontology.profiles import load_profile
from inspectgraph.queries.export import export_graph
from inspectgraph.queries.source.local import open_store, select

REPORT = """# Inspection of {name} local authority children’s services

Inspection dates: {days}

Lead inspector: Jo Wren, His Majesty’s Inspector

| Judgement | Grade |
|---|---|
| The impact of leaders on social work practice with children and families | {leaders} |
| {progress} children who need help and protection | Good |
| {progress} children in care | Good |
| {progress} care leavers | Good |

## {progress} children in care: good

1. Children live in homes that suit them.
"""


def report(name: str = "Norfolk", days: str = "4 to 8 March 2024", leaders: str = "Good") -> str:
    progress = "The experiences and progress of"
    return REPORT.format(name=name, days=days, leaders=leaders, progress=progress)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    (made / "a.md").write_text(report(), encoding="utf-8")
    (made / "b.md").write_text(report("Suffolk"), encoding="utf-8")
    return made


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "graph.db"


def names(store: Path) -> dict[str, list[str]]:
    """The files of each report, copies too."""
    found: dict[str, list[str]] = {}
    query = """SELECT ?report ?name WHERE {
      { ?report a ig:Report ; ig:fileName ?name }
      UNION { ?copy ig:copyOf ?report ; ig:fileName ?name } } ORDER BY ?name"""
    for row in select(open_store(store), query):
        found.setdefault(row[0].value.rsplit("/", 1)[-1], []).append(row[1].value)
    return found


def counts(result: BuildResult) -> tuple[int, int, int, int, int, int]:
    """built, unchanged, replaced, duplicates, failed, reports in the store."""
    return (
        result.built,
        result.unchanged,
        result.replaced,
        result.duplicates,
        result.failed,
        result.reports,
    )


def nquads(store: Path, to: Path) -> bytes:
    export_graph(open_store(store), to)
    return to.read_bytes()


def test_the_second_build_skips_what_is_unchanged(folder: Path, store: Path) -> None:
    assert counts(build([folder], store)) == (2, 0, 0, 0, 0, 2)
    assert counts(build([folder], store)) == (0, 2, 0, 0, 0, 2)


def test_a_changed_file_replaces_its_report_whole(folder: Path, store: Path) -> None:
    build([folder], store)
    (folder / "a.md").write_text(report(leaders="Outstanding"), encoding="utf-8")
    assert counts(build([folder], store)) == (0, 1, 1, 0, 0, 2)
    query = "SELECT DISTINCT ?g WHERE { ?j ig:aspect aspect:leaders-impact ; ig:grade ?g }"
    grades = sorted(row[0].value.rsplit("/", 1)[-1] for row in select(open_store(store), query))
    assert grades == ["good", "outstanding"]
    assert len(names(store)) == 2


def test_a_build_of_other_files_leaves_the_rest(folder: Path, store: Path) -> None:
    build([folder / "a.md"], store)
    assert counts(build([folder / "b.md"], store)) == (1, 0, 0, 0, 0, 2)


@pytest.mark.parametrize(
    ("suffix", "change", "reason"),
    [
        (".md", lambda text: text, "the same bytes"),
        (".txt", lambda text: text.replace("\n", "\r\n"), "the same text in other bytes"),
    ],
)
def test_one_report_in_two_files_is_one_report(
    folder: Path, store: Path, suffix: str, change, reason: str
) -> None:
    (folder / f"copy{suffix}").write_bytes(change(report()).encode())
    assert counts(build([folder], store)) == (2, 0, 0, 1, 0, 2), reason
    assert ["a.md", f"copy{suffix}"] in names(store).values()
    assert counts(build([folder], store)) == (0, 3, 0, 0, 0, 2), reason


def test_a_copy_that_comes_later_is_noted(folder: Path, store: Path) -> None:
    build([folder], store)
    (folder / "copy.txt").write_text(report() + "\n\n", encoding="utf-8")
    result = build([folder], store)
    assert result.reports == 2
    assert ["a.md", "copy.txt"] in names(store).values()


def test_a_file_that_broke_takes_its_report_out_and_says_so(folder: Path, store: Path) -> None:
    build([folder], store)
    (folder / "a.md").write_bytes(b"")
    result = build([folder], store)
    assert counts(result) == (0, 1, 0, 0, 1, 1)
    assert [(p.file_name, p.code) for p in result.problems] == [("a.md", "IG-202")]
    query = "SELECT ?name WHERE { ?p a ig:Problem ; ig:fileName ?name }"
    assert [row[0].value for row in select(open_store(store), query)] == ["a.md"]


def test_a_bad_file_comes_back_from_a_worker_as_a_problem(folder: Path, store: Path) -> None:
    (folder / "c.pdf").write_bytes(b"no report at all")
    (folder / "d.txt").write_text("A shopping list.", encoding="utf-8")
    result = build([folder], store, BuildOptions(workers=2))
    assert counts(result) == (2, 0, 0, 0, 2, 2)
    assert {(p.file_name, p.code) for p in result.problems if p.severity == "error"} == {
        ("c.pdf", "IG-207"),
        ("d.txt", "IG-208"),
    }


def test_a_mended_file_leaves_no_problem(folder: Path, store: Path) -> None:
    (folder / "a.md").write_bytes(b"")
    build([folder], store)
    (folder / "a.md").write_text(report(), encoding="utf-8")
    assert counts(build([folder], store)) == (1, 1, 0, 0, 0, 2)
    query = "SELECT ?name WHERE { ?p a ig:Problem ; ig:fileName ?name }"
    assert not list(select(open_store(store), query))


def test_files_of_one_name_in_two_folders_are_two_reports(tmp_path: Path, store: Path) -> None:
    for place, council in (("east", "Norfolk"), ("west", "Devon")):
        (tmp_path / place).mkdir()
        (tmp_path / place / "report.md").write_text(report(council), encoding="utf-8")
    result = build([tmp_path / "east" / "report.md", tmp_path / "west" / "report.md"], store)
    assert counts(result) == (2, 0, 0, 0, 0, 2)


def test_another_base_makes_other_instances_and_the_same_councils(
    folder: Path, store: Path
) -> None:
    build([folder], store, BuildOptions(base_iri="https://example.org/my/"))
    query = "SELECT ?report ?area WHERE { ?report a ig:Report ; ig:area ?area }"
    for report_iri, area in select(open_store(store), query):
        assert report_iri.value.startswith("https://example.org/my/report/")
        assert area.value.startswith("https://w3id.org/inspectgraph/authority/")


def test_equal_bytes_whatever_the_order_the_workers_or_the_history(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "c.md").write_text(report("Kelderby Borough Council"), encoding="utf-8")
    files = sorted(folder.iterdir())
    build(files, tmp_path / "one.db")
    random.Random(5).shuffle(files)
    build(files, tmp_path / "two.db", BuildOptions(workers=2))
    for file in files:
        build([file], tmp_path / "three.db")
    first, second, third = (
        nquads(tmp_path / f"{name}.db", tmp_path / f"{name}.nq") for name in ("one", "two", "three")
    )
    assert first == second == third
    assert len(first.splitlines()) > 1000


def test_equal_bytes_whatever_the_hash_seed(folder: Path, tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.trig"
        db = str(tmp_path / f"{seed}.db")
        for arguments in (["build", str(folder)], ["export", str(out)]):
            command = [sys.executable, "-m", "inspectgraph.cli", *arguments, "--store", db]
            subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        made.append(out.read_bytes())
    assert made[0] == made[1]


def test_progress_tells_of_each_file_once(folder: Path, store: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    told: list[Progress] = []
    build([folder], store, on_progress=told.append)
    assert [(one.done, one.total) for one in told] == [(1, 3), (2, 3), (3, 3)]
    assert {one.name: one.outcome for one in told} == {
        "a.md": "built",
        "b.md": "built",
        "empty.txt": "failed",
    }


def test_a_killed_build_leaves_the_last_whole_store(folder: Path, store: Path) -> None:
    build([folder], store)
    before = names(store)
    with pytest.raises(RuntimeError, match="killed"), writing(store) as target:
        target.remove(target.reports()[0].graph)
        raise RuntimeError("killed")
    assert names(store) == before
    assert counts(build([folder], store)) == (0, 2, 0, 0, 0, 2)


def test_a_swap_that_was_cut_is_mended(folder: Path, store: Path) -> None:
    build([folder], store)
    (store / "current").rename(store / "previous")
    assert len(names(store)) == 2, "a reader falls back on the previous store"
    assert counts(build([folder], store)) == (0, 2, 0, 0, 0, 2)


def test_two_writers_exclude_each_other(folder: Path, store: Path) -> None:
    with writing(store), pytest.raises(StoreLocked):
        build([folder], store)


def test_a_folder_with_other_files_is_no_store(folder: Path) -> None:
    with pytest.raises(StoreError, match="other files"):
        build([folder], folder)
    assert sorted(path.name for path in folder.iterdir()) == ["a.md", "b.md"]


def test_remove_by_name_slug_or_iri(folder: Path, store: Path) -> None:
    build([folder], store)
    slug = next(slug for slug, files in names(store).items() if files == ["b.md"])
    assert [iri.rsplit("/", 1)[-1] for iri in remove(store, [slug])] == [slug]
    assert len(remove(store, ["a.md"])) == 1
    left = "SELECT ?thing WHERE { VALUES ?type { ig:Report ig:Inspection ig:Inspector ig:Passage }"
    assert not list(select(open_store(store), left + " ?thing a ?type }"))


def test_remove_of_an_unknown_name_suggests_near_ones(folder: Path, store: Path) -> None:
    build([folder], store)
    with pytest.raises(UnknownName, match=r"did you mean a\.md"):
        remove(store, ["aa.md"])
    assert len(names(store)) == 2


def test_remove_without_a_store(store: Path) -> None:
    with pytest.raises(StoreMissing):
        remove(store, ["a.md"])
    assert not store.exists()


def test_extract_gives_the_facts_of_one_report() -> None:
    found = extract("a.md", report().encode(), load_profile())
    assert found.facts.area.name == "Norfolk County Council"
    assert found.facts.lead_inspector == "Jo Wren"
    assert {(j.aspect, j.grade) for j in found.judgements} == {
        ("leaders-impact", "good"),
        ("help-and-protection", "good"),
        ("in-care", "good"),
        ("care-leavers", "good"),
    }
    for judgement in found.judgements:
        for passage in judgement.evidence:
            assert found.document.text[passage.start : passage.end] == passage.exact
