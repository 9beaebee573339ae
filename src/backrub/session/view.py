"""What a page needs to know of a session now: one flat answer, from which it plays on by itself."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backrub.model import command as said
from backrub.model.base import Point, Value
from backrub.model.felt import FeltBoth
from backrub.model.plan import Step
from backrub.session.clock import advance, reading_until_s, waits_for_stones
from backrub.session.decide import would_take
from backrub.session.rules import is_pause
from backrub.session.state import SessionState
from backrub.session.trigger_point import Choices, Spot
from backrub.session.warmth import next_stones_at, skin_due_s

STILL_THERE_S = 180.0
"""After so long a pause somebody should ask, and cover the back."""

Ask = Literal["where", "rating", "stones", "skin", "after-hold", "why-stopped", "restart", "still-there"]

_ADVICE = {
    "said": "Hands off. Ask what they need.",
    "pain": "Hands off. Ask if they want to go on, lighter.",
    "quiet": "Hands off. Their phone went quiet. Ask them.",
    "skin": "Hands off. Let the skin cool. See a doctor if it blisters or stays red.",
    "": "Hands off. Ask: a break, something sharp, or done?",
    "break": "Rest. Ask them before you begin again.",
    "sharp-numb-dizzy": (
        "Help them lie or sit as they like. No more tonight. If it doesn't ease soon, please see a doctor. "
        "If they faint, can't breathe well, or can't move a leg, call the emergency number now."
    ),
    "done": "Cover the back. Stay as long as you like.",
    "finished": "Stay as long as you like.",
    "still-there": "Still there? Cover the back.",
    "eased": "Their phone went quiet. Lighter now. Ask them.",
    "stones": "Read the stones' temperature first.",
    "stones-off": "The stones stay away tonight. Go on with your hands.",
    "look": "Look at the skin. Is it as before?",
    "where": "Ask where it is tender.",
    "before": "Ask how sore it is now, before you press.",
    "raising": "Sink in slowly until they say five.",
    "holding": "Hold still. Ask for the number.",
    "releasing": "Let go slowly.",
    "resting": "Rest your palms there.",
    "ended": "That was this spot. Rest your palms.",
    "already-hurts": "It is too sore tonight. Leave this spot.",
}


class SpotView(Value):
    """The tender-spot loop as a page shows it. Moments on the session's clock. [s]

    `pressure_frac` is 0 with the hands off, 1 where the raise ended, less after each halving.
    """

    phase: str
    since_s: float
    asks: bool
    point: Point | None
    round: int
    rounds: int
    ceiling_nrs: int
    last_nrs: int | None
    part: str
    hold_cap_s: float
    pressure_frac: float
    why: str | None


class ChoicesView(Value):
    """The receiver's choices for tender spots to come; `longer` is a hold of up to 90 seconds."""

    ceiling_nrs: int
    rounds: int
    longer: bool
    part: str


class SessionView(Value):
    """The folded state of a session for its pages.

    `position` is that of the last event; `score_s` the moment in the score, `as_of_s` on the session's
    clock; `ends_s` when it ends on that clock [s]. `revision` grows with every change of the plan's steps:
    then the score is a new one. `played_s` is how long each step of the plan as it now stands was really
    done: what was skipped has little or nothing, what was done again more than its time [s]. `level` is that
    of the hands now; `is_eased` takes one level from every stroke. `levels` is what the receiver asked for by
    place. `stones_until_s` is until when the last reading holds for the stones at hand, null where there is
    none for them; `stones` says whether the next ones may be used. `may` lists the commands that would be
    taken now (`felt` always is). `keeps_all`: it was chosen to end later rather than leave something out;
    `sessions_before` is how many this receiver has had (from the second on some choices open), `stone_s` how
    long hot stones were used since the last look at the skin [s].
    """

    position: Annotated[int, Field(ge=0)]
    revision: int
    status: str
    why: str | None
    as_of_s: float
    score_s: float
    played_s: tuple[float, ...]
    step: int
    next_step: int | None
    level: int | None
    is_eased: bool
    is_waiting: bool
    remaining_s: float
    late_s: float
    ends_s: float | None
    keeps_all: bool
    sessions_before: int
    levels: dict[str, int]
    cap: int
    spot: SpotView | None
    spots_done: int
    stones: Literal["none", "locked", "open", "off"]
    stones_until_s: float | None
    stone_s: float
    choices: ChoicesView
    felt: FeltBoth
    ask: Ask | None
    advice: str
    may: tuple[str, ...]


