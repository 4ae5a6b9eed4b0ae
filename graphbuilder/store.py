"""The store that is written: a folder with the last whole build in it.

    DIR/current    the pyoxigraph store that readers open
    DIR/next       a build in the making; a killed build leaves it behind and harmless
    DIR/previous   for the moment of the swap only
    DIR/lock       held by the one process that writes

A build copies `current` to `next`, changes the copy and swaps the two by renaming, so a
reader sees the old graph or the new one, and a killed build the old one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from inspectgraph.graphbuilder.derive.graph import derived, shared_graph
from inspectgraph.graphbuilder.reference import reference_files
from inspectgraph.graphbuilder.rows import select, text_of
from inspectgraph.graphbuilder.write import write_refused
from inspectgraph.ontology import terms
from inspectgraph.ontology.errors import StoreError, StoreLocked, StoreMissing, UnknownName
from inspectgraph.ontology.problems import REGISTRY, UNNAMED, Problem
from inspectgraph.ontology.profiles import DEFAULT, Profile
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

BATCH = 12_000_000  # bytes of N-Quads: smaller loads cost more each, larger ones more memory
# Bytes loaded after which the files are reordered: queries then take half the time, and in a
# smaller store it is not worth the wait.
LARGE = 500_000_000
SIMILAR = 60  # per cent of equal letters from which a name is worth suggesting
_REPORTS = f"""SELECT ?report ?graph ?print WHERE {{
  GRAPH ?graph {{ ?report a <{terms.REPORT}> ; <{terms.FINGERPRINT}> ?print }} }}"""
_REFUSED = f"""SELECT ?file ?code ?message WHERE {{{{ GRAPH <{{graph}}> {{{{
  ?problem <{terms.FILE_NAME}> ?file ; <{terms.PROBLEM_CODE}> ?code ;
           <{terms.MESSAGE}> ?message }}}} }}}}"""


@dataclass(frozen=True)
class Stored:
    """A report in the store."""

    report: str
    graph: str
    fingerprint: str
    names: tuple[str, ...]
    sha256: tuple[str, ...]


@contextmanager
def writing(folder: Path) -> Iterator[WritableStore]:
    """A copy of the store to change; swapped in at the end unless an error is raised.

    Raises StoreLocked where another process writes.
    """
    _make(folder)
    with _locked(folder):
        _recover(folder)
        work = folder / "next"
        shutil.rmtree(work, ignore_errors=True)
        if (folder / "current").exists():
            shutil.copytree(folder / "current", work)
        store = WritableStore(Store(str(work)))
        try:
            yield store
            store.finish()
        finally:
            store.close()
        if store.changed:
            _swap(folder)
        else:
            shutil.rmtree(work, ignore_errors=True)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            folder, f"cannot be made ({error})", "Name another place with --store."
        ) from None
    known = {"current", "next", "previous", "lock"}
    if any(entry.name not in known for entry in folder.iterdir()):
        raise StoreError(folder, "holds other files", "Name an empty or new folder with --store.")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("a+", encoding="utf-8") as handle:
        if not _lock(handle):
            raise StoreLocked(folder)
        yield


def _lock(handle: IO[str]) -> bool:
    """Whether the lock is ours now; the system lets go of it when the process ends."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _recover(folder: Path) -> None:
    """Undo a swap that was interrupted between its two renames."""
    if not (folder / "current").exists() and (folder / "previous").exists():
        (folder / "previous").rename(folder / "current")


def _swap(folder: Path) -> None:
    current, previous = folder / "current", folder / "previous"
    shutil.rmtree(previous, ignore_errors=True)
    if current.exists():
        current.rename(previous)
    (folder / "next").rename(current)
    shutil.rmtree(previous, ignore_errors=True)


