"""Rules about time under the hands: light before deep, warm before focus, balance, thumbs, stretches,
touch."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from judge import judge_pages as pages
from judge.judge_case import Broken, Case, Touch
from judge.judge_plan import level_most
from judge.judge_room import may_touch

SLACK_S = 0.15


def light_first(case: Case) -> Iterator[Broken]:
    """A place's first touch is at level two or less, and each rise is by one over what it has had."""
    had: dict[tuple[str, str], int] = {}
    for touch in case.touches:
        for key in case.insides[touch.path]:
            before = had.get(key, 0)
            if touch.level > max(before + 1, 2):
                yield Broken("light-first", f"step {touch.step} {key}", f"level {touch.level} over {before}")
            had[key] = max(before, touch.level)


def warm_first(case: Case) -> Iterator[Broken]:
    """No focus work before a place has been warmed, by opening and warm-up strokes counted by their share
    there."""
    least_s = pages.least_of(case.minutes).warm_s
    warm: Counter[tuple[str, str]] = Counter()
    told = set()
    for touch in case.touches:
        if case.phase(touch) in ("opening", "warm-up"):
            for key, share in case.shares[touch.path].items():
                warm[key] += touch.lasts_s * share
        elif case.phase(touch) == "focus" and not touch.link:
            for key in case.insides[touch.path]:
                if warm[key] < least_s - SLACK_S and (touch.step, key) not in told:
                    told.add((touch.step, key))
                    yield Broken(
                        "warm-first",
                        f"step {touch.step} {key}",
                        f"after {warm[key]:.1f} s of warm-up, not {least_s:g}",
                    )


def stroke_levels(case: Case) -> Iterator[Broken]:
    """No stroke is above its step, what is allowed, or what its part may do; the closing never rises."""
    most, last = level_most(case), 2
    for touch in case.touches:
        step = case.steps[touch.step]
        if touch.level > min(most, step["level"] or 0):
            yield Broken(
                "stroke-levels", f"stroke {touch.stroke}", f"level {touch.level} in a step at {step['level']}"
            )
        if touch.level == 4 and touch.part not in pages.BROAD_AT_4:
            yield Broken("stroke-levels", f"stroke {touch.stroke}", f"level 4 with {touch.part}")
        if touch.part in case.clearance["forbidden_parts"]:
            yield Broken("stroke-levels", f"stroke {touch.stroke}", f"{touch.part} is barred")
        if step["phase"] == "closing" and not touch.link:
            if touch.level > last:
                yield Broken("stroke-levels", f"stroke {touch.stroke}", f"the closing rises to {touch.level}")
            last = min(last, touch.level)


def extras(case: Case) -> set[int]:
    """Return the steps that are the one-sided extra for sore spots: holds, and work without a twin there."""
    sore = {
        key
        for spot in case.request["wishes"]["sore"]
        for key, polygon in case.ground.places.items()
        if polygon.distance(shapely.Point(spot["across"], spot["along"])) < 1e-9
    }
    found = {index for index, step in case.worked if step["technique"] == pages.SPOT_WORK}
    groups: dict[tuple[object, ...], dict[str, list[int]]] = defaultdict(lambda: {"left": [], "right": []})
    for index, step in case.worked:
        if index not in found and step["side"] in ("left", "right"):
            groups[step["technique"], step["place"], step["phase"]][step["side"]].append(index)
    for (_, place, _), sides in groups.items():
        left, right = (
            sorted(sides[side], key=lambda i: -case.steps[i]["duration_s"]) for side in ("left", "right")
        )
        longer, side = (left, "left") if len(left) > len(right) else (right, "right")
        spare = list(longer)
        for other in right if longer is left else left:
            twin = min(
                spare, key=lambda i: abs(case.steps[i]["duration_s"] - case.steps[other]["duration_s"])
            )
            spare.remove(twin)
        if (place, side) in sore:
            found |= set(spare)
    return found


