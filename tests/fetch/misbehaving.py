"""A server on loopback that misbehaves as it is told, and a clock that does not wait."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from inspectgraph.graphbuilder.fetch.client import Client, Clock, Limits

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
PAGE = b"<!DOCTYPE html><html><head><title>Marlshire inspection report</title></head></html>"
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@dataclass
class Answer:
    """One answer of the server. ``length`` is what it says of its body, if not the truth;
    ``body`` can be a function that writes as it likes."""

    status: int = 200
    body: bytes | Callable[[BaseHTTPRequestHandler], None] = PDF
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None


@dataclass
class Server:
    """What it answers to each path, one after the other (the last for ever), and what it heard."""

    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def says(self, path: str, *answers: Answer | bytes) -> str:
        """Set what it answers; the address."""
        made = [Answer(body=one) if isinstance(one, bytes) else one for one in answers]
        self.answers[path] = made or [Answer()]
        return f"{self.url}{path}"


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.asked.append(self.path)
            server.headers.append(dict(self.headers.items()))
            left = server.answers.get(self.path, [Answer(404, b"")])
            answer = left.pop(0) if len(left) > 1 else left[0]
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if isinstance(answer.body, bytes):
                size = len(answer.body) if answer.length is None else answer.length
                self.send_header("Content-Length", str(size))
            self.end_headers()
            try:
                if isinstance(answer.body, bytes):
                    self.wfile.write(answer.body)
                else:
                    answer.body(self)
            except OSError:
                pass  # the client has left
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def served(server: Server) -> Iterator[Server]:
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    http.daemon_threads = True
    server.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.released.set()
    http.shutdown()
    thread.join()
    http.server_close()


@dataclass
class Waits:
    """A clock: what was slept is noted, and time goes by only so, or by ``tick`` a look."""

    slept: list[float] = field(default_factory=list)
    time: float = 0.0
    tick: float = 0.0

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def monotonic(self) -> float:
        self.time += self.tick
        return self.time

    def client(self, pause: float = 1.0, **limits: float) -> Client:
        return Client(
            pause,
            Limits(**limits),  # type: ignore[arg-type]
            clock=Clock(self.sleep, self.monotonic, lambda: NOW),
        )
