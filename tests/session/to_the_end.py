"""A session that is left alone from some moment on: how it ends, by docs/planning.md and the issue's page."""

from backrub import session
from backrub.model.command import read_command
from backrub.session.clock import waits_for_stones

CLOSING_S = 60.0
REST_S, SHORT_REST_S, SHORT_MINUTES = 120.0, 30.0, 20
"""The quiet that a refit leaves: two minutes, half a minute in evenings under twenty."""
LATE_FRAC = 0.02
LOOKS_S = 2.0
NEAR_S = 0.15


def ends_badly(state, planned):
    """Return what is wrong with the end of a session in which nobody says anything more, but for going on and
    a reading of the stones where they are waited for."""
    ended, ends_s = _left_alone(state)
    if ended.status != "finished":
        return [f"is {ended.status} for good at {ended.position_s:.0f} s"]
    found = []
    closing_s, rest_s = (_lasts_s(ended, phase) for phase in ("closing", "rest"))
    closing_least_s = min(
        CLOSING_S, sum(step.duration_s for step in planned.steps if step.phase == "closing")
    )
    rest_least_s = REST_S if planned.duration_s >= SHORT_MINUTES * 60 * (1 - LATE_FRAC) else SHORT_REST_S
    if closing_s < closing_least_s - NEAR_S:
        found.append(f"{closing_s:.1f} s of closing")
    if rest_s < rest_least_s - NEAR_S:
        found.append(f"{rest_s:.1f} s of rest")
    if abs(ends_s - ended.ends_s) > LATE_FRAC * planned.duration_s + LOOKS_S:
        found.append(f"ends at {ends_s:.0f} s, said was {ended.ends_s:.0f} s")
    return found


def _left_alone(state):
    """Return the state at the end, and when that is on the session's clock; looked at every other second."""
    state = _told(state, "resume") if state.status in ("paused", "holding") else state
    at_s, most_s = state.as_of_s, state.as_of_s + 2 * state.length_s
    while state.status == "running" and at_s < most_s:
        at_s += LOOKS_S
        state = session.advance(state, at_s)
        if waits_for_stones(state):
            state = _told(state, "stones", stones_c=42.0)
    return state, at_s


def _told(state, kind, **more):
    command = read_command({"kind": kind, "client_id": "left-alone", **more})
    return session.fold_all(state, session.decide(state, command, at_s=state.as_of_s))


def _lasts_s(state, phase):
    return sum(step.duration_s for step in state.steps if step.phase == phase)
