"""What a live session asks of the parts below it: technique facts, and whether a point may be pressed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from backrub.catalog.technique import Technique
from backrub.errors import Problem
from backrub.model.base import HandPart, Point
from backrub.model.plan import PAUSES, Plan, Step
from backrub.model.score import Score
from backrub.planning.stroke import Trace

TRIGGER_POINT = "trigger-point-release"
WHOLE_BACK = "back"
"""The place of strokes that run over several places."""

THUMBS: tuple[HandPart, ...] = ("thumb", "reinforced-thumb")

Press = Callable[[Point, HandPart, int], Problem | None]
"""Whether a part may press a chart point at a level: None, or what stands against it."""

Passes = Callable[[Plan, int], Trace | None]
"""One pass of a plan's step (an index), traced; None where its strokes are not known."""

Raise = Callable[[Plan, int], Problem | None]
"""Whether a plan's step (an index) may be done where it is at the level that it has in this plan."""


class OnSkin(Protocol):
    """What stands against a changed plan on the receiver's own back."""

    def __call__(
        self, changed: Plan, indices: Sequence[int], /, *, is_asking: bool = False
    ) -> Mapping[int, Problem]:
        """Return what is against these steps (by index): only what breaks is in it.

        `is_asking`: nobody wants to do it yet, so what is not known is not tried out. Raises Refused where
        the answer takes too long.
        """


def _nothing_breaks(
    _changed: Plan, _indices: Sequence[int], *, is_asking: bool = False
) -> Mapping[int, Problem]:
    return {}


def _untraced(_plan: Plan, _index: int) -> Trace | None:
    return None


def _nothing_against(*_: object) -> Problem | None:
    return None


@dataclass(frozen=True, slots=True)
class Rules:
    """The facts a session needs and doesn't own.

    `trace` says where a step's strokes go, `may_press` checks a spot before anything is pressed there;
    `may_raise` a step before it is done firmer, by its path; `on_skin` all that changes in the session, by
    what it does to the receiver's own back.
    """

    techniques: Mapping[str, Technique]
    trace: Passes = field(default=_untraced)
    may_press: Press = field(default=_nothing_against)
    may_raise: Raise = field(default=_nothing_against)
    on_skin: OnSkin = field(default=_nothing_breaks)

    def levels(self, step: Step) -> tuple[int, ...]:
        """Return the levels a step's technique may be done at."""
        technique = self.techniques.get(step.technique)
        return technique.levels if technique is not None else ()

    def lowest(self, step: Step) -> int:
        """Return the lowest level that a step's technique can be done at."""
        return min(self.levels(step), default=1)

    def is_thumb_work(self, step: Step) -> bool:
        """Whether a step's technique uses thumbs at all."""
        technique = self.techniques.get(step.technique)
        return technique is not None and any(part in THUMBS for part in technique.parts)

    def stones(self, step: Step) -> str | None:
        """Return "moving" or "placed" for steps with hot stones, else None."""
        technique = self.techniques.get(step.technique)
        return technique.stones if technique is not None else None

    def least_passes(self, step: Step) -> int:
        """Return the fewest whole passes that are still of use; the article's own counts stay whole."""
        technique = self.techniques.get(step.technique)
        if technique is None or step.passes is None:
            return step.passes or 1
        if technique.article is not None and technique.repeat.times is not None:
            return step.passes
        sides = 2 if technique.working == "each-side" and step.side == "both" else 1
        least = math.ceil(sides * technique.repeat.useful_s * step.passes / step.duration_s - 1e-6)
        return max(1, min(step.passes, least))

    def most_passes(self, step: Step) -> int:
        """Return the most passes a step may grow to when time is left over.

        Only gliding and kneading hands fill time, and only where nobody set the count: never thumbs,
        stones, the massager, a sore spot, or one of the article's eight.
        """
        technique = self.techniques.get(step.technique)
        passes = step.passes or 1
        if technique is None or step.spot is not None or technique.article is not None:
            return passes
        fills = technique.family in ("gliding", "kneading", "smoothing", "holding")
        if not fills or self.is_thumb_work(step) or technique.stones is not None or technique.massager:
            return passes
        sides = 2 if technique.working == "each-side" and step.side == "both" else 1
        return max(passes, math.floor(sides * technique.repeat.most_s * passes / step.duration_s + 1e-6))


def is_pause(step: Step) -> bool:
    """Whether a step has no stroke."""
    return step.technique in PAUSES


def overlaps(place: str | None, other: str | None) -> bool:
    """Whether what the receiver said of one place counts at another.

    >>> overlaps("back", "low-back"), overlaps("hip", "neck"), overlaps(None, None)
    (True, False, False)
    """
    if place is None or other is None:
        return False
    return place == other or WHOLE_BACK in (place, other)


def paths_allow(compose: Callable[[Plan], Score], may_press: Press) -> Raise:
    """Return a `may_raise` that composes the step by itself and checks each point its hands pass.

    What it has checked it remembers, for pages ask again and again.
    """
    seen: dict[Step, Problem | None] = {}

    def may_raise(raised: Plan, index: int) -> Problem | None:
        step = raised.steps[index].model_copy(update={"start_s": 0.0})
        if step not in seen:
            alone = raised.model_copy(update={"steps": (step,), "duration_s": step.duration_s})
            seen[step] = _first_problem(compose(alone), level=step.level or 1, may_press=may_press)
        return seen[step]

    return may_raise


def _first_problem(score: Score, *, level: int, may_press: Press) -> Problem | None:
    for stroke in score.strokes:
        for hand in stroke.hands:
            if hand.level < level:
                continue
            for point in hand.path:
                if (problem := may_press(point, hand.part, hand.level)) is not None:
                    return problem
    return None


def thumb_shares(plan: Plan, score: Score) -> dict[str, float]:
    """Return how much of each technique's time the thumbs press, by technique id, from its strokes. [1]"""
    pressed_s: dict[str, float] = {}
    whole_s: dict[str, float] = {}
    for stroke in score.strokes:
        technique = plan.steps[stroke.step].technique
        thumbs = any(hand.part in THUMBS for hand in stroke.hands)
        pressed_s[technique] = pressed_s.get(technique, 0.0) + stroke.duration_s * thumbs
    for step in plan.steps:
        whole_s[step.technique] = whole_s.get(step.technique, 0.0) + step.duration_s
    return {each: min(1.0, seconds / whole_s[each]) for each, seconds in pressed_s.items() if seconds > 0}
