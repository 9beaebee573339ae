"""Candidates: every technique at every place, phase and level that these two people may use tonight."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backrub.catalog.load import Catalog
from backrub.catalog.style import Style
from backrub.catalog.technique import Technique
from backrub.model.base import Phase, Side
from backrub.model.request import SoreSpot
from backrub.planning.budget import LEAD_S, STONES_S, WALK_S, Budget
from backrub.planning.ground import Ground
from backrub.planning.stroke import THUMBS, Key, Trace
from backrub.planning.trace import Task, trace_all

WARM_PHASES: tuple[Phase, ...] = ("opening", "warm-up")
LEVEL_FRAC = {0: 0.6, 1: 0.7, 2: 0.85, 3: 1.0, 4: 1.1}
"""How much a minute counts at each level: a little more where people feel more, never so much that depth wins for its own sake."""
TOO_SORE_NRS = 5
"""A spot that hurts this much before it is touched is not pressed: the ceiling of the hold's loop."""


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible piece of an evening: it is used for `least_s` to `most_s` in all, or not at all.

    `sides` are worked one after the other; `traces` hold one pass for each. `overhead_s` is lost to walking or stones. `share_frac` and `levels` are per
    second of the whole piece. `spot` is set for work at one sore spot; `is_one_sided` marks the extra for it.
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
    levels: Mapping[Key, int]
    thumb_frac: float
    spot: tuple[float, float] | None = None
    is_one_sided: bool = False

    @property
    def id(self) -> tuple[str, str, str, str, int]:
        """What it is: technique, place (or the spot), phase, sides, level."""
        place = self.place if self.spot is None else f"{self.place}@{self.spot[0]:.3f},{self.spot[1]:.3f}"
        return self.technique.id, place, self.phase, "+".join(self.sides), self.level

    @property
    def wish_id(self) -> tuple[str, str, str, str]:
        """What it is whatever its level."""
        return self.id[:4]


def candidates(kitchen: Kitchen) -> list[Candidate]:
    """Return everything that may be used, in a fixed order; nothing barred by clearance, kit, style or an avoid circle is in it."""
    asked: list[tuple[Technique, str, Phase, int, tuple[Side, ...], tuple[float, float] | None]] = []
    for technique in kitchen.catalog.techniques.values():
        if _is_out(technique, kitchen):
            continue
        for phase in technique.phases:
            for level in _levels(technique, phase, kitchen):
                if technique.working == "spot":
                    asked += [(technique, place, phase, level, (side,), spot) for place, side, spot in _spots(technique, kitchen)]
                else:
                    if phase == "opening" and "back" in technique.places:
                        asked.append((technique, "back", phase, level, ("both",), None))
                        continue
                    sides: tuple[Side, ...] = ("right", "left") if technique.working == "each-side" else ("both",)
                    asked += [(technique, place, phase, level, sides, None) for place in technique.places if place not in technique.barred]
    asked += [(technique, place, "focus", level, (side,), None) for technique, place, level, side in _one_sided(kitchen)]
    tasks = [Task(technique, place, side, level, spot) for technique, place, _, level, sides, spot in asked for side in sides]
    traces = iter(trace_all(tasks, ground=kitchen.ground))
    found: list[Candidate] = _open_spot(kitchen)
    for technique, place, phase, level, sides, spot in asked:
        mine = [next(traces) for _ in sides]
        whole = tuple(each for each in mine if each is not None)
        if len(whole) < len(sides) or (technique.working == "spot" and spot is None):
            continue
        made = _candidate(technique, place, phase, level, sides, whole, spot, kitchen)
        if made is not None and not _is_lesser(made, found):
            found.append(made)
    return found


