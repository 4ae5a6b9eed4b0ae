"""`export`, `publish` and `visualise`: what carries the graph elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from inspectgraph.commands.options import (
    DATASET_FORMATS,
    TRIPLE_FORMATS,
    evidence_option,
    examples,
    given_values,
    store_option,
)
from inspectgraph.commands.output import say

if TYPE_CHECKING:
    from inspectgraph.queries.publish import Server


@click.command(
    epilog=examples(
        "inspectgraph export graph.ttl",
        "inspectgraph export norfolk.trig --authority Norfolk --since 2015",
        "inspectgraph export - --format nt --no-reference | wc -l",
        "inspectgraph export --tables tables/",
        "inspectgraph export summary.xlsx",
        "inspectgraph export public.ttl --evidence none",
    )
)
@click.argument("file", required=False)
@click.option(
    "--tables",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write CSV tables into this folder.",
)
@click.option("--authority", multiple=True, help="Only reports of this council.")
@click.option("--kind", multiple=True, help="Only reports of this kind.")
@click.option("--since", help="Only inspections that ended on that day or later.")
@click.option("--no-reference", is_flag=True, help="Leave out reference data and ontology.")
@click.option(
    "--format",
    "form",
    type=click.Choice((*TRIPLE_FORMATS, *DATASET_FORMATS)),
    help="Format for FILE - (stdout); otherwise the ending of FILE decides.",
)
@evidence_option
@store_option
def export(
    file: str | None,
    tables: Path | None,
    no_reference: bool,
    form: str | None,
    store_path: Path,
    evidence: str,
    **part: str | tuple[str, ...] | None,
) -> None:
    """Write the graph to FILE, or its facts as CSV tables.

    The ending of FILE decides the format: .ttl, .nt, .jsonld and .rdf hold all graphs as
    one, .trig and .nq keep one named graph per report. FILE.xlsx is a summary for Excel: one
    row per authority, all judgements, weak themes.
    """
    if file and Path(file).suffix.lower() == ".xlsx":
        alone = not (tables or form or any(part.values()) or no_reference)
        _export_summary(Path(file), store_path, evidence, alone=alone)
        return
    from inspectgraph.queries import export as exports
    from inspectgraph.queries.source.local import open_store

    if file is None and tables is None:
        raise click.UsageError("Give FILE, or --tables DIR.")
    if form and file != "-":
        raise click.UsageError("--format goes with FILE -; otherwise the ending of FILE decides.")
    options = exports.ExportOptions(
        given_values(part), not no_reference, quotes=evidence == "words"
    )
    store = open_store(store_path)
    if file == "-":
        exports.write_graph(store, sys.stdout.buffer, form or "ttl", options)
    elif file:
        count = exports.export_graph(store, Path(file), options)
        say(f"{file}: {count} statements")
    if tables is not None:
        for name, rows in exports.export_tables(store, tables, options).items():
            say(f"{tables / name}: {rows} rows")


def _export_summary(path: Path, store_path: Path, evidence: str, *, alone: bool) -> None:
    """Write the workbook of the whole graph."""
    from inspectgraph.queries.answers.summary import export_summary
    from inspectgraph.queries.source.local import open_store

    if not alone:
        raise click.UsageError(
            "FILE.xlsx is a summary of the whole graph, and takes no other options."
        )
    sheets = export_summary(open_store(store_path), path, quotes=evidence == "words")
    for name, rows in sheets.items():
        say(f"{path}: {name}: {rows} rows")


@click.command(
    epilog=examples(
        "inspectgraph publish http://127.0.0.1:7878/store",
        "inspectgraph publish https://example.org/rdf-graph-store --evidence none",
        "inspectgraph publish http://127.0.0.1:7878/update --update"
        " --endpoint http://127.0.0.1:7878/query",
    )
)
@click.argument("url")
@click.option("--update", is_flag=True, help="URL takes SPARQL Update, not whole graphs.")
@click.option(
    "--endpoint", metavar="URL", help="With --update: where the same server answers queries."
)
@click.option("--all", "everything", is_flag=True, help="Send unchanged graphs too.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=300.0,
    show_default=True,
    help="Seconds that the server may take for one graph.",
)
@evidence_option
@store_option
def publish(
    url: str,
    update: bool,
    endpoint: str | None,
    everything: bool,
    timeout: float,
    evidence: str,
    store_path: Path,
) -> None:
    """Put the graphs into the server at URL, one request per graph, and only what changed.

    URL is the server's address for the SPARQL Graph Store Protocol, or for SPARQL Update.
    INSPECTGRAPH_USER and INSPECTGRAPH_PASSWORD, or INSPECTGRAPH_TOKEN, are sent to a server
    that asks for them. An interrupted run is resumed where it stopped.
    """
    from inspectgraph.queries.publish import PublishOptions
    from inspectgraph.queries.publish import publish as run_publish
    from inspectgraph.queries.source.local import open_store

    options = PublishOptions(quotes=evidence == "words", everything=everything)
    server = _server(url, update, endpoint, timeout)

    def on_graph(done: int, total: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{done} of {total}", err=True, nl=done == total)

    done = run_publish(open_store(store_path), server, options, on_graph)
    say(f"{url}: {done.sent} graphs sent, {done.unchanged} unchanged, {done.deleted} deleted")


def _server(url: str, update: bool, endpoint: str | None, timeout: float) -> Server:
    """The server that the options name."""
    from inspectgraph.queries.publish import GraphStore, UpdateServer
    from inspectgraph.queries.source.endpoint import Endpoint

    if endpoint and not update:
        raise click.UsageError("--endpoint goes with --update.")
    if not update:
        return GraphStore(Endpoint(url, timeout))
    return UpdateServer(Endpoint(url, timeout), Endpoint(endpoint or url, timeout))


@click.command(
    epilog=examples(
        "inspectgraph visualise agencies.html",
        "inspectgraph visualise weak.html --view themes --polarity weakness --since 2018",
        "inspectgraph visualise norfolk.html --focus Norfolk",
        "inspectgraph visualise years.html --view trajectory --authority Norfolk",
        "inspectgraph visualise all.html --limit 0 --quotes 0",
    )
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--view",
    type=click.Choice(("agencies", "themes", "neighbourhood", "trajectory")),
    help="What to draw; agencies by default, or the neighbourhood if --focus is given.",
)
@click.option(
    "--focus", default="", help="An authority, agency or theme, drawn with its neighbours."
)
@click.option("--authority", multiple=True, help="Only reports on this council.")
@click.option("--theme", multiple=True, help="Only what is said of this theme and narrower ones.")
@click.option("--kind", multiple=True, help="Only reports of this kind.")
@click.option("--since", help="Only inspections that ended on that day or later.")
@click.option("--polarity", multiple=True, help="Only strengths, weaknesses or mixed findings.")
@click.option("--agency-type", multiple=True, help="Only agencies of this type.")
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=150,
    show_default=True,
    help="Most nodes to draw; 0 for all.",
)
@click.option(
    "--quotes",
    type=click.IntRange(0),
    default=5,
    show_default=True,
    help="Most quotes of one polarity per link; 0 for all.",
)
@store_option
def visualise(
    file: Path,
    view: str | None,
    focus: str,
    limit: int,
    quotes: int,
    store_path: Path,
    **given: str | tuple[str, ...] | None,
) -> None:
    """Write FILE, one HTML page to explore the graph in a browser, offline.

    It shows who works with whom, what is weak where, and the quotes behind it.
    """
    from inspectgraph.queries.answers.whole_file import whole_file
    from inspectgraph.queries.source.local import interruptible, open_store
    from inspectgraph.queries.visualise import VisualiseOptions
    from inspectgraph.queries.visualise import visualise as page_of

    options = VisualiseOptions(view or "", given_values(given), focus, limit, quotes)
    with interruptible():
        page = page_of(open_store(store_path), options)
    with whole_file(file) as beside:
        beside.write_text(page, encoding="utf-8", newline="\n")
    say(f"{file}: {len(page.encode()) / 1e6:.1f} MB")
