"""Says of problems found deep inside in which part of what was given they lie."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from backrub.errors import DataError, Problem


@contextmanager
def within(part: str, *, joined_by: str = ".") -> Iterator[None]:
    """Let every problem that is found inside stand under `part`.

    >>> try:
    ...     with within("request"):
    ...         raise DataError([Problem("wishes.style", "is unknown")])
    ... except DataError as error:
    ...     print(error)
    request.wishes.style: is unknown
    """
    try:
        yield
    except DataError as error:
        raise DataError(
            Problem(f"{part}{joined_by}{each.where}" if each.where else part, each.what, each.way_out)
            for each in error.problems
        ) from None
