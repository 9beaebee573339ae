"""The evening as a whole: its clock, its phases, each long enough, and the quiet at its end."""

from __future__ import annotations

from collections.abc import Iterator

from backrub.errors import Problem
from backrub.model.plan import Plan
from backrub.planning.candidate import WARM_PHASES
from backrub.planning.verify.case import AGAIN, SLACK_S, Case

PHASES = ("opening", "warm-up", "focus", "closing", "rest")


def clock(plan: Plan) -> Iterator[Problem]:
    """One step begins where the one before ends, and the phases come in order."""
    now_s, last = 0.0, 0
    for index, step in enumerate(plan.steps):
        if abs(step.start_s - now_s) > SLACK_S:
            what = f"{step.start_s:g} is not where the step before ends ({now_s:g})"
            yield Problem(f"steps[{index}].start_s", what, AGAIN)
        now_s = step.start_s + step.duration_s
        if PHASES.index(step.phase) < last:
            what = f"{step.phase} comes after {PHASES[last]}"
            yield Problem(f"steps[{index}].phase", what, "Keep opening, warm-up, focus, closing, rest.")
        last = max(last, PHASES.index(step.phase))
    if abs(now_s - plan.duration_s) > SLACK_S:
        yield Problem("duration_s", f"the steps take {now_s:g} s, not {plan.duration_s:g}", AGAIN)


def phases(case: Case) -> Iterator[Problem]:
    """Each phase has its least time of work, and from 15 minutes on there is focus."""
    budget = case.budget
    least = {
        "opening": (budget.opening_s, case.phase_s("opening")),
        "opening and warm-up": (budget.opening_s + budget.warm_up_s, case.phase_s(*WARM_PHASES)),
        "closing": (budget.closing_s, case.phase_s("closing")),
    }
    for phase, (least_s, has_s) in least.items():
        if has_s < least_s - SLACK_S:
            what = f"the {phase} has {has_s:.0f} s of the {least_s:.0f} it needs"
            yield Problem("steps", what, f"Make the {phase} longer.")
    if not case.phase_s("warm-up"):
        yield Problem("steps", "there is no warm-up", "Put a warm-up after the opening.")
    if budget.needs_focus and not case.phase_s("focus"):
        yield Problem("steps", "there is no focus", "Put focus work after the warm-up, or make it shorter.")


def rest(case: Case) -> Iterator[Problem]:
    """It ends with the quiet, for as long as an evening of this length has, and the quiet is only there."""
    steps, budget = case.plan.steps, case.budget
    quiet = [(index, step) for index, step in enumerate(steps) if step.technique == "rest"]
    for index, step in enumerate(steps):
        if (step.technique == "rest") != (step.phase == "rest"):
            what = f"'{step.technique}' in the {step.phase}"
            yield Problem(f"steps[{index}].phase", what, "Keep the rest for the quiet at the end.")
    if not quiet or quiet[-1][0] != len(steps) - 1:
        yield Problem("steps", "it does not end with the quiet", "Put a rest at the end.")
    rest_s = sum(step.duration_s for _, step in quiet)
    if not budget.rest_s - SLACK_S <= rest_s <= budget.rest_most_s + SLACK_S:
        where = f"steps[{quiet[-1][0]}].duration_s" if quiet else "steps"
        what = f"the quiet lasts {rest_s:.0f} s, not {budget.rest_s:.0f} to {budget.rest_most_s:.0f}"
        yield Problem(where, what, f"Let them lie for {budget.rest_s:.0f} to {budget.rest_most_s:.0f} s.")
