"""Rules about swept skin: strip, kidneys, neck, bone, sacrum, massager, stones, avoid circles, barred places.

What counts is the skin under the whole part while it moves: the path, widened by half the part each way (an
ellipse).
All is measured at the small end of the scale; what lies outward (six centimetres, the blade's border) at
the large.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
import shapely

from judge import judge_pages as pages
from judge.judge_case import Broken, Case, Way

HAIR = 1e-3
"""So much of a part's half width may lie over an edge: rounding of coordinates. [fraction]"""
FAR_M = 2.0


def sweeps(case: Case, zone: Any, *, part: str, paths: list[Way]) -> np.ndarray:
    """Return which paths of a part sweep over a zone given in metres at the low end."""
    half = np.array(pages.HALF_M[part])
    lines = [case.metres(path, 0) / half for path in paths]
    shapes = [shapely.LineString(each) if len(each) > 1 else shapely.Point(each[0]) for each in lines]
    return (
        shapely.distance(
            np.array(shapes, dtype=object), shapely.transform(zone, lambda points: points / half)
        )
        < 1 - HAIR
    )


def over(
    case: Case, zone: Any, allow: Mapping[str, int], *, rule: str, only: str | None = None
) -> Iterator[Broken]:
    """Yield each stroke that sweeps a zone harder than its part may there; parts that are not named may not
    at all."""
    for part, paths in case.by_part.items():
        if only is not None and part != only:
            continue
        hard = {
            path: [each for each in found if each.level > allow.get(part, 0)] for path, found in paths.items()
        }
        hard = {path: found for path, found in hard.items() if found}
        if not hard:
            continue
        for path, hit in zip(hard, sweeps(case, zone, part=part, paths=list(hard)), strict=True):
            if hit:
                first = hard[path][0]
                step = case.steps[first.step]
                yield Broken(
                    rule,
                    f"step {first.step} stroke {first.stroke}",
                    f"{step['technique']}: {part} at level {first.level}",
                )


def band(case: Case, inner_m: float, outer_m: float, along: tuple[float, float]) -> Any:
    """Return both halves of a band beside the midline, in metres at the low end."""
    low, high = (value * case.along_m[0] for value in along)
    return shapely.union_all(
        [shapely.box(inner_m, low, outer_m, high), shapely.box(-outer_m, low, -inner_m, high)]
    )


def outward_m(case: Case, value_m: float) -> float:
    """Return a distance that counts at the large end of the scale, in metres at the low end. [m]"""
    return value_m * case.across_m[0] / case.across_m[2]


def strip(case: Case) -> Iterator[Broken]:
    """Nothing presses within two centimetres of the midline from the skull to S1, but an open palm at level
    one."""
    zone = band(case, 0.0, pages.STRIP_M, (-0.6, pages.S1_ALONG))
    yield from over(case, zone, {"palm": 1}, rule="strip")
    for part, paths in case.by_part.items():
        for path, found in paths.items():
            points = np.array(path)
            points = points[points[:, 1] <= pages.S1_ALONG]
            if part in (*pages.THUMBS, *pages.FINGERTIPS) and len(points):
                nearest_m = np.abs(points[:, 0]).min() * case.across_m[0]
                if nearest_m < pages.FINGER_CENTRES_M - 1e-4:
                    yield Broken(
                        "strip",
                        f"stroke {found[0].stroke}",
                        f"{part} {nearest_m * 100:.1f} cm from the midline",
                    )


def kidneys(case: Case) -> Iterator[Broken]:
    """From T11 to L3: far out an open palm at level two, over the long muscle broad parts to three and tips
    to two."""
    along = (pages.T11_ALONG, pages.L3_ALONG)
    out_m = outward_m(case, pages.KIDNEY_OUT_M)
    yield from over(case, band(case, out_m, FAR_M, along), pages.KIDNEY_OUTER, rule="kidneys")
    yield from over(case, band(case, pages.STRIP_M, out_m, along), pages.KIDNEY_INNER, rule="kidneys")


