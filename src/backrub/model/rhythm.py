"""A habit of two people: on which days, when, and how long."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from backrub.model.base import Value
from backrub.model.routine import Minutes

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Rhythm(Value):
    """Massages that come again: `days` of the week at a local `time` like 20:30, for `weeks` or without end.

    `alarm_before_s` reminds so long before each [s]; null: not at all. `title` is what the calendar shows.
    """

    days: Annotated[tuple[Day, ...], Field(min_length=1, max_length=7)]
    time: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    minutes: Minutes = 30
    weeks: Annotated[int, Field(ge=1, le=520)] | None = None
    alarm_before_s: Annotated[int, Field(ge=0, le=604_800)] | None = None
    title: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")] = "Backrub"

    @model_validator(mode="after")
    def _names_each_day_once(self) -> Self:
        if len(set(self.days)) < len(self.days):
            raise ValueError("a day is there twice: name each day once")
        return self

    @property
    def at(self) -> dt.time:
        """The time of the day, without a zone: it is the time where the people are."""
        return dt.time.fromisoformat(self.time)
