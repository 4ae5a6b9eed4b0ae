"""The page in Chromium without a network: what people do with it, by mouse and by keys."""

from __future__ import annotations

import csv
import io
import os
from itertools import combinations
from pathlib import Path

import pytest
from inspectgraph.queries.visualise import VisualiseOptions

MARL = "Marlshire County Council"
POLICE = "Marl Constabulary"
CAF = "Common assessment framework (CAF)"
ALL = [
    VisualiseOptions(),
    VisualiseOptions("themes"),
    VisualiseOptions(focus="Marlshire"),
    VisualiseOptions("trajectory", {"authority": ["Marlshire"]}),
]
NAMES = ["agencies", "themes", "neighbourhood", "trajectory"]


@pytest.mark.parametrize("options", ALL, ids=NAMES)
def test_it_asks_for_nothing_complains_of_nothing_and_runs_nothing_of_a_report(
    opened, options
) -> None:
    page = opened(options)
    for button in page.page.locator("#list button").all()[:40]:
        button.dispatch_event("click")
    page.page.wait_for_timeout(200)
    assert [url for url in page.requests if not url.startswith(("file:", "data:", "about:"))] == []
    assert page.complaints == []
    assert page.page.evaluate("window.hacked") is None
    assert page.page.locator("img, iframe, object, b, a[href^='javascript']").count() == 0


@pytest.mark.parametrize("options", ALL, ids=NAMES)
def test_every_node_and_link_shown_stands_in_the_list(opened, options) -> None:
    page = opened(options).page
    shown = page.evaluate("inspectgraph.shown()")
    assert shown["nodes"] > 2
    assert page.locator("#list [data-node]").count() == shown["nodes"]
    assert page.locator("#list [data-link]").count() == shown["links"]


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
@pytest.mark.parametrize("options", ALL, ids=NAMES)
def test_labels_do_not_cover_each_other(opened, options, size) -> None:
    page = opened(options, *size).page
    labels = page.evaluate("inspectgraph.labels()")
    assert len(labels) > 2
    for one, other in combinations(labels, 2):
        a, b = one["box"], other["box"]
        over = a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
        assert not over, (one["name"], other["name"])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_click_on_a_node_fills_the_panel_and_the_address(opened) -> None:
    page = opened(VisualiseOptions())
    page.click_node(MARL)
    page.page.wait_for_function("location.hash.includes('marlshire')")
    told = page.details()
    assert "Marlshire County Council Authority Inspections read 3 Region East of England" in told
    assert "Weaknesses (1) Police officers rarely start a common assessment." in told
    assert "page 4, paragraph 12, “Early help” · marl-2016.pdf · source" in told
    assert told.index("Weaknesses (1)") < told.index("Strengths (1)") < told.index("Mixed findings")
    assert page.page.locator("#details a").first.get_attribute("href") == (
        "https://reports.example/marl-2016"
    )
    page.page.keyboard.press("Escape")
    page.page.wait_for_function("location.hash === ''")


def test_a_click_on_a_link_tells_its_evidence(opened) -> None:
    page = opened(VisualiseOptions("themes"))
    page.click_link(MARL, CAF)
    page.page.wait_for_function("location.hash.includes('link=')")
    told = page.details()
    assert "Weaknesses (2) Police officers rarely" in told
    assert "Part of a mixed finding" in told
    assert "Recommendations (2)" in told


def test_a_view_can_be_sent_by_its_address(opened) -> None:
    page = opened(VisualiseOptions())
    page.click_node(POLICE)
    page.page.locator("#look").click()
    page.page.locator("#tab-filters").click()
    page.page.locator("#filter-polarity").select_option("weakness")
    state = page.page.evaluate("location.hash")
    shown = page.page.evaluate("inspectgraph.shown()")
    again = page.go(state)
    assert again.evaluate("inspectgraph.shown()") == shown
    assert again.locator("#filter-polarity").input_value() == "weakness"
    assert again.evaluate("document.documentElement.dataset.look") == "dark"
    assert POLICE in page.details() or again.locator("#details h2").text_content() == POLICE
    page.go("#node=nonsense&focus=%3Cscript%3E&tab=x")
    assert page.complaints == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("marlsh", MARL),
        ("mcc", MARL),
        ("MARLPOL", POLICE),
        ("mc", POLICE),  # as a report prints it
        ("hyperlink", '=HYPERLINK("javascript:alert(1)","x")'),
    ],
)
def test_search_finds_any_name(opened, typed: str, expected: str) -> None:
    page = opened(VisualiseOptions())
    page.page.keyboard.press("/")
    page.page.keyboard.type(typed)
    assert page.page.locator("#hits li").count() >= 1
    page.page.keyboard.press("Enter")
    assert page.page.locator("#details h2").text_content() == expected


def test_search_says_when_there_is_nothing(opened) -> None:
    page = opened(VisualiseOptions()).page
    page.locator("#search").fill("zzz")
    assert "Nothing of that name" in page.locator("#hits").inner_text()


