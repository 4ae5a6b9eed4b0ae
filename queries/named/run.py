"""Named queries: `catalogue/*.rq`, one file a question, its header its documentation.

The header is a block of comments, a line `# key: value` each; a line indented by
two more spaces goes on with the one before:

    # title: Judgements
    # description: Every grade given by an inspection, with its evidence.
    # parameter: aspect -> ?aspectIri (aspect; default: overall) What was graded.
    # columns: authority, grade
    # lists: inspectorates ;
    # example: inspectgraph query judgements --authority Norfolk

A parameter binds the variable after the arrow. In brackets stand its type
(`parameters.TYPES`) and `default: X`, `choices: a|b`, `required` or `single`
(one value; others may be given more than once). `lists` names columns that hold
several values and the separator between them: they are sorted here, for engines
concatenate in any order. `note` names a file of the folder with a dot in its name,
which is no question of its own: its one row, put into the braces of its title, is a
note to the answer (the denominator).

Users keep queries of their own in another folder: `own_names` and `find_question` look
there first, and a file that is broken is refused with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from inspectgraph.ontology.errors import BadSparql, InspectgraphError, UnknownQuery
from inspectgraph.ontology.terms import XSD
from inspectgraph.queries.named.parameters import TYPES, Parameter, bindings_of, understood
from inspectgraph.queries.source.local import MARKER, Bindings, Source, select
from inspectgraph.queries.source.syntax import parse
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

CATALOGUE: Final = Path(__file__).parents[1] / "catalogue"
Value = str | int | float | bool | None
Row = tuple[Value, ...]
Term = NamedNode | BlankNode | Literal | Triple
Solution = tuple[Term | None, ...]

_HEADER: Final = re.compile(r"# ([a-z]+): +(.*)")
_PARAMETER: Final = re.compile(r"([a-z-]+) -> \?(\w+) \(([^)]*)\) *(.*)")
_CURE: Final = "Mend the file; docs/queries.md tells what a header holds."
_FLOATS: Final = frozenset((XSD + "decimal", XSD + "double", XSD + "float"))


@dataclass(frozen=True)
class Question:
    """A named query and what its header tells."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    lists: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]
    severity: str
    note: str
    folder: Path
    text: str


@dataclass(frozen=True)
class Answer:
    """Rows under their columns, and notes on what the rows leave out.

    `terms` are the rows as RDF terms, and `truth` what an ASK was answered.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    terms: tuple[Solution, ...] = field(default=(), compare=False, repr=False)
    truth: bool | None = field(default=None, compare=False)


def question_names(folder: Path = CATALOGUE) -> tuple[str, ...]:
    """The names of the queries of a folder, sorted."""
    return tuple(sorted(p.stem for p in folder.glob("*.rq") if "." not in p.stem))


def load_question(name: str, folder: Path = CATALOGUE) -> Question:
    """The query of that name; `UnknownQuery` with near names where there is none."""
    names = question_names(folder)
    if name not in names:
        from difflib import get_close_matches

        raise UnknownQuery(name[:80], tuple(get_close_matches(name[:80], names)))
    return read_question(folder / f"{name}.rq")


def own_names(own: Path | None) -> tuple[str, ...]:
    """The names of all queries, with those of the user's folder, sorted."""
    if own is None:
        return question_names()
    if not own.is_dir():
        raise BadSparql(f"{own} is no folder", "Name a folder that holds .rq files.")
    return tuple(sorted({*question_names(), *question_names(own)}))


def find_question(name: str, own: Path | None = None) -> Question:
    """The query of that name: the user's own, checked, before ours."""
    if own is not None and name in question_names(own):
        return checked_question(own / f"{name}.rq")
    if name not in own_names(own):
        from difflib import get_close_matches

        raise UnknownQuery(name[:80], tuple(get_close_matches(name[:80], own_names(own))))
    return load_question(name)


