"""What goes wrong, as RFC 9457 `application/problem+json`. Only here are HTTP's numbers for errors known."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Annotated, Any, Final

from fastapi import Request as HttpRequest
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from backrub.app.told import ProblemDetail
from backrub.errors import DataError, Problem, Refused
from backrub.model.clearance import Clearance
from backrub.model.command import CommandBody, read_command
from backrub.model.plan import Infeasible
from backrub.model.read import problem_of

MEDIA_TYPE = "application/problem+json"

Handler = Callable[[HttpRequest, Exception], Coroutine[Any, Any, Response]]
Rest = Callable[[object, bool], Sequence[Problem]]
"""Tells what is wrong with what can be read of a request; True asks as for a plan."""

SHAPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "session_id": "Use the id that opening the session answered.",
        "name": "Use a name of small letters and dashes, like request.",
        "last-event-id": "Use the id of an event: a whole number from 0.",
        "after": "Use the id of an event: a whole number from 0.",
    }
)
"""What a part of an address or a header should be, in plain words."""

MOST_TOLD = 1000
"""More problems than anything of ours has values: who sends more has sent something else."""


class ProblemBody(BaseModel):
    """An answer that says what went wrong (RFC 9457). `type` is stable; every problem is listed at once."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "type": "urn:backrub:bad-input",
                "title": "Something in what was sent can't be used.",
                "status": 422,
                "problems": [
                    {
                        "where": "request.wishes.minutes",
                        "what": "0 can't be used",
                        "way_out": "It should be greater than or equal to 5.",
                    }
                ],
            }
        },
    )
    type: str
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str = ""
    problems: list[ProblemDetail] = []


class NoMassageBody(ProblemBody):
    """Screening says no massage; the clearance has the reasons and what to do next."""

    clearance: Clearance | None = None


class NoPlanBody(ProblemBody):
    """No plan keeps every rule; `infeasible` has the wishes that clash and the ways out."""

    clearance: Clearance | None = None
    infeasible: Infeasible | None = None


def documented(*statuses: int, body: type[ProblemBody] = ProblemBody) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI says of the problem answers of a route."""
    return {
        status: {"model": body, "description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: {}}}
        for status in statuses
    }


def answer(
    status: HTTPStatus,
    code: str,
    title: str,
    *,
    detail: str = "",
    problems: Sequence[Problem] = (),
    **more: Any,
) -> Response:
    """Return one problem answer; `more` are members beside the standard ones.

    Without `problems` the title is the one problem there is, unless `more` says what stands in the way.
    """
    if not problems and not more:
        problems = [Problem("", title.removesuffix("."), detail)]
    body = {
        "type": f"urn:backrub:{code}",
        "title": title,
        "status": int(status),
        "detail": detail,
        "problems": [
            {"where": readable(each.where), "what": readable(each.what), "way_out": readable(each.way_out)}
            for each in problems
        ],
        **more,
    }
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE)


def readable(text: str) -> str:
    """Return text that UTF-8 can carry: half characters that somebody sent are shown as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def bad_input(problems: Sequence[Problem]) -> Response:
    """Return the answer to a body that can't be used, with every problem."""
    title = "Something in what was sent can't be used."
    return answer(HTTPStatus.UNPROCESSABLE_ENTITY, "bad-input", title, problems=problems)


