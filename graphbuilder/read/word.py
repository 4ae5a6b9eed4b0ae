"""Word (.docx) → lines, by python-docx: paragraphs by style, lists, tables row by row."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from inspectgraph.graphbuilder.model import Line
from inspectgraph.graphbuilder.read.html import BULLET
from inspectgraph.graphbuilder.read.text import APART
from inspectgraph.ontology.errors import DamagedFile, TooLarge

if TYPE_CHECKING:
    from docx.table import _Row

MAX_UNPACKED = 200_000_000  # bytes: python-docx holds all of them in memory
# Times its packed size: far more than Word packs its XML, far less than a zip bomb.
MAX_RATIO = 200
SMALL = 1_000_000  # bytes that do no harm, whatever their ratio: a short report is mostly styles
# Word's built-in styles "Heading 1" to "Heading 9"; the digit is the level.
HEADING_STYLE = re.compile(r"heading (\d)", re.IGNORECASE)


def read_word(data: bytes, name: str) -> tuple[Line, ...]:
    """Lines of a Word file. Raises DamagedFile, or TooLarge where it would unpack hugely."""
    check_archive(data, name)
    import docx
    from docx.table import Table

    try:
        document = docx.Document(io.BytesIO(data))
    except (KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        raise DamagedFile(name, f"it is not a complete Word file ({error})") from None
    lines: list[Line] = []
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            lines += [line for row in item.rows if (line := _row(row)).text]
        elif item.text.strip():
            lines.append(_paragraph(item.text, item.style.name if item.style else ""))
    return tuple(lines)


def check_archive(data: bytes, name: str) -> None:
    """Refuse an archive that unpacks to more than 200 MB or 200 times its size (a zip bomb)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise DamagedFile(name, "its archive is cut off or damaged") from None
    if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked > MAX_RATIO * len(data)):
        raise TooLarge(name, f"it would unpack to {unpacked:,} bytes from {len(data):,}")


def _paragraph(text: str, style: str | None) -> Line:
    words = " ".join(text.split())
    heading = HEADING_STYLE.match(style or "")
    if heading or (style or "").casefold() == "title":
        return Line(words, gap=APART, level=int(heading[1]) if heading else 1)
    return Line(BULLET + words if "bullet" in (style or "").casefold() else words, gap=APART)


def _row(row: _Row) -> Line:
    """A row of a table; merged cells, which python-docx repeats, once."""
    merged = {cell._tc: " ".join(cell.text.split()) for cell in row.cells}
    cells = tuple(merged.values())
    return Line(" ".join(cell for cell in cells if cell), gap=APART, row=True, cells=cells)
