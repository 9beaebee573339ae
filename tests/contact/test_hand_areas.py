"""Each part of the hand has the area of contact that the clinical notes give it, at its typical force."""

import numpy as np
import pytest

from backrub.catalog.layers import read_layers
from backrub.catalog.limits import read_limits
from backrub.catalog.patches import read_patches
from backrub.contact.bed import Bed
from backrub.contact.ground import in_series, spread
from backrub.contact.layers import stiffness
from backrub.contact.press import press
from backrub.motion.samples import PARTS
from contact.hands import block, curved, lifted, on_barrel

# Clinical notes 2.2 [cm2]; of a pair of palms half; where they have no range, limits.toml give or take 20 %:
# of friction they have 2-3 cm2 for one tip, and these two lie side by side.
RANGES_CM2 = {
    "palm": (50, 65),
    "heel": (6, 25),
    "flat-fingers": (6, 25),
    "reinforced-fingers": (6, 25),
    "two-fingers": (3.2, 4.8),
    "thumb": (2.5, 4),
    "reinforced-thumb": (2.5, 4),
    "knuckles": (10.4, 15.6),
    "forearm": (50, 90),
    "stone": (13.6, 20.4),
    "massager": (12, 18),
}
K, K2 = stiffness(read_layers(), read_layers().places["mid-back"])


def area_cm2(part, force_n, bed=None, **at):
    """Return force over the mean pressure under a part, and that of a second hand's, as contact tells it."""
    flat = Bed.flat(cell_m=0.002, k_pa_m=K, k2_pa_m2=K2) if bed is None else bed
    made = press([(block(1, part=part, force_n=force_n, **at), lifted(1))], bed=flat)
    return 1e4 * force_n / made.presses.place_pa.value.max()


@pytest.mark.parametrize("part", PARTS)
def test_the_area_at_the_typical_force_is_that_of_the_notes(part):
    low, high = RANGES_CM2[part]
    assert low <= area_cm2(part, read_patches().parts[part].typical_n) <= high


@pytest.mark.parametrize("part", PARTS)
def test_a_curved_back_takes_little_of_it_away(part):
    low, _ = RANGES_CM2[part]
    bed = curved(cell_m=0.003, k_pa_m=K, k2_pa_m2=K2)
    assert area_cm2(part, read_patches().parts[part].typical_n, bed, **on_barrel(0.06, 0.22)) >= 0.8 * low


@pytest.mark.parametrize("part", PARTS)
def test_pressing_harder_never_makes_the_area_smaller(part):
    areas = [area_cm2(part, force_n) for force_n in (1.0, 4.0, 12.0, 40.0)]
    assert np.all(np.diff(areas) >= -1e-6 * areas[0])


@pytest.mark.parametrize("part", PARTS)
def test_outlines_are_those_that_the_limits_keep_away_from_things(part):
    # limits.toml speaks of across and along the back, a patch of along and across the fingers.
    patch, limits = read_patches().parts[part], read_limits().parts[part]
    ours = sorted((patch.half_length_m, patch.half_row_m))
    theirs = sorted((limits.half_across_m, limits.half_along_m))
    assert ours == pytest.approx(theirs, rel=0.05)


@pytest.mark.parametrize("part", PARTS)
def test_a_mean_pressure_at_the_cap_of_force_is_near_what_the_limits_count_with(part):
    # Plans judge force over the area of limits.toml; here the area is what the force makes of it.
    limits = read_limits().parts[part]
    area_m2 = area_cm2(part, limits.force_n) * 1e-4
    assert area_m2 == pytest.approx(limits.area_m2, rel=0.35)


def test_a_thumb_sinks_in_as_far_as_its_stiffness_says():
    # 2-8 N/mm on muscle beside the spine: clinical notes 2.8; the thumb's own pulp gives way, too.
    for place in ("neck", "upper-back", "mid-back", "low-back", "shoulder-blade"):
        k, k2 = stiffness(read_layers(), read_layers().places[place])
        thumb = read_patches().parts["thumb"]
        k, k2 = in_series(np.array([k]), np.array([k2 * spread(thumb)]), padding_pa_m=thumb.stiffness_pa_m)
        pressure_pa = 15.0 / 3e-4
        depth_m = (-k[0] + np.sqrt(k[0] ** 2 + 4 * k2[0] * pressure_pa)) / (2 * k2[0])
        assert 2e3 <= 15.0 / depth_m <= 8e3


@pytest.mark.parametrize(("part", "least"), [("palm", 0.7), ("forearm", 0.6)])
def test_a_soft_hand_settles_over_a_furrow_that_its_middle_leans_into(part, least):
    # A furrow 4 mm deep and some 4 cm wide; the middle is on its flank, and so is the normal it is given.
    flat = Bed.flat(cell_m=0.003)
    x_m = flat.x_m
    depth_m = -0.004 * np.exp(-0.5 * (x_m / 0.01) ** 2)
    slope = -depth_m * x_m / 0.01**2
    bed = Bed.of(
        x0_m=flat.x0_m, y0_m=flat.y0_m, cell_x_m=0.003, cell_y_m=0.003,
        z_m=np.tile(depth_m, (len(flat.y_m), 1)), area_m2=0.003**2 * np.sqrt(1 + slope**2) *
        np.ones(flat.z_m.shape),
        k_pa_m=K, k2_pa_m2=K2, place=-1,
    )  # fmt: skip
    middle = (0.01, 0.25, float(np.interp(0.01, x_m, depth_m)))
    lean = float(np.interp(0.01, x_m, slope))
    force_n = read_patches().parts[part].typical_n
    over_cm2 = area_cm2(part, force_n, bed, position_m=middle, normal=(-lean, 0.0, 1.0))
    assert over_cm2 >= least * area_cm2(part, force_n)
