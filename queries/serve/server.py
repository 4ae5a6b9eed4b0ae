"""Start the server on an address, and say where it is."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Final

from inspectgraph.ontology.errors import BadParameter, InspectgraphError
from inspectgraph.queries.serve.options import ServeOptions
from inspectgraph.queries.source.local import open_store

_CONNECTIONS: Final = 500  # at once; more are answered 503


def serve(options: ServeOptions, tell: Callable[[str], None]) -> None:
    """Answer until interrupted; `tell` is given the address of the page."""
    try:
        import uvicorn
        from inspectgraph.queries.serve.app import make_app
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in ("starlette", "uvicorn"):
            raise
        cure = "Install what it needs: pip install 'inspectgraph[serve]'"
        raise InspectgraphError(f"serve needs {missing}, which is missing", cure) from error
    open_store(options.store)  # tells at once where there is none
    with _listening(options.host, options.port) as line:
        config = uvicorn.Config(
            make_app(options),
            log_level="warning",
            access_log=False,
            server_header=False,
            ws="none",
            http="h11",
            loop="asyncio",
            limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=1,
        )
        tell(_address(line))
        uvicorn.Server(config).run(sockets=[line])


def _listening(host: str, port: int) -> socket.socket:
    """A socket on that address and no other."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        line = socket.socket(family, kind, protocol)
    except OSError as error:
        raise BadParameter("--host", f"{host} is not an address ({error.strerror})", "") from error
    try:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind(address)
        line.listen(_CONNECTIONS)
    except OSError as error:
        line.close()
        why = f"{host}, port {port} cannot be used ({error.strerror})"
        raise BadParameter("--port", why, "Name another with --port, or 0 for any.") from error
    return line


def _address(line: socket.socket) -> str:
    host, port = line.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
