"""Characters that a format cannot hold, or that would do harm in it, replaced.

Report text is data wherever it goes. Control characters steer terminals; the marks for
the direction of writing make text look other than it is; XML, Excel and JSON pages each
refuse some characters. What each refuses stands here side by side.
"""

from __future__ import annotations

import re
from typing import Final

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_NOT_PAGE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_EXCEL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END: Final = re.compile(r"\r\n?")
_UNKNOWN: Final = "\ufffd"  # the mark for what cannot be shown


def one_line(text: str) -> str:
    """Text for a line of a terminal, a message or a table of Markdown."""
    return _CONTROL.sub(" ", text)


def page_text(text: str) -> str:
    """Text for the data of an HTML page; line ends and tabs stay."""
    return _NOT_PAGE.sub(" ", text)


def xml_text(text: str) -> str:
    """Text for XML, which has no way to write the other characters, not even escaped."""
    return _NOT_XML.sub(_UNKNOWN, text)


def excel_text(text: str) -> str:
    """Text for a cell of Excel, whose lines end with a line feed alone."""
    return _NOT_EXCEL.sub(_UNKNOWN, _LINE_END.sub("\n", text))
