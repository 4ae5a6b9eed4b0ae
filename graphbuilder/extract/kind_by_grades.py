"""Which kind of report it is, by its table of grades, where the title is none that is known."""

from __future__ import annotations

from itertools import takewhile

from inspectgraph.graphbuilder.extract.grade_columns import read_columns
from inspectgraph.graphbuilder.extract.grade_rows import read_rows
from inspectgraph.graphbuilder.extract.grades import Reading
from inspectgraph.graphbuilder.model import Document
from inspectgraph.ontology.profiles import Framework, Profile

FRONT_BLOCKS = 60  # cover and summary, where a report names its days and its inspector
FEWEST = 2  # aspects; one alone is graded in several frameworks


def kind_by_grades(document: Document, profile: Profile) -> Framework | None:
    """The framework that grades most of what the tables grade, if it is one alone. Only a report
    that says when or by whom it was made is looked at: news print such tables, too."""
    words = profile.reports
    labels = (words.date_label.pattern, words.lead_inspector.pattern)
    front = (document.words(block) for block in document.blocks[:FRONT_BLOCKS])
    if not any(label.match(text) for text in front for label in labels):
        return None
    full = (framework for framework in profile.frameworks if framework.full and framework.aspects)
    graded = [(len(_aspects(document, framework, profile)), framework) for framework in full]
    graded.sort(key=lambda one: -one[0])
    most = list(takewhile(lambda one: one[0] == graded[0][0], graded))
    return most[0][1] if len(most) == 1 and most[0][0] >= FEWEST else None


def _aspects(document: Document, framework: Framework, profile: Profile) -> set[str]:
    """The aspects of a framework that a document's tables grade."""
    reading = Reading.of(document, framework, profile)
    columns = read_columns(reading)
    return {row.aspect for row in (*columns.rows, *read_rows(reading, columns.blocks))}
