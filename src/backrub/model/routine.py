"""A routine: the pieces of an evening without the people it was for."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from backrub.model.base import File, Level, Phase, Position, Side, Surface, Tempo, Value
from backrub.model.request import Id

RoutineName = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")]
Minutes = Annotated[float, Field(ge=5, le=120)]
OutPlace = Annotated[str, Field(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=60)]
"""Where something was that a person took out; empty where the receiver would have shown it."""
MOST_LEFT_OUT: Final = 200
"""So many pieces that were taken out a routine remembers."""


class RoutinePiece(Value):
    """One piece of work: a technique at a place (null where the receiver shows it), for so long in all. [s]

    `side` is both where left and right are worked, at once or one after the other. `locked`: the person
    wants it kept as it is.
    """

    technique: Id
    place: Id | None
    phase: Phase
    side: Side
    seconds_s: Annotated[float, Field(gt=0, le=7200)]
    locked: bool = False


class RoutineKit(Value):
    """What was at hand. Stones are read anew each time."""

    surface: Surface = "bed"
    oil: Id = "none"
    massager: bool = False


class Routine(File):
    """An evening to have again, for anybody: no receiver, no sore spot, no place to avoid and no why.

    Played it can't be: it is planned afresh, for who is there, within what screening allows them. `left_out`
    is what the person took out, each with its place (empty where the receiver would have shown it) and phase.
    """

    name: RoutineName
    style: Id
    level: Level
    minutes: Minutes
    tempo: Tempo = "usual"
    kit: RoutineKit = RoutineKit()
    position: Position = "prone"
    pieces: Annotated[tuple[RoutinePiece, ...], Field(max_length=200)]
    left_out: Annotated[tuple[tuple[Id, OutPlace, Phase], ...], Field(max_length=MOST_LEFT_OUT)] = ()

    @model_validator(mode="after")
    def _has_a_piece(self) -> Self:
        # Not a least length on the field: it would be reported, too, when a piece is wrong in itself.
        if not self.pieces:
            raise ValueError("a routine without a piece is none: add one")
        return self
