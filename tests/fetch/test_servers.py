"""Servers that misbehave: what is got, what is refused, and how often they are asked."""

from __future__ import annotations

import gzip
import io
import re
import socket
import tomllib
import zipfile
from http.server import BaseHTTPRequestHandler
from importlib.resources import files

import pytest
from inspectgraph.graphbuilder.fetch.content import ending_of
from inspectgraph.graphbuilder.fetch.layouts import layouts
from inspectgraph.ontology.errors import (
    AddressRefused,
    DownloadTooLarge,
    NotFetched,
    WrongContent,
)
from misbehaving import PAGE, PDF, Answer, Server, Waits


def test_what_is_sent_is_the_name_of_the_tool_and_nothing_else(
    server: Server, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    reply = waits.client().get(server.says("/a.pdf"), {})
    assert reply.body == PDF
    assert server.asked == ["/a.pdf"]
    (headers,) = server.headers
    assert headers["User-Agent"].startswith("inspectgraph/")
    assert headers.keys() == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_one_pause_between_two_requests(server: Server, waits: Waits) -> None:
    client = waits.client(pause=3)
    for path in ("/1", "/2", "/3"):
        client.get(server.says(path), {})
    assert waits.slept == [3, 3]


@pytest.mark.parametrize(
    ("retry_after", "slept"),
    [
        ("7", 7),
        ("Wed, 04 Mar 2026 12:00:09 GMT", 9),
        ("Wed, 04 Mar 2026 11:00:00 GMT", 2),  # long past
        ("soon", 2),
        ("-5", 2),
        ("", 2),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_says_when(
    server: Server, waits: Waits, retry_after: str, slept: float, status: int
) -> None:
    busy = Answer(status, b"", {"Retry-After": retry_after} if retry_after else {})
    client = waits.client()
    assert client.get(server.says("/a", busy, Answer()), {}).body == PDF
    assert waits.slept == [slept]
    client.get(server.says("/b"), {})
    assert waits.slept == [slept, 1]  # then the usual pause again


def test_a_server_that_asks_for_hours_is_left_alone(
    server: Server, other: Server, waits: Waits
) -> None:
    address = server.says("/a", Answer(429, b"", {"Retry-After": "7200"}))
    client = waits.client()
    with pytest.raises(NotFetched, match=r"429, asking us to wait 7,200 s; not asked again"):
        client.get(address, {})
    with pytest.raises(NotFetched, match=r"not asked, for 127\.0\.0\.1:\d+ asked us to wait"):
        client.get(server.says("/b"), {})
    assert server.asked == ["/a"]
    assert client.get(other.says("/c"), {}).body == PDF
    assert waits.slept == [1]


def test_an_error_then_the_report(server: Server, waits: Waits) -> None:
    address = server.says("/a", Answer(500, b"oh"), Answer(502, b"oh"), Answer())
    assert waits.client().get(address, {}).body == PDF
    assert waits.slept == [2, 4]


def test_an_error_that_stays(server: Server, waits: Waits) -> None:
    client = waits.client()
    with pytest.raises(NotFetched, match=r"the server answered 500, 4 times"):
        client.get(server.says("/a", Answer(500, b"oh")), {})
    assert waits.slept == [2, 4, 8]
    assert client.get(server.says("/b"), {}).body == PDF


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 204, 206])
def test_what_is_not_there_is_asked_for_once(server: Server, waits: Waits, status: int) -> None:
    body = b"" if status == 204 else b"x"
    with pytest.raises(NotFetched, match=f"answered {status}"):
        waits.client().get(server.says("/a", Answer(status, body)), {})
    assert server.asked == ["/a"]


def test_a_cut_connection(server: Server, waits: Waits) -> None:
    cut = Answer(length=len(PDF) + 100)
    address = server.says("/a", cut, Answer())
    assert waits.client().get(address, {}).body == PDF
    with pytest.raises(NotFetched, match="broke off"):
        waits.client().get(server.says("/b", cut), {})
    assert server.asked == ["/a"] * 2 + ["/b"] * 4


def test_a_cut_connection_in_chunks(server: Server, waits: Waits) -> None:
    def chunk(to: BaseHTTPRequestHandler) -> None:
        to.wfile.write(b"%x\r\n%s\r\n" % (len(PDF), PDF))

    def whole(to: BaseHTTPRequestHandler) -> None:
        chunk(to)
        to.wfile.write(b"0\r\n\r\n")

    headers = {"Transfer-Encoding": "chunked"}
    address = server.says("/a", Answer(200, chunk, headers), Answer(200, whole, headers))
    assert waits.client().get(address, {}).body == PDF
    assert server.asked == ["/a", "/a"]


def test_a_length_that_is_too_small_is_no_report(server: Server, waits: Waits) -> None:
    address = server.says("/a", Answer(length=len(PDF) - 10))
    reply = waits.client().get(address, {})
    with pytest.raises(WrongContent, match="cut off"):
        ending_of(address, reply.media_type, reply.body or b"")


def test_a_server_that_sends_nothing(server: Server, waits: Waits) -> None:
    def hold(_: BaseHTTPRequestHandler) -> None:
        server.released.wait(20)

    address = server.says("/a", Answer(200, hold, {"Content-Length": "9"}))
    for limit in ("read", "whole"):
        with pytest.raises(NotFetched, match=r"no answer within 0\.05 s, 2 times"):
            waits.client(tries=2, **{limit: 0.05}).get(address, {})


def test_bytes_that_come_too_slowly(server: Server, waits: Waits) -> None:
    def drip(to: BaseHTTPRequestHandler) -> None:
        while True:  # until the client leaves
            to.wfile.write(b"%PDF")
            if server.released.wait(0.001):
                return

    waits.tick = 10.0  # each look at the clock
    with pytest.raises(NotFetched, match=r"not there after 300 s"):
        waits.client().get(server.says("/a", Answer(200, drip)), {})
    assert server.asked == ["/a"]


@pytest.mark.parametrize("told", [True, False])
def test_more_than_any_report_has_is_not_read(server: Server, waits: Waits, told: bool) -> None:
    sent = 0

    def flood(to: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        block = PDF.ljust(1 << 20, b" ")
        for _ in range(60):
            to.wfile.write(block)
            sent += len(block)

    headers = {"Content-Length": str(60 << 20)} if told else {}
    with pytest.raises(DownloadTooLarge, match="more than 50,000,000"):
        waits.client().get(server.says("/a", Answer(200, flood, headers)), {})
    assert sent < 60 << 20
    assert server.asked == ["/a"]


def test_a_small_body_that_unpacks_to_a_large_one(server: Server, waits: Waits) -> None:
    body = gzip.compress(b" " * 60_000_000)
    answer = Answer(200, body, {"Content-Encoding": "gzip"})
    with pytest.raises(DownloadTooLarge):
        waits.client().get(server.says("/a", answer), {})


def test_a_packed_body_is_unpacked(server: Server, waits: Waits) -> None:
    answer = Answer(200, gzip.compress(PDF), {"Content-Encoding": "gzip"})
    assert waits.client().get(server.says("/a", answer), {}).body == PDF


def test_nothing_listens(waits: Waits) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{closed.getsockname()[1]}"
    client = waits.client()
    with pytest.raises(NotFetched, match=r"cannot be reached .*, 4 times"):
        client.get(f"http://{host}/a", {})
    with pytest.raises(NotFetched, match=f"not asked, for {host} cannot be reached"):
        client.get(f"http://{host}/b", {})
    assert waits.slept == [2, 4, 8]


def test_no_safe_connection_is_tried_once(server: Server, waits: Waits) -> None:
    with pytest.raises(NotFetched, match="no safe connection") as error:
        waits.client().get(server.url.replace("http:", "https:") + "/a", {})
    assert "certificate" in error.value.cure
    assert waits.slept == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("whole", [True, False])
def test_a_redirect_on_the_same_server(
    server: Server, waits: Waits, status: int, whole: bool
) -> None:
    target = server.says("/there.pdf")
    location = target if whole else "there.pdf"
    address = server.says("/here", Answer(status, b"", {"Location": location}))
    assert waits.client().get(address, {}).body == PDF
    assert server.asked == ["/here", "/there.pdf"]
    assert waits.slept == [1]


@pytest.mark.parametrize(
    "location",
    [
        "http://localhost.localdomain/a.pdf",
        "//example.org/a.pdf",
        "https://127.0.0.1/a.pdf",
        "file:///etc/passwd",
        "http://me:secret@127.0.0.1/a.pdf",
        "ftp://127.0.0.1/a.pdf",
        "javascript:alert(1)",
    ],
)
def test_a_redirect_elsewhere_is_refused(server: Server, waits: Waits, location: str) -> None:
    address = server.says("/a", Answer(302, b"", {"Location": location}))
    with pytest.raises(AddressRefused, match="redirected to") as error:
        waits.client().get(address, {})
    assert error.value.code == "IG-604"
    assert "secret" not in error.value.message
    assert server.asked == ["/a"]


def test_another_port_is_another_server(server: Server, other: Server, waits: Waits) -> None:
    address = server.says("/a", Answer(302, b"", {"Location": other.says("/b")}))
    with pytest.raises(AddressRefused, match="another server"):
        waits.client().get(address, {})
    assert other.asked == []


def test_redirects_that_do_not_end(server: Server, waits: Waits) -> None:
    for number in range(9):
        server.says(f"/{number}", Answer(302, b"", {"Location": f"/{number + 1}"}))
    with pytest.raises(AddressRefused, match="do not end"):
        waits.client().get(f"{server.url}/0", {})
    assert len(server.asked) == 6
    circle = server.says("/round", Answer(302, b"", {"Location": "/round"}))
    with pytest.raises(AddressRefused, match="do not end"):
        waits.client().get(circle, {})


def test_a_redirect_without_an_address(server: Server, waits: Waits) -> None:
    with pytest.raises(NotFetched, match="leads nowhere"):
        waits.client().get(server.says("/a", Answer(302, b"")), {})


def test_a_proxy_is_used_where_it_is_named(server: Server, waits: Waits) -> None:
    from inspectgraph.graphbuilder.fetch.client import Client

    server.says("http://reports.example/a.pdf")
    client = Client(0, proxy=server.url.replace("//", "//me:secret@"))
    assert client.get("http://reports.example/a.pdf", {}).body == PDF
    sent = {name.lower(): value for name, value in server.headers[0].items()}
    assert sent["proxy-authorization"] == "Basic bWU6c2VjcmV0"


# -- what the bytes are ------------------------------------------------------------------------


def docx() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return data.getvalue()


@pytest.mark.parametrize(
    ("path", "media_type", "body", "ending"),
    [
        ("/a.pdf", "application/pdf", PDF, ".pdf"),
        ("/a", "application/octet-stream", b"\r\n" + PDF + b"\r\n", ".pdf"),
        ("/a.html", "text/html", PDF, ".pdf"),
        ("/news/a", "text/html", PAGE, ".html"),
        ("/a", "", docx(), ".docx"),
    ],
)
def test_the_bytes_tell_the_ending(path: str, media_type: str, body: bytes, ending: str) -> None:
    assert ending_of(f"https://example.org{path}", media_type, body) == ending


@pytest.mark.parametrize(
    ("path", "media_type", "body", "why"),
    [
        ("/a.pdf", "application/pdf", b"", "empty"),
        ("/a.pdf", "application/pdf", b" \r\n", "empty"),
        ("/a.pdf", "text/html", PAGE, "in place of a document"),
        ("/a.PDF", "text/html", PAGE, "Marlshire inspection report"),
        ("/a", "application/pdf", PAGE, "in place of a document"),
        ("/v1/file/50004318", "text/html", PAGE, "in place of a PDF"),
        ("/a.pdf", "application/pdf", PDF[:-8], "cut off"),
        ("/a.docx", "", docx()[:-9], "damaged"),
        ("/a", "text/plain", b"Not a report", "no PDF, HTML or Word"),
        ("/a", "application/json", b'{"error": 1}', "no PDF, HTML or Word"),
        ("/a", "text/xml", b"<?xml version='1.0'?><Error/>", "no PDF, HTML or Word"),
        ("/a.png", "image/png", b"\x89PNG\r\n", "picture"),
        ("/a.doc", "application/msword", b"\xd0\xcf\x11\xe0", "old Office"),
        ("/a.zip", "application/zip", b"PK\x05\x06" + b"\x00" * 18, "not a Word document"),
    ],
)
def test_what_is_no_report(path: str, media_type: str, body: bytes, why: str) -> None:
    with pytest.raises(WrongContent, match=why) as error:
        ending_of(f"https://example.org{path}", media_type, body)
    assert error.value.code == "IG-606"


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 Not Found",
        "Error 503",
        "Page not found - Marlshire Council",
        "Sorry, the file you want is no longer here",
        "This page can’t be found",
        "Sorry, there is an error | Marlshire",
        "Error",
        "Internal Server Error",
        "Something went wrong",
        "Access Denied",
        "403 Forbidden",
        "Request Rejected",
        "Service unavailable",
        "Site under maintenance",
        "Just a moment...",
        "Attention Required! | Cloudflare",
        "Sign in to your account",
        "Are you a human?",
    ],
)
@pytest.mark.parametrize("name", ["title", "h1"])
def test_a_page_that_says_that_it_is_an_error(title: str, name: str) -> None:
    body = f"<!doctype html><html><body><{name}>{title}</{name}></body></html>".encode()
    with pytest.raises(WrongContent, match="an error page"):
        ending_of("https://example.org/news/report", "text/html", body)


@pytest.mark.parametrize(
    "title",
    [
        "Inspection of Kelderby children’s services",
        "Inspectors find errors in records of Marlshire",
        "Access to services is improving",
        "Council must put right what went wrong, inspectors say",
        "Children’s services in Port Wexcombe no longer inadequate",
        "Services for deaf children unavailable in Ashford Vale, inspectors find",
        "Report 450: Marlshire",
    ],
)
def test_a_page_about_errors_is_none(title: str) -> None:
    body = f"<!doctype html><html><title>{title}</title></html>".encode()
    assert ending_of("https://example.org/news/report", "text/html", body) == ".html"


def test_each_pattern_fits_its_example() -> None:
    text = (files("inspectgraph.graphbuilder.fetch") / "layouts.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    rows = [row for name in ("number", "pdf", "error_page") for row in tables[name]]
    assert len(rows) > 8
    for row in rows:
        assert row.keys() == {"pattern", "reason", "example"}
        assert re.search(row["pattern"], row["example"], re.IGNORECASE), row
    assert layouts().publishers_number("https://files.ofsted.gov.uk/v1/file/50004318") == "50004318"
