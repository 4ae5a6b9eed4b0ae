"""What agencies cost: processor seconds over a folder, against reading and parsing it.

    python benchmarks/agencies.py FOLDER [--rounds 3]

Reads every report of the folder, then finds and resolves the agencies of all, in one process.
Prints both times per round and their ratio, and the time that the reference data take to load.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from inspectgraph.graphbuilder.agencies.lexicon import lexicon_of
from inspectgraph.graphbuilder.agencies.resolve import resolve_agencies
from inspectgraph.graphbuilder.extract.report import extract_report
from inspectgraph.graphbuilder.model import Document, ReportFacts
from inspectgraph.graphbuilder.parse.document import parse
from inspectgraph.graphbuilder.read.read import read
from inspectgraph.ontology.errors import ReadError
from inspectgraph.ontology.profiles import load_profile


def reports(folder: Path) -> list[tuple[Document, ReportFacts]]:
    """Every report of a folder, parsed."""
    found = []
    for path in sorted(folder.iterdir()):
        try:
            document = parse(read(path.name, path.read_bytes()), load_profile())
            found.append((document, extract_report(document, load_profile())[0]))
        except ReadError:
            continue
    return found


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    start = time.process_time()
    lexicon_of(load_profile())
    print(f"reference data and lexicon: {time.process_time() - start:.3f} s")
    print("round  reports  reading  agencies  ratio")
    for number in range(1, options.rounds + 1):
        start = time.process_time()
        parsed = reports(options.folder)
        read_in = time.process_time() - start
        start = time.process_time()
        for document, facts in parsed:
            resolve_agencies(document, facts, load_profile())
        took = time.process_time() - start
        print(f"{number:5}  {len(parsed):7}  {read_in:7.2f}  {took:8.3f}  {took / read_in:5.3f}")


if __name__ == "__main__":
    main()
