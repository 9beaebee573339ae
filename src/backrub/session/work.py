"""What a step does to each place of the back: by its strokes where they can be traced, else by its name."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain, groupby, pairwise
from operator import itemgetter

from backrub.catalog.load import Catalog
from backrub.catalog.technique import Technique
from backrub.model.plan import Plan, Step
from backrub.planning.candidate import lead_s
from backrub.planning.retrace import retrace
from backrub.planning.stretch import CHANGE_S, Piece, Stretch
from backrub.planning.stroke import Key, Trace, TracedStroke
from backrub.session.rules import THUMBS, WHOLE_BACK, Passes, is_pause
from backrub.session.state import NEAR_S, Go, SessionState


@dataclass(frozen=True, slots=True)
class Work:
    """What a step does to each place: the highest level there, what the place counts as having had by it, and
    the time that it gets. [s]"""

    levels: Mapping[Key, int] = field(default_factory=dict)
    had: Mapping[Key, int] = field(default_factory=dict)
    worked_s: Mapping[Key, float] = field(default_factory=dict)


def work_of(state: SessionState, index: int, *, duration_s: float, passes: int | None = None) -> Work:
    """Return what a step does when it lasts so long, in its own or so many passes. [s]

    Without strokes to trace, a step is all at the place that it names, and "back" is every place.
    """
    step = state.steps[index]
    if is_pause(step):
        return Work()
    trace = state.rules.trace(state.plan, index)
    return _work(state, step, trace=trace, duration_s=duration_s, passes=passes)


def work_done(state: SessionState, go: Go) -> Work:
    """Return what was surely done to each place when a step was done, this time: in whole passes. [s]

    A pass that was cut short has been at its first places only.
    """
    step, technique = go.step, state.rules.techniques.get(go.step.technique)
    if is_pause(step) or technique is None:
        return Work()
    trace, done_s = trace_of(state, step), go.done_s
    if trace is not None and done_s < step.duration_s - NEAR_S:
        passes = step.passes or 1
        whole = int(done_s * passes / step.duration_s + NEAR_S) if technique.repeat.by == "pass" else 0
        done_s = step.duration_s * whole / passes
    return _work(state, step, trace=trace, duration_s=done_s)


def _work(
    state: SessionState, step: Step, *, trace: Trace | None, duration_s: float, passes: int | None = None
) -> Work:
    if step.place is None or step.level is None:
        return Work()
    if trace is None:
        names = {each.place for each in state.steps if each.place is not None}
        keys: list[Key] = [(name, "both") for name in (names if step.place == WHOLE_BACK else (step.place,))]
        levels = dict.fromkeys(keys, step.level)
        return Work(levels, levels, dict.fromkeys(keys, duration_s))
    lead = lead_s(state.rules.techniques[step.technique])
    # Of a step that was cut short, the part that was played.
    whole_s = step.duration_s if passes is None else duration_s
    share_frac = duration_s / whole_s if whole_s > 0 else 0.0
    worked_s = trace.worked_s(passes or step.passes or 1, whole_s - lead)
    return Work(trace.levels, trace.had, {key: share_frac * seconds_s for key, seconds_s in worked_s.items()})


def traced(catalog: Catalog) -> Passes:
    """Return what traces steps, for `Rules`: what it has traced it remembers, for one plan's back."""
    known: dict[Hashable, Trace | None] = {}

    def trace(plan: Plan, index: int) -> Trace | None:
        step = plan.steps[index]
        key = (step.technique, step.place, step.side, step.level, step.spot, step.phase == "focus")
        if key not in known:
            known[key] = retrace(plan, catalog=catalog, only={index}).get(index)
        return known[key]

    return trace


Laid = Iterable[tuple[int, float, int | None]]
"""Steps to come, by index: how long each will last [s], in how many passes (None: its own)."""
Past = Sequence[tuple[int, Piece]]
"""Work that was done: which time it was that a step was done, and a piece of it."""


@dataclass(frozen=True, slots=True)
class Run:
    """How long one part of the hand works at a stretch [s], and the steps to come that it is in.

    `is_joined`: it is more than one step done once.
    """

    worked_s: float
    indices: tuple[int, ...]
    is_joined: bool


def past(state: SessionState) -> Past:
    """Return what was done before the step under way, in its order, each time that it was done."""
    return [
        (number, piece)
        for number, go in enumerate(state.goes_before)
        for piece in _pieces(state, go.step, trace=trace_of(state, go.step), duration_s=go.done_s)
    ]


