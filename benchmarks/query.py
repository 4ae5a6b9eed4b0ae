"""A cold `inspectgraph query` against a bare script that does the same, in the same run.

    python benchmarks/query.py [--rounds 15] STORE [-- judgements --authority Norfolk]

The bare script imports click and pyoxigraph, opens the same store, runs the same SPARQL
(parameters already in it) and prints the rows.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

from inspectgraph.queries.named.folders import load_question
from inspectgraph.queries.named.parameters import bindings_of
from inspectgraph.queries.source.local import bind, open_store, with_prefixes

BARE = """
import sys
import click
from pyoxigraph import Store
store = Store.read_only(sys.argv[1] + "/current")
for row in store.query(sys.argv[2], use_default_graph_as_union=True):
    click.echo("\\t".join("" if term is None else term.value for term in row))
"""


def timed(command: list[str]) -> float:
    """Wall seconds of a command."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def sparql_of(store: str, words: list[str]) -> str:
    """The text that a named query runs, with its parameters bound."""
    question = load_question(words[0])
    given = {
        name.removeprefix("--"): [value]
        for name, value in zip(words[1::2], words[2::2], strict=True)
    }
    bindings = bindings_of(open_store(Path(store)), question.parameters, given)
    return with_prefixes(bind(question.text, bindings))


def main() -> None:
    """Run both in turn and print medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("query", nargs="*", default=["judgements", "--authority", "Norfolk"])
    options = parser.parse_args()
    ours = [sys.executable, "-m", "inspectgraph.cli", "query", *options.query]
    ours += ["--store", options.store]
    bare = [sys.executable, "-c", BARE, options.store, sparql_of(options.store, options.query)]
    pairs = [(timed(ours), timed(bare)) for _ in range(options.rounds + 1)][1:]
    print(f"inspectgraph query  {statistics.median(a for a, _ in pairs):.3f} s")
    print(f"bare script         {statistics.median(b for _, b in pairs):.3f} s")
    print(f"ratio               {statistics.median(a / b for a, b in pairs):.2f}")


if __name__ == "__main__":
    main()
