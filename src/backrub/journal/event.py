"""What a journal holds: plain facts in the order in which they happened.

A `NewEvent` is a fact not yet written; an `Event` is a written one and knows its place. Neither says
anything of massage: the kinds and the keys are those of whoever writes them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator
from pydantic_core import PydanticCustomError

LARGEST_WHOLE = 2**53 - 1
"""The largest whole number that a browser's numbers hold exactly (ECMA-262, Number.MAX_SAFE_INTEGER)."""

Scalar = bool | int | float | str | None
Flat = Mapping[str, Scalar | tuple[int | float, ...]]
"""What an event says: keys with a scalar each, or a row of numbers. Nothing nests deeper."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$", strict=True)]
"""A stream, person, client or document id: plain letters and digits, so that it can stand in a URL."""

Kind = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,63}$", strict=True)]
"""A stable word for what happened, in the past tense: `started`, `level-changed`."""

Position = Annotated[int, Field(ge=1, le=LARGEST_WHOLE, strict=True)]
Version = Annotated[int, Field(ge=1, le=9999, strict=True)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False, strict=True)]


def why_not_plain(value: object) -> str | None:
    """Return why `value` can't be kept exactly in JSON by every reader, or None when it can.

    >>> why_not_plain(float("nan"))
    'nan is not a finite number'
    >>> why_not_plain("Grüße") is None
    True
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int):
        return None if abs(value) <= LARGEST_WHOLE else f"{value} is too large to be kept exactly"
    if isinstance(value, float):
        return None if math.isfinite(value) else f"{value} is not a finite number"
    if isinstance(value, str):
        return "holds half a character" if any("\ud800" <= letter <= "\udfff" for letter in value) else None
    return f"a {type(value).__name__} is not a plain value"


def _why_not_flat(value: object) -> str | None:
    if not isinstance(value, (list, tuple)):
        return why_not_plain(value)
    for item in value:
        if isinstance(item, bool) or not isinstance(item, (int, float)):
            return f"a list may hold numbers only, not a {type(item).__name__}"
        if (why := why_not_plain(item)) is not None:
            return why
    return None


def _flat(given: object) -> Flat:
    """Return a read-only copy of flat data; all that is wrong with it is said in one error."""
    if not isinstance(given, Mapping):
        raise PydanticCustomError("flat_data", "should be keys with plain values")
    wrong = [
        f"{key!r} is not a key (small letters, digits and _)"
        if not isinstance(key, str) or not _KEY.match(key)
        else f"{key}: {why}"
        for key, value in given.items()
        if (why := _why_not_flat(value)) is not None or not isinstance(key, str) or not _KEY.match(key)
    ]
    if wrong:
        raise PydanticCustomError("flat_data", "{wrong}", {"wrong": "; ".join(wrong)})
    return MappingProxyType(
        {key: tuple(value) if isinstance(value, (list, tuple)) else value for key, value in given.items()}
    )


FlatData = Annotated[
    Flat,
    PlainValidator(_flat, json_schema_input_type=dict[str, Scalar | tuple[int | float, ...]]),
    PlainSerializer(lambda data: dict(data), return_type=dict[str, Scalar | tuple[int | float, ...]]),
]


class NewEvent(BaseModel):
    """A fact that is about to be written: what happened, when, and what there is to say of it.

    `at_s` counts from the moment the stream was opened [s]; `version` is that of the shape of `data`.

    >>> NewEvent(kind="level-changed", at_s=12.5, data={"level": 2}).data["level"]
    2
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Kind
    at_s: Seconds
    data: FlatData = Field(default_factory=dict, validate_default=True)
    version: Version = 1


class Event(BaseModel):
    """A written fact. Its place (stream, position) is its name for ever; positions start at 1, without gaps.

    `client_id` is that of the command that caused it, when one did; `part` counts the events of that
    command from 1.

    >>> Event(stream="s1", position=1, kind="opened", at_s=0.0).version
    1
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    stream: Id
    position: Position
    kind: Kind
    at_s: Seconds
    data: FlatData = Field(default_factory=dict, validate_default=True)
    version: Version = 1
    client_id: Id | None = None
    part: Annotated[int, Field(ge=1, strict=True)] = 1


def placed(events: Iterable[NewEvent], *, stream: str, after: int, client_id: str | None) -> list[Event]:
    """Return new events as written ones, numbered on from the position `after`.

    >>> new = [NewEvent(kind="paused", at_s=3.0), NewEvent(kind="resumed", at_s=9.0)]
    >>> [event.position for event in placed(new, stream="s1", after=4, client_id=None)]
    [5, 6]
    """
    return [
        Event(
            stream=stream,
            position=after + part,
            kind=event.kind,
            at_s=event.at_s,
            data=event.data,
            version=event.version,
            client_id=client_id,
            part=part,
        )
        for part, event in enumerate(events, start=1)
    ]
