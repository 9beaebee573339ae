"""A slower or brisker evening: within each technique's own speeds, and every rule kept."""

from functools import cache

import pytest

from backrub.catalog import load
from backrub.model.base import Tempo
from backrub.model.plan import PAUSES, Plan
from backrub.planning.candidate import TEMPO_FRAC
from backrub.planning.plan import kitchen_of
from backrub.planning.wishes import brought_down
from backrub.screening.screen import screen
from judge.judge_evenings import Evening, evening_of, judged
from judge.judge_requests import TODAY, request
from strategies import plain

SEEDS = range(700, 712)


def in_tempo(asked, tempo: Tempo):
    return asked.model_copy(update={"wishes": asked.wishes.model_copy(update={"tempo": tempo})})


@cache
def evening(style: str, tempo: Tempo) -> Evening:
    kit = {"oil": "coconut", "massager": True, "stones_c": 43.0}
    return evening_of(
        plain(wishes={"minutes": 30, "style": style, "level": 3, "tempo": tempo}, kit=kit), load()
    )


def pass_s(made: Plan) -> dict[tuple[str, str | None], float]:
    """Return how long a pass of each technique takes at each place, on average. [s]"""
    found: dict[tuple[str, str | None], list[float]] = {}
    for step in made.steps:
        if step.technique not in PAUSES and step.passes:
            found.setdefault((step.technique, step.place), []).append(step.duration_s / step.passes)
    return {key: sum(each) / len(each) for key, each in found.items()}


@pytest.mark.parametrize("style", ["relaxation", "clothed"])
def test_a_slow_evening_has_slower_passes_than_a_brisk_one(style):
    slow, brisk = pass_s(evening(style, "slow").made), pass_s(evening(style, "brisk").made)
    shared = [key for key in slow if key in brisk]
    assert len(shared) >= 4
    assert all(slow[key] >= brisk[key] - 0.5 for key in shared)
    assert sum(slow[key] / brisk[key] for key in shared) / len(shared) > 1.1


def test_no_tempo_leaves_the_range_of_a_technique():
    for style in load().styles.values():
        for tempo in ("slow", "usual", "brisk"):
            asked = plain(wishes={"style": style.id, "tempo": tempo})
            clearance = screen(asked, day=TODAY, conditions=load().conditions)
            wishes = brought_down(asked, clearance, catalog=load())
            made = kitchen_of(wishes, asked, clearance=clearance, catalog=load())
            assert 0.0 <= made.tempo_frac <= 1.0
            assert abs(made.tempo_frac - style.tempo_frac) <= TEMPO_FRAC + 1e-9


def test_the_usual_tempo_is_the_one_of_an_evening_that_says_nothing():
    asked = plain(wishes={"minutes": 20})
    assert asked.wishes.tempo == "usual"


@pytest.mark.parametrize("tempo", ["slow", "brisk"])
def test_every_rule_holds_at_any_tempo(tempo):
    wrong, judged_ones = [], 0
    for seed in SEEDS:
        tonight = evening_of(in_tempo(request(seed), tempo), load())
        if isinstance(tonight.made, Plan):
            judged_ones += 1
            wrong += [f"{seed}: {each}" for each in judged(tonight, load())]
    assert wrong == []
    assert judged_ones >= 4
