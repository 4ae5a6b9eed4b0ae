"""The order of the stages, for one report and for a build. It is laid down only here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from inspectgraph.graphbuilder.agencies.resolve import resolve_agencies
from inspectgraph.graphbuilder.classify import Classifier, load_classifier
from inspectgraph.graphbuilder.corrections import Correction, read_corrections
from inspectgraph.graphbuilder.extract.findings import extract_findings
from inspectgraph.graphbuilder.extract.judgements import extract_judgements
from inspectgraph.graphbuilder.extract.lists import settle_lists
from inspectgraph.graphbuilder.extract.report import extract_report
from inspectgraph.graphbuilder.extract.source import inferred_source, number_in
from inspectgraph.graphbuilder.iris import names_of
from inspectgraph.graphbuilder.ledger import BuildResult, FileLedger, Progress
from inspectgraph.graphbuilder.model import NOTHING_GIVEN, Extract, Given, ReportFacts, Unresolved
from inspectgraph.graphbuilder.parse.document import parse
from inspectgraph.graphbuilder.read.inputs import find_inputs
from inspectgraph.graphbuilder.read.read import read
from inspectgraph.graphbuilder.run.cluster import run_on_cluster
from inspectgraph.graphbuilder.run.here import run_here
from inspectgraph.graphbuilder.run.processes import run_in_processes
from inspectgraph.graphbuilder.run.task import REPORT_IT, BuildOptions, Built, Task
from inspectgraph.graphbuilder.sidecar import known_beside
from inspectgraph.graphbuilder.store import WritableStore, writing
from inspectgraph.graphbuilder.write import write_report
from inspectgraph.ontology.errors import OtherProfile, ReadError
from inspectgraph.ontology.problems import UNRESOLVED_AGENCY, Problem
from inspectgraph.ontology.profiles import Profile, load_profile

__all__ = ["BuildOptions", "BuildResult", "Progress", "build", "build_report", "extract"]


def extract(
    name: str,
    data: bytes,
    profile: Profile,
    classifier: Classifier | None = None,
    corrections: Mapping[str, Correction] = MappingProxyType({}),
    given: Given = NOTHING_GIVEN,
) -> Extract:
    """Everything that one report says: read, parse, extract. Raises a ReadError.

    ``classifier`` reads the sentences; without one it is that of the profile. What is
    ``given`` wins over what is read.

    >>> from inspectgraph.ontology.profiles import load_profile
    >>> extract("letter.txt", b"Dear all", load_profile())
    Traceback (most recent call last):
    ...
    inspectgraph.ontology.errors.NotAReport: letter.txt: ...
    """
    source = read(name, data)
    document = parse(source, profile)
    facts, problems = extract_report(document, profile, given)
    facts = _with_source(facts, given.source or source.address, name, given.number, profile)
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
        (*problems, *contradictions, *stated.problems, *unclear),
    )


def _with_source(
    facts: ReportFacts, stated: str, name: str, number: str, profile: Profile
) -> ReportFacts:
    """The facts with the address at which the report is published, if that is known."""
    number = number or number_in([name], profile)
    inferred = "" if stated else inferred_source(number, facts, profile)
    return replace(facts, source=stated or inferred, source_inferred=bool(inferred))


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
        facts = extract(
            name, task.load(), tools.profile, tools.classifier, tools.corrections, task.given
        )
    except ReadError as error:
        return Built(name, error=error)
    except Exception as error:  # a fault of ours in one report must not lose the others
        return Built(name, error=ReadError(name, f"could not be processed ({error!r})", REPORT_IT))
    nquads = write_report(facts, task.options.base_iri, task.fingerprint)
    names = names_of(facts, task.options.base_iri)
    media = facts.document.media
    return Built(name, names.report, names.graph, nquads, media, facts.problems)


def build(
    paths: Sequence[Path],
    store: Path,
    options: BuildOptions | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> BuildResult:
    """Bring the store up to date with every report under ``paths``.

    Reports whose bytes, rules, reference data, base and sidecar are unchanged are skipped; a file
    that has changed replaces the whole of its earlier report; reports of other files stay. A file
    that cannot be read is a problem in the result, not an error. Raises StoreError,
    OtherProfile where the store holds another one, BadProfile, or BadParameter where the
    corrections or a sidecar cannot be used.
    """
    options = options or BuildOptions()
    tools = tools_of(options)
    options = replace(options, base_iri=tools.profile.base_below(options.base_iri))
    found = find_inputs(paths, [options.sidecar] if options.sidecar else ())
    known = known_beside(found, options.sidecar, options.authority, tools.profile)
    with writing(store) as target:
        _check_profile(target, store, tools.profile)
        ledger = FileLedger(target, options, tools.profile, found, on_progress)
        tasks = ledger.plan(known)
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
