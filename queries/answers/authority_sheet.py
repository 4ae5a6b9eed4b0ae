"""One row an authority: its latest grades, those before, and how many findings there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from inspectgraph.ontology.terms import ASPECT
from inspectgraph.queries.answers.workbook import Sheet
from inspectgraph.queries.code_lists import Change, CodeLists, GivenGrade, read_code_lists
from inspectgraph.queries.named.answer import Record, Row, records, select_rows
from inspectgraph.queries.named.folders import load_question
from inspectgraph.queries.named.run import run, whole_table
from inspectgraph.queries.source.local import Bindings, Source
from pyoxigraph import NamedNode

NOT_GIVEN: Final = "not given"
NONE_READ: Final = "none read"

# names are put to the few counts at the end: on each finding they would take most of the time
_COUNTS: Final = """PREFIX subject: <https://w3id.org/inspectgraph/subject/>
SELECT ?authority ?polarity ?council ?n WHERE {
  { SELECT ?area ?polarityIri ?subject (COUNT(DISTINCT ?finding) AS ?n) WHERE {
      # of a full report, its summary and news of it the full report counts
      { SELECT DISTINCT ?report WHERE {
          ?report ig:kind ?kind ; ig:reportsOn ?inspection .
          ?kind ig:relays ?relays .
          OPTIONAL { ?inspection ig:countsAs ?counted }
          BIND(COALESCE(?counted, ?inspection) AS ?one)
          OPTIONAL { ?full ig:reportsOn ?one ; ig:kind ?fullKind . ?fullKind ig:relays false }
          FILTER(?relays = false || !BOUND(?full))
      } }
      ?finding ig:statedIn ?report ; ig:polarity ?polarityIri ;
               ig:area ?area ; ig:subject ?subject .
  } GROUP BY ?area ?polarityIri ?subject }
  ?area skos:prefLabel ?name .
  BIND(STR(?name) AS ?authority)
  BIND(STRAFTER(STR(?polarityIri), "/polarity/") AS ?polarity)
  BIND(?subject = subject:council AS ?council)
} ORDER BY ?authority ?polarity ?subject"""
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
# what inspections grade by the scale in use, which no other has replaced
_ASPECTS: Final = """SELECT DISTINCT ?aspect WHERE {
  #PARAMETERS
  ?kind ig:headlineAspect ?headline ; ig:scale ?scale .
  FILTER NOT EXISTS { ?newer dcterms:replaces ?scale }
  ?aspectIri ig:usedInKind ?kind .
  BIND(STRAFTER(STR(?aspectIri), "/aspect/") AS ?aspect)
} ORDER BY ?aspect"""
_NO_DAY: Final = "0000"  # before every date: undated inspections are never the latest of several


def authority_sheet(store: Source) -> Sheet:
    """Latest and previous judgements of each authority, counts of findings, neighbours."""
    authorities = records(run(store, load_question("authorities"), {}))
    judgements = Judgements.read(store)
    council_types = {row[0]: row[1] for row in select_rows(store, _TYPES)}
    counts = _counts(store)
    neighbours = _grouped(select_rows(store, _NEIGHBOURS))
    rows: list[Row] = []
    for authority in authorities:
        name = str(authority["authority"])
        rows.append(
            (
                *(name, authority["code"], authority["region"], council_types.get(name)),
                *judgements.cells_of(name),
                *(authority["inspections"], authority["first"], authority["last"]),
                *counts.get(name, (0,) * 6),
                "; ".join(neighbours.get(name, ())),
            )
        )
    return Sheet("Authorities", _columns(judgements), rows, fixed=1)


def _columns(judgements: Judgements) -> tuple[str, ...]:
    headline = _column(judgements.headline)
    return (
        *("authority", "code", "region", "council_type", "latest_kind", "latest_start"),
        *("latest_end", "published", headline, *judgements.aspects, f"previous_{headline}"),
        *("previous_kind", "previous_end", "previous_authority", "trajectory", "source", "page"),
        *(name for kind, aspect in judgements.others for name in (_column(aspect), f"{kind}_end")),
        *("inspections_read", "first_end", "last_end"),
        *("strengths", "weaknesses", "mixed"),
        *("council_strengths", "council_weaknesses", "council_mixed", "statistical_neighbours"),
    )


def _column(aspect: str) -> str:
    return aspect.replace("-", "_")


@dataclass(frozen=True)
class HeadlineGrade:
    """The headline grade of one inspection; several where it graded sections."""

    authority: str
    given: GivenGrade
    end: str


@dataclass(frozen=True)
class Judgements:
    """What the latest inspections gave, and what came before.

    `headline` is the aspect that sums up most kinds of inspection, `aspects` what those
    grade besides, and `others` the kinds (with their aspect) that another sums up.
    """

    headline: str
    aspects: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    latest: Mapping[str, list[Record]]
    history: Mapping[str, list[HeadlineGrade]]
    predecessors: Mapping[str, list[str]]
    reports: Mapping[str, Record]
    codes: CodeLists

    @classmethod
    def read(cls, store: Source) -> Judgements:
        """Ask the catalogue for the latest judgements of all aspects."""
        codes = read_code_lists(store)
        headline = codes.headlines[0]
        others = tuple((kind, aspect) for kind, aspect in codes.headline_of if aspect != headline)
        bound: Bindings = {"headline": [NamedNode(ASPECT + headline)]}
        graded = {str(row[0]) for row in select_rows(store, _ASPECTS, bound)} - {headline}
        asked = (*sorted(graded), headline, *(aspect for _, aspect in others))
        latest: dict[str, list[Record]] = {}
        for row in records(run(store, load_question("latest-judgements"), {"aspect": asked})):
            latest.setdefault(str(row["authority"]), []).append(row)
        given = {
            str(row["aspect"])
            for judgements in latest.values()
            for row in _of_the_latest(judgements, headline)
        }
        return cls(
            headline=headline,
            aspects=tuple(sorted(graded & given)),
            others=others,
            latest=latest,
            history=_history(store, headline, codes),
            predecessors=_grouped(select_rows(store, _EARLIER)),
            reports={str(row["source"]): row for row in records(whole_table(store, "reports"))},
            codes=codes,
        )

    def cells_of(self, authority: str) -> Row:
        """The cells of an authority, from `latest_kind` to the other headlines."""
        judgements = self.latest.get(authority, [])
        rows = _of_the_latest(judgements, self.headline)
        by_aspect = {
            aspect: [row for row in rows if row["aspect"] == aspect]
            for aspect in (self.headline, *self.aspects)
        }
        summed = by_aspect.pop(self.headline)
        first = summed[0] if summed else dict.fromkeys(_FIRST)
        report = self.reports.get(str(first["source"]), {})
        now = GivenGrade(str(first["kind"]), _one_grade(summed) if summed else NONE_READ)
        return (
            *(first["kind"], report.get("inspection_start"), first["inspection_end"]),
            *(report.get("published"), now.grade, *map(_one_grade, by_aspect.values())),
            *self._before(authority, now, _day(first)),
            *(first["source"], first["page"]),
            *(cell for _, aspect in self.others for cell in _last_of(judgements, aspect)),
        )

    def _before(self, authority: str, now: GivenGrade, day: str) -> Row:
        """Previous grade, kind, date, authority (where it was another) and trajectory."""
        names = [authority, *self.predecessors.get(authority, [])]
        past = [grade for name in names for grade in self.history.get(name, [])]
        past = [grade for grade in past if grade.end < day]
        if not past:
            return (None, None, None, None, None)
        last = max(past, key=lambda grade: (grade.end, grade.authority == authority))
        other = None if last.authority == authority else last.authority
        change = trajectory(self.codes, last.given, now)
        return (last.given.grade, last.given.kind, last.end, other, change)


_FIRST: Final = ("kind", "inspection_end", "source", "page")


def _day(row: Record) -> str:
    return str(row["inspection_end"] or _NO_DAY)


def _of_the_latest(judgements: Sequence[Record], headline: str) -> list[Record]:
    """The rows of the inspection whose headline grade is the latest one, given or not."""
    summed = [row for row in judgements if row["aspect"] == headline]
    if not summed:
        return []
    last = max(summed, key=_day)
    return [
        row
        for row in judgements
        if (row["kind"], row["inspection_end"]) == (last["kind"], last["inspection_end"])
    ]


def _last_of(judgements: Sequence[Record], aspect: str) -> Row:
    """The latest grade of an aspect and the end of that inspection."""
    rows = [row for row in judgements if row["aspect"] == aspect]
    last = max(rows, key=_day) if rows else {}
    return (last.get("grade"), last.get("inspection_end"))


def _one_grade(rows: Sequence[Record]) -> str:
    """The grade, or those of the sections, each with its name."""
    grades = {(str(row["section"] or ""), str(row["grade"])) for row in rows}
    return "; ".join(f"{name}: {grade}" if name else grade for name, grade in sorted(grades))


def _history(store: Source, headline: str, codes: CodeLists) -> dict[str, list[HeadlineGrade]]:
    """Headline grades by authority, each inspection once and from its fullest report."""
    inspections: dict[tuple[str, str], list[Record]] = {}
    for row in records(run(store, load_question("judgements"), {"aspect": (headline,)})):
        if row["inspection_end"]:
            inspections.setdefault((str(row["authority"]), _day(row)), []).append(row)
    history: dict[str, list[HeadlineGrade]] = {}
    for (authority, end), rows in sorted(inspections.items()):
        full = [row for row in rows if row["kind"] not in codes.relaying] or rows
        given = GivenGrade(str(full[0]["kind"]), _one_grade(full))
        history.setdefault(authority, []).append(HeadlineGrade(authority, given, end))
    return history


def trajectory(codes: CodeLists, before: GivenGrade, now: GivenGrade) -> str:
    """Improved, declined or unchanged, marked where the scales differ.

    "Adequate" and "requires improvement" hold the same rank of different scales, which
    tells nothing; grades of sections are not compared with a grade of the whole.
    """
    if now.grade == NOT_GIVEN:
        return NOT_GIVEN
    comparison = codes.compare(before, now)
    mark = " (scale changed)" if comparison.scale_changed else ""
    if comparison.change is Change.SAME and before.grade != now.grade:
        return "scale changed"
    return f"{_CHANGES[comparison.change]}{mark}" if comparison.ranked else "not comparable"


_CHANGES: Final = {
    Change.BETTER: "improved",
    Change.WORSE: "declined",
    Change.SAME: "unchanged",
}


def _counts(store: Source) -> dict[str, tuple[int, ...]]:
    """Strengths, weaknesses and mixed findings: of all subjects, then of the council."""
    counts: dict[str, Counter[tuple[str, bool]]] = {}
    for authority, polarity, council, number in select_rows(store, _COUNTS):
        findings = counts.setdefault(str(authority), Counter())
        findings[str(polarity), bool(council)] += int(str(number))
    polarities = ("strength", "weakness", "mixed")
    return {
        authority: (
            *(findings[name, True] + findings[name, False] for name in polarities),
            *(findings[name, True] for name in polarities),
        )
        for authority, findings in counts.items()
    }


def _grouped(rows: Iterable[Row]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for key, value in rows:
        groups.setdefault(str(key), []).append(str(value))
    return groups
