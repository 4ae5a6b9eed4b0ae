"""Judgements through the years: the one before each, what changed, and the latest.

A judgement is compared with that of the same aspect by the last earlier inspection which gave
one, of the same authority or of one that it followed; grades of two sections are not compared.
The latest inspection for an aspect is the last that graded anything and whose kind grades the
aspect: where it gave no such grade (there is no overall grade since April 2026) there is no
latest judgement, and the older one does not stand in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from inspectgraph.graphbuilder.derive.grades import GivenGrade, fullest
from inspectgraph.graphbuilder.derive.inspections import Inspection
from inspectgraph.graphbuilder.derive.scales import NOT_COMPARABLE, Scales
from inspectgraph.graphbuilder.quads import GraphWriter
from inspectgraph.graphbuilder.rows import select
from inspectgraph.ontology import terms
from pyoxigraph import Store

_USED = f"""SELECT ?kind ?aspect WHERE {{ GRAPH ?graph {{
  ?aspect <{terms.USED_IN_KIND}> ?kind }} }} ORDER BY ?kind ?aspect"""
_EARLIER = f"""SELECT DISTINCT ?area ?earlier WHERE {{ GRAPH <{terms.AUTHORITIES_GRAPH}> {{
  ?area (^<{terms.RESULTING_ORGANIZATION}>/<{terms.ORIGINAL_ORGANIZATION}>)+ ?earlier .
  FILTER(?earlier != ?area) }} }}"""


class History:
    """The inspections that count, and their grades."""

    def __init__(
        self,
        inspections: Iterable[Inspection],
        given: Iterable[GivenGrade],
        scales: Scales,
        used: Mapping[str, Sequence[str]],
        earlier: Mapping[str, Sequence[str]],
    ) -> None:
        self._scales, self._used, self._earlier = scales, used, earlier
        self._inspections = {inspection.iri: inspection for inspection in inspections}
        self._full: dict[str, list[Inspection]] = {}
        for inspection in self._inspections.values():
            if inspection.full and inspection.end:
                self._full.setdefault(inspection.area, []).append(inspection)
        self._given: dict[tuple[str, str], list[GivenGrade]] = {}
        for grade in given:
            if grade.inspection in self._inspections:
                self._given.setdefault((grade.inspection, grade.aspect), []).append(grade)
        self._past: dict[tuple[str, str], list[GivenGrade]] = {}
        for grade in self._main():
            area = self._inspections[grade.inspection].area
            self._past.setdefault((area, grade.aspect), []).append(grade)

    def _main(self) -> Iterator[GivenGrade]:
        """The grades that are compared: dated, each of the fullest source."""
        for (iri, aspect), grades in self._given.items():
            inspection = self._inspections[iri]
            if inspection.day and self._stands(inspection, aspect):
                yield from fullest(grades)

    def _stands(self, inspection: Inspection, aspect: str) -> bool:
        """Whether it stands for itself: it is a full report, or prints days of its own, or no full
        report of the year before can be what the news item or summary is about."""
        if inspection.full or inspection.end:
            return True
        day = inspection.day or "0002-01-01"
        since = f"{int(day[:4]) - 1:04}{day[4:]}"
        return not any(
            full.end >= since and (not inspection.day or full.end <= day)
            for full in self._full.get(inspection.area, ())
            if aspect in self._used.get(full.kind, ())
        )

    def comparisons(self) -> Iterator[tuple[GivenGrade, list[GivenGrade], str]]:
        """Each grade that has an earlier one, with the earlier ones, and what changed."""
        for grades in self._past.values():
            for grade in grades:
                before = self._last_before(
                    self._inspections[grade.inspection], grade.aspect, grade.section
                )
                if before:
                    yield grade, before, self._change(grade, before)

    def _last_before(
        self, inspection: Inspection, aspect: str, section: str = ""
    ) -> list[GivenGrade]:
        """The grades of the last earlier inspection that gave any such."""
        areas = [inspection.area, *self._earlier.get(inspection.area, ())]
        past = [
            (self._inspections[grade.inspection], grade)
            for area in areas
            for grade in self._past.get((area, aspect), ())
            if grade.is_of(section) and self._inspections[grade.inspection].day < inspection.day
        ]
        # of two inspections on one day, that of the authority itself comes first
        last = max((_rank(earlier, inspection) for earlier, _ in past), default=None)
        return [grade for earlier, grade in past if _rank(earlier, inspection) == last]

    def _change(self, grade: GivenGrade, before: Sequence[GivenGrade]) -> str:
        changes = {
            self._scales.change(self._place(grade), self._place(earlier)) for earlier in before
        }
        return changes.pop() if len(changes) == 1 else NOT_COMPARABLE

    def _place(self, grade: GivenGrade) -> tuple[str, str, str]:
        return self._inspections[grade.inspection].kind, grade.section, grade.grade

    def latest(self) -> Iterator[tuple[Inspection, str, list[GivenGrade]]]:
        """For each authority and aspect its latest inspection, undated ones beside it, and the
        grades that it gave."""
        grading: dict[tuple[str, str], list[Inspection]] = {}
        for inspection in self._inspections.values():
            for aspect in self._used.get(inspection.kind, ()) if inspection.grades else ():
                if self._stands(inspection, aspect):
                    grading.setdefault((inspection.area, aspect), []).append(inspection)
        for (_, aspect), inspections in grading.items():
            last = max(inspection.day for inspection in inspections)
            for inspection in inspections:
                if inspection.day in ("", last):
                    grades = fullest(self._given.get((inspection.iri, aspect), ()))
                    yield inspection, aspect, grades

    def superseded(self, inspection: Inspection, aspect: str) -> list[GivenGrade]:
        """The last grades before an inspection that gave none of the aspect."""
        return self._last_before(inspection, aspect) if inspection.day else []


def _rank(earlier: Inspection, inspection: Inspection) -> tuple[str, bool]:
    """How close an earlier inspection is to a later one."""
    return earlier.day, earlier.area == inspection.area


def read_history(
    store: Store,
    inspections: Sequence[Inspection],
    given: Sequence[GivenGrade],
    counts_as: Mapping[str, str],
) -> History:
    """The history of the inspections that count as themselves."""
    counted = [
        inspection for inspection in inspections if counts_as[inspection.iri] == inspection.iri
    ]
    used, earlier = (_grouped(select(store, query)) for query in (_USED, _EARLIER))
    return History(counted, given, Scales.read(store), used, earlier)


def _grouped(rows: Iterable[tuple[str, ...]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for key, value in rows:
        groups.setdefault(key, []).append(value)
    return groups


def write_history(out: GraphWriter, history: History) -> None:
    """The links from each judgement to the one before it, and to the latest ones."""
    for grade, before, change in history.comparisons():
        for previous in before:
            out.link(grade.judgement, terms.PREVIOUS_JUDGEMENT, previous.judgement)
        out.link(grade.judgement, terms.CHANGE_OF, terms.CHANGE + change)
    for inspection, aspect, grades in history.latest():
        out.link(inspection.iri, terms.LATEST_FOR, aspect)
        for grade in grades:
            out.link(inspection.area, terms.LATEST_JUDGEMENT, grade.judgement)
        for previous in [] if grades else history.superseded(inspection, aspect):
            out.link(inspection.iri, terms.PREVIOUS_JUDGEMENT, previous.judgement)
