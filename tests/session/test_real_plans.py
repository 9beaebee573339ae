"""The planner's own plans: whatever is refitted can be composed and keeps its levels."""

import random
from datetime import date

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

DAY = date(2026, 11, 2)
SAID = ("pause", "resume", "resume", "skip", "softer", "harder", "harder", "back", "stones", "pain")


@pytest.mark.parametrize(("minutes", "style", "level"), [(30, "classic", 3), (10, "relaxation", 2)])
def test_every_refitted_plan_can_be_composed(minutes, style, level):
    catalog = load()
    request = Request(
        receiver=Receiver(age_years=34, sex="female", height_m=1.68, mass_kg=64),
        wishes=Wishes(
            minutes=minutes, style=style, level=level, sore=(SoreSpot(across=0.3, along=0.5, pain_nrs=3),)
        ),
        kit=Kit(oil="coconut"),
    )
    clearance = screen(request, day=DAY, conditions=catalog.conditions)
    if not clearance.may_plan:
        wishes = request.wishes.model_copy(update={"sore": ()})
        request = request.model_copy(update={"wishes": wishes})
        clearance = screen(request, day=DAY, conditions=catalog.conditions)
    made = plan(request, clearance, catalog=catalog, day=DAY)
    ground = Ground.of(made.body, made.limits, limits=catalog.limits, atlas=catalog.atlas)

    def press(point, part, level):
        return ground.why_not(point, part, level=level)

    may_raise = session.paths_allow(lambda each: compose(each, catalog=catalog), press)
    rules = session.Rules(catalog.techniques, may_press=press, may_raise=may_raise)
    first = session.open_state(made, compose(made, catalog=catalog), rules=rules)
    changed = 0
    for seed in range(6):
        luck = random.Random(seed)
        state, at_s = session.fold(first, session.opening()), 0.0
        for kind in ("start", *(luck.choice(SAID) for _ in range(20))):
            more = {"pain": {"nrs": luck.randint(0, 7)}, "stones": {"stones_c": 42.0}}.get(kind, {})
            outcome = session.decide(state, read_command({"kind": kind, "client_id": "c", **more}), at_s=at_s)
            at_s += luck.choice([3.0, 20.0, 60.0, 120.0])
            if isinstance(outcome, Refused):
                continue
            revision = state.revision
            state = session.fold_all(state, outcome)
            if state.revision == revision:
                continue
            changed += 1
            score = compose(state.plan, catalog=catalog)
            assert score.duration_s == pytest.approx(state.length_s)
            assert all(stroke.level <= min(made.level, made.limits.max_level) for stroke in score.strokes)
    assert changed > 10
