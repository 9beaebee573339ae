"""Going back: the step from its start, or the one that hands did before it."""

from __future__ import annotations

from backrub.catalog.limits import read_limits
from backrub.errors import Refused
from backrub.session.clock import waits_for_stones
from backrub.session.pressure import put_down
from backrub.session.refit import stands
from backrub.session.rules import TRIGGER_POINT, is_pause, overlaps
from backrub.session.spots import thumb_left_s
from backrub.session.state import NEAR_S, SessionState
from backrub.session.tail import pairs_of
from backrub.session.times import may_come_again
from backrub.session.turn import Turn
from backrub.session.work import lightest

BACK_WITHIN_S = 5.0
"""So soon after a step's start, "back" means the one before."""


def back(turn: Turn) -> None:
    """This step from its start, or the last one that was really done; never twice on the same spot, never on
    tired thumbs.

    All of it is tried first: refused is what would not play that very step.
    """
    turn.needs("running", "paused", "holding")
    state = turn.state
    if waits_for_stones(state):
        turn.needs_today()
    index = _goes_to(state)
    target = state.steps[index]
    if TRIGGER_POINT in (target.technique, state.step.technique):
        raise Refused("spot", "A spot is pressed once.", "Go on, or skip.")
    if state.rules.is_thumb_work(target):
        _may_use_thumbs(state, index)
    tried = Turn(state, is_guess=turn.is_asking)
    tried.add("went-back", to_step=index, to_s=target.start_s)
    may_come_again(state, tried.state)
    without = _lighten(tried, until=state.index) | _lonely(tried.state, until=state.index)
    _keep_time(tried, without=without)
    _is_there_time(state, tried, index)
    turn.take(tried)


def _goes_to(state: SessionState) -> int:
    """Return the step to begin again: what was left out, or not reached, is none to go back to."""
    if state.begun_s > BACK_WITHIN_S:
        return state.index
    earlier = [
        index
        for index in range(state.index)
        if state.played_s[index] > NEAR_S and not is_pause(state.steps[index])
    ]
    return earlier[-1] if earlier else state.index


def _lighten(turn: Turn, *, until: int) -> frozenset[int]:
    """Make what comes again, up to a step, as light as it is wished by now; return what can't be so light."""
    state = turn.state
    levels = tuple(
        _level_now(state, index) if state.index <= index <= until else 0 for index in range(len(state.steps))
    )
    is_lighter = any(new not in (0, each.level) for new, each in zip(levels, state.steps, strict=True))
    if not is_lighter and all(first <= state.index for first in state.lighter_from):
        return frozenset()
    unable = put_down(turn, state.index, level=None, levels=levels, why="back")
    if state.index in unable:
        raise Refused("too-firm", "They want it lighter now than that stroke can be.", "Go on, or skip.")
    return unable


def _level_now(state: SessionState, index: int) -> int:
    """Return the level of a step, 0 for none, after all that was said since it came first."""
    step = state.steps[index]
    if step.level is None:
        return 0
    wished = [level for place, level in state.wished.items() if overlaps(place, step.place)]
    breaks = sum(index < first for first in state.lighter_from)
    # The finish never gets firmer than it has been, however often it comes.
    finish = [lightest(state, go) for go in state.goes if "closing" == go.step.phase == step.phase]
    return min(max(1, step.level - breaks), state.cap, *wished, *finish)


def _lonely(state: SessionState, *, until: int) -> frozenset[int]:
    """Return what would come again up to a step on one side alone: the other side went when it was passed."""
    numbers, pairs = state.numbers[state.revision], pairs_of(state.opened)
    there = set(numbers)
    return frozenset(
        index
        for index in range(state.index + 1, until + 1)
        if pairs.get(numbers[index], numbers[index]) not in there
    )


def _keep_time(turn: Turn, *, without: frozenset[int]) -> None:
    """Fit the rest into the time that is left; where it was chosen to end later, only what a rule takes out
    goes.
    """
    state = turn.state
    if state.keeps_all and turn.late_s <= turn.later_s:
        if turn.is_off and turn.late_s > 0:
            turn.add("extended", ends_s=state.as_of_s + state.remaining_s)
        if not without and stands(turn.state):
            return
    turn.refit("back", without=without)


def _is_there_time(state: SessionState, tried: Turn, index: int) -> None:
    """Raise Refused unless the step that was meant is there, and all ends when it may."""
    later_s = tried.left_s - Turn(state).left_s
    may_s = Turn(state).later_s if state.keeps_all else 0.0
    if tried.state.numbers[-1][index] == state.numbers[-1][index] and later_s <= may_s + 1e-3:
        return
    way_out = "Go on, or skip." if state.keeps_all else "Choose to end later, then go back."
    raise Refused("no-time", "There is no time left for that.", way_out)


def _may_use_thumbs(state: SessionState, index: int) -> None:
    burst_s = read_limits().thumbs.burst_s
    if state.thumbs_at_s is not None and state.as_of_s - state.thumbs_at_s < burst_s:
        raise Refused("thumbs", "The thumbs need a rest first.", "Ask again in half a minute.")
    step = state.steps[index]
    if thumb_left_s(state) < step.duration_s * state.thumb_frac.get(step.technique, 1.0):
        raise Refused("thumbs", "The thumbs have done enough.", "Go on with the next step.")
