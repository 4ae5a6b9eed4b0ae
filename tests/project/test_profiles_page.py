"""docs/profiles.md tells of every file of a profile and of every key that is not obvious."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from inspectgraph.ontology.profiles import Framework, load_profile
from inspectgraph.ontology.profiles.profile import Header, ModelCard
from inspectgraph.ontology.profiles.rules import IdRule

PAGE = (Path(__file__).parents[2] / "docs/profiles.md").read_text(encoding="utf-8")
PARTS = {"profile.toml": Header, "Frameworks": Framework, "Rules": IdRule, "Models": ModelCard}


def _part(title: str) -> str:
    """What stands below a heading."""
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("title", PARTS)
def test_every_key_is_told(title: str) -> None:
    told = set(re.findall(r"(?m)^\| `(\w+)` \|", _part(title)))
    known = {one.name for one in fields(PARTS[title])}
    assert told == (known - {"pattern"} if title == "Rules" else known)


def test_every_file_is_told() -> None:
    names = [name for name, _ in load_profile().folder.contents() if name.startswith("words/")]
    lacking = [name for name in names if f"`{name}`" not in PAGE]
    assert len(names) > 8
    assert not lacking
