"""The trajectory of a council: inspections from left to right, grades and what returns below.

A council's predecessors are drawn with it. Scales differ between kinds of inspection: a line
between grades of two scales is dashed and tells no rise or fall.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from inspectgraph.ontology.terms import KIND, SECTION
from inspectgraph.queries.named.answer import Value, to_value
from inspectgraph.queries.source.local import Bindings, select
from inspectgraph.queries.visualise.model import Drawing, Link, Node, Report, Statement
from inspectgraph.queries.visualise.rows import (
    describe,
    place_of,
    read_codes,
    read_reports,
    read_statements,
)
from pyoxigraph import NamedNode, Store

_STEP: Final = 250  # from one inspection to the next
_ROW: Final = 48
_PREDECESSORS: Final = """SELECT DISTINCT ?earlier WHERE {
  #PARAMETERS
  ?asked (^org:resultingOrganization/org:originalOrganization)+ ?earlier
}"""
_JUDGEMENTS: Final = """SELECT ?judgement ?report ?area ?aspect ?grade ?section ?printed
       ?start ?page ?paragraph ?heading ?quote
WHERE {
  #PARAMETERS
  ?judgement a ig:Judgement ;
             ig:area ?area ;
             ig:statedIn ?report ;
             ig:aspect ?aspect ;
             ig:grade ?grade .
  OPTIONAL { ?judgement ig:section ?section }
  OPTIONAL { ?judgement ig:gradeAsPrinted ?printed }
  OPTIONAL {
    ?judgement ig:evidence ?passage . ?passage oa:start ?start
    OPTIONAL { ?passage ig:page ?page }
    OPTIONAL { ?passage ig:paragraph ?paragraph }
    OPTIONAL { ?passage ig:heading ?heading }
    OPTIONAL { ?passage oa:exact ?quote }
  }
}"""
_SCALES: Final = "SELECT ?kind ?scale WHERE { ?kind ig:scale ?scale }"
_RANKS: Final = """SELECT ?scale ?grade ?rank WHERE {
  ?point ig:ofScale ?scale ; ig:ofGrade ?grade ; ig:rank ?rank
}"""
_SECTIONS: Final = {SECTION + "safeguarding": "safeguarding", SECTION + "looked-after": "in care"}
_SUMMARIES: Final = ("summary", "news")  # used only where the full report is missing


@dataclass(frozen=True)
class _Grade:
    """A grade of an aspect in one report."""

    row: tuple[str, str]  # section and aspect
    grade: str
    printed: str
    passages: tuple[Statement, ...]


@dataclass(frozen=True)
class _Scales:
    """Which scale a kind of inspection has, and the rank of a grade on it (1 is best)."""

    of_kind: Mapping[str, str]
    ranks: Mapping[tuple[str, str], int]

    def step(self, one: tuple[str, str], other: tuple[str, str]) -> str:
        """From (kind, grade) to (kind, grade): better, worse, same or another scale."""
        scales = [self.of_kind.get(kind) for kind, _ in (one, other)]
        if scales[0] is None or scales[0] != scales[1]:
            return "other-scale"
        ranks = [self.ranks.get((scales[0], grade)) for _, grade in (one, other)]
        if ranks[0] is None or ranks[1] is None:
            return "other-scale"
        return "same" if ranks[0] == ranks[1] else "better" if ranks[1] < ranks[0] else "worse"


def draw_trajectory(
    store: Store, areas: Sequence[str], kinds: Sequence[str], since: str
) -> Drawing:
    """The picture of one council or several, one below the other."""
    codes = read_codes(store)
    scales = _scales(store)
    nodes: list[Node] = []
    links: list[Link] = []
    used: list[Report] = []
    notes: list[str] = []
    asked = list(dict.fromkeys(areas))
    older = {area: _predecessors(store, area) for area in asked}
    inside = {one for found in older.values() for one in found}
    asked = [area for area in asked if area not in inside] or asked
    for area in asked:
        council = [area, *older[area]]
        bound: Bindings = {
            "area": [NamedNode(one) for one in council],
            "kindIri": [NamedNode(kind) for kind in kinds],
        }
        reports, undated = read_reports(store, bound, since)
        top = max((node.place[1] for node in nodes if node.place), default=-2 * _ROW) + 2 * _ROW
        lane = _Lane(store, council, reports, codes, scales, top)
        drawn = lane.draw()
        nodes += drawn.nodes
        links += drawn.links
        used += drawn.reports
        notes += drawn.notes
        if undated:
            notes.append(f"{undated} reports without a date left out.")
    names = ", ".join(one.official for one in describe(store, asked).values())
    title = f"{names}: judgements through the years"
    return Drawing(
        title,
        tuple(nodes),
        tuple(links),
        tuple(used),
        tuple(dict.fromkeys(notes)),
        tuple(sorted(codes.items())),
    )


def _predecessors(store: Store, area: str) -> list[str]:
    rows = select(store, _PREDECESSORS, {"asked": [NamedNode(area)]})
    return sorted(row[0].value for row in rows if isinstance(row[0], NamedNode))


def _scales(store: Store) -> _Scales:
    of_kind = {str(k).removeprefix(KIND): str(s) for k, s in _rows(store, _SCALES)}
    ranks = {(str(s), str(g)): int(r or 0) for s, g, r in _rows(store, _RANKS)}
    return _Scales(of_kind, ranks)


class _Lane:
    """One council's part of the picture."""

    def __init__(
        self,
        store: Store,
        council: Sequence[str],
        reports: Mapping[str, Report],
        codes: Mapping[str, str],
        scales: _Scales,
        top: int,
    ) -> None:
        self._store, self._council, self._codes = store, council, codes
        self._scales, self._top = scales, top
        self._names = describe(store, council)
        self._reports = _fullest(reports.values())
        self._columns = {report.inspection: place for place, report in enumerate(self._reports, 1)}
        self._nodes: list[Node] = []
        self._links: list[Link] = []

    def draw(self) -> Drawing:
        """Inspections on top, a row for each aspect, then one for each theme that returns."""
        for report in self._reports:
            self._nodes.append(self._inspection(report))
        for one, other in zip(self._reports, self._reports[1:], strict=False):
            self._link(one.inspection, other.inspection, "next inspection", "timeline")
        line = 1
        grades = self._grades()
        for row in self._ordered(grades):
            self._row(line, self._aspect(row), "aspect")
            self._graded(line, row, grades)
            line += 1
        line, lone = self._returning(line)
        told = f"{lone} recommendations on themes that don't return are not drawn."
        notes = (told,) if lone else ()
        return Drawing("", tuple(self._nodes), tuple(self._links), tuple(self._reports), notes)

    def _place(self, column: int, line: int) -> tuple[int, int]:
        return column * _STEP, self._top + line * _ROW

    def _link(self, source: str, target: str, label: str, style: str) -> None:
        self._links.append(Link(source, target, label, 1, style))

    def _row(self, line: int, label: str, kind: str) -> None:
        node = f"{self._council[0]}#row-{line}"
        x, y = self._place(1, line)
        self._nodes.append(Node(node, "row", kind, label, label, place=(x - _ROW, y)))

    def _inspection(self, report: Report) -> Node:
        kind = self._codes.get(KIND + report.kind, report.kind)
        year = report.day[:4] or "undated"
        name = self._names[report.area]
        former = report.area != self._council[0]
        facts = [
            ("Council", f"{name.official} (predecessor)" if former else name.official),
            ("Kind", kind),
            ("Inspection ended", report.day or "not known"),
        ]
        return Node(
            report.inspection,
            "inspection",
            "inspection",
            f"{year} · {_short(report.kind)}",
            f"{kind}, {report.day or 'undated'}",
            (name.official, name.short, report.title),
            tuple(facts),
            10,
            place=self._place(self._columns[report.inspection], 0),
        )

    def _grades(self) -> dict[tuple[str, tuple[str, str]], _Grade]:
        """The grades by inspection and row; the passages of each in their order."""
        by_report = {report.iri: report for report in self._reports}
        found: dict[tuple[str, tuple[str, str]], _Grade] = {}
        areas: Bindings = {"area": [NamedNode(area) for area in self._council]}
        for row in sorted(_rows(self._store, _JUDGEMENTS, areas), key=_by_place):
            iri, report_iri, area, aspect, grade, section, printed = (_text(v) for v in row[:7])
            report = by_report.get(report_iri)
            if report is None:
                continue
            passage = Statement(iri, area, report_iri, "judgement", *place_of(row[7:]))
            key = (report.inspection, (section, aspect))
            before = found[key].passages if key in found else ()
            found[key] = _Grade(key[1], grade, printed, (*before, passage))
        return found

    def _ordered(self, grades: Iterable[tuple[str, tuple[str, str]]]) -> list[tuple[str, str]]:
        """Rows: overall first, then those that are graded most often."""
        counts: dict[tuple[str, str], int] = {}
        for _, row in grades:
            counts[row] = counts.get(row, 0) + 1
        return sorted(
            counts, key=lambda r: (not r[1].endswith("/overall"), -counts[r], self._aspect(r), r)
        )

    def _aspect(self, row: tuple[str, str]) -> str:
        section, aspect = row
        label = self._codes.get(aspect, aspect.rsplit("/", 1)[-1])
        return f"{label} ({_SECTIONS.get(section, section)})" if section else label

    def _graded(
        self,
        line: int,
        row: tuple[str, str],
        grades: Mapping[tuple[str, tuple[str, str]], _Grade],
    ) -> None:
        """The grades of one row, each joined with the one before."""
        before: tuple[str, str, str] | None = None
        for report in self._reports:
            grade = grades.get((report.inspection, row))
            if grade is None:
                continue
            label = self._codes.get(grade.grade, grade.grade.rsplit("/", 1)[-1])
            node = f"{report.inspection}#{line}"
            facts = (
                ("Aspect", self._aspect(row)),
                ("Grade", label),
                ("As printed", grade.printed),
                ("Inspection", f"{report.title}, {report.day or 'undated'}"),
            )
            self._nodes.append(
                Node(
                    node,
                    "judgement",
                    grade.grade.rsplit("/", 1)[-1],
                    label,
                    f"{label}: {self._aspect(row)}, {report.day[:4] or 'undated'}",
                    facts=facts,
                    weight=5,
                    said=grade.passages,
                    place=self._place(self._columns[report.inspection], line),
                )
            )
            self._link(report.inspection, node, "grade", "part")
            if before:
                step = self._scales.step(before[1:], (report.kind, grade.grade))
                self._link(before[0], node, _STEPS[step], step)
            before = (node, report.kind, grade.grade)

    def _returning(self, line: int) -> tuple[int, int]:
        """A row for each theme recommended in several inspections; how many are on no such."""
        areas: Bindings = {"area": [NamedNode(area) for area in self._council]}
        reports = {report.iri: report for report in self._reports}
        said = [
            one
            for one in read_statements(self._store, areas, reports)
            if one.polarity == "recommendation"
        ]
        told: dict[str, dict[str, list[Statement]]] = {}
        for one in said:
            for theme, _ in one.themes:
                inspection = reports[one.report].inspection
                told.setdefault(theme, {}).setdefault(inspection, []).append(one)
        again = {theme: where for theme, where in told.items() if len(where) > 1}
        for theme in sorted(again, key=lambda t: (-len(again[t]), t)):
            self._row(line, f"Returns: {self._codes.get(theme, theme)}", "theme")
            self._recommended(line, theme, again[theme])
            line += 1
        drawn = {one for where in again.values() for items in where.values() for one in items}
        return line, len(said) - len(drawn)

    def _recommended(self, line: int, theme: str, where: Mapping[str, list[Statement]]) -> None:
        before = ""
        name = self._codes.get(theme, theme)
        for report in self._reports:
            items = where.get(report.inspection)
            if not items:
                continue
            node = f"{report.inspection}#{line}"
            count = "1 recommendation" if len(items) == 1 else f"{len(items)} recommendations"
            self._nodes.append(
                Node(
                    node,
                    "recommendation",
                    "recommendation",
                    count,
                    f"{count} on {name}, {report.day[:4] or 'undated'}",
                    facts=(("Theme", name), ("Inspection", report.title)),
                    weight=4,
                    said=tuple(items),
                    place=self._place(self._columns[report.inspection], line),
                )
            )
            self._link(report.inspection, node, "recommended", "part")
            if before:
                self._link(before, node, "recommended again", "again")
            before = node


