"""The whole catalogue on several engines side by side, over graphs of several sizes.

    python benchmarks/servers.py run STORE RESULTS [--engine NAME]... [--rounds 5] [--limit 60]
    python benchmarks/servers.py table RESULTS...

Examples:
    python benchmarks/made_graph.py make /tmp/made1000 --reports 1000 --optimize
    python benchmarks/servers.py run graph.db real.json --engine rdflib --limit 30
    python benchmarks/servers.py run graph.db real.json --engine pyoxigraph --engine virtuoso
    python benchmarks/servers.py run /tmp/made1000 made1000.json
    python benchmarks/servers.py table real.json made1000.json made10000.json

`run` asks the examples of the queries' headers, rows and note together, until all rows are in
Python: of pyoxigraph in a process of its own, of the `oxigraph` server and Virtuoso over HTTP on
loopback as `query --endpoint` asks them, of rdflib in memory. One run is not counted; the median
of the counted ones is kept. There are fewer than ROUNDS where they take longer than --patience
together. A query over --limit seconds is ended and not asked again. What was measured is added to
RESULTS after each engine; what it gave to the same example before is replaced.

`table` prints Markdown: milliseconds and rows of each graph in turn, and exponents from the last
graph but one to the last, of the engine's processor time, for others may use the machine:
log(times as much) / log(times as many reports). 0 does not grow, 1 grows as the number of reports.
Made graphs have the authorities of the real one, so that an authority has more reports in a
larger one: `--instead` asks of one that has as many as the examples' authority has in the smaller
graph.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from catalogue import examples
from engine import Engine, Settings
from engines import engines
from inspectgraph.ontology.errors import InspectgraphError
from inspectgraph.queries.named.parameters import bindings_of
from inspectgraph.queries.source.local import bind, open_store, select
from pyoxigraph import Literal, Store

COUNTED = {
    "reports": "?x a ig:Report",
    "inspections": "?y ig:hasInspection ?x",
    "authorities": "?r a ig:Report ; ig:area ?x",
    "findings": "?x a ig:Finding",
    "recommendations": "?x a ig:Recommendation",
    "judgements": "?x ig:grade ?y",
    "namings": "?x a ig:Naming",
}
SHORTEST = 0.002  # seconds: less is not told apart (a tick is 0.01, shared by five runs)
Measured = dict[str, float | int | str]
Results = dict[str, dict[str, object]]


@dataclass(frozen=True)
class Job:
    """An example with its parameters put in."""

    label: str
    texts: tuple[str, ...]


# -- running ---------------------------------------------------------------------------------


def jobs(store: Store, names: list[str], instead: str) -> list[Job]:
    """The examples of the named queries, or of all; look-ups alone, of another authority."""
    found = []
    for example in examples(names):
        given = example.given
        if instead and "authority" not in given:
            continue
        if instead:
            given["authority"] = [instead]
        bindings = bindings_of(store, example.question.parameters, given)
        texts = tuple(bind(text, bindings) for text in example.texts)
        found.append(Job(example.label, texts))
    return found


def sizes(store: Store) -> dict[str, int]:
    """How much the graph holds."""
    out = {"quads": len(store)}
    for name, pattern in COUNTED.items():
        row = next(iter(select(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}")))
        number = row[0]
        out[name] = int(number.value) if isinstance(number, Literal) else 0
    return out


def measure(engine: Engine, job: Job, rounds: int, patience: float) -> Measured:
    """The median and the number of rows; why there is none where there is none."""
    try:
        rows = engine.ask(job.texts).rows
        found: list[float] = []
        before = engine.cpu()
        while len(found) < rounds and (not found or sum(found) < patience):
            found.append(engine.ask(job.texts).seconds)
    except TimeoutError:
        return {"failed": "time"}
    except InspectgraphError as error:
        return {"failed": "error", "message": error.message[:300]}
    middle, cpu = statistics.median(found), (engine.cpu() - before) / len(found)
    return {"seconds": middle, "cpu": cpu, "runs": len(found), "rows": rows}


def run(options: argparse.Namespace) -> None:
    """Ask every engine everything, and keep the results."""
    store: Path = options.store
    settings = Settings(options.work.resolve(), options.limit, options.buffers)
    opened = open_store(store)
    asked = jobs(opened, options.query, options.instead)
    results = read(options.results) if options.results.exists() else {}
    results["graph"] = {"name": store.resolve().name, **sizes(opened), "disk": disk(store)}
    results["machine"] = {**machine()}
    for name in options.engine or list(engines()):
        if name == "rdflib" and len(opened) > options.most_in_memory:
            print(f"rdflib: {len(opened)} quads are too many", file=sys.stderr)
            continue
        with engines()[name](store, settings) as engine:
            answers = {label: dict(answer(results, name, label)) for label in labels([results])}
            for number, job in enumerate(asked, 1):
                answers[job.label] = measure(engine, job, options.rounds, options.patience)
                told = shown(answers[job.label], settings.limit)
                clock = time.strftime("%H:%M:%S")
                line = f"{clock} {name} {number} of {len(asked)}: {told} ms  {job.label}"
                print(line, file=sys.stderr, flush=True)
            results[name] = {
                "version": engine.version,
                "date": date.today().isoformat(),
                "limit": settings.limit,
                "loaded": engine.loaded,
                "memory": max(engine.memory(), number_of(results, name, "memory")),
                "disk": disk(settings.work / f"{name}-{store.resolve().name}", "*.db"),
                "answers": {label: found for label, found in answers.items() if found},
            }
        text = json.dumps(results, indent=1, sort_keys=True)
        options.results.write_text(f"{text}\n", encoding="utf-8")


def disk(folder: Path, pattern: str = "*") -> int:
    """Megabytes of the files in a folder."""
    files = (path for path in folder.rglob(pattern) if path.is_file())
    return sum(path.stat().st_size for path in files) >> 20


def machine() -> dict[str, str | int]:
    """What everything ran on."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.split(": ")[1] for line in lines if line.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    python = platform.python_version()
    return {"model": model, "cores": os.cpu_count() or 0, "memory": memory, "python": python}


