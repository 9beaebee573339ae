"""What hangs on the order of the steps: light before deep, oil and readings, an end that fades."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from backrub.errors import Problem
from backrub.model.plan import Step
from backrub.planning.budget import REOIL_EVERY_S
from backrub.planning.candidate import WARM_PHASES, lead_s
from backrub.planning.stretch import Stretch
from backrub.planning.stroke import Key
from backrub.planning.verify.case import SLACK_S, Case

FORCE_N = 1e-9


def light_first(case: Case) -> Iterator[Problem]:
    """Light before deep, and nothing firm where it is not warm."""
    least_s = case.budget.warm_place_s
    had: dict[Key, int] = {}
    warm_s: dict[Key, float] = {}
    for each in case.worked:
        if each.trace is None:
            continue
        for key, level in each.trace.levels.items():
            place = key[0].replace("-", " ")
            if level > max(had.get(key, 0) + 1, 2):
                what = f"level {level} comes too soon at the {place}"
                yield Problem(f"{each.where}.level", what, f"Work more lightly at the {place} first.")
            if each.step.phase == "focus" and warm_s.get(key, 0.0) < least_s - SLACK_S:
                what = f"the {place} is not warm yet: {warm_s.get(key, 0.0):.0f} of {least_s:.0f} s"
                yield Problem(each.where, what, f"Warm the {place} up first.")
        for key, level in each.trace.had.items():
            had[key] = max(had.get(key, 0), level)
        if each.step.phase in WARM_PHASES:
            strokes_s = each.step.duration_s - lead_s(each.technique)
            for key, worked_s in each.trace.worked_s(each.step.passes or 1, strokes_s).items():
                warm_s[key] = warm_s.get(key, 0.0) + worked_s


def stretches(case: Case) -> Iterator[Problem]:
    """No part of the hand works too long without another."""
    stretch = Stretch()
    most_s = case.catalog.limits.stretch.most_s
    for each in case.worked:
        stretch.longest_s = 0.0
        stretch.add_step(each.technique, case.pass_of(each), step=each.step)
        if stretch.longest_s > most_s + SLACK_S:
            what = f"one part of the hand works {stretch.longest_s:.0f} s at a stretch"
            yield Problem(each.where, what, "Put something else between.")


def closing(case: Case) -> Iterator[Problem]:
    """In the closing neither level nor force rises."""
    ends = [each for each in case.worked if each.step.phase == "closing"]
    for before, after in pairwise(ends):
        rises = (after.step.level or 1) > (before.step.level or 1)
        if rises or after.force_n > before.force_n + FORCE_N:
            yield Problem(after.where, "the end only gets lighter", "Put it earlier.")


def numbers(case: Case) -> Iterator[Problem]:
    """In the classic order the eight stand by their numbers."""
    if case.style.order != "article":
        return
    last = 0
    for each in case.worked:
        number = each.technique.article or 0
        if number and number < last and each.step.phase in ("warm-up", "focus"):
            what = f"{each.technique.name} is number {number} of the eight and comes before number {last}"
            yield Problem(each.where, what, "Choose another style for an order of your own.")
        last = max(last, number)


def oil(case: Case) -> Iterator[Problem]:
    """Oil comes before what needs it, and again about every eight minutes while there is warm-up or focus.

    Both sides of a piece are one: nobody fetches oil between them. So many oilings as the evening has are
    enough (`Budget.oilings`).
    """
    now_s = oiled_s = 0.0
    taken = 0
    index_of = {each.index: each for each in case.worked}
    last: Step | None = None
    for index, step in enumerate(case.plan.steps):
        if step.technique == "oil":
            taken += 1
            oiled_s = now_s + step.duration_s
        worked = index_of.get(index)
        if worked is not None:
            if worked.technique.oil and case.uses_oil:
                late = now_s - oiled_s > REOIL_EVERY_S + SLACK_S and taken <= case.budget.oilings
                if not taken:
                    what = f"{worked.technique.name} comes before any oil"
                    yield Problem(worked.where, what, "Put oil before it.")
                    taken = 1
                elif late and step.phase in ("warm-up", "focus") and not _is_other_side(last, step):
                    minutes = round((now_s - oiled_s) / 60)
                    what = f"{worked.technique.name} begins {minutes} minutes after the last oil"
                    yield Problem(worked.where, what, "Put a little oil before it.")
                    taken, oiled_s = taken + 1, now_s
            last = step
        now_s += step.duration_s


def _is_other_side(one: Step | None, other: Step) -> bool:
    return (
        one is not None
        and (one.technique, one.place, one.phase) == (other.technique, other.place, other.phase)
        and {one.side, other.side} == {"left", "right"}
    )


def readings(case: Case) -> Iterator[Problem]:
    """The stones are read before each batch, and a reading is good for ten minutes."""
    index_of = {each.index: each for each in case.worked}
    most_s = case.catalog.limits.stones.reading_s
    now_s, read_s = 0.0, None
    for index, step in enumerate(case.plan.steps):
        end_s = now_s + step.duration_s
        if step.technique == "stones":
            read_s = end_s
        worked = index_of.get(index)
        if worked is not None and worked.technique.stones is not None:
            if read_s is None:
                what = f"{worked.technique.name} comes before the stones are read"
                yield Problem(worked.where, what, "Put a stones step before it.")
            elif end_s - read_s > most_s + SLACK_S:
                what = f"the stones were read {(end_s - read_s) / 60:.0f} minutes before it ends"
                yield Problem(worked.where, what, "Read them again before it.")
        now_s = end_s
