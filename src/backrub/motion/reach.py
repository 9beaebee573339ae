"""Whether a giver can do what is asked where the plan says they are: in reach, with hands and arms clear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from backrub.body import Back
from backrub.model.base import Hand, HandPart, Stand
from backrub.model.plan import Plan
from backrub.model.score import Score
from backrub.motion.giver import ABOVE_M, Shoulders, Spot, Stances, reach_m, stances_of
from backrub.motion.hands import Parts, Places, looks_of, within_m
from backrub.motion.samples import PARTS
from backrub.motion.track import Segment, Segments

Array = NDArray[np.float64]

CROSSED_M = 0.10
"""So far the left hand may be on the right of the right one, as the giver sees it: one forearm over the other
[engineering judgement]. [m]"""
ON_TOP: tuple[HandPart, ...] = ("reinforced-fingers", "reinforced-thumb")
"""Parts on which the other hand lies: both shoulders have to reach them, whichever hand is below."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How a stroke is for a giver at one spot, at its worst moments.

    `beyond_m` is how much further than its arm reaches a hand is from its shoulder, below 0 what is left;
    `part` is that hand's, and `share_frac` how far along its way it is then. `crossed_m` is how far the left
    hand is on the right of the right one, `within_m` how far one lies in the other's place; below 0 what is
    between. [m]
    """

    stroke: int
    spot: Spot
    how: str
    part: HandPart
    share_frac: float
    beyond_m: float
    crossed_m: float
    within_m: float

    @property
    def worst_m(self) -> float:
        """How much is missing to where it can be done so; 0 or less where it can. [m]"""
        return max(self.beyond_m, self.crossed_m - CROSSED_M)

    @property
    def is_well(self) -> bool:
        """Whether the arms are long enough there and don't cross."""
        return self.worst_m <= 0


def reached(
    segments: Segments, plan: Plan, *, score: Score, back: Back, steps: frozenset[int] | None = None
) -> tuple[Reached, ...]:
    """Return how each stroke that differs is for the giver, from every spot where the plan lets them be.

    During a stroke the giver stays where they are and leans; between strokes they may shift along the side or
    turn; through a step they kneel on the same thing. Of all those ways the best one counts.

    Parameters
    ----------
    segments : Segments
        What `segments_of` made of this plan's `score` on this back.
    steps : frozenset of int, optional
        Those that are looked at; all unless told otherwise.

    Returns
    -------
    tuple of Reached
        For each step's strokes that differ, one for each spot. Each laid way is looked at every
        `hands.EVERY_M`, both hands at the same share of theirs.
    """
    spots = {spot for step in plan.steps for spot in spots_of(step.stand)}
    # Who is at the right is who is at the left of everything mirrored: their shoulders can be as far.
    ways = {spot: stances_of(plan.kit.surface, LIKE[spot], back=back) for spot in spots}
    looks: dict[object, _Looked] = {}
    known: dict[object, Reached] = {}

    def seen(number: int, hands: Hands, *, stances: Stances, spot: Spot) -> Reached:
        key = spot, _alike(hands)
        if key not in looks:
            looks[key] = _looked_at(hands) if spot != "right" else _looked_at(hands).mirrored()
        is_link = score.strokes[number].link
        same = LIKE[spot], stances.how, is_link, looks[key].same
        if same not in known:
            known[same] = _at(looks[key], stances, stays=spot == "head", is_link=is_link)
        return replace(known[same], stroke=number, spot=spot)

    found: list[Reached] = []
    for index, strokes in _different(segments, score).items():
        if steps is not None and index not in steps:
            continue
        for spot in spots_of(plan.steps[index].stand):
            tried: list[list[Reached]] = []
            for stances in ways[spot]:
                tried.append(
                    [seen(number, hands, stances=stances, spot=spot) for number, hands in strokes.items()]
                )
                if all(each.is_well for each in tried[-1]):
                    break
            found += min(tried, key=lambda made: max(each.worst_m for each in made))
    return tuple(found)


