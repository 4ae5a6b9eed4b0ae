"""docs/queries.md is what the headers of the catalogue say."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType


def test_the_page_is_up_to_date(page_maker: Callable[[str], ModuleType]) -> None:
    maker = page_maker("make_queries")
    written = maker.PAGE.read_text(encoding="utf-8")
    assert written == maker.page(), "run `python docs/make_queries.py`"
    assert "## weaknesses" in written
