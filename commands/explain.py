"""`explain`: where a fact comes from."""

from __future__ import annotations

from pathlib import Path

import click
from inspectgraph.commands.options import (
    examples,
    format_option,
    store_option,
)


@click.command(
    epilog=examples(
        "inspectgraph explain 92c89d8fbd66-1",
        "inspectgraph explain norfolk-2011.txt --format json",
    )
)
@click.argument("iri")
@format_option("text", "json")
@store_option
def explain(iri: str, store_path: Path, form: str) -> None:
    """Show where a fact comes from: quote, page, paragraph and file, and why it was read so.

    IRI is that of a finding, recommendation, judgement, naming of an agency, or report; its last
    part is enough.
    """
    from inspectgraph.queries import explain as explanations
    from inspectgraph.queries.source.local import open_store

    explanation = explanations.explain(open_store(store_path), iri)
    write = explanations.as_json if form == "json" else explanations.as_text
    click.echo(write(explanation), nl=False)
