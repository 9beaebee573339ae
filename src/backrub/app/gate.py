"""The gate before a massage: no plan is played that was not pressed on its receiver's back and held.

One plan is pressed at a time, beside whatever else the server does; what is known to hold is not pressed
again.
"""

from __future__ import annotations

import gc
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from backrub.app.checking import compile_ahead, narrow_on_body
from backrub.app.gentler_words import still_tried
from backrub.app.narrowing import Held
from backrub.catalog import Catalog
from backrub.errors import DataError, Refused
from backrub.model.dose import DoseReport
from backrub.model.plan import Notice, Plan

LONGEST_WAIT_S = 20.0
"""Longer than this nobody is kept waiting: they ask again, and the work goes on. Pages give up at 30. [s]"""
MOST_KEPT = 128
"""Plans whose answer is remembered."""
THREADS = 1
"""One of two old cores stays free for the sessions under way."""

PLAYED = {
    "steps": {
        "__all__": {
            "technique", "place", "side", "level", "passes", "start_s", "duration_s", "phase", "stand",
            "spot",
        }
    },
    "body": True, "position": True, "tempo": True, "style": True, "kit": True, "giver": True, "limits": True,
    "slow_at": True, "gentle_at": True, "unwarmed": True,
}  # fmt: skip
"""What of a plan is played: a lock or a note changes nothing on the skin."""

SEATED = Notice(
    code="not-verified-seated",
    says="Only a back that lies was measured: for somebody seated this is not tried out, so keep it light.",
)


@dataclass(frozen=True, slots=True)
class Tried:
    """A plan that may be played, and the report of its check; None where they sit."""

    plan: Plan
    report: DoseReport | None


class Gate:
    """Remembers which plans hold, and makes the others gentler. Safe to share between threads."""

    def __init__(
        self, narrowed: Callable[..., Held] = narrow_on_body, *, longest_s: float = LONGEST_WAIT_S
    ) -> None:
        self._narrowed, self._longest_s = narrowed, longest_s
        self._lock, self._slot = threading.Lock(), threading.Lock()
        self._holding: OrderedDict[str, DoseReport] = OrderedDict()
        self._jobs: OrderedDict[str, Future[Held]] = OrderedDict()

    def tried(self, plan: Plan, *, catalog: Catalog) -> Tried:
        """Return the plan where it holds on its receiver's back, else the one made gentler from it.

        Raises Refused where no gentler one holds, and where it takes longer than `longest_s` [s]: then the
        answer is there the next time. DataError as `narrow`.
        """
        if plan.position != "prone":
            notices = plan.notices if SEATED in plan.notices else (*plan.notices, SEATED)
            return Tried(plan.model_copy(update={"notices": notices}), None)
        if (report := self.report_of(plan)) is not None:
            return Tried(plan, report)
        with self._lock:
            job = self._job(plan, catalog)
        try:
            held = job.result(timeout=self._longest_s)
        except TimeoutError:
            raise still_tried() from None
        return Tried(held.plan, held.report)

    def report_of(self, plan: Plan) -> DoseReport | None:
        """Return the report of a plan that is known to hold; None where nobody has pressed it yet."""
        with self._lock:
            return self._holding.get(_hash(plan, PLAYED))

    @property
    def slot(self) -> threading.Lock:
        """Held by who presses a plan: two at once would take as long, and everything else with them."""
        return self._slot

    def warm_up(self, catalog: Catalog) -> None:
        """Have the loops of the check compiled in the background, so that the first plan waits less.

        What is loaded by then stays for good. It is taken out of the collector's rounds: each round through
        all of it would keep every answer waiting for a tenth of a second.
        """

        def work() -> None:
            compile_ahead(catalog=catalog, threads=THREADS)
            gc.collect()
            gc.freeze()

        self._start(work)

    def _job(self, plan: Plan, catalog: Catalog) -> Future[Held]:
        key = _hash(plan, None)
        if key in self._jobs:
            self._jobs.move_to_end(key)
            return self._jobs[key]
        done: Future[Held] = Future()
        self._jobs[key] = done

        def work() -> None:
            try:
                held = self._narrowed(plan, catalog=catalog, threads=THREADS)
                with self._lock:
                    self._holding[_hash(held.plan, PLAYED)] = held.report
                    while len(self._holding) > MOST_KEPT:
                        self._holding.popitem(last=False)
                done.set_result(held)
            except (DataError, Refused) as error:
                done.set_exception(error)
            finally:
                if not done.done():  # a bug: the thread tells it, and nobody waits for ever
                    with self._lock:
                        self._jobs.pop(key, None)
                    done.set_exception(RuntimeError("the check of a plan came to no end"))

        self._start(work)
        for old in [each for each, job in self._jobs.items() if job.done()][
            : max(0, len(self._jobs) - MOST_KEPT)
        ]:
            del self._jobs[old]
        return done

    def _start(self, work: Callable[[], None]) -> None:
        def when_free() -> None:
            with self._slot:
                work()

        # Not a pool's: a server that stops waits for no check.
        threading.Thread(target=when_free, daemon=True, name="gate").start()


def _hash(plan: Plan, only: dict[str, object] | None) -> str:
    text = plan.model_dump_json(include=only, exclude={"solve_s"})  # type: ignore[arg-type]
    return hashlib.sha256(text.encode()).hexdigest()
