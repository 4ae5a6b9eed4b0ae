"""One row an authority: its latest grades, those before, and how many findings there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from inspectgraph.ontology.terms import ASPECT
from inspectgraph.queries.answers.workbook import Sheet
from inspectgraph.queries.code_lists import read_code_lists
from inspectgraph.queries.named.answer import Record, Row, records, select_rows
from inspectgraph.queries.named.folders import load_question
from inspectgraph.queries.named.run import run, whole_table
from inspectgraph.queries.source.local import Bindings, Source
from pyoxigraph import NamedNode

NOT_GIVEN: Final = "not given"
NONE_READ: Final = "none read"
Inspection = tuple[str, str, str]  # authority, kind and last day

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
# what the latest inspection's grades, or that none was given, come after
_PREVIOUS: Final = """SELECT DISTINCT ?authority ?kind ?inspection_end ?section ?change
       ?sectionBefore ?gradeBefore ?kindBefore ?endBefore ?authorityBefore
WHERE {
  #PARAMETERS
  ?area ig:hasInspection ?inspection .
  ?inspection ig:latestFor ?headline ; ig:kind ?kindIri .
  {
    ?area ig:latestJudgement ?judgement .
    ?judgement ig:inspection ?inspection ; ig:aspect ?headline ;
               ig:previousJudgement ?previous ; ig:change ?changeIri .
    OPTIONAL { ?judgement ig:section ?sectionIri }
  } UNION {
    ?inspection ig:previousJudgement ?previous .
    ?previous ig:aspect ?headline .
  }
  ?previous ig:area ?areaBefore ; ig:grade ?gradeIri ; ig:inspection ?inspectionBefore .
  ?inspectionBefore ig:kind ?kindBeforeIri ; dcterms:date ?endBefore .
  OPTIONAL { ?previous ig:section ?sectionBeforeIri }
  OPTIONAL { ?inspection schema:endDate ?inspection_end }
  ?area skos:prefLabel ?name .
  OPTIONAL { ?areaBefore skos:prefLabel ?nameBefore FILTER(?areaBefore != ?area) }
  BIND(STR(?name) AS ?authority)
  BIND(STR(?nameBefore) AS ?authorityBefore)
  BIND(STRAFTER(STR(?kindIri), "/kind/") AS ?kind)
  BIND(STRAFTER(STR(?sectionIri), "/section/") AS ?section)
  BIND(REPLACE(STRAFTER(STR(?changeIri), "/change/"), "-", " ") AS ?change)
  BIND(STRAFTER(STR(?sectionBeforeIri), "/section/") AS ?sectionBefore)
  BIND(STRAFTER(STR(?gradeIri), "/grade/") AS ?gradeBefore)
  BIND(STRAFTER(STR(?kindBeforeIri), "/kind/") AS ?kindBefore)
} ORDER BY ?authority ?endBefore ?kindBefore ?authorityBefore"""
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
        *(
            "previous_kind",
            "previous_end",
            "previous_authority",
            "trajectory",
            "source",
            "page",
            "link",
        ),
        *(name for kind, aspect in judgements.others for name in (_column(aspect), f"{kind}_end")),
        *("inspections_read", "first_end", "last_end"),
        *("strengths", "weaknesses", "mixed"),
        *("council_strengths", "council_weaknesses", "council_mixed", "statistical_neighbours"),
    )


def _column(aspect: str) -> str:
    return aspect.replace("-", "_")


@dataclass(frozen=True)
class Previous:
    """A grade before the headline grade of a latest inspection, and what has changed since."""

    section: str
    change: str  # empty where the latest inspection gave no such grade
    section_before: str
    grade: str
    kind: str
    end: str
    authority: str  # empty where it is the same one


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
    previous: Mapping[Inspection, list[Previous]]
    reports: Mapping[str, Record]

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
            previous=_previous(store, bound),
            reports={str(row["source"]): row for row in records(whole_table(store, "reports"))},
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
        grade = _one_grade(summed) if summed else NONE_READ
        previous = self.previous.get((authority, *_inspection(first)), [])
        return (
            *(first["kind"], report.get("inspection_start"), first["inspection_end"]),
            *(report.get("published"), grade, *map(_one_grade, by_aspect.values())),
            *_before(grade, previous),
            *(first["source"], first["page"], first["link"]),
            *(cell for _, aspect in self.others for cell in _last_of(judgements, aspect)),
        )


_FIRST: Final = ("kind", "inspection_end", "source", "page", "link")


def _day(row: Record) -> str:
    return str(row["inspection_end"] or _NO_DAY)


def _inspection(row: Record) -> tuple[str, str]:
    """What tells an authority's inspections apart: kind and last day."""
    return str(row["kind"]), str(row["inspection_end"] or "")


def _of_the_latest(judgements: Sequence[Record], headline: str) -> list[Record]:
    """The rows of the inspection whose headline grade is the latest one, given or not."""
    summed = [row for row in judgements if row["aspect"] == headline]
    if not summed:
        return []
    last = _inspection(max(summed, key=_day))
    return [row for row in judgements if _inspection(row) == last]


def _last_of(judgements: Sequence[Record], aspect: str) -> Row:
    """The latest grade of an aspect and the end of that inspection."""
    rows = [row for row in judgements if row["aspect"] == aspect]
    last = max(rows, key=_day) if rows else {}
    return (last.get("grade"), last.get("inspection_end"))


def _one_grade(rows: Sequence[Record]) -> str:
    """The grade, or those of the sections, each with its name."""
    return _by_section((str(row["section"] or ""), str(row["grade"])) for row in rows)


def _by_section(told: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{name}: {what}" if name else what for name, what in sorted(set(told)))


def _previous(store: Source, headline: Bindings) -> dict[Inspection, list[Previous]]:
    """What came before each latest inspection, in order of time."""
    previous: dict[Inspection, list[Previous]] = {}
    for row in select_rows(store, _PREVIOUS, headline):
        authority, kind, end, *before = ("" if cell is None else str(cell) for cell in row)
        previous.setdefault((authority, kind, end), []).append(Previous(*before))
    return previous


def _before(grade: str, previous: Sequence[Previous]) -> Row:
    """Previous grade, kind, date, authority (where it was another) and trajectory."""
    if not previous:
        return (None, None, None, None, None)
    last = previous[-1]
    change = _by_section((one.section, one.change) for one in previous if one.change)
    return (
        _by_section((one.section_before, one.grade) for one in previous),
        *(last.kind, last.end, last.authority or None, change or grade),
    )


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
