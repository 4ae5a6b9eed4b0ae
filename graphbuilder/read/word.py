"""Word (.docx) → lines: paragraphs by style or type, lists with their numbers, tables row by row.

A file of boxes (`word_placed.py`) is read as the printed page that it shows.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inspectgraph.graphbuilder.model import Line
from inspectgraph.graphbuilder.read.parts import BULLET, MAX_CELL, Part, lines_of_parts
from inspectgraph.graphbuilder.read.placed import lines_of_pieces
from inspectgraph.graphbuilder.read.word_placed import placed_pieces
from inspectgraph.graphbuilder.read.word_xml import (
    BOX,
    Element,
    W,
    inside,
    is_on,
    runs,
    type_size,
    value,
    words,
)
from inspectgraph.ontology.errors import DamagedFile, TooLarge

if TYPE_CHECKING:
    from docx.document import Document

MAX_UNPACKED = 200_000_000  # bytes: python-docx holds all of them in memory
# Times its packed size: far more than Word packs its XML, far less than a zip bomb.
MAX_RATIO = 200
SMALL = 1_000_000  # bytes that do no harm, whatever their ratio: a short report is mostly styles
# Word's built-in styles "Heading 1" to "Heading 9"; the digit is the level.
HEADING_STYLE = re.compile(r"heading (\d)", re.IGNORECASE)
LARGER = 1.12  # times the body's type: a paragraph in it is a heading
SIMPLE = re.compile(r"%\d\W?$")  # "%1.": how a list is numbered whose numbers are printed


def read_word(data: bytes, name: str) -> tuple[tuple[Line, ...], int | None]:
    """Lines of a Word file, and its pages where it shows them. Raises DamagedFile, or TooLarge
    where it would unpack hugely."""
    check_archive(data, name)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
    except (KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        raise DamagedFile(name, f"it is not a complete Word file ({error})") from None
    body = document.element.body
    pieces = placed_pieces(body)
    if pieces:
        return lines_of_pieces(pieces), pieces[-1].page
    return lines_of_parts(list(_Reader(document).parts(body))), None


def check_archive(data: bytes, name: str) -> None:
    """Refuse an archive that unpacks to more than 200 MB or 200 times its size (a zip bomb)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise DamagedFile(name, "its archive is cut off or damaged") from None
    if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked > MAX_RATIO * len(data)):
        raise TooLarge(name, f"it would unpack to {unpacked:,} bytes from {len(data):,}")


@dataclass
class _Reader:
    """Reads paragraphs and tables, and counts the items of lists."""

    document: Document
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._styles = {style.style_id: style for style in self.document.styles}
        self._lists = _lists(self.document)
        sizes: Counter[float | None] = Counter()
        for paragraph in self.document.element.body.iter(f"{W}p"):
            for text, look in runs(paragraph):
                sizes[type_size(look)] += len(text)
        self._body = sizes.most_common(1)[0][0] if sizes else None

    def parts(self, root: Element) -> Iterator[Part]:
        """The parts below an element."""
        for child in root:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                for row in child.iter(f"{W}tr"):
                    if next(row.iterancestors(f"{W}tbl")) is child:
                        yield from self._row(row)
            elif child.tag not in (f"{W}sectPr", f"{W}del"):
                yield from self.parts(child)

    def _paragraph(self, paragraph: Element) -> Iterator[Part]:
        properties = paragraph.find(f"{W}pPr")
        style = self._styles.get(value(properties, "pStyle") or "")
        level = _level(properties, style.name if style else "")
        bold = not level and self._stands_out(paragraph, style.element if style else None)
        text = words(paragraph)
        bullet = self._bullet(properties, style) if text.strip() and not level else ""
        for index, line in enumerate(text.split("\n")):
            yield Part(" ".join(line.split()), not index, level, bold, "" if index else bullet)
        for box in inside(paragraph):
            if box.tag == BOX:
                yield from self.parts(box)

    def _stands_out(self, paragraph: Element, style: Element | None) -> bool:
        """Whether all words of a paragraph are bold, or larger than the body's."""
        usual = is_on(style, "rPr/b")
        stretches = runs(paragraph)
        bold = all(usual if (on := is_on(look, "b")) is None else on for _, look in stretches)
        sizes = [type_size(look) or 0.0 for _, look in stretches]
        large = self._body and all(size > LARGER * self._body for size in sizes)
        return bool(stretches) and bool(bold or large)

    def _bullet(self, properties: Element | None, style: object) -> str:
        """What is printed before an item of a list: its number, or a bullet."""
        of_style = getattr(style, "element", None)
        number = value(properties, "numPr/numId") or value(of_style, "pPr/numPr/numId")
        depth = int(value(properties, "numPr/ilvl") or 0)
        printed, start = self._lists.get((number or "", depth), ("", 1))
        if number in (None, "0") or not printed:
            return BULLET if "bullet" in str(getattr(style, "name", "")).casefold() else ""
        if printed == BULLET:
            return BULLET
        key = (number or "", depth)
        self.counts[key] = self.counts.get(key, start - 1) + 1
        return f"{self.counts[key]}. "

    def _row(self, row: Element) -> Iterator[Part]:
        """A row of a table; or what is in its cells, where they are boxes of a layout."""
        cells = [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]
        texts = [" ".join(" ".join(map(words, cell.iter(f"{W}p"))).split()) for cell in cells]
        boxes = any(len(text) > MAX_CELL for text in texts) or row.find(f".//{W}tbl") is not None
        if boxes or sum(bool(text) for text in texts) < 2:
            for cell in cells:
                yield from self.parts(cell)
            return
        spread: list[str] = []
        for cell, text in zip(cells, texts, strict=True):
            span = value(cell, "tcPr/gridSpan") or "1"
            spread += [text, *[""] * (int(span) - 1 if span.isdigit() else 0)]
        yield Part(" ".join(text for text in texts if text), cells=tuple(spread))


def _level(properties: Element | None, style: str | None) -> int:
    """The level of a heading, by its style or by what it is in the outline; else 0."""
    heading = HEADING_STYLE.match(style or "")
    if heading:
        return int(heading[1])
    outline = value(properties, "outlineLvl") or ""
    if outline.isdigit() and int(outline) < 9:
        return int(outline) + 1
    return int((style or "").casefold() == "title")


def _lists(document: Document) -> dict[tuple[str, int], tuple[str, int]]:
    """What is printed before the items of each list and depth, and the first number: a bullet,
    a number, or "" where it is neither."""
    part = next((p for p in document.part.package.iter_parts() if "numbering" in p.partname), None)
    root: Element = getattr(part, "element", None)
    if root is None:
        return {}
    kinds = {kind.get(f"{W}abstractNumId"): kind for kind in root.iter(f"{W}abstractNum")}
    lists: dict[tuple[str, int], tuple[str, int]] = {}
    for number in root.iter(f"{W}num"):
        kind = kinds.get(value(number, "abstractNumId"))
        for level in kind.iter(f"{W}lvl") if kind is not None else ():
            form, text = value(level, "numFmt") or "", value(level, "lvlText") or ""
            decimal = form == "decimal" and SIMPLE.match(text)
            printed = "" if form == "none" else "1" if decimal else BULLET
            start = value(level, "start") or "1"
            key = (number.get(f"{W}numId"), int(level.get(f"{W}ilvl") or 0))
            lists[key] = (printed, int(start) if start.isdigit() else 1)
    return lists
