"""Judges what a hand's patch touches, by geometry of its own and constants retyped from the rules.

It knows the atlas' shapes (bones are data) and the nominal scale, and nothing of planning. Everything is in
metres at the small end of the scale, the patch a whole ellipse, and the skin swept between samples counts.
"""

import itertools
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, Point, box

from backrub.catalog.atlas import read_atlas

HALF_M = {
    "palm": (0.042, 0.050), "heel": (0.018, 0.015), "flat-fingers": (0.0225, 0.028),
    "reinforced-fingers": (0.0115, 0.028), "two-fingers": (0.010, 0.018), "thumb": (0.010, 0.011),
    "reinforced-thumb": (0.010, 0.012), "knuckles": (0.0125, 0.033), "forearm": (0.024, 0.066),
    "stone": (0.0235, 0.0235), "massager": (0.025, 0.025),
}  # fmt: skip
"""Half a patch across and along [m]: docs/clinical.md, areas by hand part."""

S1, T11, L3 = 0.955, 0.597, 0.81
STRIP_M, TIPS_M, SIDE_M, BORDER_M, MASSAGER_M, SACRUM_M = 0.02, 0.03, 0.06, 0.086, 0.04, 0.045
BONES_M = {"scapular-spine": 0.008, "scapular-lateral-border": 0.008, "iliac-crest": 0.008, "psis": 0.012}
TIPS = ("thumb", "reinforced-thumb", "two-fingers", "flat-fingers", "reinforced-fingers")
FAR = 5.0
WITHIN_M = 0.02
"""So far two hands may lie in each other, thumb over thumb: docs/physics.md, `hands-apart`. [m]"""
SLACK_M = 0.0002
"""What rounding may take. [m]"""


@dataclass(frozen=True)
class Skin:
    """One receiver's nominal back: half the biacromial breadth and C7-PSIS, small and large ends [m]."""

    small_m: float
    large_m: float
    long_m: float
    avoid: tuple = ()

    @classmethod
    def of(cls, scale, avoid=()):
        return cls(
            scale.half_biacromial_low_m, scale.half_biacromial_high_m, scale.c7_psis_low_m, tuple(avoid)
        )

    def metres(self, chart):
        return np.asarray(chart, dtype=float) * np.array([self.small_m, self.long_m])

    def band(self, inner_m, outer_m, top, low):
        """Return both mirrored rectangles from `inner_m` to `outer_m` beside the midline."""
        top_m, low_m = top * self.long_m, low * self.long_m
        right = box(inner_m, top_m, outer_m, low_m)
        return shapely.union_all([right, box(-outer_m, top_m, -inner_m, low_m)])


def complaints(skin, *, part, level, path):
    """Return in words what a patch pressing along a chart path at a level breaks; none where all is well."""
    points = swept(skin.metres(path))
    at_chart = points / np.array([skin.small_m, skin.long_m])
    found = []

    def check(says, zone, allowed):
        if allowed < level:
            depth_m = touching(points, zone, part)
            if depth_m > SLACK_M:
                found.append(f"{part} at level {level} reaches {depth_m * 1e3:.1f} mm into {says}")

    narrow = skin.small_m / skin.large_m
    palm = part == "palm"
    check("the spine's strip", skin.band(0.0, STRIP_M, -1.0, S1), 1 if palm else 0)
    check("the neck", skin.band(0.0, FAR, -1.0, 0.0), 2 if part in ("palm", "flat-fingers") else 0)
    beside = 0 if part in ("forearm", "massager", "stone") else 2 if part in TIPS else 3
    check("the kidneys beside the spine", skin.band(STRIP_M, SIDE_M, T11, L3), beside)
    check("the kidneys' sides", skin.band(SIDE_M * narrow, FAR, T11, L3), 2 if palm else 0)
    check(
        "the shoulder blade's inner border",
        skin.band(BORDER_M * narrow, 0.5 * skin.small_m, 0.10, 0.47),
        2 if palm else 0,
    )
    check("the sacrum", skin.band(0.0, SACRUM_M, S1, 1.35), 2 if palm else 0)
    for bone in read_atlas().bones:
        width_m = BONES_M[bone.id.rpartition(".")[0]]
        for sign in (1, -1):
            line = LineString(skin.metres(np.abs(bone.line) * np.array([sign, 1])))
            check(f"bone ({bone.id})", line.buffer(width_m), 2 if palm else 0)
    if part == "massager":
        check("the massager's 4 cm", skin.band(0.0, MASSAGER_M, -1.0, 2.0), 0)
    for circle in skin.avoid:
        centre = skin.metres([circle.across, circle.along])
        check("an avoid circle", Point(centre).buffer(circle.radius_m, quad_segs=64), 0)
    above = points[:, 1] < S1 * skin.long_m
    if part in TIPS and (np.abs(points[above, 0]) < TIPS_M - SLACK_M).any():
        found.append(f"{part} is nearer than 3 cm to the midline")
    edge = read_atlas().edge
    if (np.abs(at_chart[:, 0]) > np.interp(at_chart[:, 1], edge[:, 1], edge[:, 0]) + 1e-6).any():
        found.append(f"{part} leaves the back")
    return found


def together(skin, hands):
    """Return in words where two hands, (part, path) each, lie in each other as they go their ways at once."""
    (part, path), (other, beside) = hands
    share = np.linspace(0.0, 1.0, 101)
    between_m = along(skin.metres(path), share) - along(skin.metres(beside), share)
    apart_m = np.maximum(np.hypot(*between_m.T), 1e-9)
    # An ellipse reaches 1 / |u / half| in a direction u.
    reach_m = sum(
        1.0 / np.hypot(*(between_m / apart_m[:, None] / np.array(HALF_M[each])).T) for each in (part, other)
    )
    deepest_m = float((reach_m - apart_m).max())
    if deepest_m > WITHIN_M + SLACK_M:
        return [f"{part} and {other} lie {deepest_m * 1e3:.0f} mm in each other"]
    return []


def along(points_m, share):
    """Return where a path has got to after shares of its length (n,)."""
    gone_m = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points_m, axis=0).T))])
    return np.stack([np.interp(share * gone_m[-1], gone_m, each) for each in points_m.T], axis=1)


def swept(points_m, step_m=0.002):
    """Return the path's points with others between them, so that no gap is wider than `step_m`."""
    pieces = [points_m[:1]]
    for start, end in itertools.pairwise(points_m):
        count = max(1, int(np.ceil(np.hypot(*(end - start)) / step_m)))
        pieces.append(start + (end - start) * (np.arange(1, count + 1) / count)[:, None])
    return np.concatenate(pieces)


def touching(points_m, zone, part):
    """Return how deep [m] at the most the part's ellipse reaches into a zone; zero where it only comes near.

    Ellipse and zone are both stretched until the ellipse is a circle of radius one.
    """
    half = np.array(HALF_M[part])
    stretched = shapely.transform(zone, lambda shape: shape / half)
    distance = shapely.distance(shapely.points(points_m / half), stretched)
    return float(max(0.0, (1.0 - distance.min()) * half.min()))
