"""The words of the pipeline: what each stage hands to the next, as frozen records.

Offsets are in characters of a report's canonical text (Unicode code points, end exclusive);
pages count from 1 as a PDF viewer does; dates are ISO (``datetime.date``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from inspectgraph.ontology.problems import Problem

# Gaps in line heights (`Line.gap`): inside a block, and between two that are surely apart.
INSIDE, APART = 1.2, 2.5
# Signs that end a sentence or open a list, closing quotation marks included: "… is ‘good.’"
ENDS = re.compile(r"[.!?:;][’”\"')\]]*$")


class Line(NamedTuple):
    """One printed line as it was read, before it is known what it is.

    ``gap`` is the distance from the line above in line heights: about 1.2 inside a
    paragraph, 2 and more after white space, negative where the line stands higher than the
    one before it (the next cell of a table row), 0 where it is unknown (top of a page).
    ``level`` is a heading level that the format itself states (Markdown, HTML, Word), else 0.
    ``cells`` are those of a table's row, empty ones too, where the file parts them; in a PDF
    there are two where it is printed in two columns, and ``column`` is where the second begins.
    ``note`` marks a line of a footnote where no type shows it; ``told`` one that names who must
    act (`parse/told.py`).
    """

    text: str
    page: int | None = None
    x: float = 0.0
    right: float = 0.0
    y: float = 0.0
    gap: float = 1.2
    size: float = 0.0
    bold: bool = False
    level: int = 0
    row: bool = False
    cells: tuple[str, ...] = ()
    note: bool = False
    column: float = 0.0
    told: bool = False


@dataclass(frozen=True)
class Source:
    """A file as read: its lines in reading order. ``pages`` is None where it has no pages;
    ``address`` is what a web page states as its own."""

    name: str
    sha256: str
    media: str
    lines: tuple[Line, ...]
    pages: int | None = None
    unread_pages: tuple[int, ...] = ()
    address: str = ""


LETTER_BLOCKS = 80  # addressees and their offices fill up to seventy lines above a salutation
SALUTATION = re.compile(
    r"dear\b", re.IGNORECASE
)  # "Dear Ms Smith": what is above it is no narrative


def salutation_in(texts: Sequence[str]) -> int | None:
    """The index of the text that opens a letter."""
    openings = (at for at, text in enumerate(texts[:LETTER_BLOCKS]) if SALUTATION.match(text))
    return next(openings, None)


class BlockKind(StrEnum):
    """What a block of the canonical text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    ROW = "table-row"
    FOOTNOTE = "footnote"
    TOLD = "told"  # who must do what is asked for below
    OTHER = "other"


