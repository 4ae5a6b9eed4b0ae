"""The text layer of one page of a PDF: characters, and how each is drawn."""

from __future__ import annotations

import ctypes
from math import copysign, hypot
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

if TYPE_CHECKING:
    from ctypes import _NamedFuncPointer as Function

BOLD_WEIGHT = 600  # semi-bold on the CSS scale of 100 to 900; headings are set in it, too
EDGE = " \t\u00a0\r"  # at line ends: PDFium makes these up, so they have no position or font


def _direct(function: Function, gives: type = ctypes.c_int) -> Function:
    """A function of PDFium that takes its arguments unchecked: a call is three times as fast, and
    there are hundreds for each page. They must be of C's types; a whole number is an int."""
    direct = type(function)(ctypes.cast(function, ctypes.c_void_p).value or 0)
    direct.restype = gives
    return direct


_char_origin = _direct(raw.FPDFText_GetCharOrigin)
_char_box = _direct(raw.FPDFText_GetCharBox)
_font_size = _direct(raw.FPDFText_GetFontSize, ctypes.c_double)
_font_weight = _direct(raw.FPDFText_GetFontWeight)
_matrix = _direct(raw.FPDFText_GetMatrix)


class Glyph(NamedTuple):
    """A character as drawn: where its baseline begins, its height in points, its weight."""

    x: float
    y: float
    size: float
    bold: bool


class PdfPage:
    """The text layer of one page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page, self._helper = page, page.get_textpage()
        self._text_page = self._helper.raw  # what PDFium's functions take, asked once
        self.text: str = self._helper.get_text_range()
        self.aligned = len(self.text) == self._helper.count_chars()
        self.turned = False
        self._across, self._up, self._edge = 1.0, 0.0, 0.0
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = tuple(ctypes.c_double() for _ in range(4))
        self._to_origin = ctypes.byref(self._x), ctypes.byref(self._y)
        self._to_box = tuple(ctypes.byref(side) for side in self._box)
        self._matrix = raw.FS_MATRIX()
        self._to_matrix = ctypes.byref(self._matrix)

    def glyph(self, index: int) -> Glyph:
        """A character as it is drawn."""
        x, y = self._origin(index)
        if self.turned:
            x, y = self._turn(x, y)
        bold = _font_weight(self._text_page, index) >= BOLD_WEIGHT
        return Glyph(x, y, self.size(index), bold)

    def _origin(self, index: int) -> tuple[float, float]:
        _char_origin(self._text_page, index, *self._to_origin)
        return self._x.value, self._y.value

    def level(self, first: int, last: int) -> None:
        """Turn the page so that a line, from one character to another, runs to the right: a wide
        table is often stored on its side."""
        head, tail = self.glyph(first), self.glyph(last)
        across, up = tail.x - head.x, tail.y - head.y
        if across < abs(up) or across < 0:
            self.turned = True
            self._edge = max(self._page.get_mediabox())
            self._across, self._up = (0.0, copysign(1, up)) if abs(up) > -across else (-1.0, 0.0)

    def _turn(self, x: float, y: float) -> tuple[float, float]:
        across, up = self._across, self._up
        left = self._edge if across + up < 0 else 0
        low = self._edge if across - up < 0 else 0
        return left + across * x + up * y, low + across * y - up * x

    def size(self, index: int) -> float:
        """The height of type as it is drawn: older Distillers set all type in size 1, and scale
        it by a matrix, which may turn, mirror or (in place of an italic) slant it as well."""
        matrix = self._matrix
        _matrix(self._text_page, index, self._to_matrix)
        size: float = abs(_font_size(self._text_page, index))
        b, c = matrix.b, matrix.c
        return size * (_height(matrix.a, b, c, matrix.d) if b or c else abs(matrix.d))

    def start(self, index: int) -> float:
        """Where a character begins, from the left edge of an upright page."""
        return self._origin(index)[0]

    def end(self, index: int) -> float:
        """Where a character ends."""
        _char_box(self._text_page, index, *self._to_box)
        return self._box[1].value

    def at(self, x: float, y: float, across: float, up: float) -> int:
        """The character drawn at a place, or so near to it; -1 where there is none."""
        return int(raw.FPDFText_GetCharIndexAtPos(self._text_page, x, y, across, up))


def _height(a: float, b: float, c: float, d: float) -> float:
    """By how much a matrix makes type higher: the distance of its lines, which a slant keeps."""
    return abs(a * d - b * c) / (hypot(a, b) or 1.0)


def clean(text: str) -> str:
    """Text without the characters that only PDFium knows, its white space single."""
    return " ".join(text.replace("\x02", "\ufffe").replace("\x00", "").split())
