"""`validate`, `explain` and `info`: what tells of the graph itself."""

from __future__ import annotations

from pathlib import Path

import click
from inspectgraph.commands.common import (
    evidence_option,
    examples,
    format_option,
    output_options,
    say,
    store_option,
    write,
)
from inspectgraph.ontology.errors import ValidationFailed


@click.command(epilog=examples("inspectgraph validate", "inspectgraph validate --format csv"))
@evidence_option
@output_options
def validate(store_path: Path, form: str, evidence: str) -> None:
    """Check the graph against the shapes of the ontology; exit code 4 when it fails."""
    from inspectgraph.queries.source.local import open_store
    from inspectgraph.queries.validate import errors_in
    from inspectgraph.queries.validate import validate as run_validate

    answer = run_validate(open_store(store_path), quotes=evidence == "words")
    if answer.rows:
        write(answer, form)
    errors = errors_in(answer)
    if errors:
        raise ValidationFailed(errors)
    say(f"valid; {len(answer.rows)} warnings and notes")


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
    """Tell where a fact comes from: the words, page, paragraph and file, and why.

    IRI is that of a finding, recommendation, judgement, agency's naming or report, or its end.
    """
    from inspectgraph.queries import explain as explanations
    from inspectgraph.queries.source.local import open_store

    found = explanations.explain(open_store(store_path), iri)
    write = explanations.as_json if form == "json" else explanations.as_text
    click.echo(write(found), nl=False)


@click.command(epilog=examples("inspectgraph info --format json"))
@output_options
def info(store_path: Path, form: str) -> None:
    """Tell what the store holds: reports by kind, judgements, dates, problems."""
    from inspectgraph.queries.info import info as run_info
    from inspectgraph.queries.source.local import open_store

    write(run_info(open_store(store_path)), form)
