"""Where a permitted stroke has room: every line of every technique that may come first to a place, laid on
the nominal back as its file writes it.

A line fits where at least half of it is free as it is written, or moved aside a little; a still one where
its hand may lie near enough; circles may be half as wide. That is less than the planner may do (it bends,
too), so that a place which is named here can surely be reached.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely

from judge import judge_pages as pages
from judge.judge_case import Case, styles, techniques
from judge.judge_plan import level_most
from judge.judge_skin import FAR_M, band, outward_m

LINE = re.compile(r"(\w+) (?:both|one) ([a-z.-]+(?: -> [a-z.-]+)*)(?: with ([a-z-]+))?(?: ([\d.]+)cm)?")
STILL = ("press", "hold", "rock")
LOOPS = ("circle", "knead")
SIZE_M = 0.05
"""A circle's width where a line gives none: notation."""
FIRST = ("opening", "warm-up")
"""What may come to a place before anything else does: focus has to find it warm."""
ASIDE_M = np.arange(-pages.ASIDE_M, pages.ASIDE_M + 1e-9, 0.005)
ROOM_M2 = 1e-4
"""Room for the middle of a hand that lies still: a centimetre each way."""
HAIR_M = 0.003
"""What fits by less than this is not asked for: where bone ends is known no better."""
WAY_M = 0.02
"""So much of a free line inside a place is a stroke there."""

Key = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """One line of a technique at a place, as its file has it; a point's name without `here`."""

    verb: str
    points: tuple[str, ...]
    part: str
    size_m: float


@cache
def lines(name: str, place: str) -> tuple[Line, ...]:
    """Return the lines of a technique at a place."""
    technique = techniques()[name]
    found = []
    for written in technique.get("strokes_at", {}).get(place, technique["strokes"]).strip().splitlines():
        verb, route, part, size = LINE.match(written.strip()).groups()
        points = tuple(point.replace("here", place) for point in route.split(" -> "))
        found.append(Line(verb, points, part or technique["part"], float(size or SIZE_M * 100) / 100))
    return tuple(found)


def may_touch(case: Case) -> set[Key]:
    """Return each place and side where a stroke fits that is permitted and may come first."""
    found: set[Key] = set()
    barred: dict[tuple[str, bool], Any] = {}
    for name, technique in techniques().items():
        if _is_out(case, name):
            continue
        for place in set(technique["places"]) - set(technique.get("barred", ())):
            for line in lines(name, place):
                if line.part in case.clearance["forbidden_parts"]:
                    continue
                both = technique["working"] == "together"  # a hand on each side, mirrored
                if (line.part, both) not in barred:
                    here = barred_for(case, line.part)
                    mirrored = shapely.transform(here, lambda points: points * [-1, 1])
                    barred |= {(line.part, False): here, (line.part, True): here.union(mirrored)}
                here = barred[line.part, both]
                for side in ("left", "right"):
                    homes = _homes(case, place, side=side, had=found)
                    found |= set(_reached(case, line, place, side=side, barred=here, homes=homes))
    return found


def _homes(case: Case, place: str, *, side: str, had: set[Key]) -> dict[Key, Any]:
    """Return the places that a line of a place may come to on a side: its own, or all for a long one."""
    return {
        key: case.low(ring)
        for key, ring in case.ground.places.items()
        if key not in had and key[1] in (side, "both") and place in ("back", key[0])
    }


