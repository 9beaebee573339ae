"""Faults to plant in a good evening: each makes one rule's break, and the judge must name that rule."""

import copy
from collections.abc import Callable
from typing import Any

import shapely

from judge.judge_ground import as_drawn

Evening = dict[str, Any]
"""An evening as four dicts: request, clearance, plan, score."""
Fault = Callable[[Evening], None]


def planted(evening: Evening, fault: Fault) -> Evening:
    """Return the evening with one fault in it."""
    broken = copy.deepcopy(evening)
    fault(broken)
    return broken


def steps_where(evening: Evening, **wanted: Any) -> list[dict[str, Any]]:
    return [
        step for step in evening["plan"]["steps"] if all(step[key] == value for key, value in wanted.items())
    ]


def strokes_where(evening: Evening, **wanted: Any) -> list[dict[str, Any]]:
    """Return the strokes whose step has these values; links left out."""
    steps = evening["plan"]["steps"]
    return [
        stroke
        for stroke in evening["score"]["strokes"]
        if not stroke["link"] and all(steps[stroke["step"]][key] == value for key, value in wanted.items())
    ]


def change(thing: Callable[[Evening], Any], **values: Any) -> Fault:
    def fault(evening: Evening) -> None:
        found = thing(evening)
        for each in found if isinstance(found, list) else [found]:
            each.update(values)

    return fault


def one_hand(where: Callable[[Evening], list[dict[str, Any]]], *, which: int = 0, **values: Any) -> Fault:
    """Change one stroke's first hand, and its level with it."""

    def fault(evening: Evening) -> None:
        stroke = where(evening)[which]
        stroke["hands"][0].update(values)
        stroke["level"] = max(hand["level"] for hand in stroke["hands"])

    return fault


def strokes_in(phase: str) -> Callable[[Evening], list[dict[str, Any]]]:
    return lambda evening: strokes_where(evening, phase=phase)


def pressed(part: str, level: int, *points: tuple[float, float], phase: str = "focus") -> Fault:
    """Let one late stroke go where these points are, with this part and level."""
    return one_hand(
        strokes_in(phase), which=-1, part=part, level=level, path=[list(point) for point in points]
    )


def seconds(factor: float, **wanted: Any) -> Fault:
    def fault(evening: Evening) -> None:
        for step in steps_where(evening, **wanted):
            step["duration_s"] *= factor

    return fault


def begins(opening_s: float, warm_up_s: float) -> Fault:
    """Let opening and warm-up last so long."""

    def fault(evening: Evening) -> None:
        for phase, lasts_s in (("opening", opening_s), ("warm-up", warm_up_s)):
            steps = [each for each in steps_where(evening, phase=phase) if each["level"] is not None]
            now_s = sum(step["duration_s"] for step in steps)
            for step in steps:
                step["duration_s"] *= lasts_s / now_s

    return fault


def swap_phases(one: str, other: str) -> Fault:
    def fault(evening: Evening) -> None:
        steps = evening["plan"]["steps"]
        first = next(step for step in steps if step["phase"] == one)
        last = [step for step in steps if step["phase"] == other][-1]
        first["phase"], last["phase"] = other, one

    return fault


def without(**wanted: Any) -> Fault:
    """Take steps out, and their strokes with them."""

    def fault(evening: Evening) -> None:
        steps = evening["plan"]["steps"]
        kept = [
            index
            for index, step in enumerate(steps)
            if any(step[key] != value for key, value in wanted.items())
        ]
        assert len(kept) < len(steps), wanted
        strokes = [stroke for stroke in evening["score"]["strokes"] if stroke["step"] in kept]
        for stroke in strokes:
            stroke["step"] = kept.index(stroke["step"])
        evening["score"]["strokes"] = strokes
        evening["plan"]["steps"] = [steps[index] for index in kept]

    return fault


def more_closing(*levels: int) -> Fault:
    """Put closing steps at these levels after the last one."""

    def fault(evening: Evening) -> None:
        steps = evening["plan"]["steps"]
        at = max(index for index, step in enumerate(steps) if step["phase"] == "closing") + 1
        more = [{**steps[at - 1], "technique": "smoothing-strokes", "level": level} for level in levels]
        evening["plan"]["steps"] = [*steps[:at], *more, *steps[at:]]

    return fault


def last_focus(**values: Any) -> Fault:
    """Change the last focus step."""

    def fault(evening: Evening) -> None:
        steps_where(evening, phase="focus")[-1].update(values)

    return fault


def at_path(path: str, value: Any) -> Fault:
    def fault(evening: Evening) -> None:
        *keys, last = path.split(".")
        here = evening
        for key in keys:
            here = here[key]
        here[last] = value

    return fault


def together(*faults: Fault) -> Fault:
    def fault(evening: Evening) -> None:
        for each in faults:
            each(evening)

    return fault


def circle(where: Callable[[Evening], tuple[float, float]], radius_m: float = 0.02) -> Fault:
    def fault(evening: Evening) -> None:
        across, along = where(evening)
        evening["clearance"]["avoid"].append({"across": across, "along": along, "radius_m": radius_m})

    return fault


def on_path(phase: str, which: int = 0) -> Callable[[Evening], tuple[float, float]]:
    return lambda evening: tuple(strokes_where(evening, phase=phase)[which]["hands"][0]["path"][0])


def thumbs_for(lasts_s: float) -> Fault:
    """Let thumbs do the strokes of the last focus steps, for so long in all."""

    def fault(evening: Evening) -> None:
        spent_s = 0.0
        for stroke in reversed(strokes_where(evening, phase="focus")):
            if spent_s < lasts_s:
                stroke["hands"][0].update(part="reinforced-thumb", level=min(2, stroke["hands"][0]["level"]))
                spent_s += stroke["duration_s"]

    return fault


