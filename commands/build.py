"""`build` and `remove`: what changes the store."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from inspectgraph.commands.options import FILE, examples, store_option
from inspectgraph.commands.output import say
from inspectgraph.ontology.errors import BadParameter, FilesRefused

if TYPE_CHECKING:
    from inspectgraph.graphbuilder.build import BuildResult, Progress

PICTURES = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".gif", ".bmp", ".webp", ".heic"}


@click.command(
    epilog=examples(
        "inspectgraph build reports/",
        "inspectgraph build a.pdf b.docx more.zip --store my.db",
        "inspectgraph build reports/ --workers 2 --strict",
        "inspectgraph build reports/ --scheduler tcp://10.0.0.5:8786",
        "inspectgraph build reports/ --profile my-inspectorate/",
        "inspectgraph build page.html --authority Norfolk",
        "inspectgraph build reports/ --sidecar known.csv",
        "inspectgraph build reports/ --themes my-themes.ttl --corrections corrections.csv",
    )
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@store_option
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Number of processes.",
)
@click.option("--scheduler", help="Address of a Dask scheduler whose workers do the building.")
@click.option("--strict", is_flag=True, help="Exit with code 3 if any file gave no report.")
@click.option("--themes", type=FILE, help="Turtle file with labels or themes to add to ours.")
@click.option(
    "--corrections", type=FILE, help="CSV of corrected findings: finding or words, polarity, why."
)
@click.option(
    "--sidecar", type=FILE, help="CSV of facts that win over what is read: file, authority, kind…"
)
@click.option("--authority", help="Whose report it is, for a build of one file.")
@click.option(
    "--profile",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of a profile of your own: frameworks, words, code lists.",
)
@click.option("--base-iri", help="What the IRIs of reports begin with; it must end in a slash.")
@click.option("-q", "--quiet", is_flag=True, help="Print only which files gave no report.")
def build(
    paths: tuple[Path, ...],
    store_path: Path,
    workers: int,
    scheduler: str | None,
    strict: bool,
    sidecar: Path | None,
    authority: str | None,
    profile: Path | None,
    base_iri: str | None,
    quiet: bool,
    **more: Path | None,
) -> None:
    """Read reports (files, folders, zips) into the store.

    Reports that are in it unchanged are skipped. A file that cannot be read gives
    one line that says why and what to do; the others are built. What is known of
    reports beside their files stands in inspectgraph.csv in their folder.
    """
    from inspectgraph.ontology.terms import DEFAULT_BASE

    base = _checked_base(base_iri or DEFAULT_BASE)
    from inspectgraph.graphbuilder.build import BuildOptions
    from inspectgraph.graphbuilder.build import build as run_build

    texts = {name: _text(name, path) for name, path in more.items() if path}
    if profile and scheduler:
        cure = "Build without --scheduler, with --workers."
        raise BadParameter("--profile", "its folder is not seen by other machines", cure)
    options = BuildOptions(
        workers=workers,
        base_iri=base,
        scheduler=scheduler or "",
        profile=str(profile.resolve()) if profile else "",
        sidecar=sidecar,
        authority=authority or "",
        **texts,
    )
    with _progress(quiet) as on_progress:
        result = run_build(paths, store_path, options, on_progress)
    _report_build(result, store_path, quiet)
    if strict and result.failed:
        raise FilesRefused(result.failed)
    if result.empty:
        sys.exit(1)


def _text(name: str, path: Path) -> str:
    """The text of a file that an option names, without a byte order mark."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadParameter(f"--{name}", f"{path} is not UTF-8 text", "Save it as UTF-8.") from error


def _checked_base(base: str) -> str:
    from inspectgraph.queries.source.local import iri

    if not base.endswith("/"):
        raise BadParameter("--base-iri", "it must end in a slash", f"Give {base}/ instead.")
    return iri(base).value


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """A bar with counts on a terminal, nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda step: bar.update(
            task, completed=step.done, total=step.total, description=step.name
        )


def _report_build(result: BuildResult, store_path: Path, quiet: bool) -> None:
    """A line for each error and warning, and a summary; notes are left to the query."""
    shown = {"error"} if quiet else {"error", "warning"}
    notes = sum(problem.severity == "note" for problem in result.problems)
    for problem in result.problems:
        if problem.severity in shown:
            message = f"{problem.file_name}: {problem.message} ({problem.code})."
            say(f"{message} {problem.cure}".rstrip())
    if not quiet:
        for sidecar in result.sidecars:
            say(f"{sidecar}: read")
        for suffix, count in result.passed_over.items():
            say(f"{count} {suffix or 'without an ending'} passed over{_advice(suffix)}")
        say(
            f"{store_path}: {result.reports} reports; {result.built} built, "
            f"{result.replaced} replaced, {result.unchanged} unchanged, "
            f"{result.duplicates} duplicates, {result.failed} failed"
            + (f"; {notes} notes (inspectgraph query problems)" if notes else "")
        )


def _advice(suffix: str) -> str:
    """What to do with files of a format that is not read, if it may hold reports."""
    return ": scans? `ocrmypdf` makes PDFs with text of them" if suffix in PICTURES else ""


@click.command(epilog=examples("inspectgraph remove norfolk-2011.txt other.pdf"))
@click.argument("reports", nargs=-1, required=True)
@store_option
def remove(reports: tuple[str, ...], store_path: Path) -> None:
    """Remove REPORTS from the store: file names, IRIs or the last parts of IRIs."""
    from inspectgraph.graphbuilder.store import remove as run_remove

    removed = run_remove(store_path, reports)
    for report in removed:
        click.echo(report)
    say(f"{len(removed)} removed")
