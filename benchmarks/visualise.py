"""The visualiser against stock pyvis, on the same nodes and edges, in the same run.

    python benchmarks/visualise.py STORE [--rounds 5] [--nodes 1000] [--nodes 5000]

Prints how long the page of all agencies takes to make, its size, and the seconds from
navigation to the first click that fills the panel, in headless Chromium without a network;
beside it pyvis's own page with its defaults and with physics off, to the first click that
selects a node. Then invented graphs, of 1,000 and 5,000 nodes unless others are named, with
three links a node. Needs playwright and Chromium (--chromium FILE, else where it usually is).
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from shutil import which

from inspectgraph.queries.source.local import open_store
from inspectgraph.queries.visualise import VisualiseOptions, visualise
from inspectgraph.queries.visualise.model import Drawing, Link, Node, Report, Statement
from inspectgraph.queries.visualise.page import render
from inspectgraph.queries.visualise.picture import NODES
from inspectgraph.queries.visualise.view import draw
from playwright.sync_api import Browser, Page, sync_playwright
from pyvis.network import Network

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
PATIENCE = 180.0
OUR_PLACE = "title => window.inspectgraph ? inspectgraph.place(title) : null"
OUR_PANEL = "title => document.querySelector('#details h2')?.textContent === title"
STOCK_PLACE = """title => {
  if (typeof network === "undefined" || !network) return null;
  const found = nodes.get({ filter: one => one.title === title })[0];
  return network.canvasToDOM(network.getPosition(found.id));
}"""
STOCK_PANEL = "title => network.getSelectedNodes().length > 0"


def invented(size: int, links: int) -> Drawing:
    """A graph of authorities and agencies with a finding on each link."""
    chance = random.Random(size)
    types = [name for name in NODES if name not in ("authority", "theme")][:15]
    councils = size // 8
    nodes = []
    for n in range(size):
        kind = "authority" if n < councils else "agency"
        look = "authority" if n < councils else types[n % 15]
        name = f"{kind} of place {n}"
        nodes.append(Node(f"urn:x:{n:05}", kind, look, name, name, weight=n % 40 + 1))
    report = Report("urn:r", nodes[0].id, "sif", "urn:i", "An invented report", "x.pdf", "2020", "")
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < links:
        other = councils + int((size - councils) * chance.random() ** 2)
        pairs.add((chance.randrange(councils), other))
    made = []
    for number, (a, b) in enumerate(sorted(pairs)):
        words = f"An invented finding of common length about a body and its work, number {number}."
        said = Statement(
            f"urn:s:{number}", nodes[a].id, "urn:r", "strength", number, 3, quote=words
        )
        ends = (nodes[a].id, nodes[b].id)
        made.append(Link(*ends, "named once", 1 + number % 9, statements=(said,)))
    return Drawing("An invented graph", tuple(nodes), tuple(made), (report,))


def stock(drawing: Drawing, *, physics: bool) -> str:
    """What pyvis makes of the same nodes and edges."""
    network = Network(height="800px", cdn_resources="in_line")
    if not physics:
        network.toggle_physics(False)
    for node in drawing.nodes:
        network.add_node(node.id, label=node.label, title=node.title)
    for link in drawing.links:
        network.add_edge(link.source, link.target)
    page = network.generate_html()
    assert isinstance(page, str)
    return page


def first_click(browser: Browser, path: Path, title: str, ours: bool) -> float:
    """Seconds from navigation to a click that tells of the node."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    place, panel = (OUR_PLACE, OUR_PANEL) if ours else (STOCK_PLACE, STOCK_PANEL)
    start = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    taken = _until_told(page, title, place, panel, start)
    context.close()
    return taken


def _until_told(page: Page, title: str, place: str, panel: str, start: float) -> float:
    corner = "#graph" if place == OUR_PLACE else "#mynetwork"
    page.set_default_timeout(PATIENCE * 1000)
    while (waited := time.perf_counter() - start) < PATIENCE:
        at = page.evaluate(place, title)
        box = page.locator(corner).bounding_box() if at else None
        if at and box:
            page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
            if page.evaluate(panel, title):
                return time.perf_counter() - start
        page.wait_for_timeout(10)
    return waited


def timed(make: Callable[[], str]) -> tuple[str, float]:
    """A page and the seconds that it took to make."""
    start = time.perf_counter()
    return make(), time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--chromium", default=which("chromium") or "/usr/bin/chromium")
    parser.add_argument("--nodes", type=int, action="append", help="again for more sizes")
    options = parser.parse_args()
    store = open_store(options.store)
    everything = VisualiseOptions(limit=0)
    drawing = draw(store, everything)
    page, seconds = timed(lambda: visualise(store, everything))
    size = len(page.encode()) / 1e6
    print(f"agencies, no cut: {len(drawing.nodes)} nodes, {len(drawing.links)} links")
    print(f"made in {seconds:.2f} s, {size:.2f} MB")
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=options.chromium, args=FLAGS)
        compare(browser, Path(folder), drawing, page, options.rounds)
        for nodes in options.nodes or (1000, 5000):
            large(browser, Path(folder), invented(nodes, 3 * nodes), options.rounds)
        browser.close()


def compare(browser: Browser, folder: Path, drawing: Drawing, page: str, rounds: int) -> None:
    """Ours, pyvis with its defaults and pyvis without physics, in turn."""
    pages = {
        "inspectgraph": page,
        "pyvis, defaults": stock(drawing, physics=True),
        "pyvis, physics off": stock(drawing, physics=False),
    }
    title = max(drawing.nodes, key=lambda node: node.weight).title
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(rounds):
        for number, (name, text) in enumerate(pages.items()):
            path = folder / f"{number}.html"
            path.write_text(text, encoding="utf-8")
            times[name].append(first_click(browser, path, title, number == 0))
    base = statistics.median(times["inspectgraph"])
    for name, found in times.items():
        middle = statistics.median(found)
        print(f"{name:20} first click {middle:6.2f} s   ratio {middle / base:5.1f}")


def large(browser: Browser, folder: Path, drawing: Drawing, rounds: int) -> None:
    """The page of an invented graph."""
    page, seconds = timed(lambda: render(drawing, 5))
    path = folder / "large.html"
    path.write_text(page, encoding="utf-8")
    title = max(drawing.nodes, key=lambda node: (node.weight, node.id)).title
    found = [first_click(browser, path, title, True) for _ in range(rounds)]
    print(
        f"{len(drawing.nodes)} nodes, {len(drawing.links)} links: made in {seconds:.2f} s, "
        f"{len(page.encode()) / 1e6:.2f} MB, first click {statistics.median(found):.2f} s"
    )


if __name__ == "__main__":
    main()
