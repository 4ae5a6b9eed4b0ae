"""A SPARQL server named by its address, and the one way in which we talk to servers.

Nothing is sent but to the address that the user names: redirects are not followed.
Passwords come from the environment, are sent only when that server asks for them, and
never in the clear over a network (by digest, over https, or on this machine).
Queries go as forms, for some servers hang on other bodies. An answer is whole or an
error: the time limit holds for all of it, and a server that says that it cut its
answer short is not believed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit

from inspectgraph.ontology.errors import BadParameter, QueryError
from inspectgraph.queries.characters import one_line
from inspectgraph.queries.source.syntax import parse, with_prefixes
from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse_query_results,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http.client import HTTPResponse
    from urllib.request import OpenerDirector, Request

TIMEOUT: Final = 60.0
USER: Final = "INSPECTGRAPH_USER"
PASSWORD: Final = "INSPECTGRAPH_PASSWORD"
TOKEN: Final = "INSPECTGRAPH_TOKEN"
RDF_ACCEPTED: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
_ROWS_ACCEPTED: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_LOCAL: Final = frozenset(("localhost", "127.0.0.1", "::1"))
_CHUNK: Final = 1 << 16
_TRUE: Final = b'{"head":{},"boolean":true}'
_FALSE: Final = b'{"head":{},"boolean":false}'


@dataclass(frozen=True)
class Credentials:
    """What a server may ask for; empty where it is not given."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls) -> Credentials:
        """User and password, or token, out of the environment."""
        return cls(*(os.environ.get(name, "") for name in (USER, PASSWORD, TOKEN)))


@dataclass(frozen=True)
class Endpoint:
    """An address, how long an answer may take, and what it may ask for."""

    url: str
    timeout: float = TIMEOUT
    credentials: Credentials = field(default_factory=Credentials.from_environment)

    def __post_init__(self) -> None:
        """Only addresses of servers, without a password in them (it would be logged)."""
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or " " in one_line(self.url):
            raise BadParameter("address", f"{_short(self.url)} is not an http or https address", "")
        if parts.username or parts.password:
            cure = f"Remove them, and set {USER} and {PASSWORD} in the environment."
            raise BadParameter("address", "it holds a user or password", cure)

    @property
    def local(self) -> bool:
        """Whether it is on this machine."""
        return urlsplit(self.url).hostname in _LOCAL

    @property
    def private(self) -> bool:
        """Whether nobody between reads what is sent."""
        return self.local or urlsplit(self.url).scheme == "https"


@dataclass(frozen=True)
class Reply:
    """What a server answered: its media type and the whole body."""

    status: int
    media_type: str
    body: bytes


def ask_server(endpoint: Endpoint, sparql: str) -> QuerySolutions | QueryBoolean | list[Triple]:
    """The server's answer to a query, which is checked here before it is sent."""
    form = type(parse(sparql))
    fields = {
        "query": with_prefixes(sparql),
        # some servers ask only the unnamed graph unless told (oxigraph); others ignore it
        "union-default-graph": "true",
        # milliseconds to Virtuoso and Stardog; to those that read seconds, no limit beside ours
        "timeout": str(int(endpoint.timeout * 1000)),
    }
    accepted = RDF_ACCEPTED if form is QueryTriples else _ROWS_ACCEPTED
    headers = {"Accept": accepted, "Content-Type": "application/x-www-form-urlencoded"}
    reply = send(endpoint, "POST", endpoint.url, urlencode(fields).encode(), headers)
    if form is QueryTriples:
        return read_triples(endpoint, reply)
    answer = _read_rows(endpoint, reply)
    return _truth(endpoint, answer) if form is QueryBoolean else _rows(endpoint, answer)


def _read_rows(endpoint: Endpoint, reply: Reply) -> QuerySolutions | QueryBoolean:
    form = QueryResultsFormat.from_media_type(reply.media_type)
    if form is None:
        raise _no_sparql(endpoint, reply)
    try:
        # an answer that broke off is noticed here and not half way through its rows
        for_check = parse_query_results(reply.body, form)
        if isinstance(for_check, QuerySolutions):
            for _ in for_check:
                pass
        return parse_query_results(reply.body, form)
    except (SyntaxError, ValueError, OSError) as error:
        raise _broken(endpoint, error) from error


def _rows(endpoint: Endpoint, answer: QuerySolutions | QueryBoolean) -> QuerySolutions:
    if isinstance(answer, QuerySolutions):
        return answer
    raise _broken(endpoint, "yes or no where rows were asked for")


def _truth(endpoint: Endpoint, answer: QuerySolutions | QueryBoolean) -> QueryBoolean:
    """Yes or no; Virtuoso says so by a row with a 1, or none."""
    if isinstance(answer, QueryBoolean):
        return answer
    values = [term for row in answer for term in row]
    truth = any(isinstance(value, Literal) and value.value in ("1", "true") for value in values)
    made = parse_query_results(_TRUE if truth else _FALSE, QueryResultsFormat.JSON)
    if isinstance(made, QueryBoolean):
        return made
    raise _broken(endpoint, "rows where yes or no was asked for")


