"""From a score to both hands on one receiver's skin: evenly sampled, block by block, never held whole."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backrub.body import Back
from backrub.catalog.load import Catalog
from backrub.catalog.technique import Technique
from backrub.errors import DataError, Problem
from backrub.model.base import Hand, Point
from backrub.model.plan import Plan
from backrub.model.score import HandPath, Score
from backrub.motion.ground import SIDEWAYS, ground_of
from backrub.motion.lay import Laid, laid
from backrub.motion.profile import ramp_of, rest_to_rest
from backrub.motion.samples import LIFTED, PARTS, HandBlock
from backrub.motion.way import Way

Array = NDArray[np.float64]

RATE_HZ = 60.0
"""How often a hand is sampled unless somebody says otherwise. [Hz]"""
BLOCK_S = 10.0
"""How much is sampled at once; memory follows this, not the massage's length. [s]"""
PRESS_S = 0.3
"""The time to lay a hand on, or to change from one force to another [engineering judgement]. [s]"""
HOLD_PRESS_S = 4.0
"""The time in which a spot that the receiver rates is pressed or released: 3-5 s, clinical notes 2.4. [s]"""
NEAR_S = 0.05
"""A stroke that begins so soon after the last one goes on from it. [s]"""
STILL_M, JUMP_M = 0.001, 0.03
"""Scores leave gaps of up to 1.5 cm between strokes on the nominal scale: a hand slides over those. [m]"""
SLIDE_S = 0.3
"""So long it takes to slide over such a gap, with less than the hand's weight. [s]"""
FREE_M_S = 0.5
"""No hand is asked to be quicker, where a technique names a rate and no speed. [m/s]"""


@dataclass(frozen=True, slots=True)
class Segment:
    """One hand during one stroke: its way, its levels and forces on it, and how it begins and ends. [s], [N]

    `from_n` and `to_n` are the forces at its ends, which it grows from and falls to within `press_s`.
    """

    start_s: float
    duration_s: float
    stroke: int
    part: int
    level: NDArray[np.int8]
    way: Way
    force_n: Array
    ramp_s: float
    from_n: float
    to_n: float
    press_s: float

    @property
    def end_s(self) -> float:
        """When it ends. [s]"""
        return self.start_s + self.duration_s


Segments = Mapping[Hand, Sequence[Segment]]
"""What each hand does, in order."""


def move(
    plan: Plan,
    score: Score,
    *,
    back: Back,
    catalog: Catalog,
    rate_hz: float = RATE_HZ,
    block_s: float = BLOCK_S,
    calibration_frac: float = 1.0,
    segments: Segments | None = None,
) -> Iterator[tuple[HandBlock, HandBlock]]:
    """Yield the giver's left and right hand over a whole score, one block after the other.

    Parameters
    ----------
    plan, score : Plan, Score
        What is played, and its strokes.
    back : Back
        The receiver's skin.
    rate_hz, block_s : float
        Samples a second [Hz], and how much comes at once [s].
    calibration_frac : float
        The receiver's own calibration, times every technique's force; no cap moves for it.
    segments : Segments, optional
        What `segments_of` has made of the same before.

    Raises
    ------
    DataError
        When the score is not of this plan, or the rate or the calibration are no numbers of use.

    Examples
    --------
    `next(move(plan, compose(plan, catalog=load()), back=body_of(plan.body).back, catalog=load()))` is the
    first ten seconds of a plan on the back that it was made for.
    """
    check_asked(plan, score, rate_hz=rate_hz, calibration_frac=calibration_frac)
    if segments is None:
        segments = segments_of(plan, score, back=back, catalog=catalog, calibration_frac=calibration_frac)
    count = math.ceil(score.duration_s * rate_hz - 1e-9)
    size = max(1, round(block_s * rate_hz))
    stone_c = plan.kit.stones_c or 0.0
    begin: dict[Hand, int] = {"left": 0, "right": 0}
    for first in range(0, count, size):
        at_s = np.arange(first, min(first + size, count)) / rate_hz
        pair: dict[Hand, HandBlock] = {}
        for hand in ("left", "right"):
            mine = segments[hand]
            while begin[hand] < len(mine) and mine[begin[hand]].end_s <= at_s[0]:
                begin[hand] += 1
            pair[hand] = _block(mine, begin[hand], at_s, rate_hz=rate_hz, stone_c=stone_c)
        yield pair["left"], pair["right"]


