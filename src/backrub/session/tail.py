"""The rest of a plan as something that can be cut: which steps, in how many whole passes, and how they lie
in time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from backrub.model.plan import Step
from backrub.planning.stroke import Key
from backrub.session.rules import TRIGGER_POINT, Rules, is_pause
from backrub.session.state import NEAR_S, Go, SessionState
from backrub.session.work import Past, Run, past, runs, work_done

Passes = Mapping[int, int]
"""Whole passes by step index; 0 leaves the step out. Steps that fill the rest are not in it."""


@dataclass(frozen=True, slots=True)
class Laid:
    """One step as it will be done: its old index, passes (None for pauses), and length. [s]"""

    index: int
    passes: int | None
    duration_s: float


@dataclass(frozen=True, slots=True)
class Unit:
    """Steps that are cut and dropped together: one, or a left and right pair.

    `done` passes are under way and can't be cut. `rank` orders what goes first: a higher one stays longer.
    `owed_passes`: what the other side has had already; None where that is still to come. `is_held`: it is
    left out, or stays as long as it is.
    """

    indices: tuple[int, ...]
    phase: str
    least: int
    most: int
    done: int
    rank: int
    owed_passes: int | None
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Tail:
    """What is still to come at a moment, the current step first. `begun_s`: how long that one has been
    played, `past` what hands did before it, `warmed_s` how long they warmed each place and side by it, and
    `to_warm_s` how long that was to be in all in the opened plan. [s]
    """

    steps: tuple[Step, ...]
    first: int
    begun_s: float
    rules: Rules
    units: tuple[Unit, ...]
    stand: str
    pairs: Mapping[int, int]
    past: Past
    warmed_s: Mapping[Key, float]
    to_warm_s: Mapping[Key, float]

    def planned(self) -> dict[int, int]:
        """Return the passes as they are planned now."""
        return {index: self.steps[index].passes or 1 for unit in self.units for index in unit.indices}

    def pass_s(self, index: int) -> float:
        """Return the length of one pass. [s]"""
        step = self.steps[index]
        return step.duration_s / (step.passes or 1)

    def lay(self, passes: Passes) -> list[Laid]:
        """Return the steps before the rest in their order, with only the walks, oil and readings they still
        need.
        """
        laid: list[Laid] = []
        waiting: dict[str, Laid] = {}
        stand = self.stand
        for index in range(self.first, len(self.steps)):
            step = self.steps[index]
            if step.phase == "rest":
                break
            if is_pause(step):
                pause = Laid(index, None, step.duration_s)
                if index == self.first and self.begun_s > NEAR_S:
                    laid.append(pause)
                else:
                    waiting[step.technique] = pause
                continue
            if not passes.get(index):
                continue
            needed = [pause for pause in waiting.values() if self._is_needed(pause, index, stand=stand)]
            laid += sorted(needed, key=lambda pause: pause.index)
            waiting = {kind: pause for kind, pause in waiting.items() if pause not in needed}
            stand = stand if step.stand == "any" else step.stand
            laid.append(Laid(index, passes[index], passes[index] * self.pass_s(index)))
        return laid

    def rest(self) -> list[int]:
        """Return the steps of the quiet rest, by index."""
        return [index for index in range(self.first, len(self.steps)) if self.steps[index].phase == "rest"]

    def _is_needed(self, pause: Laid, index: int, *, stand: str) -> bool:
        step, kind = self.steps[index], self.steps[pause.index].technique
        if kind == "walk":
            return step.stand not in ("any", stand)
        if kind == "stones":
            return self.rules.stones(step) is not None
        return True


def runs_of(state: SessionState, laid: list[Laid], *, tail: Tail) -> list[Run]:
    """Return the stretches of one part of the hand over all that was done and laid steps."""
    pieces = ((each.index, each.duration_s, each.passes) for each in laid)
    return runs(state, pieces, before=tail.past)


def length_s(laid: list[Laid]) -> float:
    """Return how long laid steps last. [s]"""
    return sum(each.duration_s for each in laid)


def tail_of(state: SessionState, *, held: frozenset[int] = frozenset()) -> Tail:
    """Return what is to come from the state's position on, with some steps `held` as long as they are."""
    first = state.index
    begun_s = state.begun_s
    stands = [step.stand for step in state.steps[: first + 1] if step.stand != "any" and not is_pause(step)]
    if begun_s <= NEAR_S:
        stands = [step.stand for step in state.steps[:first] if step.stand != "any" and not is_pause(step)]
    pairs = pairs_of(state.steps)
    units = tuple(
        replace(unit, is_held=not held.isdisjoint(unit.indices))
        for unit in _units(state, begun_s, pairs=pairs)
    )
    to_warm = (Go(number, step, step.duration_s) for number, step in enumerate(state.opened))
    return Tail(
        steps=state.steps,
        first=first,
        begun_s=begun_s,
        rules=state.rules,
        units=units,
        stand=stands[-1] if stands else "any",
        pairs=pairs,
        past=past(state),
        warmed_s=_warmed_s(state, state.goes_before),
        to_warm_s=_warmed_s(state, to_warm),
    )


