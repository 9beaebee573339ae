"""A plan of other wishes is not played: its minutes and its sore spots are those of the answers."""

import pytest

from backrub.app.matching import mismatches
from backrub.model.plan import Plan
from judge.judge_evenings import evening_of
from planning.by_hand import CATALOG
from strategies import TODAY, plain

SORE = (0.4, 0.3)


def night(*, minutes=30, nrs=None, position="prone"):
    sore = [] if nrs is None else [{"across": SORE[0], "along": SORE[1], "pain_nrs": nrs}]
    wishes = {"minutes": minutes, "style": "relaxation", "level": 3, "sore": sore, "position": position}
    return evening_of(plain(wishes=wishes, kit={"oil": "coconut"}), CATALOG)


def told(made, asked):
    found = mismatches(made, request=asked.request, clearance=asked.clearance, day=TODAY)
    return [(each.where, each.what) for each in found if each.way_out]


@pytest.mark.parametrize("nrs", [None, 3, 6])
def test_a_plan_fits_its_own_answers(nrs):
    evening = night(nrs=nrs)
    assert isinstance(evening.made, Plan)
    assert told(evening.made, evening) == []


def test_its_minutes_are_those_wished_within_two_per_cent():
    made = night().made
    assert told(made, night(minutes=45)) == [
        ("plan.duration_s", "is not the 45 minutes of these answers")
    ]  # fmt: skip
    near = made.model_copy(update={"duration_s": 1800.0 * 1.019})
    assert told(near, night()) == []
    far = made.model_copy(update={"duration_s": 1800.0 * 1.021})
    assert [where for where, _ in told(far, night())] == ["plan.duration_s"]


def test_it_spares_every_sore_spot_of_the_answers():
    """One that is too sore to be pressed is not only worked more slowly."""
    made = night().made
    lacks = [("plan.slow_at", "does not spare sore spot 1")]
    assert told(made, night(nrs=3)) == lacks
    slower = made.model_copy(update={"slow_at": (SORE,)})
    assert told(slower, night(nrs=3)) == []
    assert told(slower, night(nrs=6)) == lacks


@pytest.mark.parametrize("position", ["prone", "seated"])
def test_they_lie_or_sit_as_the_answers_have_it(position):
    """Whoever sits is not pressed: a file that says so of somebody who lies would pass the gate unseen."""
    evening = night(position=position)
    assert evening.made.position == position
    assert told(evening.made, evening) == []
    other = {"prone": "seated", "seated": "prone"}[position]
    turned = evening.made.model_copy(update={"position": other})
    what = {"prone": "should be lying face down", "seated": "should be seated"}[position]
    assert told(turned, evening) == [("plan.position", what)]


def test_what_they_lie_on_is_what_the_answers_say():
    """How far arms reach is judged by it."""
    evening = night()
    on = {
        surface: evening.made.kit.model_copy(update={"surface": surface})
        for surface in ("bed", "mat", "table")
    }
    wrong = {
        surface: told(evening.made.model_copy(update={"kit": kit}), evening) for surface, kit in on.items()
    }
    own = evening.made.kit.surface
    assert wrong.pop(own) == []
    assert set(map(tuple, wrong.values())) == {(("plan.kit.surface", "is not what they lie on"),)}
