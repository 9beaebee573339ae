"""Faults to plant into an evening's steps, each with how the names of the limits begin that must catch it."""

from collections.abc import Iterator
from typing import NamedTuple

from backrub.catalog import load
from backrub.catalog.patches import read_patches
from backrub.dose import Skin, check
from backrub.model.dose import DoseReport
from backrub.model.plan import Plan
from backrub.model.score import Score, Stroke

ON_LEVELS = ("level", "light-first", "finish", "zone-")
TOP_LEVEL = 5
"""The highest of the scale."""
SPINE, LOWEST = 0.02, 0.9
"""A lane moved so near to the midline, and no lower, in chart units, lies on the spine."""
WARMER_C = 3.0
HOLD_S = 200.0
HELD = {
    "two-fingers": "stay-finger",
    "reinforced-fingers": "stay-finger",
    "thumb": "stay-thumb",
    "reinforced-thumb": "stay-thumb",
    "knuckles": "stay-knuckle",
    "massager": "stay-massager",
}
"""What a hand that stays too long breaks, by its part; for any other it lies still too long."""
NEAR_LIMIT, FIRM = "reinforced-thumb", 3
"""The part that presses near its own limit from this level on: 22 N and more on half of its 3.8 cm2 are past
100 kPa. A thumb's 16 N on half of its 3.5 cm2 are 93 kPa."""


class Planted(NamedTuple):
    """A plan and a score with one fault, as check takes them."""

    fault: str
    plan: Plan
    score: Score
    caught_by: tuple[str, ...]
    halved: str | None = None


def worked(plan: Plan, score: Score) -> list[int]:
    """Return the steps that hands do; a spot that the receiver shows later has no strokes yet."""
    own = {each.step for each in score.strokes if not each.link}
    return [index for index, each in enumerate(plan.steps) if each.level is not None and index in own]


def planted(plan: Plan, score: Score, index: int) -> Iterator[Planted]:
    """Yield each fault that can be planted into a step."""
    step = plan.steps[index]
    mine = [each for each in score.strokes if each.step == index and not each.link]
    parts = {hand.part for stroke in mine for hand in stroke.hands}
    yield Planted("level", *raised(plan, score, index, min(2, TOP_LEVEL - step.level)), ON_LEVELS)
    if "palm" not in parts or step.level > 1:
        yield Planted("spine", plan, with_strokes(score, index, on_the_spine), ("zone-strip",))
    if "stone" in parts:
        kit = plan.kit.model_copy(update={"stones_c": plan.kit.stones_c + WARMER_C})
        yield Planted("stone", plan.model_copy(update={"kit": kit}), score, ("stone-", "heat"))
    for part in sorted(parts):
        if part != "stone":  # at 43 degrees one may lie so long
            yield Planted("hold", plan, held(mine, part), (HELD.get(part, "still"),))
    alone = score.model_copy(update={"strokes": tuple(mine)})
    for part in sorted(parts):
        yield Planted("half", plan, alone, (f"size-{part}",), part)
    if any(hand.level >= FIRM for stroke in mine for hand in stroke.hands if hand.part == NEAR_LIMIT):
        yield Planted("half", plan, alone, (f"pressure-{NEAR_LIMIT}",), NEAR_LIMIT)


def broken(fault: Planted, *, skin: Skin | None = None, rate_hz: float) -> set[str]:
    """Return the names of the limits that a fault breaks."""
    return {each.name for each in checked(fault, skin=skin, rate_hz=rate_hz).broken}


def checked(fault: Planted, *, skin: Skin | None = None, rate_hz: float) -> DoseReport:
    """Return what a check says of a fault."""
    patches = read_patches().parts
    if fault.halved is not None:
        whole = patches[fault.halved]
        half = {"half_length_m": whole.half_length_m / 2**0.5, "half_width_m": whole.half_width_m / 2**0.5}
        patches = {**patches, fault.halved: whole.model_copy(update=half)}
    return check(
        fault.plan, fault.score, catalog=load(), skin=skin, rate_hz=rate_hz, threads=1, patches=patches
    )


def rise_of(fault: Planted, *, skin: Skin, rate_hz: float) -> float:
    """Return how many times as hard a halved part presses at most as all of it does in the same strokes."""
    half_pa, whole_pa = (
        next(
            limit.worst
            for limit in checked(each, skin=skin, rate_hz=rate_hz).limits
            if limit.name == f"pressure-{fault.halved}"
        )
        for each in (fault, fault._replace(halved=None))
    )
    return half_pa / whole_pa


def with_strokes(score: Score, index: int, changed) -> Score:
    """Return the score with each of a step's own strokes changed."""
    strokes = tuple(changed(each) if each.step == index and not each.link else each for each in score.strokes)
    return score.model_copy(update={"strokes": strokes})


def raised(plan: Plan, score: Score, index: int, by: int) -> tuple[Plan, Score]:
    """Return a step and all its strokes so many levels firmer."""

    def firmer(stroke: Stroke) -> Stroke:
        hands = tuple(each.model_copy(update={"level": each.level + by}) for each in stroke.hands)
        return stroke.model_copy(update={"level": stroke.level + by, "hands": hands})

    steps = list(plan.steps)
    steps[index] = steps[index].model_copy(update={"level": steps[index].level + by})
    return plan.model_copy(update={"steps": tuple(steps)}), with_strokes(score, index, firmer)


def on_the_spine(stroke: Stroke) -> Stroke:
    """Return a stroke with the middle of each lane beside the midline, above the sacrum."""
    hands = []
    for hand in stroke.hands:
        across = sum(point[0] for point in hand.path) / len(hand.path)
        by = (SPINE if across > 0 else -SPINE) - across
        path = tuple((point[0] + by, min(point[1], LOWEST)) for point in hand.path)
        hands.append(hand.model_copy(update={"path": path}))
    return stroke.model_copy(update={"hands": tuple(hands)})


def held(strokes: list[Stroke], part: str) -> Score:
    """Return the first stroke of a part alone, staying where it began."""
    stroke = next(each for each in strokes if part in {hand.part for hand in each.hands})
    hands = tuple(
        each.model_copy(update={"path": each.path[:1]}) for each in stroke.hands if each.part == part
    )
    still = stroke.model_copy(update={"start_s": 0.0, "duration_s": HOLD_S, "hands": hands})
    return Score(duration_s=HOLD_S, strokes=(still,), cues=())
