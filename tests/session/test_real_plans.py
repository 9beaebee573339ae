"""The planner's own plans: whatever is refitted can be composed, keeps its levels, and stands before the
judge as the evening that it was and will be."""

import random
from datetime import date
from functools import cache

import pytest

from backrub import session
from backrub.catalog import load
from backrub.errors import Refused
from backrub.model.command import read_command
from backrub.model.request import Kit, Receiver, Request, SoreSpot, Wishes
from backrub.planning.ground import Ground
from backrub.planning.plan import plan
from backrub.score.compose import compose
from backrub.screening import screen
from judge.judge_all import RULES
from judge.judge_case import Case
from judge.judge_evenings import dumped
from session.to_the_end import ends_badly

DAY = date(2026, 11, 2)
SAID = (
    "pause", "resume", "resume", "skip", "softer", "harder", "harder", "back", "back", "back", "stones",
    "pain", "extend", "break", "finish",
)  # fmt: skip
EVENINGS = {
    "classic": (Wishes(minutes=30, style="classic", level=3), Kit(oil="coconut"), 5),
    "short": (Wishes(minutes=10, style="relaxation", level=2), Kit(oil="coconut"), 5),
    "deep": (Wishes(minutes=45, style="deep-tissue", level=4), Kit(oil="coconut"), 3),
    "stones": (Wishes(minutes=30, style="hot-stone", level=2), Kit(oil="coconut", stones_c=42.0), 4),
    "massager": (Wishes(minutes=30, style="massager", level=2), Kit(oil="coconut", massager=True), 4),
}
"""What is wished, what is there, and how many seeds of commands."""
MAY_DIFFER = {
    "total", "phases", "repetitions", "notices", "why", "touched", "balance", "filled", "finish",
    "sore-spots",
}  # fmt: skip
"""What people leave out, lengthen or shorten themselves, and what a plan says of the wishes it began with.

What is left of minutes and phases, the end of the evening, is judged by itself; a step that is done or under
way may be shorter than it is useful.
"""
OVER_TIME = {"light-first", "warm-first", "stroke-levels", "thumbs", "stretch"}
"""What counts everything that hands did, each time that they did it."""


def as_played(state, score):
    """Return the score without the strokes that were skipped."""
    ends_s = [
        step.start_s + (state.played_s[index] if index < state.index else step.duration_s)
        for index, step in enumerate(state.steps)
    ]
    kept = [
        stroke
        for stroke in score["strokes"]
        if stroke["start_s"] + stroke["duration_s"] / 2 < ends_s[stroke["step"]]
    ]
    return {**score, "strokes": kept}


def as_done(state, catalog):
    """Return the plan and the score of all that was done, each time that it was done, and of what is to
    come."""
    ahead = state.steps[state.index :]
    done = [(go.step, go.done_s) for go in state.goes_before] + [(step, step.duration_s) for step in ahead]
    steps, start_s, ends_s = [], 0.0, []
    for step, done_s in done:
        steps.append(step.model_copy(update={"start_s": start_s}))
        ends_s.append(start_s + done_s)
        start_s += step.duration_s
    plan_done = state.plan.model_copy(update={"steps": tuple(steps), "duration_s": start_s})
    score = dumped(compose(plan_done, catalog=catalog))
    kept = [
        stroke
        for stroke in score["strokes"]
        if stroke["start_s"] + stroke["duration_s"] / 2 < ends_s[stroke["step"]]
    ]
    return dumped(plan_done), {**score, "strokes": kept}


def asked_for(name):
    """Return an evening's request and clearance: with a sore spot, where that needs no clinician."""
    wishes, kit, _ = EVENINGS[name]
    receiver = Receiver(age_years=34, sex="female", height_m=1.68, mass_kg=64)
    for sore in ((SoreSpot(across=0.3, along=0.5, pain_nrs=3),), ()):
        wished = wishes.model_copy(update={"sore": sore})
        request = Request(receiver=receiver, wishes=wished, kit=kit)
        clearance = screen(request, day=DAY, conditions=load().conditions)
        if clearance.may_plan:
            break
    return request, clearance


def said(kind, luck):
    """Return a command, with something to say; a break is a stop that has been asked about."""
    more = {
        "pain": {"nrs": luck.randint(0, 7)},
        "stones": {"stones_c": 42.0},
        "break": {"kind": "stop", "why": "break"},
        "restart": {"asked": True},
    }
    return read_command({"kind": kind, "client_id": "c", **more.get(kind, {})})


@cache
def refitted(name):
    """Play an evening in which much is pressed; return its plan, each state that it was refitted to with its
    score, and what the judge says of them, by rule."""
    catalog = load()
    request, clearance = asked_for(name)
    made = plan(request, clearance, catalog=catalog, day=DAY)
    ground = Ground.of(made.body, made.limits, limits=catalog.limits, atlas=catalog.atlas)

    def press(point, part, level):
        return ground.why_not(point, part, level=level)

    may_raise = session.paths_allow(lambda each: compose(each, catalog=catalog), press)
    trace = session.traced(catalog)
    rules = session.Rules(catalog.techniques, trace=trace, may_press=press, may_raise=may_raise)
    first = session.open_state(made, compose(made, catalog=catalog), rules=rules)
    found, broken = [], {rule: [] for rule in (*RULES, "ends") if rule not in MAY_DIFFER}
    for seed in range(EVENINGS[name][2]):
        luck = random.Random(seed)
        state, at_s = session.fold(first, session.opening()), 0.0
        for kind in ("start", *(luck.choice(SAID) for _ in range(20))):
            command = said("restart" if state.status == "stopped" else kind, luck)
            outcome = session.decide(state, command, at_s=at_s)
            at_s += luck.choice([3.0, 20.0, 60.0, 120.0])
            if isinstance(outcome, Refused):
                continue
            revision = state.revision
            state = session.fold_all(state, outcome)
            if state.revision == revision:
                continue
            score = compose(state.plan, catalog=catalog)
            found.append((state, score))
            played = as_played(state, dumped(score))
            case = Case(dumped(request), dumped(clearance), dumped(state.plan), played)
            done = Case(dumped(request), dumped(clearance), *as_done(state, catalog))
            wrong = {
                rule: list(RULES[rule](done if rule in OVER_TIME else case))
                for rule in broken
                if rule != "ends"
            }
            wrong["useful"] = [each for each in RULES["useful"](case) if _step_of(each) > state.index]
            wrong["ends"] = ends_badly(state, made)
            for rule, says in wrong.items():
                broken[rule] += [f"seed {seed}, {kind} at {state.position_s:.0f} s: {each}" for each in says]
    return made, found, broken


def _step_of(broken):
    return int(broken.where.removeprefix("step "))


@pytest.mark.parametrize("name", EVENINGS)
def test_every_refitted_plan_can_be_composed(name):
    made, found, _ = refitted(name)
    for state, score in found:
        assert score.duration_s == pytest.approx(state.length_s)
        assert all(stroke.level <= min(made.level, made.limits.max_level) for stroke in score.strokes)
    assert len(found) > 10


@pytest.mark.parametrize("name", EVENINGS)
@pytest.mark.parametrize("rule", sorted({*RULES, "ends"} - MAY_DIFFER))
def test_every_refitted_plan_keeps_the_rule(name, rule):
    assert refitted(name)[2][rule][:4] == []
