"""The page on physics: its parameters are those in use, and its checks come out as it says."""

import math
import re
from pathlib import Path

import numpy as np
import pytest

from backrub.app.cohorts import RATE_HZ
from backrub.catalog import load
from backrub.catalog.layers import read_layers
from backrub.catalog.patches import read_patches
from backrub.cohort.fineness import MISSED
from backrub.contact.bed import Bed
from backrub.contact.heat import COOL_C, SAFETY, bearable_s
from backrub.contact.layers import stiffness
from backrub.contact.press import BEAT_HZ, PLAIN, REJOIN_S, press
from backrub.dose import check
from backrub.dose.skin import CELL_M
from backrub.model.plan import BareCircle
from cohort.conftest import RECORDED_HZ
from contact.hands import block, curved, lifted, on_barrel, rigid
from contact.test_contact_laws import cell_errors, glide, order_of, sampling_errors
from contact.test_hand_areas import RANGES_CM2, area_cm2
from motion.conftest import evening

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "physics.md").read_text(encoding="utf-8")
K = 4e5


def table(heading):
    """Return the rows of the table whose first column has this heading, by its first column."""
    lines = re.search(rf"^\| {heading} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", PAGE, flags=re.MULTILINE)[
        1
    ].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row[1:] for row in rows}


def test_a_cell_is_as_large_as_it_says():
    across_m, along_m = CELL_M
    assert f"{1e3 * across_m:g} × {1e3 * along_m:g} mm" in PAGE


def test_what_a_rate_of_a_cohort_misses_is_told_alike_on_both_pages():
    cohort = (DOCS / "cohort.md").read_text(encoding="utf-8")
    default, recorded = MISSED[RATE_HZ], MISSED[RECORDED_HZ]
    at = f"at {RATE_HZ:g}", f"at {RECORDED_HZ:g}"
    for said in (
        f"by {default.zone_frac:g} of its limit {at[0]} and by {recorded.zone_frac:g} {at[1]}",
        f"all other limits by {max(default.near_frac, recorded.near_frac):g}",
        f"A place's reach is\nwithin {max(default.reach_frac, recorded.reach_frac):g}",
        f"over time within {100 * max(default.dose_frac, recorded.dose_frac):g} %",
        f"of a place is within {100 * max(default.peak_frac, recorded.peak_frac):g} %",
        f"within {100 * default.highest_frac:g} and {100 * recorded.highest_frac:g} %",
    ):
        assert said in cohort
    assert f"was off by over {100 * default.peak_frac:g} %" in PAGE


def test_the_layers_on_the_page_are_those_in_use():
    layers = read_layers()
    expected = {}
    for name, place in layers.places.items():
        k, k2 = stiffness(layers, place)
        thickness = [f"{1e3 * each:g}" for each in (place.skin_m, place.fat_m, place.muscle_m)]
        expected[name] = [
            " / ".join(thickness),
            f"{place.thumb_n_m / 1e3:g}",
            f"{k / 1e6:.2f}",
            f"{k2 / 1e9:.1f}",
        ]
    assert table("place") == expected


def test_the_parts_on_the_page_are_those_in_use():
    said = table("part")
    assert list(said) == list(read_patches().parts)
    for name, part in read_patches().parts.items():
        size = f"{2e3 * part.half_length_m:g} × {2e3 * part.half_width_m:g}"
        pads = f"{part.pads} of {size}" if part.pads > 1 else size
        padding = f"{part.stiffness_pa_m / 1e6:g}" if part.stiffness_pa_m else "rigid"
        shape = f"{1e3 * part.dome_m:g} + {1e3 * part.rim_m:g}"
        low, high = RANGES_CM2[name]
        assert said[name][:5] == [pads, shape, padding, f"{part.mould_frac:g}", f"{part.typical_n:g}"]
        assert float(said[name][5]) == pytest.approx(area_cm2(name, part.typical_n), abs=0.15)
        assert said[name][6] == f"{low:g}–{high:g}"


def peak_error(made, expected_pa):
    return abs(made.peak_pa.max() / expected_pa - 1)


def flat_plate():
    made = press([(block(1), lifted(1))], bed=Bed.flat(cell_m=0.002, k_pa_m=K), patches=rigid())
    return peak_error(made, 20.0 / (math.pi * 0.03**2))


def tilted_plate():
    hand = block(1, normal=(-0.4, -0.4, 1.0), position_m=(0.0, 0.2, 0.08))
    made = press([(hand, lifted(1))], bed=Bed.flat(cell_m=0.002, k_pa_m=K, slope=(0.4, 0.4)), patches=rigid())
    return peak_error(made, 20.0 / (math.pi * 0.03**2))


def ball():
    radius_m, depth_m = 0.05, 0.003
    hand = block(1, force_n=math.pi * K * radius_m * depth_m**2)
    patches = rigid(dome_m=0.03**2 / (2 * radius_m))
    made = press([(hand, lifted(1))], bed=Bed.flat(cell_m=0.001, k_pa_m=K), patches=patches)
    return peak_error(made, K * depth_m)


