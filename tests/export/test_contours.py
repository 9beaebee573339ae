"""Areas above a level: sizes known from geometry, holes, saddles, the grid's rim."""

import numpy as np
import pytest
import shapely

from backrub.export.contours import area_above, filled

X = np.linspace(-2.0, 2.0, 161)
R = np.hypot(X[None, :], X[:, None])


def above(values, level):
    return area_above(values, level, x=X, y=X)


@pytest.mark.parametrize("radius", [0.3, 1.0, 1.7])
def test_a_cone_is_cut_in_circles(radius):
    circle = above(2.0 - R, 2.0 - radius)
    assert circle.area == pytest.approx(np.pi * radius**2, rel=0.002)
    assert circle.hausdorff_distance(shapely.Point(0, 0).buffer(radius, quad_segs=64)) < 0.02


def test_a_ring_keeps_its_hole_and_what_is_inside_it():
    target = np.cos(4 * np.pi * R / 2)  # above 0 within 1/4, from 3/4 to 5/4, and from 7/4 on
    found = above(np.where(R < 1.5, target, -1.0), 0.01)
    parts = sorted(shapely.get_parts(found), key=lambda each: each.area)
    assert [len(each.interiors) for each in parts] == [0, 1]
    assert parts[1].area == pytest.approx(np.pi * (1.25**2 - 0.75**2), rel=0.02)


def test_two_hills_that_touch_at_a_corner_stay_two_below_and_are_one_above():
    grid = np.array([[1.0, 0.0], [0.0, 1.0]])
    x = np.array([0.0, 1.0])
    assert len(shapely.get_parts(area_above(grid, 0.6, x=x, y=x))) == 2
    assert len(shapely.get_parts(area_above(grid, 0.4, x=x, y=x))) == 1


def test_more_is_asked_for_less_is_there():
    values = np.random.default_rng(1).random((161, 161))
    areas = [above(values, level) for level in (0.2, 0.5, 0.8)]
    assert areas[0].area > areas[1].area > areas[2].area > 0
    assert areas[0].buffer(1e-9).covers(areas[1])


def test_nothing_and_everything():
    assert above(np.zeros((161, 161)), 0.5).is_empty
    assert above(np.ones((161, 161)), 0.5).area == pytest.approx(16.0, rel=0.03)


def test_a_turned_axis_turns_the_area():
    hill = 2.0 - np.hypot(X[None, :] - 1.0, X[:, None])
    there, mirrored = above(hill, 1.5), area_above(hill, 1.5, x=-X, y=X)
    assert mirrored.centroid.x == pytest.approx(-there.centroid.x)
    assert mirrored.area == pytest.approx(there.area)


def test_what_is_not_known_is_the_nearest_of_its_row():
    known = np.zeros((3, 5), dtype=bool)
    known[1, 1:4] = True
    values = np.array([[9.0] * 5, [9.0, 1.0, 2.0, 3.0, 9.0], [9.0] * 5])
    assert filled(values, known).tolist() == [[1.0, 1.0, 2.0, 3.0, 3.0]] * 3