def runs(state: SessionState, laid: Laid, *, before: Past) -> list[Run]:
    """Return the stretches of one part of the hand over what was done and what is laid, but for thumbs.

    Thumbs have a rule of their own. A pause ends no stretch.
    """
    stretch = Stretch()
    found: list[Run] = []
    members: tuple[int, ...] = ()
    # Below zero: a time that a step was done.
    for member, piece in chain(((-1 - number, piece) for number, piece in before), _laid(state, laid)):
        if piece.whole_s <= CHANGE_S and piece.first != stretch.part:
            continue  # too short a change to be one
        stretch.longest_s = 0.0
        stretch.put(piece)
        members = (*members, member) if member not in members else members
        if stretch.longest_part not in THUMBS:
            indices = tuple(each for each in members if each >= 0)
            found.append(Run(stretch.longest_s, indices, len(members) > 1))
        if stretch.run_s <= piece.whole_s + 1e-6:
            members = (member,) if stretch.part is not None else ()
    return found


def trace_of(state: SessionState, step: Step) -> Trace | None:
    """Return one pass of a step that need not be in the plan any more."""
    return state.rules.trace(state.plan.model_copy(update={"steps": (step,)}), 0)


def _laid(state: SessionState, laid: Laid) -> Iterator[tuple[int, Piece]]:
    for index, seconds_s, passes in laid:
        step, trace = state.steps[index], state.rules.trace(state.plan, index)
        for piece in _pieces(state, step, trace=trace, duration_s=seconds_s, passes=passes):
            yield index, piece


def _pieces(
    state: SessionState, step: Step, *, trace: Trace | None, duration_s: float, passes: int | None = None
) -> Sequence[Piece]:
    """Return what a step is for the stretch of a part of the hand, in its own or so many passes.

    Of one that was cut short, what was played: what would have come later relieves nobody.
    """
    technique = state.rules.techniques.get(step.technique)
    if is_pause(step) or technique is None or duration_s <= 0:
        return ()
    if technique.stones == "placed":
        return (Piece(duration_s),)
    if trace is None:
        return (Piece(duration_s, technique.part, duration_s),)
    if passes is None and duration_s < step.duration_s - NEAR_S and len(trace.parts) > 1:
        return [*_begun(technique, trace, step, duration_s=duration_s)]
    return (Piece.of(technique, trace, passes=passes or step.passes or 1, duration_s=duration_s),)


def lightest(state: SessionState, go: Go) -> int:
    """Return the lowest level that a step had come to, this time."""
    step, trace = go.step, trace_of(state, go.step)
    technique = state.rules.techniques.get(step.technique)
    level = step.level or 1
    if trace is None or technique is None:
        return level
    strokes = _in_order(technique, trace, step)
    come_to = [stroke for stroke, start_s, _ in strokes if start_s < go.done_s and not stroke.is_link]
    return min([level, *(hand.level for stroke in come_to for hand in stroke.hands)])


def _begun(technique: Technique, trace: Trace, step: Step, *, duration_s: float) -> Iterator[Piece]:
    """Yield the work of each part of the hand in the strokes that so much of a step has room for. [s]"""
    done = [
        (stroke.hands[0].part, end_s - start_s)
        for stroke, start_s, end_s in _in_order(technique, trace, step)
        if end_s <= duration_s and stroke.hands and not stroke.is_link
    ]
    for part, each in groupby(done, key=itemgetter(0)):
        whole_s = sum(seconds_s for _, seconds_s in each)
        yield Piece(whole_s, part, whole_s)


def _in_order(technique: Technique, trace: Trace, step: Step) -> Iterator[tuple[TracedStroke, float, float]]:
    """Yield a step's strokes with when each begins and ends in it. [s]"""
    count = step.passes or 1
    lines = [[*strokes] for _, strokes in groupby(trace.strokes, key=lambda stroke: stroke.line)]
    order = (
        [stroke for line in lines for stroke in line * count]
        if technique.repeat.by == "line"
        else [*trace.strokes] * count
    )
    lead = lead_s(technique)
    slow_frac = (step.duration_s - lead) / sum(stroke.mid_s for stroke in order)
    ends_s = accumulate((slow_frac * stroke.mid_s for stroke in order), initial=lead)
    for stroke, (start_s, end_s) in zip(order, pairwise(ends_s), strict=True):
        yield stroke, start_s, end_s
