"""At full size: a thousand bodies, memory that does not grow, and what a second worker is worth.

Ten thousand are one recorded run: `python tools/prove.py tests/cohort/test_cohort_proofs.py -m recorded`.
Cut, it goes on.
"""

import json
import os
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from backrub.app.cohort_crew import crew_of
from backrub.app.cohorts import RATE_HZ as COHORT_HZ
from backrub.app.cohorts import run_cohort
from backrub.catalog import load
from cohort.conftest import RECORDED_HZ, RECORDED_SEED, half_hour, run

BODIES, MOST_BODIES = 1000, 10_000
RECORDED = Path(__file__).parents[2] / "build" / "cohort-of-ten-thousand"
FEW, MANY = 100, 400
GROWTH = 1.1
"""By so much at most may the peak grow from few bodies to many; what is in it is one body and one task."""
PACES = 3
"""How often the race of one worker against two is run."""


@contextmanager
def processor_s(used):
    """Append the processor time that this process and the children that end meanwhile take. [s]"""
    before_s = _taken_s()
    yield
    used.append(_taken_s() - before_s)


def _taken_s():
    took = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in took)


PEAK = """
import json, resource, sys
from cohort.conftest import run
run(bodies=int(sys.argv[1]))
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
"""


def peak_kib(bodies):
    """Return the most memory that a process of its own takes for a short evening on so many bodies. [KiB]"""
    said = subprocess.run(
        [sys.executable, "-c", PEAK, str(bodies)], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    return json.loads(said.stdout)


@pytest.mark.prove
def test_memory_does_not_follow_the_number_of_bodies():
    few, many = peak_kib(2), peak_kib(10)
    assert many <= GROWTH * few


@pytest.mark.prove
def test_four_times_the_bodies_take_the_same_memory(proof_table):
    peaks = {bodies: peak_kib(bodies) for bodies in (FEW, MANY)}
    rows = [
        {"bodies": bodies, "peak [MiB]": round(peak / 1024), "of the first": f"{peak / peaks[FEW]:.3f}"}
        for bodies, peak in peaks.items()
    ]
    proof_table("cohort-flat-memory", rows)
    assert peaks[MANY] <= GROWTH * peaks[FEW]


@pytest.mark.prove
def test_a_thousand_bodies(proof_table, tmp_path):
    proof_table("cohort-of-a-thousand", many_bodies(BODIES, tmp_path / "thousand", rate_hz=COHORT_HZ))


@pytest.mark.recorded
def test_ten_thousand_bodies(proof_table):
    proof_table("cohort-of-ten-thousand", many_bodies(MOST_BODIES, RECORDED, rate_hz=RECORDED_HZ))


def many_bodies(bodies, folder, *, rate_hz):
    """Return what half an hour comes to on so many bodies, by two workers, as rows of a table."""
    plan, _ = half_hour()
    used, done = [], []
    with processor_s(used), crew_of(scheduler=None, workers=2) as crew:
        report = run_cohort(
            plan, bodies=bodies, seed=RECORDED_SEED, catalog=load(), folder=folder, crew=crew,
            rate_hz=rate_hz, told=lambda so_far, _: done.append(so_far),
        )  # fmt: skip
    assert report.bodies == bodies
    assert all(low <= high for low, high in pairwise(report.coverage_frac))
    limits = sorted(
        (each for each in report.limits if each.near_frac[-1] > 0),
        key=lambda each: (-each.broken, -each.near_frac[-1]),
    )
    return [
        {"what": "bodies", "how many": report.bodies},
        {"what": "no shape of that height and mass, judged on the nearest", "how many": report.nearest},
        {"what": "samples a second", "how many": f"{rate_hz:g}"},
        {"what": "bodies a second of one core, by its time at work", "how many":
            f"{(bodies - done[0]) / used[0]:.2f}"},
        {"what": "most memory of a worker, and of the one that collects [MiB]", "how many": ", ".join(
            f"{resource.getrusage(who).ru_maxrss / 1024:.0f}"
            for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF))},
        {"what": "bodies with a limit broken by this plan, made for another body", "how many": report.broken},
        *(
            {"what": f"limit {each.name}: breaks on; worst over limit at the median and the most",
             "how many": f"{each.broken}; {each.near_frac[2]:.2f}; {each.near_frac[-1]:.2f}"}
            for each in limits[:12]
        ),
        {"what": "reach of the plan's own places, 5 %, median", "how many":
            f"{100 * report.coverage_frac[0]:.1f} %, {100 * report.coverage_frac[2]:.1f} %"},
        {"what": "highest pressure, median, 95 %, most [kPa]", "how many":
            ", ".join(f"{report.peak_pa[at] / 1e3:.0f}" for at in (2, 4, 5))},
    ]  # fmt: skip


@pytest.mark.prove
def test_two_workers_are_worth_most_of_two(proof_table):
    """Turn about, so that whatever else the machine does falls on both alike; the best of each counts."""
    took = {workers: [] for workers in (1, 2)}
    used = {workers: [] for workers in (1, 2)}
    for _ in range(PACES):
        for workers in took:
            with processor_s(used[workers]), crew_of(scheduler=None, workers=workers) as crew:
                run(bodies=2 * workers, crew=crew)  # every worker has loaded what it needs
                began_s = time.perf_counter()
                run(bodies=60, crew=crew, rate_hz=30.0)
                took[workers].append(time.perf_counter() - began_s)
    ratio = min(took[1]) / min(took[2])
    rows = [
        {"workers": workers, "best time [s]": f"{min(took[workers]):.1f}",
         "time at work, best [s]": f"{min(used[workers]):.1f}"}
        for workers in took
    ]  # fmt: skip
    rows.append({"workers": "two against one", "best time [s]": f"{ratio:.2f}",
                 "time at work, best [s]": f"{min(used[1]) / min(used[2]):.2f}"})  # fmt: skip
    proof_table("cohort-two-workers", rows)
    assert ratio >= 1.7
