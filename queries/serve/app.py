"""The web application: routes, headers, and clients that leave."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

from inspectgraph.queries.named.folders import find_question, own_names
from inspectgraph.queries.named.header import Question
from inspectgraph.queries.serve.describe import describe
from inspectgraph.queries.serve.jobs import (
    GRAPH_TYPES,
    PLAIN,
    DrawJob,
    FillJob,
    Job,
    Reply,
    SparqlJob,
)
from inspectgraph.queries.serve.options import ServeOptions
from inspectgraph.queries.serve.pool import Pool
from inspectgraph.queries.serve.protocol import MOST, RefusedError, chosen, read_get, read_post
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

LOCAL_HOSTS: Final = ("localhost", "127.0.0.1", "::1", "[::1]")
_HERE: Final = Path(__file__).parent
_PAGES: Final = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
}
_BODY_SECONDS: Final = 30.0  # to send a request
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_SAFE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Handler = Callable[[Request], Awaitable[Response]]


def make_app(options: ServeOptions) -> Starlette:
    """The application over a pool of workers, which it starts and ends."""
    pool = Pool(options)
    catalogue = _catalogue(options.own)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await pool.start()
        try:
            yield
        finally:
            await pool.stop()

    async def sparql(request: Request) -> Response:
        if request.method != "POST" and not _field(request, "query", "update"):
            return _description(request)
        return await _done(request, pool, await _read(request))

    async def fill(request: Request) -> Response:
        return await _done(request, pool, FillJob(request.path_params["name"], _given(request)))

    async def draw(request: Request) -> Response:
        given = _given(request)
        view, focus = (given.pop(name, ("",))[0] for name in ("view", "focus"))
        return await _done(request, pool, DrawJob(view, focus, given))

    async def names(_: Request) -> Response:
        return _response(200, "application/json", catalogue)

    routes = [
        *(Route(path, _page(*page)) for path, page in _PAGES.items()),
        Route("/sparql", _guarded(sparql), methods=["GET", "POST"]),
        Route("/catalogue", names),
        Route("/catalogue/{name}", _guarded(fill)),
        Route("/visualise", _guarded(draw)),
    ]
    hosts = [*LOCAL_HOSTS, options.host] if options.host in LOCAL_HOSTS else ["*"]
    # a name of somebody else's that leads here is refused, so that no web page can ask us
    known = Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)
    return Starlette(routes=routes, middleware=[known], lifespan=lifespan)


def _guarded(handler: Handler) -> Handler:
    """Refusals as responses; and nothing for scripts and pictures of other sites."""

    async def guarded(request: Request) -> Response:
        headers = request.headers
        other = headers.get("sec-fetch-site") in ("cross-site", "same-site")
        if other and headers.get("sec-fetch-mode") != "navigate":
            return _text_response(403, "pages of other sites may not send queries here")
        try:
            return await handler(request)
        except RefusedError as error:
            return _text_response(error.status, str(error))
        except ClientDisconnect:
            return _text_response(400, "the request was broken off")

    return guarded


def _page(name: str, media_type: str) -> Handler:
    body = (_HERE / name).read_bytes()

    async def page(_: Request) -> Response:
        response = _response(200, media_type, body)
        response.headers["Content-Security-Policy"] = _POLICY
        return response

    return page


async def _read(request: Request) -> SparqlJob:
    accept = ", ".join(request.headers.getlist("accept"))
    if request.method != "POST":
        return read_get(request.url.query, accept)
    try:
        body = await asyncio.wait_for(_body(request), _BODY_SECONDS)
    except TimeoutError as error:
        raise RefusedError(408, "the request took too long") from error
    content_type = request.headers.get("content-type", "")
    return read_post(content_type, body, request.url.query, accept)


async def _body(request: Request) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MOST:
            raise RefusedError(413, f"a request may have {MOST:,} bytes")
        parts.append(part)
    return b"".join(parts)


async def _done(request: Request, pool: Pool, job: Job) -> Response:
    """The reply to a job, which is ended where its client leaves."""
    asked = asyncio.create_task(pool.answer(job))
    left = asyncio.create_task(_left(request))
    try:
        await asyncio.wait({asked, left}, return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            return _text_response(499, "the client disconnected")
        return _of(asked.result())
    finally:
        asked.cancel()
        left.cancel()


async def _left(request: Request) -> None:
    """Comes back when the client has closed the line."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _of(reply: Reply) -> Response:
    response = _response(reply.status, reply.media_type, reply.body)
    if reply.status == 503:
        response.headers["Retry-After"] = "5"
    if reply.media_type.startswith("text/html"):
        response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
    return response


def _description(request: Request) -> Response:
    """What the endpoint can do; a browser is led to the page instead."""
    accept = ", ".join(request.headers.getlist("accept"))
    media_type = chosen(accept, (*GRAPH_TYPES, "text/html"))
    if media_type == "text/html":
        return RedirectResponse("/", 303)
    if not media_type:
        return _text_response(406, f"the description is available as {', '.join(GRAPH_TYPES)}")
    here = str(request.url.replace(query="", fragment=""))
    return _response(200, media_type, describe(here, GRAPH_TYPES[media_type]))


def _field(request: Request, *names: str) -> bool:
    return any(name in request.query_params for name in names)


def _given(request: Request) -> dict[str, tuple[str, ...]]:
    """The fields of an address that are filled in."""
    out: dict[str, tuple[str, ...]] = {}
    for name, value in parse_qsl(request.url.query):
        out[name] = (*out.get(name, ()), value)
    return out


def _text_response(status: int, message: str) -> Response:
    return _response(status, PLAIN, f"{message}\n".encode("utf-8", "backslashreplace"))


def _response(status: int, media_type: str, body: bytes) -> Response:
    return Response(body, status, {"Content-Type": media_type, "Vary": "Accept", **_SAFE})


def _catalogue(own: Path | None) -> bytes:
    """The questions as the page shows them."""
    listed = [_entry(find_question(name, own)) for name in own_names(own)]
    return json.dumps(listed, ensure_ascii=False).encode("utf-8")


def _entry(question: Question) -> dict[str, object]:
    parameters = [
        {
            "name": parameter.name,
            "kind": parameter.kind,
            "description": parameter.description,
            "default": parameter.default or "",
            "choices": parameter.choices,
            "required": parameter.required,
            "single": parameter.single,
        }
        for parameter in question.parameters
    ]
    return {
        "name": question.name,
        "title": question.title,
        "description": question.description,
        "parameters": parameters,
    }
