"""A cohort run in a process of its own, with real workers, that tells the most memory each of them took.

python -m cohort.measured_run '{"plan": FILE, "folder": FOLDER, "bodies": 400, "marks": [100, 200], ...}'
"""

import json
import re
import sys
from pathlib import Path

from backrub.app.cohort_crew import crew_of
from backrub.app.cohorts import run_cohort
from backrub.catalog import load
from backrub.model.plan import Plan


def peak_mb():
    """Return the most memory that this process has held: of itself, not of what started it. [MB]"""
    said = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+) kB", said)[1]) * 1024 / 1e6


def main(plan, folder, *, bodies, marks, seed, rate_hz, workers):
    """Return the bodies judged, and the peaks [MB]: at each mark, at the last body, and when all is written.

    Each is told with how many bodies were judged by then. Marks beyond the last are told at the last.
    """
    done, peaks, waiting = [], [], [*marks, bodies]

    def look(judged):
        worst = max(crew.client.run(peak_mb).values())
        peaks.append({"bodies": judged, "worker": worst, "collector": peak_mb()})

    def told(so_far, _):
        done.append(so_far)
        while waiting and (so_far == bodies or so_far - done[0] >= waiting[0]):
            waiting.pop(0)
            look(so_far - done[0])

    with crew_of(scheduler=None, workers=workers) as crew:
        run_cohort(
            Plan.model_validate_json(Path(plan).read_text()), bodies=bodies, seed=seed, catalog=load(),
            folder=Path(folder), crew=crew, rate_hz=rate_hz, told=told,
        )  # fmt: skip
        look(bodies - done[0])
    return {"judged": bodies - done[0], "peaks": peaks}


if __name__ == "__main__":
    print(json.dumps(main(**json.loads(sys.argv[1]))))
