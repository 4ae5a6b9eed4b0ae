"""The one way in which servers are asked for reports: one request at a time, with a pause.

Nothing is asked but the address itself and, where its server sends us on to another address of
its own, that one. No proxy is used but the one that the user names, no cookie is kept, nothing is
sent but the name of the tool. A server that is busy (429, 5xx) or breaks off is asked again a few
times, each time later, or when it says; one that cannot be reached, or asks us to stay away for
long, is left alone for the rest of the run.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from inspectgraph.graphbuilder.fetch.addresses import checked_address, host_of, same_server, shown
from inspectgraph.ontology.errors import AddressRefused, DownloadTooLarge, NotFetched
from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager, Timeout, make_headers
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ProxyError,
    SSLError,
)
from urllib3.exceptions import (
    TimeoutError as Late,
)
from urllib3.util import parse_url

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOVED: Final = (301, 302, 303, 307, 308)
_BUSY: Final = (408, 425, 429)
_CHUNK: Final = 1 << 16
_TRUST: Final = "If a filter of your network reads along, its certificate must be trusted here."


@dataclass(frozen=True)
class Limits:
    """How long and how often a server is asked, in seconds and times; how much may come."""

    connect: float = 15.0
    read: float = 30.0  # without a single byte
    whole: float = 300.0  # for one file; the other two are never more
    bytes: int = 50_000_000
    tries: int = 4
    redirects: int = 5
    first_wait: float = 2.0  # before it is asked again; then twice as long each time
    longest_wait: float = 300.0


@dataclass(frozen=True)
class Clock:
    """What waits and what tells the time, so that tests need not wait."""

    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(frozen=True)
class Reply:
    """What a server sent, whole: ``body`` is None where nothing changed since it was asked."""

    body: bytes | None
    media_type: str = ""
    etag: str = ""
    modified: str = ""


class _AskAgain(Exception):  # noqa: N818 - no error yet
    """It did not work this time, and may in ``wait`` seconds."""

    def __init__(self, reason: str, wait: float = 0.0, *, unreached: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.wait, self.unreached = reason, wait, unreached


@dataclass
class Client:
    """Asks servers. ``on_wait`` is told why it waits, and for how many seconds."""

    pause: float = 1.0
    limits: Limits = field(default_factory=Limits)
    proxy: str = ""
    clock: Clock = field(default_factory=Clock)
    on_wait: Callable[[str, float], None] = lambda _, __: None

    def __post_init__(self) -> None:
        self._pool = _pool(self.proxy)
        self._wait = 0.0  # before the next request
        self._left_alone: dict[str, str] = {}  # servers, and why

    def get(self, address: str, headers: Mapping[str, str]) -> Reply:
        """What stands at an address. Raises NotFetched, or a kind of it."""
        host = host_of(address)
        if host in self._left_alone:
            raise NotFetched(address, f"not asked, for {self._left_alone[host]}")
        wait = self.limits.first_wait
        for left in reversed(range(self.limits.tries)):
            try:
                return self._follow(address, headers)
            except _AskAgain as again:
                if again.wait > self.limits.longest_wait:
                    self._left_alone[host] = f"{host} asked us to wait {again.wait:,.0f} s"
                    raise NotFetched(address, f"{again.reason}; not asked again") from None
                if not left:
                    if again.unreached:
                        self._left_alone[host] = f"{host} cannot be reached"
                    reason = f"{again.reason}, {self.limits.tries} times"
                    raise NotFetched(address, reason) from None
                self._wait = max(self.pause, wait, again.wait)
                self.on_wait(again.reason, self._wait)
                wait *= 2
        raise AssertionError("each try returns or raises")

    def _follow(self, address: str, headers: Mapping[str, str]) -> Reply:
        """What stands at an address, or where its server sends us on to."""
        asked = [address]
        while True:
            answer = self._ask(asked[-1], headers)
            if isinstance(answer, Reply):
                return answer
            target = _target(address, asked[-1], answer)
            if target in asked or len(asked) > self.limits.redirects:
                raise AddressRefused(address, f"its redirects do not end ({target})")
            asked.append(target)

    def _ask(self, address: str, headers: Mapping[str, str]) -> Reply | str:
        """One request: what stands there, or the address of a redirect."""
        if self._wait:
            self.clock.sleep(self._wait)
        self._wait = self.pause
        limits = self.limits
        silent = min(limits.read, limits.whole)
        end = self.clock.monotonic() + limits.whole
        try:
            response = self._pool.request(
                "GET",
                address,
                headers={**_headers(), **headers},
                timeout=Timeout(connect=min(limits.connect, limits.whole), read=silent),
                redirect=False,
                retries=False,
                preload_content=False,
            )
            try:
                return self._answer(address, response, end)
            finally:
                response.close()
                self._pool.clear()  # what one answer has too much must not begin the next
        except (SSLError, ProxyError) as error:
            self._left_alone[host_of(address)] = f"{host_of(address)} cannot be reached"
            raise NotFetched(address, f"no safe connection ({_words(error)})", _TRUST) from error
        except (NewConnectionError, ConnectTimeoutError) as error:
            raise _AskAgain(f"cannot be reached ({_words(error)})", unreached=True) from error
        except Late as error:
            raise _AskAgain(f"no answer within {silent:g} s") from error
        except HTTPError as error:
            raise _AskAgain(f"the answer broke off ({_words(error)})") from error

    def _answer(self, address: str, response: BaseHTTPResponse, end: float) -> Reply | str:
        status = response.status
        if status in _MOVED:
            return response.headers.get("Location", "")
        if status in _BUSY or status >= 500:
            wait = _retry_after(response.headers.get("Retry-After", ""), self.clock.now())
            until = f", asking us to wait {wait:,.0f} s" if wait else ""
            raise _AskAgain(f"the server answered {status}{until}", wait)
        if status == 304:
            return Reply(None)
        if status != 200:
            raise NotFetched(address, f"the server answered {status}")
        headers = response.headers
        return Reply(
            self._body(address, response, end),
            headers.get("Content-Type", "").partition(";")[0].strip().lower(),
            headers.get("ETag", ""),
            headers.get("Last-Modified", ""),
        )

    def _body(self, address: str, response: BaseHTTPResponse, end: float) -> bytes:
        """All bytes of the body, which are counted while they come."""
        most = self.limits.bytes
        announced = response.headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced) > most:
            raise DownloadTooLarge(address, f"{int(announced):,} bytes, more than {most:,}")
        parts, size = [], 0
        while part := response.read1(_CHUNK, decode_content=True):
            parts.append(part)
            size += len(part)
            if size > most:
                raise DownloadTooLarge(address, f"more than {most:,} bytes")
            if self.clock.monotonic() > end:
                raise NotFetched(address, f"not there after {self.limits.whole:g} s")
        return b"".join(parts)


def _pool(proxy: str) -> PoolManager:
    """Connections that trust what the system trusts; each is used once."""
    import ssl

    from truststore import SSLContext

    trust = SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if not proxy:
        return PoolManager(ssl_context=trust)
    parts = parse_url(proxy)
    known = make_headers(proxy_basic_auth=parts.auth) if parts.auth else None
    return ProxyManager(parts._replace(auth=None).url, proxy_headers=known, ssl_context=trust)


def _headers() -> dict[str, str]:
    return {
        "User-Agent": f"inspectgraph/{version('inspectgraph')}",
        "Accept": "application/pdf, text/html;q=0.9, */*;q=0.5",
        "Accept-Encoding": "identity",  # reports are packed already, and lengths can be compared
        "Connection": "close",
    }


def _target(address: str, current: str, location: str) -> str:
    """Where a redirect leads. Raises AddressRefused where it leaves the server."""
    if not location:
        raise NotFetched(address, "a redirect that leads nowhere")
    try:
        target = checked_address(urljoin(current, location))
    except AddressRefused as error:
        raise AddressRefused(
            address, f"redirected to an address that is not asked: {error.message}"
        ) from None
    if not same_server(current, target):
        raise AddressRefused(address, f"redirected to another server ({host_of(target)})")
    return target


def _retry_after(text: str, now: datetime) -> float:
    """The seconds that a server asks us to wait: a number, or a time to wait for."""
    text = text.strip()
    if text.isdecimal():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())


def _words(error: Exception) -> str:
    """What a connection says, without the objects and addresses in it."""
    text = str(getattr(error, "reason", None) or error)
    return shown(text.rpartition(": ")[2])
