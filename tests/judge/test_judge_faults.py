"""The judge finds what is planted: for each of its rules at least three faults, each in an evening that was
good."""

from datetime import date
from functools import cache

import pytest

from backrub.catalog import load
from backrub.model.request import Request
from backrub.planning.plan import plan
from backrub.score.compose import compose
from backrub.screening.screen import screen
from judge.judge_all import RULES, judge
from judge.judge_case import Case
from judge.judge_faults import planted
from judge.judge_planted import FAULTS, every_fault

TODAY = date(2026, 11, 22)
STYLES = {"stones": "hot-stone", "finish": "relaxation", "notices": "relaxation"}
"""Where a rule's faults need something: stones, or the finish."""


@cache
def good(style: str) -> dict:
    """Return an evening without a fault, as dicts."""
    catalog = load()
    request = Request.model_validate(
        {
            "receiver": {"age_years": 34, "sex": "female", "height_m": 1.68, "mass_kg": 64.0},
            "wishes": {"minutes": 30, "style": style, "level": catalog.styles[style].max_level},
            "kit": {"oil": "coconut", "stones_c": 42.0 if style == "hot-stone" else None},
        }
    )
    clearance = screen(request, day=TODAY, conditions=catalog.conditions)
    made = plan(request, clearance, catalog=catalog, day=TODAY)
    score = compose(made, catalog=catalog)
    named = {"request": request, "clearance": clearance, "plan": made, "score": score}
    return {name: value.model_dump(mode="json", by_alias=True) for name, value in named.items()}


def test_every_rule_has_at_least_three_faults():
    assert {rule: len(faults) for rule, faults in FAULTS.items() if len(faults) < 3} == {}
    assert set(FAULTS) == set(RULES)


@pytest.mark.parametrize("style", ["deep-tissue", *sorted(set(STYLES.values()))])
def test_the_evening_that_faults_are_planted_in_is_good(style):
    assert judge(**good(style)) == []


@pytest.mark.parametrize(("rule", "number"), list(every_fault()), ids=lambda value: str(value))
def test_a_planted_fault_is_found(rule, number):
    broken = planted(good(STYLES.get(rule, "deep-tissue")), FAULTS[rule][number])
    assert rule in {each.rule for each in RULES[rule](Case(**broken))}
