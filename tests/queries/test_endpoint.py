"""A server that is asked instead of the store, played by one on loopback that we can spoil."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inspectgraph.ontology.errors import BadParameter, BadSparql, InspectgraphError, QueryError
from inspectgraph.queries.named.agencies import resolve_agency
from inspectgraph.queries.named.authorities import resolve_authority
from inspectgraph.queries.named.folders import load_question, question_names
from inspectgraph.queries.named.run import run
from inspectgraph.queries.source.endpoint import Credentials, Endpoint, ServerError
from inspectgraph.queries.source.local import select
from inspectgraph.queries.sparql import run_sparql
from pyoxigraph import Literal, QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize

ECHO = "SELECT ?value WHERE {\n  #PARAMETERS\n}"
NEEDED = {
    "judgement-history": {"authority": ["Westvale"]},
    "strong-where-weak": {"authority": ["Westvale"]},
    "theme-history": {"authority": ["Westvale"], "theme": ["caf"]},
    "theme-quotes": {"authority": ["Westvale"], "theme": ["caf"]},
    "weak-authorities": {"theme": ["early-help"]},
    "strong-authorities": {"theme": ["early-help"]},
}
ROWS = "application/sparql-results+json"
EMPTY = b'{"head":{"vars":["a"]},"results":{"bindings":[]}}'


@dataclass
class Played:
    """What the server holds, what it was sent, and how it is spoilt."""

    store: Store
    url: str = ""
    sent: list[dict[str, list[str]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    status: int = 200
    extra: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    media_type: str = ROWS
    slow: float = 0.0
    password: str = ""

    def endpoint(self, timeout: float = 20.0, **known: str) -> Endpoint:
        return Endpoint(self.url, timeout, Credentials(**known))

    def answer(self, query: str) -> tuple[str, bytes]:
        """As an engine on its own, that knows none of our prefixes."""
        found = self.store.query(query, use_default_graph_as_union=True)
        if isinstance(found, QueryTriples):
            return "application/n-triples", serialize(found, format=RdfFormat.N_TRIPLES) or b""
        return ROWS, found.serialize(format=QueryResultsFormat.JSON) or b""


def handler(played: Played) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            played.sent.append(parse_qs(text, keep_blank_values=True))
            played.headers.append(dict(self.headers))
            if played.password and self.headers.get("Authorization") != played.password:
                self.reply(401, "text/plain", b"", {"WWW-Authenticate": 'Basic realm="x"'})
                return
            time.sleep(played.slow)
            media_type, body = played.media_type, played.body
            if body is None:
                media_type, body = played.answer(played.sent[-1]["query"][0])
            self.reply(played.status, media_type, body, played.extra)

        def reply(self, status: int, kind: str, body: bytes, extra: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": kind, **extra}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    return Handler


@contextmanager
def playing(store: Store) -> Iterator[Played]:
    played = Played(store)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(played)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        played.url = f"http://127.0.0.1:{server.server_port}/sparql"
        try:
            yield played
        finally:
            server.shutdown()


@pytest.fixture
def server(store: Store) -> Iterator[Played]:
    with playing(store) as played:
        yield played


@pytest.mark.parametrize("name", question_names())
def test_the_same_answer_from_a_server(name: str, store: Store, server: Played) -> None:
    question = load_question(name)
    wanted = NEEDED.get(name, {})
    assert run(server.endpoint(), question, wanted) == run(store, question, wanted)


def test_names_are_understood_through_the_server(store: Store, server: Played) -> None:
    for name in ("county of norchester", "E99000001", "Westvale", "zedland"):
        assert resolve_authority(server.endpoint(), name) == resolve_authority(store, name)
    assert resolve_agency(server.endpoint(), "FCS") == resolve_agency(store, "FCS")
    for wanted in ({"theme": ["eha"]}, {"region": ["north west"]}, {"agency": ["FCS"]}):
        question = load_question("weaknesses")
        assert run(server.endpoint(), question, wanted) == run(store, question, wanted)


def test_forms_of_answers(store: Store, server: Played) -> None:
    for text in (
        "ASK { ?r a ig:Report }",
        "ASK { ?r a ig:Nothing }",
        "CONSTRUCT { ?r a ig:Thing } WHERE { ?r a ig:Report }",
        "SELECT ?n ?none { VALUES ?n { 1 2.5 true 'x' } }",
    ):
        assert run_sparql(server.endpoint(), text) == run_sparql(store, text)


def test_what_is_sent_is_a_form_with_prefixes_and_limits(server: Played) -> None:
    run_sparql(server.endpoint(7), "SELECT ?r { ?r a ig:Report }")
    assert server.sent == [
        {
            "query": [
                "PREFIX ig: <https://w3id.org/inspectgraph/ontology#> SELECT ?r { ?r a ig:Report }"
            ],
            "union-default-graph": ["true"],
            "timeout": ["7000"],
        }
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT * { SERVICE <http://e.org> {} }", "it would send our query on"),
        ("ASK { SERVICE <http://e.org> {} }", "also while it is checked here"),
        ("DROP ALL", "an update"),
        ("SELECT ?r {\n ?r ?p }", "does not parse"),
    ],
)
def test_what_may_not_be_run_is_not_sent(text: str, reason: str, server: Played) -> None:
    with pytest.raises(BadSparql):
        run_sparql(server.endpoint(), text)
    assert server.sent == [], reason


def test_syntax_errors_have_line_and_column(server: Played) -> None:
    with pytest.raises(BadSparql, match="line 2, column 9"):
        run_sparql(server.endpoint(), "SELECT ?r {\n ?r ?p }")


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
TRICKS = ['"', '\\"', "\\u0022", "}} DROP ALL", '"}\n}; DROP ALL #', "&query=DROP ALL", "a" * 10**6]


@pytest.fixture(scope="module")
def echo() -> Iterator[Played]:
    with playing(Store()) as played:
        yield played


@settings(deadline=None)
@given(texts | st.sampled_from(TRICKS))
def test_hostile_values_stay_terms_on_their_way(echo: Played, text: str) -> None:
    found = [row[0] for row in select(echo.endpoint(), ECHO, {"value": [Literal(text)]})]
    assert found == [Literal(text)]
    assert list(echo.sent[-1]) == ["query", "union-default-graph", "timeout"]
    echo.sent.clear()
    echo.headers.clear()


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(question_names()), texts | st.sampled_from(TRICKS))
def test_hostile_parameters_change_nothing(echo: Played, name: str, text: str) -> None:
    question = load_question(name)
    for parameter in question.parameters:
        try:
            answer = run(
                echo.endpoint(), question, {**NEEDED.get(name, {}), parameter.name: [text]}
            )
            assert answer.rows == ()
        except InspectgraphError as error:
            assert len(error.message) < 1000
    assert len(echo.store) == 0


@pytest.mark.parametrize(
    ("spoilt", "message", "cure", "reason"),
    [
        ({"status": 404}, "answered 404", "/sparql or /query", "a wrong address"),
        ({"status": 403}, "answered 403", "INSPECTGRAPH_USER", "no right"),
        ({"status": 500, "body": b"out of\x1b[31m memory"}, "500: out of [31m memory", "", "text"),
        ({"status": 503}, "answered 503", "later", "too busy"),
        ({"media_type": "text/html", "body": b"<p>"}, "text/html", "SPARQL service", "a web page"),
        ({"body": EMPTY[:-5]}, "broken answer", "", "an answer that breaks off"),
        ({"body": b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"ty'}, "broken", "", "cut"),
        ({"body": b'{"head":{},"boolean":true}'}, "yes or no where rows", "", "another form"),
        ({"extra": {"X-SQL-State": "S1TAT"}, "body": EMPTY}, "within 20 s", "--timeout", "half"),
        ({"extra": {"X-SPARQL-MaxRows": "5"}, "body": EMPTY}, "cut its answer at 5", "less", "cap"),
    ],
)
def test_a_server_that_fails_is_an_error_with_a_cure(
    spoilt, message, cure, reason, server: Played
) -> None:
    for name, value in spoilt.items():
        setattr(server, name, value)
    server.body = server.body or b""
    with pytest.raises(QueryError) as caught:
        run_sparql(server.endpoint(), "SELECT ?a { ?a ?b ?c }")
    assert message in caught.value.message, reason
    assert cure in caught.value.cure, reason
    assert caught.value.exit_code == 1


def test_a_slow_server_is_left(server: Played) -> None:
    server.slow = 1.5
    start = time.monotonic()
    with pytest.raises(QueryError, match=r"within 0\.3 s"):
        run_sparql(server.endpoint(0.3), "SELECT ?a { ?a ?b ?c }")
    assert time.monotonic() - start < 1.2


def test_nobody_there() -> None:
    with pytest.raises(QueryError, match="cannot be reached") as caught:
        run_sparql(Endpoint("http://127.0.0.1:1/sparql"), "ASK {}")
    assert "server runs" in caught.value.cure


def test_a_redirect_is_not_followed(server: Played, store: Store) -> None:
    with playing(store) as elsewhere:
        server.status, server.body, server.extra = 307, b"", {"Location": elsewhere.url}
        with pytest.raises(ServerError, match="it is now at http"):
            run_sparql(server.endpoint(), "ASK {}")
        assert elsewhere.sent == []


@pytest.mark.parametrize(
    "url",
    ["", "sparql", "file:///etc/passwd", "ftp://e.org/", "http://", "http://a b/", "http://u:p@h/"],
)
def test_only_plain_addresses_of_servers(url: str) -> None:
    with pytest.raises(BadParameter):
        Endpoint(url)


def test_a_password_is_sent_when_it_is_asked_for(server: Played) -> None:
    server.password = "Basic YW46YTpiw6k="  # an:a:bé
    for _ in range(2):
        run_sparql(server.endpoint(user="an", password="a:bé"), "ASK {}")
    sent = [headers.get("Authorization") for headers in server.headers]
    assert sent == [None, server.password, server.password]
    with pytest.raises(ServerError, match="401") as caught:
        run_sparql(server.endpoint(user="an", password="wrong"), "ASK {}")
    assert "INSPECTGRAPH_PASSWORD" in caught.value.cure


def test_a_token_goes_with_each_request(server: Played) -> None:
    run_sparql(server.endpoint(token="t0k"), "ASK {}")
    assert server.headers[0]["Authorization"] == "Bearer t0k"


def test_secrets_are_not_shown_and_not_sent_in_the_clear() -> None:
    far = Endpoint("http://graph.example/sparql", 1, Credentials("an", "s3cret", "t0k"))
    assert "s3cret" not in repr(far)
    assert "t0k" not in repr(far)
    with pytest.raises(QueryError, match="in the clear"):
        run_sparql(far, "ASK {}")


def test_credentials_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTGRAPH_USER", "an")
    monkeypatch.setenv("INSPECTGRAPH_PASSWORD", "pw")
    assert Endpoint("http://127.0.0.1/").credentials == Credentials("an", "pw")
