"""A run: twenty bodies, cut and gone on with, refused where it is another, the same whoever does it."""

import ctypes
import gc
import json
import os
import pickle
import re
import signal
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from backrub.app.cohort_crew import Alone, crew_of
from backrub.app.cohorts import check_on_person, chunks_of, read_body_seed
from backrub.catalog import load
from backrub.cohort.table import Columns
from backrub.cohort.task import packed, unpacked
from backrub.errors import DataError, Problem, Refused
from backrub.model.cohort import CohortReport
from cohort.conftest import RATE_HZ, SEED, judged, own, run, work

LEFT_BEHIND_KIB = 100
"""The most that a body may leave behind in a worker, a megabyte by ten; measured are 10 to 30."""


class Cut(Exception):
    """The power is gone."""


class CutShort(Alone):
    """A crew that is stopped after two tasks."""

    def judged(self, sent, chunks):
        yield from islice(super().judged(sent, chunks), 2)
        raise Cut


class Counting(Alone):
    """A crew that tells which bodies it was given."""

    def __init__(self):
        super().__init__()
        object.__setattr__(self, "seen", [])

    def judged(self, sent, chunks):
        for numbers, content in super().judged(sent, chunks):
            self.seen.extend(numbers)
            yield numbers, content


def results(folder):
    return {name: (folder / name).read_bytes() for name in ("bodies.parquet", "report.json", "report.html")}


def test_twenty_bodies_are_one_row_each_and_the_report_counts_them(twenty):
    folder, report = twenty
    read = Columns(folder / "bodies.parquet")
    assert read.numbers("number").tolist() == [*range(20)]
    assert report.bodies == 20
    assert report.broken == int((read.numbers("broken") > 0).sum())
    assert report.peak_pa[-1] == pytest.approx(read.numbers("peak_pa").max(), abs=0.1)
    assert sum(each.bodies for each in report.groups) == 20
    assert len(report.worst) == 10
    assert CohortReport.model_validate_json((folder / "report.json").read_text()) == report
    assert dict(read.row(2)) == {name: pytest.approx(value) for name, value in judged(2).row.items()}


def test_a_run_that_was_cut_goes_on_and_ends_the_same(tmp_path):
    run(tmp_path / "whole", bodies=6)
    with pytest.raises(Cut):
        run(tmp_path / "cut", bodies=6, crew=CutShort())
    assert not (tmp_path / "cut" / "bodies.parquet").exists()
    counting = Counting()
    run(tmp_path / "cut", bodies=6, crew=counting)
    assert counting.seen == [2, 3, 4, 5]
    assert results(tmp_path / "cut") == results(tmp_path / "whole")


def test_more_bodies_are_added_and_fewer_are_taken(tmp_path):
    few = run(tmp_path / "grown", bodies=3)
    counting = Counting()
    run(tmp_path / "grown", bodies=5, crew=counting)
    assert counting.seen == [3, 4]
    run(tmp_path / "whole", bodies=5)
    assert results(tmp_path / "grown") == results(tmp_path / "whole")
    assert run(tmp_path / "grown", bodies=3) == few


def test_a_part_that_is_no_part_is_judged_again(tmp_path):
    run(tmp_path / "f", bodies=3)
    before = results(tmp_path / "f")
    part = sorted((tmp_path / "f" / "parts").iterdir())[1]
    part.write_bytes(part.read_bytes()[:100])
    counting = Counting()
    run(tmp_path / "f", bodies=3, crew=counting)
    assert counting.seen == [1]
    assert results(tmp_path / "f") == before


@pytest.mark.parametrize(
    ("change", "word"), [({"seed": 8}, "seed"), ({"rate_hz": 6.0}, "rate"), ({"plan": "longer"}, "plan")]
)
def test_a_folder_of_another_cohort_is_refused_in_words(tmp_path, change, word):
    run(tmp_path / "f", bodies=1)
    if "plan" in change:
        change = {"plan": own()[0].model_copy(update={"solve_s": 99.0})}
    with pytest.raises(DataError, match=f"holds another cohort: its {word}"):
        run(tmp_path / "f", bodies=1, **change)


def test_another_version_is_another_cohort(tmp_path):
    run(tmp_path / "f", bodies=1)
    made_of = tmp_path / "f" / "cohort.json"
    made_of.write_text(json.dumps({**json.loads(made_of.read_text()), "version": "0.0.9"}))
    with pytest.raises(DataError, match="version of Backrub"):
        run(tmp_path / "f", bodies=1)
    made_of.write_text("[1]")
    with pytest.raises(DataError, match="can't be read"):
        run(tmp_path / "f", bodies=1)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(DataError, match="holds no cohort"):
        run(tmp_path, bodies=1)
    assert [each.name for each in tmp_path.iterdir()] == ["letter.txt"]


def test_without_a_folder_nothing_is_left(tmp_path, monkeypatch, twenty):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    report = run(None, bodies=1)
    assert report.bodies == 1
    assert list(tmp_path.iterdir()) == []


def test_numbers_that_can_not_be_used_are_told_at_once():
    with pytest.raises(DataError) as caught:
        run(bodies=0, seed=-1, rate_hz=0.5)
    assert [each.where for each in caught.value.problems] == ["--bodies", "--seed", "--rate"]


def test_somebody_seated_is_refused():
    with pytest.raises(Refused, match="seated"):
        run(bodies=1, plan=own()[0].model_copy(update={"position": "seated"}))


