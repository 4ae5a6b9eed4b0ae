"""docs/queries.md is what the headers of the catalogue say."""

from __future__ import annotations

import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "docs" / "make_queries.py"


def test_the_page_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("make_queries", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    written = maker.PAGE.read_text(encoding="utf-8")
    assert written == maker.page(), "run `python docs/make_queries.py`"
    assert "## weaknesses" in written
