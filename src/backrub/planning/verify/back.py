"""What all steps come to on this back: thumbs, machines, both sides alike, every place, the sore spots."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from backrub.errors import Problem
from backrub.model.base import Side
from backrub.planning.budget import ONE_SIDED_FRAC
from backrub.planning.candidate import TOUCH_FRAC, Kitchen
from backrub.planning.gather import candidates
from backrub.planning.retrace import ground_of, passes_of
from backrub.planning.spots import comes_to
from backrub.planning.stroke import Key, on_both_sides, sides_s
from backrub.planning.trace import Task
from backrub.planning.verify.case import AGAIN, SLACK_S, Case, Worked

BALANCE_FRAC = 0.05
"""Left and right differ by this much at most."""
HELP_FROM_S = 900.0
"""From so long on a sore spot gets focus work, or a notice (docs/planning.md). [s]"""


def thumbs(case: Case) -> Iterator[Problem]:
    """Thumbs do little. Their bursts are short and rest as long in every pass: planning/rest.py."""
    limits = case.catalog.limits.thumbs
    hands_s = sum(each.step.duration_s for each in case.worked if each.trace is not None)
    thumb_s = sum(each.step.duration_s * case.pass_of(each).thumb_frac for each in case.worked)
    most_s = min(limits.most_s, limits.most_frac * hands_s)
    if thumb_s > most_s + SLACK_S:
        what = f"thumbs work {thumb_s:.0f} s of the {most_s:.0f} they may"
        yield Problem("steps", what, "Swap a thumb step for knuckles.")


def machines(case: Case) -> Iterator[Problem]:
    """The massager and placed stones have their own clocks."""
    limits = case.catalog.limits
    at_place: dict[tuple[str | None, str], float] = defaultdict(float)
    for each in case.worked:
        step = each.step
        if each.technique.massager:
            at_place[step.place, step.side] += step.duration_s
            for key, share in (each.trace.share_frac if each.trace is not None else {}).items():
                at_place[key] += share * step.duration_s * (key != (step.place, step.side))
        if each.technique.stones == "placed" and step.duration_s > limits.stones.placed_s + SLACK_S:
            where = f"{each.where}.duration_s"
            yield Problem(where, "stones lie too long", "Take them off after ten minutes.")
    for (place, side), total_s in at_place.items():
        if total_s > limits.massager.place_s + SLACK_S:
            what = f"the massager stays {total_s:.0f} s at {place} ({side})"
            yield Problem("steps", what, "A minute a place is enough.")
    whole_s = sum(each.step.duration_s for each in case.worked if each.technique.massager)
    if whole_s > limits.massager.total_s + SLACK_S:
        yield Problem("steps", "the massager works longer than ten minutes", "Take a massager step out.")


def counts(case: Case) -> Iterator[Problem]:
    """What the article counts is done once a side; far sides begin on the left; tender spots are few."""
    counted: dict[tuple[str, str | None], list[Worked]] = defaultdict(list)
    far: dict[str, list[Worked]] = defaultdict(list)
    held = [each for each in case.worked if each.technique.working == "spot"]
    for each in case.worked:
        if each.technique.repeat.times is not None and each.technique.working == "each-side":
            counted[each.technique.id, each.step.place].append(each)
        if each.technique.article is not None and each.technique.stand == "opposite":
            far[each.technique.id].append(each)
    for group in counted.values():
        sides = [each.step.side for each in group]
        technique, (first, *more) = group[0].technique, group
        for number, each in enumerate(more, start=1):
            if each.step.side in sides[:number]:
                what = f"{technique.name} is done twice on the {each.step.side}"
                yield Problem(each.where, what, "Once on each side is enough.")
        missing = "left" if "left" not in sides else "right"
        if missing not in sides and not (technique.one_side and _is_spared(case, missing)):
            what = f"{technique.name} is not done on the {missing}"
            yield Problem(first.where, what, f"Do it on the {missing}, too.")
    for group in far.values():
        if group[0].step.side != "left":
            what = f"{group[0].technique.name} begins on their {group[0].step.side} side"
            yield Problem(group[0].where, what, "Begin on their left, from their right.")
    for each in held[case.budget.spots :]:
        what = f"is tender spot {held.index(each) + 1}; {case.budget.spots} fit into the time"
        yield Problem(each.where, what, "Hold one for each quarter of an hour, five at most.")


def _is_spared(case: Case, side: str) -> bool:
    """Whether something is to be left alone or spared on a side."""
    plan = case.plan
    across = [circle.across for circle in plan.limits.avoid] + [spot[0] for spot in plan.slow_at]
    return any((each < 0) == (side == "left") for each in across)


def balance(case: Case) -> Iterator[Problem]:
    """Left and right get the same over the places that may be worked on both sides."""
    worked_s: dict[Key, float] = {}
    for each in case.worked:
        if each.trace is not None and not _is_extra(each):
            for key, share in each.trace.held_frac.items():
                worked_s[key] = worked_s.get(key, 0.0) + share * each.step.duration_s
    places = on_both_sides([*worked_s, *_other_sides(case, worked_s)])
    left_s, right_s = sides_s(worked_s, places)
    if abs(left_s - right_s) > BALANCE_FRAC * (left_s + right_s) + SLACK_S:
        what = f"left has {left_s:.0f} s, right {right_s:.0f}"
        yield Problem("steps", what, "Give both sides the same.")


def _other_sides(case: Case, worked_s: dict[Key, float]) -> Iterator[Key]:
    """Yield where hands could have been as well, in the same way, on the side that has nothing there."""
    for is_focus in (False, True):
        tasks = {}
        for each in case.worked:
            step = each.step
            other: Side = "right" if step.side == "left" else "left"
            alone = each.technique.working == "each-side" and not _is_extra(each)
            is_mine = alone and (step.phase == "focus") is is_focus and step.place is not None
            if is_mine and (step.place == "back" or (step.place, other) not in worked_s):
                tasks[each.index] = Task(each.technique, step.place or "", other, step.level or 1)
        for task, made in zip(
            tasks.values(),
            passes_of(case.plan, [*tasks.values()], catalog=case.catalog, is_focus=is_focus),
            strict=True,
        ):
            home = TOUCH_FRAC if task.place != "back" else 0.0
            if made is not None and made.share_frac.get((task.place, task.side), 0.0) >= home:
                yield from made.held_frac


def extras(case: Case) -> Iterator[Problem]:
    """More for one side is for a marked sore spot there, and a quarter of the evening at most."""
    sore = {case.atlas.place_at(*spot) for spot in case.plan.slow_at}
    extra_s = 0.0
    for each in case.worked:
        if not _is_extra(each):
            continue
        extra_s += each.step.duration_s
        if each.technique.working != "spot" and (each.step.place, each.step.side) not in sore:
            what = "is extra, and no sore spot is marked there"
            yield Problem(f"{each.where}.extra", what, "Mark the spot and plan again, or take it out.")
    if extra_s > ONE_SIDED_FRAC * case.plan.duration_s + SLACK_S:
        what = f"{extra_s:.0f} s go to sore spots on one side"
        yield Problem("steps", what, "Keep it to a quarter of the time.")


def _is_extra(each: Worked) -> bool:
    return each.step.extra or each.technique.working == "spot"


def touched(case: Case) -> Iterator[Problem]:
    """From 20 minutes on every place that some permitted stroke fits is touched."""
    plan, had = case.plan, {key for each in case.worked if each.trace for key in each.trace.share_frac}
    every = {
        (place.id, "both" if side == "middle" else side)
        for place in case.atlas.places.values()
        for side in place.rings
        if place.id not in plan.limits.forbidden_places
    }
    if not case.budget.touches_all or every <= had:
        return
    kitchen = Kitchen(
        catalog=case.catalog,
        ground=ground_of(plan, catalog=case.catalog),
        style=case.style,
        budget=case.budget,
        level=max((each.step.level or 1 for each in case.worked), default=1),
        oil=plan.kit.oil,
        stones_c=plan.kit.stones_c,
        massager=plan.kit.massager,
        forbidden=frozenset(plan.limits.forbidden_techniques),
        tempo=plan.tempo,
    )
    broke = {(each.technique, each.place, each.phase) for each in plan.gentler if each.most_level == 0}
    found = candidates(kitchen, out=frozenset(plan.left_out) | broke)
    offered = {key for each in (*found.found, *found.spare) for key in each.share_frac if each.touches(key)}
    for place, side in sorted(offered - had):
        what = f"no hand comes to the {place} ({side})"
        yield Problem("steps", what, "Put a light stroke there, or plan again.")


def sore_spots(case: Case) -> Iterator[Problem]:
    """From a quarter of an hour on each sore spot gets focus work, or a notice says that it is left."""
    if case.plan.duration_s < HELP_FROM_S:
        return
    firm = [each.trace for each in case.worked if each.step.phase == "focus" and each.trace is not None]
    ground = ground_of(case.plan, catalog=case.catalog)
    said = [note.says for note in case.plan.notices if note.code == "sore-spot-left"]
    for index, spot in enumerate(case.plan.slow_at):
        at = case.atlas.place_at(*spot)
        there = [each for each in firm if at is not None and each.share_frac.get(at, 0.0) > 0]
        if spot not in case.plan.gentle_at:
            there = [each for each in there if comes_to([each], spot, ground=ground)]
        if not there and not any(re.search(rf"\b{index + 1}\b", says) for says in said):
            what = "this sore spot gets no focus work, and no notice says so"
            yield Problem(f"slow_at[{index}]", what, AGAIN)
