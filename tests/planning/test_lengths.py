"""Every style at every usual length has a plan for two healthy adults, and the judge passes it: a third of
them here, the others in `make prove`."""

from functools import cache

import pytest

from backrub.catalog import load
from backrub.model.plan import Plan
from judge.judge_evenings import evening_of, judged
from judge.judge_requests import STYLES
from strategies import plain

MINUTES = (5, 10, 15, 30, 60, 90, 120)


@cache
def wished(style: str, minutes: int):
    return plain(
        wishes={"minutes": minutes, "style": style, "level": 3},
        kit={
            "oil": "none" if style == "clothed" else "coconut",
            "stones_c": 42.0 if style == "hot-stone" else None,
            "massager": style == "massager",
        },
    )


# Every third length of each style in turn: each length has two styles, each style two or three lengths.
DAILY = [(style, minutes) for i, style in enumerate(STYLES) for minutes in MINUTES[i % 3 :: 3]]
OTHERS = [(style, minutes) for style in STYLES for minutes in MINUTES if (style, minutes) not in DAILY]


@pytest.mark.parametrize(("style", "minutes"), DAILY)
def test_healthy_adults_get_each_style_at_a_third_of_the_lengths(style, minutes):
    assert_planned(style, minutes)


@pytest.mark.prove
@pytest.mark.parametrize(("style", "minutes"), OTHERS)
def test_healthy_adults_get_each_style_at_the_other_lengths(style, minutes):
    assert_planned(style, minutes)


def assert_planned(style, minutes):
    evening = evening_of(wished(style, minutes), load())
    assert isinstance(evening.made, Plan), evening.made.clash
    assert evening.made.style == style
    assert [str(each) for each in judged(evening, load())] == []
