"""`ask` on the command line: the same question of the store and of a server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from click.testing import Result
from inspectgraph.queries.source.local import open_store
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

Run = Callable[..., Result]


def handler(store: Store) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            query = parse_qs(text)["query"][0]
            found = store.query(query, use_default_graph_as_union=True)
            assert isinstance(found, QuerySolutions)
            body = found.serialize(format=QueryResultsFormat.JSON) or b""
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    return Handler


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    """The sample behind an address on loopback."""
    store = open_store(folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(store)) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/sparql"
        server.shutdown()


@pytest.mark.parametrize(
    "question",
    [
        "which judgements were given to Norchester?",
        "has Norchester improved?",
        "which authorities have been inadequate?",
        "what weaknesses did inspectors find in Westvale?",
    ],
)
def test_a_server_is_asked_as_the_store_is(question: str, url: str, run: Run) -> None:
    here = run("ask", question, "--format", "csv")
    there = run("ask", question, "--format", "csv", "--endpoint", url, "--store", "nowhere.db")
    assert (there.exit_code, there.stdout, there.stderr) == (0, here.stdout, here.stderr)


def test_the_rows_of_a_question_are_those_of_its_command(url: str, run: Run) -> None:
    asked = run("ask", "which judgements were given to Norchester?", "--format", "csv")
    query = run("query", "judgements", "--authority", "Norchester", "--format", "csv")
    assert asked.stdout == query.stdout
    assert len(asked.stdout.splitlines()) > 2
    assert "inspectgraph query judgements --authority Norchester" in asked.stderr


def test_the_network_is_not_asked_of_a_server(url: str, run: Run) -> None:
    refused = run("ask", "how are Norchester and Westvale linked?", "--endpoint", url)
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert "a store of your own" in refused.output + str(refused.exception)


def test_a_refusal_asks_nothing(url: str, run: Run) -> None:
    refused = run("ask", "which councils went from inadequate to good?", "--endpoint", url)
    assert refused.exit_code == 2
    assert refused.stdout == ""
