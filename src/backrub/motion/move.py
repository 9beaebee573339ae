"""From a score to both hands on one receiver's skin: evenly sampled, block by block, never held whole."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from backrub.body import Back
from backrub.catalog.load import Catalog
from backrub.errors import DataError, Problem
from backrub.model.base import Hand
from backrub.model.plan import Plan
from backrub.model.score import Score
from backrub.motion.force import closing_frac
from backrub.motion.ground import ground_of
from backrub.motion.hands import WITHIN_M, aside_m, looks_of, within_m
from backrub.motion.join import Joined, Work, in_time, joined, segments_along
from backrub.motion.lay import Asked, Key, Laid, Touch, laid_all, moved
from backrub.motion.samples import PARTS, HandBlock
from backrub.motion.track import Segments, sampled, track_of

Array = NDArray[np.float64]

RATE_HZ = 60.0
"""How often a hand is sampled unless somebody says otherwise. [Hz]"""
BLOCK = 2400
"""Samples made at once; memory follows this, not the massage's length."""


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
        share_frac = closing_frac(plan, at_s)
        yield (
            sampled(left, at_s, rate_hz=rate_hz, stone_c=stone_c, share_frac=share_frac),
            sampled(right, at_s, rate_hz=rate_hz, stone_c=stone_c, share_frac=share_frac),
        )


def segments_of(
    plan: Plan, score: Score, *, back: Back, catalog: Catalog, calibration_frac: float = 1.0,
    bears: Callable[[Sequence[Touch]], Sequence[Array]] | None = None,
) -> Segments:  # fmt: skip
    """Return what each hand does, stroke by stroke; what repeats is laid on the skin once, all in one go."""
    works: dict[Hand, list[Work]] = {"left": [], "right": []}
    for number, stroke in enumerate(score.strokes):
        technique = None if stroke.link else catalog.techniques[plan.steps[stroke.step].technique]
        for hand in stroke.hands:
            asked = Asked(hand.path, hand.part, hand.level, technique)
            works[hand.hand].append(Work(number, stroke.start_s, stroke.duration_s, asked))
    parts = [work.asked.part for each in works.values() for work in each]
    ground = ground_of(back, limits=catalog.limits, avoid=plan.limits.avoid, parts=parts)
    made: dict[Key, Laid] = {}

    def lay(all_works: Iterable[list[Work]]) -> None:
        new = {
            work.asked.key: work.asked for each in all_works for work in each if work.asked.key not in made
        }
        found = laid_all(list(new.values()), back=back, ground=ground, calibration_frac=calibration_frac)
        made.update(zip(new, found, strict=True))

    lay(works.values())
    works = _apart(works, made, back=back)
    lay(works.values())
    kept = {hand: in_time(each, made) for hand, each in works.items()}
    whole = {hand: joined(each) for hand, each in kept.items()}
    lay([work for work, _ in each] for each in whole.values())
    near = _near(whole, made)
    if near:
        whole = {hand: joined(each, sliding=near) for hand, each in kept.items()}
        lay([work for work, _ in each] for each in whole.values())
    placed = {
        hand: [(work, laid if laid is not None else made[work.asked.key]) for work, laid in each]
        for hand, each in whole.items()
    }
    if bears is not None:
        touches = {
            id(laid): Touch(PARTS.index(work.asked.part), laid, work.is_link)
            for each in placed.values()
            for work, laid in each
        }
        borne = {
            key: replace(touch.laid, force_n=force_n, asked_n=touch.laid.force_n)
            for (key, touch), force_n in zip(touches.items(), bears(list(touches.values())), strict=True)
        }
        placed = {hand: [(work, borne[id(laid)]) for work, laid in each] for hand, each in placed.items()}
    return {hand: segments_along(each) for hand, each in placed.items()}


def _apart(
    works: Mapping[Hand, list[Work]], made: Mapping[Key, Laid], *, back: Back
) -> dict[Hand, list[Work]]:
    """Return the works of both hands, each stroke's a little further apart where one would lie in the other.

    A score knows no body: what is side by side on most backs is a hand's breadth too near on a narrow one.
    """
    found = {hand: list(each) for hand, each in works.items()}
    index = {hand: {work.number: place for place, work in enumerate(each)} for hand, each in works.items()}
    known: dict[tuple[Key, Key], Mapping[Hand, tuple[float, float]]] = {}
    for number in index["left"].keys() & index["right"].keys():
        both: dict[Hand, Work] = {hand: each[index[hand][number]] for hand, each in works.items()}
        pair = both["left"].asked.key, both["right"].asked.key
        if pair not in known:
            ways = {hand: made[work.asked.key].way for hand, work in both.items()}
            known[pair] = aside_m(ways, {hand: work.asked.part for hand, work in both.items()})
        for hand, moved_m in known[pair].items():
            asked = both[hand].asked
            path = moved(asked.path, moved_m, back=back)
            found[hand][index[hand][number]] = replace(both[hand], asked=replace(asked, path=path))
    return found


def _near(whole: Mapping[Hand, Sequence[Joined]], made: Mapping[Key, Laid]) -> frozenset[int]:
    """Return the links in which the hands, one of them begun where it was, would lie in each other."""
    links = {hand: {work.number: work for work, _ in each if work.is_link} for hand, each in whole.items()}
    begun = {work.number for each in whole.values() for work, laid in each if laid is None}
    known: dict[tuple[Key, Key], bool] = {}
    found: set[int] = set()
    for number in begun & links["left"].keys() & links["right"].keys():
        both = {hand: each[number] for hand, each in links.items()}
        pair = both["left"].asked.key, both["right"].asked.key
        if pair not in known:
            _, places_m = looks_of({hand: made[work.asked.key].way for hand, work in both.items()})
            parts = {hand: work.asked.part for hand, work in both.items()}
            known[pair] = bool(within_m(places_m, parts).max() > WITHIN_M)
        if known[pair]:
            found.add(number)
    return frozenset(found)


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
