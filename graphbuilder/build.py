"""The order of the stages, for one report and for a build. It is laid down only here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from inspectgraph.graphbuilder.agencies.resolve import resolve_agencies
from inspectgraph.graphbuilder.classify import Classifier, load_classifier
from inspectgraph.graphbuilder.corrections import Correction, read_corrections, unused
from inspectgraph.graphbuilder.extract.findings import extract_findings
from inspectgraph.graphbuilder.extract.judgements import extract_judgements
from inspectgraph.graphbuilder.extract.lists import settle_lists
from inspectgraph.graphbuilder.extract.report import extract_report
from inspectgraph.graphbuilder.fingerprint import fingerprint
from inspectgraph.graphbuilder.iris import names_of
from inspectgraph.graphbuilder.model import Extract, Unresolved
from inspectgraph.graphbuilder.parse.document import parse
from inspectgraph.graphbuilder.read.inputs import Input, find_inputs
from inspectgraph.graphbuilder.read.read import read
from inspectgraph.graphbuilder.reference import reference_digest
from inspectgraph.graphbuilder.run.cluster import run_on_cluster
from inspectgraph.graphbuilder.run.here import run_here
from inspectgraph.graphbuilder.run.processes import run_in_processes
from inspectgraph.graphbuilder.run.task import REPORT_IT, BuildOptions, Built, Task
from inspectgraph.graphbuilder.store import Stored, WritableStore, writing
from inspectgraph.graphbuilder.write import write_report
from inspectgraph.ontology.errors import OtherProfile, ReadError
from inspectgraph.ontology.problems import (
    SAME_REPORT,
    UNRESOLVED_AGENCY,
    UNUSED_CORRECTION,
    Problem,
)
from inspectgraph.ontology.profiles import Profile, load_profile

__all__ = ["BuildOptions", "BuildResult", "Progress", "build", "build_report", "extract"]


@dataclass(frozen=True)
class Progress:
    """One file done; ``outcome`` is built, replaced, unchanged, duplicate or failed."""

    done: int
    total: int
    name: str
    outcome: str


@dataclass(frozen=True)
class BuildResult:
    """What a build did; ``reports`` counts those in the store when it ended."""

    built: int
    unchanged: int
    replaced: int
    duplicates: int
    failed: int
    problems: tuple[Problem, ...]
    reports: int


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
    facts, problems = extract_report(document, profile)
    framework = profile.framework(facts.kind)
    document = settle_lists(document, framework, profile)
    judgements, contradictions = extract_judgements(document, framework, profile, facts.start)
    reader = classifier or load_classifier(profile)
    stated = extract_findings(document, facts, profile, reader, corrections)
    agencies, unresolved = resolve_agencies(document, facts, profile)
    unclear = dict.fromkeys(_unresolved(lost) for lost in unresolved)
    return Extract(
        document,
        facts,
        judgements,
        stated.findings,
        stated.recommendations,
        agencies,
        unresolved,
        stated.corrections,
        (*problems, *contradictions, *unclear),
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


def _unresolved(lost: Unresolved) -> Problem:
    return Problem(UNRESOLVED_AGENCY, f"“{lost.text}” means no one body: {lost.reason}")


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
    return Built(name, names.report, names.graph, nquads, facts.problems)


def build(
    paths: Sequence[Path],
    store: Path,
    options: BuildOptions | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> BuildResult:
    """Bring the store up to date with every report under ``paths``.

    Reports whose bytes, rules, reference data and base are unchanged are skipped; a file
    that has changed replaces the whole of its earlier report; reports of other files stay. A file
    that cannot be read is a problem in the result, not an error. Raises StoreError,
    OtherProfile where the store holds another one, BadProfile, or BadParameter where the
    corrections cannot be read.
    """
    options = options or BuildOptions()
    tools = tools_of(options)
    options = replace(options, base_iri=tools.profile.base_below(options.base_iri))
    inputs, missing = find_inputs(paths)
    with writing(store) as target:
        _check_profile(target, store, tools.profile)
        ledger = _FileLedger(
            target, options, tools.profile, len(inputs) + len(missing), on_progress
        )
        for error in missing:
            ledger.miss(error)
        tasks = ledger.plan(inputs)
        for task, built in zip(tasks, _run_tasks(tasks, options), strict=True):
            ledger.take(task, built)
        ledger.report_unused(tools.corrections)
        return ledger.finish()


def _check_profile(target: WritableStore, folder: Path, profile: Profile) -> None:
    """A store has the reports of one profile only. Raises OtherProfile."""
    if target.profile() not in ("", profile.id):
        raise OtherProfile(folder, target.profile(), profile.id)


def _run_tasks(tasks: Sequence[Task], options: BuildOptions) -> Iterator[Built]:
    """Results in the order of the tasks, from this process, from several or from a cluster."""
    if options.scheduler and tasks:
        return run_on_cluster(tasks, build_report, options.scheduler)
    if options.workers > 1 and len(tasks) > 1:
        return run_in_processes(tasks, build_report, options.workers)
    return run_here(tasks, build_report)


class _FileLedger:
    """One build: which report each file holds, before and after.

    A report's IRI contains the hash of its text, so that two files of the same report have
    the same IRI; a report that no file holds any more is removed.
    """

    def __init__(
        self,
        target: WritableStore,
        options: BuildOptions,
        profile: Profile,
        total: int,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self.target, self.options, self.total = target, options, total
        self.reference = reference_digest(profile)
        self.on_progress = on_progress
        self.fingerprint = fingerprint(options, profile)
        if target.reference_digest() != self.reference:
            target.load_reference(profile)
        self.stored = {stored.report: stored for stored in target.reports()}
        self.holds = {name: iri for iri, stored in self.stored.items() for name in stored.names}
        self.fresh: set[str] = set()
        self.shas: dict[str, str] = {}
        self.refused: dict[str, Problem] = {}
        self.problems: list[Problem] = []
        self.counts = dict.fromkeys(OUTCOMES, 0)

    def plan(self, inputs: Sequence[Input]) -> list[Task]:
        """The files to build: of those with the same bytes the first, of unchanged ones none."""
        known = {sha: stored for stored in self.stored.values() for sha in stored.sha256}
        tasks: dict[str, Task] = {}
        for file in inputs:
            try:
                sha = hashlib.sha256(file.load()).hexdigest()
            except ReadError as error:
                self._fail(file.name, error)
                continue
            self.shas[file.name] = sha
            stored = known.get(sha)
            if stored and stored.fingerprint == self.fingerprint:
                self._progress(file.name, "unchanged" if file.name in stored.names else "duplicate")
                self.holds[file.name] = stored.report
            elif sha not in tasks:
                tasks[sha] = Task(file, sha, self.fingerprint, self.options)
        return list(tasks.values())

    def take(self, task: Task, built: Built) -> None:
        """Put one result into the store, under the names of all files with its bytes."""
        names = [name for name, sha in self.shas.items() if sha == task.sha256]
        if built.error:
            for name in names:
                self._fail(name, built.error)
            return
        for name in names:
            self._progress(name, self._outcome(name, built))
            self.holds[name] = built.report
            self._put(built)
        self.problems += [replace(problem, file_name=built.name) for problem in built.problems]

    def _outcome(self, name: str, built: Built) -> str:
        if built.report in self.fresh:
            self.problems.append(Problem(SAME_REPORT, "the same report as another file", name))
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
        """Note a path that could not be opened."""
        self._fail(str(error.path), error)

    def _fail(self, name: str, error: ReadError) -> None:
        """Note a file that gives no report; the report that it gave before is removed."""
        self.refused[name] = Problem(error.code, error.reason, name)
        self.problems.append(replace(self.refused[name], own_cure=error.cure))
        self.holds.pop(name, None)
        self._progress(name, "failed")

    def _progress(self, name: str, outcome: str) -> None:
        self.counts[outcome] += 1
        if self.on_progress:
            self.on_progress(Progress(sum(self.counts.values()), self.total, name, outcome))

    def finish(self) -> BuildResult:
        """Settle which files hold which report, and derive what reports share."""
        held: dict[str, list[str]] = {}
        for name, report in self.holds.items():
            held.setdefault(report, []).append(name)
        for stored in self.target.reports():
            if stored.report in held:
                self._name(stored, sorted(held[stored.report]))
            else:
                self.target.remove(stored.graph)
        self._derive()
        built, unchanged, replaced, duplicates, failed = (self.counts[name] for name in OUTCOMES)
        problems = tuple(self.problems)
        return BuildResult(built, unchanged, replaced, duplicates, failed, problems, len(held))

    def _name(self, stored: Stored, names: Sequence[str]) -> None:
        """Set the files that hold a report; the hash of one that this build did not see is kept."""
        shas = [self.shas[name] for name in names if name in self.shas]
        every = shas if len(shas) == len(names) else [*stored.sha256, *shas]
        self.target.name(stored, names, every)

    def report_unused(self, corrections: Mapping[str, Correction]) -> None:
        """Note each correction that fits no sentence of any report in the store."""
        used = self.target.used_corrections() if corrections else ()
        for correction in unused(corrections, used):
            message = f"line {correction.line} of the corrections fits no sentence of any report"
            self.problems.append(Problem(UNUSED_CORRECTION, message, "corrections"))

    def _derive(self) -> None:
        base = self.options.base_iri
        earlier = self.target.refused(base)
        settled = self.holds.keys() | self.refused.keys()
        refused = {name: why for name, why in earlier.items() if name not in settled} | self.refused
        if self.target.changed or refused != earlier:
            self.target.set_refused(base, refused)
            self.target.derive(base, self.reference)


OUTCOMES = ("built", "unchanged", "replaced", "duplicate", "failed")
