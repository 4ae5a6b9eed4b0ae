"""An invented graph with hostile texts, its pages, and a browser without a network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from inspectgraph.queries.visualise import VisualiseOptions, visualise
from pyoxigraph import RdfFormat, Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent


def read(path: Path) -> Store:
    """A graph of this folder beside the ontology's themes and code lists."""
    out = Store()
    codes = files("inspectgraph.ontology") / "profiles" / "ofsted" / "codes"
    for name in ("themes.ttl", "judgements.ttl", "agency-types.ttl"):
        text = codes.joinpath(name).read_text(encoding="utf-8")
        out.load(text.encode(), format=RdfFormat.TURTLE)
    out.load(path=str(path))
    return out


@pytest.fixture(scope="session")
def store() -> Store:
    """The graph in memory; tests must not change it."""
    return read(HERE / "hostile.ttl")


class Opened:
    """A page with all that it asked for and complained of."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page, self.path = page, path
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog {dialog.message}"))

    def go(self, state: str = "") -> Page:
        self.page.goto("about:blank")
        self.page.goto(f"{self.path.as_uri()}{state}")
        self.page.wait_for_function("document.querySelector('#list').dataset.full")
        return self.page

    def click_node(self, title: str, times: int = 1) -> None:
        at = self.page.evaluate("title => inspectgraph.place(title)", title)
        self._click(at, times)

    def click_link(self, one: str, other: str) -> None:
        self._click(self.page.evaluate("ends => inspectgraph.middle(...ends)", [one, other]), 1)

    def _click(self, at: dict[str, float], times: int) -> None:
        box = self.page.locator("#graph").bounding_box()
        assert box
        self.page.mouse.click(box["x"] + at["x"], box["y"] + at["y"], click_count=times)

    def details(self) -> str:
        return re.sub(r"\s+", " ", self.page.locator("#details").inner_text())


@pytest.fixture
def opened(browser: Browser, store: Store, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens the page of some options, offline, in a window of its own."""
    contexts = []

    def open_page(options: VisualiseOptions, width: int = 1280, height: int = 800) -> Opened:
        path = tmp_path / "page.html"
        path.write_text(visualise(store, options), encoding="utf-8", newline="\n")
        context = browser.new_context(
            viewport={"width": width, "height": height}, offline=True, reduced_motion="reduce"
        )
        contexts.append(context)
        page = Opened(context.new_page(), path)
        page.go()
        return page

    yield open_page
    for context in contexts:
        context.close()
