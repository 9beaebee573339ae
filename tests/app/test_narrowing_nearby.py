"""What breaks a limit at one place is done beside it, where it holds, before anything else takes over."""

import numpy as np
import pytest

from app.narrowed import report_of, strict
from app.test_narrowing import levels, techniques
from backrub.app.from_plan import clearance_of, request_of
from backrub.app.narrowing import narrow
from backrub.catalog import load
from backrub.model.dose import LimitCheck
from backrub.model.plan import Plan
from backrub.planning.replan import NEARBY_M, nearby, pieces_of
from backrub.planning.verify import verify
from motion.conftest import evening

CATALOG = load()


def offered(made: Plan, step: int):
    request, clearance = request_of(made, atlas=CATALOG.atlas), clearance_of(made)
    return nearby(made, step, request=request, clearance=clearance, catalog=CATALOG)


def movable(made: Plan) -> int:
    """A step whose technique is done at this place alone and could be beside it."""
    found = [
        index
        for index, piece in pieces_of(made).items()
        if made.steps[index].phase == "focus" and offered(made, index)
    ]
    return found[0]


def at_place(technique: str, there_at: str, **limit):
    """A judge for whom a technique breaks a limit at one place, however lightly."""

    def judge(tried, score):
        every = strict([(technique, 1)], **limit)(tried, score).limits
        there = [
            number
            for number, stroke in enumerate(score.strokes)
            if (tried.steps[stroke.step].technique, tried.steps[stroke.step].place) == (technique, there_at)
        ]
        if not there:
            return report_of([LimitCheck(name="level", says="", limit=1, worst=0, unit="level", ok=True)])
        (number, *_) = there
        return report_of(
            [each.model_copy(update={"stroke": number, "step": score.strokes[number].step}) for each in every]
        )

    return judge


@pytest.fixture(scope="module")
def made() -> Plan:
    return evening(20)[0]


def test_places_nearby_are_those_beside_it_where_it_is_not_done_yet(made):
    index = movable(made)
    step = made.steps[index]
    here = np.array(CATALOG.atlas.anchors[step.place])
    far_m = []
    for technique, place, phase, _ in offered(made, index):
        assert (technique, phase) == (step.technique, step.phase)
        assert place != step.place
        assert place in CATALOG.techniques[technique].places
        assert (technique, place, phase) not in levels(made)
        # 47 cm from C7 to PSIS and 18 cm to the shoulder's tip, a woman of 1.65 m (clinical notes 3.3)
        way = (np.array(CATALOG.atlas.anchors[place]) - here) * (0.184, 0.47)
        far_m.append(np.hypot(*way))
    assert far_m == sorted(far_m)
    assert max(far_m) < NEARBY_M * 1.1


def test_no_place_is_near_strokes_over_the_whole_back(made):
    index = next(index for index, step in enumerate(made.steps) if step.place == "back")
    assert offered(made, index) == []


def test_what_presses_too_much_at_one_place_is_done_beside_it_and_said(made):
    index = movable(made)
    step = made.steps[index]
    held = narrow(made, catalog=CATALOG, judge=at_place(step.technique, step.place)).plan
    assert (step.technique, step.place) not in {(each.technique, each.place) for each in held.steps}
    beside = {piece[1] for piece in offered(made, index)}
    there = [each for each in held.steps if each.technique == step.technique and each.place in beside]
    assert there
    assert max(each.level for each in there) <= step.level  # no firmer than it was
    (notice,) = [each for each in held.notices if each.code.startswith("gentler-")]
    name, says = CATALOG.techniques[step.technique].name, CATALOG.atlas.places[there[0].place].says
    assert notice.code == "gentler-moved"
    assert notice.says == (
        f"{name}: on this back it presses too much on the spine. It is done nearby instead: {says}."
    )
    assert not any(each.locked for each in held.steps)
    assert not verify(held, catalog=CATALOG)
    before, after = levels(made), levels(held)
    assert all(after[key] <= before[key] for key in after.keys() & before.keys())


def test_lighter_comes_first(made):
    index = movable(made)
    step = made.steps[index]
    lower = [each for each in CATALOG.techniques[step.technique].levels if each < step.level]
    assert lower
    held = narrow(made, catalog=CATALOG, judge=strict([(step.technique, step.level)])).plan
    (notice,) = [each for each in held.notices if each.code.startswith("gentler-")]
    assert notice.code == "gentler-level"


def test_where_it_breaks_beside_as_well_something_else_takes_its_place(made):
    step = made.steps[movable(made)]
    held = narrow(made, catalog=CATALOG, judge=strict([(step.technique, 1)])).plan
    assert step.technique not in techniques(held)
    codes = {each.code for each in held.notices if each.code.startswith("gentler-")}
    assert codes <= {"gentler-swapped", "gentler-left-out"}


def test_what_takes_too_long_is_not_moved(made):
    step = made.steps[movable(made)]
    judge = at_place(step.technique, step.place, name="stay-thumb", place=None, unit="s")
    codes = {each.code for each in narrow(made, catalog=CATALOG, judge=judge).plan.notices}
    assert "gentler-moved" not in codes
