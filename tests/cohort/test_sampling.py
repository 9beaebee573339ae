"""What a cohort's rate costs against 60 samples a second: on every limit, every place's reach,
peak and dose."""

import time
from dataclasses import astuple, dataclass, replace
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
def row(number, rate_hz, *, own):
    """Return a body's row at a rate, of the short evening (own) or of a half hour; judged once."""
    whole = work() if own else half_hour()
    return judge(person_of(whole.seed, number), replace(whole, rate_hz=rate_hz), catalog=load()).row


@cache
def half_hour():
    return Work.of(*evening(30, "classic", 3), seed=1, rate_hz=FINE_HZ, catalog=load())


@dataclass(frozen=True)
class Errors:
    """The largest differences from 60 Hz: of worst over limit, a place's reach, its peak and its pressure
    over time (both as a share), of left against right; and how many limits turn."""

    near: float = 0.0
    reach: float = 0.0
    peak: float = 0.0
    dose: float = 0.0
    balance: float = 0.0
    turned: int = 0

    def or_more(self, other):
        return Errors(*(max(each) for each in zip(astuple(self), astuple(other), strict=True)))


def errors(number, rate_hz, *, own):
    """Return what a rate costs one body."""
    fine, coarse = row(number, FINE_HZ, own=own), row(number, rate_hz, own=own)

    def largest(kind, *, least=None):
        return max(
            abs(coarse[name] - value) if least is None else abs(coarse[name] / value - 1)
            for name, value in fine.items()
            if name.startswith(f"{kind}:") and (least is None or value > least)
        )

    return Errors(
        near=largest("near"),
        reach=largest("coverage"),
        peak=largest("peak", least=1e3),
        dose=largest("dose", least=10.0),
        balance=abs(coarse["balance_frac"] - fine["balance_frac"]),
        turned=sum(coarse[name] is not value for name, value in fine.items() if name.startswith("ok:")),
    )


def test_the_cohorts_own_rate_turns_no_limit_of_a_short_evening():
    found = errors(1, RATE_HZ, own=True)
    assert found.turned == 0
    assert found.near < 0.1
    assert found.reach < 0.03


@pytest.mark.prove
def test_what_a_rate_costs(proof_table):
    rows, bodies = [], 10
    row(bodies, FINE_HZ, own=False)  # all is loaded
    for rate_hz in (FINE_HZ, 30.0, 20.0, 15.0, 10.0, 5.0, 2.0):
        began_s = time.process_time()
        for number in range(bodies):
            row(number, rate_hz, own=False)
        took_s = (time.process_time() - began_s) / bodies
        worst = Errors()
        for number in range(bodies):
            worst = worst.or_more(errors(number, rate_hz, own=False))
        rows.append(
            {
                "samples a second": f"{rate_hz:g}",
                "bodies": bodies,
                "largest error of worst over limit": f"{worst.near:.4f}",
                "of a place's reach": f"{worst.reach:.4f}",
                "of a place's peak": f"{100 * worst.peak:.1f} %",
                "of its pressure over time": f"{100 * worst.dose:.1f} %",
                "of left against right": f"{worst.balance:.5f}",
                "limits that turn": worst.turned,
                "work of one core a body [s]": f"{took_s:.2f}",
            }
        )
        if rate_hz == RATE_HZ:
            assert worst.turned == 0
    proof_table("cohort-sampling-rate", rows)
