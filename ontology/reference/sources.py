"""The published lists that reference data are built from, and the command that builds them."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

Row: TypeAlias = Mapping[str, str]


def read_rows(source: Path) -> list[Row]:
    """The rows of a published list."""
    with source.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def run_builder(
    build: Callable[[Path, Path], str],
    output: Path,
    extra: Path,
    arguments: Sequence[str] | None = None,
) -> None:
    """Build a Turtle file from the folder and the extra facts that the arguments name."""
    parser = argparse.ArgumentParser(description=f"Build {output.name}.")
    parser.add_argument("--from", dest="folder", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--to", type=Path, default=output, metavar="FILE")
    parser.add_argument("--extra", type=Path, default=extra, metavar="FILE")
    options = parser.parse_args(arguments)
    made = build(options.folder, options.extra)
    options.to.write_text(made, encoding="utf-8", newline="\n")
