"""constraints.txt names a version of every dependency, and one that setup.cfg allows."""

from __future__ import annotations

import configparser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
RENEW = "run `make constraints`"


def required() -> dict[str, list[Requirement]]:
    """The requirements of the package, under "", and of each extra."""
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    texts = {"": settings["options"]["install_requires"]}
    texts |= dict(settings["options.extras_require"])
    return {
        name: [Requirement(line) for line in text.split("\n") if line]
        for name, text in texts.items()
    }


def lines() -> list[str]:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@pytest.fixture(scope="module")
def known() -> dict[str, Version]:
    pairs = (line.split("==") for line in lines())
    return {canonicalize_name(name): Version(version) for name, version in pairs}


def test_each_line_is_one_plain_version() -> None:
    for line in lines():
        requirement = Requirement(line)
        assert [part.operator for part in requirement.specifier] == ["=="], line
        assert not (requirement.url or requirement.marker or requirement.extras), (
            f"{line}: binds on no platform, or on one alone"
        )
    names = [canonicalize_name(line.split("==")[0]) for line in lines()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("extra", required())
def test_every_dependency_has_a_version_that_is_allowed(
    extra: str, known: dict[str, Version]
) -> None:
    for requirement in required()[extra]:
        name = canonicalize_name(requirement.name)
        assert name in known, f"{name}: {RENEW}"
        assert known[name] in requirement.specifier, f"{requirement}, not {known[name]}: {RENEW}"


def test_all_extras_are_looked_at() -> None:
    found = required()
    assert found.keys() >= {"", "serve", "cluster", "training", "test"}
    assert len(found[""]) > 10
