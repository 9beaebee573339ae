"""The evening as a whole: its clock, its phases, each long enough, the walks, and the quiet at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from backrub.errors import Problem
from backrub.model.base import Stand
from backrub.model.plan import PAUSES, Plan, Step
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


def walks(case: Case) -> Iterator[Problem]:
    """The giver walks round exactly where the side changes, and no more often than the strokes ask for."""
    stand: Stand | None = None
    walk: int | None = None
    for index, step in enumerate(case.plan.steps):
        if step.technique == "walk":
            if walk is not None:
                yield Problem(f"steps[{index}]", "is a second walk without work between", "Take it out.")
            walk = index
        if step.technique in PAUSES or step.stand == "any":
            continue
        changes = stand is not None and step.stand != stand
        if changes and walk is None:
            what = f"the giver has to go from the {stand} to the {step.stand} first"
            yield Problem(f"steps[{index}].stand", what, "Put a walk before it.")
        if walk is not None and stand is not None and not changes:
            yield Problem(f"steps[{walk}]", f"is a walk, and the giver stays on the {stand}", "Take it out.")
        stand, walk = step.stand, None
    if walk is not None:
        yield Problem(f"steps[{walk}]", "is a walk after which no side is asked for", "Take it out.")
    sided = [each.step for each in case.worked if each.step.stand != "any"]
    count = sum(one.stand != other.stand for one, other in pairwise(sided))
    least = _fewest_changes(sided)
    if count > least:
        what = f"the giver changes sides {count} times, and {least} would do"
        yield Problem("steps", what, "Do what is worked from one side together.")


def _fewest_changes(sided: Sequence[Step]) -> int:
    """Return how often the giver must change sides: phases keep their order, in each any order will do."""
    fewest: dict[Stand, int] = {step.stand: 0 for step in sided}
    for phase in dict.fromkeys(step.phase for step in sided):
        asked = dict.fromkeys(step.stand for step in sided if step.phase == phase)
        ends: dict[Stand, int] = {}
        for end in asked:
            # every other side of the phase comes before the last: a change for each but where it begins
            begins = [each for each in asked if each != end] or [end]
            ends[end] = min(count + (at not in begins) + len(asked) - 1 for at, count in fewest.items())
        fewest = ends
    return min(fewest.values(), default=0)
