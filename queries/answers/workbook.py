"""Excel: an answer as a workbook, and the whole graph as analysts know it.

Cells have types: dates, numbers and truth values as such, all else as text. Text is
written as text whatever it begins with, and stays so when the cell is edited. What
Excel cannot hold is cut with a mark: 32,767 characters a cell, 1,048,576 rows a
sheet. The last sheet holds notes: what was asked and out of how many. The same
answer gives the same bytes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inspectgraph.queries.answers.formats import (
    Asked,
    is_dates,
    is_formula,
    is_iris,
    plain,
    whole_file,
)
from inspectgraph.queries.export import TABLES
from inspectgraph.queries.named.run import (
    Answer,
    Row,
    Value,
    load_question,
    run,
    run_bound,
    to_value,
)
from inspectgraph.queries.source.local import Source, select

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

NOT_GIVEN: Final = "not given"
NONE_READ: Final = "none read"

_MOST_ROWS: Final = 1_048_576
_MOST_CHARACTERS: Final = 32_767  # UTF-16 code units, as Excel counts
_MOST_LINKS: Final = 65_530  # of a sheet
_LONGEST_LINK: Final = 2_079
_MOST_DIGITS: Final = 10**15  # Excel's numbers are floats: longer ones would be rounded
_NARROWEST: Final = 8
_WIDEST: Final = 60
_GRID: Final = 4
_MEASURED: Final = 2_000  # rows that tell the width of a column
_CREATED: Final = datetime(2000, 1, 1)  # no clock time: the same answer, the same bytes
_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\'\x00-\x1f]+")
_LINE_END: Final = re.compile(r"\r\n?")
_UNFIT: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# names are put to the few counts at the end: on each finding they would take most of the time
_COUNTS: Final = """PREFIX subject: <https://w3id.org/inspectgraph/subject/>
SELECT ?authority ?polarity ?council ?n WHERE {
  { SELECT ?area ?polarityIri ?subject (COUNT(DISTINCT ?finding) AS ?n) WHERE {
      # of a full report, its summary and news of it the full report counts
      { SELECT DISTINCT ?report WHERE {
          ?report ig:kind ?kind ; ig:reportsOn ?inspection .
          OPTIONAL { ?inspection ig:countsAs ?counted }
          BIND(COALESCE(?counted, ?inspection) AS ?one)
          OPTIONAL {
            ?full ig:reportsOn ?one ; ig:kind ?fullKind
            FILTER(?fullKind NOT IN (kind:summary, kind:news))
          }
          FILTER(?kind NOT IN (kind:summary, kind:news) || !BOUND(?full))
      } }
      ?finding ig:statedIn ?report ; ig:polarity ?polarityIri ;
               ig:area ?area ; ig:subject ?subject .
  } GROUP BY ?area ?polarityIri ?subject }
  ?area skos:prefLabel ?name .
  BIND(STR(?name) AS ?authority)
  BIND(STRAFTER(STR(?polarityIri), "/polarity/") AS ?polarity)
  BIND(?subject = subject:council AS ?council)
} ORDER BY ?authority ?polarity ?subject"""
_WEAK: Final = """SELECT ?authority ?theme ?label ?weak ?findings WHERE {
  { SELECT ?area ?broad (COUNT(DISTINCT ?one) AS ?weak) (COUNT(DISTINCT ?finding) AS ?findings)
    WHERE {
      { SELECT DISTINCT ?area ?inspection ?finding ?part WHERE {
          {
            ?finding ig:polarity polarity:weakness ; ig:theme ?part ;
                     ig:inspection ?inspection ; ig:area ?area
          } UNION {
            ?finding ig:polarity polarity:mixed ; ig:theme ?part ;
                     ig:inspection ?inspection ; ig:area ?area .
            OPTIONAL { ?half ig:finding ?finding ; ig:about ?part ; ig:polarity ?own }
            FILTER(COALESCE(?own, polarity:mixed) != polarity:strength)
          }
      } }
      { SELECT ?inspection ?one WHERE {
          ?inspection a ig:Inspection .
          OPTIONAL { ?inspection ig:countsAs ?counted }
          BIND(COALESCE(?counted, ?inspection) AS ?one)
      } }
      { SELECT ?part ?broad WHERE {
          ?part skos:broader* ?broad .
          ?broad skos:inScheme <https://w3id.org/inspectgraph/theme>
      } }
  } GROUP BY ?area ?broad }
  ?broad skos:prefLabel ?themeName .
  ?area skos:prefLabel ?name .
  BIND(STR(?name) AS ?authority)
  BIND(STR(?themeName) AS ?label)
  BIND(STRAFTER(STR(?broad), "/theme/") AS ?theme)
} ORDER BY ?authority ?theme"""
_NEIGHBOURS: Final = """SELECT DISTINCT ?authority ?neighbour WHERE {
  ?report a ig:Report ; ig:area ?area .
  ?area skos:prefLabel ?name ; ig:statisticalNeighbour ?other .
  ?other skos:prefLabel ?otherName .
  OPTIONAL { ?other ig:shortName ?short }
  BIND(STR(?name) AS ?authority)
  BIND(STR(COALESCE(?short, ?otherName)) AS ?neighbour)
} ORDER BY ?authority ?neighbour"""
_EARLIER: Final = """SELECT DISTINCT ?authority ?earlier WHERE {
  ?report a ig:Report ; ig:area ?area .
  ?area (^org:resultingOrganization/org:originalOrganization)+ ?old .
  FILTER(?old != ?area)
  ?area skos:prefLabel ?name .
  ?old skos:prefLabel ?oldName .
  BIND(STR(?name) AS ?authority)
  BIND(STR(?oldName) AS ?earlier)
} ORDER BY ?authority ?earlier"""
_TYPES: Final = """SELECT DISTINCT ?authority ?type WHERE {
  ?report a ig:Report ; ig:area ?area .
  ?area skos:prefLabel ?name ; ig:councilType ?typeName .
  BIND(STR(?name) AS ?authority)
  BIND(STR(?typeName) AS ?type)
} ORDER BY ?authority ?type"""
_ASPECTS: Final = """PREFIX scale: <https://w3id.org/inspectgraph/scale/>
SELECT DISTINCT ?aspect WHERE {
  ?kind ig:scale scale:since-2013 .
  ?aspectIri ig:usedInKind ?kind .
  BIND(STRAFTER(STR(?aspectIri), "/aspect/") AS ?aspect)
} ORDER BY ?aspect"""
_SCALES: Final = """SELECT DISTINCT ?kind ?scale WHERE {
  ?kindIri ig:scale ?scale
  BIND(STRAFTER(STR(?kindIri), "/kind/") AS ?kind)
} ORDER BY ?kind ?scale"""
_RANKS: Final = {
    "outstanding": 1,
    "good": 2,
    "adequate": 3,
    "requires-improvement": 3,
    "inadequate": 4,
}
_SECOND_HAND: Final = frozenset(("summary", "news"))
_NO_DAY: Final = "0000"  # before every date: undated inspections are never the latest of several


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; `fixed` columns stay in view.

    Of a grid, the columns after the fixed ones are narrow, their headings upright, and
    the higher a number the darker its cell.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Row]
    fixed: int = 0
    grid: bool = False


@dataclass(frozen=True)
class _Formats:
    head: Format
    upright: Format
    text: Format
    literal: Format  # for text that begins like a formula
    day: Format
    link: Format


def write_answer_workbook(answer: Answer, path: Path, about: Asked) -> None:
    """An answer on the first sheet; what was asked, and its notes, on the second."""
    name = about.name if about.name.casefold() != "notes" else "answer"
    write_workbook(path, [Sheet(name, answer.columns, answer.rows)], _notes_of(answer, about))


def _notes_of(answer: Answer, about: Asked) -> list[Row]:
    told = [("question", about.title), ("description", about.description)]
    notes: list[Row] = [line for line in told if line[1]]
    notes += [(f"parameter {name}", "; ".join(values)) for name, values in about.given.items()]
    notes += [("rows", len(answer.rows))]
    notes += [("note", note) for note in answer.notes]
    notes += [("SPARQL" if at == 0 else "", line) for at, line in _lines(about.sparql)]
    return notes


def _lines(text: str) -> Iterable[tuple[int, str]]:
    return enumerate(text.rstrip().splitlines())


def write_workbook(path: Path, sheets: Sequence[Sheet], notes: Sequence[Row]) -> None:
    """Write sheets, and notes on a last one."""
    from xlsxwriter import Workbook

    with path.open("wb") as out:
        book = Workbook(out, {"constant_memory": True})
        book.set_properties({"created": _CREATED})
        formats = _formats(book)
        cut: list[Row] = []
        for sheet in sheets:
            left = _write_sheet(book, sheet, formats)
            if left:
                cut.append(
                    ("cut", f"{sheet.name}: {left} rows did not fit; --out FILE.csv has all")
                )
        _write_sheet(book, Sheet("Notes", ("what", "value"), [*notes, *cut]), formats)
        book.close()


def _formats(book: Workbook) -> _Formats:
    text = {"text_wrap": True, "valign": "top"}
    head = {"bold": True, "bg_color": "#D9E2EC", "bottom": 1, **text}
    return _Formats(
        head=book.add_format(head),
        upright=book.add_format({**head, "rotation": 90, "text_wrap": False}),
        text=book.add_format(text),
        literal=book.add_format({"quote_prefix": True, **text}),
        day=book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}),
        link=book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"}),
    )


def _write_sheet(book: Workbook, sheet: Sheet, formats: _Formats) -> int:
    """Write one sheet; the number of rows that it has no room for."""
    page = book.add_worksheet(_SHEET_NAME.sub(" ", sheet.name).strip()[:31] or "answer")
    rows = sheet.rows[: _MOST_ROWS - 1]
    left = len(sheet.rows) - len(rows)
    if left:
        rows = rows[:-1]  # the last row is for the mark
        left += 1
    kinds = [_kind([row[at] for row in rows]) for at in range(len(sheet.columns))]
    for at, name in enumerate(sheet.columns):
        upright = sheet.grid and at >= sheet.fixed
        width = _width(name, [row[at] for row in rows[:_MEASURED]], kinds[at])
        page.set_column(at, at, _GRID if upright else width)
        page.write_string(0, at, _fit(name), formats.upright if upright else formats.head)
    if sheet.grid:
        scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#F4A261"}
        last = (len(rows), len(sheet.columns) - 1)
        page.conditional_format(1, sheet.fixed, *last, scale)
    page.freeze_panes(1, sheet.fixed)
    page.autofilter(0, 0, len(rows), len(sheet.columns) - 1)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{_MOST_ROWS}"})
    for number, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            _write_cell(page, (number, at), value, kinds[at], formats)
    if left:
        page.write_string(len(rows) + 1, 0, f"cut: {left} more rows", formats.text)
    return left


def _kind(values: Sequence[Value]) -> str:
    if is_dates(values):
        return "date"
    few = sum(value not in (None, "") for value in values) <= _MOST_LINKS
    return "link" if few and is_iris(values) else "text"


def _width(name: str, values: Iterable[Value], kind: str) -> int:
    """Wide enough for the column's longest line, within bounds; headings have a filter button."""
    widest = _WIDEST // 2 if kind == "link" else _WIDEST
    longest = max((len(plain(value)) for value in values), default=0)
    return max(_NARROWEST, min(max(longest, len(name) + 3) + 1, widest))