def test_filters_narrow_links_and_words(opened) -> None:
    page = opened(VisualiseOptions())
    whole = page.page.evaluate("inspectgraph.shown()")
    page.page.locator("#tab-filters").click()
    page.page.locator("#filter-polarity").select_option("weakness")
    assert page.page.evaluate("inspectgraph.shown()") == {"nodes": 2, "links": 1}
    assert "filtered out" in page.page.locator("#status").inner_text()
    page.page.locator("#reset").click()
    assert page.page.evaluate("inspectgraph.shown()") == whole
    page.page.locator("#type-police").uncheck()
    assert page.page.evaluate("inspectgraph.shown()") == {"nodes": 5, "links": 3}
    page.page.locator("#type-police").check()
    page.page.locator("#filter-from").select_option("2019")
    assert page.page.evaluate("inspectgraph.shown()") == {"nodes": 2, "links": 1}
    page.page.locator("#reset").click()
    page.page.locator("#filter-kind").select_option("slac")
    page.page.locator("#tab-list").click()
    page.page.locator("#list [data-link]").first.click()
    assert "Officers of Marl" not in page.details()
    assert "sits on the panel" in page.details()


def test_double_click_shows_the_neighbours_and_back_leads_out(opened) -> None:
    page = opened(VisualiseOptions())
    whole = page.page.evaluate("inspectgraph.shown()")
    page.click_node(POLICE, times=2)
    page.page.wait_for_function("location.hash.includes('focus=')")
    assert page.page.evaluate("inspectgraph.shown()") == {"nodes": 3, "links": 2}
    for _ in range(3):
        if page.page.locator("#back").is_enabled():
            page.page.locator("#back").click()
            page.page.wait_for_timeout(120)
    assert page.page.evaluate("inspectgraph.shown()") == whole


def test_keys_alone_reach_everything(opened) -> None:
    page = opened(VisualiseOptions()).page
    seen = []
    for _ in range(14):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id"))
    order = ["skip", "search", "fit", "png", "csv", "move", "look", "graph"]
    assert [name for name in seen if name in order] == order
    page.locator("#graph").focus()
    page.keyboard.press("Enter")
    first = page.locator("#details h2").text_content()
    reached = {first}
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown") * 2:
        page.keyboard.press(key)
        reached.add(page.locator("#details h2").text_content())
    assert len(reached) > 1
    page.keyboard.press("Enter")
    assert "focus=" in page.evaluate("location.hash")
    page.locator("#tab-details").focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator("#tab-list").get_attribute("aria-selected") == "true"


def test_csv_holds_what_is_shown_and_no_formula(opened) -> None:
    page = opened(VisualiseOptions()).page
    with page.expect_download() as download:
        page.locator("#csv").click()
    raw = Path(download.value.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == page.evaluate("inspectgraph.shown()")["links"]
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert '\'=HYPERLINK("javascript:alert(1)","x")' in cells
    police = next(row for row in rows if row["from"] == MARL and row["to"] == POLICE)
    counts = [police[k] for k in ("mentions", "strengths", "weaknesses", "mixed", "inferred")]
    assert counts == ["7", "1", "1", "1", "false"]
    assert (police["first_year"], police["last_year"]) == ("2011", "2019")


def test_the_picture_can_be_saved(opened) -> None:
    page = opened(VisualiseOptions()).page
    with page.expect_download() as download:
        page.locator("#png").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")
    assert download.value.suggested_filename.endswith(".png")


def test_nodes_stand_still_until_they_are_let_move(opened) -> None:
    page = opened(VisualiseOptions()).page
    place = "title => inspectgraph.place(title)"
    before = page.evaluate(place, MARL)
    page.wait_for_timeout(300)
    assert page.evaluate(place, MARL) == before
    page.locator("#move").click()
    page.wait_for_timeout(800)
    assert page.evaluate(place, MARL) != before


def test_a_limit_is_told_on_the_page(opened) -> None:
    page = opened(VisualiseOptions(limit=3)).page
    assert "Left out of this file: 3 nodes and 3 links" in page.locator("#status").inner_text()


def test_an_empty_selection_says_so(opened) -> None:
    page = opened(VisualiseOptions(given={"since": ["2030"]}))
    assert "0 nodes and 0 links shown" in page.page.locator("#status").inner_text()
    assert page.complaints == []


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("options", ALL, ids=NAMES)
def test_axe_finds_no_serious_violation(opened, options, look: str) -> None:
    axe = os.environ.get("INSPECTGRAPH_AXE", "")
    if not axe:
        pytest.skip("set INSPECTGRAPH_AXE to axe.min.js of the npm package axe-core")
    page = opened(options)
    page.page.evaluate(Path(axe).read_text(encoding="utf-8"))
    for tab in ("details", "filters", "list"):
        page.go(f"#look={look}&tab={tab}")
        page.page.evaluate(Path(axe).read_text(encoding="utf-8"))
        found = page.page.evaluate("axe.run().then(r => r.violations)")
        serious = [v["id"] for v in found if v["impact"] in ("serious", "critical")]
        assert serious == [], tab
