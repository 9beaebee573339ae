"""Puts the routes, the door and the headers together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from backrub import __version__
from backrub.app.asking import problems_of_rest
from backrub.app.root import App
from backrub.errors import DataError, Problem, Refused
from backrub.web import problems
from backrub.web.evenings import evening_routes
from backrub.web.guard import Guard
from backrub.web.headers import Outermost
from backrub.web.mapping import mapping_routes
from backrub.web.pages import STATIC, page_routes
from backrub.web.sessions import session_routes
from backrub.web.stages import stage_routes

ABOUT = (
    "From a request to a clearance, a plan, a score and a live session. Every problem is RFC 9457. "
    "The server answers on this machine only, to its own pages and to programs; POST takes JSON up to 1 MB. "
    "A licensed clinician has not yet reviewed its rules."
)


def make_web(app: App, *, static: Path = STATIC) -> FastAPI:
    """Return the web application for an app; `static` is the folder of the built pages."""
    # Its own pages of documentation would load scripts from another host.
    web = FastAPI(title="Backrub", version=__version__, description=ABOUT, docs_url=None, redoc_url=None)
    web.include_router(stage_routes(app))
    web.include_router(mapping_routes(app))
    web.include_router(session_routes(app))
    web.include_router(evening_routes(app))
    web.include_router(page_routes(static))
    web.add_exception_handler(RequestValidationError, problems.of_validation(_rest_of(app)))
    web.add_exception_handler(DataError, problems.of_data_error)
    web.add_exception_handler(Refused, problems.of_refused)
    web.add_exception_handler(HTTPException, problems.of_http)
    # The last one added is the first one asked.
    web.add_middleware(GZipMiddleware, minimum_size=1000)
    web.add_middleware(Guard, port=app.settings.port)
    web.add_middleware(Outermost)
    web.openapi = lambda: _openapi(web)  # type: ignore[method-assign]
    return web


def _rest_of(app: App) -> problems.Rest:
    """Return what tells the problems of a request's readable values, at their places in a body."""

    def rest(document: object, to_plan: bool) -> list[Problem]:
        found = problems_of_rest(document, catalog=app.catalog, day=app.clock.today(), to_plan=to_plan)
        return [Problem(f"request.{each.where}", each.what, each.way_out) for each in found]

    return rest


def _openapi(web: FastAPI) -> dict[str, Any]:
    """Return the API's description, made once; problems stand under their own media type."""
    if web.openapi_schema is None:
        document = get_openapi(
            title=web.title, version=web.version, description=web.description, routes=web.routes
        )
        for path in document["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "application/json" in response.get("content", {}):
                        response["content"] = {
                            problems.MEDIA_TYPE: response["content"].pop("application/json")
                        }
        web.openapi_schema = document
    return web.openapi_schema
