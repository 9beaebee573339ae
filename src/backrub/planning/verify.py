"""Check a finished plan again, as it stands: one edited by hand must keep every limit before it is played."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from backrub.catalog.load import Catalog
from backrub.catalog.technique import Technique
from backrub.errors import Problem, did_you_mean
from backrub.model.plan import PAUSES, Plan, Step
from backrub.planning.budget import ONE_SIDED_FRAC, Budget
from backrub.planning.candidate import WARM_PHASES, lead_s
from backrub.planning.measure import shown_later
from backrub.planning.retrace import retrace
from backrub.planning.stretch import Stretch
from backrub.planning.stroke import Key, Trace, on_both_sides, sides_s

AGAIN = "Plan again, or take the step out."
SLACK_S = 0.5
"""Rounding in a file may cost this much. [s]"""
PHASES = ("opening", "warm-up", "focus", "closing", "rest")
BALANCE_FRAC = 0.05


@dataclass(frozen=True, slots=True)
class Worked:
    """A step that works on the body, with one traced pass: None where the place is still to be shown."""

    index: int
    step: Step
    technique: Technique
    trace: Trace | None


def verify(plan: Plan, *, catalog: Catalog) -> list[Problem]:
    """Return each rule that the plan breaks, with its place and a way out; none where it may be played."""
    problems = [*_order(plan), *_known(plan, catalog)]
    if problems:
        return problems
    worked = _worked(plan, catalog)
    checks = (_allowed, _times, _ladder, _thumbs, _stretches, _machines, _balance)
    return [problem for check in checks for problem in check(plan, worked, catalog)]


def broken_by_order(plan: Plan, traces: Mapping[int, Trace | None], *, catalog: Catalog) -> list[Problem]:
    """Return each rule that the order of a plan's steps breaks, where all the rest of the plan is well.

    `traces` holds one traced pass of each step that works, by its index.
    """
    worked = [
        Worked(index, step, catalog.techniques[step.technique], traces.get(index))
        for index, step in enumerate(plan.steps)
        if step.technique not in PAUSES
    ]
    checks = (_ladder, _stretches, _fading, _numbers)
    return [*_order(plan), *(problem for check in checks for problem in check(plan, worked, catalog))]


def _fading(plan: Plan, worked: list[Worked], catalog: Catalog) -> Iterator[Problem]:
    """In the closing, force only falls."""
    last_n = math.inf
    for each in worked:
        if each.step.phase == "closing":
            force_n = each.technique.force_n.get(each.step.level or 1, max(each.technique.force_n.values()))
            if force_n > last_n + 1e-9:
                yield Problem(f"steps[{each.index}]", "the end only gets lighter", "Put it earlier.")
            last_n = force_n


def _numbers(plan: Plan, worked: list[Worked], catalog: Catalog) -> Iterator[Problem]:
    """In the classic order the eight stand by their numbers."""
    if catalog.styles[plan.style].order != "article":
        return
    last = 0
    for each in worked:
        number = each.technique.article or 0
        if number and number < last and each.step.phase in ("warm-up", "focus"):
            what = f"{each.technique.name} is number {number} of the eight and comes before number {last}"
            yield Problem(f"steps[{each.index}]", what, "Choose another style for an order of your own.")
        last = max(last, number)


def _order(plan: Plan) -> Iterator[Problem]:
    """The clock has no gap, the phases come in order, and the evening ends with closing and rest."""
    now_s, last = 0.0, 0
    for index, step in enumerate(plan.steps):
        if abs(step.start_s - now_s) > SLACK_S:
            yield Problem(
                f"steps[{index}].start_s",
                f"{step.start_s:g} is not where the step before ends ({now_s:g})",
                AGAIN,
            )
        now_s = step.start_s + step.duration_s
        if PHASES.index(step.phase) < last:
            yield Problem(
                f"steps[{index}].phase",
                f"{step.phase} comes after {PHASES[last]}",
                "Keep opening, warm-up, focus, closing, rest.",
            )
        last = max(last, PHASES.index(step.phase))
    if abs(now_s - plan.duration_s) > SLACK_S:
        yield Problem("duration_s", f"the steps take {now_s:g} s, not {plan.duration_s:g}", AGAIN)
    if plan.duration_s > plan.limits.max_minutes * 60 * 1.02:
        yield Problem(
            "duration_s", f"is more than the {plan.limits.max_minutes:g} minutes allowed", "Make it shorter."
        )
    budget = Budget.of(min(max(plan.duration_s / 60, 5.0), 120.0))
    for phase, least_s in (
        ("opening", budget.opening_s),
        ("closing", budget.closing_s),
        ("rest", budget.rest_s),
    ):
        has_s = sum(step.duration_s for step in plan.steps if step.phase == phase)
        if has_s < least_s * 0.95 - SLACK_S:
            yield Problem(
                "steps", f"the {phase} has {has_s:.0f} s of the {least_s:.0f} it needs", "Make it longer."
            )


def _known(plan: Plan, catalog: Catalog) -> Iterator[Problem]:
    """Every technique and place exists, and every step says how hard and how often."""
    for index, step in enumerate(plan.steps):
        where = f"steps[{index}]"
        if step.technique in PAUSES:
            if step.level is not None or step.passes is not None:
                yield Problem(where, f"'{step.technique}' is a pause and has no level and no passes", AGAIN)
            continue
        technique = catalog.techniques.get(step.technique)
        if technique is None:
            yield Problem(
                f"{where}.technique",
                f"unknown technique '{step.technique}'",
                did_you_mean(step.technique, [*catalog.techniques]),
            )
            continue
        if step.level is None or step.passes is None:
            yield Problem(where, "has no level or no passes", AGAIN)
        if step.place is None and technique.working != "spot":
            yield Problem(f"{where}.place", "is missing", AGAIN)
        if step.place is not None and step.place not in technique.places:
            yield Problem(
                f"{where}.place",
                f"{technique.name} is not used at '{step.place}'",
                did_you_mean(step.place, technique.places),
            )
        elif step.place in technique.barred or step.place in plan.limits.forbidden_places:
            yield Problem(f"{where}.place", f"'{step.place}' is to be left alone", AGAIN)


def _worked(plan: Plan, catalog: Catalog) -> list[Worked]:
    traces = retrace(plan, catalog=catalog)
    return [
        Worked(index, step, catalog.techniques[step.technique], traces.get(index))
        for index, step in enumerate(plan.steps)
        if step.technique not in PAUSES
    ]


def _allowed(plan: Plan, worked: list[Worked], catalog: Catalog) -> Iterator[Problem]:
    """Nothing barred, nothing too hard, nothing that does not fit on this back."""
    top = min(plan.limits.max_level, plan.level, 4)
    for each in worked:
        where, step, technique = f"steps[{each.index}]", each.step, each.technique
        level = step.level or 1
        closing = 2 if step.phase == "closing" else 4
        if level > min(top, closing):
            yield Problem(
                f"{where}.level", f"{level} is more than the {min(top, closing)} allowed", "Make it lighter."
            )
        if level not in technique.levels:
            yield Problem(f"{where}.level", f"{technique.name} has no level {level}", AGAIN)
        if step.technique in plan.limits.forbidden_techniques:
            yield Problem(f"{where}.technique", f"{technique.name} is not allowed tonight", AGAIN)
        if technique.part in plan.limits.forbidden_parts and technique.instead_part is None:
            yield Problem(
                f"{where}.technique",
                f"{technique.name} needs a {technique.part}, which is not allowed tonight",
                AGAIN,
            )
        if step.place is not None and each.trace is None:
            yield Problem(where, f"{technique.name} does not fit there on this back", AGAIN)
        if each.trace is not None and each.trace.level < level:
            yield Problem(
                f"{where}.level",
                f"only level {each.trace.level} is allowed at that place",
                "Make it lighter.",
            )
        if technique.oil and plan.kit.oil == "none":
            yield Problem(f"{where}.technique", f"{technique.name} needs oil", AGAIN)
        if technique.massager and not plan.kit.massager:
            yield Problem(f"{where}.technique", f"{technique.name} needs a massager", AGAIN)
        stones = catalog.limits.stones
        if technique.stones is not None:
            most_c = stones.moving_c if technique.stones == "moving" else stones.placed_c
            if plan.kit.stones_c is None or plan.kit.stones_c > most_c:
                yield Problem(
                    f"{where}.technique",
                    f"needs stones read at {most_c:g} degrees or less",
                    "Read the thermometer.",
                )


def _times(plan: Plan, worked: list[Worked], catalog: Catalog) -> Iterator[Problem]:
    """Whole passes at the technique's tempo, at its useful least, as often as it says."""
    for each in worked:
        step, technique, passes = each.step, each.technique, each.step.passes or 1
        where = f"steps[{each.index}]"
        if (
            technique.repeat.times is not None
            and passes != technique.repeat.times
            and technique.working != "spot"
        ):
            yield Problem(
                f"{where}.passes", f"{technique.name} is done {technique.repeat.times} times", AGAIN
            )
        if each.trace is None:
            continue
        low_s = passes * each.trace.low_s
        high_s = passes * each.trace.high_s + 2 * lead_s(technique)
        if not low_s - SLACK_S <= step.duration_s <= high_s + SLACK_S:
            say = f"{passes} passes take {low_s:.0f} to {high_s:.0f} s, not {step.duration_s:.0f}"
            yield Problem(f"{where}.duration_s", say, "Change the passes or the time.")
        if step.duration_s < technique.repeat.useful_s * 0.95 - SLACK_S and technique.repeat.times is None:
            yield Problem(f"{where}.duration_s", f"{step.duration_s:.0f} s is too short to be of use", AGAIN)


