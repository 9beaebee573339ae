"""What must be so before a plan can be judged: its words are known, and its steps say what they are."""

from __future__ import annotations

from collections.abc import Iterator

from backrub.catalog.load import Catalog
from backrub.catalog.technique import Technique
from backrub.errors import Problem, did_you_mean
from backrub.model.plan import PAUSES, Plan, Step
from backrub.planning.verify.case import AGAIN

SIDES = {
    "together": ("both",),
    "middle": ("both",),
    "each-side": ("left", "right"),
    "spot": ("left", "right"),
}
"""The sides of a step by how its technique works."""


def unknown(plan: Plan, *, catalog: Catalog) -> Iterator[Problem]:
    """The style and the oil exist."""
    if plan.style not in catalog.styles:
        what = f"unknown style '{plan.style}'"
        yield Problem("style", what, did_you_mean(plan.style, [*catalog.styles]))
    oils = [*catalog.preparation.oils, "none"]
    if plan.kit.oil not in oils:
        yield Problem("kit.oil", f"unknown oil '{plan.kit.oil}'", did_you_mean(plan.kit.oil, oils))


def unread(plan: Plan, *, catalog: Catalog) -> dict[int, list[Problem]]:
    """Return what is wrong with each step that can't be traced as it stands, by its index."""
    found: dict[int, list[Problem]] = {}
    for index, step in enumerate(plan.steps):
        problems = [*_of_step(step, f"steps[{index}]", plan, catalog)]
        if problems:
            found[index] = problems
    return found


def _of_step(step: Step, where: str, plan: Plan, catalog: Catalog) -> Iterator[Problem]:
    if step.technique in PAUSES:
        if step.level is not None or step.passes is not None:
            yield Problem(where, f"'{step.technique}' is a pause and has no level and no passes", AGAIN)
        return
    technique = catalog.techniques.get(step.technique)
    if technique is None:
        what = f"unknown technique '{step.technique}'"
        yield Problem(f"{where}.technique", what, did_you_mean(step.technique, [*catalog.techniques]))
        return
    if step.level is None or step.passes is None:
        yield Problem(where, "has no level or no passes", AGAIN)
    yield from _of_place(step, where, technique, plan)
    sides = ("both",) if step.place is None else SIDES[technique.working]
    if step.side not in sides:
        what = f"{technique.name} is not done on '{step.side}'"
        yield Problem(f"{where}.side", what, f"Choose {' or '.join(sides)}.")


def _of_place(step: Step, where: str, technique: Technique, plan: Plan) -> Iterator[Problem]:
    if step.place is None:
        if technique.working != "spot":
            yield Problem(f"{where}.place", "is missing", AGAIN)
    elif step.place not in technique.places:
        what = f"{technique.name} is not used at '{step.place}'"
        yield Problem(f"{where}.place", what, did_you_mean(step.place, technique.places))
    elif step.place in technique.barred or step.place in plan.limits.forbidden_places:
        yield Problem(f"{where}.place", f"'{step.place}' is to be left alone", AGAIN)
    is_at_spot = technique.working == "spot" and step.place is not None
    if is_at_spot and step.spot is None:
        yield Problem(f"{where}.spot", "is missing", "Name the sore spot, or leave out the place.")
    elif step.spot is not None and not is_at_spot:
        yield Problem(f"{where}.spot", f"{technique.name} is not done on a single spot", "Take the spot out.")
