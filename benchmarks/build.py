"""The whole build against plain text extraction of the same PDFs, in the same run.

    python benchmarks/build.py FOLDER [--rounds 3]

Prints, per round and as medians: seconds that pypdfium2 alone needs to extract the plain
text, seconds of `build` with one worker and with two (each a process of its own, start-up
included), and the ratios.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

EXTRACT = """
import sys
from pathlib import Path
import pypdfium2
for path in sorted(Path(sys.argv[1]).rglob("*.pdf")):
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        continue
    for page in pdf:
        page.get_textpage().get_text_range()
"""


def timed(command: list[str]) -> float:
    """Wall seconds of a command."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def build(folder: str, workers: int) -> float:
    """Seconds of a build from nothing."""
    store = tempfile.mkdtemp()
    try:
        command = [sys.executable, "-m", "inspectgraph.cli", "build", folder, "--quiet"]
        command += ["--store", f"{store}/graph.db", "--workers", str(workers)]
        return timed(command)
    finally:
        shutil.rmtree(store)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    rows = []
    print("round  text  one worker  two workers  one/text  two/one")
    for number in range(1, options.rounds + 1):
        text = timed([sys.executable, "-c", EXTRACT, options.folder])
        one, two = build(options.folder, 1), build(options.folder, 2)
        rows.append((text, one, two, one / text, two / one))
        print(f"{number:5}  " + "  ".join(f"{value:.2f}" for value in rows[-1]))
    print("median " + "  ".join(f"{statistics.median(c):.2f}" for c in zip(*rows, strict=True)))


if __name__ == "__main__":
    main()
