"""Softer, harder, and pain: the receiver's say in how hard it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from backrub.errors import Problem, Refused
from backrub.model.plan import Plan
from backrub.session.keeps import FIRST_LEVEL, steeper
from backrub.session.rules import TRIGGER_POINT, overlaps
from backrub.session.state import SessionState
from backrub.session.tail import Laid, tail_of
from backrub.session.turn import Turn
from backrub.session.work import work_of

HANDS_OFF_NRS = 6
"""From this rating on the hands come off (clinical notes 1.3, in-session stop rule)."""


def softer(turn: Turn, *, why: str = "softer") -> None:
    """One level lighter from now on; a technique that can't go so low is left out here."""
    state = turn.state
    index = _touched(state)
    step = state.steps[index]
    low = state.rules.lowest(step)
    if step.level is None or (step.level <= low and step.phase in ("closing", "rest")) or step.level <= 1:
        raise Refused("lightest", "This is as light as it gets.", "Pause, or say stop.")
    level = step.level - 1
    levels = tuple(
        level if later >= index and each.level is not None and _is_above(state, later, index, level) else 0
        for later, each in enumerate(state.steps)
    )
    change(turn, index, level=level, levels=levels, why=why)


def harder(turn: Turn) -> None:
    """One level firmer from now on, where every rule allows it; in a pause, from the moment it goes on."""
    turn.needs("running", "paused")
    state = turn.state
    index, step = state.index, state.step
    if step.technique == TRIGGER_POINT:
        raise Refused("spot", "At a tender spot the rating leads.", "Say the number from 0 to 10.")
    if step.level is None:
        raise Refused("no-hands", "No hands are working now.", "Say it again with the next stroke.")
    if step.phase in ("closing", "rest"):
        raise Refused("closing", "The finish only gets lighter.", "Enjoy it as it is.")
    if state.is_eased:
        raise Refused("quiet", "Their phone is out of reach, so it stays lighter.", "Ask them out loud.")
    level = step.level + 1
    _may_raise(state, index, level)
    raised = [index]
    if not turn.is_asking:
        raised += [later for later in range(len(state.steps)) if _follows(state, later, index, level)]
    against = state.rules.on_skin(_raised(state, raised, level=level), raised, is_asking=turn.is_asking)
    if index in against:
        problem = against[index]
        raise Refused("place-highest", problem.what, problem.way_out or "Ask again at another place.")
    if turn.is_asking:
        return
    levels = tuple(
        level if later in raised and later not in against else 0 for later in range(len(state.steps))
    )
    change(turn, index, level=level, levels=levels, why="harder")


def pain(turn: Turn, nrs: int) -> None:
    """Put down the receiver's number; too much takes the hands off, and what follows is lighter."""
    state = turn.state
    turn.add("pain-said", nrs=nrs, step=state.index, place=state.step.place)
    if nrs < HANDS_OFF_NRS:
        return
    if state.step.technique != TRIGGER_POINT:
        with suppress(Refused):  # there is nothing lighter
            softer(turn, why="pain")
    if turn.state.status == "running":
        turn.add("held", why="pain")


def lighter_again(turn: Turn) -> None:
    """After a break: everything one level lower, and nothing above that any more."""
    state = turn.state
    first = state.index
    levels = tuple(
        max(1, each.level - 1) if later >= first and each.level is not None else 0
        for later, each in enumerate(state.steps)
    )
    highest = max((each.level or 1 for each in state.steps[first:]), default=1)
    change(turn, first, level=None, levels=levels, why="restart", cap=max(1, min(state.cap, highest) - 1))


def as_warmed(turn: Turn) -> None:
    """No place rises by more than one over what it has really had, the step under way least of all: while
    the remote was quiet all was lighter.
    """
    state = turn.state
    planned = [each.level or 0 for each in state.steps]
    begins = replace(state, position_s=state.step.start_s)
    now = steeper(begins, [Laid(state.index, state.step.passes, state.step.duration_s)])
    levels = tuple(now.get(index, 0) for index in range(len(planned)))
    if _laddered(state, [new or level for new, level in zip(levels, planned, strict=True)]) != planned:
        change(turn, state.index, level=None, levels=levels, why="heard")


def change(
    turn: Turn, index: int, *, level: int | None, levels: tuple[int, ...], why: str, cap: int | None = None
) -> None:
    """Put down new levels by step (0 as before), then leave out what can't be done so lightly."""
    unable = put_down(turn, index, level=level, levels=levels, why=why, cap=cap)
    if not unable:
        return
    if turn.state.index in unable:
        turn.move_on()
    turn.refit(why, without=unable)