def _write_cell(
    page: Worksheet, place: tuple[int, int], value: Value, kind: str, formats: _Formats
) -> None:
    """A value with its type; nothing for an empty one."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(*place, value, formats.text)
    elif isinstance(value, int | float):
        if math.isfinite(value) and abs(value) < _MOST_DIGITS:
            page.write_number(*place, value, formats.text)
        else:
            page.write_string(*place, str(value), formats.text)
    elif kind == "date":
        page.write_datetime(*place, datetime.fromisoformat(value), formats.day)
    elif kind == "link" and len(value) <= _LONGEST_LINK:
        page.write_url(*place, value, formats.link, value)
    else:
        text = _fit(value)
        page.write_string(*place, text, formats.literal if is_formula(text) else formats.text)


def _fit(text: str) -> str:
    """A text that a cell can hold: no control characters, and cut where it is too long."""
    clean = _UNFIT.sub("\ufffd", _LINE_END.sub("\n", text))
    if 2 * len(clean) <= _MOST_CHARACTERS:
        return clean
    units = clean.encode("utf-16-le")
    if len(units) <= 2 * _MOST_CHARACTERS:
        return clean
    mark = f" … [cut: {len(units) // 2} characters]"
    kept = units[: 2 * (_MOST_CHARACTERS - len(mark))].decode("utf-16-le", errors="ignore")
    return kept + mark


def export_summary(store: Source, path: Path, *, words: bool = True) -> dict[str, int]:
    """Write the graph as a workbook, one row an authority first; the rows of each sheet."""
    judgements = _judgements(store, words=words)
    matrix, long = _theme_sheets(store)
    sheets = [_authorities(store), judgements, matrix, long]
    with whole_file(path) as beside:
        write_workbook(beside, sheets, _summary_notes(store, sheets[0]))
    return {sheet.name: len(sheet.rows) for sheet in sheets}


def _rows(store: Source, sparql: str) -> list[Row]:
    return [tuple(map(to_value, row)) for row in select(store, sparql)]


def _records(answer: Answer) -> list[dict[str, Value]]:
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def _ask(store: Source, name: str, aspects: Sequence[str] = ()) -> list[dict[str, Value]]:
    given = {"aspect": tuple(aspects)} if aspects else {}
    return _records(run(store, load_question(name), given))


def _table_of(store: Source, name: str) -> Answer:
    """A table of `export --tables`, whole."""
    table = load_question(name, TABLES)
    return Answer(table.columns, run_bound(store, table, {}))


def _authorities(store: Source) -> Sheet:
    """One row an authority: latest and previous judgements, counts, neighbours."""
    bodies = _ask(store, "authorities")
    latest = _Latest.read(store)
    columns = (
        *("authority", "code", "region", "council_type", "latest_kind", "latest_start"),
        *("latest_end", "published", "overall", *latest.aspects, "previous_overall"),
        *("previous_kind", "previous_end", "previous_authority", "trajectory", "source", "page"),
        *("send_outcome", "send_end", "inspections_read", "first_end", "last_end"),
        *("strengths", "weaknesses", "mixed"),
        *("council_strengths", "council_weaknesses", "council_mixed", "statistical_neighbours"),
    )
    types = {row[0]: row[1] for row in _rows(store, _TYPES)}
    counts = _counts(store)
    neighbours = _grouped(_rows(store, _NEIGHBOURS))
    rows: list[Row] = []
    for body in bodies:
        name = str(body["authority"])
        rows.append(
            (
                *(name, body["code"], body["region"], types.get(name)),
                *latest.told_of(name),
                *(body["inspections"], body["first"], body["last"]),
                *counts.get(name, (0,) * 6),
                "; ".join(neighbours.get(name, ())),
            )
        )
    return Sheet("Authorities", columns, rows, fixed=1)


@dataclass(frozen=True)
class _Graded:
    """The overall grades of one inspection; several where it graded sections."""

    authority: str
    kind: str
    end: str
    grade: str


@dataclass(frozen=True)
class _Latest:
    """What the latest inspections gave, and what came before."""

    aspects: tuple[str, ...]
    rows: Mapping[str, list[dict[str, Value]]]
    history: Mapping[str, list[_Graded]]
    earlier: Mapping[str, list[str]]
    scales: Mapping[str, str]
    dates: Mapping[str, dict[str, Value]]

    @classmethod
    def read(cls, store: Source) -> _Latest:
        """Ask the catalogue for the latest judgements of all aspects."""
        aspects = sorted({str(row[0]) for row in _rows(store, _ASPECTS)} - {"overall"})
        rows: dict[str, list[dict[str, Value]]] = {}
        for row in _ask(store, "latest-judgements", [*aspects, "overall", "send-outcome"]):
            rows.setdefault(str(row["authority"]), []).append(row)
        told = {str(row["aspect"]) for group in rows.values() for row in _of_the_latest(group)}
        return cls(
            aspects=tuple(aspect for aspect in aspects if aspect in told),
            rows=rows,
            history=_history(store),
            earlier=_grouped(_rows(store, _EARLIER)),
            scales={str(row[0]): str(row[1]) for row in _rows(store, _SCALES)},
            dates={str(row["source"]): row for row in _records(_table_of(store, "reports"))},
        )

    def told_of(self, authority: str) -> Row:
        """The cells of an authority, from `latest_kind` to `send_end`."""
        group = self.rows.get(authority, [])
        mine = _of_the_latest(group)
        overall = [row for row in mine if row["aspect"] == "overall"]
        head = (
            overall[0] if overall else dict.fromkeys(("kind", "inspection_end", "source", "page"))
        )
        report = self.dates.get(str(head["source"]), {})
        grade = _one_grade(overall) if overall else NONE_READ
        given = [_one_grade([r for r in mine if r["aspect"] == one]) for one in self.aspects]
        send = [row for row in group if row["aspect"] == "send-outcome"]
        last_send = max(send, key=_day) if send else {}
        return (
            *(head["kind"], report.get("inspection_start"), head["inspection_end"]),
            *(report.get("published"), grade, *given),
            *self._before(authority, str(head["kind"]), _day(head), grade),
            *(head["source"], head["page"]),
            *(last_send.get("grade"), last_send.get("inspection_end")),
        )

    def _before(self, authority: str, kind: str, day: str, grade: str) -> Row:
        """Previous grade, kind, date, authority (where it was another) and trajectory."""
        names = [authority, *self.earlier.get(authority, [])]
        past = [one for name in names for one in self.history.get(name, []) if one.end < day]
        if not past:
            return (None, None, None, None, None)
        last = max(past, key=lambda one: (one.end, one.authority == authority))
        other = None if last.authority == authority else last.authority
        changed = self.scales.get(last.kind) != self.scales.get(kind)
        way = trajectory(last.grade, grade, scale_changed=changed)
        return (last.grade, last.kind, last.end, other, way)


def _day(row: Mapping[str, Value]) -> str:
    return str(row["inspection_end"] or _NO_DAY)


def _of_the_latest(group: Sequence[dict[str, Value]]) -> list[dict[str, Value]]:
    """The rows of the inspection whose overall grade is the latest one, given or not."""
    overall = [row for row in group if row["aspect"] == "overall"]
    if not overall:
        return []
    last = max(overall, key=_day)
    return [
        row
        for row in group
        if (row["kind"], row["inspection_end"]) == (last["kind"], last["inspection_end"])
    ]


def _one_grade(rows: Sequence[Mapping[str, Value]]) -> str:
    """The grade, or those of the sections, each with its name."""
    told = {(str(row["section"] or ""), str(row["grade"])) for row in rows}
    return "; ".join(f"{section}: {grade}" if section else grade for section, grade in sorted(told))


def _history(store: Source) -> dict[str, list[_Graded]]:
    """Overall grades by authority, each inspection once and from its fullest report."""
    found: dict[tuple[str, str], list[dict[str, Value]]] = {}
    for row in _ask(store, "judgements", ["overall"]):
        if row["inspection_end"]:
            found.setdefault((str(row["authority"]), _day(row)), []).append(row)
    out: dict[str, list[_Graded]] = {}
    for (authority, end), rows in sorted(found.items()):
        full = [row for row in rows if row["kind"] not in _SECOND_HAND] or rows
        graded = _Graded(authority, str(full[0]["kind"]), end, _one_grade(full))
        out.setdefault(authority, []).append(graded)
    return out


def trajectory(before: str, now: str, *, scale_changed: bool) -> str:
    """Improved, declined or unchanged, marked where the scales differ.

    "Adequate" and "requires improvement" hold the same rank of different scales, which
    tells nothing; grades of sections are not compared with a grade of the whole.
    """
    if now == NOT_GIVEN:
        return NOT_GIVEN
    ranks = _RANKS.get(before), _RANKS.get(now)
    if ranks[0] is None or ranks[1] is None:
        return "not comparable"
    mark = " (scale changed)" if scale_changed else ""
    if ranks[0] == ranks[1]:
        return f"unchanged{mark}" if before == now else "scale changed"
    return f"{'improved' if ranks[1] < ranks[0] else 'declined'}{mark}"


def _counts(store: Source) -> dict[str, tuple[int, ...]]:
    """Strengths, weaknesses and mixed findings: of all subjects, then of the council."""
    found: dict[str, dict[tuple[str, bool], int]] = {}
    for authority, polarity, council, number in _rows(store, _COUNTS):
        mine = found.setdefault(str(authority), {})
        key = str(polarity), bool(council)
        mine[key] = mine.get(key, 0) + int(str(number))
    polarities = ("strength", "weakness", "mixed")
    return {
        authority: (
            *(sum(of.get((name, council), 0) for council in (True, False)) for name in polarities),
            *(of.get((name, True), 0) for name in polarities),
        )
        for authority, of in found.items()
    }


def _grouped(rows: Iterable[Row]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for key, value in rows:
        out.setdefault(str(key), []).append(str(value))
    return out


def _judgements(store: Source, *, words: bool) -> Sheet:
    """Every grade with its evidence; without the quotes where words are left out."""
    table = _table_of(store, "judgements")
    keep = [at for at, name in enumerate(table.columns) if words or name != "quote"]
    first = ("authority", "inspection_end", "kind", "section", "aspect", "grade")
    order = sorted(keep, key=lambda at: _place(table.columns[at], first))
    rows = [tuple(row[at] for at in order) for row in table.rows]
    rows.sort(key=lambda row: tuple(map(plain, row)))
    return Sheet("All judgements", tuple(table.columns[at] for at in order), rows, fixed=1)


def _place(name: str, first: Sequence[str]) -> int:
    return first.index(name) if name in first else len(first)


def _theme_sheets(store: Source) -> tuple[Sheet, Sheet]:
    """Weaknesses by theme: authorities by themes, and as a long list to pivot."""
    read = {str(row["authority"]): row["inspections"] for row in _ask(store, "authorities")}
    rows = _rows(store, _WEAK)
    themes = sorted({str(row[1]) for row in rows})
    weak = {(str(row[0]), str(row[1])): row[3] for row in rows}
    matrix = [
        (name, of, *(weak.get((name, one), 0) for one in themes)) for name, of in read.items()
    ]
    long = [
        (authority, theme, label, number, read.get(str(authority)), findings)
        for authority, theme, label, number, findings in rows
    ]
    return (
        Sheet(
            "Weak themes", ("authority", "inspections_read", *themes), matrix, fixed=2, grid=True
        ),
        Sheet(
            "Weak themes (list)",
            *(
                ("authority", "theme", "label", "inspections_weak", "inspections_read", "findings"),
                long,
            ),
            fixed=1,
        ),
    )


def _summary_notes(store: Source, sheet: Sheet) -> list[Row]:
    """What the sheets hold and out of how much."""
    reports = _table_of(store, "reports")
    at = sheet.columns.index("inspections_read")
    read = sum(int(str(row[at])) for row in sheet.rows)
    return [
        ("read", f"{len(reports.rows)} reports of {read} inspections in {len(sheet.rows)} areas"),
        *_EXPLAINED,
    ]


_EXPLAINED: Final = (
    ("Authorities", "One row an authority of which a report was read. Judgements are those of the "
     "latest inspection that graded its children's services; an empty cell is an aspect that this "
     "kind of inspection does not grade."),
    ("in-care-and-care-leavers", "Graded as one until 2022 and apart since 2023, as in-care and "
     "care-leavers: what the inspection did not use is not given."),
    (NOT_GIVEN, "The latest inspection gave no such grade. Since April 2026 there is no overall "
     "grade: the older one stands under previous_overall."),
    (NONE_READ, "No report with a grade of children's services as a whole was read, such as where "
     "only joint or SEND inspections were."),
    ("previous_authority", "Set where the previous grade is that of a council that this one "
     "followed."),
    ("trajectory", "Latest overall grade against the one before. Grades of different frameworks "
     "are on different scales: marked (scale changed). Adequate (to 2013) and requires "
     "improvement (since) are not compared."),
    ("strengths, weaknesses, mixed", "Sentences of the reports read, about anybody in the area; "
     "council_… are those about the council. Reports differ in length up to four times: these "
     "numbers do not compare authorities, the sheets of themes count inspections."),
    ("Weak themes", "In how many inspections a theme, or a narrower one, was called weak, about "
     "anybody in the area, out of inspections_read. The weak half of a mixed finding counts; a "
     "weakness put right does not."),
    ("statistical_neighbours", "The Department for Education's model, as in the reference data."),
)  # fmt: skip
