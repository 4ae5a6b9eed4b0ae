"""SPARQL that users type: only what reads, and only here.

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
from typing import Final

from inspectgraph.ontology.errors import BadSparql, QueryError
from inspectgraph.queries.export import sorted_triples
from inspectgraph.queries.runner import Answer, to_value
from inspectgraph.queries.store import query
from pyoxigraph import QueryBoolean, QueryTriples, Store, Triple

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
_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})")


def run_sparql(store: Store, text: str) -> Answer | list[Triple]:
    """Answer a query as typed: rows for SELECT and ASK, sorted triples for the others."""
    check_sparql(text)
    found = query(store, text)
    try:
        if isinstance(found, QueryBoolean):
            return Answer(("answer",), ((bool(found),),))
        if isinstance(found, QueryTriples):
            return sorted_triples(found)
        columns = tuple(variable.value for variable in found.variables)
        return Answer(columns, tuple(tuple(map(to_value, row)) for row in found))
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query failed: {error}") from error


def triple_rows(triples: list[Triple]) -> Answer:
    """Triples as rows, for the formats of tables."""
    rows = ((t.subject, t.predicate, t.object) for t in triples)
    columns = ("subject", "predicate", "object")
    return Answer(columns, tuple(tuple(map(to_value, row)) for row in rows))


def check_sparql(sparql: str) -> None:
    """Raise `BadSparql` for an update, and for a query that would reach the network."""
    for text in (sparql, _ESCAPE.sub(_character, sparql)):
        words, doubtful = _words(text)
        named = re.search(r"\bSERVICE\b", text, re.IGNORECASE) is not None
        if any("SERVICE" in word for word in words) or (doubtful and named):
            raise BadSparql(
                "SERVICE would send the query to another address, and is not run",
                "Take the SERVICE part out; nothing leaves this machine.",
            )
        first = next((word for word in words if word.isalpha() and word not in _PROLOGUE), "")
        if first in _UPDATES:
            raise BadSparql(
                f"{first} would change the store, and is not run",
                "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE; `build` and `remove` change it.",
            )


def _words(text: str) -> tuple[list[str], bool]:
    """Bare words and prefixes in upper case; whether an IRI may be an operator in truth."""
    words: list[str] = []
    doubtful = False
    for found in _TOKEN.finditer(text):
        if found.lastgroup in ("word", "name"):
            words.append(found[found.lastgroup].upper())
        elif found.lastgroup == "iri" and not _ABSOLUTE.match(found.group()):
            doubtful = doubtful or bool(set(found.group()) & set("'()#"))
    return words, doubtful


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= sys.maxunicode else ""
