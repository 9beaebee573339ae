"""What a refitted tail may not break, and which unit has to go where it would.

Judged against the tail as it was: a refit leaves no place less prepared, no thumb less rested and no side
less even than the plan it comes from.
"""

from __future__ import annotations

from backrub.catalog.limits import read_limits
from backrub.model.plan import Step
from backrub.session.rules import THUMBS, TRIGGER_POINT, is_pause, overlaps
from backrub.session.state import SessionState
from backrub.session.tail import Laid, Tail, Unit, length_s

WARM_UP_S = 60.0
SHORT_WARM_UP_S = 30.0
SHORT_PLAN_S = 900.0
RESTED_FRAC = 0.5 + 1e-6
"""Thumb work with as long a rest inside (bursts, then as long without) leaves thumbs that may go on."""
SPOT_FRAC = 0.25
"""Extra for one-sided sore spots takes at most this part of the plan."""


def to_drop(state: SessionState, tail: Tail, *, before: list[Laid], now: list[Laid]) -> Unit | None:
    """Return a unit that can't stay in `now` when `before` is what was planned, or None when all is well."""
    for index in (
        *_unprepared(state, now=now),
        *_joined_thumbs(state, tail, before=before, now=now),
        *_joined_parts(state, before=before, now=now),
    ):
        if (unit := _unit_of(tail, index)) is not None:
            return unit
    return _spent(state, tail, now=now) or _one_sided(state, tail, before=before, now=now)


def steeper(state: SessionState, now: list[Laid]) -> dict[int, int]:
    """Return lower levels, by step, where a place would now rise by more than one over what it has had."""
    had: dict[str, int] = {}
    lower: dict[int, int] = {}
    for each in now:
        step = state.steps[each.index]
        if step.level is None or step.place is None:
            continue
        highest = max(
            [
                state.highest_had(step.place),
                *(level for place, level in had.items() if overlaps(step.place, place)),
            ]
        )
        if each.index == state.index and state.begun_s > 0:
            allowed = step.level
        else:
            allowed = max(2, highest + 1)
        level = min(step.level, allowed)
        if level < step.level:
            lower[each.index] = level
        had[step.place] = max(level, had.get(step.place, 0))
    return lower


def _unit_of(tail: Tail, index: int) -> Unit | None:
    for unit in tail.units:
        if index in unit.indices and not unit.done:
            return unit
    return None


def _warmth_s(state: SessionState, laid: list[Laid], until: int) -> float:
    """Return how long the place of step `until` is warmed before it, by what was played and what is laid.
    [s]
    """
    place = state.steps[until].place
    warm_s = sum(
        state.played_s[index]
        for index, step in enumerate(state.steps[: state.index])
        if _warms(step) and overlaps(step.place, place)
    )
    return warm_s + sum(
        each.duration_s
        for each in laid
        if each.index < until
        and _warms(state.steps[each.index])
        and overlaps(state.steps[each.index].place, place)
    )


def _warms(step: Step) -> bool:
    return step.phase in ("opening", "warm-up") and not is_pause(step)


def _unprepared(state: SessionState, *, now: list[Laid]) -> list[int]:
    """Return focus steps whose place would be warmed less than it has to be, or less than was planned."""
    needed_s = SHORT_WARM_UP_S if state.planned_s < SHORT_PLAN_S else WARM_UP_S
    return [
        each.index
        for each in now
        if state.steps[each.index].phase == "focus"
        and each.passes is not None
        and state.steps[each.index].place is not None
        and _warmth_s(state, now, each.index) < min(needed_s, _planned_warmth_s(state, each.index)) - 0.5
    ]


def _planned_warmth_s(state: SessionState, until: int) -> float:
    """Return how long a step's place was to be warmed before it; what was skipped since counts here. [s]"""
    place = state.steps[until].place
    return sum(
        step.duration_s for step in state.steps[:until] if _warms(step) and overlaps(step.place, place)
    )


def _touches(state: SessionState, laid: list[Laid]) -> list[Laid]:
    return [each for each in laid if not is_pause(state.steps[each.index])]


