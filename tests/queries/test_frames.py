"""Python and notebooks: frames with types, tables in which every text is escaped."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspectgraph import queries
from inspectgraph.ontology.errors import BadParameter, UnknownQuery
from inspectgraph.queries.answers.asked_question import AskedQuestion
from inspectgraph.queries.answers.dataframes import Result, answer, frame, frame_of, open_store
from inspectgraph.queries.named.answer import Answer
from inspectgraph.queries.named.folders import load_question
from inspectgraph.queries.named.run import run
from pyoxigraph import Store

pandas = pytest.importorskip("pandas", reason="pandas is not installed (the extra `notebook`)")


def test_a_frame_has_types() -> None:
    made = frame_of(
        Answer(
            ("day", "n", "open", "share", "text"),
            (("2026-05-22", 1, True, 0.5, "a"), (None, None, None, None, "")),
            ("a note",),
        )
    )
    assert [str(kind).partition("[")[0] for kind in made.dtypes][:4] == [
        "datetime64",
        "Int64",
        "boolean",
        "Float64",
    ]
    assert made["day"][0] == pandas.Timestamp("2026-05-22")
    assert made.isna().iloc[1].tolist() == [True, True, True, True, False]
    assert made.attrs["notes"] == ["a note"]


def test_no_rows_leave_the_columns() -> None:
    assert list(frame_of(Answer(("a", "b"), ())).columns) == ["a", "b"]


def test_a_named_query_as_a_frame(store: Store) -> None:
    expected = run(store, load_question("weaknesses"), {"theme": ("caf",)})
    made = frame(store, "weaknesses", theme="caf")
    assert len(made) == len(expected.rows) > 0
    assert made["quote"].tolist() == [row[expected.columns.index("quote")] for row in expected.rows]
    assert made.attrs["notes"] == list(expected.notes)


@pytest.mark.parametrize(
    ("given_values", "typed"),
    [
        ({"since": date(2015, 1, 1)}, {"since": ("2015-01-01",)}),
        ({"since": 2015}, {"since": ("2015",)}),
        ({"agency_type": "police"}, {"agency-type": ("police",)}),
        ({"kind": ["sif", "ilacs"]}, {"kind": ("sif", "ilacs")}),
    ],
)
def test_values_are_taken_as_typed(given_values, typed, store: Store) -> None:
    expected = run(store, load_question("weaknesses"), typed)
    assert answer(store, "weaknesses", **given_values).answer.rows == expected.rows


def test_unknown_names_are_errors(store: Store) -> None:
    with pytest.raises(UnknownQuery):
        frame(store, "weaknesse")
    with pytest.raises(BadParameter):
        frame(store, "weaknesses", colour="red")


def test_a_result_saves_itself(store: Store, tmp_path: Path) -> None:
    result = answer(store, "weaknesses", theme="caf")
    result.save(tmp_path / "a.csv")
    assert len((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()) == 1 + len(
        result.frame()
    )


def test_a_store_opens_by_its_name(folder: Path) -> None:
    assert len(frame(open_store(str(folder)), "reports")) == 9


class Texts(HTMLParser):
    """Tags and texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def shown(found: Answer, title: str = "") -> Texts:
    page = Texts()
    page.feed(Result(found, AskedQuestion(title=title))._repr_html_())
    return page


OURS = {"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "li", "a"}


@given(st.text(), st.text(), st.text())
def test_no_text_becomes_markup(cell: str, note: str, title: str) -> None:
    plain = shown(Answer(("a", "b"), (("x", "y"),), ("z",)), "t").tags
    page = shown(Answer(("a", "b"), ((f"{cell}<script>", "y"),), (f"{note}<b>",)), f"{title}<i>")
    assert page.tags == plain
    assert set(page.tags) <= OURS


def test_hostile_texts_stay_texts() -> None:
    hostile = "</td><script>alert('x')</script>\"'&"
    page = shown(Answer((hostile,), ((hostile,),), (hostile,)), hostile)
    assert "script" not in page.tags
    assert "".join(page.texts).count(hostile) == 4


def test_only_web_addresses_become_links() -> None:
    assert shown(Answer(("a",), (("https://example.org/?a=1&b=2",),))).links == [
        "https://example.org/?a=1&b=2"
    ]
    assert not shown(Answer(("a",), (("javascript:alert(1)",),))).links


def test_many_rows_are_shown_in_part_and_said_so() -> None:
    page = shown(Answer(("a",), tuple((n,) for n in range(1000))))
    assert page.tags.count("tr") == 201
    assert "the first 200 of 1000 rows" in page.texts


def test_the_package_names_them_lazily() -> None:
    assert queries.frame is frame
    with pytest.raises(AttributeError, match="colour"):
        queries.colour  # noqa: B018
    code = (
        "import sys, inspectgraph.queries.answers.dataframes; "
        "sys.exit('pandas' in sys.modules or 'xlsxwriter' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    loaded = "'inspectgraph.queries.answers.dataframes' in sys.modules"
    lighter = f"import sys, inspectgraph.queries; sys.exit({loaded})"
    assert subprocess.run([sys.executable, "-c", lighter], check=False).returncode == 0