def neck(case: Case) -> Iterator[Broken]:
    """Above C7 only palms and flat fingers, lightly, on the back of it; no hand leaves the trunk anywhere."""
    zone = band(case, 0.0, FAR_M, (-0.6, 0.0))
    yield from over(case, zone, pages.NECK, rule="neck")
    line = case.ground.edge
    for paths in case.by_part.values():
        for path, found in paths.items():
            points = np.array(path)
            outside = np.abs(points[:, 0]) > np.interp(points[:, 1], line[:, 1], line[:, 0]) + 1e-3
            if (
                outside.any()
                or points[:, 1].min() < line[0, 1] - 1e-3
                or points[:, 1].max() > line[-1, 1] + 1e-3
            ):
                yield Broken("neck", f"step {found[0].step} stroke {found[0].stroke}", "leaves the back")


def bone(case: Case) -> Iterator[Broken]:
    """Palms at level two over the blade's spine and borders, the crest and the PSIS; nothing else."""
    for part in case.by_part:
        half = np.array(pages.HALF_M[part])
        for name, line, beside_m in case.ground.bones:
            # the bone is as wide as it is drawn, so the part reaches it that much earlier, each way
            shape = shapely.buffer(case.low(line), beside_m) if half.min() > 0 else line
            for broken in over(case, shape, pages.BONE, rule="bone", only=part):
                yield Broken("bone", broken.where, f"{broken.what} over {name}")
    low_m, high_m = outward_m(case, pages.BLADE_BORDER_M), pages.BLADE_BORDER_M
    border = band(case, low_m, high_m, (pages.T3_ALONG, pages.T8_ALONG))
    yield from over(case, border, pages.BONE, rule="bone")


def sacrum(case: Case) -> Iterator[Broken]:
    """Below S1, between the PSIS, only palms at level two or less."""
    zone = band(case, 0.0, pages.SACRUM_HALF_M, (pages.S1_ALONG, 1.4))
    yield from over(case, zone, pages.SACRUM, rule="sacrum")


def massager(case: Case) -> Iterator[Broken]:
    """A massager keeps four centimetres off the midline, off neck, bone and kidneys, a minute a place and
    ten in all."""
    keep = partial(over, case, allow={}, rule="massager", only="massager")
    yield from keep(band(case, 0.0, pages.MASSAGER_MIDLINE_M, (-0.6, 1.4)))
    yield from keep(band(case, 0.0, FAR_M, (pages.T11_ALONG, pages.L3_ALONG)))
    yield from keep(band(case, 0.0, FAR_M, (-0.6, 0.0)))
    for _, line, beside_m in case.ground.bones:
        yield from keep(shapely.buffer(case.low(line), beside_m))
    spent: dict[tuple[str, str], float] = defaultdict(float)
    used = [touch for touch in case.touches if touch.part == "massager"]
    for touch in used:
        for key, share in case.shares[touch.path].items():
            spent[key] += share * touch.lasts_s
    for key, lasts_s in spent.items():
        if lasts_s > pages.MASSAGER_PLACE_S + 0.5:
            yield Broken("massager", f"{key}", f"{lasts_s:.1f} s at one place")
    if sum(touch.lasts_s for touch in used) > pages.MASSAGER_ALL_S:
        yield Broken("massager", "plan", "more than ten minutes in all")


def avoid(case: Case) -> Iterator[Broken]:
    """No part sweeps a circle to avoid, the receiver's own or the clearance's, or a place that is ruled
    out."""
    for circle in [*case.clearance["avoid"], *case.request["wishes"]["avoid"]]:
        centre = shapely.Point(case.metres([circle["across"], circle["along"]], 0)[0])
        yield from over(case, centre.buffer(circle["radius_m"], quad_segs=64), {}, rule="avoid")
    for (place, _), polygon in case.ground.places.items():
        most = (
            0 if place in case.clearance["forbidden_places"] else case.clearance["place_max_level"].get(place)
        )
        if most is not None:
            yield from over(case, case.low(polygon), dict.fromkeys(pages.HALF_M, most), rule="avoid")


def too_sore(case: Case) -> Iterator[Broken]:
    """Round a spot that already hurts at the ceiling only a palm touches, at level one, links too."""
    for spot in case.request["wishes"]["sore"]:
        if spot["pain_nrs"] >= pages.SPOT_PAIN_NRS:
            centre = shapely.Point(case.metres([spot["across"], spot["along"]], 0)[0])
            zone = centre.buffer(pages.TOO_SORE_M, quad_segs=64)
            yield from over(case, zone, pages.TOO_SORE, rule="too-sore")


RULES = (strip, kidneys, neck, bone, sacrum, massager, avoid, too_sore)
