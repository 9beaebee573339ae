"""Judge whether the giver gets there: arms long enough where the plan says they are, hands and arms clear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from backrub.body import Back
from backrub.dose.case import Case
from backrub.model.base import Stand, Surface
from backrub.model.dose import LimitCheck
from backrub.model.plan import Plan
from backrub.motion.giver import reach_m
from backrub.motion.hands import WITHIN_M
from backrub.motion.reach import CROSSED_M, Reached, reached
from backrub.motion.track import Segments

LONGEST_M = reach_m("palm")
"""How far an open palm reaches; other parts are told as if they were one. [m]"""
ROUND: dict[Stand, Stand] = {"left": "right", "right": "left", "head": "left"}
"""Where a giver goes who walks round."""
NEARER: dict[Surface, Surface] = {"table": "mat", "bed": "mat"}
"""What the receiver could lie on so that the giver gets nearer."""


@dataclass(frozen=True, slots=True)
class Arms:
    """What is asked of a giver's arms: the plan, and its strokes laid on a back."""

    plan: Plan
    segments: Segments
    back: Back

    def seen(self, case: Case, plan: Plan, *, steps: frozenset[int] | None = None) -> tuple[Reached, ...]:
        """Return how the strokes are for the giver of a plan, of all its steps or of some."""
        return reached(self.segments, plan, score=case.score, back=self.back, steps=steps)


def reach_checks(case: Case, arms: Arms) -> Iterator[LimitCheck]:
    """Yield the limits of the giver's reach, each with what would mend it where it breaks."""
    seen = arms.seen(case, arms.plan)
    for name, says, limit, worst in (
        ("reach", "a hand's distance from its shoulder, as for a palm", LONGEST_M, _distance_m),
        ("arms-crossed", "one arm over the other", CROSSED_M, lambda each: each.crossed_m),
        ("hands-apart", "one hand in the other's place", WITHIN_M, lambda each: each.within_m),
    ):
        # To a micrometre, and of alike ones the first: what is nothing stays nothing on every machine.
        most = max(seen, key=lambda each: round(worst(each), 6), default=None)
        if most is None or round(worst(most), 6) <= 0:
            yield case.check(name, says, limit=limit, worst=0.0, unit="m")
            continue
        stroke = case.score.strokes[most.stroke]
        is_ok = worst(most) <= limit
        yield case.check(
            name, says, limit=limit, worst=worst(most), unit="m", stroke=most.stroke, part=most.part,
            at_s=stroke.start_s + most.share_frac * stroke.duration_s,
            way_out=None if is_ok else _way_out(name, most, case, arms),
        )  # fmt: skip


def _distance_m(each: Reached) -> float:
    return LONGEST_M + each.beyond_m


def _way_out(name: str, worst: Reached, case: Case, arms: Arms) -> str:
    """Return what would mend it: the first of a few ways that does."""
    if name == "hands-apart":
        return "Keep the hands further apart, or let one hand do it."
    index = case.score.strokes[worst.stroke].step
    from_ = f"From their {worst.spot} side" if worst.spot != "head" else "From their head"
    if worst.beyond_m > 0:
        missing = f"{from_} an arm is {100 * worst.beyond_m:.0f} cm too short."
    else:
        missing = f"{from_} the arms cross."
    round_ = ROUND[worst.spot]
    if _does(index, case, arms, plan=_standing(arms.plan, index, stand=round_)):
        return f"{missing} Walk round to their {round_} side first."
    nearer = NEARER.get(arms.plan.kit.surface)
    if nearer is not None:
        kit = arms.plan.kit.model_copy(update={"surface": nearer})
        lower = _standing(arms.plan, index, stand=worst.spot).model_copy(update={"kit": kit})
        if _does(index, case, arms, plan=lower):
            return f"{missing} On a {nearer}, kneeling, it can be done."
    return f"{missing} Take a lane that is nearer to you, or leave it out."


def _standing(plan: Plan, index: int, *, stand: Stand) -> Plan:
    """Return the plan with the giver elsewhere during a step."""
    steps = list(plan.steps)
    steps[index] = steps[index].model_copy(update={"stand": stand})
    return plan.model_copy(update={"steps": tuple(steps)})


def _does(index: int, case: Case, arms: Arms, *, plan: Plan) -> bool:
    return all(each.is_well for each in replace(arms, plan=plan).seen(case, plan, steps=frozenset((index,))))
