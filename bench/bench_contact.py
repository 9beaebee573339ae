"""Pressing an hour: both hands at 60 Hz, 432,000 hand samples of mixed parts on 8,900 cells of skin.

Meant: about a second of one core. Seconds are printed, never asserted; what is guarded are ratios in the
same
run: against the plain definition on a slice, against a search in a k-d tree that does the same by hand for
each
sample, and against this machine's own time to read and write the bytes that the samples touch, once.
"""

import subprocess
import sys
from statistics import median
from time import perf_counter, process_time

import numpy as np

from backrub.contact.press import PLAIN, press
from contact.hands import block, curved, lifted, on_barrel
from contact.rivals import TOUCHED_BYTES, by_tree, copying, least_of

MINUTES = 60
SLICE = 120
# A part, its share of the time, its force [N]: about what an evening's plan has.
MIX = [
    ("palm", 0.50, 25.0), ("flat-fingers", 0.10, 15.0), ("heel", 0.08, 20.0), ("forearm", 0.06, 50.0),
    ("reinforced-fingers", 0.06, 20.0), ("reinforced-thumb", 0.08, 20.0), ("knuckles", 0.06, 25.0),
    ("two-fingers", 0.04, 12.0), (None, 0.02, 0.0),
]  # fmt: skip
BED = curved(cell_m=0.0045, width_m=0.36, length_m=0.5)
LEAST_OVER_PLAIN, LEAST_OVER_TREE, MOST_OVER_COPY = 30.0, 5.0, 6.0


def blocks(side, *, seed, count=50):
    """Return blocks of ten seconds of one hand on its side, gliding in slow curves."""
    chance = np.random.default_rng(seed)
    shares = [share for _, share, _ in MIX]
    made = []
    for _ in range(count):
        part, _, force_n = MIX[chance.choice(len(MIX), p=shares)]
        t_s = np.arange(600) / 60 + chance.uniform(0, 9)
        at = on_barrel(
            side * (0.05 + 0.03 * np.sin(0.9 * t_s)),
            0.2 + 0.12 * np.sin(0.5 * t_s),
            heading=(0.3 * side, -1, 0),
        )
        pressing = force_n * (1 + 0.3 * np.sin(2 * t_s)) if part else 0.0
        made.append(block(600, part=part, force_n=pressing, speed_m_s=0.06, **at))
    return made


PAIRS = list(zip(blocks(1, seed=1), blocks(-1, seed=2), strict=True))


def hour(minutes=MINUTES):
    return press((PAIRS[i % len(PAIRS)] for i in range(minutes * 6)), bed=BED)


def first_samples(count):
    """Return a slice with a part for every block: the mix of the hour."""
    return [(left.part_of(0, count), right.part_of(0, count)) for left, right in PAIRS[: SLICE // count]]


def test_an_hour(capsys):
    made = hour()
    samples = 2 * MINUTES * 3600
    began_s, began_cpu_s = perf_counter(), process_time()
    hour()
    hour_s, cpu_s = perf_counter() - began_s, process_time() - began_cpu_s

    slices = first_samples(4)
    sliced = 2 * sum(len(left) for left, _ in slices)
    copy, copied_bytes = copying()
    (fast_s, _), (copy_s, _), (tree_s, _), (plain_s, _) = least_of(
        lambda: press(PAIRS, bed=BED),
        copy,
        lambda: by_tree(slices, bed=BED),
        lambda: press(slices[:6], bed=BED, engine=PLAIN),
    )
    each_s = fast_s / (2 * 600 * len(PAIRS))
    over_plain, over_tree = plain_s / (sliced * 6 / len(slices)) / each_s, tree_s / sliced / each_s
    cells = float(made.contact_s.sum()) * made.rate_hz / samples
    over_copy = each_s / (copy_s * cells * TOUCHED_BYTES / copied_bytes)
    lines = [
        f"{MINUTES} min, {samples} hand samples on {BED.z_m.size} cells, {cells:.0f} under each:",
        f"  {hour_s:.2f} s, {cpu_s:.2f} s of one core; at its best {1e6 * each_s:.2f} us a hand sample,",
        f"  that is {2 * 3600 * 1000 * each_s:.1f} ms a minute, {samples * each_s:.2f} s an hour;",
        f"  {over_plain:.0f} x the plain definition, {over_tree:.0f} x a k-d tree,",
        f"  {over_copy:.1f} x reading and writing {samples * cells * TOUCHED_BYTES / 1e9:.1f} GB once",
    ]
    with capsys.disabled():
        print("\n" + "\n".join(lines))
    assert over_plain >= LEAST_OVER_PLAIN
    assert over_tree >= LEAST_OVER_TREE
    assert over_copy <= MOST_OVER_COPY


COLD = """
from time import perf_counter
began_s = perf_counter()
from backrub.contact.press import press
from contact.hands import block, curved, lifted, on_barrel
import numpy as np
t_s = np.arange(600) / 60
hand = block(600, **on_barrel(0.05, 0.2 + 0.1 * np.sin(t_s)))
imported_s = perf_counter() - began_s
press([(hand, lifted(600))] * 6, bed=curved(cell_m=0.0045))
print(imported_s, perf_counter() - began_s)
"""


def test_a_cold_start(capsys):
    answers = []
    for _ in range(4):
        answer = subprocess.run(
            [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{COLD}"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        answers.append([float(each) for each in answer.stdout.split()])
    imported_s, done_s = np.median(answers[1:], axis=0)  # the first may compile
    warm_s = median(_minute_s() for _ in range(3))
    with capsys.disabled():
        print(f"\na cold minute with cached loops: {done_s:.2f} s, {imported_s:.2f} s of it importing")
        print(f"  a warm one: {warm_s:.3f} s; the first start of all: {answers[0][1]:.1f} s")
    assert done_s < 600 * warm_s, "compiled anew at every start"


def _minute_s():
    began_s = perf_counter()
    press([(PAIRS[0][0], lifted(600))] * 6, bed=BED)
    return perf_counter() - began_s
