"""Compose the score of a plan: passes end to end, hands brought over gently, each step's time filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from backrub.catalog.atlas import Array
from backrub.catalog.load import Catalog
from backrub.catalog.technique import Technique
from backrub.errors import DataError, Problem
from backrub.model.base import Hand, HandPart
from backrub.model.plan import PAUSES, Plan, Step
from backrub.model.score import Cue, HandPath, Score, Stroke
from backrub.planning.ground import Ground
from backrub.planning.link import link
from backrub.planning.retrace import ground_of, retrace
from backrub.planning.stroke import Trace, TracedStroke, hand_ends
from backrub.score.cues import cues_of
from backrub.score.simplify import simplified

LEAST_S = 0.05
"""Nothing shorter than this is written as a stroke of its own. [s]"""


@dataclass(slots=True)
class Page:
    """A score being written: strokes and cues so far, and where each hand was last.

    `hands` keeps what is written for a stroke, beside the stroke itself: passes repeat the same ones.
    """

    strokes: list[Stroke] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    ends: dict[Hand, Array] = field(default_factory=dict)
    hands: dict[int, tuple[TracedStroke, tuple[HandPath, ...]]] = field(default_factory=dict)

    def hands_of(self, stroke: TracedStroke) -> tuple[HandPath, ...]:
        """Return a stroke's hands as a score has them."""
        if id(stroke) not in self.hands:
            paths = tuple(
                HandPath(hand=hand.hand, part=hand.part, level=hand.level, path=simplified(hand.points))
                for hand in stroke.hands
            )
            self.hands[id(stroke)] = stroke, paths
        return self.hands[id(stroke)][1]


def compose(plan: Plan, *, catalog: Catalog) -> Score:
    """Return the score of a plan: strokes in chart coordinates, times in [s] from the start.

    Raises DataError when a step names what the catalog does not know, or strokes that do not fit on that
    body: a plan made by the planner always fits.
    """
    ground = ground_of(plan, catalog=catalog)
    traces = _traces(plan, catalog)
    page = Page()
    for index, step in enumerate(plan.steps):
        trace = traces.get(index)
        lines: dict[int, float] = {}
        instead: HandPart | None = None
        if trace is None:
            page.ends.clear()  # hands off: oil, a walk, stones, rest, or a spot still to be shown
        else:
            technique = catalog.techniques[step.technique]
            lines = _write(page, index, step, trace, technique, ground=ground)
            instead = _stands_in(step, trace, technique)
        following = plan.steps[index + 1] if index + 1 < len(plan.steps) else None
        page.cues += cues_of(step, following, lines=lines, catalog=catalog, instead=instead)
    page.cues.sort(key=lambda cue: cue.at_s)
    return Score(duration_s=plan.duration_s, strokes=tuple(page.strokes), cues=tuple(page.cues))


def _traces(plan: Plan, catalog: Catalog) -> dict[int, Trace]:
    """Trace one pass of every step that works on a known place; all that can't be played is told at once."""
    problems = [
        Problem(f"steps[{index}]", "is not a step that can be played", "Plan again.")
        for index, step in enumerate(plan.steps)
        if step.technique not in PAUSES
        and step.place is not None
        and (step.technique not in catalog.techniques or step.level is None or step.passes is None)
    ]
    found = {} if problems else retrace(plan, catalog=catalog)
    problems += [
        Problem(
            f"steps[{index}]",
            f"{catalog.techniques[plan.steps[index].technique].name} does not fit at "
            f"{plan.steps[index].place} within what is allowed",
            "Plan again.",
        )
        for index, trace in found.items()
        if trace is None
    ]
    if problems:
        raise DataError(problems)
    return {index: trace for index, trace in found.items() if trace is not None}


def _stands_in(step: Step, trace: Trace, technique: Technique) -> HandPart | None:
    """Return the part that does what the technique's own part may not do tonight, or has no room for."""
    lines = technique.strokes_for(step.place or "")
    own = {
        hand.part
        for each in trace.strokes
        if not each.is_link and lines[each.line].part is None
        for hand in each.hands
    }
    others = {technique.instead_part, technique.narrow_part} - {technique.part}
    return next((part for part in sorted(own) if part in others), None)


def _write(
    page: Page, index: int, step: Step, trace: Trace, technique: Technique, *, ground: Ground
) -> dict[int, float]:
    """Write the strokes of one step; return when each line of the technique is first done. [s]"""
    order = list(_in_order(trace, step.passes or 1, technique, ground=ground))
    lead = link(page.ends, order[0], ground=ground)
    lead_s = lead.low_s if lead is not None else 0.0
    low_s = sum(stroke.low_s for stroke in order)
    spare_s = sum(stroke.high_s - stroke.low_s for stroke in order)
    wanted_s = step.duration_s - lead_s
    tempo_frac = min(max((wanted_s - low_s) / spare_s, 0.0), 1.0) if spare_s > 1e-9 else 0.0
    over_s = max(step.duration_s - lead_s - low_s - spare_s, 0.0)  # more time than the slowest strokes fill
    at_s = step.start_s + (over_s if lead is None else 0.0)
    if lead is not None:
        at_s = _put(page, index, lead, at_s, lead_s + over_s)
    filled_s = low_s + tempo_frac * spare_s
    stretch_frac = min((step.start_s + step.duration_s - at_s) / filled_s, 1.0) if filled_s > 0 else 1.0
    lines: dict[int, float] = {}
    for stroke in order:
        if not stroke.is_link:
            lines.setdefault(stroke.line, at_s)
        at_s = _put(page, index, stroke, at_s, stroke.lasting(tempo_frac) * stretch_frac)
    return lines


def _in_order(trace: Trace, passes: int, technique: Technique, *, ground: Ground) -> Iterable[TracedStroke]:
    """Yield every stroke of a step: whole passes, or each line as often as there are passes."""
    if technique.repeat.by == "pass":
        for _ in range(passes):
            yield from trace.strokes
        return
    last: dict[Hand, Array] = {}
    for line in dict.fromkeys(stroke.line for stroke in trace.strokes):
        mine = [stroke for stroke in trace.strokes if stroke.line == line]
        glide = link(last, mine[0], ground=ground)
        if glide is not None:
            yield replace(glide, line=line)
        for _ in range(passes):
            yield from mine
        last |= hand_ends(mine)


def _put(page: Page, index: int, stroke: TracedStroke, at_s: float, duration_s: float) -> float:
    """Write one stroke and return when it ends. [s]"""
    end_s = at_s + duration_s
    start, length = round(at_s, 3), round(round(end_s, 3) - round(at_s, 3), 3)
    if stroke.hands and length >= LEAST_S / 10:
        level = max(hand.level for hand in stroke.hands)
        page.strokes.append(
            Stroke(
                start_s=start,
                duration_s=length,
                step=index,
                level=level,
                hands=page.hands_of(stroke),
                link=stroke.is_link,
            )
        )
    page.ends |= hand_ends([stroke])
    if not stroke.hands:
        page.ends.clear()
    return end_s


def positions(stroke: Stroke, hand: HandPath, *, at_s: float) -> tuple[float, float]:
    """Return where a hand is at a moment [s] of its stroke: an even pace along its path, in the chart."""
    path = np.array(hand.path)
    if len(path) == 1:
        return hand.path[0]
    steps = np.hypot(*np.diff(path, axis=0).T)
    way = np.concatenate([[0.0], np.cumsum(steps)])
    share = min(max((at_s - stroke.start_s) / stroke.duration_s, 0.0), 1.0) * way[-1]
    return float(np.interp(share, way, path[:, 0])), float(np.interp(share, way, path[:, 1]))
