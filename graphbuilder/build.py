"""The order of the stages, for one report and for a build. The only place that names it."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from inspectgraph.graphbuilder.agencies.join import resolve_agencies
from inspectgraph.graphbuilder.classify import Classifier, load_classifier
from inspectgraph.graphbuilder.corrections import Correction, read_corrections, unused
from inspectgraph.graphbuilder.extract.findings import extract_findings
from inspectgraph.graphbuilder.extract.judgements import extract_judgements
from inspectgraph.graphbuilder.extract.report import extract_report
from inspectgraph.graphbuilder.model import Doubt, Extract, Unresolved
from inspectgraph.graphbuilder.parse.document import parse
from inspectgraph.graphbuilder.read.files import Input, find_inputs, read
from inspectgraph.graphbuilder.store import WritableStore, reference_bytes, writing
from inspectgraph.graphbuilder.write import names_of, write_report
from inspectgraph.ontology.errors import (
    UNRESOLVED_AGENCY,
    UNUSED_CORRECTION,
    BadParameter,
    ReadError,
)
from inspectgraph.ontology.profiles import Profile, load_profile
from inspectgraph.ontology.terms import DEFAULT_BASE

if TYPE_CHECKING:
    from distributed import Client


@dataclass(frozen=True)
class BuildOptions:
    """How to build: processes, the base under which IRIs of instances are made, Turtle with
    labels and themes to add, and a CSV of corrections (see `correct`). Where the address of
    a Dask scheduler is given, its workers build, and ``workers`` says nothing."""

    workers: int = 1
    base_iri: str = DEFAULT_BASE
    themes: str = ""
    corrections: str = ""
    profile: str = ""
    scheduler: str = ""


@dataclass(frozen=True)
class Progress:
    """One file done; ``outcome`` is built, replaced, unchanged, duplicate or failed."""

    done: int
    total: int
    name: str
    outcome: str


@dataclass(frozen=True)
class FileProblem:
    """A file that gave no report, or gave one with a doubt."""

    file_name: str
    code: str
    message: str
    cure: str
    severity: str


@dataclass(frozen=True)
class BuildResult:
    """What a build did; ``reports`` counts those in the store when it ended."""

    built: int
    unchanged: int
    replaced: int
    duplicates: int
    failed: int
    problems: tuple[FileProblem, ...]
    reports: int


@dataclass(frozen=True)
class Task:
    """A file whose report is to be built; all that another process needs. A worker that
    does not see our files is given their bytes, too."""

    input: Input
    sha256: str
    fingerprint: str
    options: BuildOptions
    data: bytes | None = None

    def load(self) -> bytes:
        """The bytes of the file. Raises ReadError."""
        return self.input.load() if self.data is None else self.data


@dataclass(frozen=True)
class Built:
    """A report as built elsewhere: its graph as N-Quads, or why there is none; and the
    `versions` of what built it on a cluster."""

    name: str
    report: str = ""
    graph: str = ""
    nquads: bytes = b""
    doubts: tuple[Doubt, ...] = ()
    error: ReadError | None = None
    versions: str = ""


def extract(
    name: str,
    data: bytes,
    profile: Profile,
    classifier: Classifier | None = None,
    corrections: Mapping[str, Correction] = MappingProxyType({}),
) -> Extract:
    """Everything that one report says: read, parse, extract. Raises a ReadError.

    ``classifier`` reads the sentences; without one it is that of the profile.

    >>> from inspectgraph.ontology.profiles import load_profile
    >>> extract("letter.txt", b"Dear all", load_profile())
    Traceback (most recent call last):
    ...
    inspectgraph.ontology.errors.NotAReport: letter.txt: ...
    """
    document = parse(read(name, data), profile)
    facts, doubts = extract_report(document, profile)
    framework = profile.framework(facts.kind)
    judgements, contradictions = extract_judgements(document, framework, profile)
    reader = classifier or load_classifier(profile)
    stated = extract_findings(document, facts, profile, reader, corrections)
    agencies, unresolved = resolve_agencies(document, facts, profile)
    unclear = dict.fromkeys(_unresolved(one) for one in unresolved)
    doubts = (*doubts, *contradictions, *unclear)
    return Extract(
        document,
        facts,
        judgements,
        stated.findings,
        stated.recommendations,
        agencies,
        unresolved,
        stated.corrections,
        doubts,
    )


@dataclass(frozen=True, eq=False)
class _Tools:
    """What a process needs to build reports, loaded once for all of them."""

    profile: Profile
    classifier: Classifier
    corrections: Mapping[str, Correction]


@lru_cache(maxsize=1)
def _tools(profile: str, themes: str, corrections: str) -> _Tools:
    """Raises BadProfile, BadParameter, or SyntaxError where the themes are no Turtle."""
    loaded = load_profile(Path(profile) if profile else None)
    extra = [themes.encode()] if themes else []
    return _Tools(loaded, load_classifier(loaded, extra), read_corrections(corrections))


def tools_of(options: BuildOptions) -> _Tools:
    """The tools that options name."""
    return _tools(options.profile, options.themes, options.corrections)


def _unresolved(one: Unresolved) -> Doubt:
    return Doubt(UNRESOLVED_AGENCY.code, f"“{one.text}” means no one body: {one.reason}", "note")


def build_report(task: Task) -> Built:
    """One report from file to quads; runs in any process and never raises for a bad file."""
    name = task.input.name
    try:
        tools = tools_of(task.options)
        facts = extract(name, task.load(), tools.profile, tools.classifier, tools.corrections)
    except ReadError as error:
        return Built(name, error=error)
    except Exception as error:  # a fault of ours in one report must not lose the others
        return Built(name, error=ReadError(name, f"could not be processed ({error!r})", REPORT_IT))
    nquads = write_report(facts, task.options.base_iri, task.fingerprint)
    names = names_of(facts, task.options.base_iri)
    return Built(name, names.report, names.graph, nquads, facts.doubts)


REPORT_IT = "Please report this, with the file."


def build(
    paths: Sequence[Path],
    store: Path,
    options: BuildOptions | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> BuildResult:
    """Bring the store up to date with every report under ``paths``.

    Reports whose bytes, rules, reference data and base are unchanged are skipped; a file
    that has changed replaces its earlier report whole; reports of other files stay. A file
    that cannot be read is a problem in the result, not an error. Raises StoreError, or
    BadParameter where the corrections cannot be read.
    """
    options = options or BuildOptions()
    tools = tools_of(options)
    inputs, missing = find_inputs(paths)
    with writing(store) as target:
        run = _Run(target, options, len(inputs) + len(missing), on_progress)
        for error in missing:
            run.miss(error)
        tasks = run.plan(inputs)
        for task, built in zip(tasks, _run_tasks(tasks, options), strict=True):
            run.take(task, built)
        run.report_unused(tools.corrections)
        return run.finish()


def _run_tasks(tasks: Sequence[Task], options: BuildOptions) -> Iterator[Built]:
    """Results in the order of the tasks, from this process, from several or from a cluster."""
    if options.scheduler and tasks:
        yield from _run_on_cluster(tasks, options.scheduler)
    elif options.workers > 1 and len(tasks) > 1:
        with _executor(options, len(tasks)) as executor:
            width = AHEAD * options.workers
            for _, future in _in_flight(tasks, lambda t: executor.submit(build_report, t), width):
                yield future.result()
    else:
        yield from map(build_report, tasks)


def _in_flight(
    tasks: Sequence[Task], submit: Callable[[Task], Future[Built]], width: int
) -> Iterator[tuple[Task, Future[Built]]]:
    """Each task in order, with ``width`` of them under way, so that memory stays bounded."""
    waiting: deque[tuple[Task, Future[Built]]] = deque()
    for task in tasks:
        waiting.append((task, submit(task)))
        if len(waiting) == width:
            yield waiting.popleft()
    while waiting:
        yield waiting.popleft()


AHEAD = 4  # tasks under way for each worker


def _executor(options: BuildOptions, tasks: int) -> Executor:
    """Processes of this machine; where the system can, forked from one that has imported us."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    forks = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if forks else "spawn")
    if forks:
        context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(min(options.workers, tasks), mp_context=context)


