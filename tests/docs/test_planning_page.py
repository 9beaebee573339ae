"""The planning page says the numbers that the planner uses."""

import re
from pathlib import Path

import pytest

from backrub.planning import budget, candidate, model, packing, short_list


@pytest.fixture(scope="module")
def page():
    return (Path(__file__).parents[2] / "docs" / "planning.md").read_text()


@pytest.mark.parametrize(
    ("row", "minutes"), [("20 and more", 30), ("15 to 20", 15), ("10 to 15", 10), ("under 10", 5)]
)
def test_the_phases_least_times_stand_on_the_page(page, row, minutes):
    line = next(each for each in page.splitlines() if each.startswith(f"| {row} |"))
    opening_s, warm_s, closing_s, least_s, most_s, place_s = map(
        int, re.findall(r"\d+", line.split("|", 2)[2])[:6]
    )
    made = budget.Budget.of(minutes)
    assert (opening_s, closing_s) == (made.opening_s, made.closing_s)
    assert warm_s == made.opening_s + made.warm_up_s
    assert (least_s, most_s) == (made.rest_s, made.rest_most_s)
    assert place_s == made.warm_place_s


def test_the_weights_stand_on_the_page(page):
    frac = candidate.LEVEL_FRAC
    assert f"| {frac[1]:g}, {frac[2]:g}, {frac[3]:g}, {frac[4]:g} for levels 1 to 4 |" in page
    assert f"| {model.LATER_FRAC:g} of that |" in page
    assert (
        f"{model.PLACE_WORTH[0]:g}, then {model.PLACE_WORTH[1]:g} after {model.PLACE_STEPS_S[0]:g} s" in page
    )
    assert f"nothing after {sum(model.PLACE_STEPS_S):g} s" in page
    assert f"| {model.SORE_WORTH:g} more |" in page
    assert f"past {model.TECHNIQUE_S:g} s in half an hour" in page
    assert f"| minus {model.STEP_COST:g} a side |" in page
    assert f"{candidate.OTHER_OPENING_FRAC:g} of its worth" in page
    assert f"counts for {candidate.AGAIN_FRAC:g} of its worth as focus" in page
    assert f"something there helps it, from 15 minutes on | {model.HELPED_WORTH:g} |" in page
    assert f"in the classic order | plus {model.EIGHT_WORTH:g} |" in page
    assert f"({short_list.NEARLY_FRAC:g} of its worth) if it needs {short_list.QUICKER_S:g} s less" in page
    assert f"at a cost of {100 * short_list.LOST_FRAC:g} % (a step, in half an hour) at most" in page
    assert f"lose more than {100 * short_list.MUCH_LOST_FRAC:g} % by (a minute of touch)" in page
    assert packing.PHASES == ("opening", "warm-up", "focus", "closing")
