"""How hard each part of the hand may press at a point of the back: zones, bone, edge, avoid circles.

All distances are taken at the small end of the nominal scale, so that what holds here holds on any body of
that sex and height. What counts is the patch under the hand, not its centre.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from backrub.catalog.atlas import Array, Atlas, inside
from backrub.catalog.broad import broadened
from backrub.catalog.limits import Limits, PartLimits, ZoneLimits
from backrub.errors import Problem
from backrub.model.base import BareCircle, HandPart, Point
from backrub.model.plan import Body, PlanLimits
from backrub.model.scale import Scale

Levels = NDArray[np.int64]
Touches = Callable[[Array, Array], NDArray[np.bool_]]
"""Says of (n, 2) chart points, and the same at the small end [m], where a patch touches something."""
MOST = 5
"""The highest level that there is."""
MARGIN_M = 0.0015
"""Kept free beside every edge, so that rounding never eats into a limit. [m]"""
SORE_M, SORE_LEVEL, GENTLE_LEVEL = 0.03, 2, 1
"""What goes slower at sore spots does so this near to one [m], and no firmer than the first of these levels:
a thumb's width to either side of what a fingertip points out (our judgement). A spot that hurts too much to
be pressed has only open hands this near, at the second."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One receiver's back as far as planning knows it: zones on the nominal scale, and what is cleared."""

    scale: Scale
    limits: Limits
    atlas: Atlas
    max_level: int
    avoid: tuple[BareCircle, ...]
    forbidden_places: frozenset[str]
    forbidden_parts: frozenset[HandPart]
    place_max_level: Mapping[str, int]
    slow_at: tuple[Point, ...] = ()
    gentle_at: tuple[Point, ...] = ()
    unwarmed: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        body: Body,
        allowed: PlanLimits,
        *,
        limits: Limits,
        atlas: Atlas,
        slow_at: tuple[Point, ...] = (),
        gentle_at: tuple[Point, ...] = (),
        unwarmed: Iterable[str] = (),
    ) -> Ground:
        """Return the ground of a body under what a clearance allows.

        `slow_at` are points to go slower at, `gentle_at` those where only open hands go, lightly; `unwarmed`
        are places that nothing can warm up enough.
        """
        return cls(
            Scale.of(body.sex, body.height_m),
            limits,
            broadened(atlas, body),
            allowed.max_level,
            allowed.avoid,
            frozenset(allowed.forbidden_places),
            frozenset(allowed.forbidden_parts),
            allowed.place_max_level,
            slow_at,
            gentle_at,
            frozenset(unwarmed),
        )

    @property
    def is_even(self) -> bool:
        """Whether left and right are alike: nothing to avoid or to spare on one side alone."""
        return not self.avoid and not self.gentle_at

    def mirrored(self) -> Ground:
        """Return the same ground with left and right changed about."""

        def other(points: tuple[Point, ...]) -> tuple[Point, ...]:
            return tuple((-across, along) for across, along in points)

        slow_at, gentle_at = other(self.slow_at), other(self.gentle_at)
        return replace(self, avoid=mirrored(self.avoid), slow_at=slow_at, gentle_at=gentle_at)

    def for_focus(self) -> Ground:
        """Return the same ground for focus work, which ends short of what is not warm."""
        if not self.unwarmed:
            return self
        return replace(self, forbidden_places=self.forbidden_places | self.unwarmed)

    def levels(
        self, points: Array, part: HandPart, *, margin_m: float = MARGIN_M, enough: int = MOST
    ) -> Levels:
        """Return the highest level at which `part` may press with its centre at each of (n, 2) chart points.

        0: not at all. `margin_m` is kept free round the patch. [m] Levels above `enough` are told as that.
        """
        if part in self.forbidden_parts:
            return np.zeros(len(points), dtype=np.int64)
        hand = self.limits.parts[part]
        low_m = self.scale.to_low_m(points)
        allowed = np.full(len(points), min(hand.max_level, self.max_level, enough), dtype=np.int64)
        for cap, touches in self._rules(part, hand, margin_m):
            above = np.flatnonzero(allowed > cap)  # what is as low already needn't be looked at
            if len(above) == len(points):
                allowed[touches(points, low_m)] = cap
            elif len(above):
                allowed[above[touches(points[above], low_m[above])]] = cap
        return allowed

    def _rules(self, part: HandPart, hand: PartLimits, margin_m: float) -> Iterator[tuple[int, Touches]]:
        """Yield each rule: a level, and where a patch may press no harder; what is quickly told first."""
        widest_m = max(hand.half_across_m, hand.half_along_m) + margin_m

        def near(point: Array, far_m: float) -> Touches:
            centre = self.scale.to_low_m(point)
            return lambda _, low_m: np.asarray(np.hypot(*(low_m - centre).T) < far_m)

        yield 0, lambda points, _: self._is_over_edge(points, hand)
        for circle in self.avoid:
            yield 0, near(np.array([circle.across, circle.along]), circle.radius_m + widest_m)
        for point in self.gentle_at:
            yield GENTLE_LEVEL if part == "palm" else 0, near(np.array(point), SORE_M + widest_m)
        for zone_id, zone in self.limits.zones.items():
            if zone.only in (None, part):
                cap = zone.allow.get(part, 0)
                if zone_id == "bone":
                    yield cap, lambda _, low_m: self._touches_bone(low_m, hand, margin_m)
                else:
                    yield cap, partial(self._touches_zone, zone=zone, hand=hand, margin_m=margin_m)
        for place_id in self.forbidden_places | set(self.place_max_level):
            cap = 0 if place_id in self.forbidden_places else self.place_max_level[place_id]
            place = self.atlas.places.get(place_id)
            for ring in place.rings.values() if place is not None else ():
                yield cap, partial(self._touches_ring, ring=ring, hand=hand, margin_m=margin_m)

    def near_sore(self, points: Array) -> NDArray[np.bool_]:
        """Return which of (n, 2) chart points lie at a spot where some techniques go slower."""
        if not self.slow_at:
            return np.zeros(len(points), dtype=np.bool_)
        low_m, spots_m = self.scale.to_low_m(points), self.scale.to_low_m(np.array(self.slow_at))
        away_m = np.hypot(*(low_m[:, None, :] - spots_m[None]).transpose(2, 0, 1))
        return np.asarray((away_m < SORE_M).any(axis=1))

    def why_not(self, point: tuple[float, float], part: HandPart, *, level: int) -> Problem | None:
        """Return why `part` may not press at a chart point at `level`, or None where it may."""
        at = np.array([point])
        if self.levels(at, part)[0] >= level:
            return None
        hand, low_m = self.limits.parts[part], self.scale.to_low_m(at)
        says = "a place to leave alone"
        for zone_id, zone in self.limits.zones.items():
            touched = (
                self._touches_bone(low_m, hand, MARGIN_M)
                if zone_id == "bone"
                else self._touches_zone(at, low_m, zone=zone, hand=hand, margin_m=MARGIN_M)
            )
            if touched[0] and zone.only in (None, part) and zone.allow.get(part, 0) < level:
                says = zone.says
                break
        else:
            if self.atlas.place_at(*point) is None:
                says = "the edge of the back"
            elif any(
                np.hypot(*(low_m[0] - self.scale.to_low_m(np.array(each)))) < SORE_M
                for each in self.gentle_at
            ):
                says = "a spot that hurts too much to be pressed"
        return Problem(
            "here",
            f"this is too near {says} for that",
            "Move a finger's width onto soft muscle, or stay lighter.",
        )

    def _is_over_edge(self, points: Array, hand: PartLimits) -> NDArray[np.bool_]:
        side, edge = self.atlas.edge.T
        most = (
            np.interp(points[:, 1], edge, side) - 0.5 * hand.half_across_m / self.scale.half_biacromial_low_m
        )
        return np.asarray(
            (np.abs(points[:, 0]) > most) | (points[:, 1] < edge[0]) | (points[:, 1] > edge[-1])
        )

    def _touches_zone(
        self, _: Array, low_m: Array, *, zone: ZoneLimits, hand: PartLimits, margin_m: float
    ) -> NDArray[np.bool_]:
        """A zone is a pair of mirrored rectangles.

        A rule in metres near the midline uses the small scale, an outer bound the large.
        """
        small_m, large_m = self.scale.half_biacromial_low_m, self.scale.half_biacromial_high_m
        inner_m = (
            0.0
            if zone.inner_m is None
            else zone.inner_m * (small_m / large_m if zone.inner_m > 0.02 else 1.0)
        )
        if zone.outer_across is not None:
            outer_m = zone.outer_across * small_m
        else:
            outer_m = np.inf if zone.outer_m is None else zone.outer_m
        along = np.array(
            [
                -np.inf if zone.along_low is None else zone.along_low,
                np.inf if zone.along_high is None else zone.along_high,
            ]
        )
        low_edge_m, high_edge_m = along * self.scale.c7_psis_low_m
        off = np.abs(low_m[:, 0])
        dx = np.maximum(np.maximum(inner_m - off, off - outer_m), 0.0) / (hand.half_across_m + margin_m)
        dy = np.maximum(np.maximum(low_edge_m - low_m[:, 1], low_m[:, 1] - high_edge_m), 0.0) / (
            hand.half_along_m + margin_m
        )
        return np.asarray(dx * dx + dy * dy < 1.0)

    def _touches_bone(self, low_m: Array, hand: PartLimits, margin_m: float) -> NDArray[np.bool_]:
        """Bones are mirrored: points are folded onto the right half; those near a bone's box are measured."""
        touched = np.zeros(len(low_m), dtype=np.bool_)
        folded = np.stack([np.abs(low_m[:, 0]), low_m[:, 1]], axis=1)
        for bone in self.atlas.bones:
            reach = np.array([hand.half_across_m, hand.half_along_m]) + bone.half_width_m + margin_m
            line = self.scale.to_low_m(bone.line)
            near = np.flatnonzero(_in_box(folded, line.min(axis=0) - reach, line.max(axis=0) + reach))
            if len(near):
                touched[near] |= distance(folded[near] / reach, line / reach) < 1.0
        return touched

    def _touches_ring(
        self, points: Array, low_m: Array, *, ring: Array, hand: PartLimits, margin_m: float
    ) -> NDArray[np.bool_]:
        reach = np.array([hand.half_across_m, hand.half_along_m]) + margin_m
        line = self.scale.to_low_m(ring)
        touched = _in_box(low_m, line.min(axis=0) - reach, line.max(axis=0) + reach)
        near = np.flatnonzero(touched)
        touched[near] = inside(ring, points[near])
        beside = near[~touched[near]]
        touched[beside] = distance(low_m[beside] / reach, line / reach) < 1.0
        return touched


