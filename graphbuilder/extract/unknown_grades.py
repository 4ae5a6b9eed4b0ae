"""Rows of tables that name a graded aspect and give it a grade that no scale has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspectgraph.graphbuilder.extract.grades import Reading
from inspectgraph.graphbuilder.model import BlockKind
from inspectgraph.ontology.problems import UNKNOWN_GRADE, Problem

LONGEST_GRADE = 40  # characters: longer cells are remarks
# what stands in such a table and is no grade
NO_GRADE = re.compile(r"[\W\d_]*|grade|judge?ment|n/?a", re.IGNORECASE)


def unknown_grades(reading: Reading) -> Iterator[Problem]:
    """A problem for each row that is a label and a few words without any known grade."""
    for block in reading.document.blocks:
        words = reading.document.words(block)
        if block.kind is not BlockKind.ROW or reading.grades.anywhere.search(words):
            continue
        matches = (label.pattern.match(words) for label in reading.labels)
        label = next((found for found in matches if found), None)
        if label is None or reading.is_history(f"{block.heading} {words}"):
            continue
        rest = words[label.end() :].strip(" |:–—-.")
        if len(rest) <= LONGEST_GRADE and not NO_GRADE.fullmatch(rest):
            said = f"no known grade: “{' '.join(words.split())[:200]}”"
            yield Problem(UNKNOWN_GRADE, said, page=block.page, about=label[0])
