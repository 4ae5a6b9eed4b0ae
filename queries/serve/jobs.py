"""What a worker process is asked to do, and how it does it.

Nothing here knows HTTP but for the status of a reply: 400 for a query that is wrong
or refused, 404 for an unknown name, 406 for a format that is not made, 422 for an
answer over a limit, 500 for a query that failed, 503 where there is no store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Final, TypeVar

from inspectgraph.ontology.errors import (
    BadSparql,
    InspectgraphError,
    StoreError,
    UnknownQuery,
)
from inspectgraph.ontology.terms import PREFIXES
from inspectgraph.queries.answers.formats import write_answer
from inspectgraph.queries.export import sorted_triples
from inspectgraph.queries.named.answer import Answer, to_value
from inspectgraph.queries.named.folders import find_question
from inspectgraph.queries.named.parameters import bindings_of
from inspectgraph.queries.serve.options import ServeOptions
from inspectgraph.queries.source.local import iri
from inspectgraph.queries.source.syntax import (
    ESCAPE,
    bare_words,
    bind,
    character_of,
    check_sparql,
    syntax_message,
)
from pyoxigraph import (
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

ROW_TYPES: Final[Mapping[str, str]] = {
    "application/sparql-results+json": "srj",
    "application/sparql-results+xml": "srx",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "srj",
    "application/xml": "srx",
}
GRAPH_TYPES: Final[Mapping[str, RdfFormat]] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/xml": RdfFormat.RDF_XML,
    "application/json": RdfFormat.JSON_LD,
}
PLAIN: Final = "text/plain; charset=utf-8"
T = TypeVar("T")
_FILE: Final = re.compile(r"<\s*file:", re.IGNORECASE)


@dataclass(frozen=True)
class Reply:
    """A whole answer."""

    status: int
    media_type: str
    body: bytes


@dataclass(frozen=True)
class SparqlJob:
    """A query, and the media types accepted for rows and for triples; "" for none."""

    query: str
    row_type: str
    graph_type: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class FillJob:
    """A query of the catalogue, to be given as SPARQL with the values put in."""

    name: str
    given: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class DrawJob:
    """A picture of the visualiser."""

    view: str = ""
    focus: str = ""
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


Job = SparqlJob | FillJob | DrawJob


class TooMuch(InspectgraphError):  # noqa: N818 - as the other errors
    """An answer over a limit of the server."""


def do(store: Store, job: Job, options: ServeOptions) -> Reply:
    """Do a job; what goes wrong is a reply too."""
    try:
        if isinstance(job, SparqlJob):
            return _answer(store, job, options)
        if isinstance(job, FillJob):
            return _filled(store, job, options)
        return _drawn(store, job)
    except InspectgraphError as error:
        return refusal(error)


def refusal(error: InspectgraphError) -> Reply:
    """An error as text, with the status that fits it."""
    text = f"{error.message}\n{error.cure}".strip() + "\n"
    return Reply(_status(error), PLAIN, text.encode("utf-8", "backslashreplace"))


def _status(error: InspectgraphError) -> int:
    if isinstance(error, TooMuch):
        return 422
    if isinstance(error, StoreError):
        return 503
    if isinstance(error, UnknownQuery):
        return 404
    return 400 if error.exit_code == 2 else 500


def _answer(store: Store, job: SparqlJob, options: ServeOptions) -> Reply:
    check_sparql(job.query)
    _check_files(job)
    try:
        result = _run(store, job)
        if isinstance(result, QueryTriples):
            return _graph_reply(result, job.graph_type, options)
        return _row_reply(result, job.row_type, options)
    except SyntaxError as error:
        raise BadSparql(syntax_message(error)) from error
    except (OSError, RuntimeError, ValueError) as error:
        cure = "Check the query."
        raise InspectgraphError(f"the query failed: {error}", cure) from error


def _check_files(job: SparqlJob) -> None:
    """No file is ever read for a query; one that names a file is told so, not answered."""
    text = ESCAPE.sub(character_of, job.query)
    graphs = (*job.default_graphs, *job.named_graphs)
    if _FILE.search(text) or any(graph.lower().startswith("file:") for graph in graphs):
        raise BadSparql("it names a file, and files are not read", "Remove the file: IRI.")


def _run(store: Store, job: SparqlJob) -> QuerySolutions | QueryBoolean | QueryTriples:
    """The query over the dataset that the request names, that it names itself, or over all.

    The engine would ignore FROM where it is told to take the union of all graphs.
    """
    prefixes = dict(PREFIXES)
    if job.default_graphs or job.named_graphs:
        return store.query(
            job.query,
            prefixes=prefixes,
            default_graph=[iri(name) for name in job.default_graphs],
            named_graphs=[iri(name) for name in job.named_graphs],
        )
    union = "FROM" not in bare_words(job.query)[0]
    return store.query(job.query, prefixes=prefixes, use_default_graph_as_union=union)


def _row_reply(
    result: QuerySolutions | QueryBoolean, accepted: str, options: ServeOptions
) -> Reply:
    if not accepted:
        return _not_made(ROW_TYPES)
    form = ROW_TYPES[accepted]
    answer = _collected(result, options, values=form == "csv")
    out = StringIO()
    if form == "tsv" and answer.truth is None:
        _write_tsv(answer, out)
    else:
        write_answer(answer, form, out)
    return _reply(accepted, out.getvalue().encode("utf-8"), options)


def _collected(
    result: QuerySolutions | QueryBoolean, options: ServeOptions, *, values: bool
) -> Answer:
    """All rows as terms, and as plain values where the format is made from those."""
    if isinstance(result, QueryBoolean):
        return Answer(("answer",), ((bool(result),),), truth=bool(result))
    columns = tuple(variable.value for variable in result.variables)
    terms = tuple(tuple(row) for row in _limited(result, options.rows, "rows"))
    rows = tuple(tuple(map(to_value, row)) for row in terms) if values else ()
    return Answer(columns, rows, terms=terms)


def _write_tsv(answer: Answer, out: StringIO) -> None:
    """Terms as in N-Triples, as the standard wants it; the command's tsv is for people."""
    out.write("\t".join(f"?{name}" for name in answer.columns) + "\n")
    for row in answer.terms:
        out.write("\t".join("" if term is None else str(term) for term in row) + "\n")


