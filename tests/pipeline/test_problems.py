"""Each code of the registry is reached by what it says: a file, a store or a command."""

from __future__ import annotations

import io
import socket
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from inspectgraph.cli import cli
from inspectgraph.graphbuilder.build import BuildOptions, build, extract
from inspectgraph.graphbuilder.store import writing
from inspectgraph.ontology.errors import ReadError
from inspectgraph.ontology.fetch_problems import FETCHING
from inspectgraph.ontology.problems import NOTED, RAISED, REGISTRY, Problem
from inspectgraph.ontology.profiles import load_profile
from inspectgraph.queries.source.local import open_store, select
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

TITLE = "Inspection of {name} local authority children’s services"
DAYS = "Inspection dates: 4 to 8 March 2024"
TABLE = "| Judgement | Grade |\n|---|---|\n| Overall effectiveness | {grade} |"


def text(
    name: str = "Norfolk", days: str = DAYS, grade: str = "Good", more: str = "", title: str = TITLE
) -> bytes:
    """A short report."""
    parts = [f"# {title.format(name=name)}", days, TABLE.format(grade=grade), more]
    return "\n\n".join(part for part in parts if part).encode()


def pdf(*pages: str, password: str = "") -> bytes:
    """A page for each text; a picture of nothing where it is empty."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=pdfencrypt.StandardEncryption(password) if password else None)
    for words in pages:
        canvas.rect(50, 50, 300, 300)
        for number, line in enumerate(words.splitlines()):
            canvas.drawString(72, 760 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<x/>")
        archive.writestr("word/zeros.bin", bytes(210_000_000))
    return out.getvalue()


REPORT = f"{TITLE.format(name='Norfolk')}\n{DAYS}\nOverall effectiveness Good"
LETTER = f"Norfolk County Council\n\n{DAYS}\n\nDear director, we came to see what you do."
# An item that asks for nothing, and goes on telling.
STORY = "Social workers are proud of the town. Families are seen often. The records are clear."
AGENCY = "1. Leaders meet the Integrated Care Board each month."  # of no area that is known

# a file of one report, by the code of the problem that it makes
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "IG-202": ("a.md", lambda: b""),
    "IG-203": ("a.pdf", lambda: b"%PDF-1.4\n"),
    "IG-204": ("a.pdf", lambda: pdf(REPORT, password="secret")),
    "IG-205": ("a.pdf", lambda: pdf("", "")),
    "IG-206": ("a.docx", zipped),
    "IG-207": ("a.rtf", lambda: b"{\\rtf1 Inspection of Norfolk}"),
    "IG-208": ("a.md", lambda: b"bread\nmilk\n"),
    "IG-501": ("a.md", lambda: text(more="Report published: 4 January 2024")),
    "IG-502": ("a.md", lambda: text("Kelderby Borough Council")),
    "IG-503": ("a.pdf", lambda: pdf(REPORT, "", "Social workers visit children often.")),
    "IG-504": ("a.md", LETTER.encode),
    "IG-505": ("a.md", lambda: text(days="")),
    "IG-506": ("a.md", lambda: text(grade="Satisfactory")),
    "IG-511": ("a.md", lambda: text(grade="Good Inadequate")),
    "IG-510": ("a.md", lambda: text("Norfolk County Council and Suffolk County Council")),
    "IG-512": ("a.md", lambda: text(more=f"## Recommendations\n\n1. {STORY}\n\n2. {STORY}")),
    "IG-508": ("a.md", lambda: text("Kelderby Borough Council", more=AGENCY)),
}
# a command that fails, by the code of its error
COMMANDS: dict[str, tuple[str, ...]] = {
    "IG-101": ("build", "empty.md", "--strict", "--store", "other.db"),
    "IG-302": ("info", "--store", "nowhere.db"),
    "IG-402": ("query", "judgments"),
    "IG-403": ("query", "judgements", "--since", "yesterday"),
    "IG-404": ("sparql", "DROP ALL"),
    "IG-405": ("query", "judgements", "--authority", "Norfork"),
    "IG-406": ("ask", "who is not weak?"),
    "IG-301": ("build", "empty.md", "--store", "."),
}
# reached by tests of their own, below
# reached elsewhere: here below, the codes of profiles in tests/profiles, IG-513 in test_sidecar.py
OTHERS = {"IG-100", "IG-102", "IG-201", "IG-303", "IG-401", "IG-507", "IG-509"}
OTHERS |= {"IG-304", "IG-407", "IG-513"}


def test_every_code_is_reached() -> None:
    fetched = {kind.code for kind in FETCHING}  # reached in tests/fetch
    assert {*FILES, *COMMANDS, *OTHERS} == set(REGISTRY) - fetched
    assert len(REGISTRY) == len(RAISED) + len(NOTED) + len(FETCHING)


def problems_of(name: str, data: bytes) -> list[Problem]:
    try:
        return list(extract(name, data, load_profile()).problems)
    except ReadError as error:
        return [Problem(error.code, error.reason, name)]


@pytest.mark.parametrize("code", FILES)
def test_a_file_makes_its_problem(code: str) -> None:
    name, make = FILES[code]
    found = [problem for problem in problems_of(name, make()) if problem.code == code]
    assert len(found) == 1
    assert found[0].severity == REGISTRY[code].severity
    assert found[0].message


def test_a_good_report_makes_none() -> None:
    assert problems_of("a.md", text()) == []
    assert problems_of("a.pdf", pdf(REPORT)) == []


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "a.md").write_bytes(text())
    build([folder / "a.md"], folder / "graph.db")
    return folder / "graph.db"


@pytest.fixture
def run(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Call the program in an empty folder; what it says to stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INSPECTGRAPH_STORE", str(store))
    (tmp_path / "empty.md").write_bytes(b"")

    def call(*arguments: str) -> str:
        result = CliRunner().invoke(cli, list(arguments))
        assert result.exit_code > 0
        return result.stderr

    return call


@pytest.mark.parametrize("code", COMMANDS)
def test_a_command_ends_with_its_error(code: str, run: Callable[..., str]) -> None:
    assert f"error [{code}]: " in run(*COMMANDS[code])


def test_what_has_no_code_of_its_own(
    run: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert "error [IG-100]: serve needs " in run("serve", "--port", "0")


def test_a_graph_that_breaks_the_contract(run: Callable[..., str], tmp_path: Path) -> None:
    bad = (
        b"<http://e.org/r> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        b"<https://w3id.org/inspectgraph/ontology#Report> <http://e.org/g> .\n"
    )
    with writing(tmp_path / "bad.db") as target:
        target.load(bad)
    assert "error [IG-102]: " in run("validate", "--store", str(tmp_path / "bad.db"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = build([tmp_path / "nowhere.pdf"], tmp_path / "graph.db")
    problem = result.problems[0]
    assert (problem.code, problem.severity) == ("IG-201", "error")
    assert problem.cure == REGISTRY["IG-201"].cure


def test_a_store_that_another_process_writes(run: Callable[..., str], tmp_path: Path) -> None:
    with writing(tmp_path / "graph.db"):
        said = run("build", "empty.md", "--store", str(tmp_path / "graph.db"))
    assert "error [IG-303]: " in said


def test_an_address_where_nobody_answers(run: Callable[..., str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
        assert "error [IG-401]: " in run("query", "reports", "--endpoint", address)


def test_what_a_build_tells_and_does_not_store(tmp_path: Path) -> None:
    """A report under two names, and a correction that fits nothing."""
    (tmp_path / "a.md").write_bytes(text())
    (tmp_path / "b.md").write_bytes(text())
    corrections = "words,polarity,why\nNobody ever wrote this.,none,a test\n"
    options = BuildOptions(corrections=corrections)
    result = build([tmp_path / "a.md", tmp_path / "b.md"], tmp_path / "graph.db", options)
    told = [(problem.code, problem.file_name, problem.severity) for problem in result.problems]
    assert told == [("IG-507", "b.md", "note"), ("IG-509", "corrections", "warning")]
    assert all(problem.cure for problem in result.problems)
    query = "SELECT ?problem WHERE { ?problem a ig:Problem }"
    assert not list(select(open_store(tmp_path / "graph.db"), query))


def test_stored_severities_are_those_of_the_registry(tmp_path: Path) -> None:
    for code, (name, make) in FILES.items():
        if len(data := make()) < 100_000:
            (tmp_path / f"{code}-{name}").write_bytes(data)
    build([tmp_path], tmp_path / "graph.db")
    query = "SELECT ?code ?severity WHERE { ?p ig:problemCode ?code ; ig:severity ?severity }"
    stored = {
        tuple(term.value for term in row)
        for row in select(open_store(tmp_path / "graph.db"), query)
    }
    assert {severity for _, severity in stored} == {"error", "warning", "note"}
    assert all(REGISTRY[code].severity == severity for code, severity in stored)
