"""The plan: ordered steps, or why none fits and the ways out."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from backrub.model.base import (
    BareCircle,
    File,
    HandPart,
    Level,
    Phase,
    Point,
    Position,
    Sex,
    Side,
    Stand,
    Tempo,
    Value,
)
from backrub.model.request import Age, Calibration, Corrections, Giver, Height, Id, Kit, Mass

PAUSES = ("oil", "walk", "stones", "rest")
"""Steps without a stroke: oiling the hands, walking round, reading the stones' temperature, lying quietly."""


class Body(Value):
    """All that later stages know of the receiver: [m], [kg], [years].

    `corrections` are landmarks that the giver has felt elsewhere than this body has them: each with the chart
    point at which it was felt. `calibration_frac` is how much of every technique's force they take.
    """

    sex: Sex
    height_m: Height
    mass_kg: Mass
    age_years: Age
    corrections: Corrections = {}
    calibration_frac: Calibration = 1.0


class Notice(Value):
    """A wish brought down to what is allowed, with a reason code; words of health stay in the Clearance."""

    code: str
    says: str


class Step(Value):
    """One technique at one place, or a pause (`technique` is then one of PAUSES, `level` and `passes` null).

    `place` is null where the receiver will show it, and for pauses. `level` is the highest in the step.
    `stand` is where the giver kneels or stands: at the receiver's left, right, head, or any. `spot` is the
    tender point worked on, where there is one. `locked`: the person wants this step kept. `extra` marks what
    one side gets more for a sore spot.
    """

    technique: Id
    place: str | None
    side: Side
    level: Level | None
    passes: Annotated[int, Field(ge=1)] | None
    start_s: Annotated[float, Field(ge=0)]
    duration_s: Annotated[float, Field(gt=0)]
    phase: Phase
    why: str
    stand: Stand = "any"
    spot: Point | None = None
    locked: bool = False
    extra: bool = False


class PlanLimits(Value):
    """What the Clearance allows, without its reasons."""

    max_level: Annotated[int, Field(ge=1, le=4)]
    max_minutes: float
    lapses_on: date
    avoid: tuple[BareCircle, ...] = ()
    forbidden_techniques: tuple[str, ...] = ()
    forbidden_places: tuple[str, ...] = ()
    forbidden_parts: tuple[HandPart, ...] = ()
    place_max_level: dict[str, int] = {}


class PieceAt(Value):
    """One block of a piece of work: its technique, its place (with the spot, where there is one), its phase,
    and which of the piece's blocks it is, from 0."""

    technique: Id
    place: Annotated[str, Field(max_length=100)]
    phase: Phase
    number: Annotated[int, Field(ge=0, le=10_000)] = 0


class Gentler(Value):
    """A piece of work that broke a limit on its receiver's own back.

    It goes no firmer there than `most_level`, 0 where it is not done at all. `limit` is the one that broke.
    """

    technique: Id
    place: Annotated[str, Field(max_length=100)]
    phase: Phase
    most_level: Annotated[int, Field(ge=0, le=4)]
    limit: Annotated[str, Field(max_length=60)]


class Move(Value):
    """The person's own order: this block stands before that one; null is the end of its phase."""

    piece: PieceAt
    before: PieceAt | None


class Plan(File):
    """A plan that keeps every rule: what `backrub plan` writes. Times [s]; no name, no health answer.

    `left_out` are the techniques, each with its place and phase, that the person took out: they stay out
    when it is planned again; `moves` is the order they gave it. `slow_at` are points where hands go slower
    and lighter: no number, no reason; `gentle_at` are those of them where only open hands go. `unwarmed` are
    places that can't be warmed up enough tonight, or not for what only passes them: focus strokes end short
    of them. `gentler` is what was taken back because it broke a limit on this very back: nothing makes it
    firmer again.
    """

    made_on: date
    style: Id
    duration_s: Annotated[float, Field(gt=0)]
    objective: float
    mip_gap: float
    solve_s: float
    notices: tuple[Notice, ...] = ()
    steps: tuple[Step, ...]
    body: Body
    position: Position
    level: Level
    tempo: Tempo = "usual"
    kit: Kit
    giver: Giver
    limits: PlanLimits
    left_out: tuple[tuple[Id, str, Phase], ...] = ()
    moves: Annotated[tuple[Move, ...], Field(max_length=200)] = ()
    slow_at: tuple[Point, ...] = ()
    gentle_at: tuple[Point, ...] = ()
    unwarmed: tuple[str, ...] = ()
    gentler: Annotated[tuple[Gentler, ...], Field(max_length=200)] = ()


class WayOut(Value):
    """A change of wishes that makes a plan possible: `change` maps request paths to new values.

    >>> WayOut(says="Make it 20 minutes.", change={"wishes.minutes": 20}).says
    'Make it 20 minutes.'
    """

    says: str
    change: dict[str, str | float | int | bool | list[object] | None]


class Infeasible(File):
    """No plan fits: the wishes that clash, in words, and at least two ways out that each really help.

    `clashing` has the wishes that `clash` names, as paths of the request; `edits` is what the person fixed.
    """

    kind: Literal["infeasible"] = "infeasible"
    clash: Annotated[tuple[str, ...], Field(min_length=1)]
    clashing: Annotated[tuple[str, ...], Field(min_length=1)]
    ways_out: Annotated[tuple[WayOut, ...], Field(min_length=2)]


class Edit(Value):
    """What a person did to a plan; the rest is replanned round it. `step` is the index in `steps`.

    `swap` needs `technique`, which takes over; `move` needs `to`, the index of the step before which the
    piece is to stand (the number of steps: at the end).
    """

    kind: Literal["remove", "swap", "lengthen", "shorten", "lock", "unlock", "move"]
    step: Annotated[int, Field(ge=0)]
    technique: Id | None = None
    to: Annotated[int, Field(ge=0)] | None = None
