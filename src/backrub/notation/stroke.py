"""One line of the notation as a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field

from backrub.model.base import HandPart, Level, Value

Verb = Literal[
    "glide", "fan", "draw", "push", "brush", "rake", "strip", "roll",
    "wring", "rub",
    "circle", "knead",
    "press", "hold", "rock",
]  # fmt: skip
Motion = Literal["line", "to-and-fro", "loop", "still"]

MOTIONS: Mapping[Verb, Motion] = {
    "glide": "line", "fan": "line", "draw": "line", "push": "line",
    "brush": "line", "rake": "line", "strip": "line", "roll": "line",
    "wring": "to-and-fro", "rub": "to-and-fro",
    "circle": "loop", "knead": "loop",
    "press": "still", "hold": "still", "rock": "still",
}  # fmt: skip
"""How the hand moves: along its route, to and fro along it, in loops that follow it, or in place."""

VERBS: tuple[str, ...] = get_args(Verb)
TRAVELLING = frozenset(verb for verb, motion in MOTIONS.items() if motion in ("line", "to-and-fro"))
"""The verbs that need a second place to go to."""

PARTS: tuple[str, ...] = get_args(HandPart)
HANDS = ("both", "one")


class StrokeLine(Value):
    """One line: what the hands do, where, how large [m], how long [s], how hard at most, how often, in words.

    `hands` is "both" (mirrored, one on each side, at once) or "one" (the working hand on the working side,
    the other resting or on top of it). `route` names atlas places or their anchors; `here` is the place that
    the technique is used at. `part` is another part of the hand than the technique's own. `level` caps the
    step's level in this line.
    """

    verb: Verb
    hands: Literal["both", "one"]
    route: Annotated[tuple[str, ...], Field(min_length=1)]
    part: HandPart | None = None
    size_m: Annotated[float, Field(gt=0, le=0.3)] | None = None
    duration_s: Annotated[float, Field(gt=0, le=120)]
    level: Level | None = None
    times: Annotated[int, Field(ge=1, le=60)] = 1
    words: str = ""

    @property
    def motion(self) -> Motion:
        """How the hand moves in this line."""
        return MOTIONS[self.verb]
