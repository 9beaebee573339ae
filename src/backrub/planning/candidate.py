"""A candidate: one technique at one place, phase and level, with its times, its worth and where it works."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from backrub.catalog.load import Catalog
from backrub.catalog.style import Style
from backrub.catalog.technique import Technique
from backrub.model.base import Phase, Side, Tempo
from backrub.model.request import SoreSpot
from backrub.planning.budget import LEAD_S, STONES_S, WALK_S, Budget
from backrub.planning.ground import Ground
from backrub.planning.stretch import worked_through
from backrub.planning.stroke import Key, Trace

CandidateId = tuple[str, str, Phase, str, int]
WishId = tuple[str, str, Phase, str]
"""Technique, place (or the spot), phase, sides."""
WARM_PHASES: tuple[Phase, ...] = ("opening", "warm-up")
OTHERS_RANK = 9
"""In the article's order, what is none of its eight and stands for none of them comes after them."""
TOUCH_FRAC = 0.04
"""A place counts as touched by work that spends at least this much of its time there: a graze is no touch."""
TOUCH_WORTH = 1.0
"""A minute of good touch counts for itself, whatever else it is good for."""
LEVEL_FRAC = {0: 0.6, 1: 0.7, 2: 0.85, 3: 1.0, 4: 1.1}
"""How much a minute counts at each level: a little more where people feel more, never so much that depth wins
for its own sake."""

OTHER_OPENING_FRAC = 0.1
"""An evening opens over the whole back, with strokes that spread the oil where there is some: a minute of
another opening counts for so much."""
LIGHT = 2
"""Up to this level work is as light as a warm-up."""
AGAIN_FRAC = 0.7
"""Focus work that is no firmer than a warm-up with the same technique is the warm-up again: a minute of it
counts for so much."""
TEMPO_FRAC = 0.3
"""How far a slow or brisk wish moves the style's tempo within each technique's own range of speeds: about a
third of it, so that it is felt, and never past its ends [engineering judgement]."""
TEMPO_STEPS: Mapping[Tempo, int] = MappingProxyType({"slow": -1, "usual": 0, "brisk": 1})


