"""A block in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from inspectgraph.graphbuilder.model import BlockKind, Line
from inspectgraph.graphbuilder.parse.typography import Look

MAX_FLAT_HEADING = 110


@dataclass
class Draft:
    """A block in the making."""

    kind: BlockKind
    lines: list[Line] = field(default_factory=list)
    number: str = ""

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def words(self) -> str:
        return " ".join(line.text for line in self.lines)


def ends_graded(words: str, look: Look) -> bool:
    """Whether words end with a grade, as rows of tables and graded headings do."""
    return bool(look.profile.ends_graded.search(words))