def read_triples(endpoint: Endpoint, reply: Reply) -> list[Triple]:
    """The triples of a reply."""
    from pyoxigraph import parse as parse_rdf

    form = RdfFormat.from_media_type(reply.media_type)
    if form is None:
        raise _no_sparql(endpoint, reply)
    try:
        return [quad.triple for quad in parse_rdf(reply.body, form)]
    except (SyntaxError, ValueError, OSError) as error:
        raise _broken(endpoint, error) from error


def send(
    endpoint: Endpoint, method: str, url: str, body: bytes | None, headers: Mapping[str, str]
) -> Reply:
    """One request to the endpoint's server, and its whole answer; `QueryError` else."""
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import Request

    request = Request(url, body, {"User-Agent": "inspectgraph", **headers}, method=method)
    _authorise(endpoint, request)
    try:
        with _opener(endpoint).open(request, timeout=endpoint.timeout) as response:
            return _whole(endpoint, response)
    except HTTPError as error:
        raise _refused(endpoint, error) from error
    except TimeoutError as error:
        raise _late(endpoint) from error
    except (URLError, OSError, HTTPException) as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            raise _late(endpoint) from error
        why = getattr(error, "reason", error)
        cure = "Check the address and that the server runs."
        raise QueryError(f"{endpoint.url} cannot be reached ({_short(str(why))})", cure) from error


def _authorise(endpoint: Endpoint, request: Request) -> None:
    """A token goes with each request, but not in the clear over a network."""
    if not endpoint.credentials.token:
        return
    if not endpoint.private:
        cure = f"Use https, or unset {TOKEN}."
        raise QueryError(f"{endpoint.url} would get the token in the clear", cure)
    request.add_unredirected_header("Authorization", f"Bearer {endpoint.credentials.token}")


@lru_cache(maxsize=8)
def _opener(endpoint: Endpoint) -> OpenerDirector:
    """What sends the requests; it is kept, for it remembers what the server asked for."""
    from inspectgraph.queries.source.http import opener

    given = endpoint.credentials
    return opener(endpoint.url, given.user, given.password, endpoint.private, endpoint.local)


def _whole(endpoint: Endpoint, response: HTTPResponse) -> Reply:
    """The body, unless it takes too long or the server says that it is cut short."""
    from time import monotonic

    end = monotonic() + endpoint.timeout
    parts: list[bytes] = []
    while part := response.read1(_CHUNK):
        parts.append(part)
        if monotonic() > end:
            raise _late(endpoint)
    if response.headers.get("X-SQL-State"):  # Virtuoso gives what it has when time is up
        raise _late(endpoint)
    rows = response.headers.get("X-SPARQL-MaxRows")
    if rows:
        cure = "Ask for less, or raise ResultSetMaxRows of the server."
        raise QueryError(f"{endpoint.url} cut its answer at {_short(rows)} rows", cure)
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip()
    return Reply(response.status, media_type, b"".join(parts))


def _late(endpoint: Endpoint) -> QueryError:
    return QueryError(
        f"{endpoint.url} did not answer within {endpoint.timeout:g} s",
        "Ask for less, or give it longer with --timeout.",
    )


def _broken(endpoint: Endpoint, why: object) -> QueryError:
    return QueryError(
        f"{endpoint.url} gave a broken answer ({_short(str(why))})",
        "Ask again; a server that runs out of time may break off.",
    )


def _no_sparql(endpoint: Endpoint, reply: Reply) -> QueryError:
    what = reply.media_type or "something"
    return QueryError(
        f"{endpoint.url} answered with {what}, which is not a SPARQL answer",
        "Give the address of the SPARQL service itself; it often ends in /sparql or /query.",
    )


class ServerError(QueryError):
    """A server that answered with an error; `status` is its HTTP status."""

    def __init__(self, url: str, status: int, reason: str) -> None:
        super().__init__(f"{url} answered {status}{reason}", _cure_of(status))
        self.status = status


def _refused(endpoint: Endpoint, error: HTTPResponse | Exception) -> ServerError:
    """An HTTP error with the first of what the server said."""
    status = int(getattr(error, "code", 0))
    if 300 <= status < 400:
        headers: Mapping[str, str] = getattr(error, "headers", {})
        return ServerError(endpoint.url, status, f": it is now at {headers.get('Location')}")
    body = error.read(2000) if hasattr(error, "read") else b""
    reason = _short(body.decode("utf-8", "replace"))
    return ServerError(endpoint.url, status, f": {reason}" if reason else "")


def _cure_of(status: int) -> str:
    if status in (401, 403):
        return f"Set {USER} and {PASSWORD}, or {TOKEN}, in the environment; over https."
    if status == 404 or 300 <= status < 400:
        return "Give the full address of the service; it often ends in /sparql or /query."
    if status in (408, 503, 504):
        return "Ask for less, or ask again later."
    return "See what the server said; docs/servers.md lists the servers that were tried."


def _short(text: str) -> str:
    """What others wrote, in one line, without control characters."""
    plain = " ".join(one_line(text).split())
    return plain if len(plain) <= 300 else f"{plain[:299]}…"
