"""Where the lists of what inspectors ask for end: headings above blocks are set right.

Headings are ranked by their type (`parse/headings.py`), and a section whose title is set
smaller than the list's heading would count as a part of the list, with all that follows. So
once the kind of report is known each list is ended by the title of a section of its framework,
whatever it looks like; by paragraphs that only tell; and where numbered paragraphs follow its
bullets. A heading of a topic inside a list leaves it open, however large it is, if what stands
under it asks for something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from inspectgraph.graphbuilder.model import Block, BlockKind, Document
from inspectgraph.ontology.profiles import Framework, Profile
from inspectgraph.ontology.profiles.report_words import RecommendationWords

ITEMS = (BlockKind.BULLET, BlockKind.PARAGRAPH)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z])")
SHORTEST_SENTENCE = 15  # characters; less is a reference ("Outcome 3.") or a remark
SEVERAL = 2  # sentences that ask for nothing make a paragraph of the narrative


def is_list(heading: str, words: RecommendationWords) -> bool:
    """Whether a heading opens a list of what is asked for."""
    return bool(words.opens_list.match(heading.strip())) and not words.opens_none.search(heading)


def list_heading(path: Sequence[str], words: RecommendationWords) -> str:
    """The heading that makes a block under these an item, or "": the nearest, or the one above
    it, of which the nearest is a topic ("Leadership and management")."""
    if not path or words.opens_none.search(path[-1]):
        return ""
    return next((head for head in reversed(path[-2:]) if is_list(head, words)), "")


def only_tells(text: str, words: RecommendationWords) -> bool:
    """Whether a paragraph has several sentences that state something, the first of them or
    two, and none that asks for anything."""
    sentences = [one for one in SENTENCE_END.split(text) if len(one) >= SHORTEST_SENTENCE]
    if len(sentences) < SEVERAL or any(words.asks.match(one) for one in sentences):
        return False
    telling = [bool(words.tells.match(one)) for one in sentences]
    return telling[0] or sum(telling) >= SEVERAL


def settle_lists(document: Document, framework: Framework, profile: Profile) -> Document:
    """The same document; blocks behind the end of a list have its heading above them no more,
    and those under a topic of a list have it."""
    if framework.asks == "inside" or framework.prose:
        return document
    settled = _Settling(document, framework, profile)
    return replace(document, blocks=tuple(settled.all()))


@dataclass
class _Open:
    """A list that is open: its heading, its rank, and what its items were so far."""

    heading: str
    level: int
    bare: bool = True  # nothing but headings so far
    topics: bool = False  # its topics are set like its own heading
    bullets: bool = False  # its first item is a bullet
    number: int = 0  # the last printed number
    ended: bool = False


@dataclass
class _Settling:
    document: Document
    framework: Framework
    profile: Profile
    open: _Open | None = None
    paths: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)  # `list_heading` of a path
    levels: dict[str, int] = field(default_factory=dict)

    @property
    def words(self) -> RecommendationWords:
        return self.profile.recommendations

    def all(self) -> list[Block]:
        """The blocks in order, with their paths as they should be."""
        blocks = self.document.blocks
        settled = []
        for at, block in enumerate(blocks):
            path = self._cut(block.path)
            if block.kind is BlockKind.HEADING:
                self._pass(block, blocks[at + 1 :])
            elif block.kind in ITEMS:
                self._reopen(path)
                path = self._in_list(self.open, block, path) if self.open else path
            if self.open and self.open.ended:
                path = tuple(heading for heading in path if heading != self.open.heading)
            settled.append(block if path == block.path else replace(block, path=path))
        return settled

    def _cut(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """A path without the list, and its topics, that a section below it has ended."""
        if path not in self.paths:
            self.paths[path] = self._without_ended(path)
        return self.paths[path]

    def _without_ended(self, path: tuple[str, ...]) -> tuple[str, ...]:
        kept: list[str] = []
        for heading in path:
            if kept and self._is_section(heading):
                first = next((at for at, one in enumerate(kept) if is_list(one, self.words)), None)
                del kept[first if first is not None else len(kept) :]
            kept.append(heading)
        return tuple(kept)

    def _is_section(self, heading: str) -> bool:
        known = None if self.framework.fallback else self.framework
        ends = self.profile.is_section(heading, known)
        return ends or bool(self.profile.document.no_narrative.match(heading))

    def _pass(self, block: Block, below: Sequence[Block]) -> None:
        """A heading opens a list, ends one, or is a topic inside it."""
        heading = self.document.words(block)
        ends = self._is_section(heading)
        if not ends and is_list(heading, self.words):
            self.levels[heading] = block.level
            self.open = _Open(heading, block.level)
        elif self.open and ends:
            self.open.ended = True
        elif self.open and not self._is_inside(self.open, block, heading, below):
            self.open = None

    def _is_inside(
        self, current: _Open, block: Block, heading: str, below: Sequence[Block]
    ) -> bool:
        """Whether a heading stands below that of the list by its type, or is a topic of it."""
        if current.ended:
            return block.level > current.level
        if self.words.opens_none.search(heading):
            return False
        if block.level > current.level:
            return True
        current.topics = current.topics or (current.bare and block.level == current.level)
        first = next((one for one in below if one.kind is not BlockKind.FOOTNOTE), None)
        alike = current.topics and block.level == current.level
        if first is None or first.kind not in ITEMS:
            return alike and first is not None and first.kind is BlockKind.HEADING
        numbered = bool(first.number)
        if alike:
            return self._asks(first) or not (numbered and first.kind is BlockKind.PARAGRAPH)
        goes_on = first.number in ("", str(current.number + 1))
        listed = first.kind is BlockKind.BULLET or numbered
        return listed and goes_on and self._asks(first)

    def _leaves(self, current: _Open, block: Block) -> bool:
        """Whether a plain paragraph behind bullets is narrative: it tells, or stands under a
        heading of its own and asks for nothing."""
        own = block.heading != current.heading and not self._asks(block)
        return own or only_tells(self.document.words(block), self.words)

    def _asks(self, block: Block) -> bool:
        return bool(self.words.asks.match(self.document.words(block)))

    def _reopen(self, path: tuple[str, ...]) -> None:
        """Open the list in whose parts a block stands, when a list inside it has ended."""
        if self.open:
            return
        if path not in self.lists:
            self.lists[path] = list_heading(path, self.words)
        outer = self.lists[path]
        if outer:
            self.open = _Open(outer, self.levels.get(outer, 0))

    def _in_list(self, current: _Open, block: Block, path: tuple[str, ...]) -> tuple[str, ...]:
        """The path of a block while a list is open: the list stands in it until it ends."""
        current.ended = current.ended or self._ends(current, block)
        if current.ended:
            return path
        if current.bare:
            current.bare = False
            current.bullets = block.kind is BlockKind.BULLET and not block.number
        if block.number.isdigit():
            current.number = int(block.number)
        return path if current.heading in path else (*path[:-1], current.heading, *path[-1:])

    def _ends(self, current: _Open, block: Block) -> bool:
        """Whether a block cannot be an item of the list, nor any after it."""
        words = self.document.words(block)
        if block.kind is not BlockKind.PARAGRAPH:
            return False
        if not block.number:
            return current.bullets and not self.framework.tells and self._leaves(current, block)
        if not self.framework.tells and only_tells(words, self.words):
            return True
        anew = block.number.isdigit() and int(block.number) <= current.number
        return (current.bullets or anew) and not self._asks(block)
