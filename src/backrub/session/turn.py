"""One command's turn: the events it makes, each folded at once, so that the next sees what the last one
did.
"""

from __future__ import annotations

from backrub.errors import Refused
from backrub.session.event import Event, Row, Scalar
from backrub.session.fold import fold
from backrub.session.refit import Fit, refit
from backrub.session.state import SessionState, end_s

LATE_FRAC = 0.01
"""The rest is refitted once it is off by this part of the session: half of the 2 % that a session may miss.
"""

DAY_S = 86_400.0
"""No answer about health holds longer than this: decision 0012."""


class Turn:
    """The state as the command finds it, and what comes of it.

    `state` is always that of the events so far. What says no raises Refused. A turn that only asks whether a
    command would be taken (`is_asking`) solves no refit: no command is refused for what one brings. One that
    has to (`is_guess`) goes by what is known of the receiver's back, and tries nothing out on it.
    """

    def __init__(self, state: SessionState, *, is_asking: bool = False, is_guess: bool = False) -> None:
        self.state = state
        self.is_asking = is_asking
        self.is_guess = is_guess
        self.events: list[Event] = []

    def add(self, kind: str, **data: Scalar | Row) -> None:
        """Add what happened, and fold it."""
        event = Event(kind, self.state.as_of_s, data)
        self.events.append(event)
        self.state = fold(self.state, event)

    def take(self, tried: Turn) -> None:
        """Take on what was tried from this turn's state."""
        self.events += tried.events
        self.state = tried.state

    @property
    def left_s(self) -> float:
        """What is left of the session's time. [s]"""
        ends_s = self.state.ends_s
        return self.state.remaining_s if ends_s is None else ends_s - self.state.as_of_s

    @property
    def late_s(self) -> float:
        """How much later the score would end than the session is to end. [s]"""
        return self.state.remaining_s - self.left_s

    @property
    def is_off(self) -> bool:
        """Whether time was lost or won: so much that the rest has to be fitted again."""
        return abs(self.late_s) > max(1.0, LATE_FRAC * self.state.planned_s)

    def needs(self, *statuses: str) -> None:
        """Raise Refused unless the session is in one of these states."""
        if self.state.status in statuses:
            return
        code, reason, way_out = _SAYS[self.state.status]
        raise Refused(code, reason, way_out)

    def needs_today(self) -> None:
        """Raise Refused where hands would go on more than a day after the session was opened."""
        if self.state.as_of_s > DAY_S:
            way_out = "Answer the questions again and make a new plan."
            raise Refused("too-old", "This was opened more than a day ago.", way_out)

    def refit(self, why: str, *, without: frozenset[int] = frozenset(), stretch_s: float = 0.0) -> None:
        """Fit what is still to come into the time that is left, and put down the outcome.

        A step that would break a limit on the receiver's back as it is fitted stays as it was, or goes.
        """
        if self.is_asking:
            return
        held: frozenset[int] = frozenset()
        while True:
            fit = refit(self.state, self.left_s, without=without, stretch_s=stretch_s, held=held)
            event = self._refitted(why, fit)
            broken = self._broken_by(event) - held
            if not broken:
                break
            held |= broken  # one more step stays as it is each time, so this ends
        self.events.append(event)
        self.state = fold(self.state, event)

    def _refitted(self, why: str, fit: Fit) -> Event:
        now_s = self.state.as_of_s
        before_s = self.state.ends_s if self.state.ends_s is not None else now_s
        ends_s = now_s + fit.left_s
        data: dict[str, Scalar | Row] = {
            "why": why,
            "from_step": fit.from_step,
            "start_s": fit.start_s,
            "kept": fit.kept,
            "passes": fit.passes,
            "duration_s": fit.duration_s,
            "levels": fit.levels,
            # Sums of floats drift; a session that ends on time ends at the very moment it was to end.
            "ends_s": before_s if abs(ends_s - before_s) < 1e-3 else ends_s,
        }
        return Event("refitted", now_s, data)

    def _broken_by(self, event: Event) -> frozenset[int]:
        """Return the steps, by their index before, that a refit makes into what this back does not take.

        Where that can't be told in time, none of them changes.
        """
        first, kept = int(str(event.data["from_step"])), event.data["kept"]
        assert isinstance(kept, tuple)
        tried = fold(self.state, event).plan
        try:
            against = self.state.rules.on_skin(tried, range(first, len(tried.steps)), is_asking=self.is_guess)
        except Refused:
            return frozenset(range(len(self.state.steps)))
        return frozenset(int(kept[index - first]) for index in against)

    def keep_time(self, why: str) -> None:
        """Refit when time was lost or won; where the person chose to keep everything, end later instead."""
        if not self.is_off:
            return
        if self.late_s > 0 and self.state.keeps_all and self.later_s >= self.late_s:
            self.add("extended", ends_s=self.state.as_of_s + self.state.remaining_s)
        else:
            self.refit(why)

    @property
    def later_s(self) -> float:
        """How much later than now planned the session may still end: hands and rest within the cleared
        minutes. [s]
        """
        most_s = self.state.plan.limits.max_minutes * 60.0
        return max(0.0, most_s - sum(go.done_s for go in self.state.goes) - self.left_s)

    def move_on(self) -> None:
        """Go to the start of the next step."""
        state = self.state
        self.add("skipped", from_step=state.index, to_step=state.index + 1, to_s=end_s(state.step))


_SAYS = {
    "ready": ("not-begun", "It has not begun yet.", "Press start when both are ready."),
    "running": ("running", "It is running.", "Pause first."),
    "paused": ("paused", "It is paused.", "Go on first."),
    "holding": ("holding", "Hands are off, and the question is still open.", "Ask, then go on or stop."),
    "stopped": ("stopped", "It was stopped.", "After a break, ask first, then start again."),
    "finished": ("finished", "It is over.", "Stay as long as you like."),
}
