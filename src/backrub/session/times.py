"""What lasts no longer however often a step is begun again: the massager, stones that lie, one part of the
hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from backrub.catalog.limits import read_limits
from backrub.catalog.technique import Technique
from backrub.errors import Refused
from backrub.model.plan import Step
from backrub.planning.stroke import Key
from backrub.session.refit import settled
from backrub.session.rules import is_pause
from backrub.session.state import NEAR_S, SessionState
from backrub.session.tail import Laid, Tail, runs_of, tail_of
from backrub.session.work import trace_of

SLACK_S = 0.5
"""Sums of rounded lengths may be so much over. [s]"""
WAY_OUT = "Go on, or skip."

AtPlaces = Mapping[tuple[str | None, str], float]
"""Time by place and side. [s]"""


def may_come_again(before: SessionState, now: SessionState) -> None:
    """Raise Refused where the step that `now` begins would make something last longer than it may.

    `before` is the same moment with the score where it was. What was really done counts, all of it. A stretch
    of one part of the hand may be shortened, as long as nothing has to go for it.
    """
    limits = read_limits()
    was, comes = (_at_places(state, lambda each: each.massager) for state in (before, now))
    if _is_over(was, comes, most_s=limits.massager.place_s):
        raise Refused("massager", "The massager stays a minute at one place at most.", WAY_OUT)
    if _whole_s(now) > max(limits.massager.total_s + SLACK_S, _whole_s(before) + NEAR_S):
        raise Refused("massager", "The massager works ten minutes in all at most.", WAY_OUT)
    was, comes = (_at_places(state, lambda each: each.stones == "placed") for state in (before, now))
    if _is_over(was, comes, most_s=limits.stones.placed_s):
        raise Refused("stones-lie", "Stones lie ten minutes at one place at most.", WAY_OUT)
    tail = tail_of(now)
    if _is_too_long(now, tail.lay(tail.planned()), tail=tail):
        shorter, out = settled(now)
        if out - settled(before)[1] or _is_too_long(now, shorter, tail=tail):
            reason = "One part of the hand works five minutes at a stretch at most."
            raise Refused("stretch", reason, WAY_OUT)


def _all(state: SessionState) -> Iterator[tuple[Step, Technique, float]]:
    """Yield what hands did, each time that they did it, and what is still to come, with its length. [s]"""
    pairs = [(go.step, go.done_s) for go in state.goes_before]
    pairs += [(step, step.duration_s) for step in state.steps[state.index :]]
    for step, seconds_s in pairs:
        technique = state.rules.techniques.get(step.technique)
        if technique is not None and not is_pause(step):
            yield step, technique, seconds_s


def _at_places(state: SessionState, counts: Callable[[Technique], bool]) -> AtPlaces:
    """Return the time at each place and side, by what a step names and by where its strokes go. [s]"""
    at_s: defaultdict[tuple[str | None, str], float] = defaultdict(float)
    for step, technique, seconds_s in _all(state):
        if not counts(technique):
            continue
        at_s[step.place, step.side] += seconds_s
        trace = trace_of(state, step)
        shares: dict[Key, float] = dict(trace.share_frac) if trace is not None else {}
        for key, share in shares.items():
            if key != (step.place, step.side):
                at_s[key] += share * seconds_s
    return at_s


def _is_over(was: AtPlaces, comes: AtPlaces, *, most_s: float) -> bool:
    return any(at_s > max(most_s + SLACK_S, was.get(key, 0.0) + NEAR_S) for key, at_s in comes.items())


def _whole_s(state: SessionState) -> float:
    return sum(seconds_s for _, technique, seconds_s in _all(state) if technique.massager)


def _is_too_long(state: SessionState, laid: list[Laid], *, tail: Tail) -> bool:
    """Whether one part of the hand works too long at a stretch, with the step under way."""
    most_s = read_limits().stretch.most_s + SLACK_S
    found = runs_of(state, laid, tail=tail)
    return any(run.is_joined and run.worked_s > most_s and state.index in run.indices for run in found)
