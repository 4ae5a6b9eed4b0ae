"""Addresses of the web: whether a text is one, and the one that a page states as its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from urllib.parse import urlsplit

HEAD = 200_000  # bytes in which the head of a page stands
NO_IRI = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f\x7f]")  # what no IRI may hold
TAG = re.compile(r"<(?:link|meta)\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# "<!-- saved from url=(0042)https://example.org/page -->": what browsers write when they save one
SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether a text is a whole http(s) address."""
    with suppress(ValueError):
        parts = urlsplit(text)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname)
        return whole and not NO_IRI.search(text)
    return False


def own_address(data: bytes) -> str:
    """The address that a page states as its own: its canonical link, `og:url`, or where a
    browser saved it from; "" where it states none."""
    head = data[:HEAD].decode(errors="replace")
    return next((address for address in _stated(head) if is_address(address)), "")


def _stated(head: str) -> Iterator[str]:
    tags = [_attributes(match[0]) for match in TAG.finditer(COMMENT.sub("", head))]
    for tag in tags:
        if "canonical" in tag.get("rel", "").casefold().split():
            yield tag.get("href", "")
    for tag in tags:
        if "og:url" in (tag.get("property"), tag.get("name")):
            yield tag.get("content", "")
    saved = SAVED.search(head)
    if saved:
        yield saved[1]


def _attributes(tag: str) -> dict[str, str]:
    found = ATTRIBUTE.finditer(tag)
    return {m[1].casefold(): unescape(m[2] or m[3] or m[4] or "").strip() for m in found}
