"""Circles that are round on the skin: small loops of a path, laid in metres about their drifting middle."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from backrub.body import Back
from backrub.model.base import Point
from backrub.motion.edge import inside

Array = NDArray[np.float64]

LARGEST_M = 0.10
"""A loop of this size or more, seen from above, is no circle of a hand but a way over the back, which is laid
as it is written; the largest circle that a technique asks for is 6 cm [engineering judgement]. [m]"""
LEAST_M = 0.003
"""What is smaller is no circle either. [m]"""
LONGEST_FRAC = 2.0
"""What is so many times as long as wide is no circle. On the nominal scale a written one is 1.3 at most."""
LEAST_TURNS, WAVING_TURNS = 0.75, 1.5
"""So often a path has to turn round to be circles; and so often where it does not bend one way all along, as
where the middle drifts by more than the circle is round."""
BESIDE_M = 0.001
"""So far the corners of a written path may lie beside circles, for it to be them. [m]"""
LEAST_CORNERS = 6
"""A path of fewer corners is no circle."""
CORNER_RAD = np.radians(100)
"""A single circle bends by less at each of its corners. [rad]"""
ROUNDS = 12
"""So often circles are fitted to a path, each time better."""
SURE_RAD = 1e-3
"""... until no corner moves by more: 0.02 mm on a circle of 4 cm. [rad]"""
STILL_M = 0.001
"""A middle that drifts by less in all stays. [m]"""
AROUND = 60
"""Corners of a circle as it is laid: it bends by 6 degrees at each of them."""
NEAR = 0.01
"""So far along, to both sides, it is looked at which way the trunk's edge runs."""
TRIES = 5
"""So often circles are laid again a little further in, until none is off the back."""