# -- a cluster ------------------------------------------------------------------------------


def _run_on_cluster(tasks: Sequence[Task], scheduler: str) -> Iterator[Built]:
    """Results in the order of the tasks, built by the workers of a Dask scheduler."""
    with _cluster(scheduler) as client:
        from distributed import KilledWorker

        submit = partial(_send, client.get_executor(pure=False))
        width = AHEAD * max(2, sum(client.nthreads().values()))
        for task, future in _in_flight(tasks, submit, width):
            name = task.input.name
            try:
                built = _awaited(future, client)
            except KilledWorker:
                yield Built(name, error=ReadError(name, "each worker that read it died", REPORT_IT))
                continue
            if built.versions:
                _check_versions({"a worker that came later": built.versions})
            yield built


@contextmanager
def _cluster(scheduler: str) -> Iterator[Client]:
    """A client of the scheduler, whose workers run what runs here. Raises BadParameter."""
    try:
        from distributed import Client
        from distributed.comm.addressing import get_address_host
    except ImportError:
        cure = "Install it with `pip install inspectgraph[cluster]`."
        raise BadParameter("--scheduler", "dask.distributed is not installed", cure) from None
    try:
        get_address_host(scheduler)  # an address that is none, before a client hangs on it
        client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        reason = f"no scheduler answers at {scheduler} ({error})"
        raise BadParameter("--scheduler", reason, START_IT) from None
    with client:
        _check_workers(client, scheduler)
        try:
            yield client
        except CancelledError:
            reason = f"the scheduler at {scheduler} was lost; the store is as it was"
            raise BadParameter("--scheduler", reason, START_IT) from None


