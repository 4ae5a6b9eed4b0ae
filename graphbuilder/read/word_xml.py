"""Names of WordprocessingML, and what its elements say of their text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Element = Any  # of lxml, which has no types

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BOX = f"{W}txbxContent"
OFF = ("0", "false", "off", "none")
WRITTEN = {f"{W}tab": "\t", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "\u00ad", f"{W}cr": "\n"}


def inside(element: Element, *without: str) -> Iterator[Element]:
    """The elements below one, in order, without what is below those of some tags. What a file
    holds for old programs, as a copy, is never among them."""
    for child in element:
        if child.tag in without or child.tag == FALLBACK:
            continue
        yield child
        yield from inside(child, *without)


def value(element: Element | None, path: str) -> str | None:
    """The value of the property at a path below an element; None where it is not stated."""
    found = (
        None if element is None else element.find("/".join(W + step for step in path.split("/")))
    )
    return None if found is None else found.get(f"{W}val", "")


def is_on(element: Element | None, path: str) -> bool | None:
    """Whether a switch is on; None where it is not stated."""
    stated = value(element, path)
    return None if stated is None else stated not in OFF


def words(paragraph: Element) -> str:
    """The text of a paragraph, without that of boxes anchored in it; line breaks are kept."""
    return "".join(_written(node) for node in inside(paragraph, BOX))


def _written(node: Element) -> str:
    if node.tag == f"{W}t":
        return node.text or ""
    if node.tag == f"{W}br":
        return "\n" if node.get(f"{W}type", "textWrapping") == "textWrapping" else ""
    return WRITTEN.get(node.tag, "")


def runs(paragraph: Element) -> list[tuple[str, Element | None]]:
    """Its stretches in one font that print something: text and properties."""
    found = [run for run in inside(paragraph, BOX) if run.tag == f"{W}r"]
    return [(text, run.find(f"{W}rPr")) for run in found if (text := words(run)).strip()]


def type_size(properties: Element | None) -> float | None:
    """The type size that properties of a run state, in points."""
    half_points = value(properties, "sz") or ""
    return int(half_points) / 2 if half_points.isdigit() else None
