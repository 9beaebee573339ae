"""Where the giver's shoulders can be beside, or at the head of, somebody who lies: kneeling or standing.

No plan knows the giver's size, so the strict case is taken: a woman of the 5th percentile. Her lengths are
those of ANSUR II 2012 (Gordon 2014, NATICK/TR-15/007; clinical notes 3.3) and, where that has none, shares of
stature (Drillis and Contini 1966, as in Winter's Biomechanics, table 4.1). A taller giver reaches what she
reaches.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from backrub.body import Back
from backrub.model.base import Hand, HandPart, Surface

Array = NDArray[np.float64]
Spot = Literal["left", "right", "head"]
"""Where a giver is, as seen by the receiver."""

STATURE_M, MEAN_STATURE_M = 1.525, 1.629
"""Stature of women, 5th percentile and mean: ANSUR II. [m]"""
SMALL_FRAC = STATURE_M / MEAN_STATURE_M
"""Means of single lengths become hers by this."""
ARM_M = SMALL_FRAC * (1.396 - 0.061 - 0.794)
"""From the shoulder's corner to the wrist: C7's height less the corner's and the hanging wrist's, women's
means of ANSUR II. [m]"""
FOREARM_M, PALM_M, HAND_M = SMALL_FRAC * 0.241, SMALL_FRAC * 0.109, SMALL_FRAC * 0.181
"""Forearm (radiale to stylion), palm and hand: women's means of ANSUR II. [m]"""
SHOULDERS_M = 0.335
"""From one shoulder's corner to the other, 5th percentile of women: ANSUR II. [m]"""
TRUNK_M, THIGH_M, HIP_M = 0.288 * STATURE_M, 0.245 * STATURE_M, 0.530 * STATURE_M
"""Hip to shoulder, knee to hip, the standing hip's height: Drillis and Contini's shares of stature. [m]"""
KNEE_M = 0.05
"""A kneeling knee's middle over what it rests on [engineering judgement]. [m]"""

LEAN_RAD = math.radians(60)
"""The furthest that the trunk leans from upright: what ISO 11226 allows for a minute at most, and nothing
beyond [from memory]. [rad]"""
SIT_RAD = math.radians(75)
"""How far the thighs of a kneeling giver go back from upright: then they sit on their heels [engineering
judgement]. [rad]"""
SWAY_M = 0.10
"""How far the hips sway to each side along the receiver within a stroke, on knees that are apart or feet in a
stride [engineering judgement]. [m]"""
BEND_M = 0.10
"""How far a standing giver's hips come down with soft knees [engineering judgement]. [m]"""
WRIST_RAD = math.radians(20)
"""The most that a wrist bends back: clinical notes 5. The hand adds to the arm what is left at that. [rad]"""
ABOVE_M = 0.10
"""A shoulder is at least so far above its hand: an arm comes from above, over the near side of the trunk
[engineering judgement]. [m]"""
THIGH_HALF_M = 0.10
"""Half of a thigh or belly that leans against an edge [engineering judgement]. [m]"""
BESIDE_M = 0.10 + THIGH_HALF_M
"""From the trunk's widest place to the middle of the giver's knees or hips: the receiver's arm lies between,
about 10 cm thick [engineering judgement]. [m]"""
HEAD_M = 0.35
"""From C7 to the knees or hips of who is at the head: the head (stature less C7's height, 23 cm: ANSUR II), a
pillow's edge and half a thigh [engineering judgement]. [m]"""
TABLE_M, TABLE_HALF_M = 0.71, 0.35
"""A massage table's height, as for a mean woman, and half its width [trade pages, from memory]. [m]"""
BED_M = 0.55
"""A bed's height: 50 to 60 cm, clinical notes 5. [m]"""

EXTRA_M: Final = MappingProxyType[HandPart, float]({
    "palm": PALM_M / 2,
    "heel": 0.015,  # half of its own length
    "flat-fingers": HAND_M - 0.028,
    "reinforced-fingers": HAND_M - 0.0115,
    "two-fingers": HAND_M - 0.0096,
    "thumb": 0.10,  # the thumb of a flat hand: no such length in ANSUR II, engineering judgement
    "reinforced-thumb": 0.10,
    "knuckles": PALM_M,
    "forearm": -FOREARM_M / 2,
    "stone": PALM_M / 2,  # under the palm
    "massager": PALM_M / 2,  # in the fist; what its own neck adds is not counted
})  # fmt: skip
"""How far past the wrist the middle of each part is: half-lengths of `catalog/patches.toml`. [m]"""


def reach_m(part: HandPart) -> float:
    """Return how far from the shoulder the middle of a part can be, the arm straight. [m]

    >>> round(reach_m("palm"), 3), round(reach_m("forearm"), 3)
    (0.554, 0.394)
    """
    extra_m = EXTRA_M[part]
    return ARM_M + extra_m * (math.cos(WRIST_RAD) if extra_m > 0 else 1.0)


@dataclass(frozen=True, slots=True)
class Stances:
    """Everywhere that a giver may be at one spot: s stances, each with p postures of the trunk.

    A stance is a place along the side and the way that they face; it stays while a stroke lasts, the posture
    does not. `middle_m` (s, p, 3) is halfway between the shoulders [m], where y counts from the middle of the
    stroke; `leftward_m` (s, 3) leads from there to the left shoulder [m]. `shoulders` are where each shoulder
    is, and `few` where it is in a few postures spread over all of them.
    """

    how: How
    middle_m: Array
    leftward_m: Array
    shoulders: Mapping[Hand, Shoulders]
    few: Mapping[Hand, Shoulders]


