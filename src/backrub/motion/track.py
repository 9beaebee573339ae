"""One hand's strokes one after the other, as tables that any moment is read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backrub.model.base import Hand
from backrub.motion.ground import SIDEWAYS
from backrub.motion.lay import Laid
from backrub.motion.profile import rest_to_rest
from backrub.motion.samples import LIFTED, PARTS, HandBlock
from backrub.motion.way import Way

Array = NDArray[np.float64]

NEAR_S = 0.05
"""A stroke that begins so soon after the last one goes on from it. [s]"""

_TO_HEAD, _ACROSS = (0.0, -1.0, 0.0), (1.0, 0.0, 0.0)
_WAYS = np.array([_ACROSS if part in SIDEWAYS else _TO_HEAD for part in PARTS])


@dataclass(frozen=True, slots=True)
class Segment:
    """One hand during one stroke: what it lies on, and how it begins and ends. [s], [N]

    `from_n` and `to_n` are the forces at its ends, which it grows from and falls to within `press_s`.
    """

    start_s: float
    duration_s: float
    stroke: int
    part: int
    laid: Laid
    ramp_s: float
    press_s: float
    from_n: float = 0.0
    to_n: float = 0.0

    @property
    def end_s(self) -> float:
        """When it ends. [s]"""
        return self.start_s + self.duration_s

    @property
    def way(self) -> Way:
        """What it lies on."""
        return self.laid.way


Segments = Mapping[Hand, Sequence[Segment]]
"""What each hand does, in order."""


@dataclass(frozen=True, slots=True)
class Track:
    """One hand's segments as tables.

    Parameters
    ----------
    start_s, end_s, duration_s, ramp_s, press_s : (k,) float arrays
        When each segment begins and ends, and how long it, its ramp and its pressing take. [s]
    length_m, step_m : (k,) float arrays
        How long its way is, and a step of it. [m]
    from_n, to_n : (k,) float arrays
        The forces at its ends. [N]
    stroke, part : (k,) int arrays
        Its stroke, and its part of the hand.
    first, last : (k,) int arrays
        The first and the last but one of its places.
    position_m, normal, force_n, level : (m, 3), (m, 3), (m,), (m,) arrays
        The places [m] of way after way, with force [N] and level; a hand that stays has two places alike.
    """

    start_s: Array
    end_s: Array
    duration_s: Array
    ramp_s: Array
    press_s: Array
    length_m: Array
    step_m: Array
    from_n: Array
    to_n: Array
    stroke: NDArray[np.int32]
    part: NDArray[np.int8]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    position_m: Array
    normal: Array
    force_n: Array
    level: NDArray[np.int8]


def track_of(segments: Sequence[Segment]) -> Track:
    """Return one hand's segments, in the order of their time, as tables."""
    every = {id(each.laid): each.laid for each in segments}
    # Two places at least, so that there is a next one everywhere.
    twice = {key: 2 if len(laid.force_n) == 1 else 1 for key, laid in every.items()}
    counts = [twice[key] * len(laid.force_n) for key, laid in every.items()]
    begins = dict(zip(every, np.cumsum([0, *counts]).tolist(), strict=False))

    def places(read: Callable[[Laid], NDArray[Any]]) -> NDArray[Any]:
        whole = [np.repeat(read(laid), twice[key], axis=0) for key, laid in every.items()]
        return np.concatenate(whole) if whole else np.zeros(0)

    def each(read: Callable[[Segment], float]) -> Array:
        return np.array([read(segment) for segment in segments], np.float64)

    first = np.array([begins[id(segment.laid)] for segment in segments], np.int64)
    return Track(
        start_s=each(lambda one: one.start_s),
        end_s=each(lambda one: one.end_s),
        duration_s=each(lambda one: one.duration_s),
        ramp_s=each(lambda one: one.ramp_s),
        press_s=each(lambda one: one.press_s),
        length_m=each(lambda one: one.way.length_m),
        step_m=each(lambda one: one.way.step_m or 1.0),
        from_n=each(lambda one: one.from_n),
        to_n=each(lambda one: one.to_n),
        stroke=each(lambda one: one.stroke).astype(np.int32),
        part=each(lambda one: one.part).astype(np.int8),
        first=first,
        last=first + each(lambda one: max(len(one.laid.force_n), 2) - 2).astype(np.int64),
        position_m=places(lambda laid: laid.way.position_m),
        normal=places(lambda laid: laid.way.normal),
        force_n=places(lambda laid: laid.force_n),
        level=places(lambda laid: laid.level),
    )