@dataclass(frozen=True)
class Kitchen:
    """What planning stands on for one request: the ground, the style, and what is at hand and allowed."""

    catalog: Catalog
    ground: Ground
    style: Style
    budget: Budget
    level: int
    oil: str
    stones_c: float | None
    massager: bool
    forbidden: frozenset[str]
    sore: tuple[SoreSpot, ...] = ()
    tempo: Tempo = "usual"

    @property
    def uses_oil(self) -> bool:
        """Whether oil is taken tonight."""
        return self.oil != "none" and self.style.uses_oil

    @property
    def tempo_frac(self) -> float:
        """Where in a technique's range of speeds its strokes are wished: 0 slowest, 1 fastest."""
        return min(max(self.style.tempo_frac + TEMPO_STEPS[self.tempo] * TEMPO_FRAC, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible piece of an evening: it is used for `least_s` to `most_s` in all, or not at all.

    `sides` are worked one after the other; `traces` hold one pass for each. `overhead_s` is lost to walking
    or stones. `share_frac` and `held_frac` are per second of the whole piece, `levels` and `had` as in
    `Trace`. `spot` is set for work at one sore spot; `is_one_sided` marks the extra for it; `rank` is its
    number in the article.
    """

    technique: Technique
    place: str
    phase: Phase
    level: int
    sides: tuple[Side, ...]
    traces: tuple[Trace, ...]
    least_s: float
    most_s: float
    overhead_s: float
    value: float
    share_frac: Mapping[Key, float]
    held_frac: Mapping[Key, float]
    levels: Mapping[Key, int]
    had: Mapping[Key, int]
    thumb_frac: float
    rank: int = OTHERS_RANK
    spot: tuple[float, float] | None = None
    is_one_sided: bool = False

    @property
    def id(self) -> CandidateId:
        """What it is: technique, place (or the spot), phase, sides, level."""
        return *self.wish_id, self.level

    def touches(self, key: Key) -> bool:
        """Whether a place and side is really touched by it."""
        return self.share_frac.get(key, 0.0) >= TOUCH_FRAC

    def reaches(self, key: Key, level: int) -> bool:
        """Whether a place and side is really touched by it, and has had this level then."""
        return self.touches(key) and self.had.get(key, 0) >= level

    @property
    def is_shown_later(self) -> bool:
        """Whether its place is shown only when its time comes: its thumbs count, but no time is sure to be
        worked that thumbs could be a share of."""
        return not any(trace.strokes for trace in self.traces)

    @property
    def warms_again(self) -> bool:
        """Whether it is focus work that the technique could do as a warm-up."""
        return _warms_again(self.technique, self.phase, self.level) and not self.is_one_sided

    @property
    def wish_id(self) -> WishId:
        """What it is whatever its level."""
        return _wish_id(self)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate that is in: its seconds in all [s], and whether the person wants it kept."""

    candidate: Candidate
    seconds_s: float
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A piece of work to be tried: it becomes a candidate where its strokes fit.

    `is_extra` marks what one side gets more for a sore spot.
    """

    technique: Technique
    place: str
    phase: Phase
    level: int
    sides: tuple[Side, ...]
    spot: tuple[float, float] | None = None
    is_extra: bool = False

    @property
    def wish_id(self) -> WishId:
        """What it is whatever its level."""
        return _wish_id(self)


def _wish_id(work: Candidate | Asked) -> WishId:
    place = work.place if work.spot is None else f"{work.place}@{work.spot[0]:.3f},{work.spot[1]:.3f}"
    return work.technique.id, place, work.phase, "+".join(work.sides)


def candidate_of(asked: Asked, traces: tuple[Trace, ...], *, kitchen: Kitchen) -> Candidate | None:
    """Return the candidate of one traced piece of work, or None where no useful time is left for it."""
    technique, level, sides = asked.technique, asked.level, asked.sides
    span = seconds_range(technique, traces[0], budget=kitchen.budget)
    if len(traces) > 1:
        other = seconds_range(technique, traces[1], budget=kitchen.budget)
        span = None if span is None or other is None else (max(span[0], other[0]), min(span[1], other[1]))
    count = len(sides)
    if span is not None and any(worked_through(each) for each in traces):
        # parts that relieve each other too briefly work as one: both sides within a stretch
        span = (span[0], min(span[1], kitchen.catalog.limits.stretch.most_s / count))
    if span is None or span[0] > span[1]:
        return None
    shares: dict[Key, float] = {}
    held: dict[Key, float] = {}
    levels: dict[Key, int] = {}
    had: dict[Key, int] = {}
    for each in traces:
        for key, share in each.held_frac.items():
            held[key] = held.get(key, 0.0) + share / count
        for key, share in each.share_frac.items():
            shares[key] = shares.get(key, 0.0) + share / count
            levels[key] = max(levels.get(key, 0), each.levels[key])
        for key, here in each.had.items():
            had[key] = max(had.get(key, 0), here)
    weights = kitchen.style.weights
    worth = sum(weights.get(what, 0.0) * value for what, value in technique.value.items()) / max(
        sum(weights.values()), 1e-9
    )
    worth += kitchen.style.prefer.get(technique.id, 0.0)
    one_sided = technique.working == "spot" or asked.is_extra
    if one_sided:
        worth += 0.6
    value = (TOUCH_WORTH + max(worth, 0.0)) * LEVEL_FRAC[level] * min(each.kept_frac for each in traces)
    if kitchen.style.order == "article":
        # the eight count alike; others only fill what is not allowed, or a longer evening
        value = (2.0 if technique.article is not None else 0.1) * TOUCH_WORTH * LEVEL_FRAC[level]
    if asked.phase == "opening" and not (asked.place == "back" and technique.oil == kitchen.uses_oil):
        value *= OTHER_OPENING_FRAC
    if _warms_again(technique, asked.phase, level) and not one_sided:
        value *= AGAIN_FRAC
    overhead_s = (WALK_S if technique.stand == "opposite" and count == 2 else 0.0) + (
        STONES_S if technique.stones else 0.0
    )
    return Candidate(
        technique=technique,
        place=asked.place,
        phase=asked.phase,
        level=level,
        sides=sides,
        traces=traces,
        least_s=span[0] * count,
        most_s=span[1] * count,
        overhead_s=overhead_s,
        value=value,
        share_frac=shares,
        held_frac=held,
        levels=levels,
        had=had,
        thumb_frac=max(each.thumb_frac for each in traces),
        rank=_rank(technique, kitchen.catalog),
        spot=asked.spot,
        is_one_sided=one_sided,
    )


def _warms_again(technique: Technique, phase: Phase, level: int) -> bool:
    return phase == "focus" and level <= LIGHT and "warm-up" in technique.phases


def _rank(technique: Technique, catalog: Catalog) -> int:
    """Return a technique's number in the article, or that of the one it stands for."""
    stands_for = (each.article for each in catalog.techniques.values() if technique.id in each.instead)
    return technique.article or next(stands_for, None) or OTHERS_RANK


def seconds_range(technique: Technique, trace: Trace, *, budget: Budget) -> tuple[float, float] | None:
    """Return the least and most seconds on one side, the way in included; None where no useful time is left.

    They are useful, in whole passes, and by the technique's own count where it has one.
    """
    repeat = technique.repeat
    if trace.low_s <= 0:
        return None
    if repeat.times is not None:
        low_s, high_s = (repeat.times * each_s + lead_s(technique) for each_s in (trace.low_s, trace.high_s))
        return (max(low_s, repeat.useful_s), high_s) if repeat.useful_s <= high_s else None
    roomy = max(1.0, budget.total_s / 2700.0)  # longer evenings may stay longer at one thing, in blocks
    most_s = (repeat.most_s - lead_s(technique)) * (roomy if splits(technique) else 1.0)
    low_passes = max(1, math.ceil(repeat.useful_s / trace.high_s))
    most_s = min(most_s, max(1, math.floor(most_s / trace.low_s)) * trace.high_s)
    least_s = max(repeat.useful_s, low_passes * trace.low_s)
    return (least_s + lead_s(technique), most_s + lead_s(technique)) if least_s <= most_s else None


def lead_s(technique: Technique) -> float:
    """Return the time in a step in which hands come over. [s]

    To its first stroke, and between lines that are each done several times.
    """
    return LEAD_S + (LEAD_S * (len(technique.strokes) - 1) if technique.repeat.by == "line" else 0.0)


def splits(technique: Technique) -> bool:
    """Whether longer work with it may be done in blocks with something else between.

    Not what needs a walk, stones or a machine.
    """
    return (
        technique.stand != "opposite"
        and technique.stones is None
        and not technique.massager
        and technique.repeat.by == "pass"
    )
