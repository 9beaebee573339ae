"""Time lost or won: the rest of the plan is cut or filled so that it still ends well, and on time."""

from __future__ import annotations

from dataclasses import dataclass

from backrub.session.keeps import is_sound, steeper, to_drop, too_long
from backrub.session.state import SessionState
from backrub.session.tail import Laid, Passes, Tail, Unit, length_s, tail_of

CLOSING_S = 60.0
"""The closing strokes keep at least this much where the plan gave it."""
REST_S = 120.0
"""The quiet minutes at the end, in sessions of 20 minutes and more (then 2 to 4 are planned)."""
SHORT_REST_S = 30.0
REST_FROM_S = 1200.0


@dataclass(frozen=True, slots=True)
class Fit:
    """A new tail: for each kept step its old index, passes (0 for none), length [s] and level (0 for none).

    `start_s` is where it begins in the score, `left_s` how long it lasts from now. [s]
    """

    from_step: int
    start_s: float
    kept: tuple[int, ...]
    passes: tuple[int, ...]
    duration_s: tuple[float, ...]
    levels: tuple[int, ...]
    left_s: float


def refit(
    state: SessionState,
    left_s: float,
    *,
    without: frozenset[int] = frozenset(),
    stretch_s: float = 0.0,
    held: frozenset[int] = frozenset(),
) -> Fit:
    """Return the steps from the state's position on, fitted into what is left of the time. [s]

    Shorter: the rest gives first, then focus work in whole passes, then whole focus steps from the last on
    (sore spots and what the other side has had already stay longest), then warm-up, then the closing down
    to a minute. Closing and rest always stay, so that a session with too little time left ends later.
    Longer: what was cut comes back, gliding and kneading hands fill in, the rest takes what remains. Left
    and right go together, and nothing stays whose preparation went.

    Parameters
    ----------
    without : steps that can't stay (by index), with their other side.
    stretch_s : how much longer the current step becomes. [s]
    held : steps (by index) that are left out, or stay as long as they are.
    """
    tail = tail_of(state, held=held)
    stretch_s = 0.0 if tail.first in held else stretch_s
    passes = _even(tail, without=without)
    before = tail.lay(tail.planned())
    rest = tail.rest()
    planned_s, least_s = _rest_s(state, rest)
    spare_s = left_s + tail.begun_s - stretch_s

    def over_s(with_rest_s: float) -> float:
        return length_s(tail.lay(passes)) + with_rest_s - spare_s

    _settle(state, tail, passes, before=before)
    while over_s(least_s) > 0 and _cut(tail, passes):
        _settle(state, tail, passes, before=before)
    _fill(state, tail, passes, spare_s=spare_s - planned_s, before=before)
    laid = tail.lay(passes)
    laid = [_stretched(each, tail, stretch_s) for each in laid]
    rest_s = max(least_s, left_s + tail.begun_s - length_s(laid))
    laid += _rested(tail, rest, rest_s)
    lower = steeper(state, laid)
    return Fit(
        from_step=tail.first,
        start_s=state.step.start_s,
        kept=tuple(each.index for each in laid),
        passes=tuple(each.passes or 0 for each in laid),
        duration_s=tuple(each.duration_s for each in laid),
        levels=tuple(lower.get(each.index, state.steps[each.index].level or 0) for each in laid),
        left_s=length_s(laid) - tail.begun_s,
    )


def stands(state: SessionState) -> bool:
    """Whether all that is still to come may come as it is: prepared, in order, and no part past its time."""
    tail = tail_of(state)
    laid = tail.lay(tail.planned())
    return is_sound(state, tail, before=laid, now=laid) and not steeper(state, laid)


def settled(state: SessionState) -> tuple[list[Laid], frozenset[int]]:
    """Return what may come of all that is planned, however much time there is, and which steps (by index) may
    not.
    """
    tail = tail_of(state)
    passes = tail.planned()
    _settle(state, tail, passes, before=tail.lay(passes))
    return tail.lay(passes), frozenset(index for index, count in passes.items() if not count)


def _even(tail: Tail, *, without: frozenset[int]) -> dict[int, int]:
    """Return the planned passes, with the second side no longer than the first one really was."""
    passes = tail.planned()
    for unit in tail.units:
        if unit.owed_passes is not None and not unit.is_held:
            passes[unit.indices[0]] = max(unit.done, min(passes[unit.indices[0]], unit.owed_passes))
        if not unit.done and any(index in without for index in unit.indices):
            passes.update(dict.fromkeys(unit.indices, 0))
    return passes


