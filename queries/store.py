"""The store, opened to read, and SPARQL over it with parameters bound as RDF terms.

Parameters are bound in the text by a VALUES block of serialised terms, wherever the
query has a line `#PARAMETERS` (a comment to any other tool). That means the same to
pyoxigraph, rdflib and a remote server, keeps the variable in the answer, and takes
several values for one parameter; pyoxigraph's own `substitutions` would be known to
one engine and take one value. A value is always a term, escaped here: it never
becomes syntax. A line that begins with `#IF ?variable` counts only where that variable
is bound (and with `#UNLESS ?variable` only where it is not), for engines are slow to
find out that a filter over an unbound variable lets everything pass.
"""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from inspectgraph.ontology.errors import (
    BadParameter,
    BadSparql,
    QueryError,
    StoreError,
    StoreLocked,
    StoreMissing,
)
from inspectgraph.ontology.terms import PREFIXES, XSD
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

MARKER: Final = "#PARAMETERS"
Bindings = Mapping[str, Sequence[NamedNode | Literal]]

_STRING: Final = XSD + "string"
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED: Final = re.compile(r'\\[uU]?|["\n\r\t]')
_DECLARED: Final = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
_CONDITION: Final = re.compile(r"^( *)#(IF|UNLESS) \?(\w+) (.*)$", re.MULTILINE)
_ATTEMPTS: Final = 4


def open_store(path: Path) -> Store:
    """The last finished build of the store at `path`, to read.

    A build that ends in this moment swaps `current`, which leaves a short gap; one
    that was killed in the gap leaves the whole store under `previous`.
    """
    for attempt in range(_ATTEMPTS):
        for name in ("current", "previous"):
            try:
                return Store.read_only(str(path / name))
            except FileNotFoundError:
                continue
            except (OSError, RuntimeError) as error:
                if "lock" in str(error).lower():
                    raise StoreLocked(path) from error
                raise StoreError(path, f"cannot be opened ({error})") from error
        if not path.is_dir():
            break
        time.sleep(0.02 * (attempt + 1))
    raise StoreMissing(path)


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C ends the process at once: the engine does not return to Python in a query."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    except ValueError:  # not in the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


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
    found = match.group()
    if len(found) == 2:
        return f"\\\\\\U{ord(found[1]):08X}"
    return _ESCAPES[found]


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
    """A conditional line with its text in force where its condition holds."""
    holds = (line[3] in given) == (line[2] == "IF")
    return f"{line[1]}{line[4]}" if holds else line[0]


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


def query(
    store: Store, sparql: str, bindings: Bindings | None = None
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Run a query over the union of all graphs; any form but updates."""
    try:
        return store.query(
            bind(sparql, bindings or {}),
            prefixes=dict(PREFIXES),
            use_default_graph_as_union=True,
        )
    except UnicodeEncodeError as error:
        raise BadParameter("value", "it holds broken characters") from error
    except SyntaxError as error:
        raise BadSparql(_syntax_message(error)) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query failed: {error}") from error


def select(store: Store, sparql: str, bindings: Bindings | None = None) -> QuerySolutions:
    """Run a SELECT over the union of all graphs, with parameters bound as terms."""
    answer = query(store, sparql, bindings)
    if not isinstance(answer, QuerySolutions):
        raise BadSparql("a SELECT query was expected")
    return answer


def iri(value: str) -> NamedNode:
    """A checked IRI; `BadParameter` where the text is none."""
    try:
        return NamedNode(value)
    except ValueError as error:
        raise BadParameter("IRI", f"{value[:80]!r} is no IRI ({error})") from error


def literals(values: Iterable[str], *languages: str) -> list[Literal]:
    """The strings as plain literals, and in each of the languages."""
    out: list[Literal] = []
    for value in values:
        out.append(Literal(value))
        out.extend(Literal(value, language=language) for language in languages)
    return out


def _syntax_message(error: SyntaxError) -> str:
    """`error at 2:7: expected …` in words."""
    found = re.match(r"error at (\d+):(\d+): (.*)", str(error), re.DOTALL)
    if not found:
        return f"the query does not parse: {error}"
    return f"syntax error in line {found[1]}, column {found[2]}: {found[3]}"