# -- the table -------------------------------------------------------------------------------


def read(path: Path) -> Results:
    """Results of one graph."""
    found = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def answer(results: Results, engine: str, label: str) -> Measured:
    """What an engine gave for an example; empty where it was not asked."""
    answers = results.get(engine, {}).get("answers", {})
    assert isinstance(answers, dict)
    found = answers.get(label, {})
    assert isinstance(found, dict)
    return found


def number_of(results: Results, engine: str, what: str) -> float:
    """A number that was kept of the engine, such as its time limit; 0 where there is none."""
    found = results.get(engine, {}).get(what, 0)
    return float(found) if isinstance(found, int | float) else 0


def shown(found: Measured, limit: float) -> str:
    """Milliseconds for the table."""
    if not found:
        return "–"
    if "failed" in found:
        return f">{limit:g} s" if found["failed"] == "time" else "error"
    thousandths = float(found["seconds"]) * 1000
    return f"{thousandths:,.0f}" if thousandths >= 10 else f"{thousandths:.1f}"


def exponent(before: float, after: float, size: float) -> float:
    """The power of the size that the cost grows with."""
    return math.log(after / before) / math.log(size)


def growth(graphs: Sequence[Results], engine: str, label: str) -> str:
    """The exponent of processor time between the last two graphs."""
    if len(graphs) < 2:
        return "–"
    before, after = (answer(one, engine, label) for one in graphs[-2:])
    if "cpu" not in before or not after:
        return "–"
    most = number_of(graphs[-1], engine, "limit")
    later = max(SHORTEST, float(after.get("cpu", most)))
    found = exponent(max(SHORTEST, float(before["cpu"])), later, reports_ratio(graphs))
    return f"{'>' if 'failed' in after else ''}{found:.2f}"


def reports_ratio(graphs: Sequence[Results]) -> float:
    """How many times as many reports the last graph has as the one before it."""
    before, after = (one["graph"]["reports"] for one in graphs[-2:])
    assert isinstance(before, int)
    assert isinstance(after, int)
    return after / before


def rows_growth(graphs: Sequence[Results], label: str) -> str:
    """The exponent of rows between the last two graphs."""
    counts = [int(answer(one, "pyoxigraph", label).get("rows", 0)) for one in graphs[-2:]]
    if len(counts) < 2 or not all(counts):
        return "–"
    return f"{exponent(counts[0], counts[1], reports_ratio(graphs)):.2f}"