def put_down(
    turn: Turn, index: int, *, level: int | None, levels: tuple[int, ...], why: str, cap: int | None = None
) -> frozenset[int]:
    """Put down new levels by step (0 as before); return the steps that can't be done so lightly."""
    state = turn.state
    raw = _laddered(state, [new or each.level or 0 for new, each in zip(levels, state.steps, strict=True)])
    unable = frozenset(
        later
        for later, new in enumerate(raw)
        if later >= state.index
        and new
        and new < state.rules.lowest(state.steps[later])
        and state.steps[later].phase != "closing"
    )
    whole = _falling(state, raw)
    turn.add(
        "level-changed",
        step=index,
        place=state.steps[index].place if level is not None else None,
        level=level or 0,
        why=why,
        levels=whole,
        cap=state.cap if cap is None else cap,
    )
    return unable


def _touched(state: SessionState) -> int:
    """Return the step that "softer" is about: the one under way, in a pause the next with hands."""
    for index in range(state.index, len(state.steps)):
        if state.steps[index].level is not None:
            return index
    raise Refused("no-hands", "No hands are working now.", "Rest as long as you like.")


def _is_above(state: SessionState, later: int, index: int, level: int) -> bool:
    each, step = state.steps[later], state.steps[index]
    same = later == index or overlaps(each.place, step.place)
    return same and each.level is not None and each.level > level


def _may_raise(state: SessionState, index: int, level: int) -> None:
    step, limits = state.steps[index], state.plan.limits
    if level > min(state.cap, state.plan.level, limits.max_level):
        raise Refused("highest", "This is as firm as it goes tonight.", "Ask for slower strokes instead.")
    places = [most for place, most in limits.place_max_level.items() if overlaps(place, step.place)]
    if level > min(places, default=level):
        raise Refused("place-highest", "This place stays lighter.", "Ask again at another place.")
    if level not in (state.rules.levels(step) or (level,)):
        raise Refused(
            "technique-highest", "This stroke is not made for more.", "Ask again with the next one."
        )
    work = work_of(_at_levels(state, {index: level}), index, duration_s=step.duration_s)
    if any(there > max(state.highest_had(key) + 1, FIRST_LEVEL) for key, there in work.levels.items()):
        raise Refused("too-soon", "This place is not warm enough for more.", "Ask again in ten seconds.")
    if (problem := _against(state, index, level=level)) is not None:
        raise Refused("place-highest", problem.what, problem.way_out or "Ask again at another place.")


def _follows(state: SessionState, later: int, index: int, level: int) -> bool:
    """Whether a later step takes over the firmer level: the same place, as firm as this one was, and
    allowed.
    """
    each, step = state.steps[later], state.steps[index]
    if (
        later <= index
        or each.place != step.place
        or each.level != step.level
        or each.technique == TRIGGER_POINT
    ):
        return False
    if each.phase not in ("warm-up", "focus") or level not in (state.rules.levels(each) or (level,)):
        return False
    return _against(state, later, level=level) is None


def _against(state: SessionState, index: int, *, level: int) -> Problem | None:
    """Return what stands against a level at a step, judged by the strokes that it would have."""
    return state.rules.may_raise(_raised(state, [index], level=level), index)


def _laddered(state: SessionState, raw: list[int]) -> list[int]:
    """Return levels by step (0 for none) by which no place rises by more than one over what it has had."""
    changed = _at_levels(state, dict(enumerate(raw)))
    tail = tail_of(changed)
    lower = steeper(changed, tail.lay(tail.planned()))
    return [lower.get(index, level) for index, level in enumerate(raw)]


def _at_levels(state: SessionState, levels: Mapping[int, int]) -> SessionState:
    """Return the state with some steps of its plan (by index) at other levels."""
    steps = tuple(
        step
        if step.level is None or not levels.get(index)
        else step.model_copy(update={"level": levels[index]})
        for index, step in enumerate(state.steps)
    )
    return replace(state, plan=state.plan.model_copy(update={"steps": steps}))


def _raised(state: SessionState, indices: Sequence[int], *, level: int) -> Plan:
    """Return the plan with some steps at a level."""
    return _at_levels(state, dict.fromkeys(indices, level)).plan


def _falling(state: SessionState, raw: list[int]) -> tuple[int, ...]:
    """Return the levels with a closing that never rises, and none below what a closing stroke can do."""
    levels = list(raw)
    most = FIRST_LEVEL
    for index, step in enumerate(state.steps):
        if step.phase == "closing" and levels[index]:
            # The past stays as it was played; what comes is no firmer than what came last.
            if index >= state.index:
                levels[index] = max(state.rules.lowest(state.steps[index]), min(levels[index], most))
            most = min(most, levels[index])
    return tuple(levels)
