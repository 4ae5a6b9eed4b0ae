"""The store, opened to read, and SPARQL over it or over a server.

`query` and `select` are the one seam: they take a store of this machine or the
`Endpoint` of a server, and give the same answers. How parameters are bound as RDF
terms stands in `syntax.py`.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Final

from inspectgraph.ontology.errors import (
    BadParameter,
    BadSparql,
    QueryError,
    StoreError,
    StoreLocked,
    StoreMissing,
)
from inspectgraph.ontology.terms import PREFIXES, PROFILE
from inspectgraph.queries.source.endpoint import Endpoint, ask_server
from inspectgraph.queries.source.syntax import (
    MARKER,
    Bindings,
    bind,
    syntax_message,
    term_text,
    with_prefixes,
)
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
)

__all__ = [
    "MARKER",
    "Bindings",
    "Endpoint",
    "Source",
    "bind",
    "interruptible",
    "iri",
    "literals",
    "open_store",
    "query",
    "select",
    "term_text",
    "time_limit",
    "with_prefixes",
]

Source = Store | Endpoint
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


@contextmanager
def time_limit(seconds: float | None, tell: Callable[[QueryError], None]) -> Iterator[None]:
    """End the process with exit code 1 when what is inside takes longer.

    The engine cannot be stopped in a query: only the end of the process stops it. What
    was not written out by then is lost, so half an answer never looks like a whole one;
    `tell` is given the error to show before.
    """
    if seconds is None:
        yield
        return

    def end() -> None:
        cure = "Ask for less, or give it longer with --timeout."
        tell(QueryError(f"no answer within {seconds:g} s", cure))
        os._exit(QueryError.exit_code)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def query(
    source: Source, sparql: str, bindings: Bindings | None = None
) -> QuerySolutions | QueryBoolean | QueryTriples | list[Triple]:
    """Run a query over the union of all graphs; any form but updates."""
    text = bind(sparql, bindings or {})
    try:
        if isinstance(source, Endpoint):
            return ask_server(source, text)
        return source.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    except UnicodeEncodeError as error:
        raise BadParameter("value", "it holds broken characters") from error
    except SyntaxError as error:
        raise BadSparql(syntax_message(error)) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query failed: {error}") from error


def select(source: Source, sparql: str, bindings: Bindings | None = None) -> QuerySolutions:
    """Run a SELECT over the union of all graphs, with parameters bound as terms."""
    answer = query(source, sparql, bindings)
    if not isinstance(answer, QuerySolutions):
        raise BadSparql("a SELECT query was expected")
    return answer


def iri(value: str) -> NamedNode:
    """A checked IRI; `BadParameter` where the text is none."""
    try:
        return NamedNode(value)
    except ValueError as error:
        raise BadParameter("IRI", f"{value[:80]!r} is not an IRI ({error})") from error


def literals(values: Iterable[str], *languages: str) -> list[Literal]:
    """The strings as plain literals, and in each of the languages."""
    out: list[Literal] = []
    for value in values:
        out.append(Literal(value))
        out.extend(Literal(value, language=language) for language in languages)
    return out


def profile_of(store: Store) -> str:
    """The profile that a store was built with, or nothing where it is not noted."""
    noted = store.quads_for_pattern(None, NamedNode(PROFILE), None, None)
    return next((quad.object.value for quad in noted if isinstance(quad.object, Literal)), "")
