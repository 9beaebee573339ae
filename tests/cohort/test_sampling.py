"""What a cohort's rate costs against 60 samples a second: on every limit, every place's reach and peak."""

from dataclasses import replace
from functools import cache

import pytest

from backrub.app.cohorts import RATE_HZ
from backrub.catalog import load
from backrub.cohort.judge import Work, judge
from backrub.cohort.people import person_of
from cohort.conftest import work
from motion.conftest import evening

FINE_HZ = 60.0


@cache
def row(number, rate_hz, own):
    """Return a body's row at a rate, of the short evening (own) or of a half hour; judged once."""
    whole = work() if own else half_hour()
    return judge(person_of(whole.seed, number), replace(whole, rate_hz=rate_hz), catalog=load()).row


@cache
def half_hour():
    return Work.of(*evening(30, "classic", 3), seed=1, rate_hz=FINE_HZ, catalog=load())


def errors(number, rate_hz, *, own):
    """Return the largest differences of one body from 60 Hz: worst over limit, reach, peak; and limits that
    turn."""
    fine, coarse = row(number, FINE_HZ, own), row(number, rate_hz, own)
    near, reach, peak, turned = 0.0, 0.0, 0.0, 0
    for name, value in fine.items():
        kind = name.partition(":")[0]
        if kind == "near" and ":" in name:
            near = max(near, abs(coarse[name] - value))
        elif kind == "coverage":
            reach = max(reach, abs(coarse[name] - value))
        elif kind == "peak" and value > 1e3:
            peak = max(peak, abs(coarse[name] / value - 1))
        elif kind == "ok":
            turned += coarse[name] is not value
    return near, reach, peak, turned


def test_the_cohorts_own_rate_turns_no_limit_of_a_short_evening():
    near, reach, _, turned = errors(1, RATE_HZ, own=True)
    assert turned == 0
    assert near < 0.1
    assert reach < 0.03


@pytest.mark.prove
def test_what_a_rate_costs(proof_table):
    rows, bodies = [], 2
    for rate_hz in (2.0, 5.0, 10.0, 20.0, 30.0):
        found = [errors(number, rate_hz, own=False) for number in range(bodies)]
        near, reach, peak = (max(each[column] for each in found) for column in range(3))
        turned = sum(each[3] for each in found)
        rows.append(
            {
                "samples a second": f"{rate_hz:g}",
                "bodies": bodies,
                "largest error of worst over limit": f"{near:.4f}",
                "largest error of a place's reach": f"{reach:.4f}",
                "largest error of a place's peak": f"{100 * peak:.1f} %",
                "limits that turn": turned,
            }
        )
        if rate_hz == RATE_HZ:
            assert turned == 0
    proof_table("cohort-sampling-rate", rows)
