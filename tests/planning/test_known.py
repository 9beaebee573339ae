"""What was traced is remembered by all that it depends on, and by nothing else."""

from dataclasses import replace
from unittest.mock import patch

import pytest

from backrub.model.base import BareCircle
from backrub.planning import known
from backrub.planning.trace import Task, trace_all
from planning.test_trace import EVERY, TECHNIQUES, ground

MOLE = BareCircle(across=0.35, along=0.55, radius_m=0.02)
SOME = [*EVERY[::9], *[each for each in EVERY if each.technique.slows][::3]]
OTHER_GROUNDS = {
    "scale": ground(height_m=1.9),
    "max_level": ground(max_level=1),
    "avoid": ground(avoid=(MOLE,)),
    "forbidden_places": ground(forbidden_places=("low-back",)),
    "forbidden_parts": ground(forbidden_parts=("thumb", "reinforced-thumb")),
    "place_max_level": ground(place_max_level={"mid-back": 1}),
    "slow_at": replace(ground(), slow_at=((0.35, 0.55),)),
    "gentle_at": replace(ground(), gentle_at=((0.35, 0.55),)),
}


@pytest.fixture(autouse=True)
def nothing_known():
    known.forget()
    yield
    known.forget()


def told(each):
    """Return all that a trace says of its strokes, to the last bit."""
    if each is None:
        return None
    hands = [
        (hand.hand, hand.part, hand.level, hand.points.tobytes(), stroke.low_s, stroke.high_s)
        for stroke in each.strokes
        for hand in stroke.hands
    ]
    return hands, each.kept_frac, each.levels, each.share_frac


def alike(one, other):
    return told(one) == told(other)


@pytest.mark.parametrize("on", [ground(), ground(avoid=(MOLE,))], ids=["even", "beside a circle"])
def test_what_is_known_is_what_is_traced(on):
    asked = [*SOME, *EVERY[::20]]
    fresh = trace_all(asked, ground=on)
    known.traced(EVERY[::30], ground=on)
    for _ in range(2):
        assert all(map(alike, known.traced(asked, ground=on), fresh))


def test_what_is_known_is_not_traced_again():
    known.traced(SOME, ground=ground())
    with patch.object(known, "trace_all") as again:
        assert len(known.traced(SOME, ground=ground())) == len(SOME)
    again.assert_not_called()


@pytest.mark.parametrize("what", OTHER_GROUNDS)
def test_another_back_has_strokes_of_its_own(what):
    plain, other = ground(), OTHER_GROUNDS[what]
    first, second = known.traced(SOME, ground=plain), known.traced(SOME, ground=other)
    assert not all(map(alike, first, second))
    assert all(map(alike, second, trace_all(SOME, ground=other)))


def test_places_that_nothing_warms_change_no_stroke_but_by_being_barred():
    cold = replace(ground(), unwarmed=frozenset({"low-back"}))
    assert all(map(alike, trace_all(SOME, ground=cold), trace_all(SOME, ground=ground())))
    assert not all(map(alike, known.traced(SOME, ground=cold.for_focus()), known.traced(SOME, ground=cold)))


@pytest.mark.parametrize("barred", ["low-back", "shoulder-blade"])
def test_focus_work_is_traced_anew_only_where_it_enters_what_is_not_warm(barred):
    cold = replace(ground(), unwarmed=frozenset({barred}))
    whole, short = (trace_all(EVERY[::3], ground=each) for each in (cold, cold.for_focus()))
    made = known.traced_as_focus(EVERY[::3], ground=cold)
    enters = [each is not None and any(place == barred for place, _ in each.held_frac) for each in whole]
    assert 0 < sum(enters) < len(enters)
    for is_in, each, as_it_is, shorter in zip(enters, made, whole, short, strict=True):
        assert alike(each, shorter if is_in else as_it_is)
    assert not any(place == barred for each in made if each is not None for place, _ in each.levels)


def test_another_technique_of_the_same_name_is_another():
    own = TECHNIQUES["fan-strokes"]
    other = own.model_copy(update={"speed_m_s": TECHNIQUES["thumb-stripping"].speed_m_s})
    place = own.places[0]
    one, two = (known.traced([Task(each, place, "both", 1)], ground=ground())[0] for each in (own, other))
    assert two.strokes[0].low_s > 1.5 * one.strokes[0].low_s


def test_only_so_many_backs_are_remembered():
    for number in range(known.GROUNDS + 5):
        known.traced(SOME[:1], ground=ground(height_m=1.5 + 0.005 * number))
    assert known._known_on.cache_info().currsize == known.GROUNDS
