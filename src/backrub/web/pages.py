"""The built front end: files as they are, and index.html for every address that the pages understand."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final

from fastapi import APIRouter
from fastapi import Request as HttpRequest
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

STATIC: Final = Path(__file__).with_name("static")

# Said here, not asked of the system: its tables differ from machine to machine, and nosniff makes them count.
TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".ico": "image/x-icon",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".map": "application/json",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".webmanifest": "application/manifest+json",
        ".woff2": "font/woff2",
    }
)

FOR_EVER: Final = "public, max-age=31536000, immutable"

NOT_BUILT: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Backrub</title>
<main><h1>Backrub is running, its pages are not built yet</h1>
<p>Stop it, and start it with <code>make run</code>: that builds the pages first.</p>
<p>The <a href="/openapi.json">API</a> works already.</p></main></html>
"""


def page_routes(static: Path) -> APIRouter:
    """Return the routes that serve the front end from a folder."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/{path:path}", methods=["GET", "HEAD"])
    def page(path: str, request: HttpRequest) -> Response:
        parts = PurePosixPath(path).parts
        if parts[:1] == ("api",):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        if path and (found := file_in(static, path)) is not None:
            return _file(
                found, immutable=parts[0] == "assets", accepts=request.headers.get("accept-encoding", "")
            )
        # A name with an ending is a file that is not there; anything else is a place inside the pages.
        if parts and "." in parts[-1]:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        index = static / "index.html"
        if not index.is_file():
            return HTMLResponse(NOT_BUILT, status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return FileResponse(index, media_type=TYPES[".html"], headers={"cache-control": "no-store"})

    return router


def file_in(folder: Path, path: str) -> Path | None:
    """Return the file at a path inside a folder, or None; nothing outside is ever returned."""
    if "\0" in path or "\\" in path:
        return None
    try:
        found = (folder / path.lstrip("/")).resolve()
        return found if found.is_relative_to(folder.resolve()) and found.is_file() else None
    except (OSError, ValueError):  # a name longer than the system allows, half characters
        return None


def _file(path: Path, *, immutable: bool, accepts: str) -> Response:
    headers = {"cache-control": FOR_EVER if immutable else "no-cache", "vary": "accept-encoding"}
    media_type = TYPES.get(path.suffix, "application/octet-stream")
    for encoding, ending in (("br", ".br"), ("gzip", ".gz")):
        packed = path.with_name(path.name + ending)
        if encoding in {word.split(";")[0].strip() for word in accepts.split(",")} and packed.is_file():
            return FileResponse(
                packed, media_type=media_type, headers={**headers, "content-encoding": encoding}
            )
    return FileResponse(path, media_type=media_type, headers=headers)
