"""What tests of several rooms share: an invented graph, the bundled samples, a browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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


@pytest.fixture(scope="session")
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
