"""What a session changes is pressed on its receiver's own back before it is taken on, one step at a time.

The plan was pressed as a whole before it began. A firmer level, or work that a refit has made longer or
shorter, is new: its strokes are pressed alone, which takes some hundredths of a second. What was pressed and
held is known from then on, also at a lighter level.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from itertools import pairwise

from backrub.app.checking import judge_of
from backrub.app.faults import Judge, breaks_alone
from backrub.app.gate import THREADS
from backrub.app.gentler_words import TOO_MUCH, still_tried
from backrub.catalog import Catalog
from backrub.errors import DataError, Problem, Refused
from backrub.model.plan import Plan, Step
from backrub.score import compose
from backrub.session import OnSkin

LONGEST_S = 5.0
"""Nobody waits longer for a change in the middle of a massage: it stays as it was. [s]"""
MOST_BACKS = 8
"""Backs that are kept to be pressed: made again they take some hundredths of a second."""
APART_S = 60.0
"""The pause between two steps that are pressed one after the other: each has the hands fresh. [s]"""


class Presses:
    """Presses the steps of every session of a server. Safe to share between threads.

    One press at a time, beside the gate's: a step takes too little to wait for a whole plan.
    """

    def __init__(self, judged: Callable[..., Judge] = judge_of, *, longest_s: float = LONGEST_S) -> None:
        self._judged, self._longest_s = judged, longest_s
        self._slot = threading.Lock()
        self._backs: OrderedDict[str, Judge] = OrderedDict()

    def rule(self, plan: Plan, *, catalog: Catalog) -> OnSkin:
        """Return the rule of a session that was opened with a plan: all of that plan is known to hold."""
        known = _Known(plan)

        def on_skin(
            changed: Plan, indices: Sequence[int], *, is_asking: bool = False
        ) -> Mapping[int, Problem]:
            if changed.position != "prone":
                return {}  # nobody who sits is measured: their rules are the plan's
            new = [index for index in indices if known.is_new(changed.steps[index])]
            if new and not is_asking:
                self._in_time(lambda: self._press(changed, new, known, catalog))
            return {index: TOO_MUCH for index in indices if known.is_bad(changed.steps[index])}

        return on_skin

    def _press(self, plan: Plan, indices: Sequence[int], known: _Known, catalog: Catalog) -> None:
        """Find out of each step whether it holds: all at once, then, where something breaks, one by one."""
        steps = [each for each in (plan.steps[index] for index in indices) if known.is_new(each)]
        judge = self._back(plan, catalog)
        if self._holds(plan, steps, judge, catalog):
            known.add(steps, holds=True)
            return
        for step in steps:
            known.add([step], holds=len(steps) > 1 and self._holds(plan, [step], judge, catalog))

    def _holds(self, plan: Plan, steps: Sequence[Step], judge: Judge, catalog: Catalog) -> bool:
        alone = _alone(plan, steps)
        score = compose(alone, catalog=catalog)
        return not score.strokes or not any(breaks_alone(each) for each in judge(alone, score).broken)

    def _back(self, plan: Plan, catalog: Catalog) -> Judge:
        key = plan.model_dump_json(include={"body", "limits"})
        judge = self._backs.pop(key, None) or self._judged(plan, catalog=catalog, threads=THREADS)
        self._backs[key] = judge
        while len(self._backs) > MOST_BACKS:
            self._backs.popitem(last=False)
        return judge

    def _in_time(self, work: Callable[[], None]) -> None:
        """Do it on a thread of its own; raises Refused where that takes too long, and it goes on anyway."""
        done: Future[None] = Future()

        def when_free() -> None:
            try:
                with self._slot:
                    work()
                done.set_result(None)
            except (DataError, Refused) as error:
                done.set_exception(error)
            finally:
                if not done.done():  # a bug: the thread tells it, and nobody waits for ever
                    done.set_exception(RuntimeError("a press came to no end"))

        # Not a pool's: a server that stops waits for no check.
        threading.Thread(target=when_free, daemon=True, name="on-skin").start()
        try:
            done.result(timeout=self._longest_s)
        except TimeoutError:
            raise still_tried() from None


class _Known:
    """What holds and what breaks of the steps that one session has had, whenever they come."""

    def __init__(self, plan: Plan) -> None:
        self._good: dict[Step, int] = {}
        self._bad: set[tuple[Step, int]] = set()
        self.add([step for step in plan.steps if step.level is not None], holds=True)

    def add(self, steps: Sequence[Step], *, holds: bool) -> None:
        for step in steps:
            key, level = _key(step), step.level or 0
            if holds:
                self._good[key] = max(level, self._good.get(key, 0))
            else:
                self._bad.add((key, level))

    def is_new(self, step: Step) -> bool:
        """Whether nobody has pressed it; what is lighter than what held needs no press."""
        return step.level is not None and not self.is_bad(step) and self._good.get(_key(step), 0) < step.level

    def is_bad(self, step: Step) -> bool:
        return (_key(step), step.level or 0) in self._bad


def _key(step: Step) -> Step:
    """Return a step as the skin feels it, whatever its level and whenever it comes."""
    same = {
        "start_s": 0.0,
        "duration_s": round(step.duration_s, 3),
        "level": None,
        "why": "",
        "locked": False,
    }
    return step.model_copy(update=same)


def _alone(plan: Plan, steps: Sequence[Step]) -> Plan:
    """Return the plan of these steps only, with a pause between each two."""
    laid, now_s = [], 0.0
    for step, following in pairwise((*steps, None)):
        assert step is not None
        laid.append(step.model_copy(update={"start_s": now_s}))
        now_s += step.duration_s
        if following is not None:
            pause = Step(
                technique="rest", place=None, side="both", level=None, passes=None, start_s=now_s,
                duration_s=APART_S, phase=step.phase, why="",
            )  # fmt: skip
            laid.append(pause)
            now_s += APART_S
    return plan.model_copy(update={"steps": tuple(laid), "duration_s": now_s})
