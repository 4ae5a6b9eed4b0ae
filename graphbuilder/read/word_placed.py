"""Word files in which each line of a printed page is a box or frame in its place, as converters
of PDFs make them → pieces of text with places.

Boxes of all pages may hang on one paragraph, each measured from the top of its own page; their
order tells the pages then: the next one begins where they go up again without going right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from inspectgraph.graphbuilder.read.css import BOLD_FACE, EM, declarations, points
from inspectgraph.graphbuilder.read.placed import Piece
from inspectgraph.graphbuilder.read.word_xml import (
    BOX,
    DRAWING,
    Element,
    W,
    inside,
    is_on,
    runs,
    type_size,
    words,
)

EMU, TWIPS = 12700, 20  # of a point
ENOUGH = 20  # boxes; a report may have a few, for a grade or a quotation
ASCENT, LEADING = 0.8, 1.2  # of the type size, as in `html_placed.py`
UP, RIGHT = 100.0, 60.0  # points to the next page's first line, and to the next column


class _Box(NamedTuple):
    """Where a box is, downwards from the top of its page, and its paragraphs."""

    x: float
    top: float
    width: float
    paragraphs: list[Element]


def placed_pieces(body: Element) -> list[Piece]:
    """Pieces of a file whose text is in boxes; none, where most of it is not."""
    boxes = [box for box in _boxes(body) if any(words(p).strip() for p in box.paragraphs)]
    boxed = sum(len(words(p)) for box in boxes for p in box.paragraphs)
    framed = {id(p) for box in boxes for p in box.paragraphs}
    plain = (p for p in inside(body, BOX) if p.tag == f"{W}p" and id(p) not in framed)
    if len(boxes) < ENOUGH or boxed < sum(len(words(p)) for p in plain):
        return []
    pieces: list[Piece] = []
    page, above = 1, boxes[0]
    for box in boxes:
        page += box.top < above.top - UP and box.x < above.x + RIGHT
        pieces += _pieces(box, page)
        above = box
    return pieces


def _boxes(body: Element) -> Iterator[_Box]:
    for node in inside(body):
        if node.tag == f"{DRAWING}anchor":
            offsets = [_number(found.text) / EMU for found in node.iter(f"{DRAWING}posOffset")]
            extent = node.find(f"{DRAWING}extent")
            width = 0.0 if extent is None else _number(extent.get("cx")) / EMU
            if len(offsets) == 2:
                yield _Box(offsets[0], offsets[1], width, _paragraphs(node))
        elif node.tag.endswith("}shape") and "position:absolute" in node.get("style", ""):
            style = declarations(node.get("style"))
            keys = ("margin-left", "margin-top", "width")
            x, top, width = (points(style.get(key)) or 0.0 for key in keys)
            yield _Box(x, top, width, _paragraphs(node))
        elif node.tag == f"{W}framePr":
            x, top, width = (_number(node.get(W + key)) / TWIPS for key in ("x", "y", "w"))
            yield _Box(x, top, width, [node.getparent().getparent()])


def _number(text: str | None) -> float:
    return float(text) if text and text.lstrip("-").isdigit() else 0.0


def _paragraphs(node: Element) -> list[Element]:
    boxes = [box for box in inside(node) if box.tag == BOX]
    return [p for box in boxes for p in box.iter(f"{W}p")]


def _pieces(box: _Box, page: int) -> Iterator[Piece]:
    """A piece for each of its lines, one below the other."""
    down = box.top
    for paragraph in box.paragraphs:
        stretches = runs(paragraph)
        size = max((type_size(look) or EM for _, look in stretches), default=EM)
        bold = bool(stretches) and all(_is_bold(look) for _, look in stretches)
        for text in words(paragraph).split("\n"):
            y = -(down + ASCENT * size)
            yield Piece(text, page, box.x, y, size, bold, box.x + box.width or None)
            down += LEADING * size


def _is_bold(look: Element | None) -> bool:
    fonts = None if look is None else look.find(f"{W}rFonts")
    face = "" if fonts is None else fonts.get(f"{W}ascii") or ""
    return bool(is_on(look, "b") or BOLD_FACE.search(face))
