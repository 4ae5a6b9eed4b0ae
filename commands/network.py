"""`network`: how authorities and agencies are linked."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
from inspectgraph.commands.options import examples, output_options, store_option
from inspectgraph.commands.output import say, write


@click.group(
    epilog=examples(
        'inspectgraph network path Norfolk "Suffolk County Council"',
        "inspectgraph network export agencies.gexf",
    )
)
def network() -> None:
    """See how authorities and agencies are linked by the reports that name them."""


_NATIONAL: Final = click.option(
    "--through-national",
    is_flag=True,
    help="Include national bodies such as Cafcass, which are linked with most areas.",
)


@network.command(
    "path",
    epilog=examples(
        "inspectgraph network path Norfolk Suffolk",
        'inspectgraph network path Norfolk "Avon and Somerset Constabulary" --through-national',
    ),
)
@click.argument("start")
@click.argument("end")
@_NATIONAL
@output_options
def network_path(start: str, end: str, store_path: Path, form: str, through_national: bool) -> None:
    """Find a shortest path from START to END, with the evidence of each step."""
    from inspectgraph.queries.network import path
    from inspectgraph.queries.source.local import open_store

    answer = path(open_store(store_path), start, end, through_national=through_national)
    write(answer, form)


@network.command("central", epilog=examples("inspectgraph network central --top 50"))
@click.option(
    "--top", type=click.IntRange(1), default=20, show_default=True, help="How many to list."
)
@_NATIONAL
@output_options
def network_central(store_path: Path, form: str, through_national: bool, top: int) -> None:
    """List the bodies that stand between most others."""
    from inspectgraph.queries.network import central
    from inspectgraph.queries.source.local import open_store

    write(central(open_store(store_path), through_national=through_national, top=top), form)


@network.command("communities", epilog=examples("inspectgraph network communities --format csv"))
@_NATIONAL
@output_options
def network_communities(store_path: Path, form: str, through_national: bool) -> None:
    """List groups of authorities and agencies that are linked with each other most."""
    from inspectgraph.queries.network import communities
    from inspectgraph.queries.source.local import open_store

    write(communities(open_store(store_path), through_national=through_national), form)


@network.command("export", epilog=examples("inspectgraph network export agencies.graphml"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@store_option
def network_export(file: Path, store_path: Path) -> None:
    """Write the network to FILE, .graphml or .gexf, for Gephi and the like."""
    from inspectgraph.queries.network import export as write_network
    from inspectgraph.queries.source.local import open_store

    say(f"{file}: {write_network(open_store(store_path), file)} links")
