"""The live state of a session: everything that its events add up to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from backrub.model.base import Point
from backrub.model.felt import FeltBoth
from backrub.model.plan import Plan, Step
from backrub.model.score import Score
from backrub.planning.stroke import Key
from backrub.session.rules import Rules, thumb_shares
from backrub.session.trigger_point import Choices, Spot

Status = Literal["ready", "running", "paused", "holding", "stopped", "finished"]

NEAR_S = 1e-6
"""Two moments of the score nearer than this are one: sums of floats drift by less."""

HAD_S = 10.0
"""A place has had a level after this long at it [engineering judgement: a few strokes]."""


@dataclass(frozen=True, slots=True)
class Go:
    """One time that a step was done: which of the opened plan it is, as it was then, and how long. [s]"""

    number: int
    step: Step
    done_s: float


@dataclass(frozen=True, slots=True)
class SessionState:
    """What is true at `as_of_s`. Two clocks: the session's, since it was opened, and `position_s` in the
    score. [s]

    `plan` is the plan as it stands now, refits and levels included, `opened` its first steps. `ends_s` is
    when the session is to end, on its own clock. `played_s` says how long each step was really done, `goes`
    each time in its order; `had_s` how long each place and side had each level 1-4. `wished` is the highest
    level the receiver still wants at a place; `cap` that of the whole session. `lighter_from` has for each
    break the step (by index) from which on all was made a level lighter. `stones_batch` is the batch that the
    reading is of (see `batch`); `stone_s` is how long hot stones were used since the last look at the skin.
    `numbers` says for each revision which step of the opened plan each step is. `felt`: what they said of
    before and after.
    """

    plan: Plan
    rules: Rules = field(compare=False, repr=False)
    thumb_frac: Mapping[str, float]
    opened: tuple[Step, ...] = field(compare=False, repr=False)
    planned_s: float
    status: Status = "ready"
    as_of_s: float = 0.0
    position_s: float = 0.0
    ends_s: float | None = None
    keeps_all: bool = False
    played_s: tuple[float, ...] = ()
    goes: tuple[Go, ...] = ()
    had_s: Mapping[Key, tuple[float, ...]] = field(default_factory=dict)
    hands_on_s: float = 0.0
    thumb_s: float = 0.0
    thumbs_at_s: float | None = None
    wished: Mapping[str, int] = field(default_factory=dict)
    cap: int = 4
    lighter_from: tuple[int, ...] = ()
    is_eased: bool = False
    spot: Spot | None = None
    spots: tuple[Point, ...] = ()
    choices: Choices = field(default_factory=Choices)
    stones_c: float | None = None
    stones_at_s: float | None = None
    stones_batch: int | None = None
    stones_off: bool = False
    stone_s: float = 0.0
    since_s: float = 0.0
    why: str | None = None
    is_closed: bool = False
    sessions_before: int = 0
    revision: int = 0
    numbers: tuple[tuple[int, ...], ...] = ()
    felt: FeltBoth = field(default_factory=FeltBoth)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The plan's steps as they stand now."""
        return self.plan.steps

    @property
    def length_s(self) -> float:
        """The score's length as it stands now. [s]"""
        return end_s(self.steps[-1])

    @property
    def index(self) -> int:
        """The step that is done now; the last one at the end."""
        return bisect_right(self.steps, self.position_s + NEAR_S, key=lambda step: step.start_s) - 1

    @property
    def step(self) -> Step:
        """The step that is done now."""
        return self.steps[self.index]

    @property
    def begun_s(self) -> float:
        """How far the score is into its step. [s]"""
        return max(0.0, self.position_s - self.step.start_s)

    @property
    def goes_before(self) -> tuple[Go, ...]:
        """Each time that a step was done before the one under way."""
        return self.goes[:-1] if self.begun_s > NEAR_S else self.goes

    @property
    def had_before_s(self) -> float:
        """How long the step under way was done when it came before. [s]"""
        return max(0.0, self.played_s[self.index] - self.begun_s)

    @property
    def is_over(self) -> bool:
        """Whether the score has come to its end."""
        return self.position_s >= self.length_s - NEAR_S

    @property
    def remaining_s(self) -> float:
        """What is left of the score. [s]"""
        return max(0.0, self.length_s - self.position_s)

    @property
    def level(self) -> int | None:
        """The level of the hands now, None in a pause; one lower while the remote is quiet."""
        level = self.step.level
        return level if level is None or not self.is_eased else max(1, level - 1)

    def is_at(self, step: int, *, revision: int | None = None) -> bool:
        """Whether a step, by its index in the plan of a revision (None: of now), is done now."""
        return self._number(step, revision) == self.numbers[self.revision][self.index]

    def is_past(self, step: int | None, revision: int | None = None) -> bool:
        """Whether a step, named as for `is_at`, lies before the one that is done now; None never does."""
        number = None if step is None else self._number(step, revision)
        return number is not None and number < self.numbers[self.revision][self.index]

    def _number(self, step: int, revision: int | None) -> int | None:
        """Return which step of the opened plan a step of a revision is; None where it has no such step."""
        wanted = self.revision if revision is None else revision
        known = self.numbers[wanted] if wanted < len(self.numbers) else ()
        return known[step] if step < len(known) else None

    def batch(self, index: int) -> int | None:
        """Return which stones are at hand at a step: the last step before or at it that takes some from the
        bath, by its number in the opened plan; None before the first.
        """
        numbers = self.numbers[self.revision]
        taken = (each for each in range(index, -1, -1) if self.steps[each].technique == "stones")
        return next((numbers[each] for each in taken), None)

    def highest_had(self, key: Key) -> int:
        """Return the highest level that a place and side has really had, 0 for one not touched yet."""
        seconds = self.had_s.get(key, ())
        return max((level for level, had_s in enumerate(seconds, start=1) if had_s >= HAD_S), default=0)


def end_s(step: Step) -> float:
    """Return when a step ends in the score. [s]"""
    return step.start_s + step.duration_s


def open_state(plan: Plan, score: Score | None = None, *, rules: Rules) -> SessionState:
    """Return the state of a session that has been opened and not begun.

    `score` tells how much of each technique is thumb work; without it, thumb techniques count in full.
    """
    if score is not None:
        shares = thumb_shares(plan, score)
    else:
        shares = {step.technique: 1.0 for step in plan.steps if rules.is_thumb_work(step)}
    spared = plan.giver.hands == "sore" or plan.giver.experience == "first"
    return SessionState(
        plan=plan,
        rules=rules,
        thumb_frac=shares,
        opened=plan.steps,
        planned_s=end_s(plan.steps[-1]),
        played_s=(0.0,) * len(plan.steps),
        cap=min(plan.level, plan.limits.max_level),
        choices=Choices(part="knuckle" if spared else "thumb"),
        numbers=(tuple(range(len(plan.steps))),),
    )


def with_steps(
    state: SessionState, steps: tuple[Step, ...], *, kept: Sequence[int] | None = None
) -> SessionState:
    """Return the state with other steps from here on; what was played stays.

    `kept` has for each new step its index in the plan before; None where each is what it was.
    """
    before = state.numbers[state.revision]
    numbers = before if kept is None else tuple(before[index] for index in kept)
    played_s = (*state.played_s, *(0.0 for _ in steps))[: len(steps)]
    plan = state.plan.model_copy(update={"steps": steps, "duration_s": end_s(steps[-1])})
    return replace(
        state,
        plan=plan,
        played_s=played_s,
        revision=state.revision + 1,
        numbers=(*state.numbers, numbers),
    )
