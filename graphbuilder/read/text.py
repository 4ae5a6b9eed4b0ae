"""Plain text and Markdown → lines. Both are read by one grammar: what people save as .txt
often holds the Markdown of a converter, and a report in Markdown holds plain tables."""

from __future__ import annotations

import re

from inspectgraph.graphbuilder.model import APART, INSIDE, Line
from inspectgraph.graphbuilder.read.copied import is_copied, lines_of_copy
from inspectgraph.ontology.errors import DamagedFile

__all__ = ["APART", "decode", "lines_of_text", "read_text"]

SAMPLE = 100_000  # characters or bytes that show the encoding; statistics of more cost time only
# Share of control characters above which bytes are not text: a converter leaves a few behind,
# programs and pictures are full of them.
MAX_ODD = 0.02
# Share of zeros in every second byte that shows UTF-16: English has nearly 1, UTF-8 has 0.
WIDE = 0.4
# Share of bytes above 127 up to which broken UTF-8 is Windows-1252: English has a few curly
# quotation marks and dashes, a Greek or Russian code page is full of them.
WESTERN = 0.1
GUESSED = 200_000  # bytes for charset-normalizer, which takes seconds for a megabyte
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")  # "## Findings", also closed: "## Findings ##"
# "---", "***", and the line under the head of a table: "| --- | :-: |".
RULE = re.compile(r"\s*(?:[-*_]\s*){3,}$|[\s|:+-]*-{3,}[\s|:+-]*$")
BOLD_LINE = re.compile(r"\s*\*\*([^*]+)\*\*\s*$")  # "**Findings**": converters set headings so
# White space between the columns of a table, but not behind the end of a sentence.
COLUMNS = re.compile(r"(?<![.!?:;]) {2,}")
# "[the report](https://…)" and pictures: the words are kept, the address is not.
LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
# Inline HTML, which Markdown allows: "<b>", "<br>", "<sup>".
TAG = re.compile(r"</?(?:b|i|em|strong|u|sup|sub|br|p|span|div)\b[^>]*>", re.IGNORECASE)
# "*good*" and "**good**", but not the asterisks of "2 * 3" or "snake*case*word".
EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])")
# "is**good**": converters lose the space before bold words, and EMPHASIS leaves them alone.
GLUED_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
# "1\\. The council": converters escape what Markdown would take for a list or emphasis.
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|-])")


def read_text(data: bytes, name: str) -> tuple[Line, ...]:
    """Lines of a text in UTF-8, UTF-16 or whatever charset-normalizer makes of it.

    Raises DamagedFile where the bytes are not text.
    """
    return lines_of_text(decode(data, name))


def decode(data: bytes, name: str) -> str:
    """The text behind ``data``: by its byte order mark, as UTF-8, UTF-16 or Windows-1252,
    else by its statistics. Raises DamagedFile where the bytes are not text."""
    text = _decoded(data, name)
    head = text[:SAMPLE]
    odd = sum(c < " " and c not in "\t\n\r\f\x1a" for c in head)
    if odd > MAX_ODD * len(head):
        raise DamagedFile(name, "its bytes are not text")
    return text


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    wide = _wide_encoding(data[:SAMPLE])
    if wide:
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8").replace("\x00", "")
    except UnicodeDecodeError:
        return _mended(data, name)


def _wide_encoding(head: bytes) -> str:
    """UTF-16 without a mark shows in its zeros: English has them in every second byte."""
    if head[1::2].count(0) > WIDE * len(head[1::2]):
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > WIDE * len(head[::2]) else ""


def _mended(data: bytes, name: str) -> str:
    """UTF-8 with broken places, or the encoding of Windows, or another."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if sum(c > "\x7f" for c in text) > 2 * broken:
        return text
    if sum(byte > 0x7F for byte in data[:SAMPLE]) < WESTERN * len(data[:SAMPLE]):
        return data.decode("cp1252", errors="replace")
    return _guess(data, name)


def _guess(data: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:GUESSED]).best()
    if best is None:
        raise DamagedFile(name, "its text is in no known encoding")
    return data.decode(best.encoding, errors="replace").replace("\x00", "")


def lines_of_text(text: str) -> tuple[Line, ...]:
    """Lines of a text: of a copy of printed pages, else of Markdown, where a blank line makes
    the gap before the next one wide."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    unpaged = text.replace("\f", "\n\n").split("\n")
    if is_copied(unpaged):
        return lines_of_copy(text)
    lines: list[Line] = []
    gap = 0.0
    for raw in unpaged:
        if not raw.strip() or RULE.match(raw):
            gap = APART
            continue
        lines.append(_line(raw, gap))
        gap = INSIDE
    return tuple(line for line in lines if line.text)


def _line(raw: str, gap: float) -> Line:
    heading = HEADING.match(raw.strip())
    if heading:
        return Line(_plain(heading[2]), gap=APART, level=len(heading[1]))
    if _is_row(raw):
        cells = tuple(_plain(cell) for cell in re.split(r"\t|\|", raw.strip().strip("|")))
        return Line(" ".join(cell for cell in cells if cell), gap=APART, row=True, cells=cells)
    parts = COLUMNS.split(raw.strip()) if "  " in raw else []
    indent = float(len(raw) - len(raw.lstrip()))
    cells = tuple(_plain(part) for part in parts) if len(parts) > 1 else ()
    return Line(_plain(raw), x=indent, gap=gap, bold=bool(BOLD_LINE.match(raw)), cells=cells)


def _is_row(raw: str) -> bool:
    stripped = raw.strip()
    return "\t" in stripped or (stripped.startswith("|") and stripped.count("|") > 1)


def _plain(text: str) -> str:
    """Words without Markdown: no emphasis, links, escapes or inline tags."""
    text = LINK.sub(r"\1", TAG.sub(" ", text))
    text = EMPHASIS.sub(r"\2", text)
    text = GLUED_BOLD.sub(r" \1", text)
    return " ".join(ESCAPED.sub(r"\1", text).split())
