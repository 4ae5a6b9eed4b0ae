"""The graph as a SPARQL endpoint with a page to ask it: `inspectgraph serve`.

A web server (Starlette on uvicorn) takes requests and runs none of them. Worker
processes, each with the store open to read, do: one that takes too long is killed and
replaced, for the engine cannot be stopped in a query. An answer is whole before its
status is sent.
"""

from __future__ import annotations

from inspectgraph.queries.serve.options import ServeOptions
from inspectgraph.queries.serve.server import serve

__all__ = ["ServeOptions", "serve"]