def two_hands():
    pair = (block(1, position_m=(0.01, 0.2, 0.0)), block(1, force_n=30.0, position_m=(-0.01, 0.2, 0.0)))
    made = press([pair], bed=Bed.flat(cell_m=0.002, k_pa_m=K), patches=rigid())
    return peak_error(made, 50.0 / (math.pi * 0.03**2))


def force_over_time():
    count = 240
    t = np.linspace(0, 1, count)
    bed = Bed.flat(cell_m=0.004, k_pa_m=K, k2_pa_m2=3e9)
    path = np.stack([0.1 * np.sin(5 * t), 0.15 + 0.2 * t, 0 * t], axis=-1)
    force_n = 5 + 60 * t
    made = press([(block(count, force_n=force_n, position_m=path), lifted(count))], bed=bed)
    return abs((made.impulse_pa_s * bed.area_m2).sum() * 60 / force_n.sum() - 1)


def against_the_definition():
    count = 20
    t = np.linspace(0, 1, count)
    hand = block(count, force_n=20 + 10 * t, **on_barrel(0.05 + 0 * t, 0.1 + 0.2 * t))
    fast = press([(hand, lifted(count))], bed=curved(cell_m=0.006))
    slow = press([(hand, lifted(count))], bed=curved(cell_m=0.006), engine=PLAIN)
    return np.abs(fast.peak_pa - slow.peak_pa).max() / slow.peak_pa.max()


def sampling():
    made = [
        press([(hand, lifted(len(hand), rate_hz=hand.rate_hz))], bed=curved(cell_m=0.005)).impulse_pa_s
        for hand in (glide(1.0, rate_hz=rate_hz) for rate_hz in (60.0, 480.0))
    ]
    return np.abs(made[0] - made[1]).sum() / made[1].sum()


CHECKS = {
    "flat plate": flat_plate,
    "tilted plate on a tilted bed": tilted_plate,
    "ball": ball,
    "two hands that overlap": two_hands,
    "force over time": force_over_time,
    "against the definition": against_the_definition,
    "60 Hz": sampling,
}


@pytest.mark.parametrize("check", CHECKS)
def test_what_was_checked_comes_out_within_what_the_page_says(check):
    limit = float(table("check")[check][1].removesuffix(" %")) / 100
    assert CHECKS[check]() <= limit <= 0.01


def test_every_check_on_the_page_is_done_here():
    assert list(table("check")) == list(CHECKS)


STEPS = {
    "15, 30, 60 Hz against 480 Hz": sampling_errors,
    "cells of 8, 4, 2 mm against 1 mm": cell_errors,
}


@pytest.mark.parametrize("step", STEPS)
def test_finer_steps_come_closer_with_the_order_on_the_page(step):
    parts = ("palm", "thumb", "flat-fingers", "heel", "forearm")
    said = {part: float(order) for part, order in zip(parts, table("step")[step], strict=True) if order}
    assert len(said) == 3
    for part, order in said.items():
        assert order_of(STEPS[step](part)) == pytest.approx(order, abs=0.1), part


def test_the_orders_on_the_page_are_these():
    assert list(table("step")) == list(STEPS)


def judged_names():
    """Return the check's limits that the page's table names: capitals are any name."""
    return {name for row in table("limit").values() for name in re.findall(r"`([a-zA-Z-]+)`", row[0])}


def test_every_limit_of_the_check_stands_in_the_table_of_who_judges_it_and_no_other():
    plan, score = evening(10, "relaxation", 2)
    left_out = {
        "forbidden_techniques": ("stones",),
        "forbidden_parts": ("thumb",),
        "place_max_level": {"hip": 2},
        "avoid": (BareCircle(across=0.4, along=0.3, radius_m=0.02),),
    }
    narrower = plan.model_copy(update={"limits": plan.limits.model_copy(update=left_out)})
    told = {each.name for each in check(narrower, score, catalog=load(), rate_hz=5.0).limits}
    named = {name: re.compile(re.sub(r"[A-Z]+", ".+", name)) for name in judged_names()}
    assert {name for name in told if not any(each.fullmatch(name) for each in named.values())} == set()
    assert {name for name, each in named.items() if not any(map(each.fullmatch, told))} == set()


def test_what_the_page_says_of_heat_and_time_is_so():
    assert SAFETY == 30.0
    assert "a thirtieth of the time" in PAGE
    assert [round(float(bearable_s(each)) / 60, 1) for each in (43.0, 45.0, 48.0)] == [24.0, 6.0, 0.5]
    assert f"below {COOL_C:g} °C nothing counts" in PAGE
    assert (BEAT_HZ, REJOIN_S) == (20.0, 0.25)
    assert "twenty times a second" in PAGE
    assert "a quarter of a second" in PAGE
