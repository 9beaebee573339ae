"""A short evening to press on many bodies, and a cohort of it that is judged once."""

from functools import cache
from unittest.mock import patch

import pytest

from backrub.app.cohorts import run_cohort
from backrub.catalog import load
from backrub.cohort import task
from backrub.cohort.judge import Work, judge
from backrub.cohort.people import person_of
from backrub.cohort.task import sha256_of
from motion.conftest import evening

RATE_HZ = 5.0
SEED = 7
RECORDED_HZ = 20.0
"""The rate of the recorded run of ten thousand bodies."""
RECORDED_SEED = 1


@cache
def own():
    """A plan of five minutes, and its score."""
    return evening(5, "relaxation", 2)


@cache
def half_hour():
    """The plan of half an hour that the runs at full size are of, and its score."""
    return evening(30, "relaxation", 2)


@cache
def work():
    return Work.of(*own(), seed=SEED, rate_hz=RATE_HZ, catalog=load())


@cache
def judged(number):
    return judge(person_of(SEED, number), work(), catalog=load())


JUDGED = {}


def remembered(person, work, *, catalog):
    """Judge a body, or return what was found the first time: runs differ in who is judged, not in what comes
    out, and workers in processes of their own judge anew."""
    key = person.seed, person.number, sha256_of(work.plan), work.rate_hz
    if key not in JUDGED:
        JUDGED[key] = judge(person, work, catalog=catalog)
    return JUDGED[key]


def run(folder=None, *, bodies=4, seed=SEED, plan=None, **options):
    """Run the short evening on a few bodies in this process."""
    options = {"rate_hz": RATE_HZ, **options}
    with patch.object(task, "judge", remembered):
        return run_cohort(
            plan or own()[0], bodies=bodies, seed=seed, catalog=load(), folder=folder, **options
        )


@pytest.fixture(scope="session")
def twenty(tmp_path_factory):
    """Twenty bodies, judged in one go: the folder and the report."""
    folder = tmp_path_factory.mktemp("cohort") / "twenty"
    return folder, run(folder, bodies=20)
