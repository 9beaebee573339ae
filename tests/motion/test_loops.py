"""Circles on the skin: round on every back, as large as they are written, and nothing else is one."""

from functools import cache

import numpy as np
import pytest

from backrub.body import body_of
from backrub.catalog import load
from backrub.model.scale import Scale
from backrub.motion.loops import loops_of
from backrub.motion.move import segments_of
from backrub.motion.way import way_of, ways_of
from backrub.score.simplify import simplified
from dose.people import Evening, person, planned
from motion.conftest import PEOPLE, body, evening

PLACES = {
    "top of the shoulder": (0.52, 0.075),
    "near the neck": (0.44, 0.05),
    "shoulder blade": (0.55, 0.25),
    "beside the spine": (0.25, 0.5),
    "hip": (0.45, 1.08),
    "sacrum": (0.12, 1.1),
}
TURNS = 4


def written(middle, *, size_m, told, drift=(0.0, 0.0)):
    """A path of circles as a score writes it: twelve corners a turn on the nominal scale, then simplified."""
    turn = np.arange(12 * TURNS + 1) / 12
    scale = Scale.of(told.sex, told.height_m)
    ring = np.stack([-np.cos(2 * np.pi * turn), -np.sin(2 * np.pi * turn)], axis=1)
    points = np.array(middle) + turn[:, None] / TURNS * drift + ring * scale.to_chart(np.full(2, size_m / 2))
    return simplified(points)


def widths_m(position_m):
    """The largest and the least width of a closed way, each measured in the plane that it lies nearest to."""
    share = np.linspace(0.0, 1.0, len(position_m))[:, None]
    still = position_m - share * (position_m[-1] - position_m[0])
    still = still - still.mean(axis=0)
    flat = still @ np.linalg.svd(still, full_matrices=False)[2][:2].T
    turn = np.linspace(0.0, np.pi, 60, endpoint=False)
    across = np.ptp(flat @ np.stack([np.cos(turn), np.sin(turn)]), axis=0)
    return across.max(), across.min()


@cache
def back_of(who):
    told = PEOPLE[who] if isinstance(who, str) else person(who)
    return told, body_of(told).back


@pytest.mark.parametrize("who", [*PEOPLE, 1, 3, 15])
@pytest.mark.parametrize("place", PLACES)
def test_circles_are_round_on_the_skin_of_every_body(who, place):
    told, back = back_of(who)
    sizes_m = (0.012, 0.02, 0.04)
    paths = [written(PLACES[place], size_m=size_m, told=told) for size_m in sizes_m]
    for size_m, way in zip(sizes_m, ways_of(paths, back), strict=True):
        widest_m, narrowest_m = widths_m(way.position_m)
        # The cleft over the sacrum is no plane.
        assert widest_m / narrowest_m <= (1.15 if place == "sacrum" else 1.1)
        # As large as is written, on this back and not on the nominal one, which is a tenth smaller.
        scale = Scale.of(told.sex, told.height_m)
        larger = back.half_biacromial_m * back.c7_psis_m / scale.half_biacromial_low_m / scale.c7_psis_low_m
        assert np.sqrt(widest_m * narrowest_m) == pytest.approx(size_m * np.sqrt(larger), rel=0.04)


def test_no_corner_is_left_where_twelve_were_written():
    told, back = back_of("mean woman")
    way = way_of(written((0.4, 0.4), size_m=0.05, told=told), back)
    facing = np.diff(way.position_m, axis=0) / way.step_m
    bends = np.arccos(np.clip(np.einsum("ni,ni->n", facing[1:], facing[:-1]), -1.0, 1.0))
    assert bends.max() < np.radians(12)


