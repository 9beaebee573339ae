"""The pieces of work of a plan: their names, how firm and how long they are, and a plan with lighter ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from backrub.model.base import Phase
from backrub.model.plan import Gentler, Plan
from backrub.planning.replan import pieces_of

Key = tuple[str, str, Phase]
"""A technique, its place (with the spot, where there is one) and its phase."""


def key_of(row: Gentler) -> Key:
    """Return which piece a row of a plan's `gentler` is about."""
    return row.technique, row.place, row.phase


def outs_of(plan: Plan) -> tuple[Key, ...]:
    """Return the pieces that are not done at all on this back, since each broke a limit there."""
    return tuple(key_of(each) for each in plan.gentler if each.most_level == 0)


def keys_of(plan: Plan) -> Mapping[int, Key]:
    """Return which piece each step that works belongs to, both sides alike."""
    return {index: each.wish_id[:3] for index, each in pieces_of(plan).items()}


def level_of(plan: Plan, key: Key) -> int:
    """Return the highest level of a piece, 0 where it is not there."""
    levels = (plan.steps[index].level or 0 for index, each in keys_of(plan).items() if each == key)
    return max(levels, default=0)


def seconds_of(plan: Plan, key: Key) -> float:
    """Return how long a piece takes in all. [s]"""
    return sum(plan.steps[index].duration_s for index, each in keys_of(plan).items() if each == key)


def at_most(plan: Plan, steps: Collection[int], *, level: int) -> Plan:
    """Return the plan with some of its steps no firmer than a level."""
    lighter = [
        step.model_copy(update={"level": min(step.level or level, level)}) if index in steps else step
        for index, step in enumerate(plan.steps)
    ]
    return plan.model_copy(update={"steps": tuple(lighter)})


def no_firmer(plan: Plan, most: Mapping[Key, int]) -> Plan:
    """Return the plan with each of these pieces no firmer than its level; one of level 0 stays as it is."""
    for key, level in most.items():
        if 0 < level < level_of(plan, key):
            steps = [index for index, each in keys_of(plan).items() if each == key]
            plan = at_most(plan, steps, level=level)
    return plan