def segments_of(
    plan: Plan, score: Score, *, back: Back, catalog: Catalog, calibration_frac: float = 1.0
) -> Segments:
    """Return what each hand does, stroke by stroke; what repeats is laid on the skin once."""
    ground = ground_of(back, limits=catalog.limits, avoid=plan.limits.avoid)
    made: dict[tuple[object, ...], Laid] = {}
    out: dict[Hand, list[Segment]] = {"left": [], "right": []}

    def lay(hand: HandPath, *, technique: Technique | None) -> Laid:
        key = hand.path, hand.part, hand.level, technique.id if technique is not None else None
        if key not in made:
            made[key] = laid(
                hand.path, hand.part, level=hand.level, technique=technique, back=back, ground=ground,
                calibration_frac=calibration_frac,
            )  # fmt: skip
        return made[key]

    for number, stroke in enumerate(score.strokes):
        technique = None if stroke.link else catalog.techniques[plan.steps[stroke.step].technique]
        for hand in stroke.hands:
            mine = out[hand.hand]
            start_s, end_s = stroke.start_s, stroke.start_s + stroke.duration_s
            here = lay(hand, technique=technique)
            gap = _gap(here.way, start_s, mine[-1], back) if mine else None
            if gap is not None:
                slide_s = min(SLIDE_S, stroke.duration_s / 4)
                lightly = hand.model_copy(update={"level": 1, "path": gap})
                mine.append(_segment(number, (start_s, slide_s), lightly, lay(lightly, technique=None), None))
                start_s += slide_s
            mine.append(_segment(number, (start_s, end_s - start_s), hand, here, technique))
    return {hand: _joined(made) for hand, made in out.items()}


def _gap(way: Way, start_s: float, before: Segment, back: Back) -> tuple[Point, Point] | None:
    """Return the slide from where a hand lies to where its next way begins, a little beside that; None where
    nothing gapes."""
    if start_s - before.end_s >= NEAR_S:
        return None
    from_, to = before.way.chart[-1], way.chart[0]
    gap_m = math.hypot(*((to - from_) * [back.half_biacromial_m, back.c7_psis_m]))
    # Further away the hand was lifted after all.
    if not STILL_M < gap_m < JUMP_M:
        return None
    return (float(from_[0]), float(from_[1])), (float(to[0]), float(to[1]))


def _segment(
    number: int,
    lasts_s: tuple[float, float],
    hand: HandPath,
    here: Laid,
    technique: Technique | None,
) -> Segment:
    start_s, duration_s = lasts_s
    speed = technique.speed_m_s if technique is not None else None
    most_m_s = speed.high if speed is not None else FREE_M_S
    is_rated = technique is not None and technique.working == "spot"
    press_s = HOLD_PRESS_S if is_rated else PRESS_S
    return Segment(
        start_s=start_s,
        duration_s=duration_s,
        stroke=number,
        part=PARTS.index(hand.part),
        level=here.level,
        way=here.way,
        force_n=here.force_n,
        ramp_s=ramp_of(here.way.length_m, duration_s, most_m_s=most_m_s),
        from_n=0.0,
        to_n=0.0,
        press_s=min(press_s, duration_s / 3),
    )


def _joined(segments: list[Segment]) -> list[Segment]:
    """Return the segments with their end forces: where one goes on from another, the lighter of the two."""
    out: list[Segment] = []
    for segment in segments:
        from_n = 0.0
        if out and segment.start_s - out[-1].end_s < NEAR_S:
            from_n = float(min(out[-1].force_n[-1], segment.force_n[0]))
            out[-1] = replace(out[-1], to_n=from_n)
        out.append(replace(segment, from_n=from_n))
    return out


