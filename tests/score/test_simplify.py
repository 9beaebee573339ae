"""A written path has few corners and stays within a millimetre of the full one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_a_straight_way_is_written_with_two_points() -> None:
    assert simplified(np.linspace([0.1, 0.0], [0.1, 0.9], 300)) == ((0.1, 0.0), (0.1, 0.9))


def test_a_place_is_written_with_one_point() -> None:
    assert simplified(np.array([[0.25, 0.5]])) == ((0.25, 0.5),)
