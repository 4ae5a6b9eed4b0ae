"""`query`, `queries`, `ask` and `sparql`: what asks the graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from inspectgraph.commands.options import (
    FILE,
    TABLE_FORMATS,
    TRIPLE_FORMATS,
    catalogue_option,
    examples,
    format_option,
    given_values,
    out_option,
    output_options,
    source_of,
    source_options,
    store_option,
)
from inspectgraph.commands.output import kept_out, say, write
from inspectgraph.ontology.errors import BadParameter
from inspectgraph.queries.answers.asked_question import AskedQuestion, asked_question

if TYPE_CHECKING:
    from inspectgraph.queries.named.header import Question
    from inspectgraph.queries.named.parameters import Parameter
    from inspectgraph.queries.source.local import Source
    from pyoxigraph import Triple

_NO_SPARQL: Final = "(no SPARQL: computed over the network of agencies)"


class CatalogueGroup(click.Group):
    """A group whose `--catalogue` may also stand behind the name of the query."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read it first, for it tells which commands there are."""
        for place, word in enumerate(args):
            taken = 2 if word == "--catalogue" else 1 if word.startswith("--catalogue=") else 0
            if taken:
                rest = args[:place] + args[place + taken :]
                return super().parse_args(ctx, args[place : place + taken] + rest)
        return super().parse_args(ctx, args)


class QueryGroup(CatalogueGroup):
    """Named queries as commands, their options out of the headers of the files."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The files of the catalogue, and of the user's own."""
        from inspectgraph.queries.named.folders import own_names

        return list(own_names(ctx.params.get("catalogue")))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """A command for a query; an unknown name is an error with near names."""
        from inspectgraph.queries.named.folders import find_question

        question = find_question(cmd_name, ctx.params.get("catalogue"))

        @click.command(
            cmd_name,
            help=f"{question.description}\n\nColumns: {', '.join(question.columns)}.",
            short_help=question.title,
            epilog=examples(*question.examples),
        )
        @source_options
        @output_options
        def answer(
            store_path: Path,
            form: str,
            endpoint: str | None,
            timeout: float | None,
            **values: str | tuple[str, ...] | None,
        ) -> None:
            with source_of(store_path, endpoint, timeout) as source:
                answer_question(question, source, form, given_values(values))

        answer.params[:0] = map(_option_of, question.parameters)
        return answer


def _option_of(parameter: Parameter) -> click.Option:
    """The option of a query's parameter; defaults are filled in by the query."""
    default = f" [default: {parameter.default}]" if parameter.default else ""
    more = "" if parameter.single else " Can be given more than once."
    return click.Option(
        [f"--{parameter.name}", parameter.name.replace("-", "_")],
        metavar=None if parameter.choices else parameter.kind.removeprefix("end-").upper(),
        type=click.Choice(parameter.choices) if parameter.choices else str,
        multiple=not parameter.single,
        required=parameter.required,
        help=f"{parameter.description}{more}{default}",
    )


def answer_question(
    question: Question, source: Source, form: str, given: dict[str, tuple[str, ...]]
) -> None:
    """Run a named query and write its rows."""
    from inspectgraph.queries.named.run import run

    write(run(source, question, given), form, asked_question(question, given))


@click.group(
    cls=QueryGroup,
    epilog=examples(
        "inspectgraph query judgements --authority Norfolk",
        "inspectgraph query inadequate --since 2018 --format csv",
        "inspectgraph query mine --catalogue my-queries/",
        "inspectgraph query judgements --endpoint http://127.0.0.1:8890/sparql --timeout 30",
    ),
)
@catalogue_option
def query(catalogue: Path | None) -> None:
    """Ask a named question, of the store or of a SPARQL server."""


@click.group(
    cls=CatalogueGroup,
    invoke_without_command=True,
    epilog=examples(
        "inspectgraph queries",
        "inspectgraph queries --catalogue my-queries/",
        "inspectgraph queries show judgements",
    ),
)
@catalogue_option
@format_option(*TABLE_FORMATS)
@out_option
@click.pass_context
def queries(ctx: click.Context, catalogue: Path | None, form: str) -> None:
    """List the named queries, or show one; your own are marked with their folder."""
    if ctx.invoked_subcommand is None:
        from inspectgraph.queries.named.folders import list_questions

        write(list_questions(catalogue), form)


@queries.command(epilog=examples("inspectgraph queries show latest-judgements"))
@click.argument("name")
@click.pass_context
def show(ctx: click.Context, name: str) -> None:
    """Print the SPARQL of a named question, to read, change and run."""
    from inspectgraph.queries.named.folders import find_question

    parent = ctx.parent.params if ctx.parent else {}
    click.echo(find_question(name, parent.get("catalogue")).text, nl=False)


