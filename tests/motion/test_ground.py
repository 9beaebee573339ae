"""What a hand may do on one receiver's own back: held against contact itself, which motion doesn't know."""

from dataclasses import replace

import numpy as np
import pytest
from backrub.motion.ridge import SCALE_M, YIELD_M, ridge_n

from backrub.body import body_of
from backrub.body.zones import zones_of
from backrub.catalog import load
from backrub.catalog.patches import read_patches
from backrub.contact import press
from backrub.contact.ground import SCALES_M, in_series, spread
from backrub.contact.layers import springs_of
from backrub.contact.lying import bed_of
from backrub.motion.ground import ASTRAY_M, ground_of
from backrub.motion.lay import laid
from backrub.motion.samples import PARTS, HandBlock
from backrub.motion.way import way_of
from dose.people import person
from motion.conftest import PEOPLE, body

LIMITS = load().limits
CELL_M = (0.004, 0.005)


def at_once(positions_m, normals, *, part, force_n, level=1):
    """A hand's samples at many places, one after the other, pointing to the head."""
    count = len(positions_m)
    heading = np.tile([0.0, -1.0, 0.0], (count, 1))
    heading -= np.einsum("ni,ni->n", heading, normals)[:, None] * normals
    heading /= np.linalg.norm(heading, axis=1, keepdims=True)
    same = {
        "position_m": positions_m, "normal": normals, "heading": heading, "rate_hz": 20.0,
        "speed_m_s": np.zeros(count),
        "level": np.full(count, level), "stroke": np.arange(count),
    }  # fmt: skip
    index = np.where(force_n > 0, PARTS.index(part), -1)
    return (
        HandBlock.of(**same, force_n=force_n, part=index),
        HandBlock.of(**same, force_n=np.zeros(count), part=np.full(count, -1)),
    )


def test_skin_gives_way_by_more_than_ridge_says_on_the_stiffest_back():
    palm = read_patches().parts["palm"]
    k, k2 = springs_of(
        np.array([-1], dtype=np.int16), bony=np.array([True]), sex="male", age_years=85, bmi=16.0
    )
    k, k2 = in_series(k.astype(float), k2.astype(float) * spread(palm), padding_pa_m=palm.stiffness_pa_m)
    depth_m = float(((-k + np.sqrt(k * k + 4 * k2 * 2.5e3)) / (2 * k2))[0])
    assert YIELD_M <= depth_m < 1.3 * YIELD_M
    assert min(SCALES_M, key=lambda each: abs(each - 0.5 * np.sqrt(0.0485 * 0.0405))) == SCALE_M


def test_one_side_of_an_even_back_tells_the_other():
    field, palm = body().back.field((0.005, 0.005)), read_patches().parts["palm"]
    near = np.zeros(field.z_m.shape, dtype=bool)
    near[:, 20:-30] = True
    told = ridge_n(field, palm, pressure_pa=2.5e3, near=near)
    # One cell in a corner, which no palm gets to, and nothing is taken from the other side any more.
    is_skin = field.is_skin.copy()
    is_skin[0, 0] = not is_skin[0, 0]
    alone = ridge_n(replace(field, is_skin=is_skin), palm, pressure_pa=2.5e3, near=near)
    assert np.isfinite(told[near]).any()
    assert np.allclose(told, alone, rtol=1e-9)


@pytest.mark.parametrize("who", [*PEOPLE, *range(6)])
def test_a_palm_that_keeps_to_it_keeps_the_pressure_on_the_spine(who):
    told = PEOPLE[who] if isinstance(who, str) else person(who)
    receiver = body_of(told)
    ground = ground_of(receiver.back, limits=LIMITS)
    dice = np.random.default_rng(7)
    points = np.stack([dice.uniform(-0.06, 0.06, 400) / receiver.back.half_biacromial_m,
                       dice.uniform(-0.1, 1.0, 400)], axis=1)  # fmt: skip
    skin = receiver.back.at(points)
    force_n = ground.most_n("palm", skin.position_m)
    bed = bed_of(receiver, told, cell_m=CELL_M)
    strip = zones_of(receiver.back, receiver.back.field(CELL_M), limits=LIMITS)["strip"]
    blocks = [at_once(skin.position_m, skin.normal, part="palm", force_n=force_n)]
    made = press(blocks, bed=bed, zones=strip.astype(np.uint32))
    # Design 8a: an open palm at level 1, 2.5 kPa at most, may cross the strip.
    assert made.presses.zone_pa.value[PARTS.index("palm"), 0] <= 2.5e3
    # And it is no empty promise: most places of the strip are touched, with a force that can be felt.
    assert (force_n > 1.0).mean() > 0.5
    assert np.median(force_n) > 1.5


def test_what_lies_some_millimetres_in_a_barred_zone_is_moved_out_as_it_is():
    back = body().back
    ground = ground_of(back, limits=LIMITS)
    turn = np.linspace(0, 2 * np.pi, 25)
    # A thumb's circle of 1 cm whose inner side is 6 mm nearer to the midline than 2 cm and half a thumb.
    middle_m, radius_m = 0.03 + 0.01 - 0.006, 0.01
    path = tuple(
        ((middle_m + radius_m * np.cos(t)) / back.half_biacromial_m,
         0.3 + radius_m * np.sin(t) / back.c7_psis_m) for t in turn
    )  # fmt: skip
    how = {"level": 2, "technique": load().techniques["thumb-stripping"], "back": back, "ground": ground}
    found = laid(path, "thumb", **how)
    moved_m = (found.way.chart.mean(axis=0) - np.mean(path[:-1], axis=0)) * [
        back.half_biacromial_m,
        back.c7_psis_m,
    ]
    assert np.abs(found.way.position_m[:, 0]).min() >= 0.03
    assert 0.005 < moved_m[0] <= ASTRAY_M
    assert found.force_n.min() > 0
    round_m = np.ptp(found.way.chart, axis=0) * [back.half_biacromial_m, back.c7_psis_m]
    assert round_m == pytest.approx([2 * radius_m, 2 * radius_m], abs=0.0015)
    # Its mirror is moved as far to the other side.
    other = laid(tuple((-across, along) for across, along in path), "thumb", **how)
    assert np.allclose(other.way.chart * [-1, 1], found.way.chart, atol=1e-9)


def test_a_lane_that_is_further_off_is_pressed_as_it_is_written():
    back = body().back
    ground = ground_of(back, limits=LIMITS)
    path = ((0.05, 0.5), (0.05, 0.3))  # a thumb 1 cm beside the midline: 2 cm too near
    how = {"technique": load().techniques["thumb-stripping"], "back": back, "ground": ground}
    found = laid(path, "thumb", level=2, **how)
    assert np.allclose(found.way.chart, way_of(path, back).chart)
    assert (found.level == 2).all()


def test_a_palm_whose_edge_comes_near_the_spine_goes_on_at_level_one():
    back = body().back
    ground = ground_of(back, limits=LIMITS)
    out_m = 0.02 + 0.0405 - 0.004
    path = ((out_m / back.half_biacromial_m, 0.5), (out_m / back.half_biacromial_m, 0.2))
    how = {"technique": load().techniques["whole-hand-effleurage"], "back": back, "ground": ground}
    found = laid(path, "palm", level=2, **how)
    assert (found.level == 1).all()
    assert found.force_n.max() <= 10.0  # its force at level 1
    assert (laid(((0.45, 0.5), (0.45, 0.2)), "palm", level=2, **how).level == 2).all()
