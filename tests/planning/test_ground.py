"""How hard each part of the hand may press where: the ground against a judge with its own geometry."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrub.catalog.atlas import read_atlas
from backrub.catalog.limits import read_limits
from backrub.model.base import BareCircle
from backrub.model.plan import Body, PlanLimits
from backrub.planning.ground import Ground
from skin_judge import HALF_M, Skin, complaints

PARTS = tuple(HALF_M)
SURE_M = 0.003
"""So much further than the rule a refused patch may be, for the ground's margins. [m]"""


def ground(sex="female", height_m=1.68, *, max_level=4, **limits):
    body = Body(sex=sex, height_m=height_m, mass_kg=64, age_years=34)
    allowed = PlanLimits(max_level=max_level, max_minutes=120, lapses_on=date(2027, 1, 1), **limits)
    return Ground.of(body, allowed, limits=read_limits(), atlas=read_atlas())


bodies = st.tuples(st.sampled_from(["female", "male", "unspecified"]), st.floats(1.45, 2.0))
circles = st.builds(
    BareCircle, across=st.floats(-0.9, 0.9), along=st.floats(-0.15, 1.1), radius_m=st.floats(0.005, 0.09)
)
spots = st.tuples(st.floats(-1.0, 1.0), st.floats(-0.2, 1.12))
parts = st.sampled_from(PARTS)


def level(on, spot, part):
    return int(on.levels(np.array([spot]), part)[0])


def test_the_patches_are_those_of_the_pages():
    shipped = read_limits().parts
    assert {part: (hand.half_across_m, hand.half_along_m) for part, hand in shipped.items()} == HALF_M


@given(bodies, st.lists(circles, max_size=3), parts, st.lists(spots, min_size=1, max_size=40))
@settings(max_examples=150)
def test_what_is_allowed_is_allowed_by_the_pages_too(body, avoid, part, at):
    on = ground(*body, avoid=tuple(avoid))
    skin = Skin.of(on.scale, avoid)
    allowed = on.levels(np.array(at), part)
    for spot, highest in zip(at, allowed.tolist(), strict=True):
        assert highest == 0 or complaints(skin, part=part, level=highest, path=[spot]) == []


@given(bodies, parts, spots)
@settings(max_examples=300)
def test_left_and_right_are_alike(body, part, spot):
    on = ground(*body)
    assert level(on, spot, part) == level(on, (-spot[0], spot[1]), part)


@given(bodies, circles, parts, spots)
@settings(max_examples=150)
def test_a_mirrored_circle_bars_the_mirrored_spot(body, circle, part, spot):
    here = ground(*body, avoid=(circle,))
    there = ground(*body, avoid=(circle.model_copy(update={"across": -circle.across}),))
    assert level(here, spot, part) == level(there, (-spot[0], spot[1]), part)


@given(bodies, st.lists(circles, min_size=1, max_size=3), parts, st.lists(spots, min_size=1, max_size=20))
@settings(max_examples=100)
def test_one_more_circle_never_raises_a_level(body, avoid, part, at):
    fewer, more = ground(*body, avoid=tuple(avoid[:-1])), ground(*body, avoid=tuple(avoid))
    assert (more.levels(np.array(at), part) <= fewer.levels(np.array(at), part)).all()


@given(bodies, parts, st.lists(spots, min_size=1, max_size=20), st.integers(1, 4))
@settings(max_examples=100)
def test_a_lower_cap_never_raises_a_level(body, part, at, cap):
    levels = ground(*body).levels(np.array(at), part)
    assert (ground(*body, max_level=cap).levels(np.array(at), part) == np.minimum(levels, cap)).all()


@given(bodies, parts, spots, st.sampled_from(sorted(read_atlas().places)), st.integers(0, 3))
@settings(max_examples=200)
def test_a_place_s_own_cap_holds_for_every_patch_on_it(body, part, spot, place, cap):
    on = ground(*body, forbidden_places=(place,)) if cap == 0 else ground(*body, place_max_level={place: cap})
    home = read_atlas().place_at(*spot)
    if home is not None and home[0] == place:
        assert level(on, spot, part) <= cap


@given(bodies, parts, spots)
@settings(max_examples=50)
def test_a_forbidden_part_presses_nowhere(body, part, spot):
    assert level(ground(*body, forbidden_parts=(part,)), spot, part) == 0


@pytest.mark.parametrize(
    ("part", "spot", "highest"),
    [
        # worked by hand on a woman of 1.68 m: half her shoulders 17.94 cm, C7-PSIS 45.59 cm (small end)
        ("palm", (0.0, 0.4), 1),  # on the spine: an open palm at level 1
        ("thumb", (0.0, 0.4), 0),
        ("thumb", (0.16, 0.3), 0),  # 2.87 cm out: nearer than 3 cm
        ("thumb", (0.18, 0.3), 3),  # 3.23 cm
        ("heel", (0.25, 0.3), 4),  # 4.49 cm: its inner edge at 2.69, its outer at 6.29 before the blade's 7.8
        ("palm", (0.5, 0.7), 2),  # over the kidney: an open palm, level 2
        ("heel", (0.5, 0.7), 0),
        ("thumb", (0.2, 0.7), 2),  # beside the spine at the kidneys' level: fingertips at level 2
        ("forearm", (0.3, 0.7), 0),
        ("palm", (0.6, 0.15), 2),  # over the ridge of the blade
        ("knuckles", (0.6, 0.15), 0),
        ("palm", (0.0, 1.04), 1),  # sacrum, its upper edge still over the strip (its patch is 10 cm long)
        ("palm", (0.0, 1.1), 2),
        ("heel", (0.0, 1.1), 0),
        ("knuckles", (0.6, 1.06), 4),  # the big hip muscle
        ("palm", (0.1, -0.1), 1),  # back of the neck, over the strip
        ("thumb", (0.25, -0.1), 0),
        ("massager", (0.25, 0.3), 0),  # 4.49 cm out, its edge at 1.99
        ("massager", (0.6, 1.04), 2),
        ("palm", (0.95, 0.5), 0),  # beyond the trunk's edge
    ],
)
def test_levels_worked_by_hand(part, spot, highest):
    assert level(ground(), spot, part) == highest


def test_thumbs_find_room_beside_every_spine():
    for sex, height_m in (("female", 1.45), ("female", 1.68), ("male", 1.95), ("unspecified", 1.7)):
        on = ground(sex, height_m)
        lane = np.array([(across / 100, 0.7) for across in range(10, 60)])
        assert (on.levels(lane, "reinforced-thumb") >= 1).any()


def test_what_is_too_near_is_said():
    on = ground()
    assert on.why_not((0.25, 0.3), "thumb", level=2) is None
    assert "the spine" in on.why_not((0.05, 0.3), "thumb", level=1).what
    assert "kidneys" in on.why_not((0.5, 0.7), "thumb", level=1).what
    assert "the neck" in on.why_not((0.25, -0.1), "thumb", level=1).what
    assert "bone" in on.why_not((0.6, 0.15), "thumb", level=3).what
    assert "the edge of the back" in on.why_not((0.97, 0.6), "palm", level=1).what
    marked = ground(avoid=(BareCircle(across=0.6, along=1.04, radius_m=0.02),))
    assert "leave alone" in marked.why_not((0.6, 1.04), "palm", level=1).what
