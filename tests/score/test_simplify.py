"""A written path has few corners and stays within a millimetre of the full one."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backrub.catalog import load
from backrub.model.base import Sex
from backrub.model.plan import Body, PlanLimits
from backrub.planning.ground import Ground
from backrub.planning.trace import Task, trace_all
from backrub.score.simplify import simplified

BESIDE = 0.0015
DIGIT = 0.00008
"""Paths are written with four digits: half a digit each way, taken slantwise."""
CHART_M = 0.63
"""One unit along the back of a man of 2.05 m, the longest the pages allow for; across, a unit is shorter."""


def beside(point: np.ndarray, path: np.ndarray) -> float:
    """Return how far a point lies from the nearest piece of a path."""
    if len(path) == 1:
        return float(np.hypot(*(point - path[0])))
    begin, way = path[:-1], np.diff(path, axis=0)
    length2 = np.maximum((way**2).sum(axis=1), 1e-18)
    share = np.clip(((point - begin) * way).sum(axis=1) / length2, 0.0, 1.0)
    return float(np.hypot(*(point - begin - share[:, None] * way).T).min())


def wave(count: int, size: float, turns: float) -> np.ndarray:
    at = np.linspace(0.0, 1.0, count)
    angle = 2 * np.pi * turns * at
    return np.stack([0.3 + size * np.cos(angle), 0.2 + 0.5 * at + size * np.sin(angle)], axis=1)


def test_the_stated_distance_is_under_a_millimetre() -> None:
    assert (BESIDE + DIGIT) * CHART_M < 0.001


@given(st.integers(2, 400), st.floats(0.0, 0.2), st.floats(0.0, 12.0))
def test_every_point_of_the_full_path_lies_close_to_the_written_one(
    count: int, size: float, turns: float
) -> None:
    full = wave(count, size, turns)
    written = np.array(simplified(full))
    assert max(beside(point, written) for point in full) <= BESIDE + DIGIT
    assert max(beside(point, full) for point in written) <= DIGIT


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-0.2, 1.1)), min_size=1, max_size=60))
def test_ends_stay_and_nothing_is_added(points: list[tuple[float, float]]) -> None:
    full = np.array(points)
    written = np.array(simplified(full))
    assert len(written) <= max(len(full), 2)
    assert written[0] == pytest.approx(full[0], abs=DIGIT)
    assert written[-1] == pytest.approx(full[-1], abs=DIGIT)
    assert max(beside(point, written) for point in full) <= BESIDE + DIGIT


@given(st.lists(st.floats(-0.2, 1.1), min_size=2, max_size=8))
def test_a_way_up_and_down_the_same_line_keeps_each_turn(ends: list[float]) -> None:
    full = np.concatenate([np.linspace([0.1, begin], [0.1, end], 20) for begin, end in pairwise(ends)])
    went = np.abs(np.diff(np.array(simplified(full)), axis=0)).sum()
    assert went == pytest.approx(np.abs(np.diff(ends)).sum(), abs=2 * DIGIT * len(ends))


def went(path: np.ndarray) -> float:
    return float(np.hypot(*np.diff(path, axis=0).T).sum())


@pytest.mark.parametrize(("sex", "height_m", "mass_kg"), [("female", 1.68, 64.0), ("male", 1.77, 77.4)])
def test_every_stroke_of_every_technique_is_written_as_long_as_it_is(
    sex: Sex, height_m: float, mass_kg: float
) -> None:
    """Corners are cut by a hair only: small circles and shakes lose a tenth at most."""
    body = Body(sex=sex, height_m=height_m, mass_kg=mass_kg, age_years=34)
    limits = PlanLimits(max_level=4, max_minutes=120, lapses_on=date(2026, 11, 3))
    catalog = load()
    ground = Ground.of(body, limits, limits=catalog.limits, atlas=catalog.atlas)
    asked = [
        Task(technique, place, "right" if technique.working == "each-side" else "both", technique.levels[0])
        for technique in catalog.techniques.values()
        if technique.working != "spot"
        for place in technique.places
        if place not in technique.barred
    ]
    seen = 0
    for task, trace in zip(asked, trace_all(asked, ground=ground), strict=True):
        for hand in (hand for stroke in (trace.strokes if trace else ()) for hand in stroke.hands):
            seen += 1
            full, written = went(hand.points), went(np.array(simplified(hand.points)))
            assert written >= 0.9 * full - 4 * DIGIT, (task.technique.id, task.place)
    assert seen > 400


def test_a_straight_way_is_written_with_two_points() -> None:
    assert simplified(np.linspace([0.1, 0.0], [0.1, 0.9], 300)) == ((0.1, 0.0), (0.1, 0.9))


def test_a_place_is_written_with_one_point() -> None:
    assert simplified(np.array([[0.25, 0.5]])) == ((0.25, 0.5),)
