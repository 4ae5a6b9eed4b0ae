"""Stage 2: lines → one canonical text and blocks over it.

Running headers, footers and page numbers are dropped; paragraphs that cross a page become
one; words split at line ends are joined; bullets and paragraph numbers are taken out of the
text and kept as the block's kind and number. Blocks follow each other in reading order, with
one line feed between them; footnotes follow the paragraph that they interrupt.
"""

from __future__ import annotations

from inspectgraph.graphbuilder.model import Document, Source
from inspectgraph.graphbuilder.parse.blocks import group_lines
from inspectgraph.graphbuilder.parse.compose import Joiner, compose
from inspectgraph.graphbuilder.parse.flat import is_flat, lay_out_flat
from inspectgraph.graphbuilder.parse.flat_blocks import group_flat_lines
from inspectgraph.graphbuilder.parse.flat_tables import seat_grades
from inspectgraph.graphbuilder.parse.headings import (
    find_flat_headings,
    find_plain_headings,
    heading_levels,
    join_titles,
    set_contents_aside,
)
from inspectgraph.graphbuilder.parse.typography import lay_out
from inspectgraph.ontology.profiles import Profile


def parse(source: Source, profile: Profile) -> Document:
    """The canonical text of a file and its blocks."""
    if is_flat(source.lines):
        lines, look = lay_out_flat(source.lines, profile)
        drafts = seat_grades(group_flat_lines(lines, look), look)
    else:
        lines, look = lay_out(source.lines, profile)
        drafts = group_lines(lines, look)
    set_contents_aside(drafts)
    join_titles(drafts, look)
    if look.size:
        find_plain_headings(drafts, look)
    else:
        find_flat_headings(drafts, look)
    levels = heading_levels(drafts, look)
    join = Joiner(line.text for line in lines)
    return compose(source, drafts, levels, join, profile.document)
