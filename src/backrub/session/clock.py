"""Time passing: the state a while later, when nobody said or pressed anything."""

from __future__ import annotations

from dataclasses import replace

from backrub.catalog.limits import read_limits
from backrub.session.rules import TRIGGER_POINT, is_pause
from backrub.session.state import NEAR_S, Go, SessionState, end_s
from backrub.session.trigger_point import after, arrive
from backrub.session.work import work_of


def advance(state: SessionState, to_s: float) -> SessionState:
    """Return the state at `to_s` on the session's clock; a moment in the past leaves it as it is. [s]

    The score runs on while the state is `running`, stands before stones that have no fresh reading, and
    ends at its end.
    """
    while state.status == "running" and not state.is_over and state.as_of_s < to_s - NEAR_S:
        state = _arrived(state)
        runs_s = _runs_s(state)
        if runs_s <= NEAR_S:
            break
        state = _played(state, min(to_s - state.as_of_s, runs_s))
    if state.status == "running":
        state = replace(state, status="finished", spot=None) if state.is_over else _arrived(state)
    return _waited(state, to_s=max(state.as_of_s, to_s))


def waits_for_stones(state: SessionState) -> bool:
    """Whether the score stands still until somebody reads the stones' temperature."""
    return state.status == "running" and not state.is_over and _stones_left_s(state) <= NEAR_S


def reading_until_s(state: SessionState, index: int) -> float | None:
    """Return until when the last reading counts at a step, None where it doesn't. [s]

    It holds for ten minutes and for the stones that it is of: new ones from the bath need their own.
    """
    if state.stones_at_s is None or state.stones_batch != state.batch(index):
        return None
    return state.stones_at_s + read_limits().stones.reading_s


def _waited(state: SessionState, *, to_s: float) -> SessionState:
    """Return the state at `to_s` with nothing played; stones may lie on through a pause, and so count. [s]"""
    may_lie = state.status in ("paused", "holding") and state.begun_s > NEAR_S
    if may_lie and not state.is_over and state.rules.stones(state.step) is not None:
        state = replace(state, stone_s=state.stone_s + to_s - state.as_of_s)
    return replace(state, as_of_s=to_s)


def _runs_s(state: SessionState) -> float:
    """Return how long the score runs on from here without anything new to decide. [s]"""
    return min(end_s(state.step) - state.position_s, _stones_left_s(state))


def _stones_left_s(state: SessionState) -> float:
    """Return how much longer the reading allows this step; endless for steps without stones. [s]"""
    kind = state.rules.stones(state.step)
    if kind is None:
        return float("inf")
    limits = read_limits().stones
    most_c = limits.placed_c if kind == "placed" else limits.moving_c
    until_s = reading_until_s(state, state.index)
    if state.stones_off or until_s is None or state.stones_c is None or state.stones_c > most_c:
        return 0.0
    return max(0.0, until_s - state.as_of_s)


def _arrived(state: SessionState) -> SessionState:
    """Return the state with the tender-spot loop set up where its step begins, and put away where it is
    over.
    """
    if state.is_over or state.step.technique != TRIGGER_POINT:
        return state if state.spot is None else replace(state, spot=None)
    if state.spot is not None and state.spot.step == state.index:
        return state
    spot = arrive(state.index, at_s=state.as_of_s, choices=state.choices, point=state.step.spot)
    return replace(state, spot=spot)


def _played(state: SessionState, seconds_s: float) -> SessionState:
    """Return the state after some seconds of the step it is in. [s]"""
    step, index, level = state.step, state.index, state.level
    now_s = state.as_of_s + seconds_s
    position_s = state.position_s + seconds_s
    if end_s(step) - position_s < NEAR_S:
        position_s = end_s(step)
    played_s = (*state.played_s[:index], state.played_s[index] + seconds_s, *state.played_s[index + 1 :])
    before_s = state.goes[-1].done_s if state.goes and state.begun_s > NEAR_S else 0.0
    go = Go(state.numbers[state.revision][index], step, before_s + seconds_s)
    goes = (*state.goes_before, go)
    state = replace(state, position_s=position_s, played_s=played_s, goes=goes, as_of_s=now_s)
    if is_pause(step) or level is None:
        return state
    if step.technique == TRIGGER_POINT:
        return _pressed(state, until_s=now_s + end_s(step) - position_s)
    thumb_s = state.thumb_frac.get(step.technique, 0.0) * seconds_s
    state = replace(
        state,
        stone_s=state.stone_s + (seconds_s if state.rules.stones(step) is not None else 0.0),
        hands_on_s=state.hands_on_s + seconds_s,
        thumb_s=state.thumb_s + thumb_s,
        thumbs_at_s=now_s if thumb_s > 0 else state.thumbs_at_s,
    )
    work = work_of(state, index, duration_s=seconds_s)
    had_s = dict(state.had_s)
    for key, highest in work.had.items():
        had = list(had_s.get(key, (0.0, 0.0, 0.0, 0.0)))
        had[min(level, highest, 4) - 1] += work.worked_s.get(key, 0.0)
        had_s[key] = tuple(had)
    return replace(state, had_s=had_s)


def _pressed(state: SessionState, *, until_s: float) -> SessionState:
    if (before := state.spot) is None:
        return state
    spot = after(before, state.as_of_s, until_s=until_s)
    return touched(replace(state, spot=spot), before_s=before.touched_s)


def touched(state: SessionState, *, before_s: float) -> SessionState:
    """Return the state with the spot's touches since `before_s` counted as hands-on and, if so, thumb time.
    [s]
    """
    spot = state.spot
    if spot is None:
        return state
    new_s = spot.touched_s - before_s
    is_thumb = spot.choices.part == "thumb"
    thumbs_now = is_thumb and (spot.is_pressing or new_s > 0)
    return replace(
        state,
        hands_on_s=state.hands_on_s + new_s,
        thumb_s=state.thumb_s + (new_s if is_thumb else 0.0),
        thumbs_at_s=state.as_of_s if thumbs_now else state.thumbs_at_s,
    )