def _block(
    segments: Sequence[Segment], begin: int, at_s: Array, *, rate_hz: float, stone_c: float
) -> HandBlock:
    """Return one hand over some moments; it is lifted where no segment is under way."""
    count = len(at_s)
    rows = np.zeros((count, 7))
    rows[:, 5] = 1.0
    heading = np.tile([0.0, -1.0, 0.0], (count, 1))
    speed_m_s = np.zeros(count)
    part = np.full(count, LIFTED, dtype=np.int8)
    level = np.zeros(count, dtype=np.int8)
    stroke = np.zeros(count, dtype=np.int32)
    for segment in segments[begin:]:
        if segment.start_s > at_s[-1]:
            break
        low, high = np.searchsorted(at_s, [segment.start_s, segment.end_s])
        if low == high:
            continue
        here = slice(low, high)
        rows[here], speed_m_s[here], level[here] = _sampled(segment, at_s[here] - segment.start_s)
        part[here], stroke[here] = segment.part, segment.stroke
        if PARTS[segment.part] in SIDEWAYS:
            heading[here] = [1.0, 0.0, 0.0]
    normal = rows[:, 3:6] / np.linalg.norm(rows[:, 3:6], axis=1, keepdims=True)
    heading -= np.einsum("ni,ni->n", heading, normal)[:, None] * normal
    heading /= np.linalg.norm(heading, axis=1, keepdims=True)
    return HandBlock(
        position_m=_read_only(rows[:, :3]),
        normal=_read_only(normal),
        heading=_read_only(heading),
        speed_m_s=_read_only(speed_m_s),
        force_n=_read_only(rows[:, 6]),
        part=_read_only(part),
        level=_read_only(level),
        stroke=_read_only(stroke),
        stone_c=_read_only(np.full(count, stone_c)),
        rate_hz=rate_hz,
    )


def _sampled(segment: Segment, at_s: Array) -> tuple[Array, Array, NDArray[np.int8]]:
    """Return position, normal and force (n, 7), speed and level (n,), at moments since its start. [s]"""
    way, force_n = segment.way, segment.force_n
    if len(force_n) == 1:
        rows, speed_m_s = np.zeros((len(at_s), 7)), np.zeros(len(at_s))
        rows[:, :3], rows[:, 3:6], rows[:, 6] = way.position_m, way.normal, force_n
        level = np.full(len(at_s), segment.level[0])
    else:
        way_m, speed_m_s = rest_to_rest(
            at_s, way.length_m, duration_s=segment.duration_s, ramp_s=segment.ramp_s
        )
        at = np.clip(way_m / way.step_m, 0.0, len(force_n) - 1 - 1e-9)
        first = at.astype(np.int64)
        share = at - first
        rows = np.empty((len(at_s), 7))
        for columns, values in ((slice(0, 3), way.position_m), (slice(3, 6), way.normal)):
            rows[:, columns] = values[first] + share[:, None] * (values[first + 1] - values[first])
        rows[:, 6] = force_n[first] + share * (force_n[first + 1] - force_n[first])
        level = np.minimum(segment.level[first], segment.level[first + 1])
    rows[:, 6] = _eased(rows[:, 6], segment, at_s)
    return rows, speed_m_s, level


def _eased(force_n: Array, segment: Segment, at_s: Array) -> Array:
    """Return forces that grow from the segment's first one, and fall to its last, never above their own."""
    up = np.clip(at_s / segment.press_s, 0.0, 1.0)
    down = np.clip((segment.duration_s - at_s) / segment.press_s, 0.0, 1.0)
    up, down = up * up * (3 - 2 * up), down * down * (3 - 2 * down)
    eased_n = np.minimum(
        segment.from_n + (force_n - segment.from_n) * up, segment.to_n + (force_n - segment.to_n) * down
    )
    return np.minimum(np.maximum(eased_n, 0.0), force_n)


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array


def check_asked(plan: Plan, score: Score, *, rate_hz: float, calibration_frac: float) -> None:
    """Raise DataError with all for which there is no motion: see `move`."""
    problems = []
    if not (math.isfinite(rate_hz) and 1.0 <= rate_hz <= 1000.0):
        problems.append(Problem("rate_hz", f"{rate_hz:g} is no rate", "Use 1 to 1000 samples a second."))
    if not (math.isfinite(calibration_frac) and 0.1 <= calibration_frac <= 2.0):
        what = f"{calibration_frac:g} is out of range"
        problems.append(Problem("calibration_frac", what, "Use 0.1 to 2; 1 is what the technique says."))
    problems += [
        Problem(f"strokes[{number}].step", f"there is no step {stroke.step}", "Compose this plan first.")
        for number, stroke in enumerate(score.strokes)
        if stroke.step >= len(plan.steps)
    ]
    if problems:
        raise DataError(problems)
