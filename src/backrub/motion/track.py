"""One hand's strokes one after the other, as tables that any moment is read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    start_s, end_s : (k,) float arrays
        When each segment begins and ends. [s]
    how : (8, k) float array
        Of each: start, duration, ramp, press [s], length and step of its way [m], first and last force [N].
    stroke, part : (k,) int arrays
        Of each: its stroke, and its part of the hand.
    first, last : (k,) int arrays
        Of each: the first and the last but one of its places.
    places : (m, 7) float array
        Position [m], normal and force [N], way after way; a hand that stays has two places alike.
    level : (m,) int8 array
        The level there.
    """

    start_s: Array
    end_s: Array
    how: Array
    stroke: NDArray[np.int32]
    part: NDArray[np.int8]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    places: Array
    level: NDArray[np.int8]


def track_of(segments: Sequence[Segment]) -> Track:
    """Return one hand's segments, in the order of their time, as tables."""
    ways = {id(each.laid): each.laid for each in segments}
    first: dict[int, int] = {}
    places, levels, count = [np.zeros((0, 7))], [np.zeros(0, np.int8)], 0
    for key, laid in ways.items():
        first[key] = count
        rows = np.column_stack([laid.way.position_m, laid.way.normal, laid.force_n])
        twice = 2 if len(rows) == 1 else 1
        places.append(np.repeat(rows, twice, axis=0))
        levels.append(np.repeat(laid.level, twice))
        count += len(places[-1])
    begins = np.array([first[id(each.laid)] for each in segments], np.int64)
    how = [
        (
            each.start_s, each.duration_s, each.ramp_s, each.press_s, each.laid.way.length_m,
            each.laid.way.step_m or 1.0, each.from_n, each.to_n,
        )
        for each in segments
    ]  # fmt: skip
    return Track(
        start_s=np.array([each.start_s for each in segments]),
        end_s=np.array([each.end_s for each in segments]),
        how=np.array(how, np.float64).reshape(-1, 8).T.copy(),
        stroke=np.array([each.stroke for each in segments], np.int32),
        part=np.array([each.part for each in segments], np.int8),
        first=begins,
        last=begins + np.array([max(len(each.laid.force_n), 2) - 2 for each in segments], np.int64),
        places=np.concatenate(places),
        level=np.concatenate(levels),
    )


def sampled(track: Track, at_s: Array, *, rate_hz: float, stone_c: float) -> HandBlock:
    """Return one hand over some moments [s]; it is lifted where no segment is under way."""
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
        rows, speed_m_s[on], level[on] = _read(track, which, at_s[on])
        part[on], stroke[on] = track.part[which], track.stroke[which]
        position_m[on], force_n[on] = rows[:, :3], rows[:, 6]
        up = rows[:, 3:6] / np.sqrt(np.einsum("ni,ni->n", rows[:, 3:6], rows[:, 3:6]))[:, None]
        way = _WAYS[track.part[which]]
        way -= np.einsum("ni,ni->n", way, up)[:, None] * up
        way /= np.sqrt(np.einsum("ni,ni->n", way, way))[:, None]
        normal[on], heading[on] = up, way
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


def _read(track: Track, which: NDArray[np.int64], at_s: Array) -> tuple[Array, Array, NDArray[np.int8]]:
    """Return place and force (n, 7), speed and level (n,), at moments of some segments. [s]"""
    start_s, duration_s, ramp_s, press_s, length_m, step_m, from_n, to_n = track.how[:, which]
    since_s = at_s - start_s
    way_m, speed_m_s = rest_to_rest(since_s, length_m, duration_s=duration_s, ramp_s=ramp_s)
    first = track.first[which]
    places = track.last[which] - first + 1
    at = np.clip(way_m / step_m, 0.0, places - 1e-9)
    whole = at.astype(np.int64)
    here = first + whole
    before = track.places[here]
    rows = before + (at - whole)[:, None] * (track.places[here + 1] - before)
    # Forces grow from the segment's first one, and fall to its last, never above their own.
    up, down = (_smooth(each / press_s) for each in (since_s, duration_s - since_s))
    own_n = rows[:, 6]
    eased_n = np.minimum(from_n + (own_n - from_n) * up, to_n + (own_n - to_n) * down)
    rows[:, 6] = np.minimum(np.maximum(eased_n, 0.0), own_n)
    return rows, speed_m_s, np.minimum(track.level[here], track.level[here + 1])


def _smooth(share: Array) -> Array:
    """Return a share of a change, which begins and ends gently."""
    share = np.clip(share, 0.0, 1.0)
    return np.asarray(share * share * (3 - 2 * share))


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array
