"""Bodies as JSON, read more strictly than usual: a key that is there twice would hide one of two answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request as HttpRequest
from fastapi.routing import APIRoute
from starlette.responses import Response

from backrub.errors import DataError, Problem
from backrub.model import once

Handler = Callable[[HttpRequest], Coroutine[Any, Any, Response]]


class ReadStrictly(APIRoute):
    """A route whose body is JSON in UTF-8 with every key once; what is not is told before it is looked at."""

    def get_route_handler(self) -> Handler:
        """Return the handler, with the body read by `read_body`."""
        handle = super().get_route_handler()
        has_body = self.body_field is not None

        async def strictly(request: HttpRequest) -> Response:
            if has_body and (body := await request.body()):
                request = Read(request, read_body(body))
            return await handle(request)

        return strictly


class Read(HttpRequest):
    """A request whose body has been read already."""

    def __init__(self, request: HttpRequest, document: object) -> None:
        super().__init__(request.scope, request.receive)
        self._body = b"read"
        self._document = document

    async def json(self) -> object:
        """Return what the body says."""
        return self._document


def read_body(body: bytes) -> object:
    """Return the document in a body; raises DataError where it is no JSON or names a key twice.

    NaN and the like pass: the values themselves refuse them, each at its place.

    >>> read_body(b'{"request": 1}')
    {'request': 1}
    >>> try:
    ...     read_body(b'{"a": [{"b": 1, "b": 2}]}')
    ... except DataError as error:
    ...     print(error)
    a[0].b: is there twice
        Keep one of them.
    """
    try:
        document = once.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _unreadable("is not UTF-8", "Send JSON as UTF-8.") from None
    except RecursionError:
        raise _unreadable("is nested too deeply", "Send a flatter body.") from None
    except json.JSONDecodeError as error:
        what = f"can't be read at line {error.lineno}, column {error.colno}: {error.msg}"
        raise _unreadable(what, "Send JSON.") from None
    except ValueError:  # a whole number of thousands of digits
        raise _unreadable("holds a number that is too long", "Send fewer digits.") from None
    if problems := once.problems_of(document):
        raise DataError(problems)
    return document


def _unreadable(what: str, way_out: str) -> DataError:
    return DataError([Problem("body", what, way_out)])
