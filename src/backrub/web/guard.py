"""The door: who may ask, how, and how much. Everything here is decided before a body is read.

The server listens on this machine only, but any page in any browser on it can send requests here. So: only
our own name as Host (a foreign name that resolves to 127.0.0.1 is DNS rebinding), no POST that another site
started, only JSON, and no body larger than any of ours could be.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backrub.model.read import MAX_BYTES
from backrub.web.problems import answer

NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
READING = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_DRAINED_BYTES = 32 * MAX_BYTES
"""How much of a body that is too large is still read away, so that the sender gets to see the answer."""


def is_our_host(host: str, *, port: int) -> bool:
    """Say whether a Host header names this server.

    >>> is_our_host("localhost:8765", port=8765), is_our_host("[::1]:8765", port=8765)
    (True, True)
    >>> is_our_host("rebound.example:8765", port=8765), is_our_host("localhost:80", port=8765)
    (False, False)
    """
    try:
        parts = urlsplit(f"//{host}")
        given_port = parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.path or parts.query or parts.fragment:
        return False
    return parts.hostname in NAMES and (given_port == port or (given_port is None and port == 80))


def why_cross_site(headers: Mapping[str, str]) -> str | None:
    """Return why a request that changes something looks sent by another site, or None.

    >>> why_cross_site({"host": "localhost:8765", "origin": "http://localhost:8765"}) is None
    True
    >>> why_cross_site({"host": "localhost:8765", "origin": "https://elsewhere.example"})
    'it comes from https://elsewhere.example'
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return "the browser says that another site sent it"
    origin = headers.get("origin")
    if origin is not None and origin.lower() != f"http://{headers.get('host', '')}".lower():
        return f"it comes from {origin:.80}"
    return None


def is_json(content_type: str) -> bool:
    """Say whether a content type is plain JSON.

    >>> is_json("application/json; charset=utf-8"), is_json("text/plain")
    (True, False)
    """
    return content_type.split(";")[0].strip().lower() == "application/json"


class Guard:
    """The door, as ASGI middleware. `port` is the server's own."""

    def __init__(self, app: ASGIApp, *, port: int) -> None:
        self._app, self._port = app, port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, or answer why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if (refusal := self._refusal(scope, headers)) is not None:
            await refusal(scope, receive, send)
            return
        if scope["method"] in READING:
            await self._app(scope, receive, send)
            return
        body = await _read(receive)
        if body is None:
            await _too_large()(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        if len(headers.getlist("host")) != 1 or not is_our_host(headers["host"], port=self._port):
            title = "This address is not Backrub's."
            way_out = f"Open http://localhost:{self._port}/ instead."
            return answer(HTTPStatus.MISDIRECTED_REQUEST, "foreign-host", title, detail=way_out)
        if scope["method"] in READING:
            return None
        if why := why_cross_site(headers):
            title = f"This was not sent by Backrub's own page: {why}."
            way_out = f"Open http://localhost:{self._port}/ and do it there."
            return answer(HTTPStatus.FORBIDDEN, "cross-site", title, detail=way_out)
        if scope["method"] in ("POST", "PUT", "PATCH") and not is_json(headers.get("content-type", "")):
            title = "Only JSON is read here."
            way_out = "Send it with Content-Type: application/json."
            return answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", title, detail=way_out)
        return None


def _too_large() -> Response:
    title = f"The body is larger than {MAX_BYTES // 1_000_000} MB."
    detail = "Send a smaller one: nothing that Backrub reads is near that size. Nothing was kept."
    return answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", title, detail=detail)


async def _read(receive: Receive) -> bytes | None:
    """Return the whole body, or None when it is too large; what is too large is never held."""
    kept = bytearray()
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(kept)
        chunk: bytes = message.get("body", b"")
        size += len(chunk)
        if size <= MAX_BYTES:
            kept += chunk
        else:
            kept.clear()
        if size > MOST_DRAINED_BYTES or not message.get("more_body", False):
            return bytes(kept) if size <= MAX_BYTES else None


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives the body once and then what really comes (the end of the connection)."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
