"""From chosen candidates to ordered steps on one clock: light before deep, hands changing, few walks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from backrub.model.base import Phase, Side, Stand
from backrub.model.plan import Step
from backrub.planning.balance import lean_frac
from backrub.planning.block import Block, side_time
from backrub.planning.budget import OIL_S, REOIL_EVERY_S, REOIL_S, STONES_S, WALK_S
from backrub.planning.candidate import (
    WARM_PHASES,
    Candidate,
    Chosen,
    Kitchen,
    lead_s,
)
from backrub.planning.ordered import Laid, Sequenced
from backrub.planning.packing import packed
from backrub.planning.stretch import Stretch
from backrub.planning.stroke import Key, Trace, on_both_sides
from backrub.planning.why import PAUSES, why


@dataclass(frozen=True, slots=True)
class Slack:
    """The steps of a block, and how much each of them may shrink or grow alike. [s]

    `is_mixed`: several parts of the hand take turns in it, so that it makes no stretch longer.
    """

    steps: list[int]
    shrink_s: float
    grow_s: float
    is_mixed: bool


@dataclass(slots=True)
class Clock:
    """Steps being laid down one after the other, and what the hands have been at. [s]"""

    steps: list[Step] = field(default_factory=list)
    now_s: float = 0.0
    stand: Stand = "right"
    oiled_s: float = 0.0
    slack: list[Slack] = field(default_factory=list)
    firmer: frozenset[Key] = frozenset()
    laid: list[tuple[int, Candidate, Trace]] = field(default_factory=list)

    def add(self, step: Step) -> None:
        """Put a step at the end."""
        self.steps.append(step)
        self.now_s = round(self.now_s + step.duration_s, 3)

    def pause(self, technique: str, duration_s: float, *, phase: Phase) -> None:
        """Put a pause at the end: oil, walk, stones or rest."""
        self.add(
            Step(
                technique=technique,
                place=None,
                side="both",
                level=None,
                passes=None,
                start_s=self.now_s,
                duration_s=round(duration_s, 3),
                phase=phase,
                why=PAUSES[technique],
                stand=self.stand,
            )
        )


def sequence(chosen: Sequence[Chosen], kitchen: Kitchen, *, even: Sequence[str]) -> Sequenced:
    """Return the steps of an evening, with what only shows once they stand in order.

    `even` are the places where left and right are to get the same time; those that are then touched on both
    sides are to, by themselves, too.
    """
    uses_oil = any(each.candidate.technique.oil for each in chosen)
    focus = [each.candidate for each in chosen if each.candidate.phase == "focus"]
    clock = Clock(firmer=frozenset(key for each in focus for key in each.levels if each.touches(key)))
    oilings = kitchen.budget.oilings if uses_oil else 0
    oiled = not uses_oil
    for block in packed(chosen, kitchen):
        technique, phase = block.candidate.technique, block.candidate.phase
        if technique.oil and not oiled:
            clock.pause("oil", OIL_S, phase=phase)
            oiled, clock.oiled_s = True, clock.now_s
        elif oilings and phase in ("warm-up", "focus") and clock.now_s - clock.oiled_s >= REOIL_EVERY_S * 0.8:
            clock.pause("oil", REOIL_S, phase=phase)
            oilings, clock.oiled_s = oilings - 1, clock.now_s
        if technique.stones is not None:
            clock.pause("stones", STONES_S, phase=phase)
        _lay(block, phase, kitchen, clock)
    left_s = kitchen.budget.total_s - clock.now_s
    clock.pause("rest", min(max(left_s, kitchen.budget.rest_s), kitchen.budget.rest_most_s), phase="rest")
    steps = _whole(clock, kitchen.budget.total_s)
    laid = tuple(Laid(steps[index], candidate, trace) for index, candidate, trace in clock.laid)
    stretch = Stretch()
    worked_s: dict[Key, float] = {}
    thumbs_s = hands_s = 0.0
    for each in laid:
        duration_s = each.step.duration_s
        thumbs_s += each.trace.thumb_frac * duration_s
        hands_s += duration_s * (not each.candidate.is_shown_later)
        stretch.add_step(each.candidate.technique, each.trace, step=each.step)
        for key, share in each.trace.held_frac.items():
            if not each.candidate.is_one_sided and share > 0:
                worked_s[key] = worked_s.get(key, 0.0) + share * duration_s
    is_warm = _is_warm(laid, kitchen.budget.warm_place_s)
    touched = on_both_sides(worked_s)
    return Sequenced(
        steps=steps,
        laid=laid,
        longest_s=stretch.longest_s,
        even_lean_frac=lean_frac(worked_s, even),
        touched=touched,
        touched_lean_frac=lean_frac(worked_s, touched),
        thumbs_s=thumbs_s,
        hands_s=hands_s,
        is_warm=is_warm,
    )


def _is_warm(laid: Sequence[Laid], least_s: float) -> bool:
    """Whether every place had its time of warm-up before focus work there. [s]"""
    warm_s: dict[Key, float] = {}
    for each in laid:
        step, trace = each.step, each.trace
        if step.phase == "focus" and any(warm_s.get(key, 0.0) < least_s for key in trace.levels):
            return False
        if step.phase in WARM_PHASES:
            strokes_s = step.duration_s - lead_s(each.candidate.technique)
            for key, seconds_s in trace.worked_s(step.passes or 1, strokes_s).items():
                warm_s[key] = warm_s.get(key, 0.0) + seconds_s
    return True


def _lay(block: Block, phase: Phase, kitchen: Kitchen, clock: Clock) -> None:
    """Put one block down: a step for each side, a walk where the giver must go round."""
    candidate, technique = block.candidate, block.candidate.technique
    pairs = list(zip(candidate.sides, candidate.traces, strict=True))
    if technique.stand == "opposite":
        pairs.sort(
            key=lambda pair: pair[0] != "left"
        )  # from the receiver's right first, so their left side first
    laid: list[int] = []
    side_s, counts, shrink_s, grow_s = side_time(block, kitchen)
    shrink_s = min(shrink_s, side_s - candidate.least_s / len(pairs))
    for side, trace in pairs:
        stand = _stand(technique.stand, side)
        if stand not in ("any", clock.stand):
            clock.stand = stand
            clock.pause("walk", WALK_S, phase=phase)
        laid.append(len(clock.steps))
        clock.add(
            Step(
                technique=technique.id,
                place=candidate.place or None,
                side=side,
                level=trace.level or candidate.level,
                passes=counts[candidate.sides.index(side)],
                start_s=clock.now_s,
                duration_s=side_s,
                phase=phase,
                why=why(candidate, trace, firmer=clock.firmer),
                stand=stand,
                spot=candidate.spot,
                locked=block.locked,
                extra=candidate.is_one_sided,
            )
        )
        clock.laid.append((laid[-1], candidate, trace))
    if not block.locked and not technique.massager:
        shrinks = phase in ("warm-up", "focus")
        grows = candidate.thumb_frac == 0  # thumbs have a budget of their own
        can_shrink_s, can_grow_s = max(shrink_s, 0.0) * shrinks, max(grow_s, 0.0) * grows
        clock.slack.append(Slack(laid, can_shrink_s, can_grow_s, block.part is None))


def _stand(stand: str, side: Side) -> Stand:
    """Return the side that the giver must be on.

    Only what is pushed away from the far side needs one; the rest is reached from anywhere.
    """
    if stand != "opposite":
        return "any"
    return "right" if side == "left" else "left"


def _whole(clock: Clock, total_s: float) -> tuple[Step, ...]:
    """Let the tempo take up what rounding left over, a block's sides alike, and set every step's start."""
    left_s = total_s - clock.now_s
    durations = [step.duration_s for step in clock.steps]
    grows = left_s > 0
    for slack in sorted(clock.slack, key=lambda slack: not slack.is_mixed) if grows else clock.slack:
        if abs(left_s) < 0.05:
            break
        even_s = left_s / len(slack.steps)
        each_s = round(min(even_s, slack.grow_s) if left_s > 0 else max(even_s, -slack.shrink_s), 1)
        for index in slack.steps:
            durations[index] = round(durations[index] + each_s, 1)
        left_s -= each_s * len(slack.steps)
    steps, now_s = [], 0.0
    for step, duration_s in zip(clock.steps, durations, strict=True):
        steps.append(step.model_copy(update={"start_s": round(now_s, 1), "duration_s": duration_s}))
        now_s += duration_s
    return tuple(steps)
