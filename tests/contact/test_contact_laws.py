"""What holds for any massage, whatever its numbers."""

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from backrub.contact.bed import Bed
from backrub.contact.press import press
from backrub.motion.samples import PARTS
from contact.hands import block, curved, lifted, on_barrel, rigid

BED = curved(cell_m=0.005)


def glide(seconds, *, rate_hz=60.0, part="palm", force_n=20.0, x_m=0.05, lean=0.0, times=1, mirrored=False):
    """Return one hand down the back and up again, `times` over, seconds a way."""
    count = round(seconds * rate_hz)
    t = (np.arange(count) + 0.5) / count
    y_m = np.concatenate([0.12 + 0.16 * t, 0.28 - 0.16 * t] * times)
    sign = -1.0 if mirrored else 1.0
    x_m = sign * (x_m + 0.02 * np.sin(20 * y_m))
    at = on_barrel(x_m, y_m, heading=(sign * lean, -1.0, 0.0))
    return block(len(y_m), part=part, force_n=force_n, speed_m_s=0.16 / seconds, rate_hz=rate_hz, **at)


def alone(hand, bed=BED, **how):
    return press([(hand, lifted(len(hand), rate_hz=hand.rate_hz))], bed=bed, **how)


def assert_near(values, expected, *, rel=1e-3):
    """Hold values to what is expected within a part of each, and a tenth of that of the largest."""
    assert_allclose(values, expected, rtol=rel, atol=0.1 * rel * expected.max())


@settings(max_examples=15)
@given(part=st.sampled_from(PARTS), force_n=st.floats(2.0, 60.0))
def test_twice_the_time_at_the_same_level_is_twice_the_integral(part, force_n):
    once = alone(glide(1.0, part=part, force_n=force_n))
    twice = alone(glide(1.0, part=part, force_n=force_n, times=2))
    # The force is met to some hundred-thousandths, and the way there starts from the sample before.
    assert_near(twice.impulse_pa_s, 2 * once.impulse_pa_s, rel=1e-4)
    assert twice.impulse_pa_s.sum() == pytest.approx(2 * once.impulse_pa_s.sum(), rel=1e-4)
    assert_near(twice.peak_pa, once.peak_pa, rel=1e-4)
    assert np.abs(twice.contact_s - 2 * once.contact_s).max() <= 1 / 60 + 1e-6


@settings(max_examples=25)
@given(part=st.sampled_from(PARTS), force_n=st.floats(2.0, 60.0), more=st.floats(1.01, 2.0))
def test_a_heavier_hand_never_gives_less_to_any_cell(part, force_n, more):
    light = alone(glide(0.3, part=part, force_n=force_n))
    heavy = alone(glide(0.3, part=part, force_n=force_n * more))
    slack = 1e-4 * heavy.impulse_pa_s.max()  # how closely the force is met
    assert (heavy.impulse_pa_s >= light.impulse_pa_s - slack).all()
    assert (heavy.peak_pa >= light.peak_pa - 1e-4 * heavy.peak_pa.max()).all()
    assert (heavy.contact_s >= light.contact_s).all()


@settings(max_examples=20)
@given(
    part=st.sampled_from(PARTS), force_n=st.floats(2.0, 60.0), x_m=st.floats(0.0, 0.1), lean=st.floats(-1, 1)
)
def test_a_mirrored_massage_does_the_mirrored_thing(part, force_n, x_m, lean):
    made, mirrored = (
        alone(glide(0.3, part=part, force_n=force_n, x_m=x_m, lean=lean, mirrored=each))
        for each in (False, True)
    )
    assert_near(mirrored.impulse_pa_s[:, ::-1], made.impulse_pa_s)
    assert_near(mirrored.peak_pa[:, ::-1], made.peak_pa)
    assert mirrored.sides_n_s == pytest.approx(made.sides_n_s[::-1], rel=1e-4)


def test_the_two_hands_are_alike():
    hand = glide(0.5)
    left = press([(hand, lifted(len(hand)))], bed=BED)
    right = press([(lifted(len(hand)), hand)], bed=BED)
    assert (left.impulse_pa_s == right.impulse_pa_s).all()
    assert (left.hands.force_time_n_s[0] == right.hands.force_time_n_s[1]).all()


def sampling_errors(part):
    """Return how far the dose of a glide at 15, 30 and 60 Hz is from that at 480 Hz, of all of it."""
    fine = alone(glide(1.0, part=part, rate_hz=480.0)).impulse_pa_s
    return [
        np.abs(alone(glide(1.0, part=part, rate_hz=rate_hz)).impulse_pa_s - fine).sum() / fine.sum()
        for rate_hz in (15.0, 30.0, 60.0)
    ]


