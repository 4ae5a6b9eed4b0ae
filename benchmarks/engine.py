"""What every SPARQL engine of `engines.py` is asked for, and how its cost is read off."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Settings:
    """Where engines may keep files, how long a query may take, how much Virtuoso may hold."""

    work: Path
    limit: float
    buffers: int


@dataclass(frozen=True)
class Asked:
    """Wall seconds until all rows were there, and the number of rows."""

    seconds: float
    rows: int


class Engine(Protocol):
    """What holds the graph."""

    @property
    def version(self) -> str:
        """Its name and version."""

    @property
    def loaded(self) -> float | None:
        """Seconds that it took to load the graph, where it was loaded now."""

    def ask(self, texts: Sequence[str]) -> Asked:
        """Run the texts; rows are those of the first. TimeoutError over the limit."""

    def memory(self) -> int:
        """The most megabytes that its process held so far (RSS)."""

    def cpu(self) -> float:
        """Processor seconds that its process took so far, of all threads."""


def most_memory(pid: int) -> int:
    """The most megabytes that a process held (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) >> 10 for line in lines if line.startswith("VmHWM")), 0)


def cpu_of(pid: int) -> float:
    """Processor seconds of a process, to a hundredth (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tell(line: str) -> None:
    """Say how far it is."""
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def output(command: list[str]) -> str:
    """What a command prints; Virtuoso's print to stderr, and end with 1 when asked for help."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"{done.stdout}{done.stderr}".strip()


def installed(name: str) -> str:
    """A package and its version."""
    return f"{name} {version(name)}"
