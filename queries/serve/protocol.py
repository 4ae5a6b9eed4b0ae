"""The SPARQL 1.1 Protocol: a request read into a job, or refused with its status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import parse_qsl

from inspectgraph.queries.serve.jobs import GRAPH_TYPES, ROW_TYPES, SparqlJob

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
MOST: Final = 1 << 20  # bytes of a request
Fields = Sequence[tuple[str, str]]
_READ_ONLY: Final = "this endpoint only reads; updates are refused"


class RefusedError(Exception):
    """A request that is not answered; `status` says why to programs."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def read_get(query_string: str, accept: str) -> SparqlJob:
    """A query by GET."""
    return _sparql_job(_fields(query_string), accept)


def read_post(content_type: str, body: bytes, query_string: str, accept: str) -> SparqlJob:
    """A query by POST: a form, or the query itself with its dataset in the address."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type == UPDATE:
        raise RefusedError(403, _READ_ONLY)
    if media_type not in (FORM, QUERY):
        raise RefusedError(415, f"send {FORM} or {QUERY}")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, "the request is not UTF-8 text") from error
    if media_type == FORM:
        return _sparql_job(_fields(text), accept)
    return _sparql_job([*_dataset(_fields(query_string)), ("query", text)], accept)


def _fields(text: str) -> Fields:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:  # too many, or no UTF-8
        raise RefusedError(400, f"the fields of the request cannot be read ({error})") from error


def _dataset(fields: Fields) -> Fields:
    if any(name in ("query", "update") for name, _ in fields):
        raise RefusedError(400, "one query is needed, in the body or in the address")
    return fields


def _sparql_job(fields: Fields, accept: str) -> SparqlJob:
    if any(name == "update" for name, _ in fields):
        raise RefusedError(403, _READ_ONLY)
    queries = _values(fields, "query")
    if len(queries) != 1:
        raise RefusedError(400, f"one query is needed, and there are {len(queries)}")
    return SparqlJob(
        query=queries[0],
        row_type=chosen(accept, ROW_TYPES),
        graph_type=chosen(accept, GRAPH_TYPES),
        default_graphs=_values(fields, "default-graph-uri"),
        named_graphs=_values(fields, "named-graph-uri"),
    )


def _values(fields: Fields, wanted: str) -> tuple[str, ...]:
    return tuple(value for name, value in fields if name == wanted)


def chosen(accept: str, offered: Iterable[str]) -> str:
    """The media type offered that is liked best, the first of equals; "" for none."""
    ranges = dict(map(_range, filter(str.strip, accept.split(",")))) or {"*/*": 1.0}
    best, most = "", 0.0
    for media_type in offered:
        kind = media_type.partition("/")[0]
        near = (name for name in (media_type, f"{kind}/*", "*/*") if name in ranges)
        quality = ranges.get(next(near, ""), 0.0)
        if quality > most:
            best, most = media_type, quality
    return best


def _range(text: str) -> tuple[str, float]:
    """A media range of an Accept header and its quality."""
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                return name, float(value)
            except ValueError:
                return name, 0.0
    return name, 1.0
