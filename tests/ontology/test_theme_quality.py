"""How well themes are found: the file of a profile, its checks, and the page made from it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from inspectgraph.ontology import terms
from inspectgraph.ontology.errors import BadProfile
from inspectgraph.ontology.nodes import read_nodes
from inspectgraph.ontology.profiles import Profile, ThemeQuality, load_profile
from inspectgraph.ontology.profiles.theme_quality import read_theme_quality

ROOT = Path(__file__).parents[2]
THEMATIC = ROOT / "tests" / "profiles" / "thematic"
HEADER = "theme,support,precision,recall,f1\n"
CARD = 'classifier = "linear"\nlabels = ""\nmeasured = "in no way"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "themes-quality.csv"
    path.write_text(text, encoding="utf-8")
    return path


def profile_with(folder: Path, card: str = "", quality: str = "") -> Profile:
    """An invented profile that extends the package's, with files of its own for its models."""
    shutil.copytree(THEMATIC, folder)
    (folder / "models").mkdir()
    if card:
        (folder / "models/card.toml").write_text(card, encoding="utf-8")
    if quality:
        written(folder / "models", quality)
    return load_profile(folder)


def test_rows_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "caf,12,0.80,0.40,0.53\n")
    assert read_theme_quality(path) == (ThemeQuality("caf", 12, 0.8, 0.4, 0.53),)


def test_a_missing_file_measures_nothing(tmp_path: Path) -> None:
    assert read_theme_quality(tmp_path / "themes-quality.csv") == ()


@pytest.mark.parametrize(
    ("text", "entry", "reason"),
    [
        ("", "line 1", "columns"),
        ("theme,support\ncaf,1\n", "line 1", "columns"),
        (HEADER + "caf,12,0.80,0.40\n", "line 2", "a value is missing"),
        (HEADER + "caf,12,0.80,0.40,0.53,1\n", "line 2", "a value too many"),
        (HEADER + "caf,12,0.80,0.40,much\n", "line 2", "no number"),
        (HEADER + "caf,12,80,0.40,0.53\n", "line 2", "a percentage"),
        (HEADER + "caf,12,nan,0.40,0.53\n", "line 2", "not a number"),
        (HEADER + "caf,1.5,0.80,0.40,0.53\n", "line 2", "half a sentence"),
        (HEADER + "caf,0,0.00,0.00,0.00\n", "line 2", "measured on nothing"),
        (HEADER + ",12,0.80,0.40,0.53\n", "line 2", "no theme"),
        (HEADER + "caf,1,1.00,1.00,1.00\ncaf,1,1.00,1.00,1.00\n", "line 3", "two rows"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(
    text: str, entry: str, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(BadProfile) as refused:
        read_theme_quality(written(tmp_path, text))
    assert refused.value.entry == entry, reason


def test_a_profile_without_a_card_of_its_own_has_the_figures_of_its_base(tmp_path: Path) -> None:
    assert profile_with(tmp_path / "own").theme_quality == load_profile().theme_quality


def test_a_card_of_its_own_leaves_the_figures_of_other_models_behind(tmp_path: Path) -> None:
    assert profile_with(tmp_path / "none", CARD).theme_quality == ()
    own = profile_with(tmp_path / "own", CARD, HEADER + "caf,12,0.80,0.40,0.53\n")
    assert [row.theme for row in own.theme_quality] == ["caf"]


def test_a_row_of_no_theme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadProfile, match="'cafe' is not a theme"):
        profile_with(tmp_path / "own", CARD, HEADER + "cafe,12,0.80,0.40,0.53\n")


def test_the_figures_of_the_package_agree_with_each_other() -> None:
    for row in load_profile().theme_quality:
        both = row.precision + row.recall
        mean = 2 * row.precision * row.recall / both if both else 0
        assert row.f1 == pytest.approx(mean, abs=0.02), row.theme


def test_the_page_is_up_to_date(page_maker: Callable[[str], ModuleType]) -> None:
    maker = page_maker("make_themes")
    page = maker.PAGE.read_text(encoding="utf-8")
    assert page == maker.page(), "run `python docs/make_themes.py`"
    themes = [iri for iri in read_nodes(load_profile().codes().values()) if terms.THEME in iri]
    assert page.count("\n| `") == len(themes) > 60