def of_validation(rest: Rest) -> Handler:
    """Return what answers a body, query or path that does not fit its model.

    `rest` tells what is wrong with those values of a request that do fit.
    """

    async def answer_to(request: HttpRequest, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return _of_validation(request, error, rest)

    return answer_to


def _of_validation(request: HttpRequest, error: RequestValidationError, rest: Rest) -> Response:
    body = _body_model(request)
    if body is CommandBody and isinstance(error.body, dict):
        # Told apart by kind first, so that one command's problems are named and not those of all.
        try:
            read_command(error.body)
        except DataError as found:
            return bad_input(found.problems)
    wrong = error.errors()
    told = [_problem(each, body) for each in wrong[:MOST_TOLD]]
    if (more := len(wrong) - MOST_TOLD) > 0:
        told.append(Problem("body", f"there are {more} more problems", "Begin with these."))
    elif body is not None and "request" in body.model_fields and isinstance(error.body, dict):
        told += rest(error.body.get("request"), not request.url.path.endswith(("/screen", "/options")))
    return bad_input(told)


async def of_data_error(_: HttpRequest, error: Exception) -> Response:
    """Answer what fits its model and still can't be used."""
    assert isinstance(error, DataError)
    return bad_input(error.problems)


async def of_refused(_: HttpRequest, error: Exception) -> Response:
    """Answer a rule that says no."""
    assert isinstance(error, Refused)
    problem = Problem("", error.reason, error.way_out)
    return answer(status_of(error.code), error.code, error.reason, detail=error.way_out, problems=[problem])


async def of_http(request: HttpRequest, error: Exception) -> Response:
    """Answer an unknown address, a wrong method and the like."""
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    headers = error.headers or {}
    see = "See what there is at /openapi.json."
    told = {
        HTTPStatus.NOT_FOUND: (
            "not-found",
            f"There is nothing at {request.url.path[:120]}.",
            f"Check the address. {see}" if request.url.path.startswith("/api/") else "Begin at /.",
        ),
        HTTPStatus.METHOD_NOT_ALLOWED: (
            "wrong-method",
            f"{request.method} does nothing here.",
            f"Use {allowed}." if (allowed := headers.get("allow", headers.get("Allow"))) else see,
        ),
        HTTPStatus.BAD_REQUEST: ("unreadable", "The request can't be read.", f"Send JSON. {see}"),
    }
    code, title, way_out = told.get(status, ("error", f"{status.phrase}.", f"Send it otherwise. {see}"))
    found = answer(status, code, readable(title), detail=readable(way_out))
    for name, value in headers.items():
        found.headers[name] = value
    return found


def status_of(code: str) -> HTTPStatus:
    """Return the HTTP number for a refusal's code."""
    if code == "journal-full":
        return HTTPStatus.INSUFFICIENT_STORAGE
    if code.startswith("journal-"):
        return HTTPStatus.SERVICE_UNAVAILABLE
    known = {
        "no-such-session": HTTPStatus.NOT_FOUND,
        "no-such-schema": HTTPStatus.NOT_FOUND,
        "no-massage": HTTPStatus.FORBIDDEN,
    }
    return known.get(code, HTTPStatus.CONFLICT)


def _problem(error: ErrorDetails, body: type[BaseModel] | None) -> Problem:
    where, *rest = error["loc"] or ("body",)
    if where != "body":
        found = problem_of({**error, "loc": ()}, model=BaseModel)
        way_out = SHAPES.get(str(rest[-1]) if rest else "", found.way_out)
        return Problem(" ".join(map(str, (where, *rest))), found.what, way_out)
    if not rest and error["type"] == "missing":
        return Problem("body", "is missing", "Send a JSON body.")
    inner: ErrorDetails = {**error, "loc": tuple(rest)}
    if rest and rest[-1] in ("schema", "schema_"):
        return Problem(
            ".".join(map(str, rest)).removesuffix("_"),
            f"schema {error.get('input')!r:.40} is not one this release reads",
            "Use schema = 1, or a newer Backrub.",
        )
    found = problem_of(inner, model=body or BaseModel)
    return found if found.where else Problem("body", found.what, found.way_out)


def _body_model(request: HttpRequest) -> type[BaseModel] | None:
    """Return the model that the route reads its body into, to name the nearest key of it."""
    field = getattr(request.scope.get("route"), "body_field", None)
    model = getattr(getattr(field, "field_info", None), "annotation", None)
    return model if isinstance(model, type) and issubclass(model, BaseModel) else None
