"""The query page in Chromium: catalogue, rows, errors, hostile texts, the visualiser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from inspectgraph.queries.named.folders import question_names

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EVIL = "<img src=x onerror=window.hacked=1></textarea><script>window.hacked=1</script>"
HOSTILE = f'SELECT ("{EVIL}" AS ?text) (IRI("javascript:window.hacked=1") AS ?link) {{}}'


@pytest.fixture
def opened(browser: Browser, server) -> Iterator[Callable[..., Page]]:
    """Opens the page; at the end nothing may have been asked elsewhere or have run."""
    context = browser.new_context(accept_downloads=True)
    asked: list[str] = []
    faults: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("weberror", lambda error: faults.append(str(error.error)))

    def open_page(state: str = "") -> Page:
        page = context.new_page()
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.goto(server.page + state)
        page.locator("body[data-ready]").wait_for()
        return page

    yield open_page
    for page in context.pages:
        assert page.evaluate("window.hacked") is None
    context.close()
    assert [url for url in asked if not url.startswith((server.page, "data:", "blob:"))] == []
    assert faults == []


def run(page: Page) -> str:
    from playwright.sync_api import expect

    page.locator("#run").click()
    expect(page.locator("#status")).not_to_have_text("Running …")
    return page.locator("#status").inner_text()


def test_the_whole_catalogue_stands_in_it(opened) -> None:
    options = opened().locator("#question option")
    values = [option.get_attribute("value") for option in options.all()]
    assert values == ["", *question_names()]


def test_a_named_question_is_filled_in_and_run(opened) -> None:
    page = opened()
    page.select_option("#question", "judgements")
    page.fill("#parameter-authority", "Norchester")
    page.locator("#parameters button").click()
    page.locator("#rows td").first.wait_for()
    assert "VALUES ?area {" in page.locator("#query").input_value()
    cells = page.locator("#rows td:first-child").all_inner_texts()
    assert cells
    assert all(re.search("Norchester", text) for text in cells)


def test_a_name_that_is_not_known_is_told(opened) -> None:
    page = opened()
    page.select_option("#question", "judgements")
    page.fill("#parameter-authority", EVIL)
    page.locator("#parameters button").click()
    page.locator("#status.bad").wait_for()
    assert "no authority called" in page.locator("#status").inner_text()
    assert page.locator("#status img").count() == 0


def test_hostile_texts_are_shown_as_they_stand(opened) -> None:
    page = opened(f"#query={quote(HOSTILE)}")
    assert page.locator("#query").input_value() == HOSTILE
    assert page.locator("#rows td").count() == 0, "an address alone runs nothing"
    assert run(page).startswith("1 row (")
    assert page.locator("#rows td").all_inner_texts() == [EVIL, "javascript:window.hacked=1"]
    assert page.locator("#rows a, img, #answer script").count() == 0
    page.fill("#query", f"SELECT {EVIL}")
    assert "400: syntax error" in run(page)
    assert page.locator("img").count() == 0


def test_construct_ask_and_download(opened, tmp_path: Path) -> None:
    page = opened()
    page.fill("#query", "CONSTRUCT { ?r ig:kind ?k } WHERE { ?r ig:kind ?k }")
    assert run(page).startswith("Turtle")
    assert "@prefix" in page.locator("#text").inner_text()
    page.fill("#query", "ASK { ?r a ig:Report }")
    assert run(page).startswith("Yes")
    page.fill("#query", "SELECT ?r { ?r a ig:Report }")
    with page.expect_download() as found:
        page.locator("#download").click()
    found.value.save_as(tmp_path / "rows.csv")
    assert (tmp_path / "rows.csv").read_text(encoding="utf-8").startswith("r\nhttps://")


def test_the_visualiser_opens_beside_it(opened) -> None:
    page = opened()
    with page.expect_popup() as popup:
        page.locator("#picture button").click()
    picture = popup.value
    picture.locator("#list[data-full]").wait_for(state="attached")
    assert picture.locator("#list [data-node]").count() > 1


def test_pages_run_only_scripts_of_their_own(server) -> None:
    policy = server.get("").headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    text = server.get("").text + server.get("page.css").text + server.get("page.js").text
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", text)
    assert "innerHTML" not in text
    for focus in (EVIL, "nobody of that name"):
        got = server.get("visualise", focus=focus)
        assert (got.status, got.media_type) == (400, "text/plain")
