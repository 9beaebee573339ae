"""The atlas of a broad back: further out at the flanks, and the same everywhere else."""

from datetime import date

import numpy as np
import pytest
import shapely

from backrub.catalog import load
from backrub.catalog.broad import broadened
from backrub.model.plan import Body, PlanLimits
from backrub.planning.ground import Ground

ATLAS = load().atlas
PEOPLE = [
    Body(sex=sex, height_m=1.7, mass_kg=round(bmi * 1.7**2, 1), age_years=40)
    for sex in ("female", "male", "unspecified")
    for bmi in (16, 24, 27, 30, 36, 42, 60)
]


def polygons(atlas):
    return {
        (place.id, side): shapely.Polygon(ring)
        for places in (atlas.places, atlas.barred)
        for place in places.values()
        for side, ring in place.rings.items()
    }


def heavy(sex="female", mass_kg=121.4):
    return broadened(ATLAS, Body(sex=sex, height_m=1.7, mass_kg=mass_kg, age_years=40))


def test_the_flank_of_a_heavy_woman_as_worked_by_hand():
    # 121.4 kg at 1.7 m are 42.0: at .76 along 0.0135 * (42 - 22.5) = 0.2633 more than the 0.68 that is drawn.
    broad = heavy(mass_kg=42.0 * 1.7**2)
    assert np.interp(0.76, broad.edge[:, 1], broad.edge[:, 0]) == pytest.approx(0.9433, abs=1e-4)
    # Half as far from 0.25 as 0.5 is: half of it. Beyond 0.5 all of it, nearer than 0.25 none.
    assert broad.anchors["low-back.out"] == (pytest.approx(0.54 + 0.2633, abs=1e-4), 0.76)
    share = (0.38 - 0.25) / 0.25
    at_78 = 0.2633 + (0.78 - 0.76) / (0.835 - 0.76) * (0.0083 * 22.0 - 0.2633)
    assert broad.anchors["low-back"] == (pytest.approx(0.38 + share * at_78, abs=1e-3), 0.78)
    assert broad.anchors["low-back.in"] == ATLAS.anchors["low-back.in"]


def test_nothing_but_a_light_palm_lies_on_the_crest_at_the_flank():
    body = Body(sex="female", height_m=1.7, mass_kg=42.0 * 1.7**2, age_years=40)
    allowed = PlanLimits(max_level=4, max_minutes=60, lapses_on=date(2026, 12, 24))
    ground = Ground.of(body, allowed, limits=load().limits, atlas=ATLAS)
    # The drawn crest ends at 0.72; here the flank goes on to 0.92, and so does the bone.
    points = np.array([[across, 0.861] for across in (0.60, 0.74, 0.79, 0.84)])
    assert ground.levels(points[:3], "palm").tolist() == [2, 2, 2]
    for part in ("heel", "thumb", "reinforced-thumb", "forearm", "knuckles"):
        assert not ground.levels(points, part).any(), part


def test_no_back_is_broader_than_our_broadest_and_of_no_sex_the_narrower():
    assert heavy(mass_kg=200.0) is heavy(mass_kg=42.0 * 1.7**2)
    either = heavy("unspecified").edge[:, 0]
    assert (either == np.minimum(heavy("female").edge[:, 0], heavy("male").edge[:, 0])).all()


@pytest.mark.parametrize("body", PEOPLE, ids=str)
def test_places_still_tile_the_back_and_keep_the_lines_between_them(body):
    broad = broadened(ATLAS, body)
    found, drawn = polygons(broad), polygons(ATLAS)
    trunk = shapely.Polygon([*broad.edge, *(broad.edge[::-1] * [-1.0, 1.0])])
    assert all(each.is_valid for each in found.values())
    assert shapely.union_all([*found.values()]).symmetric_difference(trunk).area < 1e-9
    assert sum(each.area for each in found.values()) == pytest.approx(trunk.area, abs=1e-9)
    old = shapely.Polygon([*ATLAS.edge, *(ATLAS.edge[::-1] * [-1.0, 1.0])])
    for key, each in found.items():
        assert each.intersection(old).symmetric_difference(drawn[key]).area < 1e-9, key
        assert each.difference(old).area == pytest.approx(each.area - drawn[key].area, abs=1e-9), key


@pytest.mark.parametrize("body", PEOPLE, ids=str)
def test_points_of_strokes_stay_in_their_places_and_nothing_else_moves(body):
    broad = broadened(ATLAS, body)
    for bone, old in zip(broad.bones, ATLAS.bones, strict=True):
        assert (bone.line[: len(old.line)] == old.line).all()
        further = bone.line[len(old.line) :]
        assert bone.id.startswith("iliac-crest") or not len(further)
        # The crest ends at the edge, wherever that is.
        for across, along in further:
            assert across == pytest.approx(np.interp(along, *broad.edge.T[::-1]), abs=1e-9)
    for name, (across, along) in broad.anchors.items():
        old = ATLAS.anchors[name]
        assert across >= old[0]
        assert along == old[1]
        assert broad.place_at(across, along) == ATLAS.place_at(*old), name
    for place in broad.places.values():
        if place.is_paired:
            assert (place.rings["left"] == place.rings["right"] * [-1.0, 1.0]).all()


def test_whoever_is_as_narrow_as_the_atlas_has_it_as_it_is():
    slim = Body(sex="female", height_m=1.7, mass_kg=16.0 * 1.7**2, age_years=40)
    assert broadened(ATLAS, slim) is ATLAS
