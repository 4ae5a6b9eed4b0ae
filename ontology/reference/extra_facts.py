"""Typed access to the TOML of extra facts, for the builders of reference data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

Facts: TypeAlias = Mapping[str, object]


def table(facts: Facts, name: str) -> Facts:
    """A table of that name."""
    value = facts[name]
    if not isinstance(value, dict):
        raise TypeError(f"{name} is not a table")
    return value


def tables(facts: Facts, name: str) -> list[Facts]:
    """A list of tables."""
    value = facts[name]
    if not isinstance(value, list):
        raise TypeError(f"{name} is not a list of tables")
    return value


def lists(facts: Facts, name: str) -> list[list[object]]:
    """A list of lists."""
    value = facts[name]
    if not isinstance(value, list):
        raise TypeError(f"{name} is not a list of lists")
    return value


def text(facts: Facts, name: str) -> str:
    """A text."""
    value = facts[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is not text: {value!r}")
    return value


def texts(facts: Facts, name: str) -> tuple[str, ...]:
    """A list of texts; none where the name is absent."""
    values = facts.get(name, [])
    if not isinstance(values, list):
        raise TypeError(f"{name} is not a list: {values!r}")
    return tuple(str(value) for value in values)


def day_of(facts: Facts, name: str) -> date:
    """A day."""
    return as_day(facts[name])


def as_day(value: object) -> date:
    """A value that must be a day."""
    if not isinstance(value, date):
        raise TypeError(f"not a date: {value!r}")
    return value