@click.command(
    epilog=examples(
        'inspectgraph ask "which authorities had CAF weaknesses since 2015?"',
        'inspectgraph ask "what is the latest judgement on Norfolk?" --format csv',
        'inspectgraph ask "which themes are weak together?" --show-sparql',
        'inspectgraph ask "who has improved since 2018?" --endpoint http://127.0.0.1:8890/sparql',
    )
)
@click.argument("question", nargs=-1, required=True)
@click.option(
    "--show-sparql", is_flag=True, help="Also print the SPARQL, with its parameters filled in."
)
@click.option(
    "--explain", "explain_only", is_flag=True, help="Only show how the question is understood."
)
@source_options
@output_options
def ask(
    question: tuple[str, ...],
    store_path: Path,
    form: str,
    endpoint: str | None,
    timeout: float | None,
    show_sparql: bool,
    explain_only: bool,
) -> None:
    """Ask a question in words; a grammar, not a language model, finds the query.

    How the question was understood, and the command that asks the same, go to stderr. A question
    with words that the grammar does not know, or that can be read in two ways, is refused.
    """
    from inspectgraph.queries.ask.answering import answer, sparql_of, understand

    with source_of(store_path, endpoint, timeout) as source:
        understood = understand(source, " ".join(question))
        for words, meaning in understood.phrases:
            say(f"  {words} → {meaning}")
        say(f"{understood.restated}\n{understood.command}")
        if show_sparql:
            say(sparql_of(source, understood) or _NO_SPARQL)
        if explain_only:
            return
        result = answer(source, understood)
    write(result, form)
    say(f"{len(result.rows)} rows")


@click.command(
    epilog=examples(
        'inspectgraph sparql "SELECT ?report WHERE { ?report a ig:Report }"',
        "inspectgraph sparql -f question.rq --format csv",
        "inspectgraph queries show judgements | inspectgraph sparql -",
        "inspectgraph sparql -f question.rq --endpoint http://127.0.0.1:8890/sparql --timeout 30",
        'inspectgraph sparql "DESCRIBE auth:norfolk-county-council" --format ttl',
    ),
)
@click.argument("text", required=False)
@click.option(
    "-f",
    "--file",
    type=FILE,
    help="Read the query from this file.",
)
@format_option(*TABLE_FORMATS, *TRIPLE_FORMATS)
@out_option
@store_option
@source_options
def sparql(
    text: str | None,
    file: Path | None,
    store_path: Path,
    form: str,
    endpoint: str | None,
    timeout: float | None,
) -> None:
    """Run SPARQL: SELECT, ASK, CONSTRUCT or DESCRIBE, over all graphs as one.

    TEXT is the query, or - to read it from stdin. The usual prefixes are known.
    Updates, LOAD and SERVICE are refused.
    """
    from inspectgraph.queries.sparql import run_sparql, triple_rows

    asked = _sparql_text(text, file)
    with source_of(store_path, endpoint, timeout) as source:
        result = run_sparql(source, asked)
    out = kept_out()
    wanted = out.suffix.removeprefix(".").lower() if out else form
    if not isinstance(result, list):
        if wanted in TRIPLE_FORMATS:
            raise BadParameter("--format", f"{wanted} is for CONSTRUCT and DESCRIBE")
        write(result, form, AskedQuestion("sparql", sparql=asked))
    elif wanted == "table" or wanted in TRIPLE_FORMATS:
        _write_statements(result, "ttl" if wanted == "table" else wanted, out)
    else:
        write(triple_rows(result), form, AskedQuestion("sparql", sparql=asked))


def _write_statements(triples: list[Triple], form: str, out: Path | None) -> None:
    """Triples to stdout or the file of `--out`."""
    from inspectgraph.queries.answers.whole_file import whole_file
    from inspectgraph.queries.export import write_statements

    if out is None:
        write_statements(triples, sys.stdout.buffer, form)
        return
    with whole_file(out) as beside, beside.open("wb") as stream:
        write_statements(triples, stream, form)
    say(f"{out}: {len(triples)} statements")


def _sparql_text(text: str | None, file: Path | None) -> str:
    """The query from the one place that was named."""
    if (text is None) == (file is None):
        raise click.UsageError("Give the query as TEXT, with -f FILE, or - for stdin.")
    if text is not None and text != "-":
        return text
    try:
        return (file.read_bytes() if file else sys.stdin.buffer.read()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadParameter("query", "it is not UTF-8 text", "Save it as UTF-8.") from error
