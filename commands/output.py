"""What commands say: data to stdout or a file, everything else to stderr."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from click.core import ParameterSource
from inspectgraph.ontology.errors import InspectgraphError

if TYPE_CHECKING:
    from inspectgraph.queries.answers.asked_question import AskedQuestion
    from inspectgraph.queries.named.answer import Answer

OUT: Final = "inspectgraph.out"  # where the file of `--out` is kept


def kept_out() -> Path | None:
    """The file of `--out`; an error where `--format` was given beside it."""
    ctx = click.get_current_context()
    path = ctx.meta.get(OUT)
    if path is not None and ctx.get_parameter_source("form") is ParameterSource.COMMANDLINE:
        raise click.UsageError("--format is for stdout; with --out the ending of FILE decides.")
    return path if isinstance(path, Path) else None


def write(answer: Answer, form: str, about: AskedQuestion | None = None) -> None:
    """Rows to stdout or the file of `--out`, notes to stderr."""
    from inspectgraph.queries.answers.formats import save_answer, write_answer

    out = kept_out()
    if out is None:
        write_answer(answer, form, sys.stdout)
    else:
        save_answer(answer, out, about)
        say(f"{out}: {len(answer.rows)} rows")
    for note in answer.notes:
        say(f"note: {note}")
    if not answer.rows:
        say("no rows")


def tell(error: InspectgraphError) -> None:
    """An error with its cure."""
    say(f"error [{error.code}]: {error.message}")
    say(error.cure)


def say(line: str) -> None:
    """A line to stderr."""
    click.echo(line, err=True)
