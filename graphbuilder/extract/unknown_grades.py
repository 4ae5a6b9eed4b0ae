"""Rows of tables that give a graded aspect a grade that is on no scale."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspectgraph.graphbuilder.extract.grades import Reading
from inspectgraph.graphbuilder.model import BlockKind
from inspectgraph.ontology.problems import UNKNOWN_GRADE, Problem

LONGEST_GRADE = 40  # characters; longer cells are remarks
# What such tables have in place of a grade: a dash, a number, a column title, "n/a".
NO_GRADE = re.compile(r"[\W\d_]*|grade|judge?ment|n/?a", re.IGNORECASE)


def unknown_grades(reading: Reading) -> Iterator[Problem]:
    """A problem for each row that has a label and a few words, but no known grade."""
    for block in reading.document.blocks:
        words = reading.document.words(block)
        if block.kind is not BlockKind.ROW or reading.grades.anywhere.search(words):
            continue
        matches = (label.pattern.match(words) for label in reading.labels)
        label = next((match for match in matches if match), None)
        if label is None or reading.is_history(f"{block.heading} {words}"):
            continue
        rest = words[label.end() :].strip(" |:–—-.")
        if len(rest) <= LONGEST_GRADE and not NO_GRADE.fullmatch(rest):
            message = f"no known grade: “{' '.join(words.split())[:200]}”"
            yield Problem(UNKNOWN_GRADE, message, page=block.page, about=label[0])