def balance(case: Case) -> Iterator[Broken]:
    """Left and right get the same time over places allowed on both sides, within five per cent."""
    out = extras(case)
    fits = {key for touch in case.touches if not touch.link for key in case.insides[touch.path]}
    fits |= may_touch(case) if fits < set(case.ground.places) else set()
    both = {place for place, _ in case.ground.places if {(place, "left"), (place, "right")} <= fits}
    strokes: dict[int, dict[str, float]] = defaultdict(lambda: {"left": 0.0, "right": 0.0})
    lasts: dict[int, float] = {}
    for touch in case.touches:
        if touch.step in out:
            continue
        lasts[touch.stroke] = touch.lasts_s
        for (place, side), share in case.shares[touch.path].items():
            if place in both:
                strokes[touch.stroke][side] += share
    left, right = (
        sum(min(1.0, each[side]) * lasts[i] for i, each in strokes.items()) for side in ("left", "right")
    )
    if left + right > 0 and abs(left - right) > pages.BALANCE_FRAC * (left + right) + SLACK_S:
        yield Broken(
            "balance",
            "plan",
            f"{left:.1f} s left, {right:.1f} s right ({abs(left - right) / (left + right):.1%})",
        )
    extra_s = sum(case.steps[index]["duration_s"] for index in out)
    if extra_s > pages.ONE_SIDED_FRAC * case.plan["duration_s"] + SLACK_S:
        yield Broken("balance", "plan", f"{extra_s:.1f} s of one-sided extra")


def thumb_bursts(case: Case) -> list[tuple[float, float, float]]:
    """Return each burst of thumb work: start, end, seconds of pressing. Rest shorter than the burst is part
    of it. [s]"""
    bursts: list[tuple[float, float, float]] = []
    for start_s, end_s in sorted(
        {(each.start_s, each.end_s) for each in case.touches if each.part in pages.THUMBS}
    ):
        if bursts and start_s - bursts[-1][1] < bursts[-1][2] - SLACK_S:
            begun_s, before_s, pressed_s = bursts[-1]
            more_s = max(0.0, end_s - max(start_s, before_s))
            bursts[-1] = (begun_s, max(end_s, before_s), pressed_s + more_s)
        else:
            bursts.append((start_s, end_s, end_s - start_s))
    return bursts


def shown(case: Case) -> list[tuple[float, float]]:
    """Return when holds begin whose place is shown when its time comes, and how long they press: raise 4,
    hold 20, release 4 a round. No stroke of the score stands for them. [s]"""
    return [
        (step["start_s"], pages.ROUND_THUMB_S * (step["passes"] or 0))
        for _, step in case.worked
        if step["technique"] == pages.SPOT_WORK and step["place"] is None
    ]


def shown_s(case: Case) -> float:
    """Return the thumb work of such holds; hands that may not use thumbs have none of it. [s]"""
    if case.request["giver"]["hands"] == "sore" or set(pages.THUMBS) & set(case.clearance["forbidden_parts"]):
        return 0.0
    return sum(pressed_s for _, pressed_s in shown(case))


def thumbs(case: Case) -> Iterator[Broken]:
    """Thumbs work little, in short bursts, with as long without; not at all when sore or the first time."""
    runs = thumb_bursts(case)
    all_s = sum(pressed_s for _, _, pressed_s in runs) + shown_s(case)
    hands_on_s = sum(stroke["duration_s"] for stroke in case.score["strokes"])
    most_s = min(pages.THUMB_FRAC * hands_on_s, pages.THUMB_ALL_S)
    if all_s > most_s + SLACK_S:
        yield Broken("thumbs", "plan", f"{all_s:.1f} s, at most {most_s:.1f}")
    for start_s, end_s, _ in runs:
        if end_s - start_s > pages.THUMB_BURST_S + SLACK_S:
            what = f"{end_s - start_s:.1f} s without a rest as long as the work"
            yield Broken("thumbs", f"{start_s:.1f} s", what)
    giver = case.request["giver"]
    if runs and (giver["hands"] == "sore" or giver["experience"] == "first"):
        yield Broken("thumbs", f"{runs[0][0]:.1f} s", f"thumbs with {giver}")


def stretch(case: Case) -> Iterator[Broken]:
    """No other part works for more than five minutes without a change of part; placed stones aside."""
    work = sorted(
        {(each.start_s, each.end_s, each.part) for each in case.touches if not each.link}
        | {(at_s, at_s + pressed_s, pages.SPOT_WORK) for at_s, pressed_s in shown(case)}
        | {
            (at_s + pressed_s, at_s + pressed_s + pages.ROUND_THUMB_S, "palm")
            for at_s, pressed_s in shown(case)
        }
    )
    placed = {each.part for each in case.touches if case.technique(each).get("stones") == "placed"}
    for part in sorted({part for _, _, part in work} - set(pages.THUMBS) - placed - {pages.SPOT_WORK}):
        run_s = other_s = 0.0
        last_s = -1e9
        for start_s, end_s, who in work:
            if other_s > pages.CHANGE_S:
                run_s = 0.0
            if who != part:
                other_s += end_s - start_s
                continue
            run_s += max(0.0, end_s - max(start_s, last_s))
            last_s, other_s = max(last_s, end_s), 0.0
            if run_s > pages.STRETCH_S + SLACK_S:
                yield Broken(
                    "stretch", f"{end_s:.1f} s", f"{part} for more than {pages.STRETCH_S:g} s at a stretch"
                )
                run_s = 0.0


