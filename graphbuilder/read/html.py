"""HTML → lines, by selectolax: block elements become lines, scripts and navigation go."""

from __future__ import annotations

from inspectgraph.graphbuilder.model import Line
from inspectgraph.graphbuilder.read.html_placed import looks_placed, placed_pieces
from inspectgraph.graphbuilder.read.placed import lines_of_pieces
from inspectgraph.graphbuilder.read.text import APART, decode
from selectolax.lexbor import LexborHTMLParser, LexborNode

# What is on every page of a web site and is not part of the report.
DROPPED = "script, style, noscript, template, nav, header nav, footer, form, svg, iframe"
# Elements that make a line each; others (div, span) are only wrappers around these.
BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, tr, blockquote, dt, dd, figcaption, address, pre"
BULLET = "• "  # written before list items, so that `parse` sees the bullets that a PDF prints


def read_html(data: bytes, name: str) -> tuple[tuple[Line, ...], int | None]:
    """Lines of a page: headings with their level, paragraphs, list items, table rows; or
    printed lines in their places, and the number of pages that they are on."""
    text = decode(data, name)
    tree = LexborHTMLParser(text)
    if looks_placed(text):
        pieces, pages = placed_pieces(tree)
        if pieces:
            return lines_of_pieces(pieces), pages
    return _flowing(tree), None


def _flowing(tree: LexborHTMLParser) -> tuple[Line, ...]:
    for node in tree.css(DROPPED):
        node.decompose()
    root = tree.body or tree.root
    if root is None:
        return ()
    lines = [_line(node) for node in root.css(BLOCKS) if not _holds_block(node)]
    lines = lines or [Line(" ".join(root.text(separator=" ").split()), gap=APART)]
    return tuple(line for line in lines if line.text.strip(BULLET))


def _holds_block(node: LexborNode) -> bool:
    return node.tag != "tr" and len(node.css(BLOCKS)) > 1


def _line(node: LexborNode) -> Line:
    tag = node.tag or ""
    text = " ".join(node.text(separator="").split())
    if tag == "tr":
        cells = tuple(" ".join(cell.text(separator=" ").split()) for cell in node.css("td, th"))
        return Line(" ".join(cell for cell in cells if cell), gap=APART, row=True, cells=cells)
    if tag == "li":
        ordered = node.parent is not None and node.parent.tag == "ol"
        return Line(text if ordered else BULLET + text, gap=APART)
    level = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0
    return Line(text, gap=APART, level=level)
