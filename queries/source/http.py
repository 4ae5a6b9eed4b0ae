"""How a server is asked by HTTP: no redirects, and passwords only where they are asked for.

What a server asked for is remembered: the next request brings the answer along. Else
each body would be sent twice, and some servers close the line while the first is still
on its way. A password goes by digest, or as it is where nobody can listen.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from http.client import HTTPResponse
from urllib.request import (
    BaseHandler,
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    HTTPRedirectHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
    parse_http_list,
    parse_keqv_list,
)


def opener(url: str, user: str, password: str, private: bool, local: bool) -> OpenerDirector:
    """What sends requests to `url`, and to this machine itself without any proxy."""
    handlers: list[BaseHandler] = [_Stay()]
    if local:
        handlers.append(ProxyHandler({}))
    if user:
        known = HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, url, user, password)
        handlers.append(_Digest(known))
        if private:
            handlers.append(_Basic(known, f"{user}:{password}"))
    return build_opener(*handlers)


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follow nothing: the user named one address."""


class _Digest(HTTPDigestAuthHandler):
    asked: Mapping[str, str] | None = None

    def http_request(self, request: Request) -> Request:
        if self.asked:
            answer = self.get_authorization(request, self.asked)
            if answer:
                request.add_unredirected_header("Authorization", f"Digest {answer}")
        return request

    https_request = http_request

    def retry_http_digest_auth(self, req: Request, auth: str) -> HTTPResponse | None:
        """Remember what was asked, and send again."""
        self.asked = parse_keqv_list(list(filter(None, parse_http_list(auth.partition(" ")[2]))))
        return super().retry_http_digest_auth(req, auth)


class _Basic(HTTPBasicAuthHandler):
    def __init__(self, known: HTTPPasswordMgrWithDefaultRealm, pair: str) -> None:
        super().__init__(known)
        self.answer = f"Basic {b64encode(pair.encode('utf-8')).decode('ascii')}"
        self.asked = False

    def http_request(self, req: Request) -> Request:
        if self.asked:
            req.add_unredirected_header("Authorization", self.answer)
        return req

    https_request = http_request

    def retry_http_basic_auth(self, host: str, req: Request, realm: str) -> HTTPResponse | None:
        """Send again with the password, once."""
        if self.asked:
            return None
        self.asked = True
        response: HTTPResponse | None = self.parent.open(req, timeout=req.timeout)
        return response