def _joined_thumbs(state: SessionState, tail: Tail, *, before: list[Laid], now: list[Laid]) -> list[int]:
    """Return thumb steps that now follow thumb work without the other hands that lay between."""
    # Thumb work that follows at once where nothing was cut is the plan's own, with its own rests inside.
    own = set(_thumb_pairs(state, before))
    found: list[int] = []
    for last, index in _thumb_pairs(state, now):
        if last is None or (last, index) not in own:
            units = {each: _unit_of(tail, each) for each in (last, index) if each is not None}
            free = [(unit.rank, -each) for each, unit in units.items() if unit is not None]
            found += [-min(free)[1]] if free else []
    return found


def _thumb_pairs(state: SessionState, laid: list[Laid]) -> list[tuple[int | None, int]]:
    """Return thumb steps that begin on thumbs not yet rested, each with the step before (None: just now)."""
    burst_s = read_limits().thumbs.burst_s
    pairs: list[tuple[int | None, int]] = []
    last: int | None = None
    tired = state.thumbs_at_s is not None and state.as_of_s - state.thumbs_at_s < burst_s
    for each in _touches(state, laid):
        step = state.steps[each.index]
        begun = each.index == state.index and state.begun_s > 0
        if tired and state.rules.is_thumb_work(step) and not begun:
            pairs.append((last, each.index))
        # Stripping rests the thumbs with a palm after each pass, so they are fresh at its end.
        rests_within = step.technique != TRIGGER_POINT and thumb_frac(state, each.index) <= RESTED_FRAC
        tired, last = state.rules.is_thumb_work(step) and not rests_within, each.index
    return pairs


def _runs(state: SessionState, laid: list[Laid]) -> list[tuple[float, list[int]]]:
    runs: list[tuple[float, list[int]]] = []
    part = None
    for each in _touches(state, laid):
        now = state.rules.part(state.steps[each.index])
        # Thumbs have a rule of their own, and palms between their bursts.
        if now == part and runs and now not in THUMBS:
            runs[-1] = (runs[-1][0] + each.duration_s, [*runs[-1][1], each.index])
        else:
            runs.append((each.duration_s, [each.index]))
        part = now
    return runs


def _joined_parts(state: SessionState, *, before: list[Laid], now: list[Laid]) -> list[int]:
    """Return steps by which one part of the hand would now work longer at a stretch than it may."""
    most_s = max([read_limits().stretch.most_s, *(seconds for seconds, _ in _runs(state, before))])
    return [
        index
        for seconds, indices in _runs(state, now)
        if seconds > most_s + 0.5 and len(indices) > 1
        for index in reversed(indices)
        if state.steps[index].phase != "closing"
    ]


def _spent(state: SessionState, tail: Tail, *, now: list[Laid]) -> Unit | None:
    """Return thumb work that has no budget any more: 20 % of hands-on time, 240 s."""
    limits = read_limits().thumbs
    touches = _touches(state, now)
    begun_s = {state.index: state.begun_s}
    left_s = {each.index: max(0.0, each.duration_s - begun_s.get(each.index, 0.0)) for each in touches}
    thumbs_s = state.thumb_s + sum(left_s[each.index] * thumb_frac(state, each.index) for each in touches)
    hands_on_s = state.hands_on_s + sum(left_s.values())
    if thumbs_s <= min(limits.most_s, limits.most_frac * hands_on_s) + 0.5:
        return None
    units = [_unit_of(tail, each.index) for each in touches if thumb_frac(state, each.index) > 0]
    return min(
        (unit for unit in units if unit is not None),
        key=lambda unit: (unit.rank, -unit.indices[0]),
        default=None,
    )


def thumb_frac(state: SessionState, index: int) -> float:
    """Return how much of a step is thumb work."""
    return state.thumb_frac.get(state.steps[index].technique, 0.0)


def _one_sided(state: SessionState, tail: Tail, *, before: list[Laid], now: list[Laid]) -> Unit | None:
    extra = {
        index
        for index, step in enumerate(state.steps)
        if not is_pause(step) and (step.spot is not None or (step.side != "both" and index not in tail.pairs))
    }

    def share(laid: list[Laid]) -> float:
        whole_s = length_s(laid) + sum(state.played_s)
        extra_s = sum(each.duration_s for each in laid if each.index in extra)
        return extra_s / whole_s if whole_s > 0 else 0.0

    if share(now) <= max(SPOT_FRAC, share(before)) + 1e-6:
        return None
    units = (_unit_of(tail, each.index) for each in reversed(now) if each.index in extra)
    return next((unit for unit in units if unit is not None), None)
