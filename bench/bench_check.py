"""Checking an evening of an hour: both hands at 60 Hz over a body's own back of 10,650 cells, as a plan is.

A plan of 60 minutes is made and composed before; measured are motion, contact and dose, by themselves and as
one, with two threads as the app has and with one. Meant: at most 1.5 s of this machine, less than 400 MB, and
the same for 20 and for 120 minutes; a cold start with cached loops in less than 3 s. Seconds and megabytes
are printed; guarded are ratios in the same run: the whole check against the plain definition of contact
alone and against a search in a k-d tree that does the same by hand, both on a slice, and against this
machine's own time to read and write the bytes that the samples touch, once; and the memory of 120 minutes
against that of 20.
"""

import os
import subprocess
import sys
from functools import cache

from backrub.catalog import load
from backrub.contact import press
from backrub.contact.press import PLAIN
from backrub.dose import check, skin_of
from backrub.dose.check import report_of
from backrub.motion import move
from backrub.motion.move import segments_of
from contact.rivals import TOUCHED_BYTES, by_tree, copying, least_of
from motion.conftest import evening

MINUTES, STYLE = 60, "classic"
RATE_HZ = 60.0
SLICES, SLICED = 36, 4
MOST_MB = 400.0
LEAST_OVER_PLAIN, LEAST_OVER_TREE, MOST_OVER_COPY = 30.0, 5.0, 6.0


@cache
def skin():
    return skin_of(evening(MINUTES, STYLE)[0], catalog=load())


def moved(**options):
    return move(*evening(MINUTES, STYLE), back=skin().receiver.back, catalog=load(), **options)


@cache
def laid():
    return segments_of(*evening(MINUTES, STYLE), back=skin().receiver.back, catalog=load())


def pressed(blocks, *, threads=2):
    return press(blocks, bed=skin().bed, zones=skin().bits, threads=threads)


def judged(contact):
    plan, score = evening(MINUTES, STYLE)
    return report_of(contact, plan, score=score, skin=skin(), catalog=load(), segments=laid())


def checked(*, threads=2):
    plan, score = evening(MINUTES, STYLE)
    return check(plan, score, catalog=load(), skin=skin(), threads=threads)


def slices(blocks):
    """Return a few samples out of every so many blocks: the mix of the hour."""
    middles = blocks[:: max(1, len(blocks) // SLICES)]
    return [tuple(hand.part_of(200, 200 + SLICED) for hand in pair) for pair in middles]


def at_work(blocks):
    return sum(int((hand.force_n > 0).sum()) for pair in blocks for hand in pair)


def test_an_hour_from_its_score_to_its_report(capsys):
    score = evening(MINUTES, STYLE)[1]
    blocks = list(moved())
    contact = pressed(blocks)
    few = slices(blocks)
    copy, copied_bytes = copying()
    whole, alone, motion, one, two, dose, copied, tree, plain = least_of(
        checked,
        lambda: checked(threads=1),
        lambda: list(moved()),
        lambda: pressed(blocks, threads=1),
        lambda: pressed(blocks),
        lambda: judged(contact),
        copy,
        lambda: by_tree(few, bed=skin().bed),
        lambda: press(few[::6], bed=skin().bed, engine=PLAIN),
        runs=4,
    )
    samples = at_work(blocks)
    # By work of one core, which neighbours on this machine change least; two threads take less time.
    each_s = alone[1] / samples
    cells = float(contact.contact_s.sum()) * RATE_HZ / samples
    over_plain = plain[1] / at_work(few[::6]) / each_s
    over_tree = tree[1] / at_work(few) / each_s
    touched_bytes = samples * cells * TOUCHED_BYTES
    over_copy = alone[1] / (copied[1] * touched_bytes / copied_bytes)
    minutes, strokes = score.duration_s / 60, len(score.strokes)
    lines = [
        f"{minutes:.0f} min, {strokes} strokes: {samples} samples of a hand at work on {skin().cells} cells,",
        f"{cells:.0f} of them under each",
        *(
            f"  {name:<24}{times[0]:6.2f} s, {times[1]:6.2f} s of one core"
            for name, times in (
                ("motion", motion), ("contact, two threads", two), ("contact, one thread", one),
                ("dose", dose), ("all, two threads", whole), ("all, one thread", alone),
            )
        ),
        f"  all, by work of one core: {over_plain:.0f} x as fast as contact alone as it is defined,",
        f"  {over_tree:.0f} x as a k-d tree,",
        f"  {over_copy:.1f} x the time to read and write {touched_bytes / 1e9:.1f} GB once",
    ]  # fmt: skip
    with capsys.disabled():
        print("\n" + "\n".join(lines))
    assert skin().cells >= 8000
    assert over_plain >= LEAST_OVER_PLAIN
    assert over_tree >= LEAST_OVER_TREE
    assert over_copy <= MOST_OVER_COPY


ALONE = """
import sys
from time import perf_counter, process_time
plan_file, score_file = sys.argv[1:]
began_s = perf_counter()
# Nothing that Backrub is installed with has it, only these tests; numba would load it where it is.
sys.modules["scipy"] = None
from pathlib import Path
from backrub.catalog import load
from backrub.dose import check
from backrub.model.plan import Plan
from backrub.model.score import Score
plan = Plan.model_validate_json(Path(plan_file).read_text())
score = Score.model_validate_json(Path(score_file).read_text())
read_s = perf_counter() - began_s
check(plan, score, catalog=load())
done_s = perf_counter() - began_s
# Not getrusage: that remembers the process which this one was started from.
highest = [line for line in open("/proc/self/status") if line.startswith("VmHWM")][0]
print(read_s, done_s, process_time(), int(highest.split()[1]) / 1000)
"""


def alone(minutes, folder):
    """Check an evening in a process of its own: seconds to read everything, to be done, of work; the most
    MB."""
    files = [folder / f"{name}-{minutes}.json" for name in ("plan", "score")]
    for file, value in zip(files, evening(minutes, STYLE), strict=True):
        file.write_text(value.model_dump_json())
    answer = subprocess.run(
        [sys.executable, "-c", ALONE, *map(str, files)], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    return [float(each) for each in answer.stdout.split()]


def test_memory_and_a_cold_start(capsys, tmp_path):
    alone(20, tmp_path)  # the first of all may compile
    made = {minutes: alone(minutes, tmp_path) for minutes in (20, 60, 120)}
    with capsys.disabled():
        print()
        for minutes, (read_s, done_s, work_s, most_mb) in made.items():
            print(f"  {minutes} min in a new process: {read_s:.2f} s to read it all,", end=" ")
            print(f"{done_s:.2f} s with the check, {work_s:.2f} s of one core, {most_mb:.0f} MB")
    assert made[120][-1] < 1.05 * made[20][-1]
    assert max(each[-1] for each in made.values()) < MOST_MB
