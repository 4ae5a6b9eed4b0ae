"""Grades that inspections gave, as their reports state them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inspectgraph.graphbuilder.rows import select
from inspectgraph.ontology import terms
from pyoxigraph import Store

_RELAYING = f"SELECT ?kind WHERE {{ GRAPH ?graph {{ ?kind <{terms.RELAYS}> true }} }}"
_QUERY = f"""SELECT ?judgement ?inspection ?aspect ?section ?grade ?kind WHERE {{ GRAPH ?graph {{
  ?judgement <{terms.GRADE_OF}> ?grade ; <{terms.ASPECT_OF}> ?aspect ;
             <{terms.INSPECTION_OF}> ?inspection ; <{terms.STATED_IN}> ?report .
  ?report <{terms.KIND_OF}> ?kind .
  OPTIONAL {{ ?judgement <{terms.SECTION_OF}> ?section }} }} }}"""


@dataclass(frozen=True)
class GivenGrade:
    """A judgement of an inspection; `relayed` where a news item or a summary states it."""

    judgement: str
    inspection: str
    aspect: str
    section: str
    grade: str
    relayed: bool = False

    def is_of(self, section: str) -> bool:
        """Whether it can be compared with a grade of the section: one of the whole can."""
        return not section or not self.section or self.section == section


def relaying_kinds(store: Store) -> frozenset[str]:
    """The kinds of report that only pass on what a full report found: news, summaries."""
    return frozenset(kind for (kind,) in select(store, _RELAYING))


def read_grades(store: Store) -> list[GivenGrade]:
    """Every grade of every report, in the order of their IRIs."""
    relaying = relaying_kinds(store)
    return [
        GivenGrade(judgement, inspection, aspect, section, grade, kind in relaying)
        for judgement, inspection, aspect, section, grade, kind in sorted(select(store, _QUERY))
    ]


def fullest(grades: Iterable[GivenGrade]) -> list[GivenGrade]:
    """Of the grades of one aspect in one inspection those of full reports, where there are any."""
    every = list(grades)
    return [grade for grade in every if not grade.relayed] or every
