"""The store that is written: a folder with the last whole build in it.

    DIR/current    the pyoxigraph store that readers open
    DIR/next       a build in the making; a killed build leaves it behind and harmless
    DIR/previous   for the moment of the swap only
    DIR/lock       held by the one process that writes

A build copies `current` to `next`, changes the copy and swaps the two by renaming, so a
reader sees the old graph or the new one, and a killed build the old one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from inspectgraph.graphbuilder.copies import rank
from inspectgraph.graphbuilder.derive.graph import derived, shared_graph
from inspectgraph.graphbuilder.quads import GraphWriter
from inspectgraph.graphbuilder.reference import reference_files
from inspectgraph.graphbuilder.rows import select, text_of
from inspectgraph.graphbuilder.write import write_refused
from inspectgraph.ontology import terms
from inspectgraph.ontology.errors import StoreError, StoreLocked, StoreMissing, UnknownName
from inspectgraph.ontology.problems import REGISTRY, UNNAMED, Problem
from inspectgraph.ontology.profiles import DEFAULT, Profile
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

# Bytes of N-Quads that are loaded at once, in some 300 MB of memory. A quarter of it takes 100 MB,
# and half as much processor time again: the engine merges the files that loads leave behind.
BATCH = 48_000_000
# Bytes loaded after which the files are reordered: queries then take half the time, and in a
# smaller store it is not worth the wait.
LARGE = 500_000_000
STALE = "stale"  # the fingerprint of a file whose report was made from another one
SIMILAR = 60  # per cent of equal letters from which a name is worth suggesting
_REPORTS = f"""SELECT ?report ?graph ?inspection ?kind ?sha ?print ?media WHERE {{
  GRAPH ?graph {{ ?report a <{terms.REPORT}> ; <{terms.FINGERPRINT}> ?print ;
    <{terms.SHA256}> ?sha ; <{terms.REPORTS_ON}> ?inspection ; <{terms.KIND_OF}> ?kind
    OPTIONAL {{ ?report <{terms.DC_FORMAT}> ?media }} }} }}"""
_COPIES = f"""SELECT ?report ?name ?sha ?print ?media ?sentences WHERE {{
  GRAPH ?graph {{ ?copy <{terms.COPY_OF}> ?report ; <{terms.FILE_NAME}> ?name ;
    <{terms.SHA256}> ?sha ; <{terms.FINGERPRINT}> ?print ; <{terms.DC_FORMAT}> ?media
    OPTIONAL {{ ?copy <{terms.SENTENCES}> ?sentences }} }} }}"""
_SENTENCES = f"""SELECT ?words WHERE {{{{ GRAPH <{{graph}}> {{{{
  ?finding <{terms.POLARITY_OF}> ?polarity ; <{terms.OA_EXACT}> ?words }}}} }}}}"""
_REFUSED = f"""SELECT ?file ?code ?message WHERE {{{{ GRAPH <{{graph}}> {{{{
  ?problem <{terms.FILE_NAME}> ?file ; <{terms.PROBLEM_CODE}> ?code ;
           <{terms.MESSAGE}> ?message }}}} }}}}"""


@dataclass(frozen=True, order=True)
class File:
    """A file that holds a report: its bytes, how it was read, its format; of a copy the
    ``sentences`` by which it was known (see `copies`)."""

    name: str
    sha256: str
    fingerprint: str
    media: str
    sentences: str = ""


@dataclass(frozen=True)
class Stored:
    """A report in the store. It was made from the file ``sha256``, which may have several names;
    the other ``files`` are copies of it."""

    report: str
    graph: str
    inspection: str
    kind: str
    sha256: str
    files: tuple[File, ...]

    @property
    def own(self) -> tuple[File, ...]:
        """The names of the file that it was made from."""
        return tuple(file for file in self.files if file.sha256 == self.sha256)

    @property
    def copies(self) -> tuple[File, ...]:
        """The other files."""
        return tuple(file for file in self.files if file.sha256 != self.sha256)

    def held_by(self, files: Iterable[File]) -> Stored:
        """The same report, held by other files. Where the one is gone that it was made from, the
        best of them stands for it, and is read anew when a build comes upon it."""
        left = tuple(sorted(files))
        if any(file.sha256 == self.sha256 for file in left):
            return replace(self, files=left)
        best = min(left, key=lambda file: rank(file.media, [file.name])).sha256
        aged = (replace(f, fingerprint=STALE) if f.sha256 == best else f for f in left)
        return replace(self, sha256=best, files=tuple(aged))


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


def _copy_iri(report: str, copy: File) -> str:
    return f"{report}/copy/{hashlib.sha256(copy.name.encode()).hexdigest()[:12]}"


def _write_copy(out: GraphWriter, report: str, copy: File) -> None:
    node = _copy_iri(report, copy)
    out.link(node, terms.RDF_TYPE, terms.COPY)
    out.link(node, terms.COPY_OF, report)
    out.text(node, terms.FILE_NAME, copy.name)
    out.text(node, terms.SHA256, copy.sha256)
    out.text(node, terms.FINGERPRINT, copy.fingerprint)
    out.text(node, terms.DC_FORMAT, copy.media)
    out.text(node, terms.SENTENCES, copy.sentences)


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
        files: dict[str, list[File]] = {}
        for report, *copy in select(self.store, _COPIES):
            files.setdefault(report, []).append(File(*copy))
        stored = {}
        for report, graph, inspection, kind, sha, *how in select(self.store, _REPORTS):
            own = [File(name, sha, *how) for name in self._values(report, terms.FILE_NAME)]
            held = tuple(sorted([*own, *files.get(report, ())]))
            stored[report] = Stored(report, graph, inspection, kind, sha, held)
        return tuple(stored[report] for report in sorted(stored))

    def sentences(self, stored: Stored) -> list[str]:
        """The words of a report's findings."""
        self.settle()
        return [row[0] for row in select(self.store, _SENTENCES.format(graph=stored.graph))]

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

    def hold(self, stored: Stored, files: Iterable[File]) -> None:
        """Set which files hold a report."""
        held = stored.held_by(files)
        if held == stored:
            return
        self.changed = True
        report, graph = NamedNode(stored.report), NamedNode(stored.graph)
        about = (terms.FILE_NAME, terms.SHA256, terms.FINGERPRINT)
        patterns = [(report, NamedNode(each)) for each in about]
        copies = [(NamedNode(_copy_iri(stored.report, file)), None) for file in stored.copies]
        for node, predicate in (*patterns, *copies):
            for quad in list(self.store.quads_for_pattern(node, predicate, None, graph)):
                self.store.remove(quad)
        out = GraphWriter(stored.graph)
        out.text(held.report, terms.SHA256, held.sha256)
        out.text(held.report, terms.FINGERPRINT, held.own[0].fingerprint)
        for file in held.own:
            out.text(held.report, terms.FILE_NAME, file.name)
        for file in held.copies:
            _write_copy(out, held.report, file)
        self.store.load(out.nquads(), format=RdfFormat.N_QUADS)

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
    """Remove reports by IRI or last part of the IRI, or files by name: a report goes with the
    last file that holds it. The IRIs of the reports that are gone are returned, and the names
    of files whose report another one holds.

    Raises StoreMissing, StoreLocked, or UnknownName where a selector fits no report.
    """
    if not (folder / "current").exists() and not (folder / "previous").exists():
        raise StoreMissing(folder)
    with writing(folder) as store:
        stored = store.reports()
        chosen = {file for selector in selectors for file in _fitting(stored, selector)}
        removed: list[str] = []
        for report in stored:
            left = [file for file in report.files if file not in chosen]
            if not left:
                store.remove(report.graph)
                removed.append(report.report)
            else:
                store.hold(report, left)
                removed += [file.name for file in report.files if file in chosen]
        for base in {report.graph.rsplit("graph/", 1)[0] for report in stored}:
            store.derive(base, store.reference_digest())
    return tuple(sorted(removed))


def _fitting(stored: Sequence[Stored], selector: str) -> list[File]:
    """The files that a selector means: all of a report, or those of a name."""
    fitting = [
        file
        for report in stored
        for file in report.files
        if selector in (report.report, report.report.rsplit("/", 1)[-1], file.name)
        or file.name.rsplit("/", 1)[-1] == selector
    ]
    if not fitting:
        from rapidfuzz import process

        names = [file.name for report in stored for file in report.files]
        near = [
            match[0] for match in process.extract(selector, names, limit=3, score_cutoff=SIMILAR)
        ]
        raise UnknownName(selector, "report", tuple(near))
    return fitting
