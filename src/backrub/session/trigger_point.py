"""The tender-spot loop: pressure that follows the receiver's own rating, never a timer alone.

A small machine of its own. `after` lets time pass, `rated` and its siblings are what people do; all return
a new `Spot`. Sources: clinical notes 2.4 (pressure release to a rating of 3-5, capped hold; Gemmell 2008,
Clin Chiropr 11:30) and 5 (thumbs: bursts of 30 s at most, then as long without). Where sources leave room,
the lighter choice stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from backrub.model.base import HandPart, Point
from backrub.model.command import SpotPart

Phase = Literal["where", "before", "raising", "holding", "releasing", "resting", "ended"]
Why = Literal[
    "done", "no-fall", "rise", "too-much", "silent", "sharp-word", "already-hurts", "hurts-after", "barred",
    "thumbs-spent", "no-time", "skipped", "paused", "stopped", "quiet",
]  # fmt: skip

CEILING_NRS = 5
"""The highest rating to press to (clinical notes 2.4: discomfort of 3-5 of 10)."""
CHOSEN_CEILING_NRS = 6
"""By the receiver's choice, from their second session on."""
TOO_MUCH_NRS = 7
"""From here on it ends, whatever was chosen."""
FALL_NRS = 2
"""A fall by two says that the spot has let go (clinical notes 2.4 and 4.4: two points matter to people)."""
RAISE_S = 4.0
RELEASE_S = 4.0
HOLD_CAP_S = 60.0
LONGER_HOLD_CAP_S = 90.0
THUMB_TOUCH_S = 30.0
"""The braced thumb, from touch to lift (clinical notes 5)."""
THUMB_HOLD_S = 20.0
ROUNDS = 3
MOST_ROUNDS = 6
ANSWER_S = 5.0
"""How long one question waits for its answer while a spot is pressed."""
ANSWER_BEFORE_S = 15.0
"""The same before anything is pressed."""
MOST_SPOTS = 5
SPOT_EVERY_S = 900.0
"""One spot for each 15 minutes of session."""
SAME_SPOT_M = 0.03
"""Two shown points nearer than this are one spot [engineering judgement: about two thumbs]."""

PRESSES: dict[SpotPart, HandPart] = {"thumb": "reinforced-thumb", "knuckle": "knuckles", "tool": "knuckles"}
"""What each choice puts on the skin; a tool is checked as the knuckle that holds it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the receiver chose for tender spots."""

    ceiling_nrs: int = CEILING_NRS
    rounds: int = ROUNDS
    longer: bool = False
    part: SpotPart = "thumb"

    @property
    def hold_cap_s(self) -> float:
        """The longest hold of one round. [s]"""
        if self.part == "thumb":
            return THUMB_HOLD_S
        return LONGER_HOLD_CAP_S if self.longer else HOLD_CAP_S

    @property
    def touch_s(self) -> float:
        """The longest time from touch to lift. [s]"""
        return RAISE_S + self.hold_cap_s + RELEASE_S

    @property
    def whole_s(self) -> float:
        """All rounds at their longest, with the rests between. [s]"""
        return (2 * self.rounds - 1) * self.touch_s


@dataclass(frozen=True, slots=True)
class Spot:
    """One tender spot in one step. Moments are the session's clock. [s]

    `pressure_frac` is the pressure held, as a part of where the raise ended. `question_s` is when the
    rating was last asked for the first time. `touched_s` sums all rounds. `why` says how it ended, or will
    once released.
    """

    step: int
    phase: Phase
    since_s: float
    question_s: float
    choices: Choices
    point: Point | None = None
    round: int = 0
    peak_nrs: int | None = None
    last_nrs: int | None = None
    pressure_frac: float = 0.0
    touch_s: float = 0.0
    rest_s: float = 0.0
    touched_s: float = 0.0
    thumb_left_s: float = 0.0
    why: Why | None = None

    @property
    def is_pressing(self) -> bool:
        """Whether hands press now, the way up and down included."""
        return self.phase in ("raising", "holding", "releasing")

    @property
    def is_active(self) -> bool:
        """Whether the spot is being worked on, rests between rounds included."""
        return self.is_pressing or self.phase == "resting"

    @property
    def asks(self) -> bool:
        """Whether the receiver is asked for a rating now."""
        return self.phase in ("before", "holding")


def arrive(step: int, *, at_s: float, choices: Choices, point: Point | None) -> Spot:
    """Return the loop at the start of its step: asking where, or, with a marked spot, how it is untouched."""
    phase: Phase = "where" if point is None else "before"
    return Spot(step, phase, at_s, at_s, choices, point)


def shown(spot: Spot, point: Point, *, at_s: float) -> Spot:
    """Return the loop once the receiver has shown a spot that was checked: the rating before comes next."""
    return replace(spot, phase="before", since_s=at_s, question_s=at_s, point=point)


def begun(spot: Spot, *, at_s: float, thumb_left_s: float) -> Spot:
    """Return the loop as the hand comes down for its first round."""
    return _raise(replace(spot, thumb_left_s=thumb_left_s), at_s)


