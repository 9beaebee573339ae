"""How much a cohort misses between its samples, by how many there are a second: measured, not guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FINE_HZ: Final = 60.0
"""What others are measured against: the gate before a massage samples as often. [Hz]"""
FIRM_PA: Final = 10e3
"""Peaks from here on are told as a share, lower ones as a difference [engineering judgement]. [Pa]"""
SOURCE: Final = "docs/proofs/cohort-sampling-rate.md"


@dataclass(frozen=True, slots=True)
class Missed:
    """No more than this was off, on any of forty bodies under one half hour, against `FINE_HZ`.

    `zone_frac` is of worst over limit where a zone's mean pressure is judged, `near_frac` of all other
    limits; `reach_frac` of a place's reach; of its highest pressure `peak_frac` where that is `FIRM_PA` and
    more, and `light_pa` where it is less or on the spine, which hands only pass; `dose_frac` of its pressure
    over time; `highest_frac` of the highest pressure anywhere.
    """

    zone_frac: float
    near_frac: float
    reach_frac: float
    peak_frac: float
    light_pa: float
    dose_frac: float
    highest_frac: float


MISSED: Final = {
    30.0: Missed(0.15, 0.08, 0.09, 0.08, 5e3, 0.03, 0.01),
    20.0: Missed(0.25, 0.08, 0.09, 0.08, 5e3, 0.04, 0.02),
    10.0: Missed(0.25, 0.10, 0.12, 0.10, 8e3, 0.04, 0.02),
    5.0: Missed(0.25, 0.12, 0.12, 0.20, 10e3, 0.05, 0.20),
}
"""What each rate misses at most, by samples a second: a proof measures it, and fails where it is more."""


def missed_at(rate_hz: float) -> tuple[float, Missed] | None:
    """Return the nearest rate that was measured and is no finer, and what it misses; None below all.

    >>> missed_at(24.0)[0]
    20.0
    >>> missed_at(2.0) is None
    True
    """
    coarser = [each for each in MISSED if each <= rate_hz]
    return (max(coarser), MISSED[max(coarser)]) if coarser else None


def told(rate_hz: float) -> str:
    """Return what a cohort's rate costs, in words."""
    fine = f"Hands were sampled {rate_hz:g} times a second"
    if rate_hz >= FINE_HZ:
        return f"{fine}, as finely as before a massage or finer. Others are measured against that: {SOURCE}."
    found = missed_at(rate_hz)
    if found is None:
        least = f"{min(MISSED):g}"
        return f"{fine}. How much that misses was never measured: below {least} it is not known ({SOURCE})."
    measured_hz, missed = found
    return (
        f"{fine}. Of {FINE_HZ:g} a second, {measured_hz:g} missed at most this, on forty bodies under a half "
        f"hour: {missed.zone_frac:.2f} of the limit where a zone's mean pressure is judged, and "
        f"{missed.near_frac:.2f} of any other; {100 * missed.reach_frac:.0f} points of a place's reach; "
        f"{100 * missed.peak_frac:.0f} % of its highest pressure from {FIRM_PA / 1e3:.0f} kPa on, and "
        f"{missed.light_pa / 1e3:.0f} kPa of lighter ones and of the spine's, which hands only pass; "
        f"{100 * missed.highest_frac:.0f} % of the highest pressure anywhere. No limit turned. "
        f"Source: {SOURCE}."
    )
