"""What the code lists of the graph say of kinds of report, aspects, grades and their scales.

No id of a kind, aspect, section or grade stands in the code of queries and views: a
framework that the code lists describe is drawn and compared like those known before.
Ids here are the ends of IRIs, as in the columns of answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from inspectgraph.queries.named.answer import select_rows
from inspectgraph.queries.source.local import Source

WORST_TONE: Final = 5

_KINDS: Final = """SELECT DISTINCT ?kind ?scale ?relays ?headline WHERE {
  ?kindIri ig:relays ?relays .
  OPTIONAL { ?kindIri ig:scale ?scaleIri }
  OPTIONAL { ?kindIri ig:headlineAspect ?aspectIri }
  BIND(STRAFTER(STR(?kindIri), "/kind/") AS ?kind)
  BIND(STRAFTER(STR(?scaleIri), "/scale/") AS ?scale)
  BIND(STRAFTER(STR(?aspectIri), "/aspect/") AS ?headline)
} ORDER BY ?kind"""
_RANKS: Final = """SELECT DISTINCT ?scale ?grade ?rank WHERE {
  ?point ig:ofScale ?scaleIri ; ig:ofGrade ?gradeIri ; ig:rank ?rank
  BIND(STRAFTER(STR(?scaleIri), "/scale/") AS ?scale)
  BIND(STRAFTER(STR(?gradeIri), "/grade/") AS ?grade)
} ORDER BY ?scale ?rank"""
_TONES: Final = """SELECT DISTINCT ?grade ?tone WHERE {
  ?gradeIri ig:tone ?tone
  BIND(STRAFTER(STR(?gradeIri), "/grade/") AS ?grade)
} ORDER BY ?grade"""
_SHORT_NAMES: Final = """SELECT DISTINCT ?code ?name WHERE {
  ?code a skos:Concept ; ig:shortName ?name
} ORDER BY ?code ?name"""


class Change(Enum):
    """How a grade stands to the one before."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNRANKED = "unranked"  # one of the two has no rank: not judged, or several sections


@dataclass(frozen=True)
class Comparison:
    """A change, and whether both grades are of one known scale, or of two that differ."""

    change: Change
    one_scale: bool
    scale_changed: bool

    @property
    def ranked(self) -> bool:
        """Whether both grades have a rank."""
        return self.change is not Change.UNRANKED


@dataclass(frozen=True)
class GivenGrade:
    """A grade, and the kind of inspection that gave it, which tells the scale."""

    kind: str
    grade: str


@dataclass(frozen=True)
class CodeLists:
    """Scales by kind, ranks (1 is best) by scale and grade, and what is particular to codes."""

    scales: Mapping[str, str]
    ranks: Mapping[tuple[str, str], int]
    relaying: frozenset[str]
    headline_of: tuple[tuple[str, str], ...]  # kinds and the aspects that sum them up
    tones: Mapping[str, int]
    short_names: Mapping[str, str]

    @property
    def headlines(self) -> list[str]:
        """The aspects that sum up inspections, that of most kinds first."""
        aspects = [aspect for _, aspect in self.headline_of]
        return sorted(set(aspects), key=lambda aspect: (-aspects.count(aspect), aspect))

    def compare(self, before: GivenGrade, now: GivenGrade) -> Comparison:
        """How a grade stands to the one before, the scales being what they are."""
        scales = self.scales.get(before.kind), self.scales.get(now.kind)
        ranks = self._rank(before), self._rank(now)
        return Comparison(
            change=_change(*ranks),
            one_scale=scales[0] is not None and scales[0] == scales[1],
            scale_changed=scales[0] != scales[1],
        )

    def _rank(self, given: GivenGrade) -> int | None:
        """The rank on the kind's scale; news and the like tell grades of another's scale."""
        scale = self.scales.get(given.kind)
        if scale is not None:
            return self.ranks.get((scale, given.grade))
        return self.any_rank(given.grade) or None

    def any_rank(self, grade: str) -> int:
        """The best rank that a grade has on a scale; 0 where it has none."""
        ranks = (rank for (_, name), rank in self.ranks.items() if name == grade)
        return min(ranks, default=0)

    def tone(self, grade: str) -> int:
        """How good a grade looks, 1 to 5; 0 for one without a place on a scale."""
        if grade in self.tones:
            return self.tones[grade]
        for (scale, name), rank in self.ranks.items():
            if name == grade:
                last = max(n for (other, _), n in self.ranks.items() if other == scale)
                return 1 + round((WORST_TONE - 1) * (rank - 1) / max(last - 1, 1))
        return 0


def _change(before: int | None, now: int | None) -> Change:
    if before is None or now is None:
        return Change.UNRANKED
    if before == now:
        return Change.SAME
    return Change.BETTER if now < before else Change.WORSE


def read_code_lists(source: Source) -> CodeLists:
    """Ask the graph for its code lists."""
    kinds = select_rows(source, _KINDS)
    points = select_rows(source, _RANKS)
    return CodeLists(
        scales={str(kind): str(scale) for kind, scale, *_ in kinds if scale},
        ranks={(str(scale), str(grade)): int(str(rank)) for scale, grade, rank in points},
        relaying=frozenset(str(kind) for kind, _, relays, _ in kinds if relays is True),
        headline_of=tuple((str(kind), str(aspect)) for kind, *_, aspect in kinds if aspect),
        tones={str(grade): int(str(tone)) for grade, tone in select_rows(source, _TONES)},
        short_names={str(code): str(name) for code, name in select_rows(source, _SHORT_NAMES)},
    )
