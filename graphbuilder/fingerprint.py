"""Fingerprints: what a report's graph depends on, so that what is unchanged can be skipped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from inspectgraph.graphbuilder.model import NOTHING_GIVEN, Given
from inspectgraph.graphbuilder.reference import reference_digest
from inspectgraph.graphbuilder.run.task import BuildOptions
from inspectgraph.ontology.profiles import Profile


def fingerprint(options: BuildOptions, profile: Profile) -> str:
    """A hash of everything that a report's graph depends on apart from its bytes: code, the
    profile with its models, base, themes and corrections."""
    inputs = [options.base_iri, options.themes, options.corrections]
    parts = "\n".join([code_digest(), reference_digest(profile), *inputs])
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


def of_file(fingerprint: str, given: Given) -> str:
    """The fingerprint of a build for one of its files: what is given of it is added."""
    if given == NOTHING_GIVEN:
        return fingerprint
    return f"{fingerprint}-{hashlib.sha256(repr(given).encode()).hexdigest()[:16]}"


def says_more(fingerprint: str, than: str) -> bool:
    """Whether a file was read like another one, with something given of it besides."""
    return fingerprint.startswith(f"{than}-")


@cache
def code_digest() -> str:
    """A hash of the code that turns a file into a graph."""
    digest = hashlib.sha256()
    for room in ("graphbuilder", "ontology"):
        for file in _sources(files(f"inspectgraph.{room}")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.name.endswith(".py"):
            yield entry
