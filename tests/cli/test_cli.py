"""Every command: what goes to stdout, what to stderr, and the exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from inspectgraph.cli import cli
from inspectgraph.ontology.errors import InspectgraphError, UnknownName
from inspectgraph.queries.named.folders import load_question, question_names
from pyoxigraph import NamedNode, Store


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{path} {name}".strip(), command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}".strip())


COMMANDS = dict(commands(cli))


def test_all_commands_are_there() -> None:
    fixed = {"build", "query", "queries", "sparql", "export", "validate", "info", "remove"}
    assert fixed | {"completion", "explain", "network path", "network export"} <= set(COMMANDS)
    assert {f"query {name}" for name in question_names()} <= set(COMMANDS)


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_has_help_with_an_example(path: str, run) -> None:
    result = run(*path.split(), "--help")
    assert result.exit_code == 0
    assert COMMANDS[path].help
    assert f"inspectgraph {path}".rstrip() in result.stdout.partition("Examples:")[2]
    for parameter in COMMANDS[path].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{path} {parameter.name}"


def test_the_exit_codes_are_told() -> None:
    text = cli.get_help(click.Context(cli))
    assert all(f"\n    {code} " in text for code in (0, 1, 2, 3, 4, 130))


@pytest.mark.parametrize("name", question_names())
def test_examples_of_queries_run(name: str, run) -> None:
    for example in load_question(name).examples:
        result = run(*shlex.split(example)[1:])
        real = any(name in example for name in REAL)
        assert result.exit_code == 0 or (real and "IG-405" in result.stderr), result.stderr


REAL = ("Norfolk", "Northamptonshire", "London", "Cafcass", "exploitation")


def test_rows_go_to_stdout_and_notes_to_stderr(run) -> None:
    result = run("query", "judgements", "--authority", "norchester", "--since", "2026")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split()[:3] == ["authority", "kind", "inspection_end"]
    assert len(lines) == 3
    assert result.stderr == "note: authority: Norchester County Council\n"
    noted = run("query", "judgements", "--since", "2026")
    assert "zedland.md" in noted.stderr
    assert "zedland.md" not in noted.stdout


def test_options_can_be_given_more_than_once(run) -> None:
    asked = ("--kind", "sif", "--kind", "send", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(run("query", "judgements", *asked).stdout)))
    assert {row["kind"] for row in rows} == {"sif", "send"}


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "ndjson", "md"])
@pytest.mark.parametrize("command", ["query reports", "info", "queries", "sparql"])
def test_every_listing_command_knows_every_format(command: str, form: str, run) -> None:
    text = ["SELECT ?r { ?r a ig:Report } ORDER BY ?r"] if command == "sparql" else []
    result = run(*command.split(), *text, "--format", form)
    assert result.exit_code == 0
    assert result.stderr == ""
    if form == "json":
        assert len(json.loads(result.stdout)) > 5
    assert len(result.stdout.splitlines()) > 5


def test_no_rows_are_said(run) -> None:
    result = run("query", "judgements", "--since", "2099", "--format", "json")
    assert json.loads(result.stdout) == []
    assert "no rows" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["query", "judgments"], 2, "did you mean judgements"),
        (["query", "judgements", "--authority", "Norfork"], 2, "did you mean Norfolk"),
        (["query", "judgements", "--since", "yesterday"], 2, "since: a date is needed"),
        (["query", "judgements", "--colour", "red"], 2, "No such option"),
        (["query", "judgement-history"], 2, "Missing option '--authority'"),
        (["query", "problems", "--severity", "dire"], 2, "Invalid value"),
        (["queries", "show", "nothing"], 2, "inspectgraph queries"),
        (["sparql"], 2, "Give the query"),
        (["sparql", "SELECT * { ?s ?p }"], 2, "line 1, column"),
        (["sparql", "DROP ALL"], 2, "DROP would change the store"),
        (["sparql", "SELECT * { SERVICE <http://e.org> {} }"], 2, "to an address that you did not"),
        (["sparql", "ASK { ?s ?p ?o }", "--format", "ttl"], 2, "CONSTRUCT"),
        (["export"], 2, "Give FILE"),
        (["export", "graph.doc"], 2, ".ttl"),
        (["export", "a.ttl", "--format", "nt"], 2, "goes with FILE -"),
        (["export", "-", "--kind", "sit"], 2, "did you mean"),
        (["build"], 2, "Missing argument"),
        (["build", "x", "--base-iri", "http://example.org"], 2, "Give http://example.org/"),
        (["build", "x", "--base-iri", "not an iri/"], 2, "is not an IRI"),
        (["info", "--store", "nowhere.db"], 1, "inspectgraph build"),
        (["completion", "tcsh"], 2, "Invalid value"),
        (["nonsense"], 2, "No such command"),
    ],
)
def test_errors_have_a_code_a_cure_and_no_traceback(arguments, code, words, run) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert words in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("value", ['"', "}} DROP ALL", "a\nb", "\x1b[31m", "x" * 100_000, "\udcff"])
def test_hostile_values_are_refused_in_a_few_words(value: str, run) -> None:
    result = run("query", "reports", "--authority", f"zz{value}")
    assert result.exit_code == 2
    assert result.stderr.startswith("error [IG-40")
    assert len(result.stderr) < 500
    assert "\x1b" not in result.stderr


def test_a_question_shown_can_be_run(run, tmp_path: Path) -> None:
    text = run("queries", "show", "judgements").stdout
    assert text.startswith("# title: Judgements")
    asked = run("query", "judgements", "--format", "csv").stdout
    assert run("sparql", "-", "--format", "csv", stdin=text).stdout == asked
    (tmp_path / "q.rq").write_text(f"\ufeff{text}", encoding="utf-8")
    assert run("sparql", "-f", str(tmp_path / "q.rq"), "--format", "csv").stdout == asked


def test_sparql_that_is_no_utf8(run) -> None:
    result = run("sparql", "-", stdin=b"SELECT \xff")
    assert result.exit_code == 2
    assert "UTF-8" in result.stderr


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ([], "a ig:Report"),
        (["--format", "nt"], "> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <"),
        (["--format", "csv"], "subject,predicate,object"),
    ],
)
def test_triples_come_as_turtle_or_as_asked(form: list[str], words: str, run) -> None:
    result = run("sparql", "CONSTRUCT WHERE { ?r a ig:Report }", *form)
    assert result.exit_code == 0
    assert words in result.stdout


def test_export_to_files_stdout_and_tables(run, tmp_path: Path) -> None:
    target = tmp_path / "out.ttl"
    result = run("export", str(target), "--tables", str(tmp_path / "tables"))
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "14 rows" in result.stderr
    assert run("export", "-").stdout_bytes == target.read_bytes()
    small = run("export", "-", "--format", "nq", "--authority", "Norchester", "--no-reference")
    assert "westvale" not in small.stdout
    assert sorted(path.name for path in tmp_path.rglob("*.csv")) == [
        "agencies.csv",
        "finding_themes.csv",
        "findings.csv",
        "judgements.csv",
        "recommendations.csv",
        "reports.csv",
    ]


def test_validate(run, folder: Path, tmp_path: Path) -> None:
    good = run("validate")
    assert (good.exit_code, good.stdout) == (0, "")
    assert good.stderr.startswith("valid")
    broken = Store(str(tmp_path / "current"))
    broken.extend(Store.read_only(str(folder / "current")))
    evidence = NamedNode("https://w3id.org/inspectgraph/ontology#evidence")
    for quad in list(broken.quads_for_pattern(None, evidence, None)):
        broken.remove(quad)
    broken.flush()
    del broken
    bad = run("validate", "--store", str(tmp_path), "--format", "csv")
    assert bad.exit_code == 4
    assert "judgement without evidence" in bad.stdout
    assert "IG-102" in bad.stderr


class Built(SimpleNamespace):
    """A stand-in for what a build did, and for its options."""


def stand_in(monkeypatch: pytest.MonkeyPatch, module: str, **names: object) -> None:
    """The command line alone is tested here: builds have tests of their own."""
    monkeypatch.setitem(sys.modules, f"inspectgraph.graphbuilder.{module}", Built(**names))


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A build that does nothing but note how it was called."""
    seen: dict[str, object] = {"failed": 1}
    problems = (
        Built(file_name="a.pdf", message="empty", code="IG-202", cure="Again.", severity="error"),
        Built(file_name="b.pdf", message="odd", code="IG-501", cure="", severity="warning"),
    )

    def build(paths, store, options, on_progress) -> Built:
        seen.update(paths=paths, store=store, options=options, on_progress=on_progress)
        return Built(
            built=2, unchanged=1, replaced=0, duplicates=0, reports=3,
            failed=seen["failed"], problems=problems, sidecars=(), passed_over={".jpg": 3, "": 1},
            empty=seen.get("empty", ()),
        )  # fmt: skip

    stand_in(monkeypatch, "build", BuildOptions=Built, build=build)
    return seen