def _reached(
    case: Case, line: Line, place: str, *, side: str, barred: Any, homes: dict[Key, Any]
) -> Iterator[Key]:
    """Yield those of the places that a line really comes to on a side."""
    if not homes:
        return
    out = -1 if side == "left" else 1
    points = case.metres([case.ground.anchors[each] for each in line.points], 0) * [out, 1]
    if line.verb in STILL:
        near_m = pages.ASIDE_NECK_M if place == "neck" else pages.ASIDE_M
        discs = shapely.union_all([shapely.Point(each).buffer(near_m) for each in points])
        for key, home in homes.items():
            if place != "back" and discs.intersection(home).difference(barred).area >= ROOM_M2:
                yield key
        return
    wide = barred.buffer(line.size_m / 4) if line.verb in LOOPS else barred
    for aside_m in ASIDE_M if place != "back" else (0.0,):
        moved = points + np.array([aside_m, 0.0])
        if ((moved * out)[:, 0] < min(0.0, (points * out)[:, 0].min())).any():
            continue  # it would cross the spine
        way = shapely.LineString(moved) if len(moved) > 1 else shapely.Point(moved[0])
        free = way.difference(wide)
        for run in getattr(free, "geoms", [free]):
            if not run.is_empty and run.length >= pages.LEFT_FRAC * way.length:
                long_m = min(WAY_M, way.length)
                yield from (
                    key
                    for key, home in homes.items()
                    if run.intersects(home) and run.intersection(home).length >= long_m
                )


def barred_for(case: Case, part: str) -> Any:
    """Return all that a part's centre may not reach at level one, in metres at the low end."""
    half = np.array(pages.HALF_M[part])
    kidneys_m, along = outward_m(case, pages.KIDNEY_OUT_M), (pages.T11_ALONG, pages.L3_ALONG)
    border_m, blade = outward_m(case, pages.BLADE_BORDER_M), (pages.T3_ALONG, pages.T8_ALONG)
    out = set(case.clearance["forbidden_places"])
    out |= {place for place, level in case.clearance["place_max_level"].items() if level == 0}
    sore = [each for each in case.request["wishes"]["sore"] if each["pain_nrs"] >= pages.SPOT_PAIN_NRS]
    zones = [
        (band(case, 0.0, pages.STRIP_M, (-0.6, pages.S1_ALONG)), pages.STRIP),
        (band(case, kidneys_m, FAR_M, along), pages.KIDNEY_OUTER),
        (band(case, pages.STRIP_M, kidneys_m, along), pages.KIDNEY_INNER),
        (band(case, 0.0, FAR_M, (-0.6, 0.0)), pages.NECK),
        (band(case, border_m, pages.BLADE_BORDER_M, blade), pages.BONE),
        (band(case, 0.0, pages.SACRUM_HALF_M, (pages.S1_ALONG, 1.4)), pages.SACRUM),
        *((shapely.buffer(case.low(line), beside_m), pages.BONE) for _, line, beside_m in case.ground.bones),
        *((_round(case, each, pages.TOO_SORE_M), pages.TOO_SORE) for each in sore),
        *((case.low(ring), {}) for (place, _), ring in case.ground.places.items() if place in out),
    ]
    mine = [shapely.transform(zone, lambda points: points / half) for zone, may in zones if part not in may]
    swept = shapely.transform(shapely.union_all(mine).buffer(1.0), lambda points: points * half)
    circles = [
        _round(case, each, each["radius_m"] + max(half))
        for each in [*case.clearance["avoid"], *case.request["wishes"]["avoid"]]
    ]
    rim = case.metres(case.ground.edge, 0) - [half[0] / 2, 0]  # most of the hand is on the back
    back = shapely.Polygon([*rim, *(rim[::-1] * [-1, 1])])
    return shapely.union_all([swept, *circles, shapely.box(-1, -1, 1, 2).difference(back)]).buffer(HAIR_M)


def _round(case: Case, spot: dict[str, Any], radius_m: float) -> Any:
    return shapely.Point(case.metres([spot["across"], spot["along"]], 0)[0]).buffer(radius_m, quad_segs=64)


def _is_out(case: Case, name: str) -> bool:
    style, clearance, technique = styles()[case.plan["style"]], case.clearance, techniques()[name]
    oil = case.plan["kit"]["oil"] != "none" and style.get("uses_oil", True)
    return (
        name in clearance["forbidden_techniques"]
        or name in style.get("forbid", ())
        or bool(style.get("only") and name not in style["only"])
        or (technique["oil"] and not oil)
        or (technique.get("clothed_only", False) and oil)
        or (not oil and not technique["through_clothes"])
        or bool(technique.get("massager") or technique.get("stones"))
        or technique["working"] == "spot"
        or min(map(int, technique["force_n"])) > level_most(case)
        or not set(technique["phases"]) & set(FIRST)
    )