def list_questions(own: Path | None = None) -> Answer:
    """Every query with its title, parameters and, for the user's own, their folder.

    A file of theirs that is broken is told in a note, and hides no other.
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
        found = parse(question.text)
    except InspectgraphError as error:
        raise _broken(path, 0, error.message) from error
    if not isinstance(found, QuerySolutions):
        raise _broken(path, 0, "a SELECT query was expected")
    selected = tuple(variable.value for variable in found.variables)
    for line, reason in _faults(question, selected):
        raise _broken(path, line, reason)
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
            yield line, f"{parameter.kind!r} is no type; types are {', '.join(TYPES)}"
        if not re.search(rf"\?{parameter.variable}\b", text.partition("SELECT")[2]):
            yield line, f"the query does not use ?{parameter.variable}"
    if question.parameters and MARKER not in text:
        yield 0, f"it has parameters, and no line {MARKER} to put their values at"


def _line_of(text: str, start: str) -> int:
    lines = text.splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith(start)), 0)


def _broken(path: Path, line: int, reason: str) -> BadSparql:
    place = f"{path}, line {line}" if line else str(path)
    return BadSparql(f"{place}: {reason}", _CURE)


def read_question(path: Path) -> Question:
    """Parse one `.rq` file; `BadSparql` where its header cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _broken(path, line, "it is no UTF-8 text") from error
    header: dict[str, list[str]] = {}
    places: dict[str, int] = {}
    for line, key, value in _header_lines(text):
        header.setdefault(key, []).append(value)
        places.setdefault(value, line)
    try:
        return _question(path, text, header)
    except _MalformedError as error:
        raise _broken(path, places[error.line], error.reason) from error