@pytest.mark.parametrize("who", ["heavy tall man", 1, 3])
def test_circles_that_drift_are_round_about_their_middle(who):
    told, back = back_of(who)
    # A centimetre further, or more than once round it, with every turn.
    for drift in ((0.0, 0.09), (0.0, 0.3), (0.15, 0.1)):
        path = written((0.3, 0.25), size_m=0.02, told=told, drift=drift)
        unit_m = np.array([back.half_biacromial_m, back.c7_psis_m])
        found = loops_of(path, unit_m=unit_m)
        assert found is not None
        assert (found.phase_rad[1] - found.phase_rad[0]) / (2 * np.pi) == pytest.approx(TURNS, abs=0.05)
        position_m = way_of(path, back).position_m
        # Where each place's middle is: as far along as the phase that it has.
        middle = np.array([0.3, 0.25]) + np.linspace(0.0, 1.0, 400)[:, None] * drift
        apart_m = np.linalg.norm(position_m[:, None] - back.at(middle).position_m[None], axis=2).min(axis=1)
        assert apart_m.max() <= 1.1 * 0.5 * 0.02 * unit_m.prod() ** 0.5 / np.sqrt(
            Scale.of(told.sex, told.height_m).half_biacromial_low_m
            * Scale.of(told.sex, told.height_m).c7_psis_low_m
        )


@pytest.mark.parametrize("seed", [1, 3])
def test_circles_of_a_whole_evening_are_round(seed):
    made = planned(Evening(seed, "relaxation", 3)) or planned(Evening(seed, "classic", 2))
    assert made is not None
    plan, score = made
    back = body_of(plan.body).back
    catalog, seen = load(), set()
    for made in segments_of(plan, score, back=back, catalog=catalog).values():
        for segment in made:
            stroke = score.strokes[segment.stroke]
            path = stroke.hands[0].path
            unit_m = np.array([back.half_biacromial_m, back.c7_psis_m])
            found = None if stroke.link else loops_of(path, unit_m=unit_m)
            if found is None or segment.way.length_m < 0.1 or not found.is_still:
                continue
            widest_m, narrowest_m = widths_m(segment.way.position_m)
            assert widest_m / narrowest_m <= 1.15, plan.steps[stroke.step]
            seen.add(plan.steps[stroke.step].place)
    assert len(seen) >= 2


def test_what_a_technique_writes_as_circles_is_known_from_its_path_and_nothing_else_is():
    plan, score = evening(30, "classic", 3)
    back = body().back
    unit_m = np.array([back.half_biacromial_m, back.c7_psis_m])
    circling: dict[str, set[bool]] = {}
    for stroke in score.strokes:
        rated = load().techniques[plan.steps[stroke.step].technique].rate_hz is not None
        for hand in stroke.hands:
            is_circle = loops_of(hand.path, unit_m=unit_m) is not None
            circling.setdefault(plan.steps[stroke.step].technique, set()).add(is_circle)
            assert rated or not is_circle
    assert circling["heel-effleurage"] == {True, False}
    assert circling["thumb-stripping"] == {False}


def test_a_zigzag_and_a_winding_lane_are_no_circles():
    unit_m = np.array([0.18, 0.46])
    zigzag = tuple((0.3 + 0.1 * (turn % 2), 0.2 + 0.02 * turn) for turn in range(12))
    there_and_back = tuple((0.3 + 0.1 * (turn % 2), 0.2) for turn in range(12))
    winding = tuple((0.3 + 0.04 * float(np.sin(at)), 0.1 + 0.05 * at) for at in np.linspace(0.0, 13.0, 60))
    for path in (zigzag, there_and_back, winding):
        assert loops_of(path, unit_m=unit_m) is None


def test_circles_at_the_trunks_edge_move_in_and_stay_round():
    told, back = back_of(3)
    edge = float(np.interp(0.05, back.along, back.edge_high))
    way = way_of(written((edge - 0.02, 0.05), size_m=0.03, told=told), back)
    assert back.holds(way.chart).all()
    widest_m, narrowest_m = widths_m(way.position_m)
    assert widest_m / narrowest_m <= 1.15


def test_the_mirror_of_a_circle_is_the_mirrored_circle():
    told, back = back_of("mean man")
    path = written((0.44, 0.05), size_m=0.03, told=told)
    one, two = ways_of([path, tuple((-across, along) for across, along in path)], back)
    assert np.allclose(one.position_m * [-1, 1, 1], two.position_m, atol=1e-9)
