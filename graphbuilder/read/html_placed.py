"""Web pages whose text is put in its place line by line, as converters of PDFs make them.

Two forms: elements with ``left`` and ``top`` (or ``bottom``) by a style of their own or of their
class, and XML of ``page``, ``fontspec`` and ``text`` elements.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from inspectgraph.graphbuilder.read.css import (
    BOLD_FACE,
    EM,
    Style,
    Styles,
    enlarged,
    is_bold,
    points,
)
from inspectgraph.graphbuilder.read.placed import NOTE, SMALLER, Piece
from selectolax.lexbor import LexborHTMLParser, LexborNode

ENOUGH = 20  # placed elements; a page of a web site places a few that are no text of a report
MOST = 0.5  # of a page's characters: then its text is placed, not only its ornaments
PAGE_SIDE = 595.0  # points: the shorter side of A4, to which zoomed pages are brought back
LEAST_PAGE = 200.0  # points; what is narrower or lower is a text or a picture, no page
ASCENT = 0.8  # of the type size: how far below its top the baseline of a line is
LEADING = 1.2  # type sizes from one line to the next, where the page does not say
SILENT = frozenset({"script", "noscript", "template", "title", "head", "style"})
BREAKS = frozenset({"br", "p", "div"})


def looks_placed(text: str) -> bool:
    """A cheap test of the source: whether it can hold a page of placed elements."""
    return max(text.count("left:"), text.count("<text "), text.count('class="t ')) >= ENOUGH


def placed_pieces(tree: LexborHTMLParser) -> tuple[list[Piece], int]:
    """Pieces of a page whose text is placed, and the number of its pages; none, where most of
    its text is not placed."""
    if tree.css_first("page text") is not None:
        return _pieces_of_xml(tree)
    return _Reader().read(tree)


# -- XML ------------------------------------------------------------------------------------


def _pieces_of_xml(tree: LexborHTMLParser) -> tuple[list[Piece], int]:
    pieces: list[Piece] = []
    fonts: dict[str, LexborNode] = {}
    pages = tree.css("page")
    for number, page in enumerate(pages, 1):
        for node in page.css("fontspec, text"):
            if node.tag == "fontspec":
                fonts[node.attributes.get("id") or ""] = node
            else:
                font = fonts.get(node.attributes.get("font") or "")
                pieces.append(_piece_of_xml(node, font, page, number))
    return pieces, len(pages)


def _piece_of_xml(node: LexborNode, font: LexborNode | None, page: LexborNode, at: int) -> Piece:
    size = _number(font, "size") if font else _number(node, "height") / LEADING
    face = (font.attributes.get("family") or "") if font else ""
    width, height = _number(page, "width"), _number(page, "height")
    scale = PAGE_SIDE / (min(width, height) or PAGE_SIDE)
    left, base = _number(node, "left"), _number(node, "top") + ASCENT * size
    text = node.text()
    bold = sum(len(part.text().strip()) for part in node.css("b, strong"))
    return Piece(
        text,
        at,
        scale * left,
        scale * (height - base),
        scale * size,
        bool(BOLD_FACE.search(face)) or 0 < bold >= len(text.strip()),
        scale * (left + _number(node, "width")),
    )


def _number(node: LexborNode, name: str) -> float:
    try:
        return float(node.attributes.get(name) or 0)
    except ValueError:
        return 0.0


# -- placed elements ------------------------------------------------------------------------


class _Place(NamedTuple):
    """Where and how the text of an element is drawn, in points of the file. ``y`` is the height
    of its top, ``foot`` that of its bottom, upwards from the foot of the page. ``key`` is the
    placed element that it is in, 0 outside of all; ``page`` is 0 outside of all pages."""

    x: float = 0.0
    y: float = 0.0
    foot: float = 0.0
    size: float = EM
    bold: bool = False
    leading: float = 0.0
    larger: float = 1.0
    key: int = 0
    upwards: bool = False  # it is placed by its bottom
    page: int = 0


class _Run(NamedTuple):
    """A stretch of one line in one font."""

    text: str
    size: float
    bold: bool


@dataclass
class _Reader:
    """Reads a page from its beginning to its end: its styles, its pages, the piece so far."""

    styles: Styles = field(default_factory=Styles)
    places: dict[int, _Place] = field(default_factory=dict)
    keys: set[int] = field(default_factory=set)
    pieces: list[Piece] = field(default_factory=list)
    page: int = 0
    width: float = 0.0
    height: float = 0.0
    at: _Place = field(default_factory=_Place)
    lines: list[list[_Run]] = field(default_factory=lambda: [[]])  # of the present element
    unplaced: int = 0

    def read(self, tree: LexborHTMLParser) -> tuple[list[Piece], int]:
        """Its pieces and the number of its pages; none, where its text is not placed."""
        if tree.root is None:
            return [], 0
        for node in tree.root.traverse(include_text=True):
            above = self.places.get(node.parent.mem_id, _Place()) if node.parent else _Place()
            if node.tag == "-text":
                self._write(node.text_content or "", above)
            elif node.tag not in SILENT:
                self.places[node.mem_id] = place = self._place(node, above)
                if node.tag in BREAKS and place.key == self.at.key:
                    self._break(node.tag == "br")
            elif node.tag == "style":
                self.styles.read(node.text())
        self._end_element()
        placed = sum(len(piece.text) for piece in self.pieces)
        if len(self.keys) < ENOUGH or placed * (1 - MOST) < self.unplaced * MOST:
            return [], 0
        return self.pieces, max(self.page, 1)

    def _place(self, node: LexborNode, above: _Place) -> _Place:
        style = self.styles.of(node)
        if not style and node.tag not in ("b", "strong"):
            return above
        bold = is_bold(node.tag or "", style)
        place = above._replace(
            size=points(style.get("font-size"), above.size) or above.size,
            bold=above.bold if bold is None else bold,
            leading=points(style.get("line-height")) or above.leading,
            larger=above.larger * enlarged(style),
        )
        if not above.page and self._is_page(style):
            self.page += 1
            return place._replace(x=0.0, y=self.height, foot=0.0, page=self.page)
        left, top = points(style.get("left"), self.width), points(style.get("top"), self.height)
        bottom = points(style.get("bottom"), self.height)
        if left is None or (top is None and bottom is None):
            return place
        x, key = above.x + left, node.mem_id
        if top is not None:
            return place._replace(x=x, y=above.y - top, key=key, upwards=False)
        return place._replace(x=x, foot=above.foot + (bottom or 0.0), key=key, upwards=True)

    def _is_page(self, style: Style) -> bool:
        """Whether an element is a page: then its measures are those of what follows."""
        width, height = points(style.get("width")), points(style.get("height"))
        if not width or not height or min(width, height) < LEAST_PAGE:
            return False
        self.width, self.height = width, height
        return True

    def _break(self, forced: bool) -> None:
        if forced or self.lines[-1]:
            self.lines.append([])

    def _write(self, text: str, place: _Place) -> None:
        if not place.key:
            self.unplaced += len(text.strip())
            return
        if place.key != self.at.key:
            self._end_element()
            self.keys.add(place.key)
            self.at = place
        size, runs = place.size * place.larger, self.lines[-1]
        if not (runs and NOTE.match(text.strip()) and size < SMALLER * runs[0].size):
            runs.append(_Run(text, size, place.bold))

    def _end_element(self) -> None:
        """The lines of an element are pieces, one below the other. Where one of them is blank,
        the line height that a file states for all of them is an average, and no one's."""
        at, lines = self.at, [_settled(runs) for runs in self.lines]
        scale = PAGE_SIDE / (min(self.width, self.height) or PAGE_SIDE)
        down = 0.0
        for run in lines:
            base = at.foot if at.upwards else at.y - ASCENT * run.size
            y = scale * (base - down)
            if run.text:
                place = (max(at.page, 1), scale * at.x, y, scale * run.size)
                self.pieces.append(Piece(run.text, *place, run.bold))
            usual = LEADING * run.size
            blank = any(not line.text.strip() for line in lines)
            down += min(at.leading, usual) if blank and at.leading else at.leading or usual
        self.lines = [[]]


def _settled(runs: list[_Run]) -> _Run:
    """One run for a line: the largest size, and bold where all of its words are."""
    words = [run for run in runs if run.text.strip()]
    return _Run(
        "".join(run.text for run in runs),
        max((run.size for run in words or runs), default=EM),
        bool(words) and all(run.bold for run in words),
    )
