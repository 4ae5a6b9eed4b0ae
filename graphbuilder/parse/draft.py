"""A draft: the lines of one block, before its text and its place are settled."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from inspectgraph.graphbuilder.model import BlockKind, Line
from inspectgraph.graphbuilder.parse.typography import Look

# Characters of a heading in a text without type sizes. Longer lines are rows or sentences that
# lack a full stop; shorter limits lose headings such as "The experiences and progress of …".
MAX_FLAT_HEADING = 110
# "Within three months:" heads a list of recommendations, although it ends with a colon.
DEADLINE = re.compile(r"(?:immediately|with ?in \w+ \w+)\s*:$", re.IGNORECASE)
# Characters of a heading that its type does not show: a longer line is likelier a paragraph
# that introduces the list below it.
MAX_PLAIN_HEADING = 70


@dataclass
class Draft:
    """The lines of one block, before its text and its place are settled."""

    kind: BlockKind
    lines: list[Line] = field(default_factory=list)
    number: str = ""
    mark: str = ""  # the sign before a bullet

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def words(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of its lines in order; () if no line has any."""
        if not any(line.cells for line in self.lines):
            return ()
        return tuple(cell for line in self.lines for cell in line.cells or (line.text,))


def ends_graded(words: str, look: Look) -> bool:
    """Whether words end with a grade, as rows of tables and graded headings do."""
    return bool(look.profile.ends_graded.search(words))


def heads_section(words: str, look: Look) -> bool:
    """Whether words are the whole title of a section, though it ends like a sentence, or head
    a list of what is to be done."""
    return look.profile.is_title(words) or look.profile.is_section(words)