class WritableStore:
    """The reports' graphs, and what is derived from them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.changed = False
        self._loaded = 0
        self._waiting: list[bytes] = []
        self._loading: list[Future[None]] = []
        self._loader = ThreadPoolExecutor(1)

    def reports(self) -> tuple[Stored, ...]:
        """Every report in the store, in the order of its IRIs."""
        self.settle()
        reports = [
            self._stored(report, graph, fingerprint)
            for report, graph, fingerprint in select(self.store, _REPORTS)
        ]
        return tuple(sorted(reports, key=lambda stored: stored.report))

    def _stored(self, report: str, graph: str, fingerprint: str) -> Stored:
        names, shas = (self._values(report, each) for each in (terms.FILE_NAME, terms.SHA256))
        return Stored(report, graph, fingerprint, names, shas)

    def _values(self, report: str, predicate: str) -> tuple[str, ...]:
        quads = self.store.quads_for_pattern(NamedNode(report), NamedNode(predicate), None, None)
        return tuple(sorted(text_of(quad.object) for quad in quads))

    def load(self, nquads: bytes) -> None:
        """Put new graphs in. They are loaded by a thread beside the one that reads reports,
        many at once; `settle` waits until all are in."""
        self.changed = True
        self._loaded += len(nquads)
        self._waiting.append(nquads)
        if sum(map(len, self._waiting)) > BATCH:
            self._load_waiting()

    def _load_waiting(self) -> None:
        if self._waiting:
            data, self._waiting = b"".join(self._waiting), []
            self._loading.append(self._loader.submit(self._bulk_load, data))

    def _bulk_load(self, data: bytes) -> None:
        self.store.bulk_load(data, format=RdfFormat.N_QUADS, lenient=True)  # our own lines

    def settle(self) -> None:
        """Load what is waiting."""
        self._load_waiting()
        for loading in self._loading:
            loading.result()
        self._loading = []

    def remove(self, graph: str) -> None:
        """Take one graph out, whole."""
        self.settle()
        self.changed = True
        self.store.remove_graph(NamedNode(graph))

    def name(self, stored: Stored, names: Sequence[str], shas: Sequence[str]) -> None:
        """Set the names of the files that hold a report, and the hashes of their bytes."""
        self._set(stored, terms.FILE_NAME, stored.names, names)
        self._set(stored, terms.SHA256, stored.sha256, shas)

    def _set(self, stored: Stored, predicate: str, old: Sequence[str], new: Sequence[str]) -> None:
        if set(old) == set(new):
            return
        self.changed = True
        report, graph = NamedNode(stored.report), NamedNode(stored.graph)
        for quad in list(self.store.quads_for_pattern(report, NamedNode(predicate), None, graph)):
            self.store.remove(quad)
        self.store.extend(
            Quad(report, NamedNode(predicate), Literal(value), graph) for value in set(new)
        )

    def used_corrections(self) -> set[str]:
        """The keys of the corrections that were applied to any report."""
        self.settle()
        quads = self.store.quads_for_pattern(None, NamedNode(terms.CORRECTION), None, None)
        return {text_of(quad.object) for quad in quads}

    def reference_digest(self) -> str:
        """The digest of the reference data that the store was built with, or ""."""
        return next(iter(self._values(terms.ONTOLOGY_GRAPH, terms.FINGERPRINT)), "")

    def profile(self) -> str:
        """The profile that the store was built with; that of the package where none is noted."""
        noted = self._values(terms.ONTOLOGY_GRAPH, terms.PROFILE)
        return next(iter(noted), DEFAULT if self.reference_digest() else "")

    def load_reference(self, profile: Profile) -> None:
        """Load the ontology, code lists and reference data again, each into its own graph."""
        reference = list(reference_files(profile))
        for graph in dict.fromkeys(file.graph for file in reference):
            self.remove(graph)
        for file in reference:
            graph_node = NamedNode(file.graph)
            self.store.bulk_load(file.turtle, format=RdfFormat.TURTLE, to_graph=graph_node)
        node = NamedNode(terms.ONTOLOGY_GRAPH)
        self.store.add(Quad(node, NamedNode(terms.PROFILE), Literal(profile.id), node))

    def derive(self, base: str, digest: str) -> None:
        """Derive the graph of what reports share again, from all of them."""
        self.remove(shared_graph(base))
        self.load(derived(self.store, base, digest))

    def set_refused(self, base: str, refused: Mapping[str, Problem]) -> None:
        """Write the graph of files that gave no report again."""
        self.remove(f"{base}graph/problems")
        self.load(write_refused(base, refused))

    def refused(self, base: str) -> dict[str, Problem]:
        """Files that gave no report, by name."""
        rows = select(self.store, _REFUSED.format(graph=f"{base}graph/problems"))
        # a store of another version may hold a code that is not known here
        return {
            name: Problem(code if code in REGISTRY else UNNAMED, message, name)
            for name, code, message in rows
        }

    def close(self) -> None:
        """Release the files: a store that an exception still refers to would keep its lock."""
        self._loader.shutdown(cancel_futures=True)
        del self.store

    def finish(self) -> None:
        """Load what is waiting, and complete the files on disk."""
        self.settle()
        self._loader.shutdown()
        if self._loaded > LARGE:
            self.store.optimize()
        self.store.flush()


def remove(folder: Path, selectors: Sequence[str]) -> tuple[str, ...]:
    """Remove reports by file name, IRI or last part of the IRI; their IRIs are returned.

    Raises StoreMissing, StoreLocked, or UnknownName where a selector fits no report.
    """
    if not (folder / "current").exists() and not (folder / "previous").exists():
        raise StoreMissing(folder)
    with writing(folder) as store:
        stored = store.reports()
        chosen = {report for selector in selectors for report in _fitting(stored, selector)}
        for report in chosen:
            store.remove(report.graph)
        bases = {report.graph.rsplit("graph/", 1)[0] for report in stored}
        for base in bases:
            store.derive(base, store.reference_digest())
    return tuple(sorted(report.report for report in chosen))


def _fitting(stored: Sequence[Stored], selector: str) -> list[Stored]:
    """The reports that a selector means."""
    fitting = [
        report
        for report in stored
        if selector in (report.report, report.report.rsplit("/", 1)[-1], *report.names)
        or any(name.rsplit("/", 1)[-1] == selector for name in report.names)
    ]
    if not fitting:
        from rapidfuzz import process

        names = [name for report in stored for name in report.names]
        near = [
            match[0] for match in process.extract(selector, names, limit=3, score_cutoff=SIMILAR)
        ]
        raise UnknownName(selector, "report", tuple(near))
    return fitting
