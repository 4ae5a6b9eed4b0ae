"""Drafts → the canonical text and its blocks; words parted at line ends are joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from inspectgraph.graphbuilder.model import Block, BlockKind, Document, Line, Source
from inspectgraph.graphbuilder.parse.draft import Draft
from inspectgraph.graphbuilder.parse.narrative import closes, mark_narrative
from inspectgraph.ontology.profiles.words import DocumentWords

SOFT_HYPHEN = re.compile(r"(\w*)[\ufffe\u00ad]\s*(\w*)")
DASH = re.compile(r"(?<=\w)- (?=[^\W\d_])")
SUSPENDED = re.compile(r"(?:and|or|to|as well as)(?![\w-])")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Joiner:
    """Joins lines to text; a word parted at a line end loses its hyphen where the document
    itself writes it without one."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self._words: set[str] | None = None

    def __call__(self, lines: Sequence[Line]) -> tuple[str, list[tuple[int, int]]]:
        """The text of a block, and where in it its second and later pages begin."""
        text, turns = "", []
        page = lines[0].page
        for line in lines:
            if line.page != page and line.page is not None:
                page = line.page
                turns.append((len(self._joined(text)) + 1 if text else 0, page))
            text = _run_on(text, line.text)
        return self._joined(text), turns

    def _joined(self, text: str) -> str:
        if "\ufffe" in text or "\u00ad" in text:
            text = SOFT_HYPHEN.sub(self._join, text)
        return DASH.sub(self._keep_dash, text) if "- " in text else text

    def _join(self, parted: re.Match[str]) -> str:
        head, tail = parted[1], parted[2]
        if self._words is None:
            self._words = set(WORD.findall("\n".join(self._lines).casefold()))
        whole = (head + tail).casefold()
        return head + tail if whole in self._words else f"{head}-{tail}"

    @staticmethod
    def _keep_dash(parted: re.Match[str]) -> str:
        return "- " if SUSPENDED.match(parted.string, parted.end()) else "-"


def _run_on(text: str, line: str) -> str:
    """A text and its next line; a hyphen that a line end follows is kept in doubt."""
    parted = text.endswith("-") and text[-2:-1].isalpha() and line[:1].islower()
    if parted and not SUSPENDED.match(line):
        return f"{text[:-1]}\ufffe{line}"
    return f"{text} {line}" if text else line


def compose(
    source: Source,
    drafts: Sequence[Draft],
    levels: Sequence[int],
    join: Joiner,
    words: DocumentWords,
) -> Document:
    """The drafts as one text with blocks over it."""
    parts: list[str] = []
    blocks: list[Block] = []
    starts: list[tuple[int, int]] = []
    path: list[tuple[int, str]] = []
    ordinal, at = 0, 0
    above: tuple[str, ...] = ()
    announced = ""  # the number of the paragraph whose bullets follow
    for draft, level in zip(drafts, levels, strict=True):
        lines = [line for line in draft.lines if line.text.strip()]
        text, turns = join(lines) if lines else ("", [])
        if not text:
            continue
        page = lines[0].page
        if page is not None and (not starts or starts[-1][1] != page):
            starts.append((at, page))
        starts += [(at + offset, turned) for offset, turned in turns]
        if level:
            path = [step for step in path if step[0] < level and not closes(text, step[1], words)]
        ordinal = 0 if level else ordinal + 1
        headings = tuple(heading for _, heading in path)
        if draft.kind is BlockKind.PARAGRAPH:
            above, announced = headings, draft.number
        listed = draft.kind is BlockKind.BULLET and headings[: len(above)] == above
        number = draft.number or (announced if listed else "")
        blocks.append(Block(draft.kind, at, at + len(text), page, level, number, headings, ordinal))
        if level:
            path.append((level, text))
        parts.append(text)
        at += len(text) + 1
    text = "\n".join(parts)
    return Document(
        source.name,
        source.sha256,
        source.media,
        text,
        mark_narrative(text, blocks, words),
        source.pages,
        tuple(starts),
        source.unread_pages,
    )
