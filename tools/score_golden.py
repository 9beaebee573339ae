"""Write the golden classic half hour: one fixed request on one fixed day, its plan and score in short.

    .venv/bin/python tools/score_golden.py

tests/score/test_golden_classic.py holds the file to what is planned and composed today. Run this after a
change that is meant to change evenings, and read what moved (`git diff`) before it is committed.
"""

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from backrub.catalog import load
from backrub.model.plan import Plan
from backrub.model.request import Request
from backrub.planning import plan
from backrub.score import compose
from backrub.screening import screen

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "score" / "golden" / "classic-half-hour.json"
DAY = date(2026, 11, 22)
REQUEST = {
    "receiver": {"age_years": 34, "sex": "female", "height_m": 1.68, "mass_kg": 64.0},
    "giver": {"hands": "healthy", "experience": "some", "handed": "right"},
    "wishes": {"minutes": 30, "style": "classic", "level": 3},
    "kit": {"surface": "bed", "oil": "coconut"},
}


def evening() -> dict[str, Any]:
    """Return the evening in short: seconds rounded, strokes counted, no coordinates."""
    catalog = load()
    request = Request.model_validate(REQUEST)
    allowed = screen(request, day=DAY, conditions=catalog.conditions)
    made = plan(request, allowed, catalog=catalog, day=DAY)
    if not isinstance(made, Plan):
        raise SystemExit(f"the classic half hour has no plan: {' '.join(made.clash)}")
    score = compose(made, catalog=catalog)
    strokes = defaultdict(list)
    for stroke in score.strokes:
        strokes[stroke.step].append(stroke)
    steps = []
    for index, step in enumerate(made.steps):
        hand_s: dict[str, float] = defaultdict(float)
        for stroke in strokes[index]:
            for hand in stroke.hands:
                hand_s[f"{'link' if stroke.link else hand.part} ^{hand.level}"] += stroke.duration_s
        end_s = step.start_s + step.duration_s
        steps.append(
            {
                "technique": step.technique,
                "at": f"{step.place or '-'} {step.side}",
                "phase": step.phase,
                "level": step.level,
                "passes": step.passes,
                "start_s": round(step.start_s),
                "duration_s": round(step.duration_s),
                "strokes": sum(not stroke.link for stroke in strokes[index]),
                "hand_s": {key: round(time_s) for key, time_s in sorted(hand_s.items())},
                "cues": [cue.show for cue in score.cues if step.start_s - 0.01 <= cue.at_s < end_s - 0.01],
            }
        )
    return {"request": REQUEST, "day": str(DAY), "duration_s": round(made.duration_s), "steps": steps}


def written(found: dict[str, Any]) -> str:
    """Return the file's text: a line for each step, so that a difference can be read."""
    steps = ",\n".join(f"  {json.dumps(step, ensure_ascii=False)}" for step in found["steps"])
    head = {key: value for key, value in found.items() if key != "steps"}
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "steps": [\n{steps}\n]}}\n'


def main() -> None:
    GOLDEN.parent.mkdir(parents=True, exist_ok=True)
    GOLDEN.write_text(written(evening()), encoding="utf-8")


if __name__ == "__main__":
    main()
