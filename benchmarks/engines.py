"""SPARQL engines that hold the same graph, each asked in the same way, for `servers.py`.

Each is opened over a store: pyoxigraph reads its files in a process of its own, so that a query
over its time can be ended; the `oxigraph` server reads the same files; Virtuoso gets them as
N-Quads by its bulk loader, once, and keeps what it made; rdflib holds all in memory. Servers
listen on loopback and end with the benchmark.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from engine import Engine, Settings
from engines_here import in_memory, local
from engines_http import oxigraph
from engines_virtuoso import virtuoso


def engines() -> dict[str, Callable[[Path, Settings], AbstractContextManager[Engine]]]:
    """All engines by name."""
    return {"pyoxigraph": local, "oxigraph": oxigraph, "virtuoso": virtuoso, "rdflib": in_memory}
