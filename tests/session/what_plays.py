"""What hands really did in a session, written down beside it, and what of that no session may do."""

from collections import defaultdict
from dataclasses import dataclass, field

from backrub import session
from backrub.model.plan import PAUSES

NEAR_S = 1e-6
SLACK_S = 0.5
PLACE_S, MASSAGER_S, PLACED_S, STRETCH_S = 60.0, 600.0, 600.0, 300.0
FIRST_LEVEL, HAD_S = 2, 10.0
WARM_S, SHORT_WARM_S, SHORT_S = 60.0, 30.0, 900.0
CHANGE_S = 2.0


def numbered(state):
    """Return which step of the opened plan is done now."""
    return state.numbers[state.revision][state.index]


@dataclass
class Diary:
    """Each stretch of time in which one step was done without a word, and what was against it."""

    first: session.SessionState
    until_s: float = 0.0
    wrong: list = field(default_factory=list)
    had_s: dict = field(default_factory=lambda: defaultdict(lambda: [0.0] * 5))
    warm_s: dict = field(default_factory=lambda: defaultdict(float))
    machine_s: dict = field(default_factory=lambda: defaultdict(float))
    lain_s: dict = field(default_factory=lambda: defaultdict(float))
    goes: list = field(default_factory=list)
    done: set = field(default_factory=set)

    def follow(self, state, to_s):
        """Write down what is done from the last moment on until another, when nobody says anything."""
        state = session.advance(state, self.until_s)
        while state.status == "running" and state.as_of_s < to_s - NEAR_S:
            step = state.step
            ends_s = state.as_of_s + step.start_s + step.duration_s - state.position_s
            following = session.advance(state, min(to_s, ends_s))
            done_s = following.position_s - state.position_s
            if done_s > NEAR_S:
                self._write(state, done_s)
            if following.as_of_s <= state.as_of_s + NEAR_S:
                break
            state = following
        self.until_s = max(self.until_s, to_s)

    def _write(self, state, done_s):
        step, is_new = state.step, state.position_s - state.step.start_s <= NEAR_S
        if step.technique in PAUSES:
            return
        if is_new or not self.goes:
            self.goes.append([step, 0.0])
        self.goes[-1][1] += done_s
        self.done.add(numbered(state))
        self._levels(state)
        if step.phase == "focus" and is_new:
            self._warmth(state)
        places = self._places(step)
        for place in places:
            self.had_s[place][state.level] += done_s
            if step.phase in ("opening", "warm-up"):
                self.warm_s[place] += done_s
        self._times(state, done_s)

    def _levels(self, state):
        step = state.step
        self._says(step.level > state.cap, f"level {step.level} above the cap {state.cap}", state)
        wish = state.wished.get(step.place, 4)
        self._says(step.level > wish, f"level {step.level} where {wish} is wished", state)
        for place in self._places(step):
            had = max((level for level in range(5) if self.had_s[place][level] >= HAD_S), default=0)
            most = max(FIRST_LEVEL, had + 1)
            self._says(state.level > most, f"level {state.level} at {place}, which has had {had}", state)

    def _warmth(self, state):
        least_s = SHORT_WARM_S if self.first.planned_s < SHORT_S else WARM_S
        for place in self._places(state.step):
            planned_s = sum(
                each.duration_s
                for each in self.first.steps
                if each.phase in ("opening", "warm-up") and place in self._places(each)
            )
            cold = self.warm_s[place] < min(least_s, planned_s) - SLACK_S
            self._says(cold, f"{place} has had {self.warm_s[place]:.0f} s of warm-up", state)

    def _times(self, state, done_s):
        technique, key = state.rules.techniques[state.step.technique], (state.step.place, state.step.side)
        if technique.massager:
            self.machine_s[key] += done_s
            self._says(
                self.machine_s[key] > PLACE_S + SLACK_S, f"{self.machine_s[key]:.0f} s of massager", state
            )
            whole_s = sum(self.machine_s.values())
            self._says(whole_s > MASSAGER_S + SLACK_S, f"{whole_s:.0f} s of massager in all", state)
        if technique.stones == "placed":
            self.lain_s[key] += done_s
            self._says(self.lain_s[key] > PLACED_S + SLACK_S, f"stones lay {self.lain_s[key]:.0f} s", state)
        part, run_s = self._stretch(state)
        # The finish always comes, whatever was done just before it.
        is_at_it = part == technique.part and "thumb" not in part and state.step.phase != "closing"
        self._says(is_at_it and run_s > STRETCH_S + SLACK_S, f"{part} for {run_s:.0f} s at a stretch", state)

    def _stretch(self, state):
        """Return the part at work, and since when without a change: two seconds of another are none. [s]"""
        last, run_s = "nothing", 0.0
        for step, done_s in self.goes:
            technique = state.rules.techniques[step.technique]
            part = "nothing" if technique.stones == "placed" else technique.part
            if part == last:
                run_s += done_s
            elif done_s > CHANGE_S:
                last, run_s = part, done_s
        return last, run_s

    def _places(self, step):
        if step.place is None:
            return set()
        every = {each.place for each in self.first.steps if each.place is not None}
        return every if step.place == "back" else {step.place}

    def _says(self, is_so, what, state):
        if is_so:
            self.wrong.append(f"{state.as_of_s:.1f} s, {state.step.technique} {state.step.place}: {what}")
