"""How long skin may bear a stone: from the observed burns, with its factor, and as it adds up on a cell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backrub.catalog.limits import read_limits
from backrub.contact.heat import BURN_C, BURN_S, SAFETY, bearable_s
from backrub.contact.press import press
from backrub.contact.tables import KINDS
from contact.hands import block, curved, lifted, on_barrel

BED = curved(cell_m=0.005)


@pytest.mark.parametrize(("temperature_c", "observed_s"), list(zip(BURN_C, BURN_S, strict=True)))
def test_at_the_tables_temperatures_it_is_the_observed_time_over_the_factor(temperature_c, observed_s):
    assert bearable_s(temperature_c) == pytest.approx(observed_s / SAFETY)


def test_between_them_the_logarithm_is_straight():
    assert bearable_s(46.0) == pytest.approx(np.sqrt(10800 * 2700) / SAFETY)
    assert bearable_s(43.0) == pytest.approx(2 * 21600 / SAFETY)


@given(st.floats(30.0, 70.0), st.floats(0.01, 5.0))
def test_a_warmer_stone_is_never_borne_longer(temperature_c, more_c):
    assert bearable_s(temperature_c + more_c) <= bearable_s(temperature_c)


@given(st.floats(44.0, 50.0))
def test_it_is_stricter_than_the_integral_that_is_not_cautious(temperature_c):
    # Henriques 1947: P exp(-E / R T), a second-degree burn at 1 (clinical notes 2.5: 25 minutes at 49
    # degrees).
    rate = 3.1e98 * np.exp(-6.27e5 / (8.314 * (273.15 + temperature_c)))
    assert bearable_s(temperature_c) < 1 / rate


def test_the_home_caps_stay_within_it():
    stones = read_limits().stones
    assert stones.placed_s < bearable_s(stones.placed_c)
    assert stones.spot_s < 0.1 * bearable_s(stones.moving_c)


def stone(seconds, *, stone_c, **how):
    count = round(seconds * 60)
    at = on_barrel(0.05, 0.2)
    made = block(count, part="stone", force_n=5.0, stone_c=stone_c, **at, **how)
    return press([(made, lifted(count))], bed=BED)


def test_heat_adds_up_where_the_stone_lies():
    made = stone(30.0, stone_c=45.0)
    assert made.heat_frac.max() == pytest.approx(30.0 / bearable_s(45.0))
    assert (made.heat_frac > 0).sum() == (made.peak_pa > 0).sum()


def test_three_degrees_more_are_twelve_times_the_heat():
    # 45 to 48 degrees: 3 hours to 15 minutes.
    hotter, usual = (stone(3.0, stone_c=temperature_c).heat_frac.max() for temperature_c in (48.0, 45.0))
    assert hotter == pytest.approx(12 * usual)


def test_a_palm_is_no_stone_whatever_its_number_says():
    made = press([(block(60, part="palm", stone_c=50.0, **on_barrel(0.05, 0.2)), lifted(60))], bed=BED)
    assert made.heat_frac.max() == 0


def test_stones_are_told_apart_by_heat_and_by_whether_they_lie():
    lying, moving = stone(12.0, stone_c=43.0), stone(12.0, stone_c=44.5, speed_m_s=0.06)
    assert lying.longest_s[KINDS.index("stone")].max() == pytest.approx(12.0)
    assert lying.longest_s[KINDS.index("hot-stone")].max() == 0
    assert moving.longest_s[KINDS.index("hot-stone")].max() == pytest.approx(12.0)
    assert lying.presses.stone_c.value.tolist() == [-1.0, 43.0]
    assert moving.presses.stone_c.value.tolist() == [44.5, -1.0]
