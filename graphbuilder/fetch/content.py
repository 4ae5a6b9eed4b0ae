"""What a server sent → the ending that its file gets, or why it is no report."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from inspectgraph.graphbuilder.fetch.addresses import shown
from inspectgraph.graphbuilder.fetch.layouts import layouts
from inspectgraph.graphbuilder.read.read import sniff
from inspectgraph.ontology.errors import UnsupportedFormat, WrongContent

_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ENDINGS: Final = {"application/pdf": ".pdf", "text/html": ".html", _DOCX: ".docx"}
_DOCUMENT: Final = re.compile(r"\.(?:pdf|docx?)$", re.IGNORECASE)
_PDF_END: Final = b"%%EOF"
_LAST: Final = 2048  # bytes at the end of a PDF in which its last mark stands
_HEAD: Final = 4096
_TITLE: Final = 100  # letters of a title


def ending_of(address: str, media_type: str, body: bytes) -> str:
    """.pdf, .html or .docx, by the bytes. Raises WrongContent, which says why it is none."""
    if not body.strip(b"\x00\t\n\f\r "):
        raise WrongContent(address, "the file is empty")
    try:
        kind = sniff("", body)
    except UnsupportedFormat as error:
        raise WrongContent(address, error.reason) from None
    ending = _ENDINGS.get(kind)
    if ending is None or (ending == ".html" and b"<html" not in body[:_HEAD].lower()):
        raise WrongContent(address, "it is no PDF, HTML or Word document")
    if ending == ".pdf" and _PDF_END not in body[-_LAST:]:
        raise WrongContent(address, "a PDF that is cut off")
    if ending == ".html":
        _check_page(address, media_type, body)
    return ending


def _check_page(address: str, media_type: str, body: bytes) -> None:
    """Raises WrongContent for a web page that stands where a document should, or says so."""
    heading = _heading(body)
    told = f" (“{heading}”)" if heading else ""
    path = urlsplit(address).path
    if media_type in (_ENDINGS.keys() - {"text/html"}) or _DOCUMENT.search(path):
        raise WrongContent(address, f"a web page in place of a document{told}")
    if layouts().pdf.search(path):
        raise WrongContent(address, f"a web page in place of a PDF{told}")
    if layouts().error_page.search(heading):
        raise WrongContent(address, f"an error page{told}")


def _heading(body: bytes) -> str:
    """The title of a page, or its first heading where that says more of an error."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(body)
    nodes = (tree.css_first(name) for name in ("title", "h1"))
    texts = [shown(node.text(), _TITLE) for node in nodes if node]
    wrong = (text for text in texts if layouts().error_page.search(text))
    return next(wrong, next(filter(None, texts), ""))
