"""A dozen evenings, planned and composed once: what the tests of the score look at."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from article.evenings import Evening as Planned
from backrub.catalog import load
from backrub.catalog.technique import Technique
from backrub.model.plan import PAUSES, Plan, Step
from backrub.model.request import Request
from backrub.model.score import HandPath, Stroke
from backrub.planning import plan
from backrub.screening import screen
from strategies import TODAY, plain

CATALOG = load()

SPOTS = ({"across": 0.35, "along": 0.3, "pain_nrs": 4}, {"across": -0.4, "along": 0.9, "pain_nrs": 6})
MOLE = ({"across": -0.45, "along": 0.42, "radius_m": 0.02, "why": "mole"},)
EVENINGS: dict[str, dict[str, Any]] = {
    "classic half hour": {"wishes": {"minutes": 30, "style": "classic", "level": 3}},
    "classic, sore hands": {
        "wishes": {"minutes": 30, "style": "classic", "level": 3},
        "giver": {"hands": "sore"},
        "receiver": {"sex": "male", "height_m": 1.84},
    },
    "five quiet minutes": {"wishes": {"minutes": 5, "level": 1}},
    "twelve minutes, first time": {"wishes": {"minutes": 12, "level": 3}, "giver": {"experience": "first"}},
    "relaxation with a mole": {"wishes": {"minutes": 40, "level": 2, "avoid": MOLE}},
    "deep, two sore spots": {
        "wishes": {"minutes": 45, "style": "deep-tissue", "level": 4, "sore": SPOTS},
        "receiver": {"back_pain": "known", "sex": "male", "height_m": 1.78},
        "giver": {"experience": "trained"},
    },
    "deep on a tall person": {
        "wishes": {"minutes": 75, "style": "deep-tissue", "level": 3},
        "receiver": {"sex": "male", "height_m": 2.0},
        "kit": {"surface": "table"},
    },
    "hot stones": {"wishes": {"minutes": 50, "style": "hot-stone", "level": 2}, "kit": {"stones_c": 43.0}},
    "through clothes": {"wishes": {"minutes": 35, "style": "clothed", "level": 3}, "kit": {"oil": "none"}},
    "through clothes, small person": {
        "wishes": {"minutes": 20, "style": "clothed", "level": 2, "sore": SPOTS[:1]},
        "receiver": {"sex": "unspecified", "height_m": 1.48},
        "kit": {"oil": "none", "surface": "mat"},
    },
    "massager": {"wishes": {"minutes": 30, "style": "massager", "level": 3}, "kit": {"massager": True}},
    "seated": {
        "wishes": {"minutes": 25, "level": 2, "position": "seated"},
        "kit": {"surface": "chair"},
        "giver": {"handed": "left"},
    },
    "an hour and a half": {"wishes": {"minutes": 90, "level": 3, "sore": SPOTS[1:], "avoid": MOLE}},
}


class Evening(Planned):
    """A planned evening, with what the tests of its score ask for."""

    def step(self, stroke: Stroke) -> Step:
        return self.plan.steps[stroke.step]

    def technique(self, stroke: Stroke) -> Technique:
        return CATALOG.techniques[self.step(stroke).technique]

    def worked(self) -> Iterator[tuple[int, Step]]:
        """Yield each step that is no pause, with its index."""
        return ((index, step) for index, step in enumerate(self.plan.steps) if step.technique not in PAUSES)

    def by_hand(self) -> dict[str, list[tuple[Stroke, HandPath]]]:
        """Return what each hand does, in order."""
        found: dict[str, list[tuple[Stroke, HandPath]]] = {"left": [], "right": []}
        for stroke in self.score.strokes:
            for hand in stroke.hands:
                found[hand.hand].append((stroke, hand))
        return found

    def metres(self, path: Any) -> np.ndarray:
        """Return (n, 2) chart points in metres at the larger end of the nominal scale."""
        return self.scale.to_high_m(np.array(path, dtype=float))

    def length_m(self, hand: HandPath) -> float:
        return float(np.hypot(*np.diff(self.metres(hand.path), axis=0).T).sum())


def planned(request: Request) -> Plan:
    """Return the plan of a request that has one."""
    allowed = screen(request, day=TODAY, conditions=CATALOG.conditions)
    made = plan(request, allowed, catalog=CATALOG, day=TODAY)
    assert isinstance(made, Plan), made
    return made


def wished(name: str) -> Request:
    """Return the request of one of `EVENINGS`: on a bed with coconut oil where it says nothing else."""
    given = EVENINGS[name]
    return plain(**{**given, "kit": {"oil": "coconut", **given.get("kit", {})}})


@cache
def evening(name: str) -> Evening:
    """Return one of `EVENINGS`, planned once a run."""
    return Evening(planned(wished(name)))