def had(case: Case) -> set[tuple[str, str]]:
    """Return each place and side that a hand comes to."""
    return {key for touch in case.touches for key in case.insides[touch.path]}


def touched(case: Case) -> Iterator[Broken]:
    """From twenty minutes on every allowed place is touched."""
    if case.minutes < pages.TOUCH_ALL_FROM_MINUTES:
        return
    left = set(case.ground.places) - had(case)
    for key in sorted(left & may_touch(case) if left else ()):
        yield Broken("touched", f"{key}", "is allowed and never touched")


def sore_spots(case: Case) -> Iterator[Broken]:
    """A sore spot gets focus work on it (a very sore one beside it, at its place), or a notice; where nothing
    is allowed it gets a notice and no pressure; a very sore one is never held."""
    said = [note["says"] for note in case.plan["notices"] if note["code"] == "sore-spot-left"]
    firm = [touch for touch in case.touches if case.phase(touch) == "focus" and not touch.link]
    spots = case.request["wishes"]["sore"]
    for number, spot in enumerate(spots, start=1):
        there = [touch for touch in firm if _places_at(case, spot) & {*case.insides[touch.path]}]
        if spot["pain_nrs"] < pages.SPOT_PAIN_NRS:
            there = [touch for touch in there if _is_under(case, spot, touch)]
        helped = not _is_barred(case, spot) and there
        if not helped and not any(re.search(rf"\b{number}\b", each) for each in said):
            yield Broken("sore-spots", f"spot {number}", "gets neither help nor a notice")
    for index, step in case.worked:
        if step["spot"] is None:
            continue
        spot = {"across": step["spot"][0], "along": step["spot"][1]}
        near = [each for each in spots if _distance_m(case, each, spot) < 0.005]
        if not near:
            yield Broken("sore-spots", f"step {index}", "works on a spot that nobody marked")
        if any(each["pain_nrs"] >= pages.SPOT_PAIN_NRS for each in near):
            yield Broken("sore-spots", f"step {index}", "presses what hurts at the ceiling already")
        if any(_is_barred(case, each) for each in near):
            yield Broken("sore-spots", f"step {index}", "presses where nothing is allowed")


def _places_at(case: Case, spot: dict[str, Any]) -> set[tuple[str, str]]:
    point = shapely.Point(spot["across"], spot["along"])
    return {key for key, polygon in case.ground.places.items() if polygon.distance(point) < 1e-9}


def _is_under(case: Case, spot: dict[str, Any], touch: Touch) -> bool:
    """Whether a spot lies under the part of the hand at some moment of its path; the score's own rounding
    aside."""
    half = np.array(pages.HALF_M[touch.part])
    if not half.all():
        return False
    path = case.metres(touch.path, 0) / half
    point = shapely.Point(case.metres([spot["across"], spot["along"]], 0)[0] / half)
    return shapely.LineString(path if len(path) > 1 else [*path, *path]).distance(point) < 1.05


def _is_barred(case: Case, spot: dict[str, Any]) -> bool:
    """Whether nothing may press at a spot: off every place, in a circle to avoid, in a place that is ruled
    out."""
    found = _places_at(case, spot)
    out = any(place in case.clearance["forbidden_places"] for place, _ in found)
    circles = case.clearance["avoid"]
    return not found or out or any(_distance_m(case, spot, each) < each["radius_m"] for each in circles)


def _distance_m(case: Case, one: dict[str, Any], other: dict[str, Any]) -> float:
    ends = case.metres([[one["across"], one["along"]], [other["across"], other["along"]]], 0)
    return float(((ends[0] - ends[1]) ** 2).sum() ** 0.5)


RULES = (light_first, warm_first, stroke_levels, balance, thumbs, stretch, touched, sore_spots)
