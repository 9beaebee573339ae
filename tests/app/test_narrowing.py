"""A plan that breaks a limit on its receiver's back is made gentler until it holds, and never firmer."""

import random
import threading
from contextlib import suppress
from datetime import date

import pytest

import playing
from app.narrowed import report_of, strict
from backrub.app.checking import check_on_body, narrow_on_body
from backrub.app.from_plan import clearance_of, request_of
from backrub.app.gate import SEATED, Gate
from backrub.app.narrowing import gentler_says, narrow
from backrub.app.stages import make_plan
from backrub.app.stages import replan as change
from backrub.catalog import load
from backrub.errors import DataError, Refused
from backrub.model.base import LEVEL_WORDS, BareCircle
from backrub.model.dose import LimitCheck
from backrub.model.plan import PAUSES, Edit, Plan
from backrub.model.request import Request
from backrub.planning import replan
from backrub.planning.plan import plan
from backrub.planning.replan import pieces_of
from backrub.planning.verify import verify
from backrub.score import compose
from backrub.screening.screen import screen
from motion.conftest import DAY, evening

CATALOG = load()


def techniques(made: Plan) -> set[str]:
    return {step.technique for step in made.steps} - set(PAUSES)


def levels(made: Plan) -> dict[tuple[str, str, str], int]:
    """The highest level of each piece: technique, place, phase."""
    found: dict[tuple[str, str, str], int] = {}
    for index, piece in pieces_of(made).items():
        key = piece.wish_id[:3]
        found[key] = max(found.get(key, 0), made.steps[index].level or 0)
    return found


def firm(made: Plan) -> tuple[str, int]:
    """A technique of the plan that could be done more lightly, and its level."""
    return next(
        (step.technique, step.level)
        for step in made.steps
        if step.level
        and step.level - 1 in CATALOG.techniques[step.technique].levels
        and step.phase == "focus"
    )


def test_what_holds_stays_as_it_is():
    made, _ = evening(10)
    assert narrow(made, catalog=CATALOG, judge=strict(())).plan == made


def test_a_piece_that_presses_too_much_goes_down_in_level_first():
    made, _ = evening(10)
    technique, level = firm(made)
    held = narrow(made, catalog=CATALOG, judge=strict([(technique, level)]))
    assert technique in techniques(held.plan)
    assert max(step.level for step in held.plan.steps if step.technique == technique) == level - 1
    # Nothing else has changed, and the words say what and why.
    assert [step.technique for step in held.plan.steps] == [step.technique for step in made.steps]
    (notice,) = set(held.plan.notices) - set(made.notices)
    name = CATALOG.techniques[technique].name
    assert notice.code == "gentler-level"
    assert notice.says == (
        f"{name}: on this back it presses too much on the spine. It stays {LEVEL_WORDS[level - 1]}."
    )
    assert {each.most_level for each in held.plan.gentler} == {level - 1}


def test_what_can_not_be_lighter_gives_its_place_to_something_else_or_goes():
    made, _ = evening(10)
    technique, _ = firm(made)
    held = narrow(made, catalog=CATALOG, judge=strict([(technique, 1)]))
    assert technique not in techniques(held.plan)
    assert not verify(held.plan, catalog=CATALOG)
    codes = {each.code for each in held.plan.notices} - {each.code for each in made.notices}
    assert codes & {"gentler-swapped", "gentler-left-out"}
    assert 0 in {each.most_level for each in held.plan.gentler}
    assert not any(step.locked for step in held.plan.steps)


def test_what_the_giver_does_not_reach_is_not_tried_more_lightly():
    made, _ = evening(10)
    technique, _ = firm(made)
    # Out of reach at any level: a lighter hand gets no further.
    held = narrow(made, catalog=CATALOG, judge=strict([(technique, 1)], name="reach", unit="m"))
    assert technique not in techniques(held.plan)
    (notice,) = set(held.plan.notices) - set(made.notices)
    assert notice.code in ("gentler-swapped", "gentler-left-out")
    name = CATALOG.techniques[technique].name
    assert notice.says.startswith(f"{name}: on this back the giver's arms are too short for it.")


