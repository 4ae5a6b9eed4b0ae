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
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import IO

from inspectgraph.graphbuilder.derive.inspections import RELAYING, Told, counted_as
from inspectgraph.graphbuilder.model import Doubt
from inspectgraph.graphbuilder.write import (
    Counted,
    SharedFacts,
    SharedNaming,
    write_counted,
    write_refused,
    write_shared,
    write_shared_agencies,
)
from inspectgraph.ontology import terms
from inspectgraph.ontology.errors import StoreError, StoreLocked, StoreMissing, UnknownName
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store

BATCH = 12_000_000  # bytes of N-Quads that are worth a load of their own
LARGE = 500_000_000  # bytes after which the files are put in order: queries take half the time
REFERENCE = {
    "schema/inspection.ttl": terms.ONTOLOGY_GRAPH,
    "profiles/ofsted/codes/themes.ttl": terms.THEMES_GRAPH,
    "profiles/ofsted/codes/judgements.ttl": terms.CODES_GRAPH,
    "profiles/ofsted/codes/agency-types.ttl": terms.CODES_GRAPH,
    "profiles/ofsted/codes/findings.ttl": terms.CODES_GRAPH,
    "profiles/ofsted/reference/authorities.ttl": terms.AUTHORITIES_GRAPH,
    "profiles/ofsted/reference/inspectorates.ttl": terms.BODIES_GRAPH,
    "profiles/ofsted/reference/bodies.ttl": terms.BODIES_GRAPH,
}
_REPORTS = f"""SELECT ?report ?graph ?print WHERE {{
  GRAPH ?graph {{ ?report a <{terms.REPORT}> ; <{terms.FINGERPRINT}> ?print }} }}"""
_SHARED = f"""SELECT ?report ?inspection ?kind ?area ?printed ?label ?start ?end ?who ?name WHERE {{
  GRAPH ?graph {{
    ?report <{terms.REPORTS_ON}> ?inspection ; <{terms.INSPECTION_KIND}> ?kind ;
            <{terms.AREA}> ?area ; <{terms.AREA_AS_PRINTED}> ?printed .
    OPTIONAL {{ ?report <{terms.START_DATE}> ?start ; <{terms.END_DATE}> ?end }}
    OPTIONAL {{ ?report <{terms.LEAD_INSPECTOR}> ?who ; <{terms.INSPECTOR_AS_PRINTED}> ?name }} }}
  OPTIONAL {{ GRAPH <{terms.AUTHORITIES_GRAPH}> {{ ?area <{terms.PREF_LABEL}> ?label }} }} }}"""

_NAMINGS = f"""SELECT ?agency ?area ?name ?type ?code ?inferred WHERE {{ GRAPH ?graph {{
  ?naming a <{terms.NAMING}> ; <{terms.AGENCY_OF}> ?agency ; <{terms.AREA}> ?area ;
          <{terms.NAME_AT_THE_TIME}> ?name ; <{terms.AGENCY_TYPE_OF}> ?type ;
          <{terms.INFERRED}> ?inferred .
  OPTIONAL {{ ?naming <{terms.DC_IDENTIFIER}> ?code }} }} }}"""

_TOLD = f"""SELECT ?report ?inspection ?kind ?area ?start ?end ?issued WHERE {{ GRAPH ?graph {{
  ?report <{terms.REPORTS_ON}> ?inspection ; <{terms.KIND_OF}> ?kind ; <{terms.AREA}> ?area .
  OPTIONAL {{ ?report <{terms.START_DATE}> ?start ; <{terms.END_DATE}> ?end }}
  OPTIONAL {{ ?report <{terms.DC_ISSUED}> ?issued }} }} }}"""
