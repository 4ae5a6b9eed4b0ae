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
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inspectgraph.ontology.errors import UnknownQuery
from inspectgraph.ontology.terms import XSD
from inspectgraph.queries.parameters import Parameter, bindings_of, understood
from inspectgraph.queries.store import Bindings, select
from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

CATALOGUE: Final = Path(__file__).parent / "catalogue"
Value = str | int | float | bool | None
Row = tuple[Value, ...]

_HEADER: Final = re.compile(r"# ([a-z]+): +(.*)")
_PARAMETER: Final = re.compile(r"([a-z-]+) -> \?(\w+) \(([^)]*)\) *(.*)")
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
    """Rows under their columns, and notes on what the rows leave out."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


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


def read_question(path: Path) -> Question:
    """Parse one `.rq` file."""
    text = path.read_text(encoding="utf-8")
    header: dict[str, list[str]] = {}
    for key, value in _header_lines(text):
        header.setdefault(key, []).append(value)
    return Question(
        name=path.stem,
        title=" ".join(header.get("title", [path.stem])),
        description=" ".join(header.get("description", [])),
        parameters=tuple(map(_parameter, header.get("parameter", []))),
        columns=tuple(" ".join(header.get("columns", [])).replace(",", " ").split()),
        lists=tuple((line.split()[0], line.split()[1]) for line in header.get("lists", [])),
        examples=tuple(header.get("example", [])),
        severity=" ".join(header.get("severity", [])),
        note=" ".join(header.get("note", [])),
        folder=path.parent,
        text=text,
    )


def _header_lines(text: str) -> Iterable[tuple[str, str]]:
    """Keys and values of the leading comments, continued lines joined."""
    lines: list[list[str]] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        found = _HEADER.fullmatch(line)
        if found:
            lines.append([found[1], found[2]])
        elif lines and line.startswith("#   "):
            lines[-1][1] += " " + line[1:].strip()
    return ((key, value) for key, value in lines)


def _parameter(line: str) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if not found:
        raise ValueError(f"not a parameter line: {line}")
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


def run(store: Store, question: Question, given: Mapping[str, Sequence[str]]) -> Answer:
    """Answer a question; `given` maps names of parameters to their values."""
    bindings = bindings_of(store, question.parameters, given)
    rows = run_bound(store, question, bindings)
    notes = (
        *understood(store, question.parameters, given, bindings),
        *_denominator(store, question, bindings),
        *_undated_note(store, question, given),
    )
    return Answer(question.columns, rows, notes)


def run_bound(store: Store, question: Question, bindings: Bindings) -> tuple[Row, ...]:
    """The rows of a question whose parameters are terms already."""
    return to_rows(question, select(store, question.text, bindings))


def to_rows(
    question: Question,
    solutions: Iterable[Iterable[NamedNode | BlankNode | Literal | Triple | None]],
) -> tuple[Row, ...]:
    """Plain values out of terms, lists sorted."""
    rows = (tuple(map(to_value, solution)) for solution in solutions)
    if not question.lists:
        return tuple(rows)
    places = [(question.columns.index(name), separator) for name, separator in question.lists]
    return tuple(_sort_lists(row, places) for row in rows)


def _sort_lists(row: Row, places: Sequence[tuple[int, str]]) -> Row:
    out = list(row)
    for place, separator in places:
        parts = str(out[place] or "").split(separator)
        out[place] = separator.join(sorted({part.strip() for part in parts} - {""}))
    return tuple(out)


def to_value(term: NamedNode | BlankNode | Literal | Triple | None) -> Value:
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


def _denominator(store: Store, question: Question, bindings: Bindings) -> tuple[str, ...]:
    """Out of how many the rows are, as the question's note tells it."""
    if not question.note:
        return ()
    note = read_question(question.folder / f"{question.note}.rq")
    row = run_bound(store, note, bindings)[0]
    return (note.title.format(**dict(zip(note.columns, row, strict=True))),)


def _undated_note(
    store: Store, question: Question, given: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """What a question between dates leaves out: the reports without any date."""
    if not (given.get("since") or given.get("until")):
        return ()
    undated = load_question("undated")
    shared = {name: given[name] for name in ("authority", "kind") if given.get(name)}
    bindings = bindings_of(store, undated.parameters, shared)
    rows = run_bound(store, undated, bindings)
    if not rows:
        return ()
    noun = "report has no date and is" if len(rows) == 1 else "reports have no date and are"
    names = ", ".join(str(row[0]) for row in rows[:5])
    more = ", …" if len(rows) > 5 else ""
    return (f"{len(rows)} {noun} left out: {names}{more} (`inspectgraph query undated`)",)
