"""What counts need to know of each inspection: short links, so that questions about many reports
need not look at findings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspectgraph.graphbuilder.derive.grades import GivenGrade
from inspectgraph.graphbuilder.derive.inspections import Inspection
from inspectgraph.graphbuilder.quads import GraphWriter
from inspectgraph.graphbuilder.rows import text_of
from inspectgraph.ontology import terms
from pyoxigraph import NamedNode, Store


@dataclass(frozen=True)
class Counted:
    """One inspection in counts: `counts_as` is itself, or the one that a fuller report is about;
    it is empty where it counts as none.

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


def read_counted(
    store: Store,
    inspections: Sequence[Inspection],
    given: Sequence[GivenGrade],
    counts_as: Mapping[str, str],
) -> list[Counted]:
    """Each inspection as counts take it."""
    judgements: dict[str, list[str]] = {}
    for grade in given:
        judgements.setdefault(grade.inspection, []).append(grade.judgement)
    counted = {
        report: counts_as[inspection.iri]
        for inspection in inspections
        for report in inspection.reports
    }
    weak = _themes(store, counted, terms.FINDS_WEAK)
    strong = _themes(store, counted, terms.FINDS_STRONG)
    return [
        Counted(
            inspection.iri,
            inspection.area,
            counts_as[inspection.iri],
            inspection.day,
            tuple(judgements.get(inspection.iri, ())),
            weak.get(inspection.iri, frozenset()),
            strong.get(inspection.iri, frozenset()),
        )
        for inspection in inspections
    ]


def _themes(store: Store, counted: Mapping[str, str], predicate: str) -> dict[str, frozenset[str]]:
    """The themes that the reports of each counted inspection find weak, or strong."""
    themes: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, NamedNode(predicate), None, None):
        themes.setdefault(counted[text_of(quad.subject)], set()).add(text_of(quad.object))
    return {inspection: frozenset(every) for inspection, every in themes.items()}


def write_counted(out: GraphWriter, rows: Sequence[Counted]) -> None:
    """The short links of each inspection."""
    for row in sorted(rows, key=lambda row: row.inspection):
        out.link(row.area, terms.HAS_INSPECTION, row.inspection)
        out.typed(row.inspection, terms.DC_DATE, row.day or None, terms.XSD_DATE)
        for judgement in row.judgements:
            out.link(row.inspection, terms.HAS_JUDGEMENT, judgement)
        if not row.counts_as:
            continue
        out.link(row.inspection, terms.COUNTS_AS, row.counts_as)
        for theme in sorted(row.weak):
            out.link(row.inspection, terms.WEAK_IN, theme)
        for theme in sorted(row.strong):
            out.link(row.inspection, terms.STRONG_IN, theme)