def _short(kind: str) -> str:
    """A kind for the head of a column: some ids are abbreviations."""
    return kind.upper() if kind in _ABBREVIATIONS else kind.replace("-", " ").capitalize()


_ABBREVIATIONS: Final = frozenset(("ilacs", "jtai", "lac", "send", "sif", "slac"))
_STEPS: Final = {
    "better": "a better grade",
    "worse": "a worse grade",
    "same": "the same grade",
    "other-scale": "another scale: not to be compared",
}


def _fullest(reports: Iterable[Report]) -> list[Report]:
    """One report for each inspection, in order of time: a summary only where no other is."""
    best: dict[str, Report] = {}
    for report in sorted(reports, key=lambda r: (r.kind in _SUMMARIES, r.iri)):
        best.setdefault(report.inspection, report)
    return sorted(best.values(), key=lambda r: (r.day or "9999", r.inspection))


def _rows(
    store: Store, sparql: str, bindings: Bindings | None = None
) -> Iterable[tuple[Value, ...]]:
    return (tuple(map(to_value, row)) for row in select(store, sparql, bindings))


def _by_place(row: Sequence[Value]) -> tuple[str, int, str]:
    return str(row[0]), int(row[7] or 0), str(row)


def _text(value: Value) -> str:
    return "" if value is None else str(value)
