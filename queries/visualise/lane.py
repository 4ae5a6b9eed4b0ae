"""One council's lane of a trajectory: its inspections, a row for each aspect that they grade.

Scales differ between kinds of inspection: a line between grades of two scales is dashed and
tells no rise or fall.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from inspectgraph.ontology.terms import ASPECT, GRADE, KIND
from inspectgraph.queries.code_lists import Change, CodeLists, GivenGrade
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
_LINE_STYLES: Final = {Change.BETTER: "better", Change.WORSE: "worse", Change.SAME: "same"}
_OTHER_SCALE: Final = "other-scale"
Line = tuple[str, str]  # a section and an aspect: what one line of grades is about


@dataclass(frozen=True)
class _Grade:
    """A grade that one inspection gave, and where its reports say so."""

    line: Line
    grade: str
    printed: str
    passages: tuple[Statement, ...]

    def given_by(self, kind: str) -> GivenGrade:
        """The grade with the kind of inspection that gave it."""
        return GivenGrade(kind, self.grade.removeprefix(GRADE))


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

    def line_style(self, before: GivenGrade, now: GivenGrade) -> str:
        """How the line between two grades is drawn."""
        comparison = self.lists.compare(before, now)
        if not (comparison.one_scale and comparison.ranked):
            return _OTHER_SCALE
        return _LINE_STYLES[comparison.change]


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
        self._reports = _fullest(reports.values(), codes.lists.relaying)
        self._columns = {report.inspection: n for n, report in enumerate(self._reports, 1)}
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
        lone = self._draw_returning(len(lines) + 1)
        note = f"{lone} recommendations on themes that don't return are not drawn."
        notes = (note,) if lone else ()
        return Drawing("", tuple(self._nodes), tuple(self._links), tuple(self._reports), notes)

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
        """The grades by inspection and line; the passages of each in their order."""
        by_iri = {report.iri: report for report in self._reports}
        grades: dict[tuple[str, Line], _Grade] = {}
        for row in sorted(select_rows(self._store, _JUDGEMENTS, self._areas), key=_by_start):
            iri, report_iri, area, aspect, grade, section, printed = map(text_of, row[:7])
            report = by_iri.get(report_iri)
            if report is None:
                continue
            passage = Statement(iri, area, report_iri, "judgement", *passage_of(row[7:]))
            key = (report.inspection, (section, aspect))
            before = grades[key].passages if key in grades else ()
            grades[key] = _Grade(key[1], grade, printed, (*before, passage))
        return grades

    def _ordered(self, grades: Iterable[tuple[str, Line]]) -> list[Line]:
        """The headline aspect first, then those that are graded most often."""
        counts = Counter(line for _, line in grades)
        headline = next((ASPECT + aspect for aspect in self._codes.lists.headlines), "")

        def place(line: Line) -> tuple[bool, int, str, Line]:
            return line[1] != headline, -counts[line], self._codes.line_label(line), line

        return sorted(counts, key=place)

    def _draw_grades(self, row: int, line: Line, grades: Mapping[tuple[str, Line], _Grade]) -> None:
        """The grades of one row, each joined with the one before."""
        before: tuple[str, GivenGrade] | None = None
        for report in self._reports:
            grade = grades.get((report.inspection, line))
            if grade is None:
                continue
            node = self._grade_node(row, report, grade)
            self._nodes.append(node)
            self._link(report.inspection, node.id, "grade", "part")
            given = grade.given_by(report.kind)
            if before:
                style = self._codes.line_style(before[1], given)
                self._link(before[0], node.id, _LINE_LABELS[style], style)
            before = (node.id, given)

    def _grade_node(self, row: int, report: Report, grade: _Grade) -> Node:
        label, aspect = self._codes.label(grade.grade), self._codes.line_label(grade.line)
        code = grade.grade.rsplit("/", 1)[-1]
        details = (
            ("Aspect", aspect),
            ("Grade", label),
            ("As printed", grade.printed),
            ("Inspection", f"{report.title}, {report.day or 'undated'}"),
        )
        return Node(
            f"{report.inspection}#{row}",
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
            f"{report.inspection}#{row}",
            "recommendation",
            "recommendation",
            count,
            f"{count} on {name}, {_year(report)}",
            details=(("Theme", name), ("Inspection", report.title)),
            weight=4,
            statements=tuple(recommendations),
            place=self._position(self._columns[report.inspection], row),
        )


_LINE_LABELS: Final = {
    "better": "a better grade",
    "worse": "a worse grade",
    "same": "the same grade",
    _OTHER_SCALE: "another scale: not to be compared",
}


def _year(report: Report) -> str:
    return report.day[:4] or "undated"


def _fullest(reports: Iterable[Report], relaying: frozenset[str]) -> list[Report]:
    """One report for each inspection, in order of time: a summary only where no other is."""
    fullest: dict[str, Report] = {}
    for report in sorted(reports, key=lambda r: (r.kind in relaying, r.iri)):
        fullest.setdefault(report.inspection, report)
    return sorted(fullest.values(), key=lambda r: (r.day or "9999", r.inspection))


def _by_start(row: Sequence[Value]) -> tuple[str, int, str]:
    return str(row[0]), int(row[7] or 0), str(row)