def test_build_tells_each_problem_and_a_summary(run, builder, tmp_path: Path) -> None:
    result = run("build", "reports", "--store", str(tmp_path), "--workers", "2")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines() == [
        "a.pdf: empty (IG-202). Again.",
        "b.pdf: odd (IG-501).",
        "3 .jpg passed over: scans? `ocrmypdf` makes PDFs with text of them",
        "1 without an ending passed over",
        f"{tmp_path}: 3 reports; 2 built, 0 replaced, 1 unchanged, 0 duplicates, 1 failed",
    ]
    assert builder["paths"] == (Path("reports"),)
    assert builder["options"].workers == 2
    assert builder["on_progress"] is None


def test_a_path_without_a_report_is_an_error_when_the_others_are_built(run, builder) -> None:
    builder["empty"] = ("nowhere",)
    result = run("build", "reports", "nowhere")
    assert result.exit_code == 1
    assert "3 reports; 2 built" in result.stderr


def test_build_reads_themes_and_corrections(run, builder, tmp_path: Path) -> None:
    (tmp_path / "t.ttl").write_text("\ufeff# themes é", encoding="utf-8")
    (tmp_path / "c.csv").write_text("finding,polarity,why\n", encoding="utf-8")
    themes, corrections = str(tmp_path / "t.ttl"), str(tmp_path / "c.csv")
    result = run("build", "reports", "--themes", themes, "--corrections", corrections)
    assert result.exit_code == 0
    assert builder["options"].themes == "# themes é"
    assert builder["options"].corrections == "finding,polarity,why\n"
    (tmp_path / "c.csv").write_bytes(b"\xff")
    refused = run("build", "reports", "--corrections", corrections)
    assert refused.exit_code == 2
    assert "--corrections" in refused.stderr
    assert run("build", "reports", "--themes", "nowhere.ttl").exit_code == 2


