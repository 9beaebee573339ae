"""From rest to rest: way, speed and time fit, whatever the stroke."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backrub.motion.profile import least_s, longest_m, ramp_of, rest_to_rest

LENGTH = st.floats(0.005, 1.5)
TIME = st.floats(0.3, 60.0)
MOST = st.floats(0.01, 0.5)
SUDDEN = st.floats(0.2, 3.0)


@given(LENGTH, TIME, MOST, SUDDEN)
def test_the_way_is_made_in_the_time_and_never_backwards(length_m, duration_s, most_m_s, most_m_s2):
    ramp_s = ramp_of(length_m, duration_s, most_m_s=most_m_s, most_m_s2=most_m_s2)
    at_s = np.linspace(0.0, duration_s, 4001)
    way_m, speed_m_s = rest_to_rest(at_s, length_m, duration_s=duration_s, ramp_s=ramp_s)
    assert abs(way_m[0]) < 1e-12
    assert abs(way_m[-1] - length_m) < 1e-9
    assert np.diff(way_m).min() > -1e-9
    assert speed_m_s.min() > -1e-12
    assert abs(speed_m_s[[0, -1]]).max() < 1e-9
    # Speed summed over time is the way: the trapezoid rule, on 4,000 steps.
    assert abs(np.trapezoid(speed_m_s, at_s) - length_m) < 2e-3 * length_m


@given(st.floats(0.05, 1.0), TIME, MOST, SUDDEN)
def test_what_is_no_longer_than_its_time_allows_keeps_speed_and_acceleration(
    share_frac, duration_s, most_m_s, most_m_s2
):
    length_m = share_frac * longest_m(duration_s, most_m_s=most_m_s, most_m_s2=most_m_s2)
    ramp_s = ramp_of(length_m, duration_s, most_m_s=most_m_s, most_m_s2=most_m_s2)
    at_s = np.linspace(0.0, duration_s, 4001)
    _, speed_m_s = rest_to_rest(at_s, length_m, duration_s=duration_s, ramp_s=ramp_s)
    assert speed_m_s.max() <= most_m_s * (1 + 1e-6)
    assert np.abs(np.diff(speed_m_s)).max() / at_s[1] <= most_m_s2 * (1 + 1e-6)


@given(TIME, MOST, SUDDEN)
def test_no_longer_way_could_be_made_in_the_time(duration_s, most_m_s, most_m_s2):
    length_m = 1.01 * longest_m(duration_s, most_m_s=most_m_s, most_m_s2=most_m_s2)
    for share in np.linspace(0.005, 0.5, 100):
        top_m_s = length_m / (duration_s * (1 - share))
        assert top_m_s > most_m_s or 0.5 * np.pi * top_m_s / (duration_s * share) > most_m_s2


@given(LENGTH, SUDDEN)
def test_the_least_time_is_just_enough(length_m, most_m_s2):
    time_s = least_s(length_m, most_m_s2=most_m_s2)
    assert np.isclose(longest_m(time_s, most_m_s=100.0, most_m_s2=most_m_s2), length_m)


def test_half_a_cosine_worked_by_hand():
    # 10 cm in 2 s with half a second to come up: 0.1 / 1.5 m/s between; a quarter second in, half of that.
    way_m, speed_m_s = rest_to_rest(np.array([0.25, 0.5, 1.0]), 0.1, duration_s=2.0, ramp_s=0.5)
    assert np.allclose(speed_m_s, [0.1 / 3, 0.1 / 1.5, 0.1 / 1.5])
    assert np.allclose(way_m, [(0.1 / 1.5) * (0.125 - 0.25 / np.pi), 0.1 / 1.5 * 0.25, 0.05])
