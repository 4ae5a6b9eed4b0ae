"""PDF → lines with position, font size and weight, by pypdfium2.

What PDFium does, and what is done about it here: a hyphen at a line end comes as U+FFFE and
swallows the line break; marks of footnotes are glued to the word before them, so a small
digit behind a word is taken off; the characters that PDFium generates itself (spaces, line
breaks) carry no font, so fonts are asked of the first and last printed character only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2 as pdfium
from inspectgraph.graphbuilder.model import Line
from inspectgraph.graphbuilder.read.pdf_columns import with_columns
from inspectgraph.graphbuilder.read.pdf_page import EDGE, Glyph, PdfPage, clean
from inspectgraph.ontology.errors import DamagedFile, EncryptedFile, NoText, TooLarge

MAX_PAGES = 1000  # the longest of our reports has 51; thousands would take minutes
# A footnote mark as PDFium gives it, glued to a word: "partnership3." or "practice”12 and".
MARK = re.compile(r"(?<=[^\W\d_])[.,;:?!)’”']{0,2}[ ]?(\d{1,2})(?=[\s.,;:)]|$)")
ALONE = re.compile(r"\d{1,2}$")  # a mark that PDFium puts on a line of its own: "3"
DIGIT = re.compile(r"\d")  # a cheap test: most lines have no digit, and sizes are slow to ask for
SMALLER = 0.8  # of the line's type size: marks have 0.4 to 0.7 of it, other figures all
CLOSING = (",", ".", ";", ":", ")")
LETTER = re.compile(r"[^\W\d_]")
BEHIND = re.compile(r"\s\d{1,3}$")  # a page number at the end of a running line
FIGURE = re.compile(r"(\d{1,3})\s+(?=[^\W\d_])")  # at the beginning of a line, without a stop
EN, APART = 0.56, 0.7  # of the size of type: the width of a figure, and of a space that parts it


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
        page = PdfPage(pdf[index])
    except pdfium.PdfiumError:
        return []
    if not page.aligned:
        return [Line(clean(line), index + 1) for line in page.text.split("\r\n") if clean(line)]
    return _lines(page, index + 1)


def _lines(page: PdfPage, number: int) -> list[Line]:
    lines: list[Line] = []
    places = list(_places(page.text))
    if places:
        page.level(*max(places, key=lambda place: place[2] - place[1])[1:])
    above = None
    for at, first, last in places:
        text = page.text[at : last + 1]
        line, above = _line(page, text, at, page.glyph(first), page.glyph(last), above, number)
        lines.append(line)
    lines = with_columns(page, lines, [first for _, first, _ in places])
    return _without_raised([line for line in lines if line.text])


def _places(text: str) -> Iterator[tuple[int, int, int]]:
    """Where each line of a page begins, and where its first and last printed characters are."""
    at = 0
    for line in text.split("\r\n"):
        first = at + len(line) - len(line.lstrip(EDGE))
        last = at + len(line.rstrip(EDGE)) - 1
        if last >= first:
            yield at, first, last
        at += len(line) + 2


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
    page: PdfPage, text: str, at: int, head: Glyph, tail: Glyph, above: float | None, number: int
) -> tuple[Line, float]:
    first, last = _of_words(page, text, at, head, tail)
    size = max(first.size, last.size)
    gap = 0.0 if above is None or not size else (above - head.y) / size
    words = clean(_without_marks(page, text, at, size))
    bold = head.bold and first.bold and tail.bold
    line = Line(words, number, head.x, tail.x, head.y, round(gap, 2), round(size, 1), bold)
    figure = FIGURE.match(words)
    if figure and first.x - head.x > (figure.end(1) * EN + APART) * head.size:
        line = line._replace(cells=(figure[1], words[figure.end() :]))
    return line, tail.y


def _of_words(page: PdfPage, text: str, at: int, head: Glyph, tail: Glyph) -> tuple[Glyph, Glyph]:
    """The first and last glyph of a line's own words: the number of a paragraph, a bullet or a
    page number may be set larger than they are, and show nothing of their size."""
    words = None if text[:1].isalpha() else LETTER.search(text)
    first = page.glyph(at + words.start()) if words else head
    behind = BEHIND.search(text) if text[-1:].isdigit() else None
    before = len(text[: behind.start()].rstrip(EDGE)) if behind else 0
    return first, page.glyph(at + before - 1) if before else tail


def _without_marks(page: PdfPage, text: str, at: int, size: float) -> str:
    """``text`` without the small digits that point to a footnote."""
    if not DIGIT.search(text):
        return text
    marks = [m for m in MARK.finditer(text) if page.size(at + m.start(1)) < SMALLER * size]
    for mark in reversed(marks):
        after = text[mark.end(1) :]
        before = text[: mark.start(1)]
        text = (before.rstrip() if after[:1] in CLOSING else before) + after
    return text
