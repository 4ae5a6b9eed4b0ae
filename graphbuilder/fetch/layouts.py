"""What is known of public tables and of publishers' addresses: `layouts.toml`, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_FILE: Final = Path(__file__).with_name("layouts.toml")


@dataclass(frozen=True)
class Layouts:
    """The patterns of names of columns, of addresses and of error pages."""

    address: re.Pattern[str]
    authority: re.Pattern[str]
    code: re.Pattern[str]
    published: re.Pattern[str]
    number: re.Pattern[str]
    pdf: re.Pattern[str]
    error_page: re.Pattern[str]

    def publishers_number(self, address: str) -> str:
        """The publisher's number of a file in its address, or ""."""
        found = self.number.search(address)
        return next(filter(None, found.groups()), "") if found else ""


@cache
def layouts() -> Layouts:
    """Those of the package."""
    tables: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    columns = {name: _either(patterns) for name, patterns in tables["columns"].items()}
    rows = ("number", "pdf", "error_page")
    return Layouts(**columns, **{name: _either(map(_pattern, tables[name])) for name in rows})


def _pattern(row: dict[str, str]) -> str:
    return row["pattern"]


def _either(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
