"""The score: every stroke in chart coordinates, with its time, hands, level and cues. It knows no body."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backrub.model.base import File, Hand, HandPart, Level, Point, Value

CueKind = Literal["stroke", "next", "level", "walk", "oil", "stones", "ask", "rest", "time"]


class HandPath(Value):
    """One of the giver's hands during one stroke. A path of one point is a hold or a press in place.

    A reinforced part names the working hand; the other lies on top of it. The hand moves along `path` at an
    even pace.
    """

    hand: Hand
    part: HandPart
    level: Level
    path: Annotated[tuple[Point, ...], Field(min_length=1)]


class Stroke(Value):
    """One stroke: [s] from the score's start, `step` the index of its plan step, `level` its hands' highest.

    `link` marks a gliding palm at level 1 that only brings the hands to where the next stroke begins.
    """

    start_s: Annotated[float, Field(ge=0)]
    duration_s: Annotated[float, Field(gt=0)]
    step: Annotated[int, Field(ge=0)]
    level: Level
    hands: Annotated[tuple[HandPath, ...], Field(min_length=1, max_length=2)]
    link: bool = False


class Cue(Value):
    """What the giver is told at a moment: `show`, at most 8 words, for the screen, and `say`, a sentence."""

    at_s: Annotated[float, Field(ge=0)]
    show: str
    say: str
    kind: CueKind


class Score(File):
    """Like a music score: strokes and cues on one clock. [s]"""

    duration_s: Annotated[float, Field(gt=0)]
    strokes: tuple[Stroke, ...]
    cues: tuple[Cue, ...]
