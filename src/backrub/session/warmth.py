"""Hot stones: a reading before, a look at the skin while they are used."""

from __future__ import annotations

from backrub.catalog.limits import read_limits
from backrub.errors import Refused
from backrub.session.state import NEAR_S, SessionState
from backrub.session.turn import Turn


def read_stones(turn: Turn, stones_c: float) -> None:
    """Take a thermometer reading, good for ten minutes; too hot a stone stays off the skin. [degrees C]"""
    turn.needs("ready", "running", "paused", "holding")
    limits = read_limits().stones
    kind = next_stones(turn.state)
    if kind is None:
        raise Refused("no-stones", "No stones are planned now.", "Leave them in the bath.")
    if turn.state.stones_off:
        raise Refused("stones-off", "The stones stay away tonight.", "Go on with your hands: skip.")
    most_c = limits.placed_c if kind == "placed" else limits.moving_c
    if stones_c > most_c:
        reason = f"{stones_c:g} °C is too hot; {most_c:g} °C is the most."
        raise Refused("too-hot", reason, "Let them cool in the air, then read again.")
    turn.needs_today()
    turn.add("stones-read", stones_c=stones_c)
    if turn.state.status == "running":
        turn.keep_time("stones")


def look(turn: Turn, *, is_fine: bool) -> None:
    """Take the answer to a look at the skin; if it looks different, the stones are over for tonight."""
    turn.needs("running", "paused", "holding")
    state = turn.state
    if next_stones(state) is None:
        raise Refused("no-stones", "No stones are used now.", "Go on.")
    turn.add("skin-looked", is_fine=is_fine)
    if is_fine:
        return
    if state.status == "running":
        turn.add("held", why="skin")
    if state.rules.stones(state.step) is not None:
        turn.move_on()
    stones = frozenset(
        index
        for index in range(turn.state.index, len(turn.state.steps))
        if state.rules.stones(turn.state.steps[index]) is not None
    )
    turn.refit("stones", without=stones)


def next_stones(state: SessionState) -> str | None:
    """Return how the next stones are used, "moving" or "placed", None where no more are planned."""
    index = next_stones_at(state)
    return None if index is None else state.rules.stones(state.steps[index])


def next_stones_at(state: SessionState) -> int | None:
    """Return the step that is done with stones now or next, None where no more are planned."""
    indices = range(state.index, len(state.steps))
    return next((index for index in indices if state.rules.stones(state.steps[index]) is not None), None)


def skin_due_s(state: SessionState) -> float | None:
    """Return since when a look at the skin is due, None when it isn't. [s]

    All stones since the last look count together: two short glides warm the skin as one long one does.
    """
    if state.status != "running" or state.rules.stones(state.step) is None:
        return None
    over_s = state.stone_s - read_limits().stones.look_s
    return state.as_of_s - over_s if over_s >= -NEAR_S else None
