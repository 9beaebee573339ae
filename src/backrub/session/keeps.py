"""What a refitted tail may not break, and which unit has to go where it would.

Judged against the tail as it was: a refit leaves no place less prepared, no thumb less rested and no side
less even than the plan it comes from.
"""

from __future__ import annotations

from collections import Counter

from backrub.catalog.limits import read_limits
from backrub.planning.stroke import Key
from backrub.session.rules import TRIGGER_POINT, is_pause
from backrub.session.state import NEAR_S, SessionState
from backrub.session.tail import Laid, Tail, Unit, length_s, runs_of, warms
from backrub.session.work import work_of

WARM_UP_S = 60.0
SHORT_WARM_UP_S = 30.0
SHORT_PLAN_S = 900.0
RESTED_FRAC = 0.5 + 1e-6
"""Thumb work with as long a rest inside (bursts, then as long without) leaves thumbs that may go on."""
FIRST_LEVEL = 2
"""A place may be touched at this level first."""
SPOT_FRAC = 0.25
"""Extra for one-sided sore spots takes at most this part of the plan."""


def to_drop(state: SessionState, tail: Tail, *, before: list[Laid], now: list[Laid]) -> Unit | None:
    """Return a unit that can't stay in `now` when `before` is what was planned, or None where there is none.

    Stretches of one part of the hand are not in it: what is in one may be shortened (`too_long`).
    """
    for index in (
        *_unprepared(state, tail, now=now),
        *_too_deep(state, now=now),
        *_joined_thumbs(state, tail, before=before, now=now),
    ):
        if (unit := _unit_of(tail, index)) is not None:
            return unit
    return _spent(state, tail, now=now) or _one_sided(state, tail, before=before, now=now)


def too_long(state: SessionState, tail: Tail, *, now: list[Laid]) -> list[Unit]:
    """Return what has to give where one part of the hand would now work longer at a stretch than it may: what
    comes again at once, then the last first.
    """
    indices = _joined_parts(state, tail, now=now)
    if state.had_before_s > NEAR_S:
        indices.sort(key=lambda index: index != state.index)
    units = (_unit_of(tail, index) for index in indices)
    return [unit for unit in units if unit is not None]


def is_sound(state: SessionState, tail: Tail, *, before: list[Laid], now: list[Laid]) -> bool:
    """Whether `now` may stay as it is, but for its levels, when `before` is what was planned."""
    return to_drop(state, tail, before=before, now=now) is None and not too_long(state, tail, now=now)


def steeper(state: SessionState, now: list[Laid]) -> dict[int, int]:
    """Return lower levels, by step, where a place would now rise by more than one over what it has had."""
    had: dict[Key, int] = {}
    lower: dict[int, int] = {}
    for each in now:
        step = state.steps[each.index]
        if step.level is None:
            continue
        work = work_of(state, each.index, duration_s=each.duration_s, passes=each.passes)
        level = step.level
        if each.index != state.index or state.begun_s <= 0:
            bounds = {
                key: max(FIRST_LEVEL, max(state.highest_had(key), had.get(key, 0)) + 1) for key in work.levels
            }
            level = min([level, *(bounds[key] for key, there in work.levels.items() if there > bounds[key])])
        if level < step.level:
            lower[each.index] = level
        for key, there in work.had.items():
            had[key] = max(had.get(key, 0), min(level, there))
    return lower


def _unit_of(tail: Tail, index: int) -> Unit | None:
    for unit in tail.units:
        if index in unit.indices and not unit.done:
            return unit
    return None


def _unprepared(state: SessionState, tail: Tail, *, now: list[Laid]) -> list[int]:
    """Return focus steps where a place would be warmed less than it has to be, or less than was planned."""
    needed_s = SHORT_WARM_UP_S if state.planned_s < SHORT_PLAN_S else WARM_UP_S
    warm_s: Counter[Key] = Counter(tail.warmed_s)
    found: list[int] = []
    laid = {each.index: each for each in now}
    for index, step in enumerate(state.steps):
        each = laid.get(index)
        if warms(step):
            if each is not None:
                worked = work_of(state, index, duration_s=each.duration_s, passes=each.passes)
                warm_s.update(worked.worked_s)
        elif each is not None and step.phase == "focus":
            levels = work_of(state, index, duration_s=each.duration_s, passes=each.passes).levels
            if any(warm_s[key] < min(needed_s, tail.to_warm_s.get(key, 0.0)) - 0.5 for key in levels):
                found.append(index)
    return found


def _too_deep(state: SessionState, *, now: list[Laid]) -> list[int]:
    """Return steps that would have to be lighter than their technique can be."""
    lower = steeper(state, now)
    return [index for index, level in lower.items() if level < state.rules.lowest(state.steps[index])]


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


def _joined_parts(state: SessionState, tail: Tail, *, now: list[Laid]) -> list[int]:
    """Return steps by which one part of the hand would now work longer at a stretch than it may."""
    most_s = read_limits().stretch.most_s
    return [
        index
        for run in runs_of(state, now, tail=tail)
        if run.worked_s > most_s + 0.5 and run.is_joined
        for index in reversed(run.indices)
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
