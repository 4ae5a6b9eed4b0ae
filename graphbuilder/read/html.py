"""HTML → lines, by selectolax: block elements become lines, scripts and navigation go.

A page of placed elements (`html_placed.py`) is read as the printed page that it shows; one whose
lines end where those of a printed page ended, as the text that was copied from it (`copied.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from inspectgraph.graphbuilder.model import Line
from inspectgraph.graphbuilder.read.copied import APART, ENDS, is_copied, lines_of_copy
from inspectgraph.graphbuilder.read.css import Styles
from inspectgraph.graphbuilder.read.html_flow import Part, Walk
from inspectgraph.graphbuilder.read.html_placed import looks_placed, placed_pieces
from inspectgraph.graphbuilder.read.placed import lines_of_pieces
from inspectgraph.graphbuilder.read.text import decode
from inspectgraph.ontology.errors import UnsupportedFormat
from selectolax.lexbor import LexborHTMLParser, LexborNode

# What is on every page of a web site and is not part of the report.
DROPPED = (
    "script, noscript, template, nav, header nav, footer, form, svg, iframe, aside, dialog,"
    " [hidden], [role=navigation], [role=search], [role=contentinfo], [role=dialog]"
)
# The same in sites that name no elements for it, but classes.
NAMED = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|breadcrumbs?|skip-?(?:link|to)|side-?bar|pagination"
    r"|related|share|social|site-?footer|menu)(?:$|[\s_-])",
    re.IGNORECASE,
)
SMALL = 0.3  # of the page's text: what is named so and holds more is no ornament
MAIN = "main, [role=main], article"
MOST = 0.5  # of the page's text: the element that is named its main part and holds less is not
LINKS = 0.8  # of the words of a list that are links: it is a menu, or the list of a site's pages
FEW_LINKS = 3
BULLET = "• "  # written before list items, so that `parse` sees the bullets that a PDF prints
MOSTLY = 0.8  # of the lines of a copied page: they are no headings, rows or items
GIVE_TEXT = "Give the file that holds the text."


def read_html(data: bytes, name: str) -> tuple[tuple[Line, ...], int | None]:
    """Lines of a page: headings with their level, paragraphs, list items, table rows; or
    printed lines in their places. And the number of pages, where it has some.

    Raises UnsupportedFormat for a frame or a list of links around a text in another file.
    """
    text = decode(data, name)
    tree = LexborHTMLParser(text)
    if looks_placed(text):
        pieces, pages = placed_pieces(tree)
        if pieces:
            return lines_of_pieces(pieces), pages
    frames = [frame.attributes.get("src") or "" for frame in tree.css("frame")]
    if frames:
        raise UnsupportedFormat(name, f"it is only a frame around {', '.join(frames)}", GIVE_TEXT)
    root = tree.body or tree.root
    if root is None:
        return (), None
    styles = _styles(tree) if "bold" in text or "font-weight" in text else None
    if _is_menu(root):
        raise UnsupportedFormat(name, "it holds only links to other pages", GIVE_TEXT)
    _drop_asides(root)
    parts = Walk(_main(root), styles).read()
    lines = _lines_of_copy(parts) or _lines(parts)
    return lines, parts[-1].page if parts else None


def _styles(tree: LexborHTMLParser) -> Styles:
    styles = Styles()
    for sheet in tree.css("style"):
        styles.read(sheet.text())
    return styles


def _drop_asides(root: LexborNode) -> None:
    """Take off what belongs to the site, and not to the report."""
    for node in root.css(DROPPED):
        node.decompose()
    whole = len(root.text())
    for node in root.css("[class], [id]"):
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if NAMED.search(names) and len(node.text()) < SMALL * whole:
            node.decompose()
    for node in root.css("ul, ol"):
        if _is_menu(node):
            node.decompose()


def _is_menu(node: LexborNode) -> bool:
    links = node.css("a[href]")
    linked = sum(len(link.text().strip()) for link in links)
    return len(links) >= FEW_LINKS and linked > LINKS * len(node.text().strip())


def _main(root: LexborNode) -> LexborNode:
    """The one element that is named the main part and holds most of the page, else all of it."""
    found = root.css(MAIN)
    outer = found[0] if found else None
    return outer if outer and len(outer.text()) > MOST * len(root.text()) else root


def _lines(parts: Sequence[Part]) -> tuple[Line, ...]:
    """A line for each block, row and item. A ``<br>`` ends a line, but inside a heading, an
    item or a sentence."""
    lines: list[Line] = []
    for part in parts:
        text = " ".join(part.text.split())
        if not text:
            continue
        above = lines[-1] if lines else None
        if above and not part.opens and _goes_on(above, part, text):
            lines[-1] = above._replace(text=f"{above.text} {text}")
        else:
            row = bool(part.cells)
            lines.append(
                Line(
                    part.bullet + text,
                    part.page,
                    gap=APART,
                    bold=part.bold,
                    level=part.level,
                    row=row,
                    cells=part.cells,
                )
            )
    return tuple(line for line in lines if line.text.strip(BULLET))


def _goes_on(above: Line, part: Part, text: str) -> bool:
    if part.level or above.text.startswith(BULLET):
        return part.level == above.level
    return text[:1].islower() and not ENDS.search(above.text)


def _lines_of_copy(parts: Sequence[Part]) -> tuple[Line, ...]:
    """The lines of a page that was copied line by line; none, where its elements are blocks."""
    plain = [p for p in parts if not (p.level or p.bullet or p.cells)]
    if len(plain) < MOSTLY * len(parts) or not is_copied([part.text for part in plain]):
        return ()
    broken = sum(not part.opens for part in parts) > len(parts) / 2
    text = ""
    page = parts[0].page
    for part in parts:
        if part.page != page:
            text, page = text + "\f", part.page
        elif part.opens and broken:
            text += "\n"  # a paragraph of several lines
        text += f"{part.bullet}{part.text}\n"
    return lines_of_copy(text)
