"""The command line: parse, call, format.

Data goes to stdout, talk to stderr. Imports that take time stand inside the
commands, for each call of `inspectgraph query` pays for those of this module.

Exit codes: 0 done, 1 an error, 2 wrong usage (or an unknown name, query or value,
or SPARQL that is not run), 3 `build --strict` with refused files, 4 `validate`
found errors, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click
from inspectgraph.ontology.errors import (
    BadParameter,
    FilesRefused,
    InspectgraphError,
    ValidationFailed,
)

if TYPE_CHECKING:
    from inspectgraph.graphbuilder.pipeline import BuildResult, Progress
    from inspectgraph.queries.parameters import Parameter
    from inspectgraph.queries.runner import Answer, Question

Command = TypeVar("Command", bound=Callable[..., object])

TABLE_FORMATS: Final = ("table", "csv", "tsv", "json", "ndjson", "md")
TRIPLE_FORMATS: Final = ("ttl", "nt", "jsonld", "rdf")
DATASET_FORMATS: Final = ("trig", "nq")
_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
_EXIT_CODES: Final = """

\b
Exit codes:
  0    done
  1    an error
  2    wrong usage, an unknown name, query or value, or SPARQL that is not run
  3    build --strict: some files gave no report
  4    validate: the graph breaks the contract
  130  interrupted"""


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
        help="How to write the rows; csv and tsv never hold a formula.",
    )


def evidence_option(command: Command) -> Command:
    """`--evidence`: with or without the reports' words."""
    return click.option(
        "--evidence",
        type=click.Choice(("words", "none")),
        default="words",
        show_default=True,
        help="none: without the reports' words, for publishing where they may not be.",
    )(command)


def output_options(command: Command) -> Command:
    """Options that all listing commands share."""
    return format_option(*TABLE_FORMATS)(store_option(command))


class Program(click.Group):
    """The command group, and the one place where errors are printed."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; errors become a line with the cure and an exit code."""
        try:
            result: object = super().invoke(ctx)
            sys.stdout.flush()
        except InspectgraphError as error:
            _say(f"error [{error.code}]: {error.message}")
            _say(error.cure)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            _discard_stdout()
        except KeyboardInterrupt:
            _say("interrupted")
            ctx.exit(130)
        else:
            return result
        return None


class QueryGroup(click.Group):
    """Named queries as commands, their options out of the headers of the files."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The files of the catalogue."""
        from inspectgraph.queries.runner import question_names

        return list(question_names())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """A command for a query; an unknown name is an error with near names."""
        from inspectgraph.queries.runner import load_question

        question = load_question(cmd_name)

        @click.command(
            cmd_name,
            help=f"{question.description}\n\nColumns: {', '.join(question.columns)}.",
            short_help=question.title,
            epilog=examples(*question.examples),
        )
        @output_options
        def answer(store_path: Path, form: str, **values: str | tuple[str, ...] | None) -> None:
            _answer(question, store_path, form, _given(values))

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


def _answer(
    question: Question, store_path: Path, form: str, given: dict[str, tuple[str, ...]]
) -> None:
    """Run a named query and write its rows."""
    from inspectgraph.queries.runner import run
    from inspectgraph.queries.store import interruptible, open_store

    with interruptible():
        answer = run(open_store(store_path), question, given)
    _write(answer, form)


def _given(values: dict[str, str | tuple[str, ...] | None]) -> dict[str, tuple[str, ...]]:
    """Options that were given, as the values of parameters."""
    return {
        name.replace("_", "-"): (value,) if isinstance(value, str) else value
        for name, value in values.items()
        if value
    }


def _write(answer: Answer, form: str) -> None:
    """Rows to stdout, notes to stderr."""
    from inspectgraph.queries.results import write_answer

    write_answer(answer, form, sys.stdout)
    for note in answer.notes:
        _say(f"note: {note}")
    if not answer.rows:
        _say("no rows")


def _say(line: str) -> None:
    click.echo(line, err=True)


