"""Plans written by hand for the live session, a stub that composes them, and a small player."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from backrub import session
from backrub.catalog.technique import Repeat, Technique
from backrub.errors import Refused
from backrub.model.command import read_command
from backrub.model.plan import Body, Plan, PlanLimits, Step
from backrub.model.request import Giver, Kit
from backrub.model.score import HandPath, Score, Stroke

SPOT = (0.3, 0.3)


def step(technique, phase, duration_s, **more):
    whole = {"place": None, "side": "both", "level": None, "passes": None, "why": "test", **more}
    return {"technique": technique, "phase": phase, "duration_s": float(duration_s), **whole}


def in_time(rows):
    start_s, steps = 0.0, []
    for row in rows:
        steps.append(Step(start_s=start_s, **row))
        start_s += row["duration_s"]
    return tuple(steps)


def plan_of(rows, **more):
    steps = in_time(rows)
    whole = {
        "made_on": date(2026, 11, 2),
        "style": "classic",
        "duration_s": steps[-1].start_s + steps[-1].duration_s,
        "objective": 1.0,
        "mip_gap": 0.0,
        "solve_s": 0.1,
        "steps": steps,
        "body": Body(sex="female", height_m=1.68, mass_kg=64.0, age_years=34),
        "position": "prone",
        "level": 3,
        "kit": Kit(oil="coconut"),
        "giver": Giver(),
        "limits": PlanLimits(max_level=3, max_minutes=60.0, lapses_on=date(2026, 11, 3)),
        **more,
    }
    return Plan(**whole)


def classic_rows(spot=None):
    """The article's half hour, second by second, as the project's notes lay it out (30 minutes, level 3)."""
    both, left, right = (
        {"side": "both"},
        {"side": "left", "stand": "right"},
        {"side": "right", "stand": "left"},
    )
    return [
        step("oil", "opening", 20),
        step("whole-hand-effleurage", "opening", 90, place="back", level=1, passes=9, **both),
        step("whole-hand-effleurage", "warm-up", 90, place="back", level=2, passes=9, **both),
        step("whole-hand-effleurage", "warm-up", 120, place="low-back", level=2, passes=12, **both),
        step("heel-effleurage", "warm-up", 60, place="low-back", level=2, passes=6, **both),
        step("heel-effleurage", "warm-up", 90, place="upper-back", level=2, passes=9, **both),
        step("oil", "focus", 15),
        step("reinforced-fingers", "focus", 150, place="back", level=3, passes=15, **left),
        step("walk", "focus", 15),
        step("reinforced-fingers", "focus", 150, place="back", level=3, passes=15, **right),
        step("thumb-stripping", "focus", 120, place="back", level=3, passes=3, side="left"),
        step("thumb-stripping", "focus", 120, place="back", level=3, passes=3, side="right"),
        step("oil", "focus", 15),
        step("middle-finger-friction", "focus", 60, place="back", level=2, passes=5, side="left"),
        step("middle-finger-friction", "focus", 60, place="back", level=2, passes=5, side="right"),
        step("forearm-glide", "focus", 36, place="shoulder-blade", level=2, passes=6, side="left"),
        step("forearm-glide", "focus", 36, place="shoulder-blade", level=2, passes=6, side="right"),
        step("trigger-point-release", "focus", 168, level=3, passes=3, side="right", spot=spot),
        step("finish", "closing", 60, place="back", level=2, passes=6),
        step("finish", "closing", 60, place="back", level=2, passes=6),
        step("finish", "closing", 60, place="back", level=1, passes=6),
        step("rest", "rest", 205),
    ]


def gentle_rows():
    """Ten minutes of gliding and kneading."""
    return [
        step("oil", "opening", 15),
        step("whole-hand-effleurage", "opening", 60, place="back", level=1, passes=6),
        step("wringing", "warm-up", 100, place="low-back", level=2, passes=10),
        step("kneading", "warm-up", 90, place="upper-back", level=2, passes=9, side="left", stand="left"),
        step("walk", "warm-up", 15),
        step("kneading", "warm-up", 90, place="upper-back", level=2, passes=9, side="right", stand="right"),
        step("raking", "warm-up", 60, place="back", level=2, passes=6),
        step("finish", "closing", 60, place="back", level=2, passes=6),
        step("finish", "closing", 40, place="back", level=1, passes=4),
        step("rest", "rest", 70),
    ]


def spots_rows():
    """Twenty minutes in which two spots are asked for, one after the other."""
    spot = {"level": 2, "passes": 3, "side": "right"}
    return [
        step("whole-hand-effleurage", "opening", 150, place="back", level=1, passes=15),
        step("whole-hand-effleurage", "warm-up", 174, place="back", level=2, passes=15),
        step("heel-effleurage", "warm-up", 100, place="upper-back", level=2, passes=10),
        step("trigger-point-release", "focus", 168, **spot),
        step("heel-effleurage", "focus", 60, place="upper-back", level=2, passes=6),
        step("trigger-point-release", "focus", 168, **spot),
        step("finish", "closing", 180, place="back", level=2, passes=18),
        step("rest", "rest", 200),
    ]


def long_rows():
    """Two hours in which six spots are asked for."""
    knead = {"place": "upper-back", "level": 2, "passes": 60}
    return [
        step("whole-hand-effleurage", "opening", 200, place="back", level=1, passes=20),
        step("heel-effleurage", "warm-up", 600, **knead),
        *(
            row
            for side in ("left", "right") * 3
            for row in (
                step("trigger-point-release", "focus", 400, level=2, passes=3, side=side),
                step("heel-effleurage", "focus", 600, **knead),
            )
        ),
        step("finish", "closing", 180, place="back", level=2, passes=18),
        step("rest", "rest", 220),
    ]


def places_rows():
    """Twenty minutes over single places, so that each needs its own warm-up."""
    return [
        step("heel-effleurage", "warm-up", 200, place="low-back", level=2, passes=20),
        step("heel-effleurage", "warm-up", 100, place="upper-back", level=2, passes=10),
        step("reinforced-fingers", "focus", 80, place="upper-back", level=3, passes=8, side="left"),
        step("reinforced-fingers", "focus", 80, place="upper-back", level=3, passes=8, side="right"),
        step("forearm-glide", "focus", 60, place="low-back", level=3, passes=6, side="left"),
        step("forearm-glide", "focus", 60, place="low-back", level=3, passes=6, side="right"),
        step("thumb-stripping", "focus", 120, place="low-back", level=2, passes=3, side="left"),
        step("thumb-stripping", "focus", 120, place="low-back", level=2, passes=3, side="right"),
        step("finish", "closing", 70, place="low-back", level=2, passes=7),
        step("finish", "closing", 70, place="upper-back", level=2, passes=7),
        step("rest", "rest", 240),
    ]


def stone_rows():
    """Twenty minutes with a batch of stones in the middle."""
    return [
        step("oil", "opening", 20),
        step("whole-hand-effleurage", "opening", 120, place="back", level=1, passes=12),
        step("whole-hand-effleurage", "warm-up", 160, place="back", level=2, passes=16),
        step("stones", "focus", 30),
        step("stone-test-glide", "focus", 300, place="low-back", level=2, passes=20),
        step("heel-effleurage", "focus", 200, place="upper-back", level=2, passes=20),
        step("finish", "closing", 100, place="back", level=2, passes=10),
        step("finish", "closing", 60, place="back", level=1, passes=6),
        step("rest", "rest", 210),
    ]


def massager_rows():
    """Twelve minutes with the massager, in two pieces on each side of the hip."""
    hum = {"place": "hip", "level": 2}
    return [
        step("whole-hand-effleurage", "opening", 120, place="back", level=1, passes=12),
        step("heel-effleurage", "warm-up", 100, place="hip", level=2, passes=10),
        step("massager-glide", "focus", 30, side="left", passes=3, **hum),
        step("massager-glide", "focus", 30, side="right", passes=3, **hum),
        step("wringing", "focus", 60, place="low-back", level=2, passes=6),
        step("massager-glide", "focus", 25, side="left", passes=5, **hum),
        step("massager-glide", "focus", 25, side="right", passes=5, **hum),
        step("heel-effleurage", "focus", 100, place="upper-back", level=2, passes=10),
        step("finish", "closing", 100, place="back", level=2, passes=10),
        step("rest", "rest", 130),
    ]


THUMB_PULSES = {"thumb-stripping": 20.0, "trigger-point-release": 28.0}


def compose(plan):
    """A score of one stroke a step; thumb work takes turns with palms, as long each."""
    strokes = []
    techniques = facts()
    for index, each in enumerate(plan.steps):
        if each.level is None:
            continue
        part = techniques[each.technique].part
        pulse_s = THUMB_PULSES.get(each.technique, each.duration_s)
        at_s, turn = each.start_s, 0
        while at_s < each.start_s + each.duration_s - 1e-6:
            lasts_s = min(pulse_s, each.start_s + each.duration_s - at_s)
            hand = HandPath(hand="right", part="palm" if turn % 2 else part, level=each.level, path=(SPOT,))
            strokes.append(
                Stroke(start_s=at_s, duration_s=lasts_s, step=index, level=each.level, hands=(hand,))
            )
            at_s, turn = at_s + lasts_s, turn + 1
    return Score(
        duration_s=plan.steps[-1].start_s + plan.steps[-1].duration_s, strokes=tuple(strokes), cues=()
    )


# By technique: article, part, family, working, levels 1 to n, useful and longest time, its own count.
FACTS = {
    "whole-hand-effleurage": (1, "palm", "gliding", "together", 2, 60.0, 290.0, None),
    "heel-effleurage": (2, "heel", "friction", "together", 4, 50.0, 200.0, None),
    "reinforced-fingers": (3, "reinforced-fingers", "friction", "each-side", 3, 60.0, 150.0, None),
    "thumb-stripping": (4, "reinforced-thumb", "direct-pressure", "each-side", 3, 100.0, 200.0, 3),
    "middle-finger-friction": (5, "two-fingers", "friction", "each-side", 3, 40.0, 90.0, 5),
    "forearm-glide": (6, "forearm", "gliding", "each-side", 4, 25.0, 120.0, 6),
    "trigger-point-release": (7, "reinforced-thumb", "direct-pressure", "spot", 3, 168.0, 336.0, 3),
    "finish": (8, "palm", "gliding", "together", 2, 30.0, 240.0, None),
    "wringing": (None, "heel", "kneading", "together", 2, 30.0, 180.0, None),
    "kneading": (None, "palm", "kneading", "each-side", 3, 30.0, 180.0, None),
    "raking": (None, "flat-fingers", "gliding", "together", 2, 30.0, 120.0, None),
    "massager-glide": (None, "massager", "vibration", "each-side", 2, 20.0, 60.0, None),
    "stone-test-glide": (None, "stone", "heat", "together", 2, 60.0, 300.0, None),
}


def facts():
    """The facts of the techniques in these plans, by hand, so that a catalog in flux changes nothing here."""
    found = {}
    for name, (article, part, family, working, top, useful_s, most_s, times) in FACTS.items():
        found[name] = Technique.model_construct(
            id=name,
            article=article,
            part=part,
            family=family,
            working=working,
            force_n={level: 5.0 * level for level in range(1, top + 1)},
            repeat=Repeat.model_construct(useful_s=useful_s, most_s=most_s, times=times),
            stones="moving" if part == "stone" else None,
            massager=part == "massager",
            strokes=(),
        )
    return found


@dataclass
class Player:
    """A session in one hand: sends commands, keeps every event."""

    state: session.SessionState
    first: session.SessionState
    events: list = field(default_factory=list)

    def send(self, at_s, kind, **more):
        command = read_command({"kind": kind, "client_id": f"c{len(self.events)}", **more})
        outcome = session.decide(self.state, command, at_s=at_s)
        if isinstance(outcome, Refused):
            return outcome
        for event in outcome:
            self.state = session.fold(self.state, event)
        self.events += outcome
        return outcome

    def at(self, at_s):
        return session.view(self.state, at_s=at_s, position=len(self.events))

    def kinds(self):
        return [event.kind for event in self.events]

    def ends_s(self, from_s=0.0):
        """Return when it ends if nobody says anything more; None where it stands still."""
        state = session.advance(self.state, 1e6)
        if state.status != "finished":
            return None
        now = session.advance(self.state, max(from_s, self.state.as_of_s))
        return now.as_of_s + now.remaining_s


def player_of(plan, *, sessions_before=0, techniques=None, may_press=None, may_raise=None, on_skin=None):
    more = {}
    if may_press is not None:
        more["may_press"] = may_press
    if may_raise is not None:
        more["may_raise"] = may_raise
    if on_skin is not None:
        more["on_skin"] = on_skin
    rules = session.Rules(techniques or facts(), **more)
    first = session.open_state(plan, compose(plan), rules=rules)
    player = Player(first, first)
    event = session.opening(sessions_before=sessions_before)
    player.state = session.fold(player.state, event)
    player.events.append(event)
    return player


@pytest.fixture
def play():
    """A maker of players: `play("classic", spot=..., sessions_before=..., ...)`."""
    rows = {
        "classic": classic_rows,
        "gentle": gentle_rows,
        "stones": stone_rows,
        "spots": spots_rows,
        "massager": massager_rows,
        "long": long_rows,
        "places": places_rows,
    }

    def make(name="classic", *, plan=None, spot=None, **more):
        given = plan or {}
        made = plan_of(classic_rows(spot) if name == "classic" else rows[name](), **given)
        return player_of(made, **more)

    return make


@pytest.fixture
def composed():
    """The stub that composes a plan."""
    return compose


@pytest.fixture
def placed_facts():
    """The same facts, with stones that are placed instead of moved."""
    found = facts()
    placed = found["stone-test-glide"].model_copy(update={"stones": "placed"})
    return {**found, "stone-test-glide": placed}
