"""`inspectgraph serve` in a process of its own over an invented graph."""

from __future__ import annotations

import json
import re
import select
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import pytest

START = """import sys
from inspectgraph import cli
from inspectgraph.commands.serve import serve
cli.cli.add_command(serve)
cli.main(["serve", *sys.argv[1:]])
"""


@dataclass(frozen=True)
class Got:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def media_type(self) -> str:
        return self.headers["content-type"].partition(";")[0]


@dataclass(frozen=True)
class Running:
    """A server: the address of its page, what it said at its start, and its store."""

    page: str
    said: str
    store: Path
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return f"{self.page}sparql"

    def get(self, path: str = "sparql", headers: Mapping[str, str] = {}, **fields: str) -> Got:
        address = f"{self.page}{path}" + (f"?{urlencode(fields)}" if fields else "")
        return self.send(Request(address, headers=dict(headers)))

    def post(self, body: bytes, content_type: str, query: str = "", method: str = "POST") -> Got:
        headers = {"Content-Type": content_type}
        return self.send(Request(self.url + query, body, headers, method=method))

    def send(self, request: Request) -> Got:
        opener = build_opener(ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as found:
                return Got(found.status, lower(found.headers), found.read().decode())
        except HTTPError as error:
            return Got(error.code, lower(error.headers), error.read().decode())

    def rows(self, query: str) -> list[dict[str, str]]:
        got = self.get(query=query)
        assert got.status == 200, got.text
        bindings = json.loads(got.text)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in bindings]


def lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@contextmanager
def started(store: Path, *options: str) -> Iterator[Running]:
    for name in ("starlette", "uvicorn"):
        if find_spec(name) is None:
            pytest.skip(f"no {name}: pip install 'inspectgraph[serve]'")
    command = [sys.executable, "-c", START, "--store", str(store), "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    try:
        assert select.select([process.stderr], [], [], 60)[0], "it does not start"
        said = process.stderr.readline()
        found = re.match(r"http://\S+/", said)
        assert found, said + process.stderr.read()
        yield Running(found.group(), said, store, process)
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stderr.close()


@pytest.fixture(scope="session")
def server(folder: Path) -> Iterator[Running]:
    """One for most of the tests."""
    with started(folder, "--workers", "2", "--rows", "20000") as running:
        yield running


@pytest.fixture(scope="session")
def samples_server(samples: Path) -> Iterator[Running]:
    """One over the graph of the sample reports."""
    with started(samples, "--workers", "1") as running:
        yield running


@pytest.fixture
def serve(folder: Path, tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts servers of a test's own, over a copy of the store."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def start(*options: str) -> Running:
            copy = tmp_path / "copy.db"
            shutil.copytree(folder, copy, dirs_exist_ok=True)
            return stack.enter_context(started(copy, *options))

        yield start
