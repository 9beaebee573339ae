"""A plan that really breaks a limit on somebody's back is made gentler until the real check finds nothing."""

import pytest

from backrub.app.narrowing import narrow
from backrub.body import body_of
from backrub.catalog import load
from backrub.dose import check, skin_of
from backrub.planning.verify import verify
from backrub.score import compose
from motion.conftest import evening

RATE_HZ = 10.0


def felt(landmark, asked):
    """An evening planned on the nominal back, for a woman whose landmark is felt 4 to 5 cm further up."""
    made, _ = evening(*asked)
    expected = body_of(made.body).back.landmarks[landmark]
    there = {landmark: (expected[0], expected[1] - 0.1)}
    return made.model_copy(update={"body": made.body.model_copy(update={"corrections": there})})


def judge_of(plan):
    skin = skin_of(plan, catalog=load())

    def judge(tried, score):
        return check(tried, score, catalog=load(), skin=skin, rate_hz=RATE_HZ)

    return judge


@pytest.mark.parametrize(
    ("landmark", "asked", "limits", "code"),
    [
        ("c7", (10, "clothed", 2), {"zone-strip"}, "gentler-level"),
        ("psis-left", (10, "relaxation", 3), {"zone-bone", "zone-kidney-inner"}, "gentler-swapped"),
    ],
)
def test_a_plan_that_breaks_a_limit_on_the_back_as_it_is_felt_holds_afterwards(landmark, asked, limits, code):
    made = felt(landmark, asked)
    assert not verify(made, catalog=load())
    judge = judge_of(made)
    broken = judge(made, compose(made, catalog=load())).broken
    assert {each.name for each in broken} == limits
    held = narrow(made, catalog=load(), judge=judge)
    # Pressed anew, not only as it was told.
    assert judge(held.plan, compose(held.plan, catalog=load())).broken == ()
    assert held.report.broken == ()
    assert not verify(held.plan, catalog=load())
    assert {each.limit for each in held.plan.gentler} <= limits
    told = [each for each in held.plan.notices if each not in made.notices]
    assert code in {each.code for each in told}
    for each in broken:
        name = load().techniques[made.steps[each.step].technique].name
        assert any(notice.says.startswith(f"{name}: on this back it") for notice in told)
