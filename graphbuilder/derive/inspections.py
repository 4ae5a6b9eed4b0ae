"""Which inspections are one: counts take each inspection once, the fullest source first.

A news item or a summary that prints no dates of the inspection has one of its own. It counts
as the inspection of a full report where only that one can be meant: the same area, an end at
most 120 days before the publication (or dates that lie within), and no grade that differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

RELAYING = frozenset({"news", "summary"})
LATEST = 120  # days from the end of an inspection to news of it: reports take up to 70
Grades = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Told:
    """What the reports on one inspection say of it; `grades` by section and aspect.

    `full` tells whether any of them is neither a news item nor a summary. Days are ISO dates
    or empty.
    """

    inspection: str
    area: str
    full: bool
    start: str = ""
    end: str = ""
    published: str = ""
    grades: Grades = field(default_factory=dict)

    @property
    def day(self) -> str:
        """The day by which questions between dates take it: its end, else its publication."""
        return self.end or self.published


def counted_as(told: Sequence[Told]) -> dict[str, str]:
    """The inspection that each one counts as, most often itself."""
    full: dict[str, list[Told]] = {}
    for one in told:
        if one.full:
            full.setdefault(one.area, []).append(one)
    return {one.inspection: _meant(one, full.get(one.area, ())).inspection for one in told}


def _meant(one: Told, candidates: Iterable[Told]) -> Told:
    if one.full:
        return one
    near = [full for full in candidates if _is_near(one, full) and _agree(one, full)]
    return near[0] if len(near) == 1 else one


def _is_near(one: Told, full: Told) -> bool:
    """Whether the dates of the one can mean the inspection of the other."""
    if not full.end:
        return False
    if one.end:
        return full.start <= one.start and one.end <= full.end
    if not one.published:
        return False
    days = (date.fromisoformat(one.published) - date.fromisoformat(full.end)).days
    return 0 <= days <= LATEST


def _agree(one: Told, full: Told) -> bool:
    """Whether they give a grade in common and none that differs; dates alone are no proof
    where an area had two inspections in one spring."""
    both = one.grades.keys() & full.grades.keys()
    return bool(both) and all(one.grades[key] == full.grades[key] for key in both)