def _ladder(plan: Plan, worked: list[Worked], catalog: Catalog) -> Iterator[Problem]:
    """Light before deep, and nothing firm where it is not warm."""
    budget = Budget.of(min(max(plan.duration_s / 60, 5.0), 120.0))
    had: dict[Key, int] = {}
    warm_s: dict[Key, float] = {}
    for each in worked:
        if each.trace is None:
            continue
        where, phase = f"steps[{each.index}]", each.step.phase
        for key, level in each.trace.levels.items():
            if level > max(had.get(key, 0) + 1, 2):
                yield Problem(
                    f"{where}.level",
                    f"level {level} comes too soon at {key[0]}",
                    "Work there more lightly first.",
                )
            if phase == "focus" and warm_s.get(key, 0.0) < budget.warm_place_s - SLACK_S:
                yield Problem(
                    where,
                    f"{key[0]} is not warm yet: {warm_s.get(key, 0.0):.0f} of {budget.warm_place_s:.0f} s",
                    "Warm it up first.",
                )
        strokes_s = each.step.duration_s - lead_s(each.technique)
        for key, level in each.trace.had.items():
            had[key] = max(had.get(key, 0), level)
        if phase in WARM_PHASES:
            for key, worked_s in each.trace.worked_s(each.step.passes or 1, strokes_s).items():
                warm_s[key] = warm_s.get(key, 0.0) + worked_s


