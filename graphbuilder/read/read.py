"""Stage 1: files → lines. The format of a file is known by its content, not by its name."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile

from inspectgraph.graphbuilder.model import Line, Source
from inspectgraph.graphbuilder.read.address import own_address
from inspectgraph.graphbuilder.read.text import read_text
from inspectgraph.ontology.errors import EmptyFile, NoText, TooLarge, UnsupportedFormat

MAX_TEXT_BYTES = 20_000_000  # text is parsed whole: a log file or an export would take minutes
# Bytes at the start of a file that tell its format. HTML may put comments before its first tag.
SNIFFED = 4096
# What begins a piece of a page, and what ends its elements: Markdown may begin with a tag, too,
# but hardly ever with one of these.
FRAGMENT = re.compile(rb"<(?:h[1-6]|p|div|body|head|meta|title|style|main|article|section)[\s>]")
CLOSED = re.compile(rb"</(?:h[1-6]|p|div|body|td|li)>")
PDF_HEADER = 1024  # the specification allows other bytes before "%PDF-", up to here


def read(name: str, data: bytes) -> Source:
    """The lines of a file. Raises a ReadError that says what to do."""
    if not data.strip(b"\x00\t\n\f\r "):
        raise EmptyFile(name, "it has no content" if not data else "it contains only white space")
    media = sniff(name, data)
    pages: int | None = None
    empty: tuple[int, ...] = ()
    if media == "application/pdf":
        from inspectgraph.graphbuilder.read.pdf import read_pdf

        lines, pages, empty = read_pdf(data, name)
    else:
        lines, pages = _read_flowing(media, name, data)
    if not lines:
        raise NoText(name, "it contains no words")
    address = own_address(data) if media == "text/html" else ""
    return Source(name, hashlib.sha256(data).hexdigest(), media, lines, pages, empty, address)


def _read_flowing(media: str, name: str, data: bytes) -> tuple[tuple[Line, ...], int | None]:
    if media.endswith("wordprocessingml.document"):
        from inspectgraph.graphbuilder.read.word import read_word

        return read_word(data, name)
    if len(data) > MAX_TEXT_BYTES:
        raise TooLarge(name, f"{len(data):,} bytes of text, more than {MAX_TEXT_BYTES:,}")
    if media == "text/html":
        from inspectgraph.graphbuilder.read.html import read_html

        return read_html(data, name)
    lines = read_text(data, name)
    return lines, lines[-1].page if lines else None  # a copied text may have form feeds


def sniff(name: str, data: bytes) -> str:
    """The media type by content. Raises UnsupportedFormat for any format we do not read."""
    head = data[:SNIFFED]
    if b"%PDF-" in head[:PDF_HEADER]:
        return "application/pdf"
    if head.startswith(b"PK"):
        return _sniff_zip(name, data)
    folded = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if _is_html(name, folded):
        return "text/html"
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")):
        raise UnsupportedFormat(name, "it is a picture")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnsupportedFormat(name, "it is an old Office file (.doc, .xls)")
    if head.startswith(b"{\\rtf"):
        raise UnsupportedFormat(name, "it is an RTF file")
    if name.lower().endswith(".pdf"):
        raise UnsupportedFormat(name, "it is named .pdf but is not a PDF")
    return "text/markdown" if name.lower().endswith((".md", ".markdown")) else "text/plain"


def _is_html(name: str, head: bytes) -> bool:
    """Whether a text is a web page, or a piece of one: editors save what is inside its body."""
    if head.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<html" in head:
        return True
    named = name.lower().endswith((".html", ".htm", ".xhtml"))
    return bool(named and CLOSED.search(head)) or bool(FRAGMENT.match(head) and CLOSED.search(head))


def _sniff_zip(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        raise UnsupportedFormat(name, "it is a damaged archive") from None
    if "word/document.xml" not in names:
        raise UnsupportedFormat(name, "it is an archive or an Office file, but not a Word document")
    return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