TOUCH_N = 0.15
"""A hand that would press with less, the weight of three sheets of paper, is not on the skin yet, or no more
[engineering judgement]: a hundredth of a second where it comes down and leaves. [N]"""


def sampled(
    track: Track, at_s: Array, *, rate_hz: float, stone_c: float, share_frac: Array | float = 1.0
) -> HandBlock:
    """Return one hand over some moments [s]; it is lifted where no segment is under way.

    `share_frac` (n,) is how much of its force it has left then: `force.closing_frac`. No hand presses with
    less than `TOUCH_N`.
    """
    count = len(at_s)
    position_m, normal, heading = np.zeros((count, 3)), np.zeros((count, 3)), np.zeros((count, 3))
    normal[:, 2], heading[:, 1] = 1.0, -1.0
    speed_m_s, force_n = np.zeros(count), np.zeros(count)
    part, level = np.full(count, LIFTED, dtype=np.int8), np.zeros(count, dtype=np.int8)
    stroke = np.zeros(count, dtype=np.int32)
    which = np.searchsorted(track.start_s, at_s, side="right") - 1
    on = np.flatnonzero(which >= 0)
    on = on[at_s[on] < track.end_s[which[on]]]
    if len(on):
        which = which[on]
        position_m[on], up, force_n[on], speed_m_s[on], level[on] = _read(track, which, at_s[on])
        part[on], stroke[on] = track.part[which], track.stroke[which]
        up /= np.sqrt(np.einsum("ni,ni->n", up, up))[:, None]
        normal[on], heading[on] = up, headings(track.part[which], up)
    force_n *= share_frac
    force_n[force_n < TOUCH_N] = 0.0
    return HandBlock(
        position_m=_read_only(position_m),
        normal=_read_only(normal),
        heading=_read_only(heading),
        speed_m_s=_read_only(speed_m_s),
        force_n=_read_only(force_n),
        part=_read_only(part),
        level=_read_only(level),
        stroke=_read_only(stroke),
        stone_c=_read_only(np.full(count, stone_c)),
        rate_hz=rate_hz,
    )


def headings(part: NDArray[np.integer[Any]], normal: Array) -> Array:
    """Return where parts (n,) of a hand point that lie on skin with some normals (n, 3)."""
    way = _WAYS[part]
    way -= np.einsum("ni,ni->n", way, normal)[:, None] * normal
    return np.asarray(way / np.sqrt(np.einsum("ni,ni->n", way, way))[:, None])


def _read(
    track: Track, which: NDArray[np.int64], at_s: Array
) -> tuple[Array, Array, Array, Array, NDArray[np.int8]]:
    """Return position [m], normal, force [N], speed [m/s] and level at moments of some segments. [s]"""
    duration_s, press_s = track.duration_s[which], track.press_s[which]
    since_s = at_s - track.start_s[which]
    way_m, speed_m_s = rest_to_rest(
        since_s, track.length_m[which], duration_s=duration_s, ramp_s=track.ramp_s[which]
    )
    first = track.first[which]
    at = np.clip(way_m / track.step_m[which], 0.0, track.last[which] - first + 1 - 1e-9)
    whole = at.astype(np.int64)
    share, here = at - whole, first + whole

    def between(values: Array, part: Array) -> Array:
        before = values[here]
        return np.asarray(before + part * (values[here + 1] - before))

    # Forces grow from the segment's first one, and fall to its last, never above their own.
    own_n = between(track.force_n, share)
    up, down = (_smooth(each_s / press_s) for each_s in (since_s, duration_s - since_s))
    from_n, to_n = track.from_n[which], track.to_n[which]
    eased_n = np.minimum(from_n + (own_n - from_n) * up, to_n + (own_n - to_n) * down)
    force_n = np.minimum(np.maximum(eased_n, 0.0), own_n)
    position_m, normal = (between(values, share[:, None]) for values in (track.position_m, track.normal))
    return position_m, normal, force_n, speed_m_s, np.minimum(track.level[here], track.level[here + 1])


def _smooth(share: Array) -> Array:
    """Return a share of a change, which begins and ends gently."""
    share = np.clip(share, 0.0, 1.0)
    return np.asarray(share * share * (3 - 2 * share))


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array
