"""What was made gentler on a back stays so through every change of the plan, and stays said."""

from collections import Counter

import pytest

from app.narrowed import report_of, strict
from backrub.app import changing
from backrub.app.narrowing import narrow
from backrub.app.stages import alternatives, make_plan, replan, routine_of
from backrub.catalog import load
from backrub.errors import DataError, Problem
from backrub.model.base import LEVEL_WORDS
from backrub.model.dose import LimitCheck
from backrub.model.plan import Edit, Plan
from backrub.planning.replan import pieces_of
from backrub.planning.verify import verify
from motion.conftest import DAY
from strategies import plain

CATALOG = load()
ASKED = plain(wishes={"minutes": 20, "level": 3}, kit={"oil": "coconut"})


@pytest.fixture(scope="module")
def made() -> Plan:
    return make_plan(ASKED, catalog=CATALOG, day=DAY).outcome


@pytest.fixture(scope="module")
def technique(made) -> str:
    return next(step.technique for step in made.steps if step.level == 3 and step.phase == "focus")


def gentler(plan: Plan) -> list[str]:
    return [each.says for each in plan.notices if each.code.startswith("gentler-")]


def other_step(plan: Plan, technique: str) -> int:
    return next(i for i, step in enumerate(plan.steps) if step.level and step.technique != technique)


def changed(plan: Plan, *edits: Edit, asked=ASKED) -> Plan:
    outcome = replan(plan, edits, request=asked, catalog=CATALOG, day=DAY).outcome
    assert isinstance(outcome, Plan)
    return outcome


def levels(plan: Plan, technique: str) -> set[int | None]:
    return {step.level for step in plan.steps if step.technique == technique}


@pytest.mark.parametrize("kind", ["lock", "lengthen", "shorten"])
@pytest.mark.parametrize("from_level", [1, 3])
def test_its_notices_stay_through_an_edit_each_once(made, technique, from_level, kind):
    judge = strict([(technique, from_level)])
    held = narrow(made, catalog=CATALOG, judge=judge).plan
    assert gentler(held)
    after = changed(held, Edit(kind=kind, step=other_step(held, technique)))
    assert gentler(after)
    assert max(Counter(each.says for each in after.notices).values()) == 1
    # Pressed again it holds as it is, and says the same.
    assert narrow(after, catalog=CATALOG, judge=judge).plan == after
    # And once more: it does not wear off.
    again = changed(after, Edit(kind="lock", step=other_step(after, technique)))
    assert again.gentler == after.gentler
    # A piece that the rest was chosen without has nothing to be said of.
    there = {(step.technique, step.place) for step in again.steps}
    assert {each.partition(". ")[0] for each in gentler(again)} == {
        each.partition(". ")[0]
        for each in gentler(after)
        if any(one.most_level == 0 or (one.technique, one.place) in there for one in again.gentler)
    }


def test_what_was_lowered_is_no_firmer_after_an_edit(made, technique):
    held = narrow(made, catalog=CATALOG, judge=strict([(technique, 3)])).plan
    (lower,) = levels(held, technique)
    for kind in ("lock", "lengthen"):
        after = changed(held, Edit(kind=kind, step=other_step(held, technique)))
        assert levels(after, technique) <= {*range(1, lower + 1)}
        assert not verify(after, catalog=CATALOG)
        assert after.gentler == held.gentler


def test_what_goes_for_another_reason_is_no_more_spoken_of(made, technique):
    held = narrow(made, catalog=CATALOG, judge=strict([(technique, 3)])).plan
    (row,) = [each for each in held.gentler if each.technique == technique]
    key = (row.technique, row.place, row.phase)
    steps = [index for index, piece in pieces_of(held).items() if piece.wish_id[:3] == key]
    after = changed(held, *[Edit(kind="remove", step=index) for index in steps])
    assert after.left_out == (key,)
    assert gentler(after) == []


def test_where_what_stood_in_goes_as_well_it_is_said_to_be_left_out(made, technique):
    held = narrow(made, catalog=CATALOG, judge=strict([(technique, 1)])).plan
    instead = [each for each in held.notices if each.code == "gentler-swapped"]
    assert instead
    stands_in = [each.says.rpartition(". ")[2].removesuffix(" takes its place.") for each in instead]
    gone = [
        index
        for index, step in enumerate(held.steps)
        if step.level and CATALOG.techniques[step.technique].name in stands_in
    ]
    after = changed(held, *[Edit(kind="remove", step=index) for index in gone])
    assert gentler(after)
    assert all(each.endswith("It is left out.") for each in gentler(after))


def at_two_places(technique: str, *, out: str, lower: str):
    """A judge for whom a technique presses too much at one place at any level, at another from level 3."""

    def judge(tried, score):
        def is_bad(stroke):
            step = tried.steps[stroke.step]
            least = {out: 1, lower: 3}.get(step.place, 9)
            return step.technique == technique and max(hand.level for hand in stroke.hands) >= least

        bad = [number for number, stroke in enumerate(score.strokes) if is_bad(stroke)]
        return report_of(
            [
                LimitCheck(
                    name="pressure-strip", says="", limit=1.0, worst=2.0 if bad else 0.0, unit="Pa",
                    ok=not bad, place="strip", at_s=1.0, stroke=bad[0] if bad else None,
                    step=score.strokes[bad[0]].step if bad else None,
                )
            ]
        )  # fmt: skip

    return judge