def spots_of(stand: Stand) -> tuple[Spot, ...]:
    """Return where a giver may be: at either side where the plan does not say.

    >>> spots_of("any"), spots_of("left")
    (('left', 'right'), ('left',))
    """
    return ("left", "right") if stand == "any" else (stand,)


HANDS: tuple[Hand, Hand] = ("left", "right")
OTHER: Mapping[Hand, Hand] = MappingProxyType({"left": "right", "right": "left"})
LIKE: Mapping[Spot, Spot] = MappingProxyType({"left": "left", "right": "left", "head": "head"})
"""The spot that each is worked out as."""
Hands = Mapping[Hand, Segment]


def _alike(hands: Hands) -> object:
    """Return what is the same for strokes that lie alike."""
    return tuple((hand, each.part, id(each.way)) for hand, each in sorted(hands.items()))


def _different(segments: Segments, score: Score) -> Mapping[int, Mapping[int, Hands]]:
    """Return each step's strokes that don't lie alike, the first of each, with its hands."""
    hands: dict[int, dict[Hand, Segment]] = {}
    for hand, mine in segments.items():
        for segment in mine:
            hands.setdefault(segment.stroke, {})[hand] = segment  # the last: after the slide to its start
    seen: set[object] = set()
    found: dict[int, dict[int, Hands]] = {}
    for number, both in sorted(hands.items()):
        step = score.strokes[number].step
        key = step, _alike(both)
        if key not in seen:
            seen.add(key)
            found.setdefault(step, {})[number] = both
    return found


@dataclass(frozen=True, slots=True)
class _Looked:
    """A stroke as it is looked at: where each hand is (n, 3) [m] at even shares of its way (n,), its part.

    `within_m` is how far one hand lies in the other's place, at most. [m]
    """

    share_frac: Array
    places_m: Places
    parts: Parts
    within_m: float

    @property
    def same(self) -> object:
        """What is equal for strokes that lie alike, to a tenth of a millimetre."""
        laid = (np.round(self.places_m[hand], 4) + 0.0 for hand in HANDS if hand in self.places_m)
        return *sorted(self.parts.items()), *(each.tobytes() for each in laid)

    def mirrored(self) -> _Looked:
        """Return the same on the other side, with the other hands."""
        places_m = {OTHER[hand]: each * [-1.0, 1.0, 1.0] for hand, each in self.places_m.items()}
        parts = {OTHER[hand]: part for hand, part in self.parts.items()}
        return replace(self, places_m=places_m, parts=parts)


def _looked_at(hands: Hands) -> _Looked:
    """Return a stroke as it is looked at; where the other hand lies on a part, with both there."""
    share, places_m = looks_of({hand: each.way for hand, each in hands.items()})
    parts = {hand: PARTS[each.part] for hand, each in hands.items()}
    if len(hands) == 2:
        return _Looked(share, places_m, parts, float(within_m(places_m, parts).max()))
    ((only, part),) = parts.items()
    if part in ON_TOP:
        places_m, parts = dict.fromkeys(HANDS, places_m[only]), dict.fromkeys(HANDS, part)
    return _Looked(share, places_m, parts, -np.inf)


def _at(looked: _Looked, stances: Stances, *, stays: bool, is_link: bool) -> Reached:
    """Return a stroke at the best of some stances, for who is at the left; at the head, where they stay."""
    places_m, parts = looked.places_m, looked.parts
    if not stays:
        middle_m = np.array([0.0, float(np.mean([each[:, 1].mean() for each in places_m.values()])), 0.0])
        places_m = {hand: each - middle_m for hand, each in places_m.items()}
    if is_link:
        beyond_m, crossed_m = _gliding(places_m, parts, stances), -np.inf
    else:
        # One hand on the other crosses nothing.
        is_crossing = np.isfinite(looked.within_m)
        beyond_m, crossed_m = _best(places_m, parts, stances, is_crossing=bool(is_crossing))
    look = int(beyond_m.argmax())
    return Reached(
        stroke=-1, spot="left", how=stances.how, part=next(iter(parts.values())),
        share_frac=float(looked.share_frac[look]), beyond_m=float(beyond_m[look]), crossed_m=crossed_m,
        within_m=looked.within_m,
    )  # fmt: skip


