"""Named queries are files in a folder: `catalogue/*.rq`, found by listing it.

Users keep queries of their own in another folder: `own_names` and `find_question` look
there first, and a file that is broken is refused with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from inspectgraph.ontology.errors import BadSparql, InspectgraphError, UnknownQuery
from inspectgraph.queries.named.answer import Answer, Row
from inspectgraph.queries.named.header import Question, broken_file, read_question
from inspectgraph.queries.named.names import near_names, shortened
from inspectgraph.queries.named.parameters import TYPES
from inspectgraph.queries.source.syntax import MARKER, parse
from pyoxigraph import QuerySolutions

CATALOGUE: Final = Path(__file__).parents[1] / "catalogue"
TABLES: Final = Path(__file__).parents[1] / "tables"
CHECKS: Final = Path(__file__).parents[1] / "checks"


def question_names(folder: Path = CATALOGUE) -> tuple[str, ...]:
    """The names of the queries of a folder, sorted."""
    return tuple(sorted(p.stem for p in folder.glob("*.rq") if "." not in p.stem))


def load_question(name: str, folder: Path = CATALOGUE) -> Question:
    """The query of that name; `UnknownQuery` with near names where there is none."""
    names = question_names(folder)
    if name not in names:
        raise UnknownQuery(shortened(name), near_names(name, names))
    return read_question(folder / f"{name}.rq")


def own_names(own: Path | None) -> tuple[str, ...]:
    """The names of all queries, with those of the user's folder, sorted."""
    if own is None:
        return question_names()
    if not own.is_dir():
        raise BadSparql(f"{own} is not a folder", "Name a folder that holds .rq files.")
    return tuple(sorted({*question_names(), *question_names(own)}))


def find_question(name: str, own: Path | None = None) -> Question:
    """The query of that name: the user's own, checked, before ours."""
    if own is not None and name in question_names(own):
        return checked_question(own / f"{name}.rq")
    if name not in own_names(own):
        raise UnknownQuery(shortened(name), near_names(name, own_names(own)))
    return load_question(name)


def list_questions(own: Path | None = None) -> Answer:
    """Every query with its title, parameters and, for the user's own, their folder.

    A file of theirs that is broken becomes a note, and hides no other.
    """
    rows: list[Row] = []
    notes: list[str] = []
    for name in own_names(own):
        try:
            question = find_question(name, own)
        except BadSparql as error:
            notes.append(error.message)
            continue
        mark = str(own) if own is not None and question.folder == own else ""
        parameters = " ".join(f"--{parameter.name}" for parameter in question.parameters)
        rows.append((name, question.title, parameters, mark))
    return Answer(("name", "title", "parameters", "catalogue"), tuple(rows), tuple(notes))


def checked_question(path: Path) -> Question:
    """A query that somebody else wrote; `BadSparql` with its line where it is broken."""
    question = read_question(path)
    try:
        result = parse(question.text)
    except InspectgraphError as error:
        raise broken_file(path, 0, error.message) from error
    if not isinstance(result, QuerySolutions):
        raise broken_file(path, 0, "a SELECT query was expected")
    selected = tuple(variable.value for variable in result.variables)
    for line, reason in _faults(question, selected):
        raise broken_file(path, line, reason)
    return question if question.columns else replace(question, columns=selected)


def _faults(question: Question, selected: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """What the header says that the query does not hold to, with the line."""
    text = question.text
    if question.columns and question.columns != selected:
        yield _line_of(text, "# columns:"), f"the query selects {', '.join(selected)}"
    for name, _ in question.lists:
        if name not in selected:
            yield _line_of(text, "# lists:"), f"there is no column {name}"
    if question.note and not (question.folder / f"{question.note}.rq").is_file():
        yield _line_of(text, "# note:"), f"there is no file {question.note}.rq"
    for parameter in question.parameters:
        line = _line_of(text, f"# parameter: {parameter.name} ")
        if parameter.kind not in TYPES:
            yield line, f"{parameter.kind!r} is not a type; the types are {', '.join(TYPES)}"
        if not re.search(rf"\?{parameter.variable}\b", text.partition("SELECT")[2]):
            yield line, f"the query does not use ?{parameter.variable}"
    if question.parameters and MARKER not in text:
        yield 0, f"it has parameters, and no line {MARKER} to put their values at"


def _line_of(text: str, start: str) -> int:
    lines = text.splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith(start)), 0)
