"""HTML → lines, by selectolax: block elements become lines, scripts and navigation go.

A page of placed elements (`html_placed.py`) is read as the printed page that it shows; one whose
text flows, part by part (`html_flow.py`, `parts.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from inspectgraph.graphbuilder.model import Line
from inspectgraph.graphbuilder.read.css import Styles
from inspectgraph.graphbuilder.read.html_flow import Walk
from inspectgraph.graphbuilder.read.html_placed import looks_placed, placed_pieces
from inspectgraph.graphbuilder.read.parts import lines_of_parts
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
    return lines_of_parts(parts), parts[-1].page if parts else None


def _styles(tree: LexborHTMLParser) -> Styles:
    styles = Styles()
    for sheet in tree.css("style"):
        styles.read(sheet.text())
    return styles


def _drop_asides(root: LexborNode) -> None:
    """Take off what belongs to the site, and not to the report."""
    _drop(root.css(DROPPED))
    whole = len(root.text())
    _drop(
        node
        for node in root.css("[class], [id]")
        if NAMED.search(f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}")
        and len(node.text()) < SMALL * whole
    )
    _drop(node for node in root.css("ul, ol") if _is_menu(node))


def _drop(nodes: Iterable[LexborNode]) -> None:
    """Take off elements. Those inside another one go with it, and must not be touched again."""
    doomed = {node.mem_id: node for node in nodes}
    outer = []
    for node in doomed.values():
        above = node.parent
        while above is not None and above.mem_id not in doomed:
            above = above.parent
        if above is None:
            outer.append(node)
    for node in outer:
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
