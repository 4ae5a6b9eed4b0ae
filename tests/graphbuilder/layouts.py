"""Reports set as PDF in the layouts of seventeen years, with wording of our own.

A `Sheet` draws words at places, in the order in which it is told to: a PDF keeps that order,
and a table may be written row by row, column by column or with its grades first.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from inspectgraph.graphbuilder.extract.judgements import extract_judgements
from inspectgraph.graphbuilder.extract.report import extract_report
from inspectgraph.graphbuilder.model import Document, Judgement, ReportFacts
from inspectgraph.graphbuilder.parse.document import parse
from inspectgraph.graphbuilder.read.read import read
from inspectgraph.ontology.problems import Problem
from inspectgraph.ontology.profiles import load_profile
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

LEFT, RIGHT, TOP, BOTTOM = 71.0, 520.0, 760.0, 70.0
LEADING = 1.21
FILLER = (
    "Social workers visit children as often as their plans say, and write down what they saw.",
    "Managers talk with them about each family once a month and note what was agreed.",
    "Some plans lack a date by which things are to be better, and drift sets in.",
)


@dataclass(frozen=True)
class Table:
    """Rows of label and grade; each is a string with ``|`` where a line breaks in its cell.

    ``order`` is the order in the file: "rows", "columns" (all labels, then all grades),
    "grades-first" (each grade before its label) or "grades-above" (all grades, then labels).
    """

    rows: Sequence[tuple[str, str]]
    order: str = "rows"
    middle: bool = False
    padding: float = 12.0
    x: float = 77.0
    grade_x: float = 330.0
    size: float = 12.0
    bold: bool = False


@dataclass
class Sheet:
    """Pages in the making."""

    encrypt: str | None = None
    _data: io.BytesIO = field(default_factory=io.BytesIO)
    _y: float = TOP
    running: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._canvas = Canvas(self._data, pagesize=A4, invariant=1, encrypt=self.encrypt)
        self._page = 1
        self._start_page()

    def _start_page(self) -> None:
        self._y = TOP
        for index, words in enumerate(self.running):
            self.at(LEFT, 40 - 11 * index, words.replace("#", str(self._page)), 8)

    def at(self, x: float, y: float, words: str, size: float = 12.0, bold: bool = False) -> None:
        """Draw words at a place."""
        self._canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self._canvas.drawString(x, y, words)

    def page(self) -> Sheet:
        """Begin a new page."""
        self._canvas.showPage()
        self._page += 1
        self._start_page()
        return self

    def skip(self, points: float) -> Sheet:
        self._y -= points
        return self

    def lines(
        self, *lines: str, size: float = 12.0, bold: bool = False, x: float = LEFT,
        after: float = 10.0, hanging: float = 0.0,
    ) -> Sheet:  # fmt: skip
        """A block of given lines; white space behind it."""
        for index, words in enumerate(lines):
            if self._y < BOTTOM:
                self.page()
            self.at(x + (hanging if index else 0), self._y, words, size, bold)
            self._y -= size * LEADING
        self._y -= after
        return self

    def para(self, words: str, width: int = 84, **look: float) -> Sheet:
        """A paragraph, wrapped."""
        lines, line = [], ""
        for word in words.split():
            if len(line) + len(word) + 1 > width:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        return self.lines(*lines, line, **look)  # type: ignore[arg-type]

    def filler(self, first: int = 0, count: int = 3) -> Sheet:
        """Numbered paragraphs without grades; ``first`` 0 means without numbers."""
        for index in range(count):
            mark = f"{first + index}. " if first else ""
            self.para(mark + " ".join(FILLER), hanging=21.0 if first else 0.0)
        return self

    def title(self, *lines: str, size: float = 26.0) -> Sheet:
        return self.lines(*lines, size=size, after=14)

    def heading(self, *lines: str, size: float = 14.0) -> Sheet:
        return self.lines(*lines, size=size, bold=True)

    def table(self, table: Table) -> Sheet:
        """A table, its strings in the order that it names."""
        labels: list[list[tuple[float, float, str]]] = []
        grades: list[list[tuple[float, float, str]]] = []
        step = table.size * LEADING
        for label, grade in table.rows:
            left, right = label.split("|"), grade.split("|")
            height = max(len(left), len(right)) * step
            for column, cell, x in ((labels, left, table.x), (grades, right, table.grade_x)):
                drop = (height - len(cell) * step) / 2 if table.middle else 0
                column.append(
                    [(x, self._y - drop - i * step, words) for i, words in enumerate(cell)]
                )
            self._y -= height + table.padding
        pairs = list(zip(labels, grades, strict=True))
        cells = {
            "rows": [cell for pair in pairs for cell in pair],
            "grades-first": [cell for pair in pairs for cell in reversed(pair)],
            "columns": [*labels, *grades],
            "grades-above": [*grades, *labels],
        }[table.order]
        for cell in cells:
            for x, y, words in cell:
                self.at(x, y, words, table.size, table.bold)
        return self.skip(8)

    def pdf(self) -> bytes:
        """The bytes of the file."""
        self._canvas.showPage()
        self._canvas.save()
        return self._data.getvalue()


@dataclass(frozen=True)
class Reading:
    """All that the pipeline takes from one file."""

    document: Document
    facts: ReportFacts
    problems: tuple[Problem, ...]
    judgements: tuple[Judgement, ...]

    @property
    def grades(self) -> dict[str, str]:
        """Grade by aspect, the section in front where there is one."""
        return {f"{one.section}/{one.aspect}".lstrip("/"): one.grade for one in self.judgements}

    @property
    def headings(self) -> list[str]:
        return [self.document.words(b) for b in self.document.blocks if b.kind.value == "heading"]


def take(data: bytes | str, name: str = "report.pdf") -> Reading:
    """Read, parse and extract one file; a text is given as a string."""
    raw = data.encode() if isinstance(data, str) else data
    document = parse(read(name if isinstance(data, bytes) else "report.txt", raw), load_profile())
    facts, problems = extract_report(document, load_profile())
    judgements, more = extract_judgements(
        document, load_profile().framework(facts.kind), load_profile()
    )
    return Reading(document, facts, (*problems, *more), judgements)