def mirrored(circles: tuple[BareCircle, ...]) -> tuple[BareCircle, ...]:
    """Return places to leave alone with left and right changed about."""
    return tuple(circle.model_copy(update={"across": -circle.across}) for circle in circles)


def evened(circles: tuple[BareCircle, ...]) -> tuple[BareCircle, ...]:
    """Return places to leave alone on both sides, those that were asked for first.

    >>> mole = BareCircle(across=0.4, along=0.5, radius_m=0.02)
    >>> [each.across for each in evened((mole,))], evened(evened((mole,))) == evened((mole,))
    ([0.4, -0.4], True)
    """
    return tuple(dict.fromkeys((*circles, *mirrored(circles))))


def _in_box(points: Array, low: Array, high: Array) -> NDArray[np.bool_]:
    """Return which of (n, 2) points lie between two corners."""
    x, y = points[:, 0], points[:, 1]
    return np.asarray((x > low[0]) & (x < high[0]) & (y > low[1]) & (y < high[1]))


def distance(points: Array, line: Array) -> Array:
    """Return the distance of (n, 2) points to a (m, 2) polyline, in the units of both."""
    way_x, way_y = np.diff(line, axis=0).T
    x, y = points[:, 0, None] - line[:-1, 0], points[:, 1, None] - line[:-1, 1]
    along_frac = (x * way_x + y * way_y) / np.maximum(way_x * way_x + way_y * way_y, 1e-12)
    np.clip(along_frac, 0.0, 1.0, out=along_frac)
    x -= along_frac * way_x
    y -= along_frac * way_y
    return np.asarray(np.sqrt((x * x + y * y).min(axis=1)))
