"""An address out of a table → one that may be asked, and the name that its file gets."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from inspectgraph.graphbuilder.fetch.layouts import layouts
from inspectgraph.ontology.errors import AddressRefused
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

_PORTS: Final = {"http": 80, "https": 443}
_HIDDEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
# What Windows takes for a device, and the one name that a build passes over.
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|readme)(?:\..*)?", re.IGNORECASE)
_LONGEST: Final = 80
_SHOWN: Final = 200  # letters of what others wrote that stand in a message
_ENDING: Final = re.compile(r"\.(?:pdf|html?|docx?|aspx?|php|txt|bin)$", re.IGNORECASE)


def shown(text: str, longest: int = _SHOWN) -> str:
    """What a table or a server says, in one line that does no harm to a terminal."""
    plain = _HIDDEN.sub("?", " ".join(text.split()))
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"


def checked_address(text: str) -> str:
    """An address in its usual spelling. Raises AddressRefused for what is never asked."""
    name = shown(text)
    if _HIDDEN.search(text):
        raise AddressRefused(name, "hidden characters stand in it")
    if "\\" in text:
        raise AddressRefused(name, "a backslash stands in it")
    try:
        parts = parse_url(text)
    except LocationParseError:
        raise AddressRefused(name, "it is no address") from None
    scheme = parts.scheme if "://" in text else None
    if scheme not in _PORTS:
        raise AddressRefused(name, "it is not an http or https address")
    if parts.auth is not None:
        name = shown(parts._replace(auth="…").url)
        raise AddressRefused(name, "it holds a user or a password")
    if not parts.host:
        raise AddressRefused(name, "it names no server")
    return parts._replace(path=parts.path or "/", fragment=None).url


def host_of(address: str) -> str:
    """The server of an address that was checked, with its port unless that is the usual one."""
    parts = parse_url(address)
    return parts.host or "" if _port(parts) == _PORTS[str(parts.scheme)] else parts.netloc or ""


def same_server(address: str, other: str) -> bool:
    """Whether a redirect stays: same name, and same port or from plain http to https."""
    old, new = parse_url(address), parse_url(other)
    if old.host != new.host:
        return False
    if old.scheme == new.scheme:
        return _port(old) == _port(new)
    secured = old.scheme == "http" and new.scheme == "https"
    return secured and _port(old) == 80 and _port(new) == 443


def _port(parts: Url) -> int:
    return parts.port or _PORTS[str(parts.scheme)]


def stem_of(address: str) -> str:
    """The name of a file without its ending: the publisher's number, else out of the address.

    It holds plain letters, digits, dots, dashes and underscores, whatever the address holds.

    >>> stem_of("https://files.ofsted.gov.uk/v1/file/50004318")
    '50004318'
    >>> stem_of("https://example.org/Marlshire%20report.pdf?version=2")
    'Marlshire-report-version-2'
    """
    number = layouts().publishers_number(address)
    if number:
        return number
    parts = urlsplit(address)
    last = PurePosixPath(unquote(parts.path).replace("\\", "/")).name
    words = [_ENDING.sub("", last), unquote(parts.query)]
    stem = _UNSAFE.sub("-", "-".join(filter(None, words))).strip("-._")[:_LONGEST].strip("-._")
    if not stem:
        stem = _UNSAFE.sub("-", parts.hostname or "").strip("-.") or "report"
    return f"file-{stem}" if _RESERVED.fullmatch(stem) else stem