def test_two_things_said_of_one_technique_name_their_places():
    asked = plain(wishes={"minutes": 45, "level": 3, "style": "deep-tissue"}, kit={"oil": "coconut"})
    made = make_plan(asked, catalog=CATALOG, day=DAY).outcome
    there = {(step.technique, step.place) for step in made.steps if step.level == 3}
    several = Counter(technique for technique, place in there if place in CATALOG.atlas.places)
    technique = next(
        each for each, count in several.most_common() if count > 1 and 2 in CATALOG.techniques[each].levels
    )
    places = sorted(place for each, place in there if each == technique)
    judge = at_two_places(technique, out=places[0], lower=places[1])
    held = narrow(made, catalog=CATALOG, judge=judge).plan
    name = CATALOG.techniques[technique].name
    says = [CATALOG.atlas.places[each].says for each in places[:2]]
    starts = {f"{name}, {each}: on this back it presses too much on the spine." for each in says}
    assert {each.partition(". ")[0] + "." for each in gentler(held)} == starts
    assert any(each.endswith(f"It stays {LEVEL_WORDS[2]}.") for each in gentler(held))
    after = changed(held, Edit(kind="lock", step=other_step(held, technique)), asked=asked)
    assert {each.partition(". ")[0] + "." for each in gentler(after)} == starts


def test_what_broke_is_not_what_the_person_took_out(made, technique):
    index = next(
        i for i, step in enumerate(made.steps) if step.phase == "warm-up" and step.technique != technique
    )
    mine = changed(made, Edit(kind="remove", step=index))
    own = mine.left_out
    assert len(own) == 1
    held = narrow(mine, catalog=CATALOG, judge=strict([(technique, 1)])).plan
    broke = {(each.technique, each.place, each.phase) for each in held.gentler if each.most_level == 0}
    assert broke
    after = changed(held, Edit(kind="lock", step=other_step(held, technique)))
    for plan in (held, after):
        assert plan.left_out == own
        assert routine_of(plan, name="Sunday").left_out == own
        assert not broke & {piece.wish_id[:3] for piece in pieces_of(plan).values()}
    # A plan of an earlier release has both in one list.
    older = held.model_copy(update={"left_out": (*own, *sorted(broke))})
    assert routine_of(older, name="Sunday").left_out == own
    assert changed(older, Edit(kind="lock", step=other_step(older, technique))).left_out == own


def test_another_back_begins_afresh(made, technique):
    held = narrow(made, catalog=CATALOG, judge=strict([(technique, 1)])).plan
    taller = ASKED.receiver.model_copy(update={"height_m": 1.71})
    lock = Edit(kind="lock", step=other_step(held, technique))
    other = changed(held, lock, asked=ASKED.model_copy(update={"receiver": taller}))
    assert technique in {step.technique for step in other.steps}
    assert (gentler(other), other.gentler, other.left_out) == ([], (), ())


def test_what_broke_there_is_neither_offered_in_its_place_nor_taken(made, technique):
    held = narrow(made, catalog=CATALOG, judge=strict([(technique, 1)])).plan
    (place, phase), *_ = [(each.place, each.phase) for each in held.gentler if each.technique == technique]
    asked = {"request": ASKED, "catalog": CATALOG, "day": DAY}
    there = [i for i, step in enumerate(held.steps) if (step.place, step.phase) == (place, phase)]
    assert technique not in alternatives(held, there[0], **asked)
    unpressed = held.model_copy(update={"gentler": ()})
    assert technique in alternatives(unpressed, there[0], **asked)
    with pytest.raises(DataError) as refused:
        replan(held, [Edit(kind="swap", step=there[0], technique=technique)], **asked)
    (problem,) = refused.value.problems
    assert problem.where == "edits[0].technique"
    assert problem.what == "on this back it presses too much there"


def test_what_is_no_good_as_light_as_it_must_be_is_left_out_and_said(made, technique, monkeypatch):
    held = narrow(made, catalog=CATALOG, judge=strict([(technique, 3)])).plan

    def fussy(plan, *, catalog):
        too_light = levels(plan, technique) & {1, 2}
        return [Problem("steps", "is too light there", "Leave it out.")] if too_light else []

    monkeypatch.setattr(changing, "verify", fussy)
    after = changed(held, Edit(kind="lengthen", step=other_step(held, technique)))
    row = next(each for each in held.gentler if each.technique == technique)
    gone = (row.technique, row.place, row.phase)
    assert gone not in {piece.wish_id[:3] for piece in pieces_of(after).values()}
    assert after.left_out == ()
    assert next(each for each in after.gentler if each.technique == technique).most_level == 0
    (told,) = gentler(after)
    assert told.endswith("It is left out.")
