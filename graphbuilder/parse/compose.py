"""Drafts → the canonical text and its blocks; words split at line ends are joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from inspectgraph.graphbuilder.model import Block, BlockKind, Document, Line, Source
from inspectgraph.graphbuilder.parse.draft import DEADLINE, Draft
from inspectgraph.graphbuilder.parse.narrative import closes, mark_narrative
from inspectgraph.ontology.profiles.report_words import DocumentWords

# "safe\ufffeguarding": PDFium gives U+FFFE for a hyphen at a line end, Word files have U+00AD.
SOFT_HYPHEN = re.compile(r"(\w*)[\ufffe\u00ad]\s*(\w*)")
# "multi- agency": a hyphen that a line break has parted from its second half.
DASH = re.compile(r"(?<=\w)- (?=[^\W\d_])")
# "short- and long-term": here the space belongs behind the hyphen.
SUSPENDED = re.compile(r"(?:and|or|to|as well as)(?![\w-])")
# Words with inner hyphens: "well-being" in the text proves the hyphen of "well-/being".
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Joiner:
    """Joins lines to text. A word that is split at a line end loses its hyphen if the document
    writes it elsewhere without one."""

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
            parts = set("\n".join(self._lines).split())  # a tenth of what would be searched
            self._words = set(WORD.findall(" ".join(parts).casefold()))
        whole = (head + tail).casefold()
        return head + tail if whole in self._words else f"{head}-{tail}"

    @staticmethod
    def _keep_dash(parted: re.Match[str]) -> str:
        return "- " if SUSPENDED.match(parted.string, parted.end()) else "-"


def _run_on(text: str, line: str) -> str:
    """A text and its next line; a hyphen at the line end is marked, to be settled by `_join`."""
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
    composition = _Composition(words)
    for draft, level in zip(drafts, levels, strict=True):
        lines = [line for line in draft.lines if line.text.strip()]
        text, turns = join(lines) if lines else ("", [])
        if text:
            composition.turn_pages(lines[0].page, turns)
            composition.add(draft, level, text, lines[0].page)
    text = "\n".join(composition.parts)
    return Document(
        source.name,
        source.sha256,
        source.media,
        text,
        mark_narrative(text, composition.blocks, words),
        source.pages,
        tuple(composition.page_starts),
        source.unread_pages,
    )


class _Composition:
    """The text so far, its blocks, and the headings above the next one."""

    def __init__(self, words: DocumentWords) -> None:
        self.words = words
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.page_starts: list[tuple[int, int]] = []
        self._end = 0  # of the text so far, with the line feed that parts blocks
        self._path: list[tuple[int, str]] = []
        self._ordinal = 0
        self._announced = ""  # the number of the paragraph whose bullets follow
        self._announced_under: tuple[str, ...] = ()

    def turn_pages(self, page: int | None, turns: Sequence[tuple[int, int]]) -> None:
        """Note where pages begin: at the next block, and at offsets within it."""
        if page is not None and (not self.page_starts or self.page_starts[-1][1] != page):
            self.page_starts.append((self._end, page))
        self.page_starts += [(self._end + offset, turned) for offset, turned in turns]

    def add(self, draft: Draft, level: int, text: str, page: int | None) -> None:
        """Add a block at the end."""
        if level:
            self._close(level, text)
        self._ordinal = 0 if level else self._ordinal + 1
        path = tuple(heading for _, heading in self._path)
        if level and DEADLINE.match(text):
            self._announced_under = (*path, text)  # it stands between a paragraph and its bullets
        number = self._number(draft, path)
        start, end = self._end, self._end + len(text)
        block = Block(draft.kind, start, end, page, level, number, path, self._ordinal)
        if draft.mark:
            block = replace(block, mark=draft.mark, indent=draft.lines[0].x)
        if cells := draft.cells:
            block = replace(block, cells=cells)
        self.blocks.append(block)
        if level:
            self._path.append((level, text))
        self.parts.append(text)
        self._end = end + 1

    def _close(self, level: int, heading: str) -> None:
        """A heading ends the sections of its own level and below."""
        self._path = [
            step
            for step in self._path
            if step[0] < level and not closes(heading, step[1], self.words)
        ]

    def _number(self, draft: Draft, path: tuple[str, ...]) -> str:
        """The printed number; bullets have that of the paragraph that introduces them."""
        if draft.kind is BlockKind.PARAGRAPH:
            self._announced_under, self._announced = path, draft.number
        under = path[: len(self._announced_under)] == self._announced_under
        listed = draft.kind is BlockKind.BULLET and under
        return draft.number or (self._announced if listed else "")