def _pass_of(each: Worked, plan: Plan) -> Trace:
    return each.trace or shown_later(each.technique, barred=plan.limits.forbidden_parts)


def _thumbs(plan: Plan, worked: list[Worked], catalog: Catalog) -> Iterator[Problem]:
    thumbs = catalog.limits.thumbs
    hands_s = sum(each.step.duration_s for each in worked if each.trace is not None)
    thumb_s = sum(each.step.duration_s * _pass_of(each, plan).thumb_frac for each in worked)
    most_s = min(thumbs.most_s, thumbs.most_frac * hands_s)
    if thumb_s > most_s + SLACK_S:
        yield Problem(
            "steps",
            f"thumbs work {thumb_s:.0f} s of the {most_s:.0f} they may",
            "Swap a thumb step for knuckles.",
        )


def _stretches(plan: Plan, worked: list[Worked], catalog: Catalog) -> Iterator[Problem]:
    """No part of the hand works too long without another."""
    stretch = Stretch()
    most_s = catalog.limits.stretch.most_s
    for each in worked:
        stretch.longest_s = 0.0
        stretch.add_step(each.technique, _pass_of(each, plan), step=each.step)
        if stretch.longest_s > most_s + SLACK_S:
            yield Problem(
                f"steps[{each.index}]",
                f"one part of the hand works {stretch.longest_s:.0f} s at a stretch",
                "Put something else between.",
            )


def _machines(plan: Plan, worked: list[Worked], catalog: Catalog) -> Iterator[Problem]:
    """The massager and placed stones have their own clocks."""
    at_place: dict[tuple[str | None, str], float] = {}
    for each in worked:
        if each.technique.massager:
            key = each.step.place, each.step.side
            at_place[key] = at_place.get(key, 0.0) + each.step.duration_s
        if (
            each.technique.stones == "placed"
            and each.step.duration_s > catalog.limits.stones.placed_s + SLACK_S
        ):
            yield Problem(
                f"steps[{each.index}].duration_s", "stones lie too long", "Take them off after ten minutes."
            )
    for (place, side), total_s in at_place.items():
        if total_s > catalog.limits.massager.place_s + SLACK_S:
            yield Problem(
                "steps",
                f"the massager stays {total_s:.0f} s at {place} ({side})",
                "A minute a place is enough.",
            )
    if sum(at_place.values()) > catalog.limits.massager.total_s + SLACK_S:
        yield Problem("steps", "the massager works longer than ten minutes", "Take a massager step out.")


def _balance(plan: Plan, worked: list[Worked], catalog: Catalog) -> Iterator[Problem]:
    """Left and right get the same over places that both are worked at; extras are a quarter at most."""
    worked_s: dict[Key, float] = {}
    extra_s = 0.0
    for each in worked:
        if each.step.extra or each.technique.working == "spot":
            extra_s += each.step.duration_s
        elif each.trace is not None:
            for key, share in each.trace.held_frac.items():
                worked_s[key] = worked_s.get(key, 0.0) + share * each.step.duration_s
    left_s, right_s = sides_s(worked_s, on_both_sides(worked_s))
    if abs(left_s - right_s) > BALANCE_FRAC * (left_s + right_s) + SLACK_S:
        yield Problem("steps", f"left has {left_s:.0f} s, right {right_s:.0f}", "Give both sides the same.")
    if extra_s > ONE_SIDED_FRAC * plan.duration_s + SLACK_S:
        yield Problem(
            "steps", f"{extra_s:.0f} s go to sore spots on one side", "Keep it to a quarter of the time."
        )
