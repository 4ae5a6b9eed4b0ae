"""What counts need of each inspection: short links, so that questions over many reports need no
look at findings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspectgraph.graphbuilder.derive.inspections import RELAYING, Inspection, counted_as
from inspectgraph.graphbuilder.quads import GraphWriter
from inspectgraph.graphbuilder.rows import select, text_of
from inspectgraph.ontology import terms
from pyoxigraph import NamedNode, Store

_REPORTS = f"""SELECT ?report ?inspection ?kind ?area ?start ?end ?issued WHERE {{ GRAPH ?graph {{
  ?report <{terms.REPORTS_ON}> ?inspection ; <{terms.KIND_OF}> ?kind ; <{terms.AREA}> ?area .
  OPTIONAL {{ ?report <{terms.START_DATE}> ?start ; <{terms.END_DATE}> ?end }}
  OPTIONAL {{ ?report <{terms.DC_ISSUED}> ?issued }} }} }}"""
_GRADES = f"""SELECT ?judgement ?inspection ?section ?aspect ?grade WHERE {{ GRAPH ?graph {{
  ?judgement <{terms.GRADE_OF}> ?grade ; <{terms.ASPECT_OF}> ?aspect ;
             <{terms.INSPECTION_OF}> ?inspection .
  OPTIONAL {{ ?judgement <{terms.SECTION_OF}> ?section }} }} }} ORDER BY ?judgement ?grade"""


@dataclass(frozen=True)
class Counted:
    """One inspection in counts: `counts_as` is itself, or the one that a fuller report tells of.

    `day` is empty where no report is dated; `weak` and `strong` are IRIs of the themes in
    which its reports, and those that count as it, find weaknesses and strengths.
    """

    inspection: str
    area: str
    counts_as: str
    day: str = ""
    judgements: tuple[str, ...] = ()
    weak: frozenset[str] = frozenset()
    strong: frozenset[str] = frozenset()


def read_counted(store: Store) -> list[Counted]:
    """Each inspection as counts take it."""
    reports = sorted(select(store, _REPORTS))
    grades: dict[str, dict[tuple[str, str], str]] = {}
    judgements: dict[str, list[str]] = {}
    for judgement, inspection, section, aspect, grade in select(store, _GRADES):
        grades.setdefault(inspection, {})[section, aspect] = grade
        judgements.setdefault(inspection, []).append(judgement)
    inspections = _inspections(reports, grades)
    counts_as = counted_as(inspections)
    main = {row[0]: counts_as[row[1]] for row in reports}
    weak, strong = (_themes(store, main, one) for one in (terms.FINDS_WEAK, terms.FINDS_STRONG))
    return [
        Counted(
            one.iri,
            one.area,
            counts_as[one.iri],
            one.day,
            tuple(judgements.get(one.iri, ())),
            weak.get(one.iri, frozenset()),
            strong.get(one.iri, frozenset()),
        )
        for one in inspections
    ]


def _inspections(
    reports: Sequence[tuple[str, ...]], grades: Mapping[str, Mapping[tuple[str, str], str]]
) -> list[Inspection]:
    """The inspections of which the reports tell, out of the rows of _REPORTS."""
    inspections: dict[str, Inspection] = {}
    for _, iri, kind, area, start, end, issued in reports:
        full = kind.removeprefix(terms.KIND) not in RELAYING
        one = Inspection(iri, area, full, start, end, issued, grades.get(iri, {}))
        inspections[iri] = inspections[iri].joined(one) if iri in inspections else one
    return list(inspections.values())


def _themes(store: Store, main: Mapping[str, str], predicate: str) -> dict[str, frozenset[str]]:
    """The themes that the reports of each counted inspection find weak, or strong."""
    themes: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, NamedNode(predicate), None, None):
        themes.setdefault(main[text_of(quad.subject)], set()).add(text_of(quad.object))
    return {inspection: frozenset(every) for inspection, every in themes.items()}


def write_counted(out: GraphWriter, rows: Sequence[Counted]) -> None:
    """The short links of each inspection."""
    for row in sorted(rows, key=lambda one: one.inspection):
        out.link(row.area, terms.HAS_INSPECTION, row.inspection)
        out.link(row.inspection, terms.COUNTS_AS, row.counts_as)
        out.typed(row.inspection, terms.DC_DATE, row.day or None, terms.XSD_DATE)
        for judgement in row.judgements:
            out.link(row.inspection, terms.HAS_JUDGEMENT, judgement)
        for theme in sorted(row.weak):
            out.link(row.inspection, terms.WEAK_IN, theme)
        for theme in sorted(row.strong):
            out.link(row.inspection, terms.STRONG_IN, theme)