def _graph_reply(result: Iterable[Triple], accepted: str, options: ServeOptions) -> Reply:
    if not accepted:
        return _not_made(GRAPH_TYPES)
    triples = sorted_triples(_limited(result, options.rows, "triples"))
    body = serialize(triples, format=GRAPH_TYPES[accepted], prefixes=dict(PREFIXES))
    return _reply(accepted, body or b"", options)


def _limited(result: Iterable[T], most: int, what: str) -> Sequence[T]:
    items: list[T] = []
    for item in result:
        if len(items) == most:
            cure = "Ask for less or with LIMIT, or start the server with a higher --rows."
            raise TooMuch(f"the answer has more than {most:,} {what}", cure)
        items.append(item)
    return items


def _reply(media_type: str, body: bytes, options: ServeOptions) -> Reply:
    if len(body) > options.size:
        raise TooMuch(f"the answer has more than {options.size:,} bytes", "Ask for less.")
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return Reply(200, media_type + charset, body)


def _not_made(offered: Iterable[str]) -> Reply:
    text = f"none of the formats you accept is available; choose from {', '.join(offered)}\n"
    return Reply(406, PLAIN, text.encode())


def _filled(store: Store, job: FillJob, options: ServeOptions) -> Reply:
    question = find_question(job.name, options.own)
    text = bind(question.text, bindings_of(store, question.parameters, job.given))
    return Reply(200, "application/sparql-query", text.encode("utf-8"))


def _drawn(store: Store, job: DrawJob) -> Reply:
    # takes a second to import, and most workers never draw
    from inspectgraph.queries.visualise import VisualiseOptions, visualise

    page = visualise(store, VisualiseOptions(job.view, job.given, job.focus))
    return Reply(200, "text/html; charset=utf-8", page.encode("utf-8"))
