"""What a cohort's rate costs against 60 samples a second: on every limit, every place's reach,
peak and dose."""

import time
from dataclasses import astuple, dataclass, fields, replace
from functools import cache

import pytest

from backrub.app.cohorts import RATE_HZ
from backrub.catalog import load
from backrub.catalog.atlas import read_atlas
from backrub.cohort.fineness import FINE_HZ, FIRM_PA, MISSED, Missed
from backrub.cohort.judge import Work, judge
from backrub.cohort.people import person_of
from backrub.motion.samples import PARTS
from cohort.conftest import RECORDED_SEED, half_hour, work

BODIES = 40
NOTHING = Missed(*(0.0,) * len(fields(Missed)))


@cache
def row(number, rate_hz, *, own):
    """Return a body's row at a rate, of the short evening (own) or of a half hour; judged once."""
    whole = work() if own else recorded()
    return judge(person_of(whole.seed, number), replace(whole, rate_hz=rate_hz), catalog=load()).row


@cache
def recorded():
    """The plan of the runs at full size, on the first of the same bodies."""
    return Work.of(*half_hour(), seed=RECORDED_SEED, rate_hz=FINE_HZ, catalog=load())


@dataclass(frozen=True)
class Errors:
    """The largest differences from 60 Hz, as the report tells them (`Missed`); of left against right; and how
    many limits turn."""

    missed: Missed = NOTHING
    balance: float = 0.0
    turned: int = 0

    def or_more(self, other):
        pairs = zip(astuple(self.missed), astuple(other.missed), strict=True)
        worst = Missed(*(max(each) for each in pairs))
        return Errors(worst, max(self.balance, other.balance), self.turned + other.turned)


def errors(number, rate_hz, *, own):
    """Return what a rate costs one body."""
    fine, coarse = row(number, FINE_HZ, own=own), row(number, rate_hz, own=own)

    def off(names, *, least=None):
        """The largest difference; as a share, of what is at least so much."""
        return max(
            abs(coarse[name] - fine[name]) / (1.0 if least is None else fine[name])
            for name in names
            if least is None or fine[name] >= least
        )

    def of(kind):
        return {name for name in fine if name.startswith(kind)}

    zones = {name for name in of("near:pressure-") if name.removeprefix("near:pressure-") not in PARTS}
    passed = {name for name in of("peak:") if name.split(":")[1] in read_atlas().barred}
    firm = {name for name in of("peak:") - passed if fine[name] >= FIRM_PA}
    missed = Missed(
        zone_frac=off(zones),
        near_frac=off(of("near:") - zones),
        reach_frac=off(of("coverage:")),
        peak_frac=off(firm, least=FIRM_PA),
        light_pa=off(of("peak:") - firm),
        dose_frac=off(of("dose:"), least=10.0),
        highest_frac=off(["peak_pa"], least=1.0),
    )
    turned = sum(coarse[name] is not fine[name] for name in of("ok:"))
    return Errors(missed, abs(coarse["balance_frac"] - fine["balance_frac"]), turned)


def test_the_cohorts_own_rate_turns_no_limit_of_a_short_evening():
    found = errors(1, RATE_HZ, own=True)
    assert found.turned == 0
    assert max(found.missed.near_frac, found.missed.zone_frac) < 0.1
    assert found.missed.reach_frac < 0.03
    assert found.missed.peak_frac < 0.03


@pytest.mark.prove
def test_what_a_rate_costs(proof_table):
    rows, bodies, costs = [], BODIES, {}
    row(bodies, FINE_HZ, own=False)  # all is loaded
    for rate_hz in (FINE_HZ, *MISSED):
        began_s = time.process_time()
        for number in range(bodies):
            row(number, rate_hz, own=False)
        took_s = (time.process_time() - began_s) / bodies
        worst = Errors()
        for number in range(bodies):
            worst = worst.or_more(errors(number, rate_hz, own=False))
        missed = worst.missed
        rows.append(
            {
                "samples a second": f"{rate_hz:g}",
                "bodies": bodies,
                "largest error of worst over limit, mean pressure in a zone": f"{missed.zone_frac:.4f}",
                "of all other limits": f"{missed.near_frac:.4f}",
                "of a place's reach": f"{missed.reach_frac:.4f}",
                "of a place's peak from 10 kPa on, but for the spine": f"{100 * missed.peak_frac:.1f} %",
                "of lighter peaks and the spine's [kPa]": f"{missed.light_pa / 1e3:.1f}",
                "of its pressure over time": f"{100 * missed.dose_frac:.1f} %",
                "of the highest pressure anywhere": f"{100 * missed.highest_frac:.1f} %",
                "of left against right": f"{worst.balance:.5f}",
                "limits that turn": worst.turned,
                "work of one core a body [s]": f"{took_s:.2f}",
            }
        )
        costs[rate_hz] = worst
    proof_table("cohort-sampling-rate", rows)
    # What the report says of its rate. Most of it is a palm's edge in a zone, which is there for less than a
    # step: 1 cm at 0.2 m/s, at 20 Hz.
    for rate_hz, most in MISSED.items():
        for part in fields(Missed):
            found, told = (getattr(each, part.name) for each in (costs[rate_hz].missed, most))
            assert found <= told, (rate_hz, part.name)
        assert costs[rate_hz].turned == 0, rate_hz
