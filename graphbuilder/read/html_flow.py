"""Web pages whose text flows: their elements → parts: blocks, and what stands between breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from inspectgraph.graphbuilder.read.css import Styles, is_bold
from inspectgraph.graphbuilder.read.parts import BULLET, MAX_CELL, Part
from selectolax.lexbor import LexborNode

# Elements inside a line; all others begin a new one, as browsers show them.
INLINE = re.compile(
    r"(?:a|abbr|acronym|b|bd[io]|big|cite|code|data|del|dfn|em|font|i|img|input|ins|kbd|label|mark"
    r"|nobr|q|ruby|s|samp|small|span|strike|strong|su[bp]|text|time|tt|u|var|wbr|button|.*:.*)$"
)
HEADING = re.compile(r"h([1-6])$")
PAGE = re.compile(r"(?:page)?[-_]?(\d{1,4})$", re.IGNORECASE)  # <a name="3">, <a id="page3">
NOTE = re.compile(r"\[?\d{1,2}\]?$")  # the mark of a footnote, where it is raised or a link
# What makes the cells of a row to boxes of a layout: text with blocks of its own in it.
BOXED = "h1, h2, h3, h4, h5, h6, table, dl, pre, hr"
MAX_SPAN = 20  # columns or rows that a cell reaches over; more is a mistake, or an attack
MAX_TERM = 200  # characters of a term and what is said of it, that are read as a row
SILENT = frozenset({"script", "style", "title", "head", "template", "noscript"})


class _Context(NamedTuple):
    """What holds for the text inside an element."""

    block: int = 0
    level: int = 0
    bold: bool = False
    item: int = 0  # the list item that it is in, and what is printed before it
    bullet: str = ""
    kept: bool = False  # line feeds of the source are kept
    raised: bool = False
    silent: bool = False  # already read as the cells of a row


@dataclass
class Walk:
    """Reads a page from its beginning to its end."""

    root: LexborNode
    styles: Styles | None = None
    parts: list[Part] = field(default_factory=list)
    page: int | None = None
    _contexts: dict[int, _Context] = field(default_factory=dict)
    _at: _Context = field(default_factory=_Context)
    _runs: list[tuple[str, bool]] = field(default_factory=list)
    _opens: bool = True
    _itemised: set[int] = field(default_factory=set)
    _over: dict[int, dict[int, int]] = field(default_factory=dict)  # of each table, see `_cells`

    def read(self) -> list[Part]:
        """The parts of the page, blank ones too: white space may part paragraphs."""
        for node in self.root.traverse(include_text=True):
            parent = node.parent
            above = self._contexts.get(parent.mem_id, _Context()) if parent else _Context()
            if node.tag == "-text":
                self._write(node.text_content or "", above)
            elif node.tag == "br":
                if not above.silent:
                    self._enter(above)
                    self._end(opens=False)
            elif node.tag and node.tag[0] not in "-!":
                self._contexts[node.mem_id] = self._context(node, above)
        self._end()
        return self.parts

    def _context(self, node: LexborNode, above: _Context) -> _Context:
        tag = node.tag or ""
        if above.silent or tag in SILENT:
            return above._replace(silent=True)
        if tag == "a":
            self._turn(node)
        bold = is_bold(tag, self.styles.of(node) if self.styles else {})
        if bold is not None and bold != above.bold:
            above = above._replace(bold=bold)
        if INLINE.match(tag):
            linked = tag == "a" and "#" in (node.attributes.get("href") or "")
            return above._replace(raised=True) if tag == "sup" or linked else above
        heading = HEADING.match(tag)
        context = above._replace(block=node.mem_id, kept=above.kept or tag == "pre")
        if heading:
            return context._replace(level=int(heading[1]), bold=False)
        if tag == "li":
            return context._replace(item=node.mem_id, bullet=_bullet(node))
        cells = self._row(node) if tag == "tr" else _pair(node) if tag in ("dt", "dd") else None
        if cells is not None:
            self._end()
            text = " ".join(cell for cell in cells if cell)
            if text:
                self.parts.append(Part(text, cells=cells, page=self.page))
            return context._replace(silent=True)
        return context

    def _row(self, row: LexborNode) -> tuple[str, ...] | None:
        table = row.parent
        while table is not None and table.tag != "table":
            table = table.parent
        return _cells(row, self._over.setdefault(table.mem_id if table else 0, {}))

    def _turn(self, node: LexborNode) -> None:
        """An empty anchor with the number of the next page begins it."""
        mark = PAGE.match(node.attributes.get("name") or node.attributes.get("id") or "")
        if mark and int(mark[1]) == (self.page or 0) + 1:
            self._end()
            self.page = int(mark[1])

    def _enter(self, context: _Context) -> None:
        if context.block != self._at.block:
            self._end()
        self._at = context

    def _write(self, text: str, context: _Context) -> None:
        if context.silent or not (text.strip() or context.block == self._at.block):
            return
        self._enter(context)
        if context.raised and NOTE.match(text.strip()) and self._runs:
            return
        if not context.kept:
            self._runs.append((text, context.bold))
            return
        for index, row in enumerate(text.split("\n")):
            if index:
                self._end(opens=False)
            self._runs.append((row, context.bold))

    def _end(self, *, opens: bool = True) -> None:
        """The words so far are a part; ``opens`` is whether the next one begins an element."""
        words = "".join(text for text, _ in self._runs)
        text = words if self._at.kept else " ".join(words.split())
        if text.strip() or not opens:
            at, bullet = self._at, ""
            if text.strip() and at.item and at.item not in self._itemised:
                self._itemised.add(at.item)
                bullet = at.bullet
            bold = all(bold for run, bold in self._runs if run.strip())
            self.parts.append(
                Part(text, self._opens, at.level, bold and bool(text), bullet, (), self.page)
            )
        if self._runs or not opens:
            self._opens = opens
        self._runs = []


def _bullet(item: LexborNode) -> str:
    """What a browser prints before an item of a list: its number, or a bullet."""
    above = item.parent
    if above is None or above.tag != "ol":
        return BULLET
    before = 0
    node = item.prev
    while node is not None:
        before += node.tag == "li"
        node = node.prev
    start = above.attributes.get("start") or "1"
    if not start.isdigit() or (above.attributes.get("type") or "1") != "1":
        return BULLET
    return f"{int(start) + before}. "


def _cells(row: LexborNode, over: dict[int, int]) -> tuple[str, ...] | None:
    """The cells of a row of a table, empty ones where a cell reaches over several columns or
    down from a row above (``over``: columns and the rows still to come); None where they are
    boxes of a layout, or only one of them has words."""
    spread: list[str] = []
    cells = [node for node in row.iter() if node.tag in ("td", "th")]
    for cell in cells:
        _fill(spread, over)
        down = _span(cell, "rowspan")
        for column in range(_span(cell, "colspan")):
            over[len(spread)] = down - 1
            spread.append("" if column else _words(cell))
    _fill(spread, over)
    if sum(bool(text) for text in spread) < 2 or any(map(_is_box, cells)):
        return None
    return tuple(spread)


def _fill(spread: list[str], over: dict[int, int]) -> None:
    while over.get(len(spread), 0) > 0:
        over[len(spread)] -= 1
        spread.append("")


def _span(cell: LexborNode, name: str) -> int:
    number = cell.attributes.get(name) or "1"
    return min(int(number), MAX_SPAN) if number.isdigit() and number != "0" else 1


def _is_box(cell: LexborNode) -> bool:
    return len(cell.text()) > MAX_CELL or cell.css_first(BOXED) is not None


def _pair(node: LexborNode) -> tuple[str, ...] | None:
    """A term and what is said of it, as the cells of a row; () for what was so said."""
    term = node if node.tag == "dt" else _beside(node, "prev")
    said = node if node.tag == "dd" else _beside(node, "next")
    if term is None or said is None or term.tag != "dt" or said.tag != "dd":
        return None
    cells = (_words(term), _words(said))
    if sum(map(len, cells)) > MAX_TERM or said.css_first(BOXED):
        return None
    return cells if node.tag == "dt" else ()


def _beside(node: LexborNode, way: str) -> LexborNode | None:
    near: LexborNode | None = getattr(node, way)
    while near is not None and (near.tag or "-").startswith("-"):
        near = getattr(near, way)
    return near


def _words(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())
