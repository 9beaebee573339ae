"""Practise one technique: its strokes over and over at its own tempo, lightly, on any back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from backrub.catalog.load import Catalog
from backrub.catalog.technique import Technique
from backrub.errors import DataError, Problem, did_you_mean
from backrub.model.base import Side
from backrub.model.plan import Body, Plan, PlanLimits, Step
from backrub.model.practice import Practice, PractiseBody
from backrub.model.request import Giver, Kit
from backrub.planning.block import window
from backrub.planning.candidate import lead_s
from backrub.planning.retrace import retrace
from backrub.planning.stroke import Trace
from backrub.score.compose import compose

MOST_LEVEL = 2
"""Practising is light: hands that learn can't feel yet how much they give."""
MIDDLE_FRAC = 0.5
"""Its own tempo: the middle of its range of speeds."""


@dataclass(frozen=True, slots=True)
class _Fits:
    """One pass that fits on the back: the plan that holds it alone, and its trace."""

    plan: Plan
    trace: Trace

    @property
    def step(self) -> Step:
        return self.plan.steps[0]


def practise(technique: str, *, body: PractiseBody, duration_s: float, catalog: Catalog) -> Practice:
    """Return so long of one technique in whole passes, lightly, at its first place that has room. [s]

    Never less than a pass at its quickest, and never longer than thumbs, a massager or one part of the hand
    may work at a stretch. Raises DataError for a technique that there isn't, or for which this back has no
    room.
    """
    known = catalog.techniques.get(technique)
    if known is None:
        way_out = did_you_mean(technique, [*catalog.techniques])
        raise DataError([Problem("technique", f"unknown technique {technique!r:.70}", way_out)])
    fits = next(_that_fit(known, body, catalog), None)
    if fits is None:
        what = f"{known.name} has no room on a back like this"
        raise DataError([Problem("body", what, "Choose another technique, or a body nearer the middle.")])
    most_s = _most_s(known, fits.trace, catalog)
    step = _filled(fits.step, known, fits.trace, min(duration_s, most_s))
    plan = fits.plan.model_copy(update={"steps": (step,), "duration_s": step.duration_s})
    return Practice(
        technique=known.id,
        place=step.place or "back",
        side=step.side,
        level=step.level or 1,
        spot=step.spot,
        says=_says(known, is_shorter=most_s < duration_s),
        score=compose(plan, catalog=catalog),
    )


def _that_fit(technique: Technique, body: PractiseBody, catalog: Catalog) -> Iterator[_Fits]:
    """Yield where a technique has room: the wished level first, then its places in their order."""
    levels = [level for level in technique.levels if level <= MOST_LEVEL] or [technique.levels[0]]
    for level in reversed(levels):
        for place in technique.places:
            if place in technique.barred:
                continue
            step = _step(technique, place, level, catalog)
            plan = _alone(step, body)
            trace = retrace(plan, catalog=catalog).get(0)
            if trace is not None and trace.low_s > 0:
                lowered = step.model_copy(update={"level": min(level, trace.level or level)})
                yield _Fits(plan.model_copy(update={"steps": (lowered,)}), trace)


def _step(technique: Technique, place: str, level: int, catalog: Catalog) -> Step:
    side: Side = "right" if technique.working in ("each-side", "spot") else "both"
    spot = None
    if technique.working == "spot":
        across, along = catalog.atlas.anchors[place]
        spot = (float(across), float(along))
    return Step(
        technique=technique.id,
        place=place,
        side=side,
        level=level,
        passes=1,
        start_s=0.0,
        duration_s=1.0,
        phase=technique.phases[0],
        why="To practise it.",
        stand="left" if technique.stand == "opposite" else "any",
        spot=spot,
    )


def _alone(step: Step, body: PractiseBody) -> Plan:
    """Return the step as a plan of its own, on a back with nothing to spare. It is never played."""
    never = date(2000, 1, 1)
    return Plan(
        made_on=never,
        style="relaxation",
        duration_s=step.duration_s,
        objective=0.0,
        mip_gap=0.0,
        solve_s=0.0,
        steps=(step,),
        body=Body(**dict(body)),
        position="prone",
        level=MOST_LEVEL,
        kit=Kit(),
        giver=Giver(),
        limits=PlanLimits(max_level=MOST_LEVEL, max_minutes=120, lapses_on=never),
    )


def _most_s(technique: Technique, trace: Trace, catalog: Catalog) -> float:
    """Return how long one technique may go on at a stretch. [s]"""
    limits = catalog.limits
    most_s = [limits.stretch.most_s]
    if trace.thumb_frac > 0:
        most_s.append(limits.thumbs.most_s / trace.thumb_frac)
    if technique.massager:
        most_s.append(limits.massager.place_s)
    return min(most_s)


def _filled(step: Step, technique: Technique, trace: Trace, wished_s: float) -> Step:
    """Return the step with as many whole passes as come nearest to the wished time, none too quick. [s]"""
    middle_s = trace.low_s + MIDDLE_FRAC * (trace.high_s - trace.low_s)
    passes = max(1, round((wished_s - lead_s(technique)) / middle_s))
    low_s, high_s = window(technique, trace, passes=passes)
    duration_s = round(max(low_s, min(wished_s, high_s)), 1)
    return step.model_copy(update={"passes": passes, "duration_s": duration_s})


def _says(technique: Technique, *, is_shorter: bool) -> str:
    says: list[str] = []
    if technique.working == "spot":
        says.append("The receiver shows the spot; here one in the middle of the muscle stands in for it.")
    if technique.stones is not None:
        says.append("Practise with cool stones; warm ones only in a massage that is planned with them.")
    if technique.massager:
        says.append("Practise with the massager switched off.")
    if is_shorter:
        says.append("It ends early: hands and thumbs rest after this long.")
    return " ".join(says)
