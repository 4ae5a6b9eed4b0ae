"""The header of a named query: a file of SPARQL that says what it asks and what it takes.

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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inspectgraph.ontology.errors import BadSparql
from inspectgraph.queries.named.parameters import Parameter

_LINE: Final = re.compile(r"# ([a-z]+): +(.*)")
_PARAMETER: Final = re.compile(r"([a-z-]+) -> \?(\w+) \(([^)]*)\) *(.*)")
_CURE: Final = "Correct the file; docs/queries.md explains what a header holds."


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


def read_question(path: Path) -> Question:
    """Parse one `.rq` file; `BadSparql` where its header cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise broken_file(path, line, "it is not UTF-8 text") from error
    header: dict[str, list[str]] = {}
    places: dict[str, int] = {}
    for line, key, value in _header_lines(text):
        header.setdefault(key, []).append(value)
        places.setdefault(value, line)
    try:
        return _question(path, text, header)
    except _MalformedError as error:
        raise broken_file(path, places[error.line], error.reason) from error


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
        entry = _LINE.fullmatch(line)
        if entry:
            numbers.append(number)
            lines.append([entry[1], entry[2]])
        elif lines and line.startswith("#   "):
            lines[-1][1] += " " + line[1:].strip()
    for number, (key, value) in zip(numbers, lines, strict=True):
        yield number, key, value


def _parameter(line: str) -> Parameter:
    """A line such as `aspect -> ?aspectIri (aspect; default: overall) What was graded.`"""
    parts = _PARAMETER.fullmatch(line)
    if not parts:
        raise _MalformedError(line, f"not `name -> ?variable (type; …) description`: {line}")
    kind, *rest = (part.strip() for part in parts[3].split(";"))
    settings = dict(part.partition(": ")[::2] for part in rest)
    choices = settings.get("choices")
    return Parameter(
        name=parts[1],
        variable=parts[2],
        kind=kind,
        description=parts[4],
        default=settings.get("default"),
        choices=tuple(choices.split("|")) if choices else (),
        required="required" in settings,
        single="single" in settings,
    )


def broken_file(path: Path, line: int, reason: str) -> BadSparql:
    """The error for a file of queries, with the line where there is one (from 1)."""
    place = f"{path}, line {line}" if line else str(path)
    return BadSparql(f"{place}: {reason}", _CURE)