def test_a_lock_is_kept_where_it_may_be_and_told_where_not():
    made, _ = evening(10)
    technique, level = firm(made)
    locked = made.model_copy(
        update={
            "steps": tuple(
                step.model_copy(update={"locked": step.technique == technique}) for step in made.steps
            )
        }
    )
    lower = narrow(locked, catalog=CATALOG, judge=strict([(technique, level)])).plan
    assert all(step.locked for step in lower.steps if step.technique == technique)
    out = narrow(locked, catalog=CATALOG, judge=strict([(technique, 1)])).plan
    (notice, *_) = [each for each in out.notices if each.says.startswith(CATALOG.techniques[technique].name)]
    assert notice.says.endswith("You had wanted to keep it.")
    # Other locks stay.
    other = next(step.technique for step in made.steps if step.level and step.technique != technique)
    both = made.model_copy(
        update={
            "steps": tuple(step.model_copy(update={"locked": step.technique == other}) for step in made.steps)
        }
    )
    kept = narrow(both, catalog=CATALOG, judge=strict([(technique, 1)])).plan
    assert any(step.locked and step.technique == other for step in kept.steps)


def is_shortened(made: Plan, index: int) -> bool:
    """Whether the planner can make a step shorter and still find it of use."""
    edit = Edit(kind="shorten", step=index)
    request, clearance = request_of(made, atlas=CATALOG.atlas), clearance_of(made)
    again = replan(made, [edit], request=request, clearance=clearance, catalog=CATALOG, day=made.made_on)
    return isinstance(again, Plan) and not any(each.code == "as-short-as-useful" for each in again.notices)


def test_work_that_lasts_too_long_is_made_shorter():
    made, _ = evening(20)
    techniques = [step.technique for step in made.steps]
    longest = next(
        step
        for index, step in enumerate(made.steps)
        if step.level and techniques.count(step.technique) == 1 and is_shortened(made, index)
    )

    def judge(tried, score):
        takes_s = sum(step.duration_s for step in tried.steps if step.technique == longest.technique)
        was_s = sum(step.duration_s for step in made.steps if step.technique == longest.technique)
        bad = [(longest.technique, 1)] if takes_s >= was_s else ()
        return strict(bad, name="stretch", place=None, unit="s")(tried, score)

    held = narrow(made, catalog=CATALOG, judge=judge).plan
    (notice,) = [each for each in held.notices if each.code.startswith("gentler-")]
    assert notice.code == "gentler-shorter"
    assert "work too long at a stretch" in notice.says


def test_where_nothing_holds_it_is_refused_in_words_with_a_way_out():
    made, _ = evening(10)

    def judge(tried, score):
        return report_of([LimitCheck(name="heat", says="", limit=1.0, worst=2.0, unit="1", ok=False)])

    with pytest.raises(Refused, match="keeps every limit on this back") as refused:
        narrow(made, catalog=CATALOG, judge=judge)
    assert refused.value.way_out


def test_a_plan_that_breaks_its_own_limits_is_told_before_anything_is_pressed():
    made, _ = evening(10)
    lower = made.model_copy(update={"limits": made.limits.model_copy(update={"max_level": 1})})
    with pytest.raises(DataError):
        narrow(lower, catalog=CATALOG, judge=strict(()))


@pytest.mark.parametrize("seed", [1, 2])
def test_narrowing_never_raises_a_level_and_ends(seed):
    made, _ = evening(10)
    chance = random.Random(seed)
    names = sorted(techniques(made))
    bad = [(chance.choice(names), chance.randint(1, 3)) for _ in range(chance.randint(1, 3))]
    # The finish is what most is planned round: without it the rest was once firmer than before.
    bad = [("finish", 1)] if seed == 1 else bad
    try:
        held = narrow(made, catalog=CATALOG, judge=strict(bad))
    except Refused:
        return
    assert not held.report.broken
    before, after = levels(made), levels(held.plan)
    assert all(after[key] <= before[key] for key in after.keys() & before.keys())
    assert max(after.values()) <= max(before.values())
    assert held.plan.limits == made.limits
    assert held.plan.duration_s <= made.duration_s * 1.02
    assert not verify(held.plan, catalog=CATALOG)


