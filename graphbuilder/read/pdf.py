"""PDF → lines with position, font size and weight, by pypdfium2.

What PDFium does, and what is done about it here: a hyphen at a line end comes as U+FFFE and
swallows the line break; marks of footnotes are glued to the word before them, so a small
digit behind a word is taken off; the characters that PDFium generates itself (spaces, line
breaks) carry no font, so fonts are asked of the first and last printed character only.
"""

from __future__ import annotations

import ctypes
import re
from typing import NamedTuple

import pypdfium2 as pdfium
from inspectgraph.graphbuilder.model import Line
from inspectgraph.ontology.errors import DamagedFile, EncryptedFile, NoText, TooLarge
from pypdfium2 import raw

MAX_PAGES = 1000  # the longest of our reports has 51; thousands would take minutes
BOLD_WEIGHT = 600  # semi-bold on the CSS scale of 100 to 900; headings are set in it, too
# A footnote mark as PDFium gives it, glued to a word: "partnership3." or "practice”12 and".
MARK = re.compile(r"(?<=[^\W\d_])[.,;:?!)’”']{0,2}[ ]?(\d{1,2})(?=[\s.,;:)]|$)")
ALONE = re.compile(r"\d{1,2}$")  # a mark that PDFium puts on a line of its own: "3"
DIGIT = re.compile(r"\d")  # a cheap test: most lines have no digit, and sizes are slow to ask for
SMALLER = 0.8  # of the line's type size: marks have 0.4 to 0.7 of it, other figures all
CLOSING = (",", ".", ";", ":", ")")
EDGE = " \t\u00a0\r"  # at line ends: PDFium makes these up, so they have no position or font


class _Glyph(NamedTuple):
    x: float
    y: float
    size: float
    bold: bool


class _Page:
    """The text layer of one page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._text_page = page.get_textpage()
        self.text: str = self._text_page.get_text_range()
        self.aligned = len(self.text) == self._text_page.count_chars()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def glyph(self, index: int) -> _Glyph:
        raw.FPDFText_GetCharOrigin(self._text_page, index, self._x, self._y)
        return _Glyph(
            self._x.value,
            self._y.value,
            float(raw.FPDFText_GetFontSize(self._text_page, index)),
            int(raw.FPDFText_GetFontWeight(self._text_page, index)) >= BOLD_WEIGHT,
        )

    def size(self, index: int) -> float:
        return float(raw.FPDFText_GetFontSize(self._text_page, index))


def read_pdf(data: bytes, name: str) -> tuple[tuple[Line, ...], int, tuple[int, ...]]:
    """Lines, number of pages, and the pages (from 1) that have no text.

    Raises EncryptedFile, DamagedFile, NoText (a scan) or TooLarge (over 1,000 pages).
    """
    pdf = _open(data, name)
    try:
        count = len(pdf)
        if count > MAX_PAGES:
            raise TooLarge(name, f"{count:,} pages, more than {MAX_PAGES:,}")
        lines: list[Line] = []
        empty = []
        for index in range(count):
            page_lines = _read_page(pdf, index)
            if not page_lines:
                empty.append(index + 1)
            lines += page_lines
    finally:
        pdf.close()
    if not lines:
        raise NoText(name, f"none of its {count} pages contains text: it is a scan or blank")
    return tuple(lines), count, tuple(empty)


def _open(data: bytes, name: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).casefold():
            raise EncryptedFile(name, "it needs a password") from None
        raise DamagedFile(name, "PDFium cannot open it: the PDF is cut off or incomplete") from None


def _read_page(pdf: pdfium.PdfDocument, index: int) -> list[Line]:
    try:
        page = _Page(pdf[index])
    except pdfium.PdfiumError:
        return []
    if not page.aligned:
        return [Line(_clean(line), index + 1) for line in page.text.split("\r\n") if _clean(line)]
    return _lines(page, index + 1)


def _lines(page: _Page, number: int) -> list[Line]:
    lines: list[Line] = []
    at, above = 0, None
    for text in page.text.split("\r\n"):
        first = at + len(text) - len(text.lstrip(EDGE))
        last = at + len(text.rstrip(EDGE)) - 1
        if last >= first:
            line, above = _line(page, text, at, page.glyph(first), page.glyph(last), above, number)
            if line.text:
                lines.append(line)
        at += len(text) + 2
    return _without_raised(lines)


def _without_raised(lines: list[Line]) -> list[Line]:
    """Lines joined again where PDFium put a raised figure on a line of its own. The mark of a
    footnote is dropped from the text, and kept in front of the footnote itself."""
    joined: list[Line] = []
    parted = False
    for line in lines:
        above = joined[-1] if joined else None
        if above and ALONE.match(line.text) and _is_raised(line, above):
            parted = True
            continue
        if above and parted and abs(above.y - line.y) < 1 and line.x > above.right:
            apart = "" if line.text[0] in CLOSING else " "
            joined[-1] = above._replace(text=f"{above.text}{apart}{line.text}", right=line.right)
        elif above and ALONE.match(above.text) and _is_in_front(above, line):
            words = f"{above.text} {line.text}"
            joined[-1] = line._replace(text=words, x=above.x, gap=above.gap)
        else:
            joined.append(line)
        parted = False
    return joined


def _is_in_front(mark: Line, line: Line) -> bool:
    """Whether a small figure is in front of a line: the mark of the footnote itself."""
    near = abs(line.y - mark.y) < line.size and line.x >= mark.right
    return near and mark.size < SMALLER * line.size


def _is_raised(mark: Line, above: Line) -> bool:
    """Whether a figure is small, raised and close behind a line."""
    close = -1 < mark.x - above.right < above.size
    return close and mark.size < SMALLER * above.size and 0 < mark.y - above.y < above.size


def _line(
    page: _Page, text: str, at: int, head: _Glyph, tail: _Glyph, above: float | None, number: int
) -> tuple[Line, float]:
    size = max(head.size, tail.size)
    gap = 0.0 if above is None or not size else (above - head.y) / size
    words = _clean(_without_marks(page, text, at, size))
    bold = head.bold and tail.bold
    line = Line(words, number, head.x, tail.x, head.y, round(gap, 2), round(size, 1), bold)
    return line, tail.y


def _without_marks(page: _Page, text: str, at: int, size: float) -> str:
    """``text`` without the small digits that point to a footnote."""
    if not DIGIT.search(text):
        return text
    marks = [m for m in MARK.finditer(text) if page.size(at + m.start(1)) < SMALLER * size]
    for mark in reversed(marks):
        after = text[mark.end(1) :]
        before = text[: mark.start(1)]
        text = (before.rstrip() if after[:1] in CLOSING else before) + after
    return text


def _clean(text: str) -> str:
    return " ".join(text.replace("\x02", "\ufffe").replace("\x00", "").split())
