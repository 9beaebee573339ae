"""Gather every candidate that these two people may use tonight: nothing barred is among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from backrub.catalog.technique import Technique
from backrub.model.base import Phase, Side
from backrub.planning.budget import Budget
from backrub.planning.candidate import (
    LIGHT,
    TOUCH_FRAC,
    WARM_PHASES,
    Asked,
    Candidate,
    Kitchen,
    WishId,
    candidate_of,
)
from backrub.planning.ground import Ground
from backrub.planning.known import traced, traced_as_focus
from backrub.planning.measure import shown_later
from backrub.planning.short_list import short_list
from backrub.planning.spots import is_beside
from backrub.planning.stroke import Key, Trace
from backrub.planning.trace import Task

TOO_SORE_NRS = 5
"""A spot that hurts this much before it is touched is not pressed: the ceiling of the hold's loop."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that may be used, in a fixed order, and the kitchen, which now knows what stays unwarmed.

    `found` is the short list that an evening is chosen from; `spare` is what does the same as something on
    it, or less.
    """

    found: tuple[Candidate, ...]
    spare: tuple[Candidate, ...]
    kitchen: Kitchen


LeftOut = tuple[str, str, Phase]
"""What a person took out: a technique, its place and phase."""
Single = tuple[Asked, Side, Trace]
"""One side of a piece of work whose other side does not fit."""


class Tracing(Protocol):
    """What makes passes of tasks on a ground."""

    def __call__(self, tasks: Sequence[Task], *, ground: Ground) -> list[Trace | None]:
        """Return one pass of each task, or None."""


def candidates(
    kitchen: Kitchen,
    *,
    out: frozenset[LeftOut] = frozenset(),
    kept: frozenset[WishId] = frozenset(),
) -> Gathered:
    """Return everything that may be used: without what a person took `out`, with all that is to be `kept`.

    Nothing that is barred by clearance, kit, style or an avoid circle is in it. Focus strokes that would
    enter a place that nothing warms up, or that the kitchen's ground has as unwarmed, are traced again, to
    end short of it.
    """

    def wanted(made: list[Candidate]) -> list[Candidate]:
        return [each for each in made if each.wish_id[:3] not in out or each.wish_id in kept]

    asked = _asked(kitchen)
    found, single = _closing_softly(*_made(asked, kitchen))
    found = wanted(found)
    alone = wanted(_alone(single, found, kitchen))
    cold = _cold([*found, *alone], found, kitchen.budget) | kitchen.ground.unwarmed
    if cold:
        kitchen = replace(kitchen, ground=replace(kitchen.ground, unwarmed=cold))
        firm, short_single = _made(
            [each for each in asked if each.phase == "focus"], kitchen, trace=traced_as_focus
        )
        found = [*(each for each in found if each.phase != "focus"), *wanted(firm)]
        single = [*(each for each in single if each[0].phase != "focus"), *short_single]
        alone = wanted(_alone(single, found, kitchen))
    found = [each for each in found if not is_beside(each, kitchen)]
    every = _usable([*wanted(_open_spot(kitchen)), *found, *alone], kitchen.budget)
    listed = {id(each) for each in (*short_list(every, kept=kept), *alone)}
    return Gathered(
        tuple(each for each in every if id(each) in listed),
        tuple(each for each in every if id(each) not in listed),
        kitchen,
    )


def _made(
    asked: list[Asked], kitchen: Kitchen, *, trace: Tracing = traced
) -> tuple[list[Candidate], list[Single]]:
    """Return the candidates of all that fits, and the sides that fit alone.

    What does not go at level 2 all the way is tried at level 1, too.
    """
    found, single = _fitting(asked, kitchen, trace)
    whole = {each.wish_id for each in found if each.level == LIGHT and _is_as_written(each)}
    lighter = [
        replace(each, level=LIGHT - 1)
        for each in asked
        if each.level == LIGHT and LIGHT - 1 in each.technique.levels and each.wish_id not in whole
    ]
    more, _ = _fitting(lighter, kitchen, trace)
    return [*found, *more], single


def _closing_softly(found: list[Candidate], single: list[Single]) -> tuple[list[Candidate], list[Single]]:
    """Leave out closings that are firmer than the finish was, where the finish fits tonight."""
    quiet_n = min(
        (
            each.technique.force_n.get(1, 0.0)
            for each in found
            if each.phase == "closing" and each.technique.repeat.by == "line"
        ),
        default=float("inf"),
    )

    def is_soft(each: Candidate | Asked) -> bool:
        is_line = each.technique.repeat.by == "line"
        return each.phase != "closing" or is_line or each.technique.force_n.get(1, 0.0) <= quiet_n

    return [each for each in found if is_soft(each)], [each for each in single if is_soft(each[0])]


def _is_as_written(made: Candidate) -> bool:
    """Whether every stroke goes at the level that it is written for."""
    lines = made.technique.strokes_for(made.place)
    return all(
        hand.level == min(made.level, lines[stroke.line].level or made.level)
        for trace in made.traces
        for stroke in trace.strokes
        if not stroke.is_link
        for hand in stroke.hands
    )


def _fitting(asked: list[Asked], kitchen: Kitchen, trace: Tracing) -> tuple[list[Candidate], list[Single]]:
    tasks = [
        Task(each.technique, each.place, side, each.level, each.spot) for each in asked for side in each.sides
    ]
    traces = iter(trace(tasks, ground=kitchen.ground))
    found: list[Candidate] = []
    single: list[Single] = []
    reached: dict[WishId, list[Mapping[Key, int]]] = {}
    for each in asked:
        mine = [_at_home(next(traces), each, side=side) for side in each.sides]
        whole = tuple(trace for trace in mine if trace is not None)
        if len(whole) < len(each.sides):
            single += [
                (each, side, one) for side, one in zip(each.sides, mine, strict=True) if one is not None
            ]
            continue
        made = candidate_of(each, whole, kitchen=kitchen)
        # a wished level that changes nothing of the levels really used is the same work again
        if made is not None and made.levels not in reached.setdefault(made.wish_id, []):
            reached[made.wish_id].append(made.levels)
            found.append(made)
    return found, single


def _at_home(trace: Trace | None, asked: Asked, *, side: Side) -> Trace | None:
    """Return a pass if it is where it is asked for: a hand laid aside of a circle may work another place."""
    key = asked.place, side
    names_it = asked.spot is None and side != "both" and asked.place != "back"
    if trace is None or (names_it and trace.share_frac.get(key, 0.0) < TOUCH_FRAC):
        return None
    return trace


def _asked(kitchen: Kitchen) -> list[Asked]:
    asked: list[Asked] = []
    for technique in kitchen.catalog.techniques.values():
        if _is_out(technique, kitchen):
            continue
        sides: tuple[Side, ...] = ("right", "left") if technique.working == "each-side" else ("both",)
        for phase in technique.phases:
            if technique.working == "spot":
                asked += [
                    Asked(technique, place, phase, level, (side,), spot)
                    for place, side, spot in _spots(technique, kitchen)
                    for level in _levels(technique, phase, place, kitchen)
                ]
                continue
            places = [place for place in technique.places if place not in technique.barred]
            if phase == "opening" and "back" in technique.places:
                places = ["back"]
            asked += [
                Asked(technique, place, phase, level, sides)
                for place in places
                for level in _levels(technique, phase, place, kitchen)
            ]
    return asked + [
        Asked(technique, place, "focus", level, (side,), is_extra=True)
        for technique, place, level, side in _one_sided(kitchen)
    ]


def _is_out(technique: Technique, kitchen: Kitchen) -> bool:
    style = kitchen.style
    return (
        technique.id in kitchen.forbidden
        or technique.id in style.forbid
        or bool(style.only and technique.id not in style.only)
        or (technique.clothed_only and kitchen.uses_oil)
        or (technique.oil and not kitchen.uses_oil)
        or (not kitchen.uses_oil and not technique.through_clothes)
        or (
            technique.stones == "moving"
            and not (
                kitchen.stones_c is not None and kitchen.stones_c <= kitchen.catalog.limits.stones.moving_c
            )
        )
        or (
            technique.stones == "placed"
            and not (
                kitchen.stones_c is not None and kitchen.stones_c <= kitchen.catalog.limits.stones.placed_c
            )
        )
        or (technique.massager and not kitchen.massager)
        or (technique.part in kitchen.ground.forbidden_parts and technique.instead_part is None)
    )


def _levels(technique: Technique, phase: Phase, place: str, kitchen: Kitchen) -> list[int]:
    """Opening is very light, warm-up and closing light, focus as firm as wished, with the levels before."""
    closing = (
        2 if technique.repeat.by == "line" else 1
    )  # only what grows lighter line by line may begin a little firmer
    top = min(
        kitchen.level,
        kitchen.style.max_level,
        kitchen.ground.place_max_level.get(place, 4),
        {"opening": 1, "warm-up": 2, "closing": closing}.get(phase, 4),
    )
    allowed = [level for level in technique.levels if level <= top]
    if not allowed:
        return []
    return (
        [level for level in allowed if level >= 3] + [max(level for level in allowed if level <= 2)]
        if phase == "focus" and top >= 3 and min(allowed) <= 2
        else allowed[-1:]
    )


def _spots(technique: Technique, kitchen: Kitchen) -> list[tuple[str, Side, tuple[float, float] | None]]:
    """Return each sore spot that may be held: not too sore, on a place that the technique knows."""
    found: list[tuple[str, Side, tuple[float, float] | None]] = []
    for sore in kitchen.sore:
        at = kitchen.ground.atlas.place_at(sore.across, sore.along)
        if at is not None and at[1] != "both" and at[0] in technique.places and sore.pain_nrs < TOO_SORE_NRS:
            found.append((at[0], "left" if at[1] == "left" else "right", (sore.across, sore.along)))
    return found


def _open_spot(kitchen: Kitchen) -> list[Candidate]:
    """Return the hold whose place the receiver will show when its time comes.

    The style in the article's order has it without a marked spot.
    """
    found: list[Candidate] = []
    for technique in kitchen.catalog.techniques.values():
        levels = [level for level in technique.levels if level <= min(kitchen.level, kitchen.style.max_level)]
        wanted = (
            technique.working == "spot"
            and kitchen.style.order == "article"
            and not _is_out(technique, kitchen)
            and levels
            and kitchen.budget.spots
        )
        if not wanted or _spots(technique, kitchen):
            continue
        shown = shown_later(technique, barred=kitchen.ground.forbidden_parts)
        asked = Asked(technique, "", "focus", levels[-1], ("both",))
        made = candidate_of(asked, (shown,), kitchen=kitchen)
        found += [made] if made is not None else []
    return found


def _one_sided(kitchen: Kitchen) -> list[tuple[Technique, str, int, Side]]:
    """Return the extra that may help a sore spot: techniques on its side of its place."""
    wanted: dict[tuple[str, Side], None] = {}
    for sore in kitchen.sore:
        at = kitchen.ground.atlas.place_at(sore.across, sore.along)
        if at is not None and at[1] != "both" and sore.pain_nrs < 7:
            wanted[at[0], "left" if at[1] == "left" else "right"] = None
    top = min(kitchen.level, kitchen.style.max_level, 2)
    helpful = [
        technique
        for technique in kitchen.catalog.techniques.values()
        if technique.working == "each-side"
        and "focus" in technique.phases
        and technique.repeat.times is None
        and technique.stand != "opposite"
        and technique.value.get("sore", 0.0) > 0
        and not _is_out(technique, kitchen)
    ]
    found: list[tuple[Technique, str, int, Side]] = []
    for place, side in wanted:
        level = min(top, kitchen.ground.place_max_level.get(place, 4))
        fitting = [each for each in helpful if place in each.places and level in each.levels]
        found += [(technique, place, level, side) for technique in fitting]
    return found


def _alone(single: list[Single], found: list[Candidate], kitchen: Kitchen) -> list[Candidate]:
    """Return one-sided work where the other side has no room.

    For places that nothing two-sided reaches or warms up; in the classic order also what may be on one side.
    """
    reached = {key for each in found for key in each.share_frac if each.touches(key)}
    warm_s = _warm_s(found)
    sore = {kitchen.ground.atlas.place_at(each.across, each.along) for each in kitchen.sore}
    alone = []
    for each, side, trace in single:
        key = each.place, side
        if each.phase == "focus":
            wanted = kitchen.style.order == "article" and each.technique.one_side
        else:
            cold = key not in reached or not _is_enough(warm_s.get(key, 0.0), kitchen.budget)
            wanted = cold and trace.share_frac.get(key, 0.0) >= TOUCH_FRAC
        if wanted:
            is_extra = key in sore and not each.technique.one_side
            asked = replace(each, sides=(side,), spot=None, is_extra=is_extra)
            made = candidate_of(asked, (trace,), kitchen=kitchen)
            if made is not None:  # no longer than it must be: the other side gets nothing for it
                alone.append(made if is_extra else replace(made, most_s=made.least_s))
    return alone


def _warm_s(found: list[Candidate]) -> dict[Key, float]:
    """Return how much warm-up each place can have at most. [s]"""
    warm_s: dict[Key, float] = {}
    for each in found:
        for key, share in each.share_frac.items():
            if each.phase in WARM_PHASES:
                warm_s[key] = warm_s.get(key, 0.0) + share * each.most_s
    return warm_s


def _is_enough(warm_s: float, budget: Budget) -> bool:
    return warm_s > 1.15 * budget.warm_place_s


def _cold(warm: list[Candidate], found: list[Candidate], budget: Budget) -> frozenset[str]:
    """Return the places that focus work would enter though nothing warms them up enough, on either side."""
    warm_s = _warm_s(warm)
    return frozenset(
        key[0]
        for each in found
        if each.phase == "focus"
        for key in each.levels
        if not _is_enough(warm_s.get(key, 0.0), budget)
    )


def _usable(found: list[Candidate], budget: Budget) -> list[Candidate]:
    """Drop focus work over places that nothing warms up enough, or brings to the level before."""
    warm_s = _warm_s(found)
    reached: dict[Key, set[int]] = {}
    for each in found:
        for key, level in each.had.items():
            if each.touches(key):
                reached.setdefault(key, set()).add(level)
    return [
        each
        for each in found
        if each.phase != "focus"
        or all(
            _is_enough(warm_s.get(key, 0.0), budget) and (level < 3 or level - 1 in reached.get(key, ()))
            for key, level in each.levels.items()
        )
    ]
