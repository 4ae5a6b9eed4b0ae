"""The command line: parse, call, format.

The commands stand in `commands/`; imports that take time stand inside them, for
each call of `inspectgraph query` pays for those of a module.

Exit codes: 0 done, 1 an error, 2 wrong usage (or an unknown name, query or value,
or SPARQL that is not run), 3 `build --strict` with refused files or `fetch` with refused
addresses, 4 `validate` found errors, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final

import click
from inspectgraph.commands import (
    build,
    explain,
    export,
    fetch,
    info,
    network,
    query,
    serve,
    validate,
)
from inspectgraph.commands.options import examples
from inspectgraph.commands.output import say, tell
from inspectgraph.ontology.errors import InspectgraphError

_EXIT_CODES: Final = """

\b
Exit codes:
  0    done
  1    an error
  2    wrong usage, an unknown name, query or value, or SPARQL that is not run
  3    build --strict: some files gave no report; fetch: some addresses gave none
  4    validate: the graph breaks the contract
  130  interrupted"""


class Program(click.Group):
    """The command group, and the one place where errors are printed."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; errors become a line with the cure and an exit code."""
        try:
            result: object = super().invoke(ctx)
            sys.stdout.flush()
        except InspectgraphError as error:
            tell(error)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            _discard_stdout()
        except KeyboardInterrupt:
            say("interrupted")
            ctx.exit(130)
        else:
            return result
        return None


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


@cli.command(epilog=examples("inspectgraph completion bash >> ~/.bashrc"))
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    """Print the script that completes commands and options in a shell."""
    from click.shell_completion import BashComplete, FishComplete, ZshComplete

    completers = {"bash": BashComplete, "fish": FishComplete, "zsh": ZshComplete}
    completer = completers[shell](cli, {}, "inspectgraph", "_INSPECTGRAPH_COMPLETE")
    click.echo(completer.source())


for _command in (
    *(build.build, query.query, query.queries, query.ask, query.sparql, export.visualise),
    *(explain.explain, network.network, export.export, export.publish, validate.validate),
    *(serve.serve, info.info, build.remove, fetch.fetch),
):
    cli.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """The console script: UTF-8 and `\\n` whatever the platform."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    cli(args=arguments, prog_name="inspectgraph")


if __name__ == "__main__":
    main()
