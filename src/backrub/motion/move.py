"""From a score to both hands on one receiver's skin: evenly sampled, block by block, never held whole."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from backrub.body import Back
from backrub.catalog.load import Catalog
from backrub.errors import DataError, Problem
from backrub.model.base import Hand, Point
from backrub.model.plan import Plan
from backrub.model.score import Score
from backrub.motion.ground import ground_of
from backrub.motion.hands import aside_m
from backrub.motion.lay import Asked, Key, Laid, laid_all, moved
from backrub.motion.profile import ramp_of
from backrub.motion.samples import PARTS, HandBlock
from backrub.motion.track import NEAR_S, Segment, Segments, sampled, track_of
from backrub.motion.way import Way

RATE_HZ = 60.0
"""How often a hand is sampled unless somebody says otherwise. [Hz]"""
BLOCK = 2400
"""Samples made at once; memory follows this, not the massage's length."""
PRESS_S = 0.3
"""The time to lay a hand on, or to change from one force to another [engineering judgement]. [s]"""
HOLD_PRESS_S = 4.0
"""The time in which a spot that the receiver rates is pressed or released: 3-5 s, clinical notes 2.4. [s]"""
STILL_M, JUMP_M = 0.001, 0.03
"""Scores leave gaps of up to 1.5 cm between strokes on the nominal scale: a hand slides over those. [m]"""
SLIDE_S = 0.3
"""So long it takes to slide over such a gap, with less than the hand's weight. [s]"""
FREE_M_S = 0.5
"""No hand is asked to be quicker, where a technique names a rate and no speed. [m/s]"""