def _is_out(technique: Technique, kitchen: Kitchen) -> bool:
    style = kitchen.style
    return (
        technique.id in kitchen.forbidden
        or technique.id in style.forbid
        or bool(style.only and technique.id not in style.only)
        or (technique.oil and (kitchen.oil == "none" or not style.uses_oil))
        or (not style.uses_oil and not technique.through_clothes)
        or (kitchen.oil == "none" and not technique.through_clothes)
        or (technique.stones == "moving" and not (kitchen.stones_c is not None and kitchen.stones_c <= kitchen.catalog.limits.stones.moving_c))
        or (technique.stones == "placed" and not (kitchen.stones_c is not None and kitchen.stones_c <= kitchen.catalog.limits.stones.placed_c))
        or (technique.massager and not kitchen.massager)
        or (technique.part in kitchen.ground.forbidden_parts and technique.instead_part is None)
    )


def _levels(technique: Technique, phase: Phase, kitchen: Kitchen) -> list[int]:
    """Opening is very light, warm-up and closing light, focus as firm as is wished (and every level on the way there)."""
    top = min(kitchen.level, kitchen.style.max_level, {"opening": 1, "warm-up": 2, "closing": 2}.get(phase, 4))
    allowed = [level for level in technique.levels if level <= top]
    if not allowed:
        return []
    return [level for level in allowed if level >= 3] + [max(level for level in allowed if level <= 2)] if phase == "focus" and top >= 3 and min(allowed) <= 2 else allowed[-1:]


def _spots(technique: Technique, kitchen: Kitchen) -> list[tuple[str, Side, tuple[float, float] | None]]:
    """Return each sore spot that may be held: not too sore, on a place that the technique knows."""
    found: list[tuple[str, Side, tuple[float, float] | None]] = []
    for sore in kitchen.sore:
        at = kitchen.ground.atlas.place_at(sore.across, sore.along)
        if at is not None and at[1] != "both" and at[0] in technique.places and sore.pain_nrs < TOO_SORE_NRS:
            found.append((at[0], "left" if at[1] == "left" else "right", (sore.across, sore.along)))
    return found


def _open_spot(kitchen: Kitchen) -> list[Candidate]:
    """Return the hold whose place the receiver will show when its time comes: the style in the article's order has it without a marked spot."""
    found: list[Candidate] = []
    for technique in kitchen.catalog.techniques.values():
        levels = [level for level in technique.levels if level <= min(kitchen.level, kitchen.style.max_level)]
        wanted = technique.working == "spot" and kitchen.style.order == "article" and not _is_out(technique, kitchen) and levels and kitchen.budget.spots
        if not wanted or _spots(technique, kitchen):
            continue
        part = technique.instead_part if technique.part in kitchen.ground.forbidden_parts and technique.instead_part else technique.part
        whole_s = sum(line.duration_s for line in technique.strokes)
        thumb_s = sum(line.duration_s for line in technique.strokes if (line.part or part) in THUMBS)
        shown = Trace((), whole_s, whole_s * 1.1, {}, {}, 1.0, thumb_s / whole_s, frozenset({part}))
        made = _candidate(technique, "", "focus", levels[-1], ("both",), (shown,), None, kitchen)
        found += [made] if made is not None else []
    return found


def _one_sided(kitchen: Kitchen) -> list[tuple[Technique, str, int, Side]]:
    """Return the extra that helps a sore spot that may not be held: the best two techniques on its side of its place."""
    wanted: dict[tuple[str, Side], None] = {}
    for sore in kitchen.sore:
        at = kitchen.ground.atlas.place_at(sore.across, sore.along)
        if at is not None and at[1] != "both" and sore.pain_nrs < 7:
            wanted[at[0], "left" if at[1] == "left" else "right"] = None
    level = min(kitchen.level, kitchen.style.max_level, 2)
    helpful = [
        technique
        for technique in kitchen.catalog.techniques.values()
        if technique.working == "each-side" and "focus" in technique.phases and not _is_out(technique, kitchen) and level in technique.levels
        and technique.repeat.times is None and technique.stand != "opposite"
    ]  # fmt: skip
    helpful.sort(key=lambda technique: (-technique.value.get("sore", 0.0), technique.id))
    return [(technique, place, level, side) for place, side in wanted for technique in [each for each in helpful if place in each.places][:2]]


