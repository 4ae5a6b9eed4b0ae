"""Who inspected: the lead inspector's printed name, and the inspectorates at work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspectgraph.graphbuilder.model import Block, Document
from inspectgraph.ontology.profiles import Framework, Profile

FRONT_BLOCKS = 60
_flags = re.IGNORECASE
TELLS_BODIES = re.compile(
    r"inspectors? from|inspection team consist|carried out by|conducted|undertook"
    r"|ofsted, (?:the )?(?:care|hm|her|his)|ofsted and (?:the )?(?:care|cqc)",
    _flags,
)
LEAD = re.compile(
    r"(?<!deputy )\b(?:lead|reporting) (?:HM |ofsted )?inspectors?\b(?! from\b)"
    r"[\s:–-]*(?:ofsted\b\s*:?\s*)?(?P<name>[^:;()\n]{0,70})",
    _flags,
)
_WORD = r"[^\W\d_][\w’'.-]*"
LEAD_AFTER = re.compile(
    rf"(?P<name>(?:{_WORD}\s+){{1,4}}[^\W\d_][\w’'-]+)"
    r"(?:,?\s+(?:HMI|Ofsted|(?:Her|His) Majesty[’']s Inspector))+,?\s+[Ll]ead\b"
)
TELLS_LEAD = re.compile(r"[Ll]ead\b|LEAD\b|[Rr]eporting\b")
HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Professor|Prof|Sir|Dame)\.?$")
# Words that follow, or stand before, a name and belong to none.
RANK = re.compile(
    r"(?:Her|His|HM|HMI|HMIs|Majesty[’']?s?|O\.?B\.?E|M\.?B\.?E|C\.?B\.?E|QPM|Senior|Ofsted|CQC"
    r"|Deputy|Lead|Team|Inspectors?|Additional|Regional|Seconded|Contracted|Social|Shadow|Age"
    r"|Inspection|Dates?|Published|Report|The|From|Care)$",
    _flags,
)
NAME = re.compile(r"(?:d[’'])?[^\W\d_a-zß-öø-ÿ][\w’'.-]*$")
PARTICLES = {"af", "al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "la", "le"}
PARTICLES |= {"ten", "ter", "van", "von", "y"}


def find_lead_inspector(document: Document, framework: Framework | None) -> str:
    """The printed name of the lead inspector, without rank; "" where none is printed."""
    name_first = framework is not None and framework.lead_first
    patterns = (LEAD_AFTER, LEAD) if name_first else (LEAD, LEAD_AFTER)
    for pattern in patterns:
        for words in _where_inspectors_stand(document):
            for found in pattern.finditer(words):
                name = person(found["name"])
                if name:
                    return name
    return ""


def _where_inspectors_stand(document: Document) -> Iterator[str]:
    """The words of the cover and of what is no narrative; a label at the end of its block
    with the block below it."""
    blocks: list[Block] = [
        block for index, block in enumerate(document.blocks) if index < 30 or not block.narrative
    ]
    for index, block in enumerate(blocks):
        words = document.words(block)
        if re.search(r"inspector\s*:?$", words, _flags) and index + 1 < len(blocks):
            words = f"{words} {document.words(blocks[index + 1])}"
        if TELLS_LEAD.search(words):
            yield words


def person(text: str) -> str:
    """The name that ``text`` begins with, without title and rank, or "".

    >>> person("Ms Ann-Marie O’Neill HMI, Deputy")
    'Ann-Marie O’Neill'
    """
    names: list[str] = []
    for word in text.split():
        bare = word.strip(",.–-")
        if not names and (HONORIFIC.match(bare) or RANK.match(bare)):
            continue
        if RANK.match(bare) or not (NAME.match(bare) or (names and bare in PARTICLES)):
            break
        names.append(bare)
        if word.endswith((",", "–")):
            break
    return " ".join(names) if 2 <= len(names) <= 5 else ""


def find_inspectorates(
    document: Document, framework: Framework | None, profile: Profile
) -> tuple[str, ...]:
    """Local names of the inspectorates at work: the profile's own, and who inspected with it."""
    if framework is None:
        return ()
    bodies = [profile.header.inspectorate]
    if framework.joint:
        words = [document.words(block) for block in document.blocks[:FRONT_BLOCKS]]
        said = " ".join(text for text in words if TELLS_BODIES.search(text))
        bodies += [row.id for row in profile.reports.inspectorate if row.pattern.search(said)]
    return tuple(bodies)