def test_one_body_is_run_again_with_everything(twenty):
    report = check_on_person(own()[0], seed=SEED, number=2, catalog=load(), rate_hz=RATE_HZ)
    assert {f"worst:{each.name}": each.worst for each in report.limits} == {
        name: value for name, value in judged(2).row.items() if name.startswith("worst:")
    }
    assert read_body_seed("7:2") == (7, 2)
    for words in ("", "7", "7:", ":2", "a:b", "7:-1", "7:1.5", "7:2:3"):
        with pytest.raises(DataError, match="no body of a cohort"):
            read_body_seed(words)


def test_tasks_are_runs_without_a_gap_and_nobody_is_forgotten():
    numbers = [*range(100), *range(150, 400)]
    chunks = list(chunks_of(numbers, hands=2))
    assert [number for chunk in chunks for number in chunk] == numbers
    assert all(chunk == tuple(range(chunk[0], chunk[-1] + 1)) for chunk in chunks)
    assert max(map(len, chunks)) == 10
    assert list(chunks_of([], hands=2)) == []


def test_work_goes_over_the_wire_and_back():
    assert unpacked(packed(work())) == work()


def test_a_worker_of_another_version_says_so(monkeypatch):
    sent = packed(work())
    unpacked.cache_clear()
    monkeypatch.setattr("backrub.cohort.task.__version__", "9.9.9")
    with pytest.raises(DataError, match="Install the same version"):
        unpacked(sent)


@pytest.mark.parametrize(
    "error", [DataError([Problem("a", "is odd", "Make it even.")]), Refused("code", "No.", "Later.")]
)
def test_problems_arrive_from_a_worker_as_they_were(error):
    arrived = pickle.loads(pickle.dumps(error))
    assert (type(arrived), str(arrived), vars(arrived)) == (type(error), str(error), vars(error))


def blocked(*names):
    """Return a program's first lines that make packages impossible to import."""
    return f"import sys\nfor name in {names!r}: sys.modules[name] = None\n"


def test_without_the_packages_one_sentence_says_what_to_install():
    program = blocked("pyarrow", "dask", "distributed") + (
        "import backrub.app.facade, backrub.dose, backrub.cohort.people, backrub.app.cohorts\n"
        "from backrub.app.cohort_crew import crew_of\n"
        "from backrub.cohort.table import parquet\n"
        "from backrub.errors import DataError\n"
        "for call in (parquet, lambda: crew_of(scheduler=None, workers=2).__enter__()):\n"
        "    try:\n        call()\n"
        "    except DataError as error:\n        print(error)\n"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.count("pip install 'backrub[cohort]'") == 2


def test_nobody_at_an_address_is_said(monkeypatch):
    monkeypatch.setattr("backrub.app.cohort_crew.CONNECT_S", 0.5)
    with (
        pytest.raises(DataError, match="nobody answers"),
        crew_of(scheduler="tcp://127.0.0.1:9", workers=1),
    ):
        pass


def test_a_worker_keeps_no_record_that_grows_with_its_bodies():
    with crew_of(scheduler=None, workers=1) as crew:
        run(bodies=2, crew=crew)
        kept = crew.client.run(lambda dask_worker: len(dask_worker.profile_history))
    assert set(kept.values()) == {0}


def test_the_one_who_collects_keeps_nothing_of_what_was_sent(monkeypatch):
    """Plans of 200 kB on their way to 300 tasks: were each message kept, it would be 60 MB and more. Measured
    is half a megabyte; at the most that passes, the thousand tasks of ten thousand bodies would leave 25."""

    def held_kib():
        gc.collect()
        return int(re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())[1])

    monkeypatch.setattr("backrub.app.cohort_crew.judge_bodies", lambda sent, chunk: b"done")
    sent, after = os.urandom(200_000), []
    with crew_of(scheduler=None, workers=1) as crew:
        for numbers, _ in crew.judged(sent, ((number,) for number in range(400))):
            if numbers[0] in {99, 199, 399}:
                after.append(held_kib())
    assert len(after) == 3
    assert after[2] - after[0] < 10_000, after
    assert after[2] - after[1] < 5_000, after


@pytest.mark.prove
def test_a_workers_memory_does_not_grow_with_its_bodies():
    """A real worker's: thirty bodies leave no more behind than ten do, but for a trickle."""

    def resting_kib():
        """Return what a process holds when it has given back all that it can. [KiB]"""
        gc.collect()
        ctypes.CDLL("libc.so.6").malloc_trim(0)
        said = Path("/proc/self/status").read_text(encoding="utf-8")
        return int(re.search(r"VmRSS:\s+(\d+) kB", said)[1])

    with crew_of(scheduler=None, workers=1) as crew:
        held_kib = []
        for seed, bodies in enumerate((2, 8, 20)):  # the first are for what is read and compiled once
            run(bodies=bodies, seed=seed, crew=crew, rate_hz=2.0)
            held_kib += crew.client.run(resting_kib).values()
    assert len(held_kib) == 3
    assert held_kib[2] - held_kib[1] < 20 * LEFT_BEHIND_KIB, held_kib


def test_a_worker_killed_in_the_middle_changes_nothing(tmp_path):
    """On a cluster by its address, two workers; one is killed when the first bodies are done."""
    from distributed import LocalCluster

    killed = []

    def kill_one(done, bodies):
        if done and not killed:
            process = next(iter(cluster.workers.values())).process.process
            killed.append(process.pid)
            os.kill(process.pid, signal.SIGKILL)

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50,
            local_directory=str(tmp_path / "dask"),
        ) as cluster,
        crew_of(scheduler=cluster.scheduler_address, workers=1) as crew,
    ):  # fmt: skip
        assert crew.hands == 2
        run(tmp_path / "killed", bodies=10, crew=crew, told=kill_one)
    assert killed
    run(tmp_path / "whole", bodies=10)
    assert results(tmp_path / "killed") == results(tmp_path / "whole")
