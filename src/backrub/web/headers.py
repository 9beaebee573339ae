"""What every answer says of itself: what may run in it and be kept. And the log of what was asked.

The access log holds method, path, status and time: never a body, a query or a header.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backrub.web.problems import answer

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Nothing of any other host, no inline script or style, in nobody's frame."""

PART = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
"""What a built script, style or font says: the page that asks for it has said all the rest."""

SECURITY = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    **PART,
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "screen-wake-lock=(self), microphone=(self), on-device-speech-recognition=(self), "
    "camera=(), geolocation=(), payment=()",
}

_ACCESS = logging.getLogger("backrub.access")
_FAULTS = logging.getLogger("backrub.fault")


class Outermost:
    """Headers, the access log, and the last resort for a bug of ours."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and finish its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0

        async def finish(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers.update(said(scope["path"], headers.get("content-type", "")))
                headers.setdefault("cache-control", "no-store")
            await send(message)

        try:
            await self._app(scope, receive, finish)
        except Exception as error:  # noqa: BLE001 - the last resort: a bug must not show a trace to anyone
            _FAULTS.error("%s", fault(error))
            if not status:
                title = "Something went wrong inside Backrub."
                detail = "Nothing that was kept is lost. Try again; if it stays, please report it."
                await answer(HTTPStatus.INTERNAL_SERVER_ERROR, "fault", title, detail=detail)(
                    scope, receive, finish
                )
        finally:
            took_s = time.perf_counter() - began
            _ACCESS.info("%s %s %d %.3f s", scope["method"], _printable(scope["path"]), status, took_s)


def said(path: str, media_type: str) -> Mapping[str, str]:
    """Return the security headers of an answer.

    The policies of a document mean nothing on a part of one, and cost more bytes than many a part itself.
    A drawing can be opened as a document, a script outside `assets` is the service worker's: they say all.

    >>> "content-security-policy" in said("/assets/Ask-1a2b.js", "text/javascript; charset=utf-8")
    False
    >>> "content-security-policy" in said("/assets/back-1a2b.svg", "image/svg+xml")
    True
    """
    kind = media_type.split(";")[0]
    is_part = path.startswith("/assets/") and kind in ("text/javascript", "text/css", "font/woff2")
    return PART if is_part else SECURITY


def fault(error: BaseException) -> str:
    """Return what may be logged of a bug: its type and its way; its words can quote what people wrote.

    >>> try:
    ...     raise ValueError("Alex has a cold")
    ... except ValueError as error:
    ...     "Alex" in fault(error)
    False
    """
    frames = traceback.extract_tb(error.__traceback__)
    way = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames[-12:]))
    return f"{type(error).__name__} at {way}"


def _printable(path: str) -> str:
    """Return a path that can't forge a line of the log."""
    return "".join(letter if letter.isprintable() else "?" for letter in path[:200])