def test_explain(run) -> None:
    text = run("explain", "bb11bb11bb12-1")
    assert text.exit_code == 0
    assert "Thresholds are not understood by the police." in text.stdout
    told = json.loads(run("explain", "bb11bb11bb12-1", "--format", "json").stdout)
    assert told["paragraph"] == "31"
    assert run("explain", "nothing").exit_code == 2
    assert run("explain", "judgement/overall").exit_code == 2


def test_network(run, tmp_path: Path) -> None:
    found = run("network", "path", "Norchester", "Norchester Police", "--format", "csv")
    assert "Norchester Police work well with the council." in found.stdout
    assert "note: Norchester Constabulary (police)" in found.stderr
    assert run("network", "central", "--top", "2", "--format", "ndjson").stdout.count("\n") == 2
    assert "Westvale Council" in run("network", "communities").stdout
    written = run("network", "export", str(tmp_path / "a.gexf"))
    assert (written.exit_code, written.stdout) == (0, "")
    assert "7 links" in written.stderr
    assert run("network", "export", str(tmp_path / "a.png")).exit_code == 2


def test_a_graph_without_words_is_valid_as_such(run, tmp_path: Path) -> None:
    target = tmp_path / "a.nq"
    assert run("export", str(target), "--evidence", "none").exit_code == 0
    (tmp_path / "bare.db").mkdir()
    bare = Store(str(tmp_path / "bare.db" / "current"))
    bare.bulk_load(path=str(target))
    bare.flush()
    del bare
    asked = ("validate", "--store", str(tmp_path / "bare.db"))
    assert run(*asked).exit_code == 4
    assert run(*asked, "--evidence", "none").exit_code == 0


