"""Whether one grade is better than another: only on one scale, and of one section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspectgraph.graphbuilder.rows import select
from inspectgraph.ontology import terms
from pyoxigraph import Store

IMPROVED, DECLINED, SAME = "improved", "declined", "same"
SCALE_CHANGED, SECTION_CHANGED = "scale-changed", "section-changed"
NOT_COMPARABLE = "not-comparable"
_OF_KIND = f"SELECT ?kind ?scale WHERE {{ GRAPH ?graph {{ ?kind <{terms.SCALE_OF}> ?scale }} }}"
_RANKS = f"""SELECT ?scale ?grade ?rank WHERE {{ GRAPH ?graph {{
  ?point <{terms.OF_SCALE}> ?scale ; <{terms.OF_GRADE}> ?grade ; <{terms.RANK}> ?rank }} }}"""


@dataclass(frozen=True)
class Scales:
    """The scale of each kind of inspection, and the rank of a grade on it (1 is the best)."""

    of_kind: Mapping[str, str]
    ranks: Mapping[tuple[str, str], int]

    @classmethod
    def read(cls, store: Store) -> Scales:
        """The scales of the code lists."""
        ranks = {(scale, grade): int(rank) for scale, grade, rank in select(store, _RANKS)}
        return cls({row[0]: row[1] for row in select(store, _OF_KIND)}, ranks)

    def change(self, now: tuple[str, str, str], before: tuple[str, str, str]) -> str:
        """What became of (kind, section, grade); "adequate" to 2013 is not "requires
        improvement" since, though both stand third."""
        scale, scale_before = (self.of_kind.get(kind) for kind, _, _ in (now, before))
        if scale is None or scale_before is None:
            return NOT_COMPARABLE
        if scale != scale_before:
            return SCALE_CHANGED
        if now[1] != before[1]:
            return SECTION_CHANGED
        rank, rank_before = (self.ranks.get((scale, grade)) for _, _, grade in (now, before))
        if rank is None or rank_before is None:
            return NOT_COMPARABLE
        return SAME if rank == rank_before else IMPROVED if rank < rank_before else DECLINED