def _check_workers(client: Client, scheduler: str) -> None:
    """That there are workers, and that they and the scheduler run what runs here."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError:
        reason = f"the scheduler at {scheduler} has no worker"
        cure = f"Start one with `dask worker {scheduler} --nthreads 1`."
        raise BadParameter("--scheduler", reason, cure) from None
    found = client.run(versions, on_error="return")
    try:
        found |= {"the scheduler": client.run_on_scheduler(versions)}
    except Exception as error:  # whatever an environment without us raises there
        found |= {"the scheduler": error}
    _check_versions(found)


def _check_versions(found: Mapping[str, str | Exception]) -> None:
    """That each of them runs what runs here. Raises BadParameter."""
    for who, theirs in found.items():
        if theirs != versions():
            reason = f"{who} has other versions: {theirs!s}; here: {versions()}"
            raise BadParameter("--scheduler", reason, SAME_EVERYWHERE)


def _send(executor: Executor, task: Task) -> Future[Built]:
    """Hand a task to the cluster, with the bytes of its file."""
    try:
        return executor.submit(_build_sent, replace(task, data=task.load()))
    except ReadError as error:
        unread: Future[Built] = Future()
        unread.set_result(Built(task.input.name, error=error))
        return unread


def _awaited(future: Future[Built], client: Client) -> Built:
    """The result; CancelledError where the scheduler was lost, as Dask then ends no future
    that was asked of it since."""
    while True:
        try:
            return future.result(POLL_SECONDS)
        except TimeoutError:
            if client.status != "running":
                raise CancelledError from None


def _build_sent(task: Task) -> Built:
    """`build_report` at a worker: one at a time, as PDFium must not run in two threads."""
    with ONE_AT_A_TIME:
        return replace(build_report(task), versions=versions())


@cache
def versions() -> str:
    """What a report's graph depends on at a worker: our code and data, and what reads files."""
    ours = f"inspectgraph {code_digest()[:8]}-{reference_digest()[:8]}"
    return ", ".join([ours, *(f"{name} {version(name)}" for name in READERS)])


CONNECT_SECONDS = 10
POLL_SECONDS = 1
ONE_AT_A_TIME = threading.Lock()
READERS = (
    "charset-normalizer",
    "numpy",
    "nupunkt",
    "pyahocorasick",
    "pypdfium2",
    "python-docx",
    "rapidfuzz",
    "selectolax",
)
START_IT = "Check the address, or start one with `dask scheduler`."
SAME_EVERYWHERE = "Install the same versions at the scheduler and at every worker; restart them."


