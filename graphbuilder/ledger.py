"""The ledger of one build: which report each file holds, before and after.

A report's IRI contains the hash of its text, so that two files of the same text have the same
IRI, and one of them is read. A file that holds a report in another form is a copy (see `copies`).
What the store holds follows from the files alone: a report that no file holds any more is
removed, and where the file goes from which a report was read, its copies are read anew.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inspectgraph.graphbuilder.copies import Form, kept_forms, rank, sentences_of
from inspectgraph.graphbuilder.corrections import Correction, unused
from inspectgraph.graphbuilder.extract.source import number_in
from inspectgraph.graphbuilder.fingerprint import fingerprint, of_file, says_more
from inspectgraph.graphbuilder.model import Given
from inspectgraph.graphbuilder.read.inputs import Found, Input
from inspectgraph.graphbuilder.reference import reference_digest
from inspectgraph.graphbuilder.run.task import BuildOptions, Built, Task
from inspectgraph.graphbuilder.sidecar import agreed
from inspectgraph.graphbuilder.store import File, Stored, WritableStore
from inspectgraph.ontology.errors import ReadError
from inspectgraph.ontology.problems import NOT_A_REPORT, SAME_REPORT, UNUSED_CORRECTION, Problem
from inspectgraph.ontology.profiles import Profile

NO_REPORT = "no file in it gives a report"
GIVE_IT = "Give the folder that holds the reports."


@dataclass(frozen=True)
class Progress:
    """One file done; ``outcome`` is built, replaced, unchanged, duplicate or failed."""

    done: int
    total: int
    name: str
    outcome: str


@dataclass(frozen=True)
class BuildResult:
    """What a build did; ``reports`` counts those in the store when it ended, ``passed_over``
    other files by their ending; ``sidecars`` were read, ``empty`` are paths without a report."""

    built: int
    unchanged: int
    replaced: int
    duplicates: int
    failed: int
    problems: tuple[Problem, ...]
    reports: int
    passed_over: Mapping[str, int]
    sidecars: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()


class FileLedger:
    """One build: which report each file holds, before and after."""

    def __init__(
        self,
        target: WritableStore,
        options: BuildOptions,
        profile: Profile,
        found: Found,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self.target, self.options, self.profile, self.found = target, options, profile, found
        self.reference = reference_digest(profile)
        self.on_progress = on_progress
        self.fingerprint = fingerprint(options, profile)
        if target.reference_digest() != self.reference:
            target.load_reference(profile)
        stored = target.reports()
        self.files = {file.name: file for each in stored for file in each.files}
        self.holds = {file.name: each.report for each in stored for file in each.files}
        self.made_from = {each.report: each.sha256 for each in stored}
        self.standing: set[str] = set()  # reports whose own file is as it was, or new
        self.fresh: set[str] = set()
        self.earlier: dict[str, list[File]] = {}
        for file in self.files.values():
            self.earlier.setdefault(file.sha256, []).append(file)
        self.names: dict[str, list[str]] = {}  # of the files of this build, by their bytes
        self.prints: dict[str, str] = {}
        self.outcomes: dict[str, str] = {}
        self.refused: dict[str, Problem] = {}
        self.problems: list[Problem] = []

    # -- before reports are read ----------------------------------------------------------------

    def plan(self, known: Mapping[str, Given]) -> list[Task]:
        """The files to build: of those with the same bytes the first, of unchanged ones none."""
        for failure in self.found.failures:
            self._fail(str(failure.path), failure)
        inputs = self._by_bytes()
        given = {sha: self._given(names, known) for sha, names in self.names.items()}
        self.prints = {sha: of_file(self.fingerprint, told) for sha, told in given.items()}
        shas = {name: sha for sha, names in self.names.items() for name in names}
        self.standing = {self.holds[name] for name in self.files if self._stands(name, shas)}
        tasks = []
        for sha, names in self.names.items():
            unchanged = [f for f in self.earlier.get(sha, ()) if self._is_unchanged(f, sha, shas)]
            if unchanged:
                self._keep(unchanged[0], names)
            else:
                task = Task(inputs[sha], sha, self.prints[sha], self.options, given[sha])
                tasks.append(task)
        return tasks

    def _by_bytes(self) -> dict[str, Input]:
        """A file for each content; `names` has all that have it."""
        inputs: dict[str, Input] = {}
        for file in self.found.inputs:
            try:
                sha = hashlib.sha256(file.load()).hexdigest()
            except ReadError as error:
                self._fail(file.name, error)
                continue
            inputs.setdefault(sha, file)
            self.names.setdefault(sha, []).append(file.name)
        return inputs

    def _given(self, names: Sequence[str], known: Mapping[str, Given]) -> Given:
        """What is given of a file, and the number that any of its names holds."""
        return replace(agreed(names, known), number=number_in(names, self.profile))

    def _stands(self, name: str, shas: Mapping[str, str]) -> bool:
        """Whether a report's own file is there as it was, or no matter of this build."""
        file = self.files[name]
        if file.sha256 != self.made_from[self.holds[name]]:
            return False
        sha = shas.get(name)
        return sha is None or (sha == file.sha256 and self.prints[sha] == file.fingerprint)

    def _is_unchanged(self, file: File, sha: str, shas: Mapping[str, str]) -> bool:
        """Whether the store has what would be made of these bytes. Of a file that is not in this
        build something may be given besides: a file that says less adds nothing to it."""
        as_it_was = file.fingerprint == self.prints[sha]
        besides = file.name not in shas and says_more(file.fingerprint, self.prints[sha])
        return (as_it_was or besides) and self.holds[file.name] in self.standing

    def _keep(self, file: File, names: Sequence[str]) -> None:
        report = self.holds[file.name]
        for name in names:
            outcome = "unchanged" if self.holds.get(name) == report else "duplicate"
            self._hold(name, report, replace(file, name=name), outcome)

    def _hold(self, name: str, report: str, file: File, outcome: str) -> None:
        self.holds[name], self.files[name] = report, file
        self._progress(name, outcome)

    # -- as they are read -----------------------------------------------------------------------

    def take(self, task: Task, built: Built) -> None:
        """Put one result into the store, under the names of all files with its bytes."""
        names = self.names[task.sha256]
        if built.error:
            for name in names:
                self._fail(name, built.error)
            return
        moved = [f.name for f in self.earlier.get(task.sha256, ()) if f.name not in names]
        self._put(task.sha256, built, names)
        for at, name in enumerate(names):
            if at:
                self._note_copy(name, names[0])
            outcome = "duplicate" if at else "replaced" if name in self.holds else "built"
            self._hold(name, built.report, self._file(name, task, built), outcome)
        for name in moved:
            self.holds[name], self.files[name] = built.report, self._file(name, task, built)
        self.problems += [replace(problem, file_name=built.name) for problem in built.problems]

    def _file(self, name: str, task: Task, built: Built) -> File:
        return File(name, task.sha256, task.fingerprint, built.media)

    def _put(self, sha: str, built: Built, names: Sequence[str]) -> None:
        """Load a report, unless one of the same text is there that was made from a better file."""
        report = built.report
        self.fresh.add(report)
        if report in self.standing and self.made_from[report] != sha:
            rivals = [file for name, file in self.files.items() if self.holds[name] == report]
            own = [file for file in rivals if file.sha256 == self.made_from[report]]
            if rank(own[0].media, [file.name for file in own]) < rank(built.media, names):
                return
        if report in self.made_from:
            self.target.remove(built.graph)
        self.target.load(built.nquads)
        self.made_from[report] = sha
        self.standing.add(report)

    def _fail(self, name: str, error: ReadError) -> None:
        """Note a file that gives no report; the report that it gave before is removed."""
        self.refused[name] = Problem(error.code, error.reason, name)
        self.problems.append(replace(self.refused[name], own_cure=error.cure))
        self.holds.pop(name, None)
        self.files.pop(name, None)
        self._progress(name, "failed")

    def _progress(self, name: str, outcome: str) -> None:
        self.outcomes[name] = outcome
        if self.on_progress:
            total = len(self.found.inputs) + len(self.found.failures)
            self.on_progress(Progress(len(self.outcomes), total, name, outcome))

    def _note_copy(self, name: str, of: str) -> None:
        self.problems.append(Problem(SAME_REPORT, f"the same report as {of}", name))

    # -- when all are read ----------------------------------------------------------------------

    def finish(self) -> BuildResult:
        """Settle which files hold which report, and derive what reports share."""
        stored = {each.report: each for each in self.target.reports()}
        self._join_copies(stored)
        held: dict[str, list[File]] = {}
        for name, report in self.holds.items():
            held.setdefault(report, []).append(self.files[name])
        for report, each in stored.items():
            if report in held:
                self.target.hold(each, held[report])
            else:
                self.target.remove(each.graph)
        self._derive()
        empty = tuple(self._empty())
        counts = Counter(self.outcomes.values())
        return BuildResult(
            counts["built"],
            counts["unchanged"],
            counts["replaced"],
            counts["duplicate"],
            counts["failed"],
            tuple(self.problems),
            len(held),
            self.found.passed_over,
            tuple(str(file.path) for file in self.found.sidecars),
            empty,
        )

    def _join_copies(self, stored: Mapping[str, Stored]) -> None:
        """Let each copy be held by the report that is kept for it."""
        groups: dict[tuple[str, str], list[Stored]] = {}
        for report in dict.fromkeys(self.holds.values()):
            each = stored[report]
            groups.setdefault((each.inspection, each.kind), []).append(each)
        files = self._files_by_report()
        for group in groups.values():
            if not self.fresh.isdisjoint(each.report for each in group):
                self._join(group, files)
        for name, outcome in self.outcomes.items():
            if outcome in ("built", "replaced") and self._is_copy(name):
                self._count_as_copy(name)

    def _files_by_report(self) -> dict[str, dict[str, list[File]]]:
        """The files of each report, by their bytes."""
        files: dict[str, dict[str, list[File]]] = {}
        for name, file in self.files.items():
            files.setdefault(self.holds[name], {}).setdefault(file.sha256, []).append(file)
        return files

    def _join(self, group: Sequence[Stored], files: Mapping[str, Mapping[str, list[File]]]) -> None:
        if sum(len(files[each.report]) for each in group) < 2:
            return
        forms: list[tuple[Form, list[File]]] = []
        for each in group:
            own = sentences_of(self.target.sentences(each))
            for sha, same in files[each.report].items():
                place = rank(same[0].media, [file.name for file in same])
                known = own if sha == each.sha256 else same[0].sentences or own
                forms.append((Form(each.report, place, known), same))
        kept = kept_forms([form for form, _ in forms])
        for form, same in forms:
            report = kept[form.rank.name]
            for file in same:
                self.holds[file.name] = report
                if self._is_copy(file.name):
                    self.files[file.name] = replace(file, sentences=form.sentences)

    def _is_copy(self, name: str) -> bool:
        return self.files[name].sha256 != self.made_from[self.holds[name]]

    def _count_as_copy(self, name: str) -> None:
        """Note a file of this build whose report is not the one that is kept."""
        report = self.holds[name]
        kept = [n for n, each in self.holds.items() if each == report and not self._is_copy(n)]
        self.outcomes[name] = "duplicate"
        self.problems = [problem for problem in self.problems if problem.file_name != name]
        self._note_copy(name, min(kept))

    def _empty(self) -> Iterator[str]:
        """The folders and zips that were given and gave no report."""
        names = {file.address: file.name for file in self.found.inputs}
        for path, addresses in self.found.holds.items():
            if not any(names.get(address) in self.holds for address in addresses):
                yield path
                if not self.refused.keys() & {path, Path(path).name}:
                    self.problems.append(Problem(NOT_A_REPORT, NO_REPORT, path, own_cure=GIVE_IT))

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
