"""The compiled loops are kept from start to start where that can be, and work where it can't."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import backrub

# The quickest loop to compile: both hands press 60 and 40 Pa on cells 3 to 10, of which 5 to 8 are both's.
PRESSED = """
import numpy as np
from backrub.contact.bed import Bed
from backrub.contact.books import empty_cells, room_for
from backrub.contact.ground import ground_of, shapes_of
from backrub.contact.press import COMPILED, PLAIN
from backrub.contact.tables import Clock
bed = Bed.flat(width_m=0.1, length_m=0.1)
shapes = shapes_of(bed)
ground = ground_of(bed, shapes=shapes)
prints = room_for(ground, shapes, samples=1)
for hand, first, pressure_pa in ((0, 3, 60.0), (1, 5, 40.0)):
    prints.runs[hand, 0] = 1
    prints.span[hand, 0, 0] = first, 6, 0
    prints.pressure[hand, 0, :6] = pressure_pa
clock = Clock(0, 1 / 60, *[1] * 4, *[1.0] * 4)
made = []
for engine in (COMPILED, PLAIN):
    cells = empty_cells(ground)
    engine.meet(cells, prints, clock=clock, count=1)
    made.append(cells.both)
assert (made[0] == made[1]).all()
print(made[0].sum(), sum(COMPILED.meet.stats.cache_hits.values()))
"""


def pressed(folder, **environment):
    """Meet with the package of a folder; the sum of pressures, and how often a kept loop was found."""
    answer = subprocess.run(
        [sys.executable, "-c", PRESSED], capture_output=True, text=True, check=True, cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", **environment},
    )  # fmt: skip
    sum_pa, kept = answer.stdout.split()
    return float(sum_pa), int(kept)


def test_where_nothing_can_be_kept_it_compiles_anew_and_does_the_same(tmp_path):
    package = tmp_path / "backrub"
    shutil.copytree(
        Path(backrub.__file__).parent,
        package,
        ignore=shutil.ignore_patterns("__pycache__", "static", "web"),
    )
    # A file where the folder would be: nobody can write into it, not even root.
    (package / "contact" / "__pycache__").write_text("")
    nowhere = dict.fromkeys(("NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "HOME"), "/dev/null/none")
    assert pressed(tmp_path, **nowhere) == (400.0, 0)

    # With a folder of one's own the first start fills it, and the second compiles nothing.
    own = {**nowhere, "NUMBA_CACHE_DIR": str(tmp_path / "own")}
    assert pressed(tmp_path, **own) == (400.0, 0)
    assert list(Path(own["NUMBA_CACHE_DIR"]).rglob("*.nbc"))
    assert pressed(tmp_path, **own) == (400.0, 1)