def _discard_stdout() -> None:
    """Nobody reads on (`| head`): let the interpreter flush into nothing at its end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return  # a stream without a file behind it


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "inspectgraph build reports/",
        "inspectgraph query judgements --authority Norfolk",
        "inspectgraph export graph.ttl",
    )
    + _EXIT_CODES,
)
@click.version_option(package_name="inspectgraph", prog_name="inspectgraph")
def cli() -> None:
    """Turn inspection reports of children's services into a graph, and ask it questions."""


@cli.command(
    epilog=examples(
        "inspectgraph build reports/",
        "inspectgraph build a.pdf b.docx more.zip --store my.db",
        "inspectgraph build reports/ --workers 2 --strict",
        "inspectgraph build reports/ --themes my-themes.ttl --corrections corrections.csv",
    )
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@store_option
@click.option(
    "--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes."
)
@click.option("--strict", is_flag=True, help="End with exit code 3 when a file gave no report.")
@click.option("--themes", type=_FILE, help="Turtle with labels or themes to add to ours.")
@click.option(
    "--corrections", type=_FILE, help="CSV of corrected findings: finding or words, polarity, why."
)
@click.option("--base-iri", help="Where the IRIs of reports begin, ending in a slash.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but which files gave no report.")
def build(
    paths: tuple[Path, ...],
    store_path: Path,
    workers: int,
    strict: bool,
    base_iri: str | None,
    quiet: bool,
    **more: Path | None,
) -> None:
    """Read reports (files, folders, zips) into the store.

    Reports that are in it unchanged are skipped. A file that cannot be read gives
    one line that says why and what to do; the others are built.
    """
    from inspectgraph.ontology.terms import DEFAULT_BASE

    base = _checked_base(base_iri or DEFAULT_BASE)
    from inspectgraph.graphbuilder.pipeline import BuildOptions
    from inspectgraph.graphbuilder.pipeline import build as run_build

    texts = {name: _text(name, path) for name, path in more.items() if path}
    options = BuildOptions(workers=workers, base_iri=base, **texts)
    with _progress(quiet) as on_progress:
        result = run_build(paths, store_path, options, on_progress)
    _report_build(result, store_path, quiet)
    if strict and result.failed:
        raise FilesRefused(result.failed)


def _text(name: str, path: Path) -> str:
    """The text of a file that an option names, without a byte order mark."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadParameter(f"--{name}", f"{path} is no UTF-8 text", "Save it as UTF-8.") from error


def _checked_base(base: str) -> str:
    from inspectgraph.queries.store import iri

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
            _say(f"{message} {problem.cure}".rstrip())
    if not quiet:
        _say(
            f"{store_path}: {result.reports} reports; {result.built} built, "
            f"{result.replaced} replaced, {result.unchanged} unchanged, "
            f"{result.duplicates} duplicates, {result.failed} failed"
            + (f"; {notes} notes (inspectgraph query problems)" if notes else "")
        )


@cli.group(
    cls=QueryGroup,
    epilog=examples(
        "inspectgraph query judgements --authority Norfolk",
        "inspectgraph query inadequate --since 2018 --format csv",
    ),
)
def query() -> None:
    """Ask a named question."""


@cli.group(
    invoke_without_command=True,
    epilog=examples("inspectgraph queries", "inspectgraph queries show judgements"),
)
@format_option(*TABLE_FORMATS)
@click.pass_context
def queries(ctx: click.Context, form: str) -> None:
    """List the named questions, or show one."""
    if ctx.invoked_subcommand is None:
        from inspectgraph.queries.runner import Answer, load_question, question_names

        listed = [load_question(name) for name in question_names()]
        rows = tuple(
            (q.name, q.title, " ".join(f"--{p.name}" for p in q.parameters)) for q in listed
        )
        _write(Answer(("name", "title", "parameters"), rows), form)


@queries.command(epilog=examples("inspectgraph queries show latest-judgements"))
@click.argument("name")
def show(name: str) -> None:
    """Print the SPARQL of a named question, to read, change and run."""
    from inspectgraph.queries.runner import load_question

    click.echo(load_question(name).text, nl=False)


@cli.command(
    epilog=examples(
        'inspectgraph sparql "SELECT ?report WHERE { ?report a ig:Report }"',
        "inspectgraph sparql -f question.rq --format csv",
        "inspectgraph queries show judgements | inspectgraph sparql -",
        'inspectgraph sparql "DESCRIBE auth:norfolk-county-council" --format ttl',
    ),
)
@click.argument("text", required=False)
@click.option(
    "-f",
    "--file",
    type=_FILE,
    help="Read the query from here.",
)
@format_option(*TABLE_FORMATS, *TRIPLE_FORMATS)
@store_option
def sparql(text: str | None, file: Path | None, store_path: Path, form: str) -> None:
    """Run SPARQL: SELECT, ASK, CONSTRUCT or DESCRIBE, over all graphs as one.

    TEXT is the query, or - to read it from stdin. The usual prefixes are known.
    Updates, LOAD and SERVICE are refused.
    """
    from inspectgraph.queries.sparql import run_sparql, triple_rows
    from inspectgraph.queries.store import interruptible, open_store

    asked = _sparql_text(text, file)
    with interruptible():
        found = run_sparql(open_store(store_path), asked)
    if not isinstance(found, list):
        if form in TRIPLE_FORMATS:
            raise BadParameter("--format", f"{form} is for CONSTRUCT and DESCRIBE")
        _write(found, form)
    elif form == "table" or form in TRIPLE_FORMATS:
        from inspectgraph.queries.export import write_statements

        write_statements(found, sys.stdout.buffer, "ttl" if form == "table" else form)
    else:
        _write(triple_rows(found), form)


def _sparql_text(text: str | None, file: Path | None) -> str:
    """The query from the one place that was named."""
    if (text is None) == (file is None):
        raise click.UsageError("Give the query as TEXT, with -f FILE, or - for stdin.")
    if text is not None and text != "-":
        return text
    try:
        return (file.read_bytes() if file else sys.stdin.buffer.read()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadParameter("query", "it is no UTF-8 text", "Save it as UTF-8.") from error


@cli.command(
    epilog=examples(
        "inspectgraph export graph.ttl",
        "inspectgraph export norfolk.trig --authority Norfolk --since 2015",
        "inspectgraph export - --format nt --no-reference | wc -l",
        "inspectgraph export --tables tables/",
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
    help="Format for FILE - (stdout); else the ending of the name tells.",
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

    The ending of FILE tells the format: .ttl, .nt, .jsonld and .rdf hold all graphs as
    one, .trig and .nq keep one named graph a report.
    """
    from inspectgraph.queries import export as exports
    from inspectgraph.queries.store import open_store

    if file is None and tables is None:
        raise click.UsageError("Give FILE, or --tables DIR.")
    if form and file != "-":
        raise click.UsageError("--format goes with FILE -; else the ending of FILE tells.")
    options = exports.ExportOptions(_given(part), not no_reference, words=evidence == "words")
    store = open_store(store_path)
    if file == "-":
        exports.write_graph(store, sys.stdout.buffer, form or "ttl", options)
    elif file:
        count = exports.export_graph(store, Path(file), options)
        _say(f"{file}: {count} statements")
    if tables is not None:
        for name, rows in exports.export_tables(store, tables, options).items():
            _say(f"{tables / name}: {rows} rows")


@cli.command(epilog=examples("inspectgraph validate", "inspectgraph validate --format csv"))
@evidence_option
@output_options
def validate(store_path: Path, form: str, evidence: str) -> None:
    """Check the graph against the shapes of the ontology; exit code 4 when it fails."""
    from inspectgraph.queries.store import open_store
    from inspectgraph.queries.validate import errors_in
    from inspectgraph.queries.validate import validate as run_validate

    answer = run_validate(open_store(store_path), words=evidence == "words")
    if answer.rows:
        _write(answer, form)
    errors = errors_in(answer)
    if errors:
        raise ValidationFailed(errors)
    _say(f"valid; {len(answer.rows)} warnings and notes")


@cli.command(
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
    from inspectgraph.queries.store import open_store

    found = explanations.explain(open_store(store_path), iri)
    write = explanations.as_json if form == "json" else explanations.as_text
    click.echo(write(found), nl=False)


@cli.group(
    epilog=examples(
        'inspectgraph network path Norfolk "Suffolk County Council"',
        "inspectgraph network export agencies.gexf",
    )
)
def network() -> None:
    """See how authorities and agencies are linked by the reports that name them."""


_NATIONAL: Final = click.option(
    "--through-national", is_flag=True, help="Cross bodies such as Cafcass, linked with most."
)


@network.command(
    "path",
    epilog=examples(
        "inspectgraph network path Norfolk Suffolk",
        'inspectgraph network path Norfolk "Avon and Somerset Constabulary" --through-national',
    ),
)
@click.argument("start")
@click.argument("end")
@_NATIONAL
@output_options
def network_path(start: str, end: str, store_path: Path, form: str, through_national: bool) -> None:
    """Find a shortest way from START to END, with the evidence of each step."""
    from inspectgraph.queries.network import path
    from inspectgraph.queries.store import open_store

    found = path(open_store(store_path), start, end, through_national=through_national)
    _write(found, form)


@network.command("central", epilog=examples("inspectgraph network central --top 50"))
@click.option("--top", type=click.IntRange(1), default=20, show_default=True, help="How many.")
@_NATIONAL
@output_options
def network_central(store_path: Path, form: str, through_national: bool, top: int) -> None:
    """List the bodies that stand between most others."""
    from inspectgraph.queries.network import central
    from inspectgraph.queries.store import open_store

    _write(central(open_store(store_path), through_national=through_national, top=top), form)


@network.command("communities", epilog=examples("inspectgraph network communities --format csv"))
@_NATIONAL
@output_options
def network_communities(store_path: Path, form: str, through_national: bool) -> None:
    """List groups of authorities and agencies that are linked with each other most."""
    from inspectgraph.queries.network import communities
    from inspectgraph.queries.store import open_store

    _write(communities(open_store(store_path), through_national=through_national), form)


@network.command("export", epilog=examples("inspectgraph network export agencies.graphml"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@store_option
def network_export(file: Path, store_path: Path) -> None:
    """Write the network to FILE, .graphml or .gexf, for Gephi and the like."""
    from inspectgraph.queries.network import export as write_network
    from inspectgraph.queries.store import open_store

    _say(f"{file}: {write_network(open_store(store_path), file)} links")


@cli.command(epilog=examples("inspectgraph info --format json"))
@output_options
def info(store_path: Path, form: str) -> None:
    """Tell what the store holds: reports by kind, judgements, dates, problems."""
    from inspectgraph.queries.info import info as run_info
    from inspectgraph.queries.store import open_store

    _write(run_info(open_store(store_path)), form)


@cli.command(epilog=examples("inspectgraph remove norfolk-2011.txt other.pdf"))
@click.argument("reports", nargs=-1, required=True)
@store_option
def remove(reports: tuple[str, ...], store_path: Path) -> None:
    """Take REPORTS out of the store: file names, IRIs or the last parts of IRIs."""
    from inspectgraph.graphbuilder.store import remove as run_remove

    removed = run_remove(store_path, reports)
    for report in removed:
        click.echo(report)
    _say(f"{len(removed)} removed")


@cli.command(epilog=examples("inspectgraph completion bash >> ~/.bashrc"))
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    """Print the script that completes commands and options in a shell."""
    from click.shell_completion import BashComplete, FishComplete, ZshComplete

    completers = {"bash": BashComplete, "fish": FishComplete, "zsh": ZshComplete}
    completer = completers[shell](cli, {}, "inspectgraph", "_INSPECTGRAPH_COMPLETE")
    click.echo(completer.source())


def main(arguments: Sequence[str] | None = None) -> None:
    """The console script: UTF-8 and `\\n` whatever the platform."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    cli(args=arguments, prog_name="inspectgraph")


if __name__ == "__main__":
    main()
