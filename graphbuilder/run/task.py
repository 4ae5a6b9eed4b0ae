"""What a runner takes and returns; it does not know the stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inspectgraph.graphbuilder.model import NOTHING_GIVEN, Given
from inspectgraph.graphbuilder.read.inputs import Input
from inspectgraph.ontology.errors import ReadError
from inspectgraph.ontology.problems import Problem
from inspectgraph.ontology.terms import DEFAULT_BASE

REPORT_IT = "Please report this, with the file."


@dataclass(frozen=True)
class BuildOptions:
    """How to build: processes, the base under which IRIs of instances are made, Turtle with
    labels and themes to add, a CSV of corrections (see `corrections`), and the folder of a
    profile, empty for that of the package. If the address of a Dask scheduler is given, its
    workers build, and ``workers`` is ignored. ``sidecar`` is a file of facts beside those of
    the folders (see `sidecar`), ``authority`` that of the only file."""

    workers: int = 1
    base_iri: str = DEFAULT_BASE
    themes: str = ""
    corrections: str = ""
    profile: str = ""
    scheduler: str = ""
    sidecar: Path | None = None
    authority: str = ""


@dataclass(frozen=True)
class Task:
    """A file whose report is to be built, with all that another process needs, and what is
    given of it. A worker on another machine is given the bytes of the file, too."""

    input: Input
    sha256: str
    fingerprint: str
    options: BuildOptions
    given: Given = NOTHING_GIVEN
    data: bytes | None = None

    def load(self) -> bytes:
        """The bytes of the file. Raises ReadError."""
        return self.input.load() if self.data is None else self.data


@dataclass(frozen=True)
class Built:
    """A report as built elsewhere: its graph as N-Quads, or why there is none; the format of its
    file, and the `versions` of what built it on a cluster."""

    name: str
    report: str = ""
    graph: str = ""
    nquads: bytes = b""
    media: str = ""
    problems: tuple[Problem, ...] = ()
    error: ReadError | None = None
    versions: str = ""


# Builds one report; a function of a module, so that another process finds it by its name.
Work = Callable[[Task], Built]