def _candidate(
    technique: Technique, place: str, phase: Phase, level: int, sides: tuple[Side, ...], traces: tuple[Trace, ...],
    spot: tuple[float, float] | None, kitchen: Kitchen,
) -> Candidate | None:  # fmt: skip
    span = seconds_range(technique, traces[0], budget=kitchen.budget)
    if len(traces) > 1:
        other = seconds_range(technique, traces[1], budget=kitchen.budget)
        span = None if span is None or other is None else (max(span[0], other[0]), min(span[1], other[1]))
    if span is None or span[0] > span[1]:
        return None
    count = len(sides)
    shares: dict[Key, float] = {}
    levels: dict[Key, int] = {}
    for each in traces:
        for key, share in each.share_frac.items():
            shares[key] = shares.get(key, 0.0) + share / count
            levels[key] = max(levels.get(key, 0), each.levels[key])
    weights = kitchen.style.weights
    worth = sum(weights.get(what, 0.0) * value for what, value in technique.value.items()) / max(sum(weights.values()), 1e-9)
    worth += kitchen.style.prefer.get(technique.id, 0.0)
    one_sided = technique.working == "spot" or (technique.working == "each-side" and count == 1)
    if one_sided:
        worth += 0.6
    value = max(worth, 0.05) * LEVEL_FRAC[level] * min(each.kept_frac for each in traces)
    if kitchen.style.order == "article":
        value = LEVEL_FRAC[level]  # the eight count alike
    overhead_s = (WALK_S if technique.stand == "opposite" and count == 2 else 0.0) + (STONES_S if technique.stones else 0.0)
    return Candidate(
        technique, place, phase, level, sides, traces, span[0] * count, span[1] * count, overhead_s, value, shares, levels,
        max(each.thumb_frac for each in traces), spot, one_sided,
    )  # fmt: skip


def seconds_range(technique: Technique, trace: Trace, *, budget: Budget) -> tuple[float, float] | None:
    """Return the least and most seconds on one side, the way in included: useful, in whole passes, by the technique's own count."""
    repeat = technique.repeat
    if trace.low_s <= 0:
        return None
    if repeat.times is not None:
        return repeat.times * trace.low_s + LEAD_S, repeat.times * trace.high_s + LEAD_S
    roomy = max(1.0, budget.total_s / 2700.0)  # longer evenings may stay longer at one thing, in blocks
    most_s = (repeat.most_s - LEAD_S) * (roomy if splits(technique) else 1.0)
    low_passes = max(1, math.ceil(repeat.useful_s / trace.high_s))
    most_s = min(most_s, max(1, math.floor(most_s / trace.low_s)) * trace.high_s)
    least_s = max(repeat.useful_s, low_passes * trace.low_s)
    return (least_s + LEAD_S, most_s + LEAD_S) if least_s <= most_s else None


def splits(technique: Technique) -> bool:
    """Whether longer work with it may be done in blocks with something else between: not what needs a walk, stones or a machine."""
    return technique.stand != "opposite" and technique.stones is None and not technique.massager and technique.repeat.by == "pass"


def passes_for(technique: Technique, trace: Trace, seconds_s: float, *, tempo_frac: float) -> int | None:
    """Return how many whole passes fill a step of so many seconds at the tempo nearest to the wished; None when none does."""
    working_s = seconds_s - LEAD_S
    low, high = math.ceil(working_s / trace.high_s - 1e-6), math.floor(working_s / trace.low_s + 1e-6)
    if technique.repeat.times is not None:
        return technique.repeat.times if low <= technique.repeat.times <= high else None
    wished_s = trace.low_s + tempo_frac * (trace.high_s - trace.low_s)
    options: Sequence[int] = range(max(low, 1), high + 1)
    return min(options, key=lambda count: abs(working_s / count - wished_s), default=None)


def _is_lesser(new: Candidate, found: list[Candidate]) -> bool:
    """Whether the same work is there already at the same real levels: a lower wish that changes nothing, or a higher that reaches nothing."""
    return any(old.wish_id == new.wish_id and old.levels == new.levels for old in found)
