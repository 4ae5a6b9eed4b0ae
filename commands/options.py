"""Options that commands share, and the source that they name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click
from inspectgraph.commands.output import OUT, tell

if TYPE_CHECKING:
    from inspectgraph.queries.source.local import Source

Command = TypeVar("Command", bound=Callable[..., object])

TABLE_FORMATS: Final = ("table", "csv", "tsv", "json", "ndjson", "md", "srj", "srx")
TRIPLE_FORMATS: Final = ("ttl", "nt", "jsonld", "rdf")
DATASET_FORMATS: Final = ("trig", "nq")
FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


def examples(*lines: str) -> str:
    """The examples at the foot of a command's help, kept as they are."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def store_option(command: Command) -> Command:
    """`--store`, the same for every command that reads or writes one."""
    return click.option(
        "--store",
        "store_path",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("inspectgraph.db"),
        envvar="INSPECTGRAPH_STORE",
        show_default="./inspectgraph.db, or INSPECTGRAPH_STORE",
        help="Folder of the store.",
    )(command)


def format_option(*formats: str) -> Callable[[Command], Command]:
    """`--format` with the formats that a command knows, the first by default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="Format of the rows; a cell of csv or tsv is never a formula.",
    )


def out_option(command: Command) -> Command:
    """`--out`: rows to a file instead of stdout."""
    return click.option(
        "--out",
        type=click.Path(dir_okay=False, path_type=Path),
        expose_value=False,
        callback=_keep_out,
        help="Write to this file; its ending decides the format "
        "(.csv .tsv .json .ndjson .md .xlsx .srj .srx).",
    )(command)


def _keep_out(ctx: click.Context, _: click.Parameter, path: Path | None) -> None:
    """Remember the file for `write`, and refuse an unknown ending before the work."""
    if path is None:
        return
    from inspectgraph.queries.answers.formats import file_format

    if path.suffix.removeprefix(".").lower() not in TRIPLE_FORMATS:
        file_format(path)
    ctx.meta[OUT] = path


def evidence_option(command: Command) -> Command:
    """`--evidence`: with or without the reports' words."""
    return click.option(
        "--evidence",
        type=click.Choice(("words", "none")),
        default="words",
        show_default=True,
        help="none leaves out quotes from the reports, for where they may not be published.",
    )(command)


def source_options(command: Command) -> Command:
    """`--endpoint` and `--timeout`: ask a server instead of the store, and for how long."""
    command = click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        help="Give up with an error after this many seconds. [default: none; 60 for a server]",
    )(command)
    return click.option(
        "--endpoint",
        metavar="URL",
        envvar="INSPECTGRAPH_ENDPOINT",
        help="Ask this SPARQL server instead of the store.",
    )(command)


def catalogue_option(command: Command) -> Command:
    """`--catalogue`: the user's own queries beside ours."""
    return click.option(
        "--catalogue",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        envvar="INSPECTGRAPH_CATALOGUE",
        is_eager=True,
        help="Folder with .rq files of your own, in addition to ours.",
    )(command)


def output_options(command: Command) -> Command:
    """Options that all listing commands share."""
    return format_option(*TABLE_FORMATS)(out_option(store_option(command)))


@contextmanager
def source_of(store_path: Path, endpoint: str | None, timeout: float | None) -> Iterator[Source]:
    """The store, or the server that was named, for as long as a query may take."""
    from inspectgraph.queries.source.endpoint import TIMEOUT, Endpoint
    from inspectgraph.queries.source.local import interruptible, open_store, time_limit

    with interruptible():
        if endpoint:
            yield Endpoint(endpoint, timeout or TIMEOUT)
        else:
            with time_limit(timeout, tell):
                yield open_store(store_path)


def given_values(values: dict[str, str | tuple[str, ...] | None]) -> dict[str, tuple[str, ...]]:
    """Options that were given, as the values of parameters."""
    return {
        name.replace("_", "-"): (value,) if isinstance(value, str) else value
        for name, value in values.items()
        if value
    }