@dataclass(frozen=True, slots=True)
class Loops:
    """Circles that a chart path is: at the phase `p` it is at `start + drift * p + turn @ (cos p, sin p)`.

    `phase_rad` (2,) is from where to where it turns [rad]; all else is in metres seen from above.
    """

    phase_rad: Array
    start_m: Array
    drift_m: Array
    turn_m: Array

    @property
    def is_still(self) -> bool:
        """Whether the circles stay in place."""
        return bool(np.hypot(*self.drift_m) * (self.phase_rad[1] - self.phase_rad[0]) < STILL_M)

    @property
    def radius_m(self) -> float:
        """The radius of a circle as large as one of these is, seen from above. [m]"""
        return float(np.sqrt(abs(np.linalg.det(self.turn_m))))

    def corners(self) -> tuple[Array, Array, NDArray[np.int64]]:
        """Return the phases (n,) of its corners [rad], its middles (k, 2) [m], and which one each is about.

        Where the middle stays there is but one, and the corners are those of one turn.
        """
        steps = max(round((self.phase_rad[1] - self.phase_rad[0]) / (2 * np.pi) * AROUND), AROUND // 2)
        phase = self.phase_rad[0] + 2 * np.pi / AROUND * np.arange(steps + 1)
        if not self.is_still:
            return phase, self.start_m + phase[:, None] * self.drift_m, np.arange(steps + 1)
        mean = self.start_m + self.phase_rad.mean() * self.drift_m
        turn = phase[: min(AROUND, len(phase))]
        return turn, mean[None], np.zeros(len(turn), np.int64)

    def whole(self, corners: Array) -> Array:
        """Return all turns (n, 2) of what `corners` asked for."""
        steps = max(round((self.phase_rad[1] - self.phase_rad[0]) / (2 * np.pi) * AROUND), AROUND // 2)
        return corners[np.arange(steps + 1) % AROUND] if len(corners) == AROUND else corners


def loops_of(path: Sequence[Point], *, unit_m: Array) -> Loops | None:
    """Return the circles that a chart path is; None where it is none.

    A path of circles lies on even circles, or ellipses, about a middle that stays or drifts evenly, and turns
    round. `unit_m` (2,) is how long a unit across and along is. [m]

    >>> turn = np.linspace(0.0, 6 * np.pi, 37)
    >>> path = np.stack([0.3 + 0.05 * np.cos(turn), 0.5 + 0.03 * np.sin(turn)], axis=1)
    >>> found = loops_of([(x, y) for x, y in path.tolist()], unit_m=np.array([0.18, 0.46]))
    >>> np.hypot(*found.turn_m.T).round(4).tolist()  # half axes of 9.0 and 13.8 mm
    [0.009, 0.0138]
    >>> loops_of(((0.3, 0.9), (0.3, 0.1)), unit_m=np.array([0.18, 0.46])) is None
    True
    """
    if len(path) < LEAST_CORNERS:
        return None
    places_m = np.array(path) * unit_m
    phase = _roughly(places_m)
    turns = (phase[-1] - phase[0]) / (2 * np.pi)
    if turns < LEAST_TURNS or (turns < WAVING_TURNS and not _bends_one_way(places_m)):
        return None
    fitted = _fitted(phase, places_m)
    for _ in range(ROUNDS):
        turn_m = fitted[2:].T
        if not _is_circle(turn_m):
            return None
        middle_m = fitted[0] + phase[:, None] * fitted[1]
        beside = np.linalg.solve(turn_m, (places_m - middle_m).T)
        off = (np.arctan2(beside[1], beside[0]) - phase + np.pi) % (2 * np.pi) - np.pi
        phase = phase + off
        fitted = _fitted(phase, places_m)
        if np.abs(off).max() < SURE_RAD:
            break
    if np.linalg.norm(places_m - _terms(phase) @ fitted, axis=1).max() > BESIDE_M:
        return None
    return Loops(phase[[0, -1]], fitted[0], fitted[1], fitted[2:].T)


def _terms(phase: Array) -> Array:
    """Return what a place of circles is made of at some phases (n,): start, drift, turn (n, 4)."""
    return np.stack([np.ones_like(phase), phase, np.cos(phase), np.sin(phase)], axis=1)


def _fitted(phase: Array, places_m: Array) -> Array:
    """Return how much of each term (4, 2) comes nearest to places (n, 2) that have such phases (n,). [m]"""
    terms = _terms(phase)
    # The little that is added leaves an answer where a zigzag has no turns at all.
    return np.asarray(np.linalg.solve(terms.T @ terms + 1e-9 * np.eye(4), terms.T @ places_m))


def _is_circle(turn_m: Array) -> bool:
    """Whether an ellipse (2, 2) is as large as a hand's circle, and nearly as wide as it is long."""
    # Of its half axes, the sum of squares and the product.
    squares_m2, area_m2 = float(np.square(turn_m).sum()), abs(float(np.linalg.det(turn_m)))
    apart_m2 = math.sqrt(max(squares_m2**2 - 4 * area_m2**2, 0.0))
    longest_m, shortest_m = (math.sqrt(max(squares_m2 + way * apart_m2, 0.0) / 2) for way in (1, -1))
    return shortest_m > 0.5 * LEAST_M and longest_m < min(0.5 * LARGEST_M, LONGEST_FRAC * shortest_m)


def _roughly(places_m: Array) -> Array:
    """Return about which phase (n,) each corner has, by how it swings across the way it goes. [rad]

    >>> turn = np.linspace(0.0, 4 * np.pi, 25)
    >>> about = _roughly(np.stack([np.cos(turn), 3.0 * turn + np.sin(turn)], axis=1))
    >>> bool(np.abs(about - turn).max() < 0.01)
    True
    """
    away = places_m[-1] - places_m[0]
    length = float(np.hypot(*away))
    across = np.array([away[1], -away[0]]) / length if length > STILL_M else np.array([1.0, 0.0])
    swing = places_m @ across
    low, high = swing.min(), swing.max()
    if high - low < LEAST_M:
        return np.zeros(len(swing))
    share = np.arccos(np.clip(2 * (swing - low) / (high - low) - 1, -1.0, 1.0))
    rises = np.diff(swing) > 0
    # What is nearly level, at the ends of a swing, goes with the step before.
    is_clear = np.abs(np.diff(swing)) > 0.1 * (high - low)
    last = np.maximum.accumulate(np.where(is_clear, np.arange(len(rises)), int(np.argmax(is_clear))))
    rises = rises[last]
    rises = np.append(rises, rises[-1])
    half_turns = np.concatenate([[int(rises[0])], np.cumsum(rises[1:] != rises[:-1]) + int(rises[0])])
    return np.asarray(np.pi * half_turns + np.where(rises, np.pi - share, share))


def _bends_one_way(places_m: Array) -> bool:
    """Whether a path bends to one side only, and nowhere sharply."""
    step_m = np.diff(places_m, axis=0)
    facing = np.arctan2(step_m[:, 1], step_m[:, 0])
    bends = (np.diff(facing) + np.pi) % (2 * np.pi) - np.pi
    return bool((bends > 0).all() or (bends < 0).all()) and bool(np.abs(bends).max() < CORNER_RAD)


def laid_round(loops: Sequence[Loops], back: Back) -> list[Array]:
    """Return circles as chart points (n, 2) that are round on a back's skin, all of them in one go.

    Each is as large on the skin as its path is seen from above: where skin is steep it covers less below.
    Every corner is one radius away from the middle, straight through the air, in the way that it has in the
    skin's plane there. Circles that would leave the trunk are moved inwards as they are.
    """
    unit_m = np.array([back.half_biacromial_m, back.c7_psis_m])
    placed, found = list(loops), [np.zeros((0, 2))] * len(loops)
    todo = list(range(len(loops)))
    for _ in range(TRIES):
        again = []
        for index, corners in zip(todo, _laid([placed[each] for each in todo], back, unit_m), strict=True):
            found[index] = placed[index].whole(corners)
            inward_m = _inward_m(corners, back)
            if inward_m.any():
                placed[index] = replace(placed[index], start_m=placed[index].start_m + inward_m)
                again.append(index)
        todo = again
    return found


def _laid(loops: Sequence[Loops], back: Back, unit_m: Array) -> list[Array]:
    """Return the corners (n, 2) of circles where they are, in the chart."""
    if not loops:
        return []
    asked = [each.corners() for each in loops]
    counts, rows = [len(phase) for phase, _, _ in asked], [len(middles) for _, middles, _ in asked]
    phase = np.concatenate([phase for phase, _, _ in asked])
    middle = np.concatenate([middles for _, middles, _ in asked]) / unit_m
    first = np.concatenate([[0], np.cumsum(rows)[:-1]])
    about = np.concatenate([begin + index for begin, (_, _, index) in zip(first, asked, strict=True)])
    turn = np.repeat(np.stack([each.turn_m / unit_m[:, None] for each in loops]), rows, axis=0)
    radius_m = np.repeat([each.radius_m for each in loops], counts)
    direction = np.stack([np.cos(phase), np.sin(phase)], axis=1)
    skin = back.at(middle)
    away = np.einsum("kij,kj->ki", _even(turn, skin.tangents_m)[about], direction)
    away *= radius_m[:, None]
    for _ in range(2):  # the skin bends away from its plane
        apart_m = back.places_m(middle[about] + away) - skin.position_m[about]
        away *= np.clip(radius_m / np.linalg.norm(apart_m, axis=1), 0.5, 2.0)[:, None]
    return np.split(middle[about] + away, np.cumsum(counts)[:-1])


def _inward_m(points: Array, back: Back) -> Array:
    """Return how far (2,) a circle of some points (n, 2) has to move to be on the trunk, square to its edge.

    Nothing where it is; seen from above, in the directions of the chart. [m]
    """
    low, high = inside(back, points[:, 1])
    side = 1.0 if points[:, 0].mean() > 0 else -1.0
    edge = high if side > 0 else low
    over = side * (points[:, 0] - edge)
    worst = int(over.argmax())
    if over[worst] <= 0:
        return np.zeros(2)
    near = points[worst, 1] + np.array([-NEAR, NEAR])
    slope = np.diff(inside(back, near)[1 if side > 0 else 0])[0] / (2 * NEAR)
    slope *= side * back.half_biacromial_m / back.c7_psis_m
    away_m = over[worst] * back.half_biacromial_m / (1.0 + slope**2)
    return np.array([-side * away_m, slope * away_m])


def _even(turn: Array, tangents_m: Array) -> Array:
    """Return what turns round evenly by one metre on the skin, nearest to what turns so in the chart.

    Parameters
    ----------
    turn : (k, 2, 2) float array
        Maps (cos, sin) of a phase to an ellipse in the chart.
    tangents_m : (k, 2, 3) float array
        How far one unit of the chart goes on the skin. [m]

    Returns
    -------
    (k, 2, 2) float array
        Maps (cos, sin) to the chart.
    """
    across, along = tangents_m[:, 0], tangents_m[:, 1]
    wide_m = np.linalg.norm(across, axis=1)
    lean_m = np.einsum("ki,ki->k", across, along) / wide_m
    tall_m = np.sqrt(np.einsum("ki,ki->k", along, along) - lean_m**2)
    # In the skin's plane: first the way across, then square to it.
    flat = np.zeros((len(wide_m), 2, 2))
    flat[:, 0, 0], flat[:, 0, 1], flat[:, 1, 1] = wide_m, lean_m, tall_m
    shape = flat @ turn
    # The nearest turn to it, or turn and mirror, that changes no length.
    hand = np.sign(np.linalg.det(shape))
    even = np.empty_like(shape)
    even[:, 0, 0] = shape[:, 0, 0] + hand * shape[:, 1, 1]
    even[:, 0, 1] = shape[:, 0, 1] - hand * shape[:, 1, 0]
    even[:, 1, 0], even[:, 1, 1] = -hand * even[:, 0, 1], hand * even[:, 0, 0]
    even /= np.hypot(even[:, 0, 0], even[:, 0, 1])[:, None, None]
    return np.asarray(np.linalg.solve(flat, even))