def rows_of(results: Results, label: str) -> str:
    """The number of rows, and that of engines which gave another number."""
    counts = {
        name: int(found["rows"])
        for name in engines()
        if "rows" in (found := answer(results, name, label))
    }
    base = counts.get("pyoxigraph", next(iter(counts.values()), 0))
    others = [f"{name} {number:,}" for name, number in counts.items() if number != base]
    return f"{base:,}" + (f" ({', '.join(others)})" if others else "")


def table(options: argparse.Namespace) -> None:
    """Print the graphs, the engines, and a line for each example."""
    graphs = [read(path) for path in options.results]
    names = [name for name in engines() if any(name in one for one in graphs)]
    for one in graphs:
        print(json.dumps(one["graph"]), json.dumps(one["machine"]))
        for name in names:
            if name in one:
                about = {k: v for k, v in one[name].items() if k != "answers"}
                print(f"    {name}: {json.dumps(about)}")
    growing = [name for name in names if len(graphs) > 1 and all(name in g for g in graphs[-2:])]
    heads = [f"{name}, ms" + (" | exponent" if name in growing else "") for name in names]
    print(f"\n| query | rows | exponent | {' | '.join(heads)} |")
    print("|---" * (3 + len(names) + len(growing)) + "|")
    for label in labels(graphs):
        cells = [" / ".join(rows_of(one, label) for one in graphs), rows_growth(graphs, label)]
        for name in names:
            times = (
                shown(answer(one, name, label), number_of(one, name, "limit")) for one in graphs
            )
            cells.append(" / ".join(times))
            if name in growing:
                cells.append(growth(graphs, name, label))
        print(f"| {label} | {' | '.join(cells)} |")
    totals(graphs, names)


def labels(graphs: Sequence[Results]) -> list[str]:
    """All examples that any engine was asked."""
    found: dict[str, None] = {}
    for one in graphs:
        for name in engines():
            answers = one.get(name, {}).get("answers", {})
            assert isinstance(answers, dict)
            found.update(dict.fromkeys(answers))
    return sorted(found)


def totals(graphs: Sequence[Results], names: Sequence[str]) -> None:
    """For each graph and engine: seconds of all answers, the middle one, and the late ones."""
    for one in graphs:
        for name in names:
            found = [answer(one, name, label) for label in labels(graphs)]
            seconds = [float(each["seconds"]) for each in found if "seconds" in each]
            if seconds:
                middle = statistics.median(seconds) * 1000
                late = sum(each.get("failed") == "time" for each in found)
                broken = sum(each.get("failed") == "error" for each in found)
                graph = one["graph"]["name"]
                took = f"{len(seconds)} answers in {sum(seconds):.1f} s, median {middle:.1f} ms"
                print(f"{graph} {name}: {took}, {late} too long, {broken} errors")


def main() -> None:
    """Run or print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    actions = parser.add_subparsers(required=True, metavar="run|table")
    running = actions.add_parser("run", help="measure one graph on the engines")
    running.set_defaults(action=run)
    running.add_argument("store", type=Path, help="a store as `build` or made_graph.py makes it")
    running.add_argument("results", type=Path, help="JSON file that results are added to")
    running.add_argument(
        "--engine", action="append", choices=list(engines()), help="again for more; default: all"
    )
    running.add_argument("--rounds", type=int, default=5, help="counted runs of a query")
    running.add_argument("--patience", type=float, default=20, help="seconds for its counted runs")
    running.add_argument("--limit", type=float, default=60, help="seconds for one run")
    running.add_argument(
        "--work", type=Path, default=Path("servers.work"), help="folder for the servers' files"
    )
    running.add_argument("--buffers", type=int, default=680_000, help="Virtuoso's, 8 KiB each")
    running.add_argument(
        "--most-in-memory", type=int, default=1_000_000, help="quads that rdflib is given at most"
    )
    running.add_argument(
        "--instead", default="", help="look-ups alone, of this authority and not the examples'"
    )
    running.add_argument("--query", action="append", default=[], help="only these queries")
    printing = actions.add_parser("table", help="print Markdown from results, smallest graph first")
    printing.set_defaults(action=table)
    printing.add_argument("results", type=Path, nargs="+")
    options = parser.parse_args()
    options.action(options)


if __name__ == "__main__":
    main()