class _Run:
    """One build: which report each file holds, before and after.

    A report's IRI carries the hash of its text, so two files of one report meet in it by
    themselves; a report that no file holds any more is taken out.
    """

    def __init__(
        self,
        target: WritableStore,
        options: BuildOptions,
        total: int,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self.target, self.options, self.total = target, options, total
        self.on_progress = on_progress
        self.fingerprint = fingerprint(options)
        if target.reference_digest() != reference_digest():
            target.load_reference()
        self.stored = {one.report: one for one in target.reports()}
        self.holds = {name: one.report for one in self.stored.values() for name in one.names}
        self.fresh: set[str] = set()
        self.shas: dict[str, str] = {}
        self.refused: dict[str, Doubt] = {}
        self.problems: list[FileProblem] = []
        self.counts = dict.fromkeys(OUTCOMES, 0)

    def plan(self, inputs: Sequence[Input]) -> list[Task]:
        """The files to build: of those with the same bytes the first, of unchanged ones none."""
        known = {sha: one for one in self.stored.values() for sha in one.sha256}
        tasks: dict[str, Task] = {}
        for one in inputs:
            try:
                sha = hashlib.sha256(one.load()).hexdigest()
            except ReadError as error:
                self._fail(one.name, error)
                continue
            self.shas[one.name] = sha
            stored = known.get(sha)
            if stored and stored.fingerprint == self.fingerprint:
                self._tell(one.name, "unchanged" if one.name in stored.names else "duplicate")
                self.holds[one.name] = stored.report
            elif sha not in tasks:
                tasks[sha] = Task(one, sha, self.fingerprint, self.options)
        return list(tasks.values())

    def take(self, task: Task, built: Built) -> None:
        """Put one result into the store, under the names of all files with its bytes."""
        names = [name for name, sha in self.shas.items() if sha == task.sha256]
        if built.error:
            for name in names:
                self._fail(name, built.error)
            return
        for name in names:
            self._tell(name, self._outcome(name, built))
            self.holds[name] = built.report
            self._put(built)
        self.problems += [_problem(built.name, doubt) for doubt in built.doubts]

    def _outcome(self, name: str, built: Built) -> str:
        if built.report in self.fresh:
            self.problems.append(_problem(name, SAME_REPORT))
            return "duplicate"
        return "replaced" if name in self.holds else "built"

    def _put(self, built: Built) -> None:
        if built.report in self.fresh:
            return
        self.fresh.add(built.report)
        if built.report in self.stored:
            self.target.remove(built.graph)
        self.target.load(built.nquads)

    def miss(self, error: ReadError) -> None:
        """Note a path that could not be looked at."""
        self._fail(str(error.path), error)

    def _fail(self, name: str, error: ReadError) -> None:
        """Note a file that gives no report; the report that it once gave goes."""
        self.refused[name] = Doubt(error.code, error.reason, "error")
        self.problems.append(FileProblem(name, error.code, error.reason, error.cure, "error"))
        self.holds.pop(name, None)
        self._tell(name, "failed")

    def _tell(self, name: str, outcome: str) -> None:
        self.counts[outcome] += 1
        if self.on_progress:
            self.on_progress(Progress(sum(self.counts.values()), self.total, name, outcome))

    def finish(self) -> BuildResult:
        """Settle which files hold which report, and derive what reports share."""
        held: dict[str, list[str]] = {}
        for name, report in self.holds.items():
            held.setdefault(report, []).append(name)
        for one in self.target.reports():
            if one.report not in held:
                self.target.remove(one.graph)
                continue
            names = sorted(held[one.report])
            shas = [self.shas[name] for name in names if name in self.shas]
            self.target.name(one, names, shas if len(shas) == len(names) else [*one.sha256, *shas])
        self._derive()
        built, unchanged, replaced, duplicates, failed = (self.counts[one] for one in OUTCOMES)
        problems = tuple(self.problems)
        return BuildResult(built, unchanged, replaced, duplicates, failed, problems, len(held))

    def report_unused(self, corrections: Mapping[str, Correction]) -> None:
        """Note each correction that fits no sentence of any report in the store."""
        for one in unused(corrections, self.target.used_corrections() if corrections else ()):
            said = f"line {one.line} of the corrections fits no sentence of any report"
            doubt = Doubt(UNUSED_CORRECTION.code, said)
            self.problems.append(_problem("corrections", doubt))

    def _derive(self) -> None:
        base = self.options.base_iri
        earlier = self.target.refused(base)
        settled = self.holds.keys() | self.refused.keys()
        refused = {name: why for name, why in earlier.items() if name not in settled} | self.refused
        if self.target.changed or refused != earlier:
            self.target.set_refused(base, refused)
            self.target.derive(base, reference_digest())


OUTCOMES = ("built", "unchanged", "replaced", "duplicate", "failed")
SAME_REPORT = Doubt("IG-507", "the same report as another file", "note")


def _problem(name: str, doubt: Doubt) -> FileProblem:
    return FileProblem(name, doubt.code, doubt.message, "", doubt.severity)


# -- fingerprints ---------------------------------------------------------------------------


def fingerprint(options: BuildOptions) -> str:
    """A hash of all that a report's graph depends on beside its bytes: code, rules,
    reference data, base, themes and corrections."""
    given = [options.base_iri, options.themes, options.corrections]
    parts = "\n".join([code_digest(), reference_digest(), *given])
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


@cache
def reference_digest() -> str:
    """A hash of the ontology's files."""
    return hashlib.sha256(reference_bytes()).hexdigest()[:32]


@cache
def code_digest() -> str:
    """A hash of the code and rules that turn a file into a graph."""
    digest = hashlib.sha256()
    for file in _sources(files("inspectgraph.graphbuilder")):
        digest.update(file.read_bytes())
    for file in _sources(files("inspectgraph.ontology")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.name.endswith((".py", ".toml", ".tsv")):
            yield entry
