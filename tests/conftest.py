"""What tests of several rooms share, which of them are quick, and which run beside each other.

`make quick` leaves out what is marked `whole`, `slow` or (by hypothesis itself) `hypothesis`,
and real reports; `make test` leaves out `slow` alone; `make slow` runs what is `slow`.
"""

from __future__ import annotations

import importlib.util
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from xdist.scheduler import LoadScopeScheduling

HERE = Path(__file__).parent
SAMPLE = HERE / "queries" / "data" / "sample.trig"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOW = "pip install playwright, and Debian's Chromium (apt-get install chromium)"


@pytest.fixture(scope="session")
def page_maker() -> Callable[[str], ModuleType]:
    """The script of `docs/` by its name, as a module."""

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(name, HERE.parent / "docs" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        maker = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(maker)
        return maker

    return load


@pytest.fixture(scope="session")
def serving() -> Callable[[Store], AbstractContextManager[str]]:
    """A store behind an address on loopback, which answers as a SPARQL server does."""

    @contextmanager
    def serve(store: Store) -> Iterator[str]:
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

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}/sparql"
            server.shutdown()

    return serve


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented graph on disk, as a build leaves it."""
    path = tmp_path_factory.mktemp("store") / "sample.db"
    path.mkdir()
    written = Store(str(path / "current"))
    written.bulk_load(path=str(SAMPLE))
    written.flush()
    del written
    return path


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the bundled sample reports."""
    from inspectgraph.graphbuilder.build import BuildOptions, build

    reports = HERE.parent / "samples"
    if not reports.is_dir():
        reports = Path(os.environ.get("INSPECTGRAPH_SAMPLES", "samples"))
    paths = [p for p in sorted(reports.iterdir()) if p.suffix in {".pdf", ".md", ".txt", ".html"}]
    store = tmp_path_factory.mktemp("samples") / "samples.db"
    build([p for p in paths if p.name != "README.md"], store, BuildOptions())
    return store


@pytest.fixture(scope="module")  # its loop must end: tests that follow may run one of their own
def browser() -> Iterator[Browser]:
    """Debian's Chromium with a new profile; a skip that says how to get it where it is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason=f"needs a browser: {HOW}")
    chromium = which("chromium") or which("chromium-browser")
    if chromium is None:
        pytest.skip(f"needs a browser: {HOW}")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield started
        started.close()


# Folders and files whose tests are more than a unit, each with the reason.
WHOLE = {
    "tests/benchmarks/": "runs scripts, each a process",
    "tests/cli/test_cli.py": "runs the program",
    "tests/fetch/test_command.py": "builds a store",
    "tests/graphbuilder/test_bad_input.py": "builds folders of bad files, and opens huge ones",
    "tests/pipeline/": "builds folders, in processes and on a cluster",
    "tests/profiles/": "builds stores with profiles of its own",
    "tests/project/test_scripts.py": "runs scripts, each a process",
    "tests/project/test_wheel.py": "builds and unpacks a wheel",
    "tests/samples/": "builds all samples",
    "tests/serve/": "starts web servers and a browser",
    "tests/servers/": "starts SPARQL servers",
    "tests/visualise/": "starts a browser, lays out large graphs",
    "tests/queries/test_agreement.py": "builds all samples",
    "tests/queries/test_catalogue.py": "asks every query of two engines",
    "tests/queries/test_endpoint.py": "starts an endpoint",
}
# What shares a costly fixture of the session, or a browser, stays in one process, in order.
TOGETHER = {
    "tests/serve/": "serve",
    "tests/visualise/test_browser.py": "serve",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is more than a unit."""
    for item in items:
        if any(item.nodeid.startswith(path) for path in WHOLE):
            item.add_marker(pytest.mark.whole)


def group_of(nodeid: str) -> str:
    """The group that a test is in: its file, unless TOGETHER or its server says otherwise."""
    path = nodeid.partition("::")[0]
    if path.startswith("tests/servers/"):
        return "virtuoso" if "virtuoso" in nodeid else path
    return next((group for start, group in TOGETHER.items() if path.startswith(start)), path)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    """Groups go to the processes whole, so that fixtures of a module are made once."""
    from xdist.scheduler import LoadScopeScheduling

    class Groups(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(nodeid)

    return Groups(config, log)