def one_part(part: str, *phases: str) -> Fault:
    """Let one part do all the work of these phases."""

    def fault(evening: Evening) -> None:
        for stroke in [each for phase in phases for each in strokes_where(evening, phase=phase)]:
            for hand in stroke["hands"]:
                hand["part"] = part

    return fault


def one_side(side: str, count: int) -> Fault:
    """Move some strokes of one side to the other."""

    def fault(evening: Evening) -> None:
        sign = -1.0 if side == "left" else 1.0
        for stroke in strokes_where(evening, phase="warm-up")[:count]:
            for hand in stroke["hands"]:
                hand["path"] = [[sign * abs(across), along] for across, along in hand["path"]]

    return fault


def off_place(low: float, high: float, to: float) -> Fault:
    """Move every stroke out of a stretch of the back."""

    def fault(evening: Evening) -> None:
        for stroke in evening["score"]["strokes"]:
            for hand in stroke["hands"]:
                hand["path"] = [
                    [across, to if low <= along <= high else along] for across, along in hand["path"]
                ]

    return fault


def left_alone(place: str, side: str, *, round_m: tuple[float, float, float]) -> Fault:
    """Avoid a circle in a place (across, along, radius), and take off every hand that comes there."""

    def fault(evening: Evening) -> None:
        across, along, radius_m = round_m
        evening["clearance"]["avoid"].append({"across": across, "along": along, "radius_m": radius_m})
        for stroke in evening["score"]["strokes"]:
            stroke["hands"] = [
                hand
                for hand in stroke["hands"]
                if not shapely.LineString(hand["path"] * 2).intersects(as_drawn().places[place, side])
            ]

    return fault


def sore(across: float, along: float, pain_nrs: int, *, held: bool) -> Fault:
    def fault(evening: Evening) -> None:
        evening["request"]["wishes"]["sore"].append({"across": across, "along": along, "pain_nrs": pain_nrs})
        if held:
            steps_where(evening, phase="focus")[-1]["spot"] = [across, along]

    return fault


def sore_on(where: Callable[[Evening], tuple[float, float]], pain_nrs: int, **first: Any) -> Fault:
    """Mark a very sore spot where a stroke goes, and change the first hand of every such stroke."""

    def fault(evening: Evening) -> None:
        across, along = where(evening)
        for stroke in evening["score"]["strokes"]:
            for hand in stroke["hands"]:
                if [across, along] in hand["path"]:
                    hand.update(first)
        evening["request"]["wishes"]["sore"].append({"across": across, "along": along, "pain_nrs": pain_nrs})

    return fault


def to_and_fro(*stands: str) -> Fault:
    """Let the last steps of work in focus ask for these sides, with a walk before each change."""

    def fault(evening: Evening) -> None:
        steps = evening["plan"]["steps"]
        for step in steps:
            step["stand"] = "any"
        like = steps_where(evening, phase="focus")[-1]
        at = steps.index(like)
        more: list[dict[str, Any]] = []
        for number, stand in enumerate(stands):
            more += [{**like, "technique": "walk", "level": None}] if number else []
            more += [{**like, "stand": stand}]
        evening["plan"]["steps"] = [*steps[:at], *more, *steps[at + 1 :]]

    return fault


def told(code: str, says: str = "It is so.") -> Fault:
    """Put one notice more into the plan."""
    return lambda evening: evening["plan"]["notices"].append({"code": code, "says": says})


def in_time(change: Callable[[dict[str, Any]], None], which: int = 5) -> Fault:
    def fault(evening: Evening) -> None:
        change(evening["score"]["strokes"][which])

    return fault


def scaled(factor: float, *, link: bool = False) -> Fault:
    """Let one travelling stroke go a whole stretch of the back in almost no time, or hardly move."""

    def fault(evening: Evening) -> None:
        for stroke in evening["score"]["strokes"]:
            if stroke["link"] == link and len(stroke["hands"][0]["path"]) > 1:
                stroke["duration_s"] *= factor

    return fault


def crossed(which: int) -> Fault:
    def fault(evening: Evening) -> None:
        both = [stroke for stroke in evening["score"]["strokes"] if len(stroke["hands"]) == 2]
        one, other = both[which]["hands"]
        one["path"], other["path"] = other["path"], one["path"]

    return fault


def jump(by: float, which: int) -> Fault:
    def fault(evening: Evening) -> None:
        stroke = strokes_where(evening, phase="warm-up")[which]
        for hand in stroke["hands"]:
            hand["path"] = [[across, along + by] for across, along in hand["path"]]

    return fault


def reversed_finish(evening: Evening) -> None:
    mine = strokes_where(evening, technique="finish")
    parts = [[(hand["part"], hand["level"]) for hand in stroke["hands"]] for stroke in mine]
    for stroke, kept in zip(mine, reversed(parts), strict=True):
        for hand, (part, level) in zip(stroke["hands"], kept, strict=True):
            hand.update(part=part, level=level)


def cue(**values: Any) -> Fault:
    return lambda evening: evening["score"]["cues"][3].update(values)


def massage_gun(*points: tuple[float, float]) -> Fault:
    return pressed("massager", 1, *points)


def placed(**values: Any) -> Fault:
    def fault(evening: Evening) -> None:
        step = steps_where(evening, technique="placed-stones")[0]
        step.update(values)

    return fault


def no_looks(evening: Evening) -> None:
    evening["score"]["cues"] = [
        cue for cue in evening["score"]["cues"] if cue["kind"] not in ("stones", "ask")
    ]
    step = steps_where(evening, technique="placed-stones")[0]
    step["duration_s"] = 500.0