def move(
    plan: Plan,
    score: Score,
    *,
    back: Back,
    catalog: Catalog,
    rate_hz: float = RATE_HZ,
    block_s: float | None = None,
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
        Samples a second [Hz], and how much comes at once [s]; `BLOCK` samples unless told otherwise.
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
    first forty seconds of a plan on the back that it was made for.
    """
    check_asked(plan, score, rate_hz=rate_hz, calibration_frac=calibration_frac)
    if segments is None:
        segments = segments_of(plan, score, back=back, catalog=catalog, calibration_frac=calibration_frac)
    left, right = (track_of(segments[hand]) for hand in ("left", "right"))
    count = math.ceil(score.duration_s * rate_hz - 1e-9)
    size = BLOCK if block_s is None else max(1, round(block_s * rate_hz))
    stone_c = plan.kit.stones_c or 0.0
    for first in range(0, count, size):
        at_s = np.arange(first, min(first + size, count)) / rate_hz
        yield (
            sampled(left, at_s, rate_hz=rate_hz, stone_c=stone_c),
            sampled(right, at_s, rate_hz=rate_hz, stone_c=stone_c),
        )


@dataclass(frozen=True, slots=True)
class _Work:
    """What one hand does from `start_s` on, for `duration_s`, in the stroke `number` of its score. [s]"""

    number: int
    start_s: float
    duration_s: float
    asked: Asked

    @property
    def end_s(self) -> float:
        return self.start_s + self.duration_s


def segments_of(
    plan: Plan, score: Score, *, back: Back, catalog: Catalog, calibration_frac: float = 1.0
) -> Segments:
    """Return what each hand does, stroke by stroke; what repeats is laid on the skin once, all in one go."""
    works: dict[Hand, list[_Work]] = {"left": [], "right": []}
    for number, stroke in enumerate(score.strokes):
        technique = None if stroke.link else catalog.techniques[plan.steps[stroke.step].technique]
        for hand in stroke.hands:
            asked = Asked(hand.path, hand.part, hand.level, technique)
            works[hand.hand].append(_Work(number, stroke.start_s, stroke.duration_s, asked))
    parts = [work.asked.part for each in works.values() for work in each]
    ground = ground_of(back, limits=catalog.limits, avoid=plan.limits.avoid, parts=parts)
    made: dict[Key, Laid] = {}

    def lay(all_works: Iterable[list[_Work]]) -> None:
        new = {
            work.asked.key: work.asked for each in all_works for work in each if work.asked.key not in made
        }
        found = laid_all(list(new.values()), back=back, ground=ground, calibration_frac=calibration_frac)
        made.update(zip(new, found, strict=True))

    lay(works.values())
    works = _apart(works, made, back=back)
    lay(works.values())
    whole = {hand: _with_slides(each, made, back=back) for hand, each in works.items()}
    lay(whole.values())
    return {hand: _segments(each, made) for hand, each in whole.items()}


def _apart(
    works: Mapping[Hand, list[_Work]], made: Mapping[Key, Laid], *, back: Back
) -> dict[Hand, list[_Work]]:
    """Return the works of both hands, each stroke's a little further apart where one would lie in the other.

    A score knows no body: what is side by side on most backs is a hand's breadth too near on a narrow one.
    """
    found = {hand: list(each) for hand, each in works.items()}
    index = {hand: {work.number: place for place, work in enumerate(each)} for hand, each in works.items()}
    known: dict[tuple[Key, Key], Mapping[Hand, tuple[float, float]]] = {}
    for number in index["left"].keys() & index["right"].keys():
        both: dict[Hand, _Work] = {hand: each[index[hand][number]] for hand, each in works.items()}
        pair = both["left"].asked.key, both["right"].asked.key
        if pair not in known:
            ways = {hand: made[work.asked.key].way for hand, work in both.items()}
            known[pair] = aside_m(ways, {hand: work.asked.part for hand, work in both.items()})
        for hand, moved_m in known[pair].items():
            asked = both[hand].asked
            path = moved(asked.path, moved_m, back=back)
            found[hand][index[hand][number]] = replace(both[hand], asked=replace(asked, path=path))
    return found


def _with_slides(works: list[_Work], made: Mapping[Key, Laid], *, back: Back) -> list[_Work]:
    """Return the works with a slide before each one that begins a little beside where the last one ended."""
    found: list[_Work] = []
    before: _Work | None = None
    for work in works:
        gap = _gap(made[before.asked.key].way, made[work.asked.key].way, back) if before is not None else None
        if before is None or gap is None or work.start_s - before.end_s >= NEAR_S:
            found.append(work)
        else:
            slide_s = min(SLIDE_S, work.duration_s / 4)
            start_s = work.start_s + slide_s
            found.append(_Work(work.number, work.start_s, slide_s, Asked(gap, work.asked.part, 1, None)))
            found.append(_Work(work.number, start_s, work.end_s - start_s, work.asked))
        before = work
    return found


def _gap(before: Way, after: Way, back: Back) -> tuple[Point, Point] | None:
    """Return the slide from where a way ends to where the next begins, a little beside that; None where
    nothing gapes."""
    (across, along), (to_across, to_along) = before.chart[-1].tolist(), after.chart[0].tolist()
    gap_m = math.hypot((to_across - across) * back.half_biacromial_m, (to_along - along) * back.c7_psis_m)
    # Further away the hand was lifted after all.
    return ((across, along), (to_across, to_along)) if STILL_M < gap_m < JUMP_M else None


def _segments(works: list[_Work], made: Mapping[Key, Laid]) -> list[Segment]:
    """Return the works as segments: where one goes on from another, with the lighter of the two forces."""
    if not works:
        return []
    all_laid = [made[work.asked.key] for work in works]
    between_n = [
        float(min(one.force_n[-1], other.force_n[0])) if after.start_s - before.end_s < NEAR_S else 0.0
        for (before, after), (one, other) in zip(pairwise(works), pairwise(all_laid), strict=True)
    ]
    return [
        _segment(work, here, from_n=from_n, to_n=to_n)
        for work, here, from_n, to_n in zip(
            works, all_laid, [0.0, *between_n], [*between_n, 0.0], strict=True
        )
    ]


def _segment(work: _Work, here: Laid, *, from_n: float, to_n: float) -> Segment:
    technique = work.asked.technique
    speed = technique.speed_m_s if technique is not None else None
    most_m_s = speed.high if speed is not None else FREE_M_S
    is_rated = technique is not None and technique.working == "spot"
    press_s = HOLD_PRESS_S if is_rated else PRESS_S
    return Segment(
        start_s=work.start_s,
        duration_s=work.duration_s,
        stroke=work.number,
        part=PARTS.index(work.asked.part),
        laid=here,
        ramp_s=ramp_of(here.way.length_m, work.duration_s, most_m_s=most_m_s),
        press_s=min(press_s, work.duration_s / 3),
        from_n=from_n,
        to_n=to_n,
    )


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
