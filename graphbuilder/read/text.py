"""Plain text and Markdown → lines. Both are read by one grammar: what people save as .txt
often holds the Markdown of a converter, and a report in Markdown holds plain tables."""

from __future__ import annotations

import re

from inspectgraph.graphbuilder.model import Line
from inspectgraph.ontology.errors import DamagedFile

INSIDE, APART = 1.2, 2.5
SAMPLE, MAX_ODD = 100_000, 0.02
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
RULE = re.compile(r"\s*(?:[-*_]\s*){3,}$|[\s|:+-]*-{3,}[\s|:+-]*$")
BOLD_LINE = re.compile(r"\s*\*\*([^*]+)\*\*\s*$")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
TAG = re.compile(r"</?(?:b|i|em|strong|u|sup|sub|br|p|span|div)\b[^>]*>", re.IGNORECASE)
EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])")
GLUED_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|-])")


def read_text(data: bytes, name: str) -> tuple[Line, ...]:
    """Lines of a text in UTF-8, UTF-16 or what charset-normalizer makes of it.

    Raises DamagedFile where the bytes are no text.
    """
    return lines_of_text(decode(data, name))


def decode(data: bytes, name: str) -> str:
    """The text behind ``data``: by its byte order mark, as UTF-8, UTF-16 or Windows-1252,
    else by its statistics. Raises DamagedFile where the bytes are no text."""
    text = _decoded(data, name)
    head = text[:SAMPLE]
    odd = sum(c < " " and c not in "\t\n\r\f\x1a" for c in head)
    if odd > MAX_ODD * len(head):
        raise DamagedFile(name, "its bytes are no text")
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
    if head[1::2].count(0) > 0.4 * len(head[1::2]):
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > 0.4 * len(head[::2]) else ""


def _mended(data: bytes, name: str) -> str:
    """UTF-8 with broken places, or the encoding of Windows, or another."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if sum(c > "\x7f" for c in text) > 2 * broken:
        return text
    if sum(byte > 0x7F for byte in data[:SAMPLE]) < 0.1 * len(data[:SAMPLE]):
        return data.decode("cp1252", errors="replace")
    return _guess(data, name)


def _guess(data: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise DamagedFile(name, "its bytes are text in no known encoding")
    return data.decode(best.encoding, errors="replace").replace("\x00", "")


def lines_of_text(text: str) -> tuple[Line, ...]:
    """Lines of a text; a blank line makes the gap before the next one wide."""
    lines: list[Line] = []
    gap = 0.0
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n"):
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
        cells = [_plain(cell) for cell in re.split(r"\t+|\|", raw.strip().strip("|"))]
        return Line(" ".join(cell for cell in cells if cell), gap=APART, row=True)
    indent = float(len(raw) - len(raw.lstrip()))
    return Line(_plain(raw), x=indent, gap=gap, bold=bool(BOLD_LINE.match(raw)))


def _is_row(raw: str) -> bool:
    stripped = raw.strip()
    return "\t" in stripped or (stripped.startswith("|") and stripped.count("|") > 1)


def _plain(text: str) -> str:
    """Words without Markdown: emphasis, links, escapes and inline tags taken off."""
    text = LINK.sub(r"\1", TAG.sub(" ", text))
    text = EMPHASIS.sub(r"\2", text)
    text = GLUED_BOLD.sub(r" \1", text)
    return " ".join(ESCAPED.sub(r"\1", text).split())