def test_answers_say_how_names_were_understood(run) -> None:
    result = run("query", "weak-authorities", "--theme", "EHA", "--format", "csv")
    assert result.exit_code == 0
    assert "note: theme: Common assessment framework (CAF)" in result.stderr
    assert "note: 3 of 8 inspections read" in result.stderr
    asked = ("query", "weaknesses", "--agency", "LSCB")
    assert run(*asked).exit_code == 2
    assert run(*asked, "--authority", "Norchester").exit_code == 0


def test_build_quiet_says_only_what_failed(run, builder) -> None:
    assert run("build", "reports", "-q").stderr == "a.pdf: empty (IG-202). Again.\n"


@pytest.mark.parametrize(("failed", "code"), [(1, 3), (0, 0)])
def test_build_strict(failed: int, code: int, run, builder) -> None:
    builder["failed"] = failed
    assert run("build", "reports", "--strict").exit_code == code
    assert run("build", "reports").exit_code == 0


def test_remove(run, monkeypatch: pytest.MonkeyPatch) -> None:
    def remove(store: Path, selectors: tuple[str, ...]) -> tuple[str, ...]:
        if "gone" in selectors:
            raise UnknownName("gone", "report", ("gone.pdf",))
        return tuple(f"urn:{selector}" for selector in selectors)

    stand_in(monkeypatch, "store", remove=remove)
    result = run("remove", "a", "b")
    assert (result.stdout, result.stderr) == ("urn:a\nurn:b\n", "2 removed\n")
    assert run("remove", "gone").exit_code == 2


@pytest.mark.parametrize(
    ("error", "code"),
    [(KeyboardInterrupt(), 130), (InspectgraphError("x"), 1), (BrokenPipeError(), 0)],
)
def test_interruptions(error: BaseException, code: int, run, monkeypatch) -> None:
    def fail(*arguments: object) -> None:
        raise error

    stand_in(monkeypatch, "build", BuildOptions=Built, build=fail)
    assert run("build", "reports").exit_code == code


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str, run) -> None:
    assert "_INSPECTGRAPH_COMPLETE" in run("completion", shell).stdout


def test_version(run) -> None:
    assert run("--version").stdout.startswith("inspectgraph, version ")


def program(folder: Path, *arguments: str, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "inspectgraph.cli", *arguments]
    environment = {**os.environ, "INSPECTGRAPH_STORE": str(folder), "PYTHONIOENCODING": "latin-1"}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, **options
    )


def test_stdout_is_utf8_whatever_the_locale(folder: Path) -> None:
    out, _ = program(folder, "query", "reports", "--format", "csv").communicate(timeout=20)
    assert "Dan O’Shea" in out.decode("utf-8")


def test_a_reader_that_leaves_early_is_no_error(folder: Path) -> None:
    process = program(folder, "sparql", "SELECT * { ?a ?b ?c . ?d ?e ?f }", "--format", "csv")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=20) == 0


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_a_query_that_runs(folder: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    process = program(folder, "sparql", endless)
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=1)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=5) in (-signal.SIGINT, 130)
    finally:
        process.kill()


def test_a_cold_query_imports_nothing_heavy(folder: Path) -> None:
    code = (
        "import sys; from inspectgraph.cli import main\n"
        "try: main(['query', 'judgements', '--authority', 'Norchester County Council'])\n"
        "except SystemExit: pass\n"
        "heavy = {'rdflib', 'rich', 'pyshacl', 'csv', 'json', 'importlib.metadata', 'rapidfuzz',\n"
        "         'inspectgraph.ontology.authorities', 'inspectgraph.graphbuilder', 'pypdfium2'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    environment = {**os.environ, "INSPECTGRAPH_STORE": str(folder)}
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=False, timeout=20
    )
    assert (result.returncode, result.stderr) == (0, b"")
