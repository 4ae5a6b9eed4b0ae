"""HTML → lines, by selectolax: block elements become lines, scripts and navigation go."""

from __future__ import annotations

from inspectgraph.graphbuilder.model import Line
from inspectgraph.graphbuilder.read.text import APART, decode
from selectolax.lexbor import LexborHTMLParser, LexborNode

DROPPED = "script, style, noscript, template, nav, header nav, footer, form, svg, iframe"
BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, tr, blockquote, dt, dd, figcaption, address, pre"
BULLET = "• "


def read_html(data: bytes, name: str) -> tuple[Line, ...]:
    """Lines of a page: headings with their level, paragraphs, list items, table rows."""
    tree = LexborHTMLParser(decode(data, name))
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
    words = " ".join(node.text(separator="").split())
    if tag == "tr":
        cells = (" ".join(cell.text(separator=" ").split()) for cell in node.css("td, th"))
        return Line(" ".join(cell for cell in cells if cell), gap=APART, row=True)
    if tag == "li":
        ordered = node.parent is not None and node.parent.tag == "ol"
        return Line(words if ordered else BULLET + words, gap=APART)
    level = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0
    return Line(words, gap=APART, level=level)
