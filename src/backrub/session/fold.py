"""One event after another adds up to the state; nothing is decided or solved here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from backrub.errors import DataError, Problem, did_you_mean
from backrub.model.felt import Felt
from backrub.session import trigger_point
from backrub.session.clock import advance, touched
from backrub.session.event import Event
from backrub.session.state import SessionState, with_steps
from backrub.session.trigger_point import Choices, Spot

Folded = Callable[[SessionState, Mapping[str, Any]], SessionState]


def fold(state: SessionState, event: Event) -> SessionState:
    """Return the state after an event; raises DataError for a kind that this release doesn't know."""
    if event.kind not in _FOLDS:
        what = f"unknown kind {event.kind!r}"
        raise DataError([Problem("event", what, did_you_mean(event.kind, list(_FOLDS)))])
    return _FOLDS[event.kind](advance(state, event.at_s), event.data)


def fold_all(state: SessionState, events: Iterable[Event]) -> SessionState:
    """Return the state after all events, in their order."""
    for event in events:
        state = fold(state, event)
    return state


def _opened(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    return replace(state, sessions_before=int(data["sessions_before"]))


def _started(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    return replace(state, status="running", ends_s=float(data["ends_s"]), since_s=state.as_of_s)


def _paused(state: SessionState, _data: Mapping[str, Any]) -> SessionState:
    return replace(_lifted(state, "paused"), status="paused", since_s=state.as_of_s)


def _resumed(state: SessionState, _data: Mapping[str, Any]) -> SessionState:
    spot = state.spot
    if spot is not None and spot.phase == "before":
        # A question that was open before the pause is asked again.
        spot = replace(spot, question_s=state.as_of_s)
    return replace(state, status="running", why=None, since_s=state.as_of_s, spot=spot)


def _moved(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    return replace(_lifted(state, "skipped"), position_s=float(data["to_s"]), spot=None)


def _went_back(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    over = state.steps[int(data["to_step"]) : state.index + 1]
    moved = _moved(state, data)
    # The bath comes again, or lies between: what was read was other stones.
    return replace(moved, stones_at_s=None) if any(step.technique == "stones" for step in over) else moved


def _wound_down(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    return replace(_moved(state, data), ends_s=float(data["ends_s"]))


def _level_changed(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    levels = data["levels"]
    steps = tuple(
        step
        if step.level is None or not levels[index]
        else step.model_copy(update={"level": int(levels[index])})
        for index, step in enumerate(state.steps)
    )
    wished, lighter_from = dict(state.wished), state.lighter_from
    if (place := data["place"]) is not None and (data["why"] != "harder" or place in wished):
        # Firmer lifts what was asked to be lighter; by itself it holds nothing that comes down.
        wished[str(place)] = int(data["level"])
    if data["why"] == "restart":
        wished = {place: max(1, level - 1) for place, level in wished.items()}
        lighter_from = (*lighter_from, state.index)
    elif data["why"] == "back":
        # What comes again was made lighter for every break so far.
        lighter_from = tuple(min(first, state.index) for first in lighter_from)
    changed = with_steps(state, steps)
    return replace(changed, wished=wished, cap=int(data["cap"]), lighter_from=lighter_from)


def _held(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    why = str(data["why"])
    lifted = _lifted(state, "quiet" if why == "quiet" else "sharp-word")
    is_eased = state.is_eased or why == "quiet"
    return replace(lifted, status="holding", why=why, since_s=state.as_of_s, is_eased=is_eased)


def _went_quiet(state: SessionState, _data: Mapping[str, Any]) -> SessionState:
    return replace(state, is_eased=True)


def _heard_again(state: SessionState, _data: Mapping[str, Any]) -> SessionState:
    return replace(state, is_eased=False)


def _stopped(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    lifted = _lifted(state, "stopped")
    return replace(lifted, status="stopped", why=data["why"], since_s=state.as_of_s)


def _stop_explained(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    return replace(state, why=data["why"])


def _restarted(state: SessionState, _data: Mapping[str, Any]) -> SessionState:
    return replace(state, status="running", why=None, since_s=state.as_of_s)


def _refitted(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    first = int(data["from_step"])
    steps = list(state.steps[:first])
    start_s = float(data["start_s"])
    rows = zip(data["kept"], data["passes"], data["duration_s"], data["levels"], strict=True)
    for index, passes, duration_s, level in rows:
        changes = {
            "passes": int(passes) or None,
            "level": int(level) or None,
            "start_s": start_s,
            "duration_s": float(duration_s),
        }
        steps.append(state.steps[int(index)].model_copy(update=changes))
        start_s += float(duration_s)
    fitted = with_steps(state, tuple(steps), kept=(*range(first), *map(int, data["kept"])))
    played_s = (*state.played_s[:first], *(state.played_s[int(index)] for index in data["kept"]))
    return replace(fitted, played_s=played_s, ends_s=float(data["ends_s"]))


def _extended(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    return replace(state, keeps_all=True, ends_s=float(data["ends_s"]))


def _finished(state: SessionState, _data: Mapping[str, Any]) -> SessionState:
    return replace(state, status="finished", is_closed=True, spot=None, since_s=state.as_of_s)


def _stones_read(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    batch = state.batch(state.index)
    return replace(state, stones_c=float(data["stones_c"]), stones_at_s=state.as_of_s, stones_batch=batch)


def _skin_looked(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    return replace(state, stone_s=0.0, stones_off=state.stones_off or not data["is_fine"])


def _spot_shown(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    point = (float(data["across"]), float(data["along"]))
    return _with_spot(state, lambda spot: trigger_point.shown(spot, point, at_s=state.as_of_s))


def _spot_chosen(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    choices = Choices(
        ceiling_nrs=int(data["ceiling_nrs"]),
        rounds=int(data["rounds"]),
        longer=bool(data["longer"]),
        part=data["part"],
    )
    return _with_spot(replace(state, choices=choices), lambda spot: trigger_point.chosen(spot, choices))


def _spot_begun(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    point = state.spot.point if state.spot is not None else None
    counted = state if point is None else replace(state, spots=(*state.spots, point))
    left_s = float(data["thumb_left_s"])
    return _with_spot(
        counted, lambda spot: trigger_point.begun(spot, at_s=state.as_of_s, thumb_left_s=left_s)
    )


def _spot_rated(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    nrs = int(data["nrs"])
    return _with_spot(state, lambda spot: trigger_point.rated(spot, nrs, at_s=state.as_of_s))


def _spot_eased(state: SessionState, _data: Mapping[str, Any]) -> SessionState:
    return _with_spot(state, lambda spot: trigger_point.eased(spot, at_s=state.as_of_s))


def _spot_left(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    return _with_spot(state, lambda spot: trigger_point.leave(spot, data["why"], at_s=state.as_of_s))


def _lifted(state: SessionState, why: trigger_point.Why) -> SessionState:
    """Return the state with the hands off a tender spot they are on; a question before it waits."""

    def lift(spot: Spot) -> Spot:
        return trigger_point.leave(spot, why, at_s=state.as_of_s) if spot.is_active else spot

    return _with_spot(state, lift)


def _with_spot(state: SessionState, change: Callable[[Spot], Spot]) -> SessionState:
    if state.spot is None:
        return state
    before_s = state.spot.touched_s
    return touched(replace(state, spot=change(state.spot)), before_s=before_s)


def _felt(state: SessionState, data: Mapping[str, Any]) -> SessionState:
    said = Felt(pain_nrs=data["pain_nrs"], ease_nrs=data["ease_nrs"])
    return replace(state, felt=state.felt.model_copy(update={str(data["when"]): said}))


def _as_before(state: SessionState, _data: Mapping[str, Any]) -> SessionState:
    return state


_FOLDS: Mapping[str, Folded] = MappingProxyType(
    {
        "opened": _opened,
        "started": _started,
        "paused": _paused,
        "resumed": _resumed,
        "skipped": _moved,
        "went-back": _went_back,
        "level-changed": _level_changed,
        "passed-over": _as_before,
        "good-said": _as_before,
        "pain-said": _as_before,
        "held": _held,
        "went-quiet": _went_quiet,
        "heard-again": _heard_again,
        "stopped": _stopped,
        "stop-explained": _stop_explained,
        "restarted": _restarted,
        "refitted": _refitted,
        "extended": _extended,
        "wound-down": _wound_down,
        "finished": _finished,
        "stones-read": _stones_read,
        "skin-looked": _skin_looked,
        "spot-shown": _spot_shown,
        "spot-chosen": _spot_chosen,
        "spot-begun": _spot_begun,
        "spot-rated": _spot_rated,
        "spot-eased": _spot_eased,
        "spot-left": _spot_left,
        "felt": _felt,
    }
)