def warms(step: Step) -> bool:
    """Whether a step prepares the places that it touches."""
    return step.phase in ("opening", "warm-up") and not is_pause(step)


def _warmed_s(state: SessionState, goes: Iterable[Go]) -> Mapping[Key, float]:
    """Return how long each place is warmed by what is done, each time that it is done. [s]"""
    warmed_s: Counter[Key] = Counter()
    for go in goes:
        if warms(go.step):
            warmed_s.update(work_done(state, go).worked_s)
    return warmed_s


def pairs_of(steps: tuple[Step, ...]) -> dict[int, int]:
    """Return the left and right steps that belong together, each way round. Sore spots stand alone.

    Neighbours come first (only a pause between them), then the nth left one with the nth right one.
    """
    pairs: dict[int, int] = {}
    sided = [
        index
        for index, step in enumerate(steps)
        if step.side != "both" and step.spot is None and step.technique != TRIGGER_POINT and step.passes
    ]
    touches = [index for index, step in enumerate(steps) if not is_pause(step)]
    after = dict(pairwise(touches))
    for index in sided:
        other = after.get(index)
        if index not in pairs and other in sided and _are_mirrored(steps[index], steps[other]):
            pairs |= {index: other, other: index}
    for index in sided:
        free = [other for other in sided if other > index and other not in pairs]
        other = next((each for each in free if _are_mirrored(steps[index], steps[each])), None)
        if index not in pairs and other is not None:
            pairs |= {index: other, other: index}
    return pairs


def _are_mirrored(one: Step, other: Step) -> bool:
    alike = (one.technique, one.place, one.phase) == (other.technique, other.place, other.phase)
    return alike and one.side != other.side


def owed(state: SessionState, index: int, *, pairs: Mapping[int, int]) -> int | None:
    """Return how many passes the other side has had of a step to come, or None where that side is still to
    come.
    """
    partner = pairs.get(index)
    if partner is None or partner >= state.index:
        return None
    step = state.steps[partner]
    return min(step.passes or 1, round(state.played_s[partner] * (step.passes or 1) / step.duration_s))


def _units(state: SessionState, begun_s: float, *, pairs: Mapping[int, int]) -> tuple[Unit, ...]:
    units: list[Unit] = []
    seen: set[int] = set()
    first = state.index
    for index in range(first, len(state.steps)):
        step = state.steps[index]
        if index in seen or is_pause(step) or step.phase == "rest":
            continue
        partner = pairs.get(index)
        pair = (index, partner) if partner is not None and partner > index else (index,)
        seen.update(pair)
        had = owed(state, index, pairs=pairs)
        units.append(_unit(state, pair, begun_s=begun_s if index == first else 0.0, owed_passes=had))
    return tuple(units)


def _unit(state: SessionState, pair: tuple[int, ...], *, begun_s: float, owed_passes: int | None) -> Unit:
    step, rules = state.steps[pair[0]], state.rules
    passes = step.passes or 1
    done = -int(-(begun_s - NEAR_S) * passes // step.duration_s) if begun_s > NEAR_S else 0
    least = max(done, max(_least_passes(state, index) for index in pair))
    most = min(rules.most_passes(state.steps[index]) for index in pair)
    rank = sum(
        weight
        for weight, holds in (
            (8, any(state.steps[index].locked for index in pair)),
            (4, owed_passes is not None),
            (2, step.spot is not None or step.technique == TRIGGER_POINT),
        )
        if holds
    )
    return Unit(pair, step.phase, min(least, passes), max(most, passes), min(done, passes), rank, owed_passes)


def _least_passes(state: SessionState, index: int) -> int:
    """Return the fewest passes that are of use; a step that comes again at once has had some already."""
    step = state.steps[index]
    had_s = state.had_before_s if index == state.index else 0.0
    had = int(had_s * (step.passes or 1) / step.duration_s + NEAR_S)
    return max(1, state.rules.least_passes(step) - had)
