"""Rules and lexicons as data: one TOML file a stage, a reason beside each entry."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

Rules = dict[str, list[dict[str, str]]]


@cache
def load_rules(name: str) -> Rules:
    """The tables of one rule file, each a list of entries."""
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def either(name: str, table: str, key: str = "pattern") -> str:
    """One regular expression that matches whatever any entry of a table does."""
    return "|".join(f"(?:{entry[key]})" for entry in load_rules(name)[table])


@cache
def load_cues(name: str) -> dict[str, tuple[str, ...]]:
    """The phrases of each kind of cue."""
    tables = tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return {
        kind: tuple(
            " ".join(phrase.split()) for phrase in table["words"].split("|") if phrase.strip()
        )
        for kind, table in tables.items()
    }
