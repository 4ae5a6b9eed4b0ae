"""What the code lists of the graph say of kinds of report, aspects, grades and their scales.

No id of a kind, aspect, section or grade stands in the code of queries and views: a
framework that the code lists describe is drawn like those known before.
Ids here are the ends of IRIs, as in the columns of answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from inspectgraph.queries.named.answer import select_rows
from inspectgraph.queries.source.local import Source

WORST_TONE: Final = 5

_KINDS: Final = """SELECT DISTINCT ?kind ?relays ?headline WHERE {
  ?kindIri ig:relays ?relays .
  OPTIONAL { ?kindIri ig:headlineAspect ?aspectIri }
  BIND(STRAFTER(STR(?kindIri), "/kind/") AS ?kind)
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


@dataclass(frozen=True)
class CodeLists:
    """Ranks (1 is best) by scale and grade, and what is particular to codes."""

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


def read_code_lists(source: Source) -> CodeLists:
    """Ask the graph for its code lists."""
    kinds = select_rows(source, _KINDS)
    points = select_rows(source, _RANKS)
    return CodeLists(
        ranks={(str(scale), str(grade)): int(str(rank)) for scale, grade, rank in points},
        relaying=frozenset(str(kind) for kind, relays, _ in kinds if relays is True),
        headline_of=tuple((str(kind), str(aspect)) for kind, *_, aspect in kinds if aspect),
        tones={str(grade): int(str(tone)) for grade, tone in select_rows(source, _TONES)},
        short_names={str(code): str(name) for code, name in select_rows(source, _SHORT_NAMES)},
    )
