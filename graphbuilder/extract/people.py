"""Who inspected: the lead inspector's name as printed, and the inspectorates at work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspectgraph.graphbuilder.model import Block, Document
from inspectgraph.ontology.profiles import Framework, Profile
from inspectgraph.ontology.profiles.report_words import ReportWords

FRONT_BLOCKS = 60  # cover and first page: further on other inspectorates are only mentioned
COVER_BLOCKS = 30  # blocks in which "Lead inspector" is a label, though they be narrative
_flags = re.IGNORECASE
# A cheap test before the patterns for a name, which are tried at each word.
NAMES_LEAD = re.compile(r"[Ll]ead\b|LEAD\b|[Rr]eporting\b")
# Titles before a name: the same person has one in some reports only.
HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Professor|Prof|Sir|Dame)\.?$")
# A word of a name: "Smith", "O’Neill", "Ann-Marie", "d’Arcy", "J."
NAME = re.compile(r"(?:d[’'])?[^\W\d_a-zß-öø-ÿ][\w’'.-]*$")
# Lower-case words inside names: "van der Berg", "de la Cruz".
PARTICLES = {"af", "al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "la", "le"}
PARTICLES |= {"ten", "ter", "van", "von", "y"}
# Words of a whole name: one alone is a surname that stands for several people, or no name.
FEWEST_NAMES, MOST_NAMES = 2, 5


def find_lead_inspector(document: Document, framework: Framework | None, words: ReportWords) -> str:
    """The printed name of the lead inspector, without rank; "" where none is printed."""
    name_first = framework is not None and framework.lead_first
    labelled, behind = words.lead_inspector.pattern, words.lead_inspector_behind.pattern
    for pattern in (behind, labelled) if name_first else (labelled, behind):
        for text in _texts_with_lead(document):
            for match in pattern.finditer(text):
                name = person(match["name"], words.rank.pattern)
                if name:
                    return name
    return ""


def _texts_with_lead(document: Document) -> Iterator[str]:
    """The words of the cover and of all that is not narrative; a label at the end of a block
    is joined with the block below."""
    blocks: list[Block] = [
        block
        for index, block in enumerate(document.blocks)
        if index < COVER_BLOCKS or not block.narrative
    ]
    for index, block in enumerate(blocks):
        words = document.words(block)
        if re.search(r"inspector\s*:?$", words, _flags) and index + 1 < len(blocks):
            words = f"{words} {document.words(blocks[index + 1])}"
        if NAMES_LEAD.search(words):
            yield words


def person(text: str, rank: re.Pattern[str]) -> str:
    """The name that ``text`` begins with, without title and rank, or "".

    >>> person("Ms Ann-Marie O’Neill HMI, Deputy", re.compile("HMI$"))
    'Ann-Marie O’Neill'
    """
    names: list[str] = []
    for word in text.split():
        bare = word.strip(",.–-")
        if not names and (HONORIFIC.match(bare) or rank.match(bare)):
            continue
        if rank.match(bare) or not (NAME.match(bare) or (names and bare in PARTICLES)):
            break
        names.append(bare)
        if word.endswith((",", "–")):
            break
    return " ".join(names) if FEWEST_NAMES <= len(names) <= MOST_NAMES else ""


def find_inspectorates(
    document: Document, framework: Framework | None, profile: Profile
) -> tuple[str, ...]:
    """Local names of the inspectorates at work: the profile's own, and who inspected with it."""
    if framework is None:
        return ()
    bodies = [profile.header.inspectorate]
    if framework.joint:
        words = [document.words(block) for block in document.blocks[:FRONT_BLOCKS]]
        naming = " ".join(
            text for text in words if profile.reports.joint_inspectors.pattern.search(text)
        )
        bodies += [row.id for row in profile.reports.inspectorate if row.pattern.search(naming)]
    return tuple(bodies)
