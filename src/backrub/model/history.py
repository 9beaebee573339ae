"""Evenings that were: what was planned, what was done, and what was changed on the way."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backrub.model.base import File, Level, Side, Value
from backrub.model.felt import FeltBoth
from backrub.model.routine import Routine

ChangeKind = Literal[
    "softer",
    "harder",
    "pain",
    "skipped",
    "went-back",
    "paused",
    "held",
    "stopped",
    "restarted",
    "refitted",
    "extended",
]


class Change(Value):
    """How often something was changed in an evening."""

    kind: ChangeKind
    count: Annotated[int, Field(ge=1)]


class Evening(Value):
    """One session as people remember it. `name` is empty where nothing is kept of the person (any more).

    `played_s` is the time that was really played, of the `planned_s`; `why` is the reason of a stop. [s]
    """

    id: str
    person: str
    name: str
    opened_unix_s: float
    style: str
    planned_s: float
    played_s: float
    status: Literal["ready", "running", "paused", "holding", "stopped", "finished"]
    why: str | None
    changes: tuple[Change, ...]
    felt: FeltBoth


class History(File):
    """Evenings, the newest first; `next` is what `before` has to be for those that came earlier."""

    evenings: tuple[Evening, ...]
    next: str | None


class EveningStep(Value):
    """One step of the plan as it was opened, how long it was really played, what was changed at it. [s]"""

    technique: str
    place: str | None
    side: Side
    level: Level | None
    planned_s: float
    played_s: float
    changed: tuple[ChangeKind, ...]


class WholeEvening(Evening):
    """One session with its steps, and a routine of its plan."""

    steps: tuple[EveningStep, ...]
    routine: Routine