_GRADES = f"""SELECT ?judgement ?inspection ?section ?aspect ?grade WHERE {{ GRAPH ?graph {{
  ?judgement <{terms.GRADE_OF}> ?grade ; <{terms.ASPECT_OF}> ?aspect ;
             <{terms.INSPECTION_OF}> ?inspection .
  OPTIONAL {{ ?judgement <{terms.SECTION_OF}> ?section }} }} }} ORDER BY ?judgement ?grade"""


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
    """Undo a swap that was cut between its two renames."""
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
        found = [
            Stored(
                report,
                graph,
                print_,
                self._values(report, terms.FILE_NAME),
                self._values(report, terms.SHA256),
            )
            for report, graph, print_ in _select(self.store, _REPORTS)
        ]
        return tuple(sorted(found, key=lambda stored: stored.report))

    def _values(self, report: str, predicate: str) -> tuple[str, ...]:
        quads = self.store.quads_for_pattern(NamedNode(report), NamedNode(predicate), None, None)
        return tuple(sorted(_value(quad.object) for quad in quads))

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
        """Put in what waits."""
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
        return {_value(quad.object) for quad in quads}

    def reference_digest(self) -> str:
        """The digest of the reference data that the store was built with, or ""."""
        found = self.store.quads_for_pattern(
            NamedNode(terms.ONTOLOGY_GRAPH), NamedNode(terms.FINGERPRINT), None, None
        )
        return next((quad.object.value for quad in found if isinstance(quad.object, Literal)), "")

    def load_reference(self) -> None:
        """Ontology, code lists and reference data, each in its own graph, anew."""
        for graph in set(REFERENCE.values()):
            self.remove(graph)
        for name, graph in REFERENCE.items():
            data = _packaged(name).read_bytes()
            self.store.bulk_load(data, format=RdfFormat.TURTLE, to_graph=NamedNode(graph))

    def derive(self, base: str, digest: str) -> None:
        """The graph of shared things, anew from all reports."""
        self.remove(f"{base}graph/shared")
        rows = [
            SharedFacts(report, inspection, kind, area, label or printed, start, end, who, name)
            for report, inspection, kind, area, printed, label, start, end, who, name in _select(
                self.store, _SHARED
            )
        ]
        self.load(write_shared(rows, base, digest))
        namings = [
            SharedNaming(
                agency,
                area,
                name,
                type_.removeprefix(terms.AGENCY_TYPE),
                code,
                inferred == "true",
            )
            for agency, area, name, type_, code, inferred in _select(self.store, _NAMINGS)
        ]
        self.load(write_shared_agencies(namings, base))
        self.load(write_counted(self._counted(), base))

    def _counted(self) -> list[Counted]:
        """Each inspection as counts take it."""
        reports = sorted(_select(self.store, _TOLD))
        grades: dict[str, dict[tuple[str, str], str]] = {}
        judgements: dict[str, list[str]] = {}
        for judgement, inspection, section, aspect, grade in _select(self.store, _GRADES):
            grades.setdefault(inspection, {})[section, aspect] = grade
            judgements.setdefault(inspection, []).append(judgement)
        told = _told_of(reports, grades)
        counts_as = counted_as(told)
        main = {row[0]: counts_as[row[1]] for row in reports}
        weak, strong = (self._themes(main, one) for one in (terms.FINDS_WEAK, terms.FINDS_STRONG))
        return [
            Counted(
                one.inspection,
                one.area,
                counts_as[one.inspection],
                one.day,
                tuple(judgements.get(one.inspection, ())),
                weak.get(one.inspection, frozenset()),
                strong.get(one.inspection, frozenset()),
            )
            for one in told
        ]

    def _themes(self, main: dict[str, str], predicate: str) -> dict[str, frozenset[str]]:
        """The themes that the reports of each counted inspection find weak, or strong."""
        themes: dict[str, set[str]] = {}
        for quad in self.store.quads_for_pattern(None, NamedNode(predicate), None, None):
            themes.setdefault(main[_value(quad.subject)], set()).add(_value(quad.object))
        return {inspection: frozenset(every) for inspection, every in themes.items()}

    def set_refused(self, base: str, refused: dict[str, Doubt]) -> None:
        """The graph of files that gave no report, anew."""
        self.remove(f"{base}graph/problems")
        self.load(write_refused(base, refused))

    def refused(self, base: str) -> dict[str, Doubt]:
        """Files that gave no report, by name."""
        rows = _select(
            self.store,
            f"""SELECT ?file ?code ?message ?severity WHERE {{ GRAPH <{base}graph/problems> {{
            ?p <{terms.FILE_NAME}> ?file ; <{terms.PROBLEM_CODE}> ?code ;
               <{terms.MESSAGE}> ?message ; <{terms.SEVERITY}> ?severity }} }}""",
        )
        return {row[0]: Doubt(*row[1:]) for row in rows}

    def close(self) -> None:
        """Let go of the files: an open store keeps its lock, whoever holds the error."""
        self._loader.shutdown(cancel_futures=True)
        del self.store

    def finish(self) -> None:
        """Put in what waits, and make the files on disk complete."""
        self.settle()
        self._loader.shutdown()
        if self._loaded > LARGE:
            self.store.optimize()
        self.store.flush()


def _told_of(
    reports: Sequence[tuple[str, ...]], grades: dict[str, dict[tuple[str, str], str]]
) -> list[Told]:
    """What is told of each inspection, out of the rows of _TOLD."""
    told: dict[str, Told] = {}
    for _, inspection, kind, area, start, end, issued in reports:
        full = kind.removeprefix(terms.KIND) not in RELAYING
        one = Told(inspection, area, full, start, end, issued, grades.get(inspection, {}))
        told[inspection] = _joined(told[inspection], one) if inspection in told else one
    return list(told.values())


def _joined(one: Told, other: Told) -> Told:
    """What two reports say of one inspection: the first publication counts."""
    published = min(filter(None, (one.published, other.published)), default="")
    return replace(
        one,
        full=one.full or other.full,
        start=one.start or other.start,
        end=one.end or other.end,
        published=published,
    )


def _select(store: Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    return [tuple(_value(term) for term in solution) for solution in solutions]


def _value(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _packaged(name: str) -> Traversable:
    return files("inspectgraph.ontology").joinpath(*name.split("/"))


def reference_bytes() -> bytes:
    """All reference files, to be hashed."""
    return b"".join(_packaged(name).read_bytes() for name in sorted(REFERENCE))


def remove(folder: Path, selectors: Sequence[str]) -> tuple[str, ...]:
    """Take reports out by file name, IRI or last part of the IRI; their IRIs are returned.

    Raises StoreMissing, StoreLocked, or UnknownName where a selector fits no report.
    """
    if not (folder / "current").exists() and not (folder / "previous").exists():
        raise StoreMissing(folder)
    with writing(folder) as store:
        stored = store.reports()
        chosen = {one for selector in selectors for one in _fitting(stored, selector)}
        for one in chosen:
            store.remove(one.graph)
        bases = {one.graph.rsplit("graph/", 1)[0] for one in stored}
        for base in bases:
            store.derive(base, store.reference_digest())
    return tuple(sorted(one.report for one in chosen))


def _fitting(stored: Sequence[Stored], selector: str) -> list[Stored]:
    found = [
        one
        for one in stored
        if selector in (one.report, one.report.rsplit("/", 1)[-1], *one.names)
        or any(name.rsplit("/", 1)[-1] == selector for name in one.names)
    ]
    if not found:
        from rapidfuzz import process

        names = [name for one in stored for name in one.names]
        near = [match[0] for match in process.extract(selector, names, limit=3, score_cutoff=60)]
        raise UnknownName(selector, "report", tuple(near))
    return found