def view(state: SessionState, *, at_s: float, position: int = 0) -> SessionView:
    """Return what a page shows at `at_s` on the session's clock; `position` is that of the last event. [s]"""
    now = advance(state, at_s)
    ask = _ask(now)
    left_s = now.remaining_s if now.ends_s is None else now.ends_s - now.as_of_s
    is_live = now.status in ("ready", "running", "paused", "holding")
    return SessionView(
        position=position,
        revision=now.revision,
        status=now.status,
        why=now.why,
        as_of_s=now.as_of_s,
        score_s=now.position_s,
        played_s=now.played_s,
        step=now.index,
        next_step=_next_step(now),
        level=now.level if is_live else None,
        is_eased=now.is_eased,
        is_waiting=waits_for_stones(now),
        remaining_s=now.remaining_s if is_live else 0.0,
        late_s=now.remaining_s - left_s if is_live else 0.0,
        ends_s=now.ends_s,
        keeps_all=now.keeps_all,
        sessions_before=now.sessions_before,
        levels=dict(now.wished),
        cap=now.cap,
        spot=_spot_view(now.spot),
        spots_done=len(now.spots),
        stones=_stones(now),
        stones_until_s=reading_until_s(now, now.index),
        stone_s=now.stone_s,
        choices=_choices_view(now.choices),
        felt=now.felt,
        ask=ask,
        advice=_advice(now, ask),
        may=may(now),
    )


def may(state: SessionState) -> tuple[str, ...]:
    """Return the kinds of command that would be taken now, each tried with its gentlest content."""
    tried: tuple[said.Command, ...] = (
        said.Start(client_id="may"),
        said.Pause(client_id="may"),
        said.Resume(client_id="may"),
        said.Skip(client_id="may"),
        said.Back(client_id="may"),
        said.Softer(client_id="may"),
        said.Harder(client_id="may"),
        said.Good(client_id="may"),
        said.Pain(client_id="may", nrs=0),
        said.Hold(client_id="may"),
        said.Heard(client_id="may"),
        said.Stop(client_id="may", why="done"),
        said.Restart(client_id="may", asked=True),
        said.Finish(client_id="may"),
        said.Stones(client_id="may", stones_c=20.0),
        said.Extend(client_id="may"),
        said.Choose(client_id="may"),
        said.Answer(client_id="may", is_fine=True),
    )
    kinds = [each.kind for each in tried if would_take(state, each)]
    waits = state.status == "running" and state.spot is not None and state.spot.phase in ("where", "before")
    return (*kinds, "here") if waits else tuple(kinds)


def level_of(stroke_level: int, step: Step, *, is_eased: bool) -> int:
    """Return the level a stroke is done at now: never above its step's, one lower while the remote is quiet.

    Lighter strokes of a step (a glide that links, a flush) keep their own level.
    """
    level = stroke_level if step.level is None else min(stroke_level, step.level)
    return max(1, level - 1) if is_eased else level


def _next_step(state: SessionState) -> int | None:
    later = range(state.index + 1, len(state.steps))
    return next((index for index in later if not is_pause(state.steps[index])), None)


def _spot_view(spot: Spot | None) -> SpotView | None:
    if spot is None:
        return None
    return SpotView(
        phase=spot.phase,
        since_s=spot.since_s,
        asks=spot.asks,
        point=spot.point,
        round=spot.round,
        rounds=spot.choices.rounds,
        ceiling_nrs=spot.choices.ceiling_nrs,
        last_nrs=spot.last_nrs,
        part=spot.choices.part,
        hold_cap_s=spot.choices.hold_cap_s,
        pressure_frac=spot.pressure_frac,
        why=spot.why,
    )


def _choices_view(choices: Choices) -> ChoicesView:
    return ChoicesView(
        ceiling_nrs=choices.ceiling_nrs, rounds=choices.rounds, longer=choices.longer, part=choices.part
    )


def _stones(state: SessionState) -> Literal["none", "locked", "open", "off"]:
    index = next_stones_at(state)
    if state.stones_off:
        return "off"
    if index is None:
        return "none"
    until_s = reading_until_s(state, index)
    return "open" if until_s is not None and until_s > state.as_of_s else "locked"


def _ask(state: SessionState) -> Ask | None:
    if state.status == "stopped":
        if state.why is None:
            return "why-stopped"
        return "restart" if state.why == "break" else None
    if state.status == "holding":
        return "after-hold"
    if state.status == "paused":
        return "still-there" if state.as_of_s - state.since_s >= STILL_THERE_S else None
    if state.status != "running":
        return None
    if waits_for_stones(state):
        return "stones"
    if skin_due_s(state) is not None:
        return "skin"
    if state.spot is not None and state.spot.phase == "where":
        return "where"
    return "rating" if state.spot is not None and state.spot.asks else None


def _advice(state: SessionState, ask: Ask | None) -> str:
    if state.status in ("holding", "stopped"):
        return _ADVICE[state.why or ""]
    if state.status == "finished":
        return _ADVICE["finished"]
    if ask == "stones" and state.stones_off:
        return _ADVICE["stones-off"]
    if state.spot is not None and state.status == "running":
        hurts = state.spot.phase == "ended" and state.spot.why == "already-hurts"
        return _ADVICE["already-hurts" if hurts else state.spot.phase]
    if ask in ("stones", "still-there"):
        return _ADVICE[ask]
    if ask == "skin":
        return _ADVICE["look"]
    return _ADVICE["eased"] if state.is_eased else ""
