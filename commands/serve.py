"""`serve`: the graph as a SPARQL endpoint on this machine."""

from __future__ import annotations

from pathlib import Path

import click
from inspectgraph.commands.options import catalogue_option, examples, store_option
from inspectgraph.commands.output import say


@click.command(
    epilog=examples(
        "inspectgraph serve",
        "inspectgraph serve --port 9000 --timeout 10 --rows 5000",
        "inspectgraph query judgements --endpoint http://127.0.0.1:8765/sparql",
    )
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; any other than this opens the graph to the network.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="Port; 0 for any that is free.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=30.0,
    show_default=True,
    help="Seconds that a query may take.",
)
@click.option(
    "--rows",
    type=click.IntRange(1),
    default=100_000,
    show_default=True,
    help="Most rows that an answer may have; more is an error.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=4,
    show_default=True,
    help="Queries to run at once, each in a process of its own.",
)
@catalogue_option
@store_option
def serve(
    store_path: Path,
    host: str,
    port: int,
    timeout: float,
    rows: int,
    workers: int,
    catalogue: Path | None,
) -> None:
    """Answer SPARQL queries over HTTP, with a page to type them in. It is read-only."""
    from inspectgraph.queries.serve import ServeOptions
    from inspectgraph.queries.serve import serve as run_server

    options = ServeOptions(store_path, host, port, timeout, rows, workers, catalogue)
    run_server(options, _say_where)


def _say_where(address: str) -> None:
    say(f"{address} is the page, {address}sparql the endpoint; Ctrl-C stops it")
    if not address.startswith(("http://127.", "http://[::1]")):
        say("warning: others on the network can read the whole graph there; it has no passwords")