@dataclass(frozen=True, slots=True)
class Shoulders:
    """One shoulder in p postures of s stances, (s, p, 3) [m], and the square of how far that is from the
    origin, (s, p). [m2]"""

    places_m: Array
    square_m2: Array

    @classmethod
    def of(cls, places_m: Array) -> Shoulders:
        """Return shoulders at some places (s, p, 3). [m]"""
        return cls(np.ascontiguousarray(places_m), np.einsum("spi,spi->sp", places_m, places_m))

    def at(self, stance: int) -> Shoulders:
        """Return them in one stance only."""
        return Shoulders(self.places_m[stance : stance + 1], self.square_m2[stance : stance + 1])


How = Literal["kneeling", "kneeling on the bed", "kneeling on the floor", "standing"]

SHIFTS_M = (0.0, -0.15, 0.15, -0.30, 0.30)
"""Places along the side, from the middle of the stroke; straight beside it first. [m]"""
TURNS_RAD = (0.0, math.radians(30), math.radians(60), math.radians(90))
"""How far a giver at a side turns towards the head, from facing straight across. [rad]"""
STEPS = 5
"""So many leans, and depths of kneeling or of soft knees, are tried between none and the most."""


def stances_of(surface: Surface, spot: Spot, *, back: Back) -> tuple[Stances, ...]:
    """Return the ways to be at a spot: kneeling on a mat, on the bed or on the floor beside it, or standing.

    Parameters
    ----------
    surface : Surface
        What the receiver lies on.
    spot : "left", "right" or "head"
        The receiver's side where the giver is, or their head.

    >>> from backrub.body import example_body
    >>> back = example_body().back
    >>> [stances.how for stances in stances_of("bed", "left", back=back)]
    ['kneeling on the bed', 'kneeling on the floor']
    >>> (stances,) = stances_of("table", "left", back=back)
    >>> stances.middle_m.shape, bool((stances.middle_m[:, 0, 0] > 0.4).all())
    ((20, 75, 3), True)
    """
    wide_m = back.half_biacromial_m * float(max(-back.edge_low.min(), back.edge_high.max()))
    beside_m = wide_m + BESIDE_M
    if surface == "table":
        beside_m = max(beside_m, TABLE_HALF_M + THIGH_HALF_M)
        return (_stances("standing", _standing(), spot=spot, beside_m=beside_m),)
    floors: tuple[tuple[How, float], ...] = (("kneeling", 0.0),)
    if surface == "bed":
        floors = (("kneeling on the bed", 0.0), ("kneeling on the floor", -BED_M))
    return tuple(_stances(how, _kneeling(floor_m), spot=spot, beside_m=beside_m) for how, floor_m in floors)


def _kneeling(floor_m: float) -> Array:
    """Return the middle of the shoulders in each posture (p, 2): forward of the knees, and up. [m]"""
    sit, lean = np.meshgrid(np.linspace(0, SIT_RAD, STEPS), np.linspace(0, LEAN_RAD, STEPS), indexing="ij")
    forward_m = TRUNK_M * np.sin(lean) - THIGH_M * np.sin(sit)
    up_m = floor_m + KNEE_M + THIGH_M * np.cos(sit) + TRUNK_M * np.cos(lean)
    return np.stack([forward_m.ravel(), up_m.ravel()], axis=1)


def _standing() -> Array:
    """Return the same for who stands, forward of the hips."""
    bend_m, lean = np.meshgrid(np.linspace(0, BEND_M, STEPS), np.linspace(0, LEAN_RAD, STEPS), indexing="ij")
    up_m = HIP_M - TABLE_M - bend_m + TRUNK_M * np.cos(lean)
    return np.stack([(TRUNK_M * np.sin(lean)).ravel(), up_m.ravel()], axis=1)


def _stances(how: How, trunk_m: Array, *, spot: Spot, beside_m: float) -> Stances:
    shift_m, turn = (each.ravel() for each in np.meshgrid(SHIFTS_M, TURNS_RAD, indexing="ij"))
    if spot == "head":
        shift_m = np.array(SHIFTS_M)
        foot_m = np.stack([shift_m, np.full(len(shift_m), -HEAD_M)], axis=1)
        ahead, side = np.tile([0.0, 1.0], (len(shift_m), 1)), np.array([1.0, 0.0])
    else:
        inward = -1.0 if spot == "left" else 1.0
        foot_m = np.stack([np.full(len(shift_m), -inward * beside_m), shift_m], axis=1)
        ahead, side = np.stack([inward * np.cos(turn), -np.sin(turn)], axis=1), np.array([0.0, 1.0])
    sways_m = np.array([0.0, -SWAY_M, SWAY_M])
    # (s, w, t, 2): each stance, each sway along the side, each bend of the trunk
    flat_m = foot_m[:, None, None] + sways_m[:, None, None] * side + trunk_m[:, :1] * ahead[:, None, None]
    up_m = np.broadcast_to(trunk_m[:, 1:], (*flat_m.shape[:3], 1))
    middle_m = np.concatenate([flat_m, up_m], axis=3).reshape(len(foot_m), -1, 3)
    left = np.stack([-ahead[:, 1], ahead[:, 0], np.zeros(len(ahead))], axis=1)
    ends = np.linspace(0, STEPS - 1, 3).astype(np.int64)
    few = (STEPS * ends[:, None] + ends).ravel()
    leftward_m = SHOULDERS_M / 2 * left
    sides: dict[Hand, Array] = {
        "left": middle_m + leftward_m[:, None],
        "right": middle_m - leftward_m[:, None],
    }
    return Stances(
        how,
        middle_m,
        leftward_m,
        {hand: Shoulders.of(places_m) for hand, places_m in sides.items()},
        {hand: Shoulders.of(places_m[:, few]) for hand, places_m in sides.items()},
    )
