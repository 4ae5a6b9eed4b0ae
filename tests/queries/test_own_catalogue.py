"""Queries of users' own, in a folder beside ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from inspectgraph.ontology.errors import BadSparql, UnknownQuery
from inspectgraph.queries.named.folders import (
    find_question,
    list_questions,
    own_names,
    question_names,
)
from inspectgraph.queries.named.run import run, run_terms
from pyoxigraph import Literal, Store

MINE = """# title: Files of a kind
# parameter: kind -> ?kindIri (kind; required) Kind of report.
# lists: files ;
SELECT ?kind (GROUP_CONCAT(?name; SEPARATOR=";") AS ?files) WHERE {
  #PARAMETERS
  ?report ig:kind ?kindIri ; ig:fileName ?name .
  BIND(STRAFTER(STR(?kindIri), "/kind/") AS ?kind)
} GROUP BY ?kind ORDER BY ?kind
"""


def folder(path: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (path / f"{name}.rq").write_text(text, encoding="utf-8")
    return path


def test_ones_own_are_listed_with_their_folder_and_run(tmp_path: Path, store: Store) -> None:
    own = folder(tmp_path, mine=MINE)
    assert set(own_names(own)) == {*question_names(), "mine"}
    listed = {row[0]: row for row in list_questions(own).rows}
    assert listed["mine"] == ("mine", "Files of a kind", "--kind", str(own))
    assert listed["judgements"][3] == ""
    question = find_question("mine", own)
    assert question.columns == ("kind", "files")  # none declared: those of the SELECT
    assert run(store, question, {"kind": ["jtai"]}).rows[0][0] == "jtai"
    columns, rows = run_terms(store, question, {"kind": ["jtai"]})
    assert columns == question.columns
    assert rows[0][0] == Literal("jtai")


def test_one_of_the_same_name_takes_the_place_of_ours(tmp_path: Path) -> None:
    own = folder(tmp_path, judgements=MINE)
    assert find_question("judgements", own).title == "Files of a kind"
    assert find_question("judgements").title != "Files of a kind"


def test_an_unknown_name_gets_near_ones_of_both(tmp_path: Path) -> None:
    own = folder(tmp_path, mine=MINE)
    with pytest.raises(UnknownQuery) as caught:
        find_question("mne", own)
    assert "mine" in caught.value.suggestions


@pytest.mark.parametrize(
    ("change", "message", "reason"),
    [
        (("kind -> ?kindIri", "kind ?kindIri"), "line 2: not `name", "no arrow"),
        (("(kind; required)", "(sort)"), "line 2: 'sort' is not a type", "unknown type"),
        (("-> ?kindIri (", "-> ?other ("), "line 2: the query does not use ?other", "not used"),
        (("# lists: files ;", "# lists: files"), "line 3: not a column and", "no separator"),
        (("# lists: files ;", "# lists: names ;"), "line 3: there is no column names", "column"),
        (("# lists: files ;", "# columns: kind"), "line 3: the query selects kind, files", "cols"),
        (("# lists: files ;", "# note: no.note"), "line 3: there is no file no.note.rq", "note"),
        (("#PARAMETERS", ""), "no line #PARAMETERS", "nowhere to put values"),
        (("?report ig:kind ?kindIri ;", "?report ig:kind ;"), "line 6, column", "syntax"),
        (("?report ig:kind", "SERVICE <http://e.org/> {} ?report ig:kind"), "SERVICE", "network"),
        (("SELECT ?kind (GROUP", "DROP ALL; SELECT ?kind (GROUP"), "DROP would change", "update"),
        (('SELECT ?kind (GROUP_CONCAT(?name; SEPARATOR=";") AS ?files)', "ASK"), "SELECT", "form"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(change, message, reason, tmp_path: Path) -> None:
    own = folder(tmp_path, broken=MINE.replace(*change), mine=MINE)
    with pytest.raises(BadSparql) as caught:
        find_question("broken", own)
    assert f"{own / 'broken.rq'}" in caught.value.message, reason
    assert message in caught.value.message, reason
    listed = list_questions(own)
    assert [note for note in listed.notes if message in note], reason
    assert "mine" in {row[0] for row in listed.rows}, "a broken file hides no other"


def test_a_file_that_is_no_text_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "bytes.rq").write_bytes(b"# title: A\nSELECT \xff")
    with pytest.raises(BadSparql, match="line 2: it is not UTF-8"):
        find_question("bytes", tmp_path)


def test_files_from_windows_are_read(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_bytes(b"\xef\xbb\xbf" + MINE.replace("\n", "\r\n").encode())
    assert find_question("mine", tmp_path).title == "Files of a kind"
