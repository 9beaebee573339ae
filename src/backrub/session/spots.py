"""Tender spots: showing one, choosing how, and the checks before anything is pressed."""

from __future__ import annotations

import math

from backrub.catalog.limits import read_limits
from backrub.errors import Refused
from backrub.model.base import Point
from backrub.model.command import Choose
from backrub.model.scale import Scale
from backrub.session.keeps import thumb_frac
from backrub.session.rules import TRIGGER_POINT, is_pause
from backrub.session.state import SessionState, end_s
from backrub.session.trigger_point import (
    CEILING_NRS,
    MOST_SPOTS,
    PRESSES,
    SAME_SPOT_M,
    SPOT_EVERY_S,
    Choices,
    Spot,
)
from backrub.session.turn import Turn

YOUNGEST_YEARS = 16


def here(turn: Turn, point: Point) -> None:
    """Take the spot that the receiver shows, once it is sure that it may be pressed."""
    turn.needs("running")
    spot = turn.state.spot
    if spot is None or spot.phase not in ("where", "before"):
        raise Refused("not-now", "No spot is asked for now.", "Wait until the guide asks where.")
    _may_press(turn.state, point)
    turn.add("spot-shown", across=point[0], along=point[1])
    make_room(turn)


def rate(turn: Turn, nrs: int) -> None:
    """Take the receiver's rating at the spot; the one before the first touch lets the hand come down."""
    spot = turn.state.spot
    if spot is None:
        return
    if spot.phase != "before" or nrs >= spot.choices.ceiling_nrs or spot.point is None:
        turn.add("spot-rated", nrs=nrs)
        return
    try:
        _may_press(turn.state, spot.point)
    except Refused as refused:
        turn.add("spot-rated", nrs=nrs)
        turn.add("spot-left", why="thumbs-spent" if refused.code == "thumbs" else "barred")
        return
    turn.add("spot-rated", nrs=nrs)
    make_room(turn)
    state = turn.state
    if end_s(state.step) - state.position_s < spot.choices.touch_s:
        turn.add("spot-left", why="no-time")
        return
    turn.add("spot-begun", thumb_left_s=thumb_left_s(state))


def choose(turn: Turn, wish: Choose) -> None:
    """Take the receiver's choices for tender spots."""
    turn.needs("ready", "running", "paused", "holding")
    state = turn.state
    if wish.ceiling is not None and wish.ceiling > CEILING_NRS and state.sessions_before < 1:
        raise Refused("first-time", "The first time, 5 is the most.", "Choose 6 from the second time on.")
    spares = state.plan.giver.hands == "sore" or state.plan.giver.experience == "first"
    if wish.part == "thumb" and spares:
        raise Refused("thumbs", "Thumbs are spared tonight.", "Use the flat knuckle.")
    now = state.choices
    choices = Choices(
        ceiling_nrs=now.ceiling_nrs if wish.ceiling is None else wish.ceiling,
        rounds=now.rounds if wish.rounds is None else wish.rounds,
        longer=now.longer if wish.longer is None else wish.longer,
        part=now.part if wish.part is None else wish.part,
    )
    turn.add(
        "spot-chosen",
        ceiling_nrs=choices.ceiling_nrs,
        rounds=choices.rounds,
        longer=choices.longer,
        part=choices.part,
    )
    if turn.state.status == "running":
        make_room(turn)


def make_room(turn: Turn) -> None:
    """Lengthen the step so that all rounds fit, where the rest of the plan can spare it."""
    state, spot = turn.state, turn.state.spot
    if spot is None or spot.phase == "ended":
        return
    short_s = _needs_s(spot, at_s=state.as_of_s) - (end_s(state.step) - state.position_s)
    if short_s <= 1.0:
        return
    tried = Turn(state)
    tried.refit("spot", stretch_s=short_s)
    is_longer = tried.state.step.duration_s > state.step.duration_s + 1e-3  # this back may not take more
    if is_longer and tried.late_s <= 1.0 and tried.state.ends_s == state.ends_s:
        turn.refit("spot", stretch_s=short_s)


def thumb_left_s(state: SessionState) -> float:
    """Return the thumb time that this spot may use: the budget without what was used and what is planned.
    [s]
    """
    limits = read_limits().thumbs
    later = [
        (index, step)
        for index, step in enumerate(state.steps)
        if index > state.index and not is_pause(step) and step.level is not None
    ]
    rest_s = end_s(state.step) - state.position_s
    hands_on_s = state.hands_on_s + rest_s + sum(step.duration_s for _, step in later)
    planned_s = sum(step.duration_s * thumb_frac(state, index) for index, step in later)
    return min(limits.most_s, limits.most_frac * hands_on_s) - state.thumb_s - planned_s


def most_spots(state: SessionState) -> int:
    """Return how many spots this session may press: one for each 15 minutes, five at most."""
    return min(MOST_SPOTS, math.floor(state.planned_s * 1.02 / SPOT_EVERY_S))


def _needs_s(spot: Spot, *, at_s: float) -> float:
    """Return how long the rounds that are left may take from now. [s]"""
    choices = spot.choices
    if spot.phase in ("where", "before"):
        return choices.whole_s
    left = max(0, choices.rounds - spot.round)
    under_way_s = max(0.0, spot.touch_s + choices.touch_s - at_s) if spot.is_pressing else 0.0
    rest_s = max(0.0, spot.since_s + spot.rest_s - at_s) if spot.phase == "resting" else choices.touch_s
    return under_way_s + (rest_s + (2 * left - 1) * choices.touch_s if left else 0.0)


def _may_press(state: SessionState, point: Point) -> None:
    """Raise Refused unless this spot may be pressed now."""
    plan = state.plan
    if TRIGGER_POINT in plan.limits.forbidden_techniques or plan.body.age_years < YOUNGEST_YEARS:
        raise Refused("spot-barred", "Tender spots are not pressed tonight.", "Skip to the next step.")
    if plan.giver.experience == "first":
        raise Refused("first-session", "Pressing spots waits for a second session.", "Skip to the next step.")
    if len(state.spots) >= most_spots(state):
        raise Refused("enough-spots", "That is enough spots for tonight.", "Skip to the next step.")
    if any(_apart_m(state, point, other) < SAME_SPOT_M for other in state.spots):
        raise Refused("same-spot", "This spot has had its turn.", "Show another one, or skip.")
    choices: Choices = state.spot.choices if state.spot is not None else state.choices
    part = PRESSES[choices.part]
    if choices.part == "thumb" and thumb_left_s(state) < choices.touch_s:
        raise Refused("thumbs", "The thumbs have done enough.", "Use the flat knuckle, or skip.")
    problem = state.rules.may_press(point, part, state.step.level or 1)
    if problem is not None:
        raise Refused(
            "spot-barred", problem.what, problem.way_out or "Show a spot beside the spine, or skip."
        )


def _apart_m(state: SessionState, one: Point, other: Point) -> float:
    scale = Scale.of(state.plan.body.sex, state.plan.body.height_m)
    return math.hypot(
        (one[0] - other[0]) * scale.half_biacromial_low_m, (one[1] - other[1]) * scale.c7_psis_low_m
    )
