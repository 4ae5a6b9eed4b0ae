"""`inspectgraph serve` under many clients: errors, times, and memory before and after.

    python benchmarks/serve.py STORE [--clients 50] [--seconds 60] [--workers 4] [--whole]

Each client asks the queries of the catalogue in turn, of one council at a time where they
take one (`--whole`: of all), over and over, without a pause, and reads each answer whole.
Memory is that of the server and its workers together (RSS, from /proc): cold, warmed up
for a quarter of the time, every ten seconds, and at the end.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from inspectgraph.queries.named.folders import load_question, question_names
from inspectgraph.queries.named.parameters import bindings_of
from inspectgraph.queries.named.run import run
from inspectgraph.queries.source.local import bind, open_store

START = """import sys
from inspectgraph.commands.serve import serve
serve(sys.argv[1:])
"""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Tally:
    """What the clients met."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, status: str, seconds: float) -> None:
        """One answer, or none."""
        with self.lock:
            self.statuses[status] += 1
            self.seconds.append(seconds)


def catalogue(store: str, *, whole: bool) -> list[str]:
    """The queries that need no value but an authority, as SPARQL.

    Where a query takes an authority it is asked of each of ten, unless the whole is wanted.
    """
    opened = open_store(Path(store))
    listed = run(opened, load_question("reports"), {})
    place = listed.columns.index("authority")
    some = sorted({str(row[place]) for row in listed.rows if row[place]})[::8][:10]
    queries: list[str] = []
    for question in map(load_question, question_names()):
        named = any(one.name == "authority" for one in question.parameters)
        needed = {one.name for one in question.parameters if one.required}
        asked = [{"authority": [name]} for name in some] if named and not whole else [{}]
        for given in asked:
            if needed <= set(given):
                bindings = bindings_of(opened, question.parameters, given)
                queries.append(bind(question.text, bindings))
    return queries


def client(address: str, queries: list[str], end: float, seed: int, tally: Tally) -> None:
    """Ask until the end, over one line that is kept open."""
    parts = urlsplit(address)
    line = HTTPConnection(parts.hostname or "", parts.port, timeout=120)
    order = random.Random(seed).sample(queries, len(queries))
    asked = 0
    while time.monotonic() < end:
        body = urlencode({"query": order[asked % len(order)]})
        asked += 1
        start = time.monotonic()
        try:
            line.request("POST", "/sparql", body, FORM)
            response = line.getresponse()
            response.read()
            status = str(response.status)
        except OSError as error:
            status = type(error).__name__
            line.close()
        tally.note(status, time.monotonic() - start)
    line.close()


def memory(server: int) -> int:
    """Megabytes of the server and of its children."""
    pids = {server}
    for path in Path(f"/proc/{server}/task").glob("*/children"):
        pids.update(map(int, path.read_text().split()))
    pages = (int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    return sum(pages) * 4096 >> 20


def load(address: str, queries: list[str], clients: int, seconds: float) -> Tally:
    """What so many clients meet in that time."""
    tally = Tally()
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=client, args=(address, queries, end, seed, tally))
        for seed in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def watch(server: int, found: list[int], done: threading.Event) -> None:
    """Note the memory every ten seconds."""
    while not done.wait(10):
        found.append(memory(server))


def report(tally: Tally, seconds: float) -> None:
    """Print what was met."""
    times = sorted(tally.seconds)
    print(f"answers    {len(times)} ({len(times) / seconds:.0f} a second), {dict(tally.statuses)}")
    late = times[len(times) * 95 // 100]
    print(f"seconds    median {statistics.median(times):.2f}, 95% {late:.2f}, most {times[-1]:.2f}")


def main() -> None:
    """Start a server, warm it, load it, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--whole", action="store_true", help="ask of all councils at once")
    options = parser.parse_args()
    queries = catalogue(options.store, whole=options.whole)
    command = [sys.executable, "-c", START, "--store", options.store, "--port", "0"]
    command += ["--workers", str(options.workers)]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr
        found = re.match(r"http://\S+/", server.stderr.readline())
        assert found, "the server does not start"
        address = found.group()
        print(f"{len(queries)} queries, {options.clients} clients, {options.workers} workers")
        print(f"memory     {memory(server.pid)} MB cold")
        load(address, queries, options.workers, options.seconds / 4)
        print(f"           {memory(server.pid)} MB warm")
        watched: list[int] = []
        done = threading.Event()
        watcher = threading.Thread(target=watch, args=(server.pid, watched, done))
        watcher.start()
        report(load(address, queries, options.clients, options.seconds), options.seconds)
        done.set()
        watcher.join()
        print(f"memory     every 10 s: {watched} MB; {memory(server.pid)} MB at the end")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