def test_a_plan_tells_enough_to_plan_again_and_nothing_wider():
    asked = Request.model_validate(
        {
            "receiver": {"age_years": 40, "height_m": 1.7, "mass_kg": 70, "sex": "male"},
            "wishes": {
                "minutes": 25, "level": 2, "avoid": [{"across": 0.5, "along": 0.2, "radius_m": 0.03}],
                "sore": [{"across": 0.3, "along": 0.5, "pain_nrs": 6}],
            },
        }
    )  # fmt: skip
    clearance = screen(asked, day=date(2026, 11, 20), conditions=CATALOG.conditions)
    made = plan(asked, clearance, catalog=CATALOG, day=date(2026, 11, 20))
    assert isinstance(made, Plan)
    again = replan(
        made,
        [],
        request=request_of(made, atlas=CATALOG.atlas),
        clearance=clearance_of(made),
        catalog=CATALOG,
        day=made.made_on,
    )
    assert isinstance(again, Plan)
    assert again.limits == made.limits
    assert (again.body, again.kit, again.style) == (made.body, made.kit, made.style)
    assert again.level <= made.level
    assert set(made.slow_at) == set(again.slow_at)
    assert set(made.gentle_at) <= set(again.gentle_at)


def sore_evening(*marks: tuple[float, float, int]) -> Plan:
    """Twenty-five minutes with sore spots of some numbers."""
    sore = [{"across": across, "along": along, "pain_nrs": nrs} for across, along, nrs in marks]
    asked = Request.model_validate(
        {
            "receiver": {
                "age_years": 40,
                "sex": "male",
                "height_m": 1.7,
                "mass_kg": 70,
                "back_pain": "known",
            },
            "wishes": {"minutes": 25, "level": 2, "sore": sore},
        }
    )
    clearance = screen(asked, day=DAY, conditions=CATALOG.conditions)
    made = plan(asked, clearance, catalog=CATALOG, day=DAY)
    assert isinstance(made, Plan)
    return made


def read_back(made: Plan) -> list[int]:
    return [spot.pain_nrs for spot in request_of(made, atlas=CATALOG.atlas).wishes.sore]


BESIDE = (0.3, 0.25)
"""On the right of the upper back."""


def test_a_very_sore_spot_keeps_the_extra_it_had_and_gets_none_that_it_had_not():
    six, eight = sore_evening((*BESIDE, 6)), sore_evening((*BESIDE, 8))
    extra = {(step.technique, step.place, step.side) for step in six.steps if step.extra}
    assert {each[1:] for each in extra} == {("upper-back", "right")}
    assert not any(step.extra for step in eight.steps)
    assert (read_back(six), read_back(eight)) == ([6], [7])
    other = next(
        step.technique
        for step in six.steps
        if step.place == "shoulder-top" and step.technique not in {each[0] for each in extra}
    )
    held = narrow(six, catalog=CATALOG, judge=strict([(other, 1)])).plan
    assert other not in techniques(held)
    assert {step.place for step in held.steps if step.extra} == {"upper-back"}
    assert held.gentle_at == six.gentle_at == (BESIDE,)
    held = narrow(eight, catalog=CATALOG, judge=strict([(firm(eight)[0], 1)])).plan
    assert not any(step.extra for step in held.steps)
    assert held.gentle_at == (BESIDE,)


def test_where_the_extra_may_be_for_a_lesser_spot_the_very_sore_one_is_read_as_the_sorer():
    made = sore_evening((*BESIDE, 6), (0.35, 0.2, 3))
    assert any(step.extra for step in made.steps)
    assert read_back(made) == [7, 4]
    # A point that only open hands may touch counts, even where a file names it nowhere else.
    assert read_back(made.model_copy(update={"slow_at": ()})) == [6]


def test_nothing_makes_it_firmer_again_in_the_session():
    made, _ = evening(10)
    technique, level = firm(made)
    held = narrow(made, catalog=CATALOG, judge=strict([(technique, level)])).plan
    index = next(index for index, step in enumerate(held.steps) if step.technique == technique)
    assert gentler_says(held, index) is None
    steps = list(held.steps)
    steps[index] = steps[index].model_copy(update={"level": level})
    assert gentler_says(held.model_copy(update={"steps": tuple(steps)}), index) is not None
    assert gentler_says(made, index) is None