def _rest_s(state: SessionState, rest: list[int]) -> tuple[float, float]:
    """Return the rest as planned and the least that it keeps; both end at once where there is none. [s]"""
    planned_s = sum(state.steps[index].duration_s for index in rest)
    begun_s = state.position_s - state.step.start_s if rest and rest[0] <= state.index else 0.0
    keeps_s = REST_S if state.planned_s >= REST_FROM_S else SHORT_REST_S
    return planned_s, max(min(planned_s, keeps_s), begun_s)


def _rested(tail: Tail, rest: list[int], rest_s: float) -> list[Laid]:
    """Return the rest's steps; the last one takes what the others leave."""
    laid: list[Laid] = []
    for index in rest[:-1]:
        if rest_s - tail.steps[index].duration_s >= SHORT_REST_S:
            laid.append(Laid(index, tail.steps[index].passes, tail.steps[index].duration_s))
            rest_s -= tail.steps[index].duration_s
    if rest and rest_s > 0:
        laid.append(Laid(rest[-1], tail.steps[rest[-1]].passes, rest_s))
    return laid


def _stretched(each: Laid, tail: Tail, stretch_s: float) -> Laid:
    return Laid(each.index, each.passes, each.duration_s + stretch_s) if each.index == tail.first else each


def _settle(state: SessionState, tail: Tail, passes: dict[int, int], *, before: list[Laid]) -> None:
    """Drop whatever can't stay as things are now, in `passes` itself; a stretch is shortened where it can
    be.
    """
    while True:
        now = tail.lay(passes)
        unit = to_drop(state, tail, before=before, now=now)
        if unit is None:
            units = too_long(state, tail, now=now)
            shorter = next((each for each in units if _may_shorten(each, passes)), None)
            if shorter is not None:
                _shorten(shorter, passes)
                continue
            if not units:
                return
            unit = units[0]
        passes.update(dict.fromkeys(unit.indices, 0))


def _cut(tail: Tail, passes: dict[int, int]) -> bool:
    """Take away the one thing that is missed least; False when nothing is left to give."""
    for phase in ("focus", "warm-up", "opening"):
        units = sorted(
            (
                unit
                for unit in tail.units
                if unit.phase == phase and any(passes[index] for index in unit.indices)
            ),
            key=lambda unit: (unit.rank, -unit.indices[0]),
        )
        for unit in units:
            if _may_shorten(unit, passes):
                _shorten(unit, passes)
                return True
        for unit in units:
            if not unit.done and unit.owed_passes is None:
                passes.update(dict.fromkeys(unit.indices, 0))
                return True
    for unit in tail.units:
        # Last of all, what is under way ends with the pass that it is in.
        if unit.is_held or not unit.done or unit.phase == "closing":
            continue
        if max(passes[each] for each in unit.indices) > unit.done:
            _shorten(unit, passes)
            return True
    return _cut_closing(tail, passes)


def _cut_closing(tail: Tail, passes: dict[int, int]) -> bool:
    closing = [unit for unit in tail.units if unit.phase == "closing"]
    free = [unit for unit in closing if not unit.is_held]
    whole_s = sum(passes[index] * tail.pass_s(index) for unit in closing for index in unit.indices)
    for unit in free:
        one_s = sum(tail.pass_s(index) for index in unit.indices)
        if max(passes[index] for index in unit.indices) > max(unit.done, 1) and whole_s - one_s >= CLOSING_S:
            _shorten(unit, passes)
            return True
    return False


def _may_shorten(unit: Unit, passes: Passes) -> bool:
    """Whether a unit stays of use with a pass less, and nobody set how long it is."""
    return unit.rank < 4 and not unit.is_held and max(passes[index] for index in unit.indices) > unit.least


def _shorten(unit: Unit, passes: dict[int, int]) -> None:
    shorter = max(passes[index] for index in unit.indices) - 1
    for index in unit.indices:
        passes[index] = max(min(passes[index], shorter), unit.done if index == unit.indices[0] else 0)


def _fill(
    state: SessionState, tail: Tail, passes: dict[int, int], *, spare_s: float, before: list[Laid]
) -> None:
    """Give time back in whole passes: first what was cut, then gliding and kneading beyond the plan."""
    planned = tail.planned()
    for grows in (False, True):
        changed = True
        while changed:
            changed = False
            for unit in sorted(tail.units, key=lambda unit: (-unit.rank, unit.indices[0])):
                top = unit.most if grows else min(planned[index] for index in unit.indices)
                if not all(0 < passes[index] < top for index in unit.indices):
                    continue
                if unit.owed_passes is not None or unit.is_held:
                    continue
                tried = {**passes, **{index: passes[index] + 1 for index in unit.indices}}
                laid = tail.lay(tried)
                if length_s(laid) <= spare_s and is_sound(state, tail, before=before, now=laid):
                    passes.update(tried)
                    changed = True