def cell_errors(part):
    """Return how far the dose of a glide in squares of 24 mm, where grids of 8, 4 and 2 mm agree on the
    borders, is on each of these from that on 1 mm, of all of it."""

    def squares(cell_m):
        bed = curved(cell_m=cell_m, width_m=0.288, length_m=0.36)
        made = alone(glide(0.5, part=part, rate_hz=20.0, lean=0.3), bed=bed)
        dose = made.impulse_pa_s * bed.area_m2
        k = round(0.024 / cell_m)
        return dose.reshape(dose.shape[0] // k, k, dose.shape[1] // k, k).sum(axis=(1, 3))

    fine = squares(0.001)
    return [np.abs(squares(cell_m) - fine).sum() / fine.sum() for cell_m in (0.008, 0.004, 0.002)]


def order_of(errors):
    """Return the order with which errors of halved steps fall: 1 is as fast as the step."""
    return float(np.log2(np.array(errors[:-1]) / errors[1:]).mean())


@pytest.mark.parametrize("part", ["palm", "thumb", "flat-fingers"])
def test_finer_sampling_comes_closer(part):
    errors = sampling_errors(part)
    assert errors[-1] < 0.01
    assert order_of(errors) > 1.8, errors


@pytest.mark.parametrize("part", ["palm", "heel", "forearm"])
def test_finer_cells_come_closer(part):
    errors = cell_errors(part)
    assert errors[1] < 0.02, errors
    assert order_of(errors) > 1.8, errors


def test_no_answer_depends_on_how_many_threads_share_the_work():
    count = 700
    t = np.arange(count) / 60
    left = block(
        count, force_n=20 + 5 * np.sin(t), **on_barrel(0.04 + 0.03 * np.sin(t), 0.2 + 0.1 * np.sin(2 * t))
    )
    right = block(count, part="forearm", force_n=30.0, **on_barrel(-0.03 + 0.03 * np.sin(t), 0.2))
    one, two, five = (press([(left, right)], bed=BED, threads=threads) for threads in (1, 2, 5))
    for name in ("impulse_pa_s", "peak_pa", "touch_s", "passes", "longest_s", "longest_at_s", "heat_frac"):
        assert np.array_equal(getattr(one, name), getattr(two, name), equal_nan=True), name
        assert np.array_equal(getattr(one, name), getattr(five, name), equal_nan=True), name


def test_how_a_massage_is_cut_into_blocks_does_not_matter():
    hand = glide(2.0)
    whole = alone(hand)
    cut = press(
        ((hand.part_of(i, i + 37), lifted(len(hand.part_of(i, i + 37)))) for i in range(0, len(hand), 37)),
        bed=BED,
    )
    assert cut.duration_s == whole.duration_s
    for name in ("impulse_pa_s", "peak_pa", "peak_at_s", "touch_s", "passes", "longest_s", "longest_at_s"):
        assert np.array_equal(getattr(cut, name), getattr(whole, name), equal_nan=True), name


def test_nothing_pressed_is_nothing_done():
    made = press([(lifted(60), lifted(60))], bed=BED)
    assert made.impulse_pa_s.max() == made.peak_pa.max() == made.passes.max() == 0
    assert made.duration_s == 1.0
    assert made.hands.hands_on_s == 0
    assert press([], bed=BED).duration_s == 0


MEMORY = """
import sys
import numpy as np
from backrub.contact.press import press
from contact.hands import block, curved, lifted, on_barrel
bed = curved(cell_m=0.005)
def blocks(minutes):
    for number in range(round(minutes * 6)):
        t = np.arange(600) / 60
        yield (block(600, **on_barrel(0.05, 0.2 + 0.1 * np.sin(t))), lifted(600))
made = press(blocks(float(sys.argv[1])), bed=bed)
# Not getrusage: that remembers the process which this one was started from.
highest = [line for line in open('/proc/self/status') if line.startswith('VmHWM')][0]
print(highest.split()[1], made.duration_s)
"""


def test_memory_does_not_follow_the_length():
    peaks = []
    for minutes in (1, 10):
        answer = subprocess.run(
            [sys.executable, "-c", MEMORY, str(minutes)], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        peak_kb, duration_s = answer.stdout.split()
        assert float(duration_s) == pytest.approx(60 * minutes)
        peaks.append(int(peak_kb))
    assert peaks[1] < 1.03 * peaks[0], peaks
    assert peaks[1] < 400_000, "400 MB are the limit of a whole check"


def test_one_long_block_takes_no_more_memory_than_many_short():
    # A block is cut before it is pressed, so only its own samples are long.
    hand = glide(15.0)
    made = alone(hand, bed=Bed.flat(cell_m=0.01), patches=rigid())
    assert made.duration_s == 30.0
