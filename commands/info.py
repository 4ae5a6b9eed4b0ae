"""`info`: what the store holds."""

from __future__ import annotations

from pathlib import Path

import click
from inspectgraph.commands.options import (
    examples,
    output_options,
)
from inspectgraph.commands.output import write


@click.command(epilog=examples("inspectgraph info --format json"))
@output_options
def info(store_path: Path, form: str) -> None:
    """Show what the store holds: reports by kind, judgements, dates, problems."""
    from inspectgraph.queries.info import info as run_info
    from inspectgraph.queries.source.local import open_store

    write(run_info(open_store(store_path)), form)
