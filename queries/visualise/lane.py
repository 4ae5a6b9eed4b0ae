"""One council's lane of a trajectory: its inspections, a row for each aspect that they grade.

Each grade is joined with the one before it as the graph says (`ig:previousJudgement`), with what
changed: a line between grades of two scales, or of a section and the whole, tells no rise or fall.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from inspectgraph.ontology.terms import ASPECT, CHANGE, KIND
from inspectgraph.queries.code_lists import CodeLists
from inspectgraph.queries.named.answer import Value, select_rows
from inspectgraph.queries.source.local import Bindings
from inspectgraph.queries.visualise.model import Drawing, Link, Node, Report, Statement
from inspectgraph.queries.visualise.rows import describe, passage_of, read_statements, text_of
from pyoxigraph import NamedNode, Store

ROW_HEIGHT: Final = 48
_COLUMN_WIDTH: Final = 250  # from one inspection to the next
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
_PREVIOUS: Final = """SELECT ?judgement ?previous ?change WHERE {
  #PARAMETERS
  ?judgement ig:area ?area ; ig:previousJudgement ?previous ; ig:change ?change .
}"""
_LATEST: Final = """SELECT ?judgement WHERE {
  #PARAMETERS
  ?area ig:latestJudgement ?judgement .
}"""
_COUNTED: Final = """SELECT ?inspection ?counted WHERE {
  #PARAMETERS
  ?report ig:area ?area ; ig:reportsOn ?inspection .
  ?inspection ig:countsAs ?counted .
}"""
Line = tuple[str, str]  # a section and an aspect: what one line of grades is about


@dataclass(frozen=True)
class _Grade:
    """A grade that one inspection gave, and where a report of it says so."""

    judgement: str
    line: Line
    grade: str
    printed: str
    passages: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Codes:
    """The labels of codes by their IRIs, and what the code lists say besides."""

    labels: Mapping[str, str]
    lists: CodeLists

    def label(self, code: str) -> str:
        """Its label, or the end of its IRI."""
        return self.labels.get(code, code.rsplit("/", 1)[-1])

    def short(self, kind: str) -> str:
        """A kind for the head of a column."""
        return self.lists.short_names.get(KIND + kind) or kind.replace("-", " ").capitalize()

    def line_label(self, line: Line) -> str:
        """The aspect, with its section where it has one."""
        section, aspect = line
        label = self.label(aspect)
        return f"{label} ({self.lists.short_names.get(section, section)})" if section else label


class Lane:
    """What is drawn of one council and its predecessors, from `top` downwards."""

    def __init__(
        self,
        store: Store,
        council: Sequence[str],
        reports: Mapping[str, Report],
        codes: Codes,
        top: int,
    ) -> None:
        self._store, self._council, self._codes, self._top = store, council, codes, top
        self._areas: Bindings = {"area": [NamedNode(area) for area in council]}
        self._names = describe(store, council)
        self._sources = self._counted(reports)
        self._reports = _fullest(self._sources.values(), codes.lists.relaying)
        self._columns = {report.inspection: n for n, report in enumerate(self._reports, 1)}
        self._latest = {str(row[0]) for row in select_rows(store, _LATEST, self._areas)}
        self._nodes: list[Node] = []
        self._links: list[Link] = []

    def draw(self) -> Drawing:
        """Inspections on top, a row for each aspect, then one for each theme that returns."""
        self._nodes += map(self._inspection, self._reports)
        for earlier, later in pairwise(self._reports):
            self._link(earlier.inspection, later.inspection, "next inspection", "timeline")
        grades = self._grades()
        lines = self._ordered(grades)
        for row, line in enumerate(lines, 1):
            self._row(row, self._codes.line_label(line), "aspect")
            self._draw_grades(row, line, grades)
        self._join_grades(grades, lines)
        lone = self._draw_returning(len(lines) + 1)
        note = f"{lone} recommendations on themes that don't return are not drawn."
        notes = (note,) if lone else ()
        return Drawing("", tuple(self._nodes), tuple(self._links), self._told(), notes)

    def _counted(self, reports: Mapping[str, Report]) -> dict[str, Report]:
        """The reports, without news and summaries of an inspection of which the full one is."""
        pairs = select_rows(self._store, _COUNTED, self._areas)
        counted = {str(inspection): str(other) for inspection, other in pairs}
        there = {report.inspection for report in reports.values()}
        return {
            iri: report
            for iri, report in reports.items()
            if (other := counted.get(report.inspection, "")) not in there
            or other == report.inspection
        }

    def _told(self) -> tuple[Report, ...]:
        """The reports of the columns, and those that give a grade which these leave out."""
        quoted = {statement.report for node in self._nodes for statement in node.statements}
        more = sorted(quoted - {report.iri for report in self._reports})
        return (*self._reports, *(self._sources[iri] for iri in more))

    def _position(self, column: int, row: int) -> tuple[int, int]:
        return column * _COLUMN_WIDTH, self._top + row * ROW_HEIGHT

    def _link(self, source: str, target: str, label: str, style: str) -> None:
        self._links.append(Link(source, target, label, 1, style))

    def _row(self, row: int, label: str, kind: str) -> None:
        """The label at the left of a row."""
        node = f"{self._council[0]}#row-{row}"
        x, y = self._position(1, row)
        self._nodes.append(Node(node, "row", kind, label, label, place=(x - ROW_HEIGHT, y)))

    def _inspection(self, report: Report) -> Node:
        kind = self._codes.labels.get(KIND + report.kind, report.kind)
        name = self._names[report.area]
        former = report.area != self._council[0]
        details = (
            ("Council", f"{name.official} (predecessor)" if former else name.official),
            ("Kind", kind),
            ("Inspection ended", report.day or "not known"),
        )
        return Node(
            report.inspection,
            "inspection",
            "inspection",
            f"{_year(report)} · {self._codes.short(report.kind)}",
            f"{kind}, {report.day or 'undated'}",
            (name.official, name.short, report.title),
            details,
            10,
            place=self._position(self._columns[report.inspection], 0),
        )

    def _grades(self) -> dict[tuple[str, Line], _Grade]:
        """The grades by inspection and line, of the fullest report; their passages in order."""
        rows = select_rows(self._store, _JUDGEMENTS, self._areas)
        relaying, relayed = self._codes.lists.relaying, dict[tuple[str, str], bool]()
        grades: dict[tuple[str, Line], _Grade] = {}
        for row in sorted((row for row in rows if str(row[1]) in self._sources), key=self._order):
            iri, report_iri, area, aspect, grade, section, printed = map(text_of, row[:7])
            report = self._sources[report_iri]
            told = report.kind in relaying
            if relayed.setdefault((report.inspection, aspect), told) != told:
                continue
            line = (section, aspect)
            known = grades.get((report.inspection, line), _Grade(iri, line, grade, printed))
            if known.judgement == iri:
                passage = Statement(iri, area, report_iri, "judgement", *passage_of(row[7:]))
                known = replace(known, passages=(*known.passages, passage))
            grades[report.inspection, line] = known
        return grades

    def _order(self, row: Sequence[Value]) -> tuple[bool, str, str, int, str]:
        """Judgements of full reports first; passages by their start."""
        report = self._sources[str(row[1])]
        relayed = report.kind in self._codes.lists.relaying
        return relayed, report.iri, str(row[0]), int(row[7] or 0), str(row)

    def _ordered(self, grades: Iterable[tuple[str, Line]]) -> list[Line]:
        """The headline aspect first, then those that are graded most often."""
        counts = Counter(line for _, line in grades)
        headline = next((ASPECT + aspect for aspect in self._codes.lists.headlines), "")

        def place(line: Line) -> tuple[bool, int, str, Line]:
            return line[1] != headline, -counts[line], self._codes.line_label(line), line

        return sorted(counts, key=place)

    def _draw_grades(self, row: int, line: Line, grades: Mapping[tuple[str, Line], _Grade]) -> None:
        """The grades of one row."""
        for report in self._reports:
            grade = grades.get((report.inspection, line))
            if grade is not None:
                node = self._grade_node(row, report, grade)
                self._nodes.append(node)
                self._link(report.inspection, node.id, "grade", "part")

    def _join_grades(
        self, grades: Mapping[tuple[str, Line], _Grade], lines: Sequence[Line]
    ) -> None:
        """Each grade with the one before, which may stand in another row: a section's."""
        rows = {line: row for row, line in enumerate(lines, 1)}
        drawn = {
            grade.judgement: _node_id(inspection, rows[line])
            for (inspection, line), grade in grades.items()
        }
        for row in sorted(select_rows(self._store, _PREVIOUS, self._areas), key=str):
            judgement, previous, change = map(text_of, row)
            if judgement in drawn and previous in drawn:
                label, style = self._codes.label(change), change.removeprefix(CHANGE)
                self._link(drawn[previous], drawn[judgement], label, style)

    def _grade_node(self, row: int, report: Report, grade: _Grade) -> Node:
        label, aspect = self._codes.label(grade.grade), self._codes.line_label(grade.line)
        code = grade.grade.rsplit("/", 1)[-1]
        details = (
            ("Aspect", aspect),
            ("Grade", label),
            ("As printed", grade.printed),
            ("Inspection", f"{report.title}, {report.day or 'undated'}"),
            *([("Latest of the authority", "yes")] if grade.judgement in self._latest else []),
        )
        return Node(
            _node_id(report.inspection, row),
            "judgement",
            code,
            label,
            f"{label}: {aspect}, {_year(report)}",
            details=details,
            weight=5,
            tone=self._codes.lists.tone(code),
            rank=self._codes.lists.any_rank(code),
            statements=grade.passages,
            place=self._position(self._columns[report.inspection], row),
        )

    def _draw_returning(self, row: int) -> int:
        """A row for each theme recommended in several inspections; how many are on no such."""
        reports = {report.iri: report for report in self._reports}
        recommendations = [
            statement
            for statement in read_statements(self._store, self._areas, reports)
            if statement.polarity == "recommendation"
        ]
        by_theme: dict[str, dict[str, list[Statement]]] = {}
        for statement in recommendations:
            inspection = reports[statement.report].inspection
            for theme, _ in statement.themes:
                by_theme.setdefault(theme, {}).setdefault(inspection, []).append(statement)
        again = {theme: where for theme, where in by_theme.items() if len(where) > 1}
        themes = sorted(again, key=lambda theme: (-len(again[theme]), theme))
        for number, theme in enumerate(themes, row):
            self._row(number, f"Returns: {self._codes.labels.get(theme, theme)}", "theme")
            self._draw_recommendations(number, theme, again[theme])
        drawn = {item for where in again.values() for items in where.values() for item in items}
        return len(recommendations) - len(drawn)

    def _draw_recommendations(
        self, row: int, theme: str, where: Mapping[str, list[Statement]]
    ) -> None:
        before = ""
        for report in self._reports:
            recommendations = where.get(report.inspection)
            if not recommendations:
                continue
            node = self._recommendation_node(row, report, theme, recommendations)
            self._nodes.append(node)
            self._link(report.inspection, node.id, "recommended", "part")
            if before:
                self._link(before, node.id, "recommended again", "again")
            before = node.id

    def _recommendation_node(
        self, row: int, report: Report, theme: str, recommendations: Sequence[Statement]
    ) -> Node:
        number = len(recommendations)
        count = "1 recommendation" if number == 1 else f"{number} recommendations"
        name = self._codes.labels.get(theme, theme)
        return Node(
            _node_id(report.inspection, row),
            "recommendation",
            "recommendation",
            count,
            f"{count} on {name}, {_year(report)}",
            details=(("Theme", name), ("Inspection", report.title)),
            weight=4,
            statements=tuple(recommendations),
            place=self._position(self._columns[report.inspection], row),
        )


def _node_id(inspection: str, row: int) -> str:
    return f"{inspection}#{row}"


def _year(report: Report) -> str:
    return report.day[:4] or "undated"


def _fullest(reports: Iterable[Report], relaying: frozenset[str]) -> list[Report]:
    """One report for each inspection, in order of time: a summary only where no other is."""
    fullest: dict[str, Report] = {}
    for report in sorted(reports, key=lambda r: (r.kind in relaying, r.iri)):
        fullest.setdefault(report.inspection, report)
    return sorted(fullest.values(), key=lambda r: (r.day or "9999", r.inspection))
