"""Commands in, events out: what a press or a word leads to, or why it can't."""

from __future__ import annotations

from dataclasses import replace

from backrub.errors import Refused
from backrub.model import command as said
from backrub.session import again, flow, pressure, spots, warmth
from backrub.session.clock import advance
from backrub.session.event import PASSED_OVER, Event
from backrub.session.rules import TRIGGER_POINT
from backrub.session.state import SessionState
from backrub.session.turn import Turn

Decision = tuple[Event, ...] | Refused


def opening(*, sessions_before: int = 0) -> Event:
    """Return the first event of a session: `sessions_before` counts those that this receiver has had.

    >>> opening().data["sessions_before"]
    0
    """
    return Event("opened", 0.0, {"sessions_before": sessions_before, "command": "open"})


def when(state: SessionState, command: said.Command, *, now_s: float) -> float:
    """Return the moment that a command counts from: the sender's own, if it can be true. [s]

    A command that waited for the network counts from when it was pressed, never before the last event and
    never after now.
    """
    given_s = command.at_s if command.at_s is not None else now_s
    return round(max(state.as_of_s, min(given_s, max(now_s, state.as_of_s))), 3)


def decide(state: SessionState, command: said.Command, *, at_s: float) -> Decision:
    """Return the events of a command given at `at_s` on the session's clock, or the refusal, as a value. [s]

    The same state, command and moment always give the same answer. A moment before the state's counts as now.
    The first event says which command it was, so that its id can't pass for another's.
    """
    turn = Turn(advance(state, max(at_s, state.as_of_s)))
    try:
        _act(turn, command)
    except Refused as refused:
        return refused
    if turn.events:
        first, *others = turn.events
        return (replace(first, data={**first.data, "command": command.kind}), *others)
    return (_late(turn.state, command),)


def _late(state: SessionState, command: said.Command) -> Event:
    """Return the event of a command that was for another step: "next" asked for what is so once its own is
    over.
    """
    is_over = isinstance(command, said.Leaving) and state.is_past(command.from_step, command.revision)
    reason = "That step is over already." if is_over else "Another step is under way."
    why = Refused("other-step", reason, "Press again if you mean this one.")
    is_met = is_over and isinstance(command, said.Skip)
    return passed_over(command, why, at_s=state.as_of_s, is_met=is_met)


def passed_over(
    command: said.Command, why: Refused, *, at_s: float, is_refused: bool = False, is_met: bool = False
) -> Event:
    """Return the event of a command that changed nothing: kept, so that sent again it changes nothing either.

    `is_refused`: a rule said no, and says so again. `is_met`: what it asked for was so already, and nobody
    need be told.
    """
    words = {"code": why.code, "reason": why.reason, "way_out": why.way_out}
    is_such = {"is_refused": is_refused, "is_met": is_met}
    return Event(PASSED_OVER, at_s, {"command": command.kind, **words, **is_such})


def would_take(state: SessionState, command: said.Command) -> bool:
    """Return whether a command given right now would be taken."""
    try:
        _act(Turn(state, is_asking=True), command)
    except Refused:
        return False
    return True


def _act(turn: Turn, command: said.Command) -> None:
    if isinstance(command, said.Leaving) and _is_elsewhere(turn, command):
        return
    match command:
        case said.Start():
            flow.start(turn)
        case said.Pause():
            flow.pause(turn)
        case said.Resume():
            flow.resume(turn)
        case said.Skip():
            flow.skip(turn)
        case said.Back():
            again.back(turn)
        case said.Softer():
            _softer(turn)
        case said.Harder():
            pressure.harder(turn)
        case said.Good():
            turn.needs("running")
            step = turn.state.step
            turn.add("good-said", step=turn.state.index, place=step.place, level=turn.state.level)
        case said.Pain(nrs=nrs):
            _pain(turn, nrs)
        case said.Here(across=across, along=along):
            spots.here(turn, (across, along))
        case said.Hold(why=why):
            flow.hold(turn, why=why)
        case said.Heard():
            flow.heard(turn)
        case said.Stop():
            flow.stop(turn, command)
        case said.Restart(asked=asked):
            flow.restart(turn, asked=asked)
        case said.Finish():
            flow.finish(turn)
        case said.Stones(stones_c=stones_c):
            warmth.read_stones(turn, stones_c)
        case said.Extend():
            flow.extend(turn)
        case said.Choose():
            spots.choose(turn, command)
        case said.Answer(is_fine=is_fine):
            warmth.look(turn, is_fine=is_fine)
        case said.Says():
            turn.add("felt", when=command.when, pain_nrs=command.pain_nrs, ease_nrs=command.ease_nrs)


def _is_elsewhere(turn: Turn, command: said.Leaving) -> bool:
    """Whether a command leaves a step that is not the one under way."""
    if command.from_step is None or turn.state.status not in ("running", "paused", "holding"):
        return False
    return not turn.state.is_at(command.from_step, revision=command.revision)


def _softer(turn: Turn) -> None:
    turn.needs("running", "paused", "holding")
    spot = turn.state.spot
    if spot is not None and turn.state.step.technique == TRIGGER_POINT:
        if not spot.is_pressing:
            raise Refused("no-hands", "Nothing is pressed now.", "Say the number from 0 to 10.")
        turn.add("spot-eased")
        return
    pressure.softer(turn)


def _pain(turn: Turn, nrs: int) -> None:
    turn.needs("running", "paused", "holding")
    spot = turn.state.spot
    if spot is not None and turn.state.status == "running" and spot.phase not in ("where", "ended"):
        spots.rate(turn, nrs)
    else:
        pressure.pain(turn, nrs)
