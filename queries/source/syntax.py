"""SPARQL as text: values put in, prefixes added, and what may be run at all.

Parameters are bound in the text by a VALUES block of serialised terms, wherever the
query has a line `#PARAMETERS` (a comment to any other tool). That means the same to
pyoxigraph, rdflib and a remote server, keeps the variable in the answer, and takes
several values for one parameter; pyoxigraph's own `substitutions` would be known to
one engine and take one value. A value is always a term, escaped here: it never
becomes syntax. A line that begins with `#IF ?variable` counts only where that variable
is bound (and with `#UNLESS ?variable` only where it is not), for engines are slow to
find out that a filter over an unbound variable lets everything pass.

Updates are refused, and SERVICE, which would go out to the network. The query is
cut into tokens, so that the word in a string, an IRI, a comment, a variable or a
local name is not taken for the keyword. The engine needs no blank around keywords:
a bare word that only contains it is refused too. And it takes `<` for an operator
where the grammar's tokens say IRI (`1<2)SERVICE#>`): beside such a doubtful token
the word anywhere is enough to refuse. Better one query too many than one let out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from inspectgraph.ontology.errors import BadParameter, BadSparql
from inspectgraph.ontology.terms import PREFIXES, XSD
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

MARKER: Final = "#PARAMETERS"
Bindings = Mapping[str, Sequence[NamedNode | Literal]]

_STRING: Final = XSD + "string"
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED: Final = re.compile(r'\\[uU]?|["\n\r\t]')
_DECLARED: Final = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
_CONDITION: Final = re.compile(r"^( *)#(IF|UNLESS) \?(\w+) (.*)$", re.MULTILINE)

_UPDATES: Final = frozenset(
    ["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"]
)
_PROLOGUE: Final = frozenset(("BASE", "PREFIX"))
_TOKEN: Final = re.compile(
    r"""(?P<skip>\#[^\n\r]*
        |\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\"|\'\'\'(?:\'{0,2}(?:[^'\\]|\\.))*\'\'\'
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'
        |[?$]\w+|@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\\.)
    |(?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\[uU][0-9a-fA-F]+)*>)
    |(?P<name>[\w.-]*:)(?:[\w.:%-]|\\.)*
    |(?P<word>[A-Za-z]+)""",
    re.VERBOSE | re.DOTALL,
)
_ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")  # never an operator
ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})")


def term_text(term: NamedNode | Literal) -> str:
    """A term as SPARQL text.

    A `u` after a backslash is written as an escape of its own, for some engines
    (rdflib) resolve `\\uXXXX` before they look at anything else.
    """
    if isinstance(term, NamedNode):
        return str(term)
    text = f'"{_ESCAPED.sub(_escape, term.value)}"'
    if term.language:
        return f"{text}@{term.language}"
    return text if term.datatype.value == _STRING else f"{text}^^{term.datatype}"


def _escape(match: re.Match[str]) -> str:
    signs = match.group()
    if len(signs) == 2:
        return f"\\\\\\U{ord(signs[1]):08X}"
    return _ESCAPES[signs]


def bind(sparql: str, bindings: Bindings) -> str:
    """The query with a VALUES block for each bound variable; none for empty values."""
    given = {name for name, terms in bindings.items() if terms}
    sparql = _CONDITION.sub(lambda line: _conditional(line, given), sparql)
    block = " ".join(
        f"VALUES ?{name} {{ {' '.join(map(term_text, terms))} }}"
        for name, terms in sorted(bindings.items())
        if terms
    )
    if not block:
        return sparql
    if MARKER not in sparql:
        raise BadParameter("query", f"it has no line {MARKER} to put values at")
    return sparql.replace(MARKER, block)


def _conditional(line: re.Match[str], given: set[str]) -> str:
    """The text of a conditional line where its condition holds, else an empty line: what was
    bound once, shown and run again must not be decided anew."""
    holds = (line[3] in given) == (line[2] == "IF")
    return f"{line[1]}{line[4]}" if holds else ""


def with_prefixes(sparql: str) -> str:
    """The query with the known prefixes that it uses and does not declare.

    They stand on the query's first line, so that line numbers in messages stay true.
    """
    declared = set(_DECLARED.findall(sparql))
    missing = (
        f"PREFIX {prefix}: <{iri}> "
        for prefix, iri in PREFIXES.items()
        if f"{prefix}:" in sparql and prefix not in declared
    )
    return "".join(missing) + sparql


def parse(sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
    """What a query answers over an empty graph, which tells its form and its columns.

    Raises `BadSparql` with line and column. What would write or reach out is refused
    before, for the engine that parses would also run it.
    """
    check_sparql(sparql)
    try:
        return Store().query(sparql, prefixes=dict(PREFIXES))
    except SyntaxError as error:
        raise BadSparql(syntax_message(error)) from error
    except UnicodeEncodeError as error:
        raise BadParameter("query", "it holds broken characters") from error
    except (OSError, ValueError, RuntimeError) as error:
        raise BadSparql(f"the query cannot be run: {error}") from error


def syntax_message(error: SyntaxError) -> str:
    """`error at 2:7: expected …` in words."""
    match = re.match(r"error at (\d+):(\d+): (.*)", str(error), re.DOTALL)
    if not match:
        return f"the query does not parse: {error}"
    return f"syntax error in line {match[1]}, column {match[2]}: {match[3]}"


def check_sparql(sparql: str) -> None:
    """Raise `BadSparql` for an update, and for a query that would reach the network."""
    for text in (sparql, ESCAPE.sub(character_of, sparql)):
        words, doubtful = bare_words(text)
        named = re.search(r"\bSERVICE\b", text, re.IGNORECASE) is not None
        if any("SERVICE" in word for word in words) or (doubtful and named):
            raise BadSparql(
                "SERVICE would send the query to another address, and is not run",
                "Remove the SERVICE part; nothing is sent to an address that you did not name.",
            )
        first = next((word for word in words if word.isalpha() and word not in _PROLOGUE), "")
        if first in _UPDATES:
            raise BadSparql(
                f"{first} would change the store, and is not run",
                "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE; `build` and `remove` change it.",
            )


def bare_words(text: str) -> tuple[list[str], bool]:
    """Bare words and prefixes in upper case; whether an IRI may be an operator in truth."""
    words: list[str] = []
    doubtful = False
    for match in _TOKEN.finditer(text):
        if match.lastgroup in ("word", "name"):
            words.append(match[match.lastgroup].upper())
        elif match.lastgroup == "iri" and not _ABSOLUTE.match(match.group()):
            doubtful = doubtful or bool(set(match.group()) & set("'()#"))
    return words, doubtful


def character_of(match: re.Match[str]) -> str:
    """The character that an escape stands for."""
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= sys.maxunicode else ""
