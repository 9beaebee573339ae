"""JSON text as every store keeps it: one spelling, plain ASCII, nothing that a reader could lose."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from pydantic import JsonValue, TypeAdapter, ValidationError

from backrub.errors import DataError, Problem
from backrub.journal.event import Id, why_not_plain

DEEPEST = 40
"""No document of ours nests a quarter as deep; what does is a mistake, and would exhaust a reader."""

_ID: TypeAdapter[str] = TypeAdapter(Id)


def as_text(value: object, *, name: str) -> str:
    """Return a value as one line of JSON; raises DataError with every part that JSON can't hold.

    ASCII, with the rest escaped, so that no database's own encoding matters.

    >>> as_text({"b": 1.0, "a": "ß"}, name="note")
    '{"b":1.0,"a":"\\\\u00df"}'
    """
    if problems := list(_problems(value, name, depth=0)):
        raise DataError(problems)
    return json.dumps(value, allow_nan=False, separators=(",", ":"), default=_bare)


def from_text(text: str) -> JsonValue:
    """Return the value of a line that `as_text` wrote."""
    return cast(JsonValue, json.loads(text))


def answers_from(text: str) -> dict[str, JsonValue]:
    """Return the answers in a line that `as_text` wrote of them."""
    return cast(dict[str, JsonValue], json.loads(text))


def is_same(one: object, other: object) -> bool:
    """Return whether two plain values are the same JSON, whatever the order of their keys.

    Their text is compared, for Python holds True, 1 and 1.0 to be equal.

    >>> is_same({"a": 1, "b": 2}, {"b": 2, "a": 1}), is_same(1, True)
    (True, False)
    """
    return json.dumps(one, sort_keys=True, default=_bare) == json.dumps(other, sort_keys=True, default=_bare)


def _bare(value: object) -> object:
    """Return as a dict or list what is one in all but its type, such as a read-only mapping."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"a {type(value).__name__} is not JSON")


def problems_of_ids(**ids: str | None) -> list[Problem]:
    """Return a problem for every id that is not one; the names of the arguments say which.

    >>> problems_of_ids(stream="s 1", person=None)[0].what
    "'s 1' is not an id"
    """
    way_out = "Use 1 to 128 letters, digits, and . _ : - with a letter or digit first."
    return [
        Problem(name, f"{value!r:.80} is not an id", way_out)
        for name, value in ids.items()
        if value is not None and not _is_id(value)
    ]


def check_ids(**ids: str | None) -> None:
    """Raise DataError for every id that is not one."""
    if problems := problems_of_ids(**ids):
        raise DataError(problems)


def _is_id(value: object) -> bool:
    try:
        _ID.validate_python(value)
    except ValidationError:
        return False
    return True


def _problems(value: object, where: str, *, depth: int) -> Iterator[Problem]:
    if depth > DEEPEST:
        yield Problem(where, "is nested too deeply", "Give a flatter document.")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str) or why_not_plain(key) is not None:
                yield Problem(where, f"{key!r} is not a key", "Use text as keys.")
            else:
                yield from _problems(inner, f"{where}.{key}", depth=depth + 1)
    elif isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        for index, inner in enumerate(value):
            yield from _problems(inner, f"{where}[{index}]", depth=depth + 1)
    elif (why := why_not_plain(value)) is not None:
        yield Problem(where, why, "Use text, finite numbers, true, false or null.")
