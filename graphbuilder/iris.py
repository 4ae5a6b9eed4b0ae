"""IRIs of what a report is about. They are readable and depend on the facts alone: the same
report gives the same IRIs in any build, whatever other reports are in it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspectgraph.graphbuilder.model import (
    Agency,
    Area,
    Extract,
    Finding,
    Judgement,
    Passage,
)
from inspectgraph.graphbuilder.parse.sentences import words_hash
from inspectgraph.ontology.authorities import core_name, slug
from inspectgraph.ontology.problems import Problem


@dataclass(frozen=True)
class Names:
    """The IRIs of one report's things under a base."""

    base: str
    slug: str

    @property
    def report(self) -> str:
        return f"{self.base}report/{self.slug}"

    @property
    def graph(self) -> str:
        return f"{self.base}graph/{self.slug}"

    def passage(self, passage: Passage) -> str:
        return f"{self.report}/passage/{passage.start}-{passage.end}"

    def judgement(self, judgement: Judgement) -> str:
        section = f"{judgement.section}-" if judgement.section else ""
        return f"{self.report}/judgement/{_part(section)}{_part(judgement.aspect)}"

    def problem(self, problem: Problem) -> str:
        digest = hashlib.sha256(f"{problem.code}{problem.message}".encode()).hexdigest()[:8]
        return f"{self.base}problem/{self.slug}-{problem.code.casefold()}-{digest}"


def names_of(extract: Extract, base: str) -> Names:
    """IRIs of a report: its authority, kind and day, and eight digits of its text's hash."""
    facts = extract.facts
    day = facts.start or facts.published
    parts = [area_slug(facts.area), _part(facts.kind), day.isoformat() if day else "undated"]
    return Names(base, "-".join([*parts, text_hash(extract)[:8]]))


def _part(concept: str) -> str:
    """The id of a concept within the last part of an IRI: one below a segment has a slash."""
    return concept.replace("/", "-")


def text_hash(extract: Extract) -> str:
    """SHA-256 of the canonical text: equal for one report in two files."""
    return hashlib.sha256(extract.document.text.encode()).hexdigest()


def area_slug(area: Area) -> str:
    """The authority in an IRI. An unknown one has the same slug with and without its kind of
    council ("Kelderby", "Kelderby Metropolitan Borough Council")."""
    return slug(area.name if area.iri else core_name(area.name) or area.name)


def area_iri(area: Area, base: str) -> str:
    """The authority's IRI; one under the base if it is not in the reference data."""
    return area.iri or f"{base}authority/{area_slug(area)}"


def inspection_iri(extract: Extract, base: str) -> str:
    """Authority, kind and first day: reports that share them are about the same inspection."""
    facts = extract.facts
    day = facts.start or facts.published
    when = day.isoformat() if day else f"undated-{text_hash(extract)[:8]}"
    return f"{base}inspection/{area_slug(facts.area)}-{_part(facts.inspection_kind)}-{when}"


def agency_iri(agency: Agency, base: str) -> str:
    """The agency's IRI; one under the base if the body is not in the reference data."""
    return agency.iri or f"{base}agency/{agency.slug}"


def finding_iris(names: Names, findings: Sequence[Finding]) -> Iterator[tuple[Finding, str]]:
    """Findings with their IRIs: the hash of the words, and which of equal words it is."""
    seen: Counter[str] = Counter()
    for finding in findings:
        digest = words_hash(finding.passage.exact)
        seen[digest] += 1
        yield finding, f"{names.report}/finding/{digest}-{seen[digest]}"
