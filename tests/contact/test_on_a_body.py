"""Hands on real bodies: the force is met everywhere, and what is mirrored is mirrored."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from backrub.body import body_of
from backrub.catalog.atlas import read_atlas
from backrub.contact.lying import bed_of
from backrub.contact.press import press
from backrub.model.plan import Body
from backrub.motion.samples import PARTS
from contact.hands import RATE_HZ, block, lifted, tangent

PEOPLE = {
    "small": Body(sex="female", height_m=1.46, mass_kg=36.0, age_years=25),
    "middle": Body(sex="female", height_m=1.68, mass_kg=64.0, age_years=34),
    "large": Body(sex="male", height_m=1.92, mass_kg=118.0, age_years=60),
}
BODIES = {name: body_of(person) for name, person in PEOPLE.items()}
BEDS = {name: bed_of(BODIES[name], person) for name, person in PEOPLE.items()}
ON_THE_BACK = {"x": st.floats(-0.45, 0.45), "along": st.floats(0.0, 1.0)}


def on_skin(name, across, along, *, heading=(0.0, -1.0, 0.0)):
    skin = BODIES[name].back.at(np.stack(np.broadcast_arrays(across, along), axis=-1).reshape(-1, 2))
    return {
        "position_m": skin.position_m,
        "normal": skin.normal,
        "heading": tangent(skin.normal, np.broadcast_to(heading, skin.normal.shape)),
    }


@pytest.mark.parametrize("name", PEOPLE)
def test_a_bed_has_the_whole_back_and_knows_its_places(name):
    bed = BEDS[name]
    assert (bed.area_m2 > 0).sum() > 8000
    places = read_atlas().place_sides
    found = {places[index] for index in np.unique(bed.place[bed.place >= 0])}
    assert found == set(places)
    spine = bed.k2_pa_m2[bed.place == places.index(("spine", "middle"))].min()
    muscle = bed.place == places.index(("low-back", "left"))
    assert spine > 3 * np.median(bed.k2_pa_m2[muscle])


@settings(max_examples=35)
@given(
    name=st.sampled_from(sorted(PEOPLE)),
    part=st.sampled_from(PARTS),
    force_n=st.floats(2.0, 100.0),
    across=ON_THE_BACK["x"],
    along=ON_THE_BACK["along"],
    turn=st.floats(-np.pi, np.pi),
)
def test_the_force_is_met_anywhere_on_anybody(name, part, force_n, across, along, turn):
    assume(BODIES[name].back.holds(np.array([[across, along]]))[0])
    at = on_skin(name, across, along, heading=(np.cos(turn), np.sin(turn), 0.0))
    bed = BEDS[name]
    made = press([(block(1, part=part, force_n=force_n, **at), lifted(1))], bed=bed)
    slope_y, slope_x = np.gradient(bed.z_m.astype(float), bed.cell_y_m, bed.cell_x_m)
    outward = np.stack([-slope_x, -slope_y, np.ones_like(slope_x)], axis=-1)
    outward /= np.linalg.norm(outward, axis=-1, keepdims=True)
    given_back = made.impulse_pa_s * bed.area_m2 * np.maximum(outward @ at["normal"][0], 0)
    assert given_back.sum() * RATE_HZ == pytest.approx(force_n, rel=1e-3)


def test_a_mirrored_massage_on_a_mirrored_body_does_the_mirrored_thing():
    # The bodies are their own mirror images.
    count = 240
    t = np.linspace(0, 1, count)
    across, along = 0.25 + 0.1 * np.sin(7 * t), 0.1 + 0.8 * t
    made = []
    for sign in (1.0, -1.0):
        at = on_skin("middle", sign * across, along, heading=(0.2 * sign, 1.0, 0.0))
        hand = block(count, force_n=25.0, speed_m_s=0.1, **at)
        made.append(press([(hand, lifted(count)) if sign > 0 else (lifted(count), hand)], bed=BEDS["middle"]))
    right, left = made
    top = right.impulse_pa_s.max()
    assert_allclose(left.impulse_pa_s[:, ::-1], right.impulse_pa_s, rtol=1e-3, atol=1e-4 * top)
    assert left.sides_n_s == pytest.approx(right.sides_n_s[::-1], rel=1e-4)
    assert right.sides_n_s[1] > 10 * right.sides_n_s[0]  # a palm reaches over the midline


def test_a_pass_down_the_back_gives_all_of_its_force_time_to_the_skin():
    # Cells are tilted a little against the hand, so the skin's own sum is a little more than the hand's.
    count = 600
    at = on_skin("middle", 0.3, np.linspace(0.05, 0.95, count), heading=(0.0, 1.0, 0.0))
    made = press([(block(count, force_n=30.0, **at), lifted(count))], bed=BEDS["middle"])
    asked_n_s = 30.0 * count / RATE_HZ
    assert made.hands.force_time_n_s.sum() == pytest.approx(asked_n_s)
    assert asked_n_s <= sum(made.sides_n_s) * 1.0001 <= 1.03 * asked_n_s


def test_an_older_or_leaner_back_is_stiffer_and_sinks_less():
    receiver, person = BODIES["middle"], PEOPLE["middle"]
    older = bed_of(receiver, person.model_copy(update={"age_years": 70}))
    heavier = bed_of(receiver, person.model_copy(update={"mass_kg": 95.0}))
    assert (older.k_pa_m > BEDS["middle"].k_pa_m).all()
    assert (heavier.k_pa_m < BEDS["middle"].k_pa_m).all()