def test_what_was_taken_back_is_remembered_when_a_person_changes_the_plan():
    asked = Request.model_validate(playing.request_of(minutes=10))
    made = make_plan(asked, catalog=CATALOG, day=DAY).outcome
    assert isinstance(made, Plan)
    technique, level = firm(made)
    held = narrow(made, catalog=CATALOG, judge=strict([(technique, level)])).plan
    index = next(index for index, step in enumerate(held.steps) if step.technique == technique)
    edits = [Edit(kind="lock", step=index)]
    changed = change(held, edits, request=asked, catalog=CATALOG, day=DAY).outcome
    assert isinstance(changed, Plan)
    assert changed.gentler == held.gentler != ()
    # Another back has not been pressed.
    taller = asked.receiver.model_copy(update={"height_m": 1.7})
    other = change(
        held, edits, request=asked.model_copy(update={"receiver": taller}), catalog=CATALOG, day=DAY
    )
    assert isinstance(other.outcome, Plan)
    assert other.outcome.gentler == ()


def test_on_a_real_back_a_circle_that_planning_did_not_know_is_left_alone():
    # A mark that was felt later: the palms go over it, and on the skin that is seen.
    made, _ = evening(10)
    mark = BareCircle(across=0.45, along=0.35, radius_m=0.01)
    marked = made.model_copy(update={"limits": made.limits.model_copy(update={"avoid": (mark,)})})
    with pytest.raises(DataError):  # the plan's own limits are looked at first, without any body
        narrow_on_body(marked, catalog=CATALOG)


def test_a_heavy_mans_clothed_evening_holds_on_his_own_back():
    asked = Request.model_validate(
        {
            "receiver": {"age_years": 40, "sex": "male", "height_m": 1.8, "mass_kg": 111.8},
            "wishes": {"minutes": 15, "style": "clothed", "level": 2},
        }
    )
    clearance = screen(asked, day=date(2026, 11, 20), conditions=CATALOG.conditions)
    made = plan(asked, clearance, catalog=CATALOG, day=date(2026, 11, 20))
    assert isinstance(made, Plan)
    held = narrow_on_body(made, catalog=CATALOG)
    assert not held.report.broken
    assert not check_on_body(held.plan, catalog=CATALOG).broken


def test_the_gate_presses_a_plan_once_whatever_is_locked_in_it():
    made, score = evening(10)
    pressed = []

    def narrowed(tried, *, catalog, threads):
        pressed.append(tried)
        return narrow(tried, catalog=catalog, judge=strict(()))

    gate = Gate(narrowed, longest_s=300.0)
    assert gate.tried(made, catalog=CATALOG).plan == made
    locked = made.model_copy(
        update={"steps": tuple(step.model_copy(update={"locked": True}) for step in made.steps)}
    )
    assert gate.tried(locked, catalog=CATALOG).plan == locked
    assert len(pressed) == 1
    assert score == compose(made, catalog=CATALOG)


def test_the_gate_keeps_nobody_waiting_and_has_the_answer_later():
    made, _ = evening(10)
    go = threading.Event()

    def narrowed(tried, *, catalog, threads):
        go.wait(60)
        return narrow(tried, catalog=catalog, judge=strict(()))

    gate = Gate(narrowed, longest_s=1.0)
    with pytest.raises(Refused, match="still being tried"):
        gate.tried(made, catalog=CATALOG)
    go.set()
    for _ in range(60):
        with suppress(Refused):
            assert gate.tried(made, catalog=CATALOG).report is not None
            return
    pytest.fail("the answer never came")


def test_what_crashes_is_told_and_tried_again():
    made, _ = evening(10)
    tries = []

    def narrowed(tried, *, catalog, threads):
        tries.append(tried)
        if len(tries) == 1:
            raise DataError([])
        return narrow(tried, catalog=catalog, judge=strict(()))

    gate = Gate(narrowed, longest_s=300.0)
    with pytest.raises(DataError):
        gate.tried(made, catalog=CATALOG)


def test_who_sits_is_played_with_a_word_about_it():
    made, _ = evening(10)
    seated = made.model_copy(update={"position": "seated"})
    tried = Gate().tried(seated, catalog=CATALOG)
    assert tried.report is None
    assert tried.plan.notices[-1] == SEATED
    assert Gate().tried(tried.plan, catalog=CATALOG).plan == tried.plan
