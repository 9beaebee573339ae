"""The classic half hour is the one that was read and kept: step by step, strokes, hands, seconds and cues."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

TOP = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden" / "classic-half-hour.json"
ANEW = "if that is meant: .venv/bin/python tools/score_golden.py, then read the difference"
APART_S = 1
"""Seconds are rounded: another machine's last digit may round the other way."""
SPEC = importlib.util.spec_from_file_location("score_golden", TOP / "tools" / "score_golden.py")
assert SPEC is not None
assert SPEC.loader is not None
tool = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(tool)


@pytest.fixture(scope="module")
def now() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(tool.written(tool.evening()))
    return made


@pytest.fixture(scope="module")
def then() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return kept


def without_seconds(step: dict[str, Any]) -> dict[str, Any]:
    return {
        **{key: value for key, value in step.items() if not key.endswith("_s")},
        "hands": sorted(step["hand_s"]),
    }


def test_the_request_and_the_day_are_those_of_the_file(now: dict[str, Any], then: dict[str, Any]) -> None:
    assert (now["request"], now["day"]) == (then["request"], then["day"]), ANEW


def test_the_steps_strokes_and_cues_are_those_that_were_kept(
    now: dict[str, Any], then: dict[str, Any]
) -> None:
    assert [without_seconds(step) for step in now["steps"]] == [
        without_seconds(step) for step in then["steps"]
    ], ANEW


def test_the_seconds_are_those_that_were_kept(now: dict[str, Any], then: dict[str, Any]) -> None:
    for step, kept in zip(now["steps"], then["steps"], strict=True):
        for key in ("start_s", "duration_s"):
            assert step[key] == pytest.approx(kept[key], abs=APART_S), f"{kept['technique']}: {ANEW}"
        for key, time_s in kept["hand_s"].items():
            assert step["hand_s"].get(key) == pytest.approx(time_s, abs=APART_S), f"{key}: {ANEW}"


def test_the_eight_come_in_order_and_end_in_rest(then: dict[str, Any]) -> None:
    eight = [
        "whole-hand-effleurage", "heel-effleurage", "reinforced-fingers", "thumb-stripping",
        "middle-finger-friction", "forearm-glide", "trigger-point-release", "finish",
    ]  # fmt: skip
    seen = list(dict.fromkeys(step["technique"] for step in then["steps"] if step["technique"] in eight))
    assert seen == eight
    assert then["steps"][-1]["technique"] == "rest"