class _MalformedError(ValueError):
    """A line of a header that cannot be read."""

    def __init__(self, line: str, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def _question(path: Path, text: str, header: Mapping[str, Sequence[str]]) -> Question:
    return Question(
        name=path.stem,
        title=" ".join(header.get("title", [path.stem])),
        description=" ".join(header.get("description", [])),
        parameters=tuple(map(_parameter, header.get("parameter", []))),
        columns=tuple(" ".join(header.get("columns", [])).replace(",", " ").split()),
        lists=tuple(map(_list, header.get("lists", []))),
        examples=tuple(header.get("example", [])),
        severity=" ".join(header.get("severity", [])),
        note=" ".join(header.get("note", [])),
        folder=path.parent,
        text=text,
    )


def _list(line: str) -> tuple[str, str]:
    """A column of several values and what separates them."""
    parts = line.split()
    if len(parts) != 2:
        raise _MalformedError(line, "not a column and a separator, as `themes ;`")
    return parts[0], parts[1]


def _header_lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Numbers, keys and values of the leading comments, continued lines joined."""
    numbers: list[int] = []
    lines: list[list[str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        found = _HEADER.fullmatch(line)
        if found:
            numbers.append(number)
            lines.append([found[1], found[2]])
        elif lines and line.startswith("#   "):
            lines[-1][1] += " " + line[1:].strip()
    for number, (key, value) in zip(numbers, lines, strict=True):
        yield number, key, value


def _parameter(line: str) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if not found:
        raise _MalformedError(line, f"not `name -> ?variable (type; …) description`: {line}")
    kind, *rest = (part.strip() for part in found[3].split(";"))
    settings = dict(part.partition(": ")[::2] for part in rest)
    choices = settings.get("choices")
    return Parameter(
        name=found[1],
        variable=found[2],
        kind=kind,
        description=found[4],
        default=settings.get("default"),
        choices=tuple(choices.split("|")) if choices else (),
        required="required" in settings,
        single="single" in settings,
    )


def run(source: Source, question: Question, given: Mapping[str, Sequence[str]]) -> Answer:
    """Answer a question; `given` maps names of parameters to their values."""
    bindings = bindings_of(source, question.parameters, given)
    terms = _bound_terms(source, question, bindings)
    notes = (
        *understood(source, question.parameters, given, bindings),
        *_denominator(source, question, bindings),
        *_undated_note(source, question, given),
    )
    return Answer(question.columns, to_rows(question, terms), notes, terms)


def run_bound(source: Source, question: Question, bindings: Bindings) -> tuple[Row, ...]:
    """The rows of a question whose parameters are terms already."""
    return to_rows(question, select(source, question.text, bindings))


def run_terms(
    source: Source, question: Question, given: Mapping[str, Sequence[str]]
) -> tuple[tuple[str, ...], tuple[Solution, ...]]:
    """The columns of an answer and its rows as RDF terms, without notes."""
    bindings = bindings_of(source, question.parameters, given)
    return question.columns, _bound_terms(source, question, bindings)


def _bound_terms(source: Source, question: Question, bindings: Bindings) -> tuple[Solution, ...]:
    """Rows of terms, lists sorted."""
    solutions = map(tuple, select(source, question.text, bindings))
    places = _list_places(question)
    return tuple(_sort_literals(row, places) if places else row for row in solutions)


def _sort_literals(row: Solution, places: Sequence[tuple[int, str]]) -> Solution:
    out = list(row)
    for place, separator in places:
        term = out[place]
        if isinstance(term, Literal):
            out[place] = Literal(_sorted_list(term.value, separator))
    return tuple(out)


def to_rows(question: Question, solutions: Iterable[Iterable[Term | None]]) -> tuple[Row, ...]:
    """Plain values out of terms, lists sorted."""
    rows = (tuple(map(to_value, solution)) for solution in solutions)
    places = _list_places(question)
    return tuple(_sort_lists(row, places) if places else row for row in rows)


def _list_places(question: Question) -> list[tuple[int, str]]:
    return [(question.columns.index(name), separator) for name, separator in question.lists]


def _sort_lists(row: Row, places: Sequence[tuple[int, str]]) -> Row:
    out = list(row)
    for place, separator in places:
        out[place] = _sorted_list(str(out[place] or ""), separator)
    return tuple(out)


def _sorted_list(text: str, separator: str) -> str:
    parts = text.split(separator)
    return separator.join(sorted({part.strip() for part in parts} - {""}))


def to_value(term: Term | None) -> Value:
    """A term as a plain value: numbers and truth values as such, all else as text."""
    if term is None:
        return None
    if isinstance(term, Literal):
        return _literal_value(term.value, term.datatype.value)
    return term.value if isinstance(term, NamedNode) else str(term)


def _literal_value(text: str, datatype: str) -> Value:
    try:
        if datatype == XSD + "integer":
            return int(text)
        if datatype in _FLOATS:
            return float(text)
    except ValueError:
        return text  # a broken literal is shown as it stands
    if datatype == XSD + "boolean":
        return text in ("true", "1")
    return text


def _denominator(source: Source, question: Question, bindings: Bindings) -> tuple[str, ...]:
    """Out of how many the rows are, as the question's note tells it."""
    if not question.note:
        return ()
    note = read_question(question.folder / f"{question.note}.rq")
    row = run_bound(source, note, bindings)[0]
    return (note.title.format(**dict(zip(note.columns, row, strict=True))),)


def _undated_note(
    source: Source, question: Question, given: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """What a question between dates leaves out: the reports without any date."""
    if not (given.get("since") or given.get("until")):
        return ()
    undated = load_question("undated")
    shared = {name: given[name] for name in ("authority", "kind") if given.get(name)}
    bindings = bindings_of(source, undated.parameters, shared)
    rows = run_bound(source, undated, bindings)
    if not rows:
        return ()
    noun = "report has no date and is" if len(rows) == 1 else "reports have no date and are"
    names = ", ".join(str(row[0]) for row in rows[:5])
    more = ", …" if len(rows) > 5 else ""
    return (f"{len(rows)} {noun} left out: {names}{more} (`inspectgraph query undated`)",)
