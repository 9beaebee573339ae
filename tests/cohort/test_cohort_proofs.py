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
from backrub.model.cohort import CohortReport
from cohort.conftest import RATE_HZ, RECORDED_HZ, RECORDED_SEED, SEED, half_hour, own, run

BODIES, MOST_BODIES = 1000, 10_000
RECORDED = Path(__file__).parents[2] / "build" / "cohort-of-ten-thousand"
FEW, MIDDLE, MANY = 100, 200, 400
GROWTH, MOST_MB = 1.1, 400.0
"""By so much at most may a process's peak grow from few bodies to many; and the most that it may be. [MB]"""
MOST_AT_LAST_MB = 600.0
"""Where a peak would be after MOST_BODIES, if it went on as from the middle to the last body. [MB]"""
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


def measured(folder, *, plan, bodies, marks, seed, rate_hz, workers):
    """Run a cohort in a process of its own and return what cohort/measured_run.py tells of it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    written = folder.with_suffix(".plan.json")
    written.write_text(plan.model_dump_json())
    asked = {"plan": str(written), "folder": str(folder), "bodies": bodies, "marks": marks, "seed": seed,
             "rate_hz": rate_hz, "workers": workers}  # fmt: skip
    said = subprocess.run(
        [sys.executable, "-m", "cohort.measured_run", json.dumps(asked)], stdout=subprocess.PIPE, text=True,
        check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    return json.loads(said.stdout)


def assert_flat(told):
    """Nobody's peak grows with the bodies: little from few to all, and least of all at last, so that ten
    thousand have room. The collector has its tables and its page to write at the end."""
    few, middle, last, end = told["peaks"]
    assert max(end["worker"], end["collector"]) < MOST_MB, told
    for who in ("worker", "collector"):
        assert last[who] <= GROWTH * few[who], told
        a_body_mb = (last[who] - middle[who]) / max(1, last["bodies"] - middle["bodies"])
        assert last[who] + a_body_mb * (MOST_BODIES - last["bodies"]) < MOST_AT_LAST_MB, told


def test_memory_that_grows_with_every_body_is_seen():
    def told(*, worker=(320.0, 322.0, 323.0), written=40.0, collector=(190.0, 192.0, 193.0)):
        peaks = [
            {"bodies": bodies, "worker": ours, "collector": theirs}
            for bodies, ours, theirs in zip((100, 200, 400), worker, collector, strict=True)
        ]
        return {"peaks": [*peaks, {**peaks[-1], "collector": peaks[-1]["collector"] + written}]}

    assert_flat(told())
    for grown in (
        told(worker=(320.0, 322.0, 329.0)),  # 35 kB a body: 665 MB after ten thousand
        told(collector=(190.0, 192.0, 202.0)),  # 50 kB a body
        told(collector=(190.0, 211.0, 211.0)),
        told(written=210.0),
    ):
        with pytest.raises(AssertionError):
            assert_flat(grown)


@pytest.mark.prove
def test_four_times_the_bodies_take_the_same_memory(proof_table, tmp_path):
    plan, _ = own()
    told = measured(
        tmp_path / "flat", plan=plan, bodies=MANY, marks=[FEW, MIDDLE], seed=SEED, rate_hz=RATE_HZ, workers=1
    )
    words = ("few", "some", "all", "all, and written")
    rows = [
        {"bodies": f"{each['bodies']} ({word})", "peak of the worker [MB]": f"{each['worker']:.0f}",
         "peak of the collector [MB]": f"{each['collector']:.0f}"}
        for word, each in zip(words, told["peaks"], strict=True)
    ]  # fmt: skip
    proof_table("cohort-flat-memory", rows)
    assert_flat(told)


@pytest.mark.prove
def test_a_thousand_bodies(proof_table, tmp_path):
    rows, told = many_bodies(BODIES, tmp_path / "thousand", rate_hz=COHORT_HZ, marks=[FEW, BODIES // 2])
    proof_table("cohort-of-a-thousand", rows)
    assert_flat(told)


@pytest.mark.recorded
def test_ten_thousand_bodies(proof_table):
    rows, told = many_bodies(MOST_BODIES, RECORDED, rate_hz=RECORDED_HZ, marks=[BODIES, MOST_BODIES // 2])
    proof_table("cohort-of-ten-thousand", rows)
    assert_flat(told)


def many_bodies(bodies, folder, *, rate_hz, marks):
    """Return what half an hour comes to on so many bodies, by two workers, as rows of a table; and what the
    run told of its memory."""
    plan, _ = half_hour()
    used = []
    with processor_s(used):
        told = measured(
            folder, plan=plan, bodies=bodies, marks=marks, seed=RECORDED_SEED, rate_hz=rate_hz, workers=2
        )
    report = CohortReport.model_validate_json((folder / "report.json").read_text())
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
            f"{told['judged'] / used[0]:.2f}"},
        *(
            {"what": "most memory of a worker, and of the one that collects, "
                     f"after {each['bodies']}{more} [MB]",
             "how many": f"{each['worker']:.0f}, {each['collector']:.0f}"}
            for each, more in zip(told["peaks"], (" bodies", "", "", ", all written"), strict=True)
        ),
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
    ], told  # fmt: skip


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
