"""Which inspections are the same: counts take each once, the fullest source first.

A news item or a summary that prints no dates of the inspection has one of its own. It counts
as the inspection of a full report where only that one can be meant: the same area, an end at
most 120 days before the publication (or dates that lie within), and no grade that differs.
What a partner's inspectorate reports of that partner counts as none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from inspectgraph.graphbuilder.derive.grades import GivenGrade, relaying_kinds
from inspectgraph.graphbuilder.rows import select
from inspectgraph.ontology import terms
from pyoxigraph import Store

LATEST = 120  # days from the end of an inspection to news of it: full reports take up to 70
Grades = Mapping[tuple[str, str], str]
_QUERY = f"""SELECT ?report ?inspection ?area ?kind ?of ?start ?end ?issued ?about WHERE {{
  GRAPH ?graph {{
  ?report <{terms.REPORTS_ON}> ?inspection ; <{terms.KIND_OF}> ?kind ; <{terms.AREA}> ?area ;
          <{terms.INSPECTION_KIND}> ?of .
  OPTIONAL {{ ?report <{terms.START_DATE}> ?start ; <{terms.END_DATE}> ?end }}
  OPTIONAL {{ ?report <{terms.DC_ISSUED}> ?issued }}
  OPTIONAL {{ ?report <{terms.SUBJECT_OF}> ?about }} }} }}"""


@dataclass(frozen=True)
class Inspection:
    """What the reports on one inspection say about it together; `grades` by section and aspect.

    `full` is whether any of them is neither a news item nor a summary, `partner` whether all
    are about a partner of the council alone. Days are ISO dates or empty.
    """

    iri: str
    area: str
    full: bool
    start: str = ""
    end: str = ""
    published: str = ""
    grades: Grades = field(default_factory=dict)
    kind: str = ""
    reports: tuple[str, ...] = ()
    partner: bool = False

    @property
    def day(self) -> str:
        """The day by which questions between dates take it: its end, else its publication."""
        return self.end or self.published

    def joined(self, other: Inspection) -> Inspection:
        """With what another report says about it: the first publication counts."""
        published = min(filter(None, (self.published, other.published)), default="")
        return replace(
            self,
            full=self.full or other.full,
            start=self.start or other.start,
            end=self.end or other.end,
            published=published,
            reports=(*self.reports, *other.reports),
            partner=self.partner and other.partner,
        )


def read_inspections(store: Store, given: Iterable[GivenGrade]) -> list[Inspection]:
    """The inspections that the reports are about, with their grades."""
    grades: dict[str, dict[tuple[str, str], str]] = {}
    for grade in given:
        grades.setdefault(grade.inspection, {})[grade.section, grade.aspect] = grade.grade
    relaying = relaying_kinds(store)
    inspections: dict[str, Inspection] = {}
    for report, iri, area, kind, of, start, end, issued, about in sorted(select(store, _QUERY)):
        grades_of_inspection = grades.get(iri, {})
        full = kind not in relaying
        stated = Inspection(
            iri, area, full, start, end, issued, grades_of_inspection, of, (report,), bool(about)
        )
        inspections[iri] = inspections[iri].joined(stated) if iri in inspections else stated
    return list(inspections.values())


def counted_as(inspections: Sequence[Inspection]) -> dict[str, str]:
    """The inspection that each one counts as, most often itself; "" for one of a partner."""
    full: dict[str, list[Inspection]] = {}
    for inspection in inspections:
        if inspection.full and not inspection.partner:
            full.setdefault(inspection.area, []).append(inspection)
    return {
        one.iri: "" if one.partner else _meant(one, full.get(one.area, ())).iri
        for one in inspections
    }


def _meant(relayed: Inspection, candidates: Iterable[Inspection]) -> Inspection:
    """The one candidate that a news item or summary can mean, else itself."""
    if relayed.full:
        return relayed
    near = [full for full in candidates if _is_near(relayed, full) and _agree(relayed, full)]
    return near[0] if len(near) == 1 else relayed


def _is_near(relayed: Inspection, full: Inspection) -> bool:
    """Whether the dates of the one can mean the inspection of the other."""
    if not full.end:
        return False
    if relayed.end:
        return full.start <= relayed.start and relayed.end <= full.end
    if not relayed.published:
        return False
    days = (date.fromisoformat(relayed.published) - date.fromisoformat(full.end)).days
    return 0 <= days <= LATEST


def _agree(relayed: Inspection, full: Inspection) -> bool:
    """Whether they give a grade in common and none that differs; dates alone are no proof
    where an area had two inspections in one spring."""
    both = relayed.grades.keys() & full.grades.keys()
    return bool(both) and all(relayed.grades[key] == full.grades[key] for key in both)
