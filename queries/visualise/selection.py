"""What a picture is asked to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from inspectgraph.queries.visualise.model import Statement

_BOTH: Final = frozenset(("strength", "weakness"))


@dataclass(frozen=True)
class Selection:
    """What is asked for, as IRIs and ids; empty means all."""

    view: str
    areas: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: str = ""
    polarities: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    focus: tuple[str, ...] = ()
    focus_kind: str = ""  # authority, theme or agency

    def takes(self, polarity: str) -> bool:
        """Mixed findings are both strengths and weaknesses."""
        wanted = self.polarities
        return not wanted or polarity in wanted or (polarity == "mixed" and bool(wanted & _BOTH))

    def themes_of(self, statement: Statement) -> list[str]:
        """The themes of a statement that are asked for, in a polarity that is asked for."""
        asked = set(self.themes)
        return [t for t, own in statement.themes if (not asked or t in asked) and self.takes(own)]

    @property
    def narrows(self) -> bool:
        """Whether a link needs a finding to be shown, not only a name in a report."""
        return bool(self.themes or self.polarities)
