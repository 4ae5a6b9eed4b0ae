"""What is known of reports beside their files: it wins, is remembered, and is never ignored."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from inspectgraph.cli import cli
from inspectgraph.graphbuilder.build import BuildOptions, BuildResult, build
from inspectgraph.graphbuilder.sidecar import Row, read_rows, update_rows
from inspectgraph.ontology.errors import BadParameter
from inspectgraph.queries.source.local import open_store, select

REPORT = """# Inspection of {name} local authority children’s services

Inspection dates: 4 to 8 March 2024

| Judgement | Grade |
|---|---|
| Overall effectiveness | Good |

1. Social workers visit children often and know them well.
"""
LEAFLET = "Our offer to families\n\nThe hub in Marlshire is open on weekdays.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    (made / "a.md").write_text(REPORT.format(name="Norfolk"), encoding="utf-8")
    (made / "b.md").write_text(REPORT.format(name="Suffolk"), encoding="utf-8")
    return made


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "graph.db"


def facts(store: Path) -> dict[str, tuple[str, ...]]:
    """Authority, kind, first and last day, and publication, by file."""
    query = """SELECT ?file ?name ?kind ?start ?end ?issued WHERE {
      ?r a ig:Report ; ig:fileName ?file ; ig:kind ?k ; ig:area ?a . ?a skos:prefLabel ?name
      OPTIONAL { ?r schema:startDate ?start } OPTIONAL { ?r schema:endDate ?end }
      OPTIONAL { ?r dcterms:issued ?issued }
      BIND(STRAFTER(STR(?k), "/kind/") AS ?kind) }"""
    rows = (
        [term.value if term else "" for term in row] for row in select(open_store(store), query)
    )
    return {file: tuple(rest) for file, *rest in rows}


def done(result: BuildResult) -> tuple[int, int, int]:
    return result.built, result.unchanged, result.replaced


def test_what_is_given_wins_and_what_is_empty_is_read(folder: Path, store: Path) -> None:
    rows = "file,authority,start,published\na.md,Devon,,2024-05-01\nb.md,,05/03/2024,\n"
    (folder / "inspectgraph.csv").write_text(rows, encoding="utf-8")
    result = build([folder], store)
    assert facts(store) == {
        "a.md": ("Devon County Council", "ilacs", "2024-03-04", "2024-03-08", "2024-05-01"),
        "b.md": ("Suffolk County Council", "ilacs", "2024-03-05", "2024-03-08", ""),
    }
    noted = [(p.file_name, p.message) for p in result.problems if p.code == "IG-513"]
    assert noted == [
        ("a.md", "authority: Devon County Council is given, Norfolk County Council was read"),
        ("b.md", "days: 2024-03-05 to 2024-03-08 is given, 2024-03-04 to 2024-03-08 was read"),
    ]


def test_what_agrees_is_not_noted(folder: Path, store: Path) -> None:
    rows = "file,authority,kind,start,end\na.md,norfolk,ILACS,2024-03-04,2024-03-08\n"
    (folder / "inspectgraph.csv").write_text(rows, encoding="utf-8")
    assert not build([folder], store).problems


def test_a_kind_decides_how_a_report_is_read(folder: Path, store: Path) -> None:
    (folder / "inspectgraph.csv").write_text("file,kind\na.md,focused visit\n", encoding="utf-8")
    build([folder], store)
    query = "SELECT ?file WHERE { ?j a ig:Judgement ; ig:statedIn ?r . ?r ig:fileName ?file }"
    graded = [row[0].value for row in select(open_store(store), query)]
    assert graded == ["b.md"], "focused visits give no grades"


def test_a_given_kind_makes_a_report(folder: Path, store: Path) -> None:
    (folder / "c.md").write_text(LEAFLET, encoding="utf-8")
    assert build([folder], store).failed == 1
    rows = "file,authority,kind,start\nc.md,Kent,other,2024-06-03\n"
    (folder / "inspectgraph.csv").write_text(rows, encoding="utf-8")
    result = build([folder], store)
    assert (done(result), result.failed) == ((1, 2, 0), 0)
    assert facts(store)["c.md"] == ("Kent County Council", "other", "2024-06-03", "2024-06-03", "")


def test_an_address_alone_makes_none(folder: Path, store: Path) -> None:
    (folder / "c.md").write_text(LEAFLET, encoding="utf-8")
    rows = "file,source\nc.md,https://example.org/c\n"
    (folder / "inspectgraph.csv").write_text(rows, encoding="utf-8")
    assert build([folder], store).failed == 1


def test_a_changed_row_rebuilds_that_file_alone(folder: Path, store: Path) -> None:
    build([folder], store)
    sidecar = folder / "inspectgraph.csv"
    sidecar.write_text("file,published\na.md,2024-05-01\n", encoding="utf-8")
    assert done(build([folder], store)) == (0, 1, 1)
    assert done(build([folder], store)) == (0, 2, 0)
    sidecar.write_text("published;file\n01/05/2024;a.md\n", encoding="utf-8")
    assert done(build([folder], store)) == (0, 2, 0), "the same in another layout"
    sidecar.unlink()
    assert done(build([folder], store)) == (0, 1, 1)
    assert facts(store)["a.md"][-1] == ""


WRONG = {
    "file,colour\na.md,red": "line 1: there is no column 'colour'",
    "file,athority\na.md,Kent": "did you mean authority?",
    "authority\nKent": "line 1: the column 'file' is missing",
    "file,kind,kind\na.md,sif,sif": "line 1: the column 'kind' stands there twice",
    "file,kind\na.md,sif\nz.md,sif": "line 3: no file of this build is called z.md",
    "file,kind\na.dm,sif": "line 2: no file of this build is called a.dm; did you mean a.md?",
    "file,kind\na.md,ilasc": "line 2: there is no kind 'ilasc'; did you mean ilacs?",
    "file,kind\na.md,annual": "The kinds are child-protection, focused-visit,",
    "file,authority\na.md,Norfork": "Did you mean Norfolk County Council",
    "file,authority\na.md,Kelderby": "line 2: no one authority is called 'Kelderby'",
    "file,start\na.md,31/02/2024": "line 2: '31/02/2024' is no day",
    "file,published\na.md,May 2024": "line 2: 'May 2024' is no day",
    "file,start,end\na.md,2024-03-09,2024-03-08": "line 2: it starts on 2024-03-09, after",
    "file,source\na.md,ftp://example.org/a": "line 2: 'ftp://example.org/a' is no http(s) address",
    "file,source\na.md,javascript:alert(1)": "is no http(s) address",
    "file,source\na.md,https://e.org/a b": "is no http(s) address",
    "file,kind\na.md,sif\n\nb.md,sif\n./a.md,sif": "line 5: ./a.md has a row already, line 2",
    "file,kind\n,sif": "line 2: no file is named",
    "file,kind\na.md,sif,2024": "line 2: it has more cells than there are columns",
}


@pytest.mark.parametrize("text", WRONG)
@pytest.mark.parametrize("named", [True, False])
def test_what_cannot_be_used_is_an_error_before_anything_is_built(
    text: str, named: bool, folder: Path, store: Path, tmp_path: Path
) -> None:
    sidecar = tmp_path / "known.csv" if named else folder / "inspectgraph.csv"
    sidecar.write_text(text, encoding="utf-8")
    options = ["--sidecar", str(sidecar)] if named else []
    result = CliRunner().invoke(cli, ["build", str(folder), "--store", str(store), *options])
    assert result.exit_code == 2
    assert f"error [IG-403]: {sidecar}: " in result.stderr
    assert WRONG[text] in result.stderr
    assert not store.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"file;authority\r\na.md;Devon\r\n",
        "\ufefffile,authority\na.md,Devon\n".encode(),
        "file\tauthority\na.md\tDevon\n".encode("utf-16"),
        b'sep=;\r\n"File";"Authority"\r\n"a.md";" Devon "\r\n;\r\n',
        "file,authority,source\na.md,Devon,https://example.org/caf\u00e9\n".encode("cp1252"),
        b"file,authority\n.\\a.md,E10000008\n",
    ],
)
def test_what_spreadsheets_save_is_read(data: bytes, folder: Path, store: Path) -> None:
    (folder / "inspectgraph.csv").write_bytes(data)
    build([folder], store)
    assert facts(store)["a.md"][0] == "Devon County Council"


def test_in_a_zip_and_below_a_folder(folder: Path, store: Path, tmp_path: Path) -> None:
    (folder / "more").mkdir()
    (folder / "b.md").rename(folder / "more" / "b.md")
    (folder / "more" / "inspectgraph.csv").write_text("file,authority\nb.md,Kent\n")
    build([folder], store)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(folder / "a.md", "reports/a.md")
        archive.writestr("reports/inspectgraph.csv", "file,authority\na.md,Devon\n")
    result = build([tmp_path / "all.zip"], tmp_path / "zip.db")
    assert facts(store)["more/b.md"][0] == "Kent County Council"
    assert facts(tmp_path / "zip.db")["all.zip/reports/a.md"][0] == "Devon County Council"
    assert [Path(each).name for each in result.sidecars] == ["all.zip"]


def test_the_row_of_a_single_file_is_read_too(folder: Path, store: Path) -> None:
    rows = "file,authority\na.md,Devon\nb.md,Kent\n"
    (folder / "inspectgraph.csv").write_text(rows, encoding="utf-8")
    build([folder / "a.md"], store)
    assert [row[0] for row in facts(store).values()] == ["Devon County Council"]


def test_a_sidecar_that_is_named_wins_over_that_of_the_folder(folder: Path, store: Path) -> None:
    (folder / "inspectgraph.csv").write_text("file,authority,published\na.md,Kent,2024-05-01\n")
    (folder / "mine.csv").write_text("file,authority\na.md,Devon\n")
    result = build([folder], store, BuildOptions(sidecar=folder / "mine.csv"))
    assert facts(store)["a.md"][::4] == ("Devon County Council", "2024-05-01")
    assert not result.passed_over


def test_the_authority_of_one_file(folder: Path, store: Path) -> None:
    build([folder / "a.md"], store, BuildOptions(authority="Devon"))
    assert facts(store)["a.md"][0] == "Devon County Council"
    with pytest.raises(BadParameter, match="of one file, not of 2"):
        build([folder], store, BuildOptions(authority="Devon"))
    with pytest.raises(BadParameter, match="Norfolk County Council"):
        build([folder / "a.md"], store, BuildOptions(authority="Norfork"))


def test_one_file_of_which_two_things_are_said(folder: Path, store: Path) -> None:
    (folder / "c.md").write_bytes((folder / "a.md").read_bytes())
    (folder / "inspectgraph.csv").write_text("file,authority\nc.md,Devon\n")
    assert build([folder], store).duplicates == 1
    assert facts(store)["a.md"] == facts(store)["c.md"]
    assert facts(store)["a.md"][0] == "Devon County Council"
    (folder / "inspectgraph.csv").write_text("file,authority\nc.md,Devon\na.md,Kent\n")
    with pytest.raises(BadParameter, match=r"a\.md and c\.md are one file"):
        build([folder], store)


@pytest.mark.parametrize("first", [0, 1])
def test_the_order_of_such_builds_does_not_matter(first: int, folder: Path, store: Path) -> None:
    other = folder.parent / "other"
    other.mkdir()
    (other / "c.md").write_bytes((folder / "a.md").read_bytes())
    (folder / "inspectgraph.csv").write_text("file,authority\na.md,Devon\n")
    for place in (folder, other)[:: 1 if first else -1]:
        build([place], store)
    assert {name: row[0] for name, row in facts(store).items()} == {
        "a.md": "Devon County Council",
        "b.md": "Suffolk County Council",
        "c.md": "Devon County Council",
    }


def test_it_is_said_that_a_sidecar_was_read(folder: Path, store: Path) -> None:
    (folder / "inspectgraph.csv").write_text("file,authority\na.md,Devon\n")
    result = CliRunner().invoke(cli, ["build", str(folder), "--store", str(store)])
    assert result.exit_code == 0
    assert f"{folder / 'inspectgraph.csv'}: read\n" in result.stderr


def test_rows_are_added_and_what_stands_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "inspectgraph.csv"
    update_rows(path, [Row("b.pdf", source="https://e.org/b"), Row("=a.pdf", authority="Kent")])
    assert "\n'=a.pdf,Kent,,,,,\n" in path.read_text(encoding="utf-8-sig")
    update_rows(path, [Row("b.pdf", published="2024-05-01", source="https://e.org/new")])
    assert read_rows(path.read_bytes(), "") == (
        Row("=a.pdf", "Kent", line=2),
        Row("b.pdf", published="2024-05-01", source="https://e.org/b", line=3),
    )
    update_rows(path, [Row("b.pdf", source="https://e.org/new")], overwrite=True)
    assert read_rows(path.read_bytes(), "")[1].source == "https://e.org/new"
    assert [file.name for file in tmp_path.iterdir()] == ["inspectgraph.csv"]


def test_a_sidecar_that_cannot_be_read_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "inspectgraph.csv"
    path.write_text("file,colour\na.pdf,red\n")
    with pytest.raises(BadParameter, match="colour"):
        update_rows(path, [Row("b.pdf")])
    assert path.read_text() == "file,colour\na.pdf,red\n"