def rated(spot: Spot, nrs: int, *, at_s: float) -> Spot:
    """Return the loop after a rating: above the ceiling the pressure halves, what hurts ends it gently."""
    if spot.phase == "before":
        return leave(spot, "already-hurts", at_s=at_s) if nrs >= spot.choices.ceiling_nrs else spot
    if spot.phase == "resting":
        return leave(spot, "hurts-after", at_s=at_s) if nrs >= spot.choices.ceiling_nrs else spot
    if spot.phase == "releasing":
        return replace(spot, why=spot.why or "too-much") if nrs >= TOO_MUCH_NRS else spot
    if spot.phase not in ("raising", "holding"):
        return spot
    heard = replace(spot, last_nrs=nrs, question_s=at_s + ANSWER_S)
    if nrs >= TOO_MUCH_NRS:
        return _release(heard, at_s, why="too-much")
    if spot.phase == "raising":
        if nrs < spot.choices.ceiling_nrs:
            return heard
        return _eased_above(_hold(heard, at_s), nrs)
    if spot.last_nrs is not None and nrs > spot.last_nrs:
        return _release(heard, at_s, why="rise")
    peak_nrs = max(nrs, spot.peak_nrs or 0)
    if nrs <= peak_nrs - FALL_NRS:
        return _release(heard, at_s, why=None)
    return _eased_above(replace(heard, peak_nrs=peak_nrs), nrs)


def eased(spot: Spot, *, at_s: float) -> Spot:
    """Return the loop after "softer": half the pressure, and no further up."""
    if spot.phase == "raising":
        held = _hold(replace(spot, last_nrs=None), at_s)
        return replace(held, pressure_frac=held.pressure_frac / 2)
    return replace(spot, pressure_frac=spot.pressure_frac / 2)


def leave(spot: Spot, why: Why, *, at_s: float) -> Spot:
    """Return the loop with the hands off at once."""
    if spot.phase == "ended":
        return spot
    lifted = _lifted(spot, at_s) if spot.is_pressing else spot
    return replace(lifted, phase="ended", since_s=at_s, why=why, pressure_frac=0.0)


def after(spot: Spot, to_s: float, *, until_s: float) -> Spot:
    """Return the loop at `to_s`, with all that time alone has changed; its step ends at `until_s`. [s]"""
    while (due_s := _due_s(spot)) is not None and due_s <= to_s:
        spot = _at(spot, due_s, until_s=until_s)
    return spot


def chosen(spot: Spot, choices: Choices) -> Spot:
    """Return the loop with new choices. While a hand presses, nothing grows and the part stays."""
    if not spot.is_active:
        return replace(spot, choices=choices)
    now = spot.choices
    return replace(
        spot,
        choices=replace(
            now,
            ceiling_nrs=min(now.ceiling_nrs, choices.ceiling_nrs)
            if spot.is_pressing
            else choices.ceiling_nrs,
            longer=now.longer and choices.longer,
            rounds=choices.rounds,
        ),
    )


def _due_s(spot: Spot) -> float | None:
    """Return when time alone changes the loop next, or None."""
    if spot.phase == "before":
        return spot.question_s + 2 * ANSWER_BEFORE_S
    if spot.phase == "raising":
        return spot.since_s + RAISE_S
    if spot.phase == "holding":
        return min(spot.since_s + spot.choices.hold_cap_s, spot.question_s + 2 * ANSWER_S)
    if spot.phase == "releasing":
        return spot.since_s + RELEASE_S
    if spot.phase == "resting":
        return spot.since_s + spot.rest_s
    return None


def _at(spot: Spot, at_s: float, *, until_s: float) -> Spot:
    if spot.phase == "before":
        return leave(spot, "silent", at_s=at_s)
    if spot.phase == "raising":
        # A number called while the hand still sank is not yet that of the hold.
        return _hold(replace(spot, last_nrs=None, peak_nrs=None), at_s, peak=False)
    if spot.phase == "holding":
        capped = at_s >= spot.since_s + spot.choices.hold_cap_s
        return _release(spot, at_s, why="no-fall" if capped else "silent")
    if spot.phase == "releasing":
        lifted = _lifted(spot, at_s)
        if lifted.why is not None:
            return replace(lifted, phase="ended", since_s=at_s)
        if lifted.round >= lifted.choices.rounds:
            return replace(lifted, phase="ended", since_s=at_s, why="done")
        return replace(lifted, phase="resting", since_s=at_s)
    if spot.round >= spot.choices.rounds:
        return leave(spot, "done", at_s=at_s)
    if at_s + spot.choices.touch_s > until_s + 1e-6:
        return leave(spot, "no-time", at_s=at_s)
    if spot.choices.part == "thumb" and spot.thumb_left_s < spot.choices.touch_s:
        return leave(spot, "thumbs-spent", at_s=at_s)
    return _raise(spot, at_s)


def _raise(spot: Spot, at_s: float) -> Spot:
    return replace(
        spot, phase="raising", since_s=at_s, touch_s=at_s, question_s=at_s + RAISE_S, round=spot.round + 1,
        last_nrs=None, peak_nrs=None, pressure_frac=1.0,
    )  # fmt: skip


def _hold(spot: Spot, at_s: float, *, peak: bool = True) -> Spot:
    question_s = spot.question_s if peak else at_s
    return replace(
        spot, phase="holding", since_s=at_s, question_s=question_s, peak_nrs=spot.last_nrs if peak else None
    )


def _eased_above(spot: Spot, nrs: int) -> Spot:
    if nrs <= spot.choices.ceiling_nrs:
        return spot
    return replace(spot, pressure_frac=spot.pressure_frac / 2)


def _release(spot: Spot, at_s: float, *, why: Why | None) -> Spot:
    return replace(spot, phase="releasing", since_s=at_s, why=why)


def _lifted(spot: Spot, at_s: float) -> Spot:
    """Return the loop with the hand off: the rest that follows is as long as the touch was."""
    lasted_s = at_s - spot.touch_s
    thumbs_s = lasted_s if spot.choices.part == "thumb" else 0.0
    return replace(
        spot, touched_s=spot.touched_s + lasted_s, rest_s=max(lasted_s, RELEASE_S), pressure_frac=0.0,
        thumb_left_s=spot.thumb_left_s - thumbs_s,
    )  # fmt: skip
