"""`fetch`: gets the reports whose addresses stand in a table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from inspectgraph.commands.options import examples
from inspectgraph.commands.output import say
from inspectgraph.ontology.errors import FetchIncomplete

if TYPE_CHECKING:
    from inspectgraph.graphbuilder.fetch.fetch import Fetched, Step
    from inspectgraph.graphbuilder.fetch.rows import Listing
    from inspectgraph.ontology.problems import Problem


@click.command(
    epilog=examples(
        "inspectgraph fetch ilacs-overview.xlsx reports/",
        "inspectgraph fetch history.csv reports/ --authority Norfolk --authority Suffolk",
        'inspectgraph fetch my-list.ods reports/ --column "Link to report"',
        "inspectgraph fetch ilacs-overview.xlsx reports/ --dry-run",
        "inspectgraph fetch ilacs-overview.xlsx reports/ --refresh",
        "inspectgraph build reports/",
    )
)
@click.argument("table", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--column", default="", help="Name of the column that holds the addresses.")
@click.option("--authority", multiple=True, help="Only reports of this council.")
@click.option("--limit", type=click.IntRange(1), help="Ask for at most so many in this run.")
@click.option(
    "--pause",
    type=click.FloatRange(min=0),
    default=1.0,
    show_default=True,
    help="Seconds between two requests.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=300.0,
    show_default=True,
    help="Seconds that one file may take.",
)
@click.option("--refresh", is_flag=True, help="Ask whether what is in the folder has changed.")
@click.option("--dry-run", is_flag=True, help="List the addresses that would be asked, ask none.")
@click.option(
    "--proxy",
    metavar="URL",
    default="",
    envvar="INSPECTGRAPH_PROXY",
    help="Ask by way of this proxy; no other setting of proxies is looked at.",
)
@click.option(
    "--profile",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of a profile of your own, whose authorities are known.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print only which addresses gave no report.")
def fetch(
    table: Path,
    folder: Path,
    column: str,
    authority: tuple[str, ...],
    limit: int | None,
    pause: float,
    timeout: float,
    refresh: bool,
    dry_run: bool,
    proxy: str,
    profile: Path | None,
    quiet: bool,
) -> None:
    """Download the reports whose addresses stand in TABLE (.csv, .xlsx, .ods) into FOLDER.

    The overviews and histories of Data to Insight are recognised; in other tables name the column
    of addresses. What is in FOLDER already is not asked for again, so an interrupted run goes on
    where it stopped. FOLDER/inspectgraph.csv gets the address of each report and, where TABLE
    has them, its authority and its day of publication: `build` reads it.

    Nothing but the addresses of TABLE is asked, one at a time. One that gives no report, or
    something else, is a line, and the others are fetched.
    """
    from inspectgraph.graphbuilder.fetch.client import Client, Limits
    from inspectgraph.graphbuilder.fetch.fetch import fetch as run_fetch
    from inspectgraph.graphbuilder.fetch.fetch import read_listing
    from inspectgraph.ontology.profiles import load_profile, packaged_authorities

    index = load_profile(profile).authorities if profile else packaged_authorities()
    listing = read_listing(table, index, column, authority)
    if dry_run:
        _list(listing, folder, refresh, limit)
        return
    with _progress(quiet) as (on_step, on_wait):
        client = Client(pause, Limits(whole=timeout), proxy, on_wait=on_wait)
        found = run_fetch(listing, folder, client, refresh=refresh, limit=limit, on_step=on_step)
    _report(found, listing, folder, quiet)
    if found.refused:
        raise FetchIncomplete(found.refused)


def _list(listing: Listing, folder: Path, refresh: bool, limit: int | None) -> None:
    """The addresses that a run would ask, to stdout; what is wrong in the table to stderr."""
    from inspectgraph.graphbuilder.fetch.fetch import to_ask
    from inspectgraph.graphbuilder.fetch.folder import Folder

    for problem in listing.problems:
        _say_problem(problem)
    asked = to_ask(listing, Folder(folder, make=False), refresh=refresh)
    for report in asked[:limit]:
        click.echo(report.address)
    there = len(listing.reports) - len(asked)
    say(f"{len(asked[:limit])} would be asked, {there} are in {folder}")


@contextmanager
def _progress(quiet: bool) -> Iterator[tuple[Callable[[Step], None], Callable[[str, float], None]]]:
    """A bar on a terminal that tells what is asked or why it waits, nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None, lambda _, __: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield (
            lambda step: bar.update(
                task, completed=step.done, total=step.total, description=step.name
            ),
            lambda why, seconds: bar.update(
                task, description=f"{why}: asked again in {seconds:,.0f} s"
            ),
        )


def _say_problem(problem: Problem) -> None:
    where = f"{problem.file_name}: " if problem.file_name else ""
    say(f"{where}{problem.message} ({problem.code}). {problem.cure}".rstrip())


def _report(found: Fetched, listing: Listing, folder: Path, quiet: bool) -> None:
    """A line for each problem, and a summary."""
    for problem in found.problems:
        if not quiet or problem.severity == "error":
            _say_problem(problem)
    if quiet:
        return
    more = [
        f"; {found.left} left for the next run (--limit)" if found.left else "",
        f"; rows without an address: {listing.without}" if listing.without else "",
    ]
    say(
        f"{folder}: {found.new} fetched, {found.replaced} replaced, {found.unchanged} unchanged, "
        f"{found.refused} refused{''.join(more)}"
    )
