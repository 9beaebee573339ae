"""Every technique can be practised, lightly, in its own tempo, and for no longer than hands may."""

import pytest

from backrub.catalog import load
from backrub.errors import DataError
from backrub.model.practice import PractiseBody
from backrub.score.practise import practise

CATALOG = load()


def practised(technique, duration_s=20.0, **body):
    return practise(technique, body=PractiseBody(**body), duration_s=duration_s, catalog=CATALOG)


@pytest.mark.parametrize("technique", CATALOG.techniques)
def test_every_technique_has_strokes_and_words_on_a_clock(technique):
    short, long = practised(technique), practised(technique, 300.0)
    for each in (short, long):
        assert each.technique == technique
        assert each.level <= 2
        assert all(stroke.level <= 2 for stroke in each.score.strokes)
        assert each.score.strokes[-1].start_s < each.score.duration_s
        ends = [stroke.start_s + stroke.duration_s for stroke in each.score.strokes]
        assert max(ends) <= each.score.duration_s + 0.01
        assert each.score.cues
    assert short.score.duration_s <= 60
    assert long.score.duration_s <= 300
    assert len(long.score.strokes) > len(short.score.strokes)


def test_what_is_assumed_is_said():
    spot = practised("trigger-point-release")
    assert spot.spot is not None
    assert "stands in" in spot.says
    assert "cool" in practised("hot-stone-glide").says
    machine = practised("massager-glide", 300.0)
    assert machine.score.duration_s <= CATALOG.limits.massager.place_s
    assert "ends early" in machine.says
    assert practised("kneading").says == ""


def test_strokes_keep_their_speed_whatever_time_is_asked_for():
    technique = CATALOG.techniques["whole-hand-effleurage"]
    assert technique.speed_m_s is not None
    fastest = []
    for duration_s in (10.0, 20.0, 45.0, 300.0):
        made = practised(technique.id, duration_s)
        longest = max(made.score.strokes, key=lambda stroke: len(stroke.hands[0].path) and stroke.duration_s)
        fastest.append(longest.duration_s)
    assert min(fastest) > 0.5 * max(fastest)


@pytest.mark.parametrize("body", [{}, {"height_m": 1.2, "mass_kg": 30}, {"height_m": 2.1, "sex": "male"}])
def test_any_back_will_do(body):
    assert practised("whole-hand-effleurage", **body).score.strokes


def test_the_same_is_always_the_same():
    assert practised("kneading") == practised("kneading")


def test_a_technique_that_there_isnt_is_told_with_the_nearest():
    with pytest.raises(DataError, match="Did you mean kneading"):
        practised("kneeding")
