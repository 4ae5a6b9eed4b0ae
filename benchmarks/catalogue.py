"""Every query of the catalogue, warm on disk, beside rdflib in memory; and cold commands.

    python benchmarks/catalogue.py [--rounds 7] [--reports 20] [--seconds 60] [--cold 7]
                                   STORE [QUERY...]

The examples of the queries' headers are run over STORE (make one by made_graph.py): medians of
wall time for rows and note, warm. rdflib would need hours for a national graph: both engines run
the same texts over a part of it, the reference data and the first REPORTS reports, ours from a
store on disk and rdflib in memory, one run each within SECONDS. `ratio` compares the two. Look-ups
(examples that name an authority, unless it is compared with others) should take 20 ms at most
and others 300 ms: `over` marks those that don't. Listings of thousands of rows cost by the
row: `rows` tells.

At the end `inspectgraph query` of look-ups, cold, beside a bare script with the same SPARQL.
"""

from __future__ import annotations

import argparse
import shlex
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from inspectgraph.queries.named.folders import load_question, question_names
from inspectgraph.queries.named.header import Question, read_question
from inspectgraph.queries.named.parameters import bindings_of
from inspectgraph.queries.source.local import Bindings, bind, open_store, select, with_prefixes
from pyoxigraph import Quad, RdfFormat, Store, serialize
from query import BARE, sparql_of, timed
from rdflib import Graph

LOOK_UP, AGGREGATE = 0.020, 0.300
REPORT_GRAPHS = """SELECT DISTINCT ?graph WHERE { GRAPH ?graph {
  ?report a <https://w3id.org/inspectgraph/ontology#Report> } } ORDER BY ?graph"""


@dataclass(frozen=True)
class Example:
    """A query as its header shows it."""

    question: Question
    words: tuple[str, ...]

    @property
    def given(self) -> dict[str, list[str]]:
        """The parameters as typed."""
        out: dict[str, list[str]] = {}
        for name, value in zip(self.words[::2], self.words[1::2], strict=True):
            out.setdefault(name.removeprefix("--"), []).append(value)
        return out

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the query and of its note."""
        note = self.question.note
        folder = self.question.folder
        notes = (read_question(folder / f"{note}.rq").text,) if note else ()
        return (self.question.text, *notes)

    @property
    def label(self) -> str:
        """The query and its parameters, as typed."""
        return " ".join([self.question.name, *map(shlex.quote, self.words)])

    @property
    def most(self) -> float:
        """The seconds that it may take."""
        compares = self.question.name in ("shared-agencies", "strong-where-weak")
        return LOOK_UP if "authority" in self.given and not compares else AGGREGATE


def examples(names: list[str]) -> Iterator[Example]:
    """The examples of the named queries, or of all."""
    for name in names or question_names():
        question = load_question(name)
        for line in question.examples:
            words = shlex.split(line)[3:]
            kept = list(zip(words[::2], words[1::2], strict=True))
            flat = [word for pair in kept if pair[0] != "--format" for word in pair]
            yield Example(question, tuple(flat))


def median(action: Callable[[], object], rounds: int) -> float:
    """The median of wall seconds, after one run that is not counted."""
    action()
    return statistics.median(once(action) for _ in range(rounds))


def once(action: Callable[[], object]) -> float:
    """Wall seconds of one run."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def ours(store: Store, example: Example, bindings: Bindings) -> int:
    """Run a query and its note; the number of its rows."""
    counts = [len(list(select(store, text, bindings))) for text in example.texts]
    return counts[0]


def part_of(store: Store, reports: int) -> list[Quad]:
    """All graphs but those of reports, and the first reports."""
    graphs = [row[0] for row in store.query(REPORT_GRAPHS)]  # type: ignore[union-attr]
    left_out = set(graphs[reports:])
    return [quad for quad in store if quad.graph_name not in left_out]


def stored(quads: list[Quad], folder: Path) -> Store:
    """The part on disk."""
    store = Store(str(folder))
    store.bulk_extend(quads)
    store.flush()
    return store


def in_rdflib(quads: list[Quad]) -> Graph:
    """The part in rdflib, as the exported Turtle gives it."""
    triples = {quad.triple for quad in quads}
    data = serialize(triples, format=RdfFormat.N_TRIPLES)
    return Graph().parse(data=data, format="nt")


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Raise TimeoutError after so many seconds."""

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def seconds_of_rdflib(
    graph: Graph, example: Example, bindings: Bindings, limit: int
) -> float | None:
    """One run in rdflib, or None where it takes too long."""
    texts = [with_prefixes(bind(text, bindings)) for text in example.texts]
    try:
        with at_most(limit):
            return once(lambda: [list(graph.query(text)) for text in texts])
    except TimeoutError:
        return None


def warm(options: argparse.Namespace) -> None:
    """The table of warm queries."""
    store = open_store(Path(options.store))
    quads = part_of(store, options.reports)
    with tempfile.TemporaryDirectory() as folder:
        part, graph = stored(quads, Path(folder)), in_rdflib(quads)
        print(f"{len(store)} quads; the part has {len(quads)} of {options.reports} reports")
        print("     ms  rows | part ms   rdflib ms   ratio | query")
        for example in examples(options.query):
            bindings = bindings_of(store, example.question.parameters, example.given)
            rows = ours(store, example, bindings)
            taken = median(lambda: ours(store, example, bindings), options.rounds)  # noqa: B023
            small = median(lambda: ours(part, example, bindings), options.rounds)  # noqa: B023
            slow = seconds_of_rdflib(graph, example, bindings, options.seconds)
            told = (
                f"{slow * 1000:11.0f} {slow / small:7.0f}" if slow else f"{'too long':>11}        "
            )
            over = "  over" if taken > example.most else ""
            times = f"{taken * 1000:7.1f} {rows:5} | {small * 1000:7.2f} {told}"
            print(f"{times} | {example.label}{over}")


def cold(options: argparse.Namespace) -> None:
    """Commands beside bare scripts, each a process of its own."""
    print("cold: command s, bare script s, ratio")
    for words in (
        ["weaknesses", "--theme", "caf", "--authority", "Norfolk"],
        ["judgements", "--authority", "Norfolk"],
        ["weak-themes", "--kind", "ilacs"],
    ):
        command = [sys.executable, "-m", "inspectgraph.cli", "query", *words]
        command += ["--store", options.store, "--format", "tsv"]
        bare = [sys.executable, "-c", BARE, options.store, sparql_of(options.store, words)]
        pairs = [(timed(command), timed(bare)) for _ in range(options.cold + 1)][1:]
        ours_, theirs = (statistics.median(pair[at] for pair in pairs) for at in (0, 1))
        print(f"{ours_:7.3f} {theirs:7.3f} {ours_ / theirs:6.2f}  {' '.join(words)}")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--reports", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--cold", type=int, default=7)
    parser.add_argument("query", nargs="*")
    options = parser.parse_args()
    warm(options)
    if options.cold:
        cold(options)


if __name__ == "__main__":
    main()
