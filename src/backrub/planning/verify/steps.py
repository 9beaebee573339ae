"""What each step keeps by itself: what is allowed and at hand, its time, its spot, where the giver is."""

from __future__ import annotations

from collections.abc import Iterator

from backrub.errors import Problem
from backrub.planning.candidate import lead_s
from backrub.planning.verify.case import AGAIN, SLACK_S, Case

HOME_LEVEL, CLOSING_LEVEL = 4, 2
SAME_POINT = 2e-3
"""Two marks this near in the chart are one: files round them."""


def allowed(case: Case) -> Iterator[Problem]:
    """Nothing barred, nothing too hard, nothing that does not fit on this back."""
    limits = case.plan.limits
    top = min(limits.max_level, case.plan.level, case.style.max_level, HOME_LEVEL)
    for each in case.worked:
        where, step, technique, level = each.where, each.step, each.technique, each.step.level or 1
        most = min(top, CLOSING_LEVEL) if step.phase == "closing" else top
        if level > most:
            yield Problem(f"{where}.level", f"{level} is more than the {most} allowed", "Make it lighter.")
        if level not in technique.levels:
            yield Problem(f"{where}.level", f"{technique.name} has no level {level}", AGAIN)
        if step.technique in limits.forbidden_techniques:
            yield Problem(f"{where}.technique", f"{technique.name} is not allowed tonight", AGAIN)
        if technique.part in limits.forbidden_parts and technique.instead_part is None:
            what = f"{technique.name} needs a {technique.part}, which is not allowed tonight"
            yield Problem(f"{where}.technique", what, AGAIN)
        if step.phase not in technique.phases:
            what = f"{technique.name} is not for the {step.phase}"
            yield Problem(f"{where}.phase", what, f"It is for the {' or '.join(technique.phases)}.")
        if step.place is not None and each.trace is None:
            yield Problem(where, f"{technique.name} does not fit there on this back", AGAIN)
        if each.trace is not None and each.trace.level < level:
            what = f"only level {each.trace.level} is allowed at that place"
            yield Problem(f"{where}.level", what, "Make it lighter.")


def at_hand(case: Case) -> Iterator[Problem]:
    """Everything is of the style, and what it needs is there: oil, skin or clothes, a massager, stones."""
    style, kit, stones = case.style, case.plan.kit, case.catalog.limits.stones
    for each in case.worked:
        where, technique = f"{each.where}.technique", each.technique
        if technique.id in style.forbid or (style.only and technique.id not in style.only):
            yield Problem(where, f"{technique.name} is not of the style {style.name}", AGAIN)
        if technique.oil and not case.uses_oil:
            yield Problem(where, f"{technique.name} needs oil", AGAIN)
        if not case.uses_oil and not technique.through_clothes:
            yield Problem(where, f"{technique.name} does not go through clothes", AGAIN)
        if technique.clothed_only and case.uses_oil:
            yield Problem(where, f"{technique.name} is for an evening without oil", AGAIN)
        if technique.massager and not kit.massager:
            yield Problem(where, f"{technique.name} needs a massager", AGAIN)
        if technique.stones is not None:
            most_c = stones.moving_c if technique.stones == "moving" else stones.placed_c
            if kit.stones_c is None or kit.stones_c > most_c:
                what = f"needs stones read at {most_c:g} °C or less"
                yield Problem(where, what, "Read the thermometer.")


def times(case: Case) -> Iterator[Problem]:
    """Whole passes at the technique's tempo, at its useful least, as often as it says."""
    for each in case.worked:
        step, technique, where, passes = each.step, each.technique, each.where, each.step.passes or 1
        repeat = technique.repeat
        least, most = repeat.times or 1, repeat.most_times or repeat.times or passes
        if not least <= passes <= most:
            often = f"{least}" if least == most else f"{least} to {most}"
            yield Problem(f"{where}.passes", f"{technique.name} is done {often} times", f"Make it {least}.")
        if step.place is not None and each.trace is None:
            continue  # it does not fit there: told already
        one = case.pass_of(each)
        low_s, high_s = passes * one.low_s, passes * one.high_s + 2 * lead_s(technique)
        if not low_s - SLACK_S <= step.duration_s <= high_s + SLACK_S:
            say = f"{passes} passes take {low_s:.0f} to {high_s:.0f} s, not {step.duration_s:.0f}"
            yield Problem(f"{where}.duration_s", say, "Change the passes or the time.")
        if step.duration_s < repeat.useful_s - SLACK_S:
            what = f"{step.duration_s:.0f} s is too short to be of use"
            yield Problem(f"{where}.duration_s", what, f"Give it {repeat.useful_s:g} s, or take it out.")


def spots(case: Case) -> Iterator[Problem]:
    """Only a marked spot is held, on its own side and place, and none that is too sore."""
    plan = case.plan
    for each in case.worked:
        spot, where = each.step.spot, f"{each.where}.spot"
        if spot is None:
            continue
        if not _is_among(spot, plan.slow_at):
            yield Problem(where, "nobody marked a sore spot there", AGAIN)
        if _is_among(spot, plan.gentle_at):
            yield Problem(where, "is too sore to be pressed", AGAIN)
        if case.atlas.place_at(*spot) != (each.step.place, each.step.side):
            what = f"is not at '{each.step.place}' on the {each.step.side}"
            yield Problem(where, what, "Name the place and side where the spot is.")


def _is_among(spot: tuple[float, float], marks: tuple[tuple[float, float], ...]) -> bool:
    return any(max(abs(spot[0] - x), abs(spot[1] - y)) <= SAME_POINT for x, y in marks)


def stands(case: Case) -> Iterator[Problem]:
    """What is pushed away from the far side is done from the other side of the receiver."""
    for each in case.worked:
        if each.technique.stand == "opposite":
            other = "right" if each.step.side == "left" else "left"
            if each.step.stand != other:
                what = f"their {each.step.side} side is worked from the {each.step.stand}"
                yield Problem(f"{each.where}.stand", what, f"Work it from their {other}.")
