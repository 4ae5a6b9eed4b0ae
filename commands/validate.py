"""`validate`: whether the graph holds to its contract."""

from __future__ import annotations

from pathlib import Path

import click
from inspectgraph.commands.options import (
    evidence_option,
    examples,
    output_options,
)
from inspectgraph.commands.output import say, write
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