@dataclass(frozen=True)
class Block:
    """A stretch of the canonical text: ``document.text[start:end]``.

    ``number`` is the printed paragraph number ("12"), ``path`` the headings above it from
    the outermost in, ``ordinal`` its position under the nearest heading (from 1).
    ``narrative`` is False for covers, contents, boilerplate and descriptions of the area.
    ``cells`` are those of a row, or of a whole close-set table; () where nothing parts them.
    ``mark`` is the sign before a bullet, ``indent`` how far to the right it stands.
    """

    kind: BlockKind
    start: int
    end: int
    page: int | None = None
    level: int = 0
    number: str = ""
    path: tuple[str, ...] = ()
    ordinal: int = 0
    narrative: bool = True
    cells: tuple[str, ...] = ()
    mark: str = ""
    indent: float = 0.0

    @property
    def heading(self) -> str:
        """The nearest heading above, or ""."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True)
class Document:
    """A parsed report: one canonical text, its blocks, and where its pages begin."""

    name: str
    sha256: str
    media: str
    text: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    page_starts: tuple[tuple[int, int], ...] = ()
    unread_pages: tuple[int, ...] = ()

    def words(self, block: Block) -> str:
        """The exact words of a block."""
        return self.text[block.start : block.end]

    @cached_property
    def salutation(self) -> int | None:
        """The index of the block that begins a letter ("Dear …"); None if it is not a letter."""
        return salutation_in([self.words(block) for block in self.blocks[:LETTER_BLOCKS]])

    def passage(self, block: Block, start: int | None = None, end: int | None = None) -> Passage:
        """A block as evidence, or a stretch of the text that begins in it."""
        first = block.start if start is None else start
        last = block.end if end is None else end
        return Passage(
            first,
            last,
            self.text[first:last],
            self.page_at(first),
            block.number,
            block.heading,
            block.ordinal,
        )

    def page_at(self, offset: int) -> int | None:
        """The page on which the character at ``offset`` is printed; None without pages."""
        at = bisect_right(self.page_starts, (offset, 1 << 30)) - 1
        return self.page_starts[at][1] if at >= 0 else None


@dataclass(frozen=True)
class Passage:
    """Evidence: the exact words in a report, and their place."""

    start: int
    end: int
    exact: str
    page: int | None = None
    paragraph: str = ""
    heading: str = ""
    ordinal: int = 0


@dataclass(frozen=True)
class Judgement:
    """A grade that this inspection gave; ``section``, ``aspect`` and ``grade`` are concept ids."""

    section: str
    aspect: str
    grade: str
    aspect_as_printed: str
    grade_as_printed: str
    evidence: tuple[Passage, ...]
    rule: str


@dataclass(frozen=True)
class Area:
    """The inspected council: ``iri`` is empty where the reference data knows no such name."""

    name: str
    iri: str = ""
    as_printed: str = ""


@dataclass(frozen=True)
class Given:
    """What is known of a report beside its file, by a row of a sidecar: it wins over what is
    read. ``authority`` is a name or GSS code that the reference data knows, ``kind`` the id of a
    framework; what is empty is left to the report. ``number`` is the publisher's, by which its
    file is named."""

    authority: str = ""
    kind: str = ""
    start: date | None = None
    end: date | None = None
    published: date | None = None
    source: str = ""
    number: str = ""


NOTHING_GIVEN = Given()


@dataclass(frozen=True)
class ReportFacts:
    """What the report says about itself; None or "" where it says nothing.

    ``partner`` is whom a report of a partner's inspectorate is about: it is no inspection of
    the council, and counts as none. ``source`` is where the report is published,
    ``source_inferred`` where only the name of its file says so.
    """

    title: str
    kind: str
    inspection_kind: str
    area: Area
    start: date | None = None
    end: date | None = None
    published: date | None = None
    lead_inspector: str = ""
    inspectorates: tuple[str, ...] = ()
    reference: str = ""
    licence: str = ""
    partner: str = ""
    source: str = ""
    source_inferred: bool = False


# -- partner agencies -----------------------------------------------------------------------


@dataclass(frozen=True)
class Mention:
    """A place where a report names a body: ``document.text[start:end] == text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Agency:
    """A body that a report names, or (``inferred``) only means by a generic word.

    ``iri`` is empty where the reference data lack the body: it is then minted from ``slug``,
    which is the same in every report on the same body. ``place`` is the IRI of the authority
    whose board or service it is, else "". ``name`` is the official one on the day of the
    inspection, ``type`` a concept id; ``reason`` names the rules that made these forms one
    body; ``roles`` are concept ids of what the report states.
    """

    iri: str
    slug: str
    name: str
    type: str
    mentions: tuple[Mention, ...]
    identifier: str = ""
    place: str = ""
    inferred: bool = False
    roles: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Unresolved:
    """Words that look like the name of a body, and why they could not be resolved."""

    text: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Finding:
    """A sentence that evaluates practice or outcomes now.

    ``themes`` are (theme, polarity of that theme); ``status`` is "resolved" for a weakness
    put right, else ""; ``reasons`` are what weighed most for the polarity; ``framework`` the
    outcomes of the national framework that it is tagged with.
    """

    passage: Passage
    polarity: str
    subject: str
    themes: tuple[tuple[str, str], ...]
    sectors: tuple[str, ...]
    confidence: float
    reasons: tuple[str, ...]
    status: str = ""
    framework: tuple[str, ...] = ()
    corrected: str = ""


@dataclass(frozen=True)
class Recommendation:
    """Something that inspectors ask for, with its deadline. ``told`` is where the cell beside
    it names who must act; (0, 0) without one."""

    passage: Passage
    timescale: str
    themes: tuple[str, ...]
    rule: str
    subject: str = "council"
    framework: tuple[str, ...] = ()
    told: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Extract:
    """Everything taken from one report."""

    document: Document
    facts: ReportFacts
    judgements: tuple[Judgement, ...] = ()
    findings: tuple[Finding, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    agencies: tuple[Agency, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    corrections: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