def _best(places_m: Places, parts: Parts, stances: Stances, *, is_crossing: bool) -> tuple[Array, float]:
    """Return how much further than an arm the hands are at each look (n,) in the stance from which a stroke
    is done best, and how far the arms cross in it. [m]

    A few postures at three looks tell which; where it does not do from there, all are tried at all of them.
    """
    crossed_m = np.full(len(stances.leftward_m), -np.inf)
    if is_crossing:
        left = stances.leftward_m / np.linalg.norm(stances.leftward_m, axis=1, keepdims=True)
        crossed_m = ((places_m["right"] - places_m["left"]) @ left.T).max(axis=0)
    count = len(next(iter(places_m.values())))
    some = {hand: each[[0, count // 2, count - 1]] for hand, each in places_m.items()}
    roughly_m = _beyond(some, parts, stances.few).max(axis=0)
    best = int(np.maximum(roughly_m, crossed_m - CROSSED_M).argmin())
    for shoulders in (stances.few, stances.shoulders):
        there = {hand: each.at(best) for hand, each in shoulders.items()}
        beyond_m = _beyond(places_m, parts, there)[:, 0]
        if max(beyond_m.max(), crossed_m[best] - CROSSED_M) <= 0:
            return beyond_m, float(crossed_m[best])
    finely_m = _beyond(places_m, parts, stances.shoulders)
    best = int(np.maximum(finely_m.max(axis=0), crossed_m - CROSSED_M).argmin())
    return finely_m[:, best], float(crossed_m[best])


def _gliding(places_m: Places, parts: Parts, stances: Stances) -> Array:
    """Return how much further than an arm the hands are at each look of a link (n,). [m]

    Nothing is pressed there: the giver goes along with their hands, and takes either for either.
    """
    least_m = _beyond(places_m, parts, stances.few).min(axis=1)
    if least_m.max() <= 0:
        return np.asarray(least_m)
    ways: list[Places] = [places_m]
    if len(places_m) == 2:
        ways.append({"left": places_m["right"], "right": places_m["left"]})
    every_way_m = [_beyond(each, parts, stances.shoulders).min(axis=1) for each in ways]
    return np.asarray(np.min(every_way_m, axis=0))


def _beyond(places_m: Places, parts: Parts, shoulders: Mapping[Hand, Shoulders]) -> Array:
    """Return how much further than its arm reaches the worse hand is, in the posture that is best for both.

    Where a shoulder is not high enough over its hand, what is missing counts if it is more.

    Returns
    -------
    (n, s) float array
        At each look, in each stance of the shoulders. [m]
    """
    worst_m = None
    for hand, places in places_m.items():
        shoulder = shoulders[hand]
        # |shoulder - place|^2, multiplied out
        square_m2 = -2.0 * (places @ shoulder.places_m.reshape(-1, 3).T)
        square_m2 = square_m2.reshape(-1, *shoulder.square_m2.shape)
        square_m2 += shoulder.square_m2
        square_m2 += np.einsum("ni,ni->n", places, places)[:, None, None]
        beyond_m = np.sqrt(np.maximum(square_m2, 0.0, out=square_m2), out=square_m2)
        beyond_m -= reach_m(parts[hand])
        low_m = (ABOVE_M + places[:, 2])[:, None, None] - shoulder.places_m[..., 2]
        np.maximum(beyond_m, low_m, out=beyond_m)
        worst_m = beyond_m if worst_m is None else np.maximum(worst_m, beyond_m, out=worst_m)
    return np.asarray(np.asarray(worst_m).min(axis=2))
