"""Going on, resting, leaving out, stopping and ending."""

from __future__ import annotations

from backrub.errors import Refused
from backrub.model.command import Stop
from backrub.session.clock import waits_for_stones
from backrub.session.pressure import as_warmed, lighter_again
from backrub.session.refit import CLOSING_S
from backrub.session.rules import TRIGGER_POINT
from backrub.session.state import SessionState
from backrub.session.turn import Turn


def start(turn: Turn) -> None:
    """Begin; the session is to end when the plan says."""
    turn.needs("ready")
    turn.needs_today()
    turn.add("started", ends_s=turn.state.as_of_s + turn.state.remaining_s)


def pause(turn: Turn) -> None:
    """Stand still; hands come off a tender spot."""
    turn.needs("running")
    turn.add("paused")


def resume(turn: Turn) -> None:
    """Go on; the time lost is taken from what is missed least."""
    turn.needs("paused", "holding")
    turn.needs_today()
    _go_on(turn)


def _go_on(turn: Turn) -> None:
    turn.add("resumed")
    _leave_spot(turn)
    turn.keep_time("pause")


def skip(turn: Turn) -> None:
    """Leave out what is left of this step; its other side is then left out or shortened as well."""
    turn.needs("running", "paused", "holding")
    state = turn.state
    if state.step.phase == "rest":
        raise Refused("rest", "This is the quiet end.", "Finish when you like.")
    if state.step.phase == "closing" and _closing_left_s(state) < _closing_least_s(state):
        raise Refused("closing-stays", "A minute of finish belongs to it.", "Let it run, or stop.")
    if waits_for_stones(state):
        turn.needs_today()
    turn.move_on()
    turn.refit("skip")


def stop(turn: Turn, command: Stop) -> None:
    """End at once, or say why it was ended; what was a break may turn out to be more, never the other way."""
    turn.needs("ready", "running", "paused", "holding", "stopped")
    known = turn.state.why
    if turn.state.status != "stopped":
        turn.add("stopped", why=command.why)
    elif known in (None, "break") and command.why not in (None, known):
        turn.add("stop-explained", why=command.why)
    else:
        raise Refused("stopped", "It was stopped.", "Rest. Nothing more is needed.")


def restart(turn: Turn, *, asked: bool) -> None:
    """Begin again after a break, lighter."""
    if turn.state.status != "stopped":
        raise Refused("not-stopped", "It was not stopped.", "Pause, or go on.")
    if turn.state.why is None:
        raise Refused(
            "say-why", "Nobody has said why it was stopped.", "Ask them: a break, or something else?"
        )
    if turn.state.why != "break":
        raise Refused("closed", "It is over for tonight.", "Start a new one another day.")
    if not asked:
        raise Refused("ask-first", "They have not been asked yet.", "Ask if they want to go on.")
    if turn.state.ends_s is None:
        raise Refused("not-begun", "It had not begun.", "Open a new session.")
    turn.needs_today()
    turn.add("restarted")
    lighter_again(turn)
    _leave_spot(turn)
    turn.keep_time("break")


def finish(turn: Turn) -> None:
    """Bring it to its end: the closing comes first, then the rest, then it is over. In a pause it goes on."""
    state = turn.state
    if state.status == "finished" and not state.is_closed:
        turn.add("finished")
        return
    turn.needs("running", "paused", "holding")
    if state.step.phase == "rest":
        turn.add("finished")
        return
    is_closing = state.step.phase == "closing"
    if state.status != "running" and is_closing:
        _go_on(turn)
        return
    if state.status != "running":
        turn.add("resumed")
        state = turn.state
    if is_closing:
        raise Refused("closing-stays", "It is already coming to its end.", "Let it run, or stop.")
    index = next(each for each in range(state.index, len(state.steps)) if _ends(state, each))
    to_s = state.steps[index].start_s
    turn.add("wound-down", to_step=index, to_s=to_s, ends_s=state.as_of_s + state.length_s - to_s)


def extend(turn: Turn) -> None:
    """End later, and leave nothing out from now on."""
    turn.needs("running", "paused", "holding")
    later_s = min(max(0.0, turn.late_s), turn.later_s)
    turn.add("extended", ends_s=turn.state.as_of_s + turn.left_s + later_s)


def hold(turn: Turn, *, why: str) -> None:
    """Hands off and ask, in a pause as well; a remote that is out of reach only makes it lighter, but for
    tender spots.
    """
    turn.needs("running", *(("paused",) if why == "said" else ()))
    state = turn.state
    if why == "said" or state.step.technique == TRIGGER_POINT:
        turn.add("held", why=why)
    elif state.is_eased:
        raise Refused("quiet", "It is lighter already.", "Ask them out loud.")
    else:
        turn.add("went-quiet")


def heard(turn: Turn) -> None:
    """The remote is back; the pressure returns with it, as far as each place is warm for it by now."""
    turn.needs("running", "paused", "holding")
    if not turn.state.is_eased:
        raise Refused("not-quiet", "Their phone was in reach all the time.", "Go on.")
    turn.add("heard-again")
    as_warmed(turn)


def _leave_spot(turn: Turn) -> None:
    """Go on to the next step where a pause or a hold has ended a spot."""
    spot = turn.state.spot
    if spot is not None and spot.phase == "ended":
        turn.move_on()


def _ends(state: SessionState, index: int) -> bool:
    return state.steps[index].phase in ("closing", "rest") or index == len(state.steps) - 1


def _closing_least_s(state: SessionState) -> float:
    planned_s = sum(step.duration_s for step in state.steps if step.phase == "closing")
    return min(CLOSING_S, planned_s)


def _closing_left_s(state: SessionState) -> float:
    """Return how long the closing would have been in all if this step ended now. [s]"""
    return sum(
        state.played_s[index] if index <= state.index else step.duration_s
        for index, step in enumerate(state.steps)
        if step.phase == "closing"
    )
