"""Engines without a server: pyoxigraph over the store's files, and rdflib in memory."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from catalogue import at_most, in_rdflib
from engine import Asked, Engine, Settings, cpu_of, installed, most_memory
from inspectgraph.queries.source.local import open_store, select, with_prefixes
from rdflib import Graph


def _answer(store: Path, pipe: Connection) -> None:
    """The child: answer what comes until nothing more comes."""
    opened = open_store(store)
    pipe.send(None)
    while (texts := pipe.recv()) is not None:
        start = time.perf_counter()
        counts = [len(list(select(opened, text))) for text in texts]
        pipe.send(Asked(time.perf_counter() - start, counts[0]))


@dataclass
class Local:
    """pyoxigraph over the files of the store."""

    store: Path
    limit: float
    loaded: float | None = None
    _most: int = 0
    _child: tuple[multiprocessing.process.BaseProcess, Connection] | None = None

    @property
    def version(self) -> str:
        """As installed."""
        return installed("pyoxigraph")

    def ask(self, texts: Sequence[str]) -> Asked:
        """In the child, which is ended when it takes too long."""
        _, pipe = self._child = self._child or self._started()
        pipe.send(list(texts))
        if not pipe.poll(self.limit):
            self.close()
            raise TimeoutError
        asked = pipe.recv()
        assert isinstance(asked, Asked)
        return asked

    def _started(self) -> tuple[multiprocessing.process.BaseProcess, Connection]:
        context = multiprocessing.get_context("spawn")
        mine, theirs = context.Pipe()
        child = context.Process(target=_answer, args=(self.store, theirs), daemon=True)
        child.start()
        mine.recv()
        return child, mine

    def memory(self) -> int:
        """Of all children so far."""
        if self._child and self._child[0].pid:
            self._most = max(self._most, most_memory(self._child[0].pid))
        return self._most

    def cpu(self) -> float:
        """Of the child that runs."""
        return cpu_of(self._child[0].pid) if self._child and self._child[0].pid else 0.0

    def close(self) -> None:
        """End the child."""
        if self._child:
            self.memory()
            self._child[0].kill()
            self._child[0].join()
            self._child = None


@contextmanager
def local(store: Path, settings: Settings) -> Iterator[Engine]:
    """Our own store on disk."""
    engine = Local(store, settings.limit)
    try:
        yield engine
    finally:
        engine.close()


@dataclass
class Rdflib:
    """rdflib, all in memory."""

    graph: Graph
    limit: float
    loaded: float | None
    version: str = field(default_factory=lambda: installed("rdflib"))

    def ask(self, texts: Sequence[str]) -> Asked:
        """Here, ended by an alarm."""
        start = time.perf_counter()
        with at_most(round(self.limit)):
            counts = [len(list(self.graph.query(with_prefixes(text)))) for text in texts]
        return Asked(time.perf_counter() - start, counts[0])

    def memory(self) -> int:
        """Of this process."""
        return most_memory(os.getpid())

    def cpu(self) -> float:
        """Of this process."""
        return cpu_of(os.getpid())


@contextmanager
def in_memory(store: Path, settings: Settings) -> Iterator[Engine]:
    """The whole graph in rdflib."""
    opened = open_store(store)
    start = time.perf_counter()
    graph = in_rdflib(list(opened))
    yield Rdflib(graph, settings.limit, time.perf_counter() - start)
