"""Rows of tables that give a graded aspect no grade that could be read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from inspectgraph.graphbuilder.extract.grades import Reading
from inspectgraph.graphbuilder.model import BlockKind
from inspectgraph.ontology.problems import UNKNOWN_GRADE, UNREAD_ROW, Problem

LONGEST_GRADE = 40  # characters; longer cells are remarks
# What such tables have in place of a grade: a dash, a number, a column title, "n/a".
NO_GRADE = re.compile(r"[\W\d_]*|grade|judge?ment|n/?a", re.IGNORECASE)


def unread_rows(reading: Reading, taken: Collection[int]) -> Iterator[Problem]:
    """A problem for each row that has a label and a few words, but no known grade, or more
    than one; not for blocks that are ``taken`` (by where they start)."""
    for block in reading.document.blocks:
        if block.kind is not BlockKind.ROW or block.start in taken:
            continue
        words = reading.document.words(block)
        matches = (label.pattern.match(words) for label in reading.labels)
        label = next((match for match in matches if match), None)
        if label is None or reading.is_history(f"{block.heading} {words}"):
            continue
        rest = words[label.end() :].strip(" |:–—-.")
        quoted = " ".join(words.split())[:200]
        if _is_several(reading, rest):
            message = f"which of its grades is this inspection's? “{quoted}”"
            yield Problem(UNREAD_ROW, message, page=block.page, about=label[0])
        elif not reading.grades.anywhere.search(words) and _is_word(rest):
            message = f"no known grade: “{quoted}”"
            yield Problem(UNKNOWN_GRADE, message, page=block.page, about=label[0])


def _is_several(reading: Reading, rest: str) -> bool:
    """Whether all that is beside a label is grades, more than one."""
    grades = reading.grades.anywhere
    return len(grades.findall(rest)) > 1 and not any(map(str.isalpha, grades.sub("", rest)))


def _is_word(rest: str) -> bool:
    return len(rest) <= LONGEST_GRADE and not NO_GRADE.fullmatch(rest)
