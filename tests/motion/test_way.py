"""A path on the skin: on it, as long as it is, round, and inside the trunk."""

import numpy as np
import pytest

from backrub.motion.way import way_of, ways_of
from motion.conftest import PEOPLE, body


@pytest.mark.parametrize("name", PEOPLE)
def test_the_midline_is_as_long_as_the_body_says(name):
    back = body(name).back
    way = way_of(((0.0, 1.0), (0.0, 0.0)), back)
    # The chart's own unit: `along` is the midline's arc length from C7 to the PSIS' line.
    assert way.length_m == pytest.approx(back.c7_psis_m, rel=0.01)


@pytest.mark.parametrize("name", PEOPLE)
def test_every_step_lies_on_the_skin_and_its_normal_stands_on_it(name):
    back = body(name).back
    way = way_of(((-0.3, 0.9), (-0.35, 0.5), (-0.3, 0.1), (-0.6, 0.15)), back)
    assert np.allclose(way.position_m, back.at(way.chart).position_m, atol=1e-9)
    tangents = np.diff(way.position_m, axis=0) / way.step_m
    assert abs(np.einsum("ni,ni->n", tangents, way.normal[:-1])).max() < 0.05
    # Even steps: only where a corner was drawn round are chords a little shorter.
    lengths = np.linalg.norm(tangents, axis=1)
    assert (abs(lengths - 1.0) > 0.01).sum() <= 6
    assert abs(lengths - 1.0).max() < 0.1


def test_what_would_leave_the_trunk_stays_on_its_edge():
    back = body("small woman").back
    way = way_of(((0.5, 0.75), (1.0, 0.75)), back)
    assert back.holds(way.chart).all()


def test_a_hold_has_one_place_and_no_length():
    way = way_of(((0.3, 0.4),), body().back)
    assert len(way.position_m) == 1
    assert way.length_m == 0.0


def test_paths_that_are_laid_together_lie_as_each_does_alone():
    circle = tuple(
        (0.4 + 0.05 * np.cos(turn), 0.5 + 0.03 * np.sin(turn)) for turn in np.linspace(0, 6.28, 40)
    )
    paths = [
        ((0.3, 0.4),),
        ((0.0, 1.0), (0.0, 0.0)),
        ((0.3, 0.4), (0.3, 0.4)),
        ((0.2, 0.3), (0.205, 0.3)),
        circle,
        ((0.5, 0.75), (1.0, 0.75), (0.6, 0.2)),
    ]
    back = body().back
    for path, way in zip(paths, ways_of(paths, back), strict=True):
        alone = way_of(path, back)
        assert way.chart.shape == alone.chart.shape
        assert np.allclose(way.position_m, alone.position_m, rtol=0, atol=1e-12)
        assert np.allclose(way.normal, alone.normal, rtol=0, atol=1e-11)
        assert way.step_m == pytest.approx(alone.step_m, abs=1e-12)
        assert len(way.position_m) == 1 or np.abs(way.chart[[0, -1]] - [path[0], path[-1]])[:, 1].max() < 1e-9
    assert ways_of([], back) == []
