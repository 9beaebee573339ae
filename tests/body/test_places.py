"""The atlas on real backs: valid, whole, mirrored, and its zones where the notes have them."""

import importlib.util
import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from backrub.body.back import ALONG_HIGH, ALONG_LOW
from backrub.body.places import cells_of, drawn_of, outer_of, places_of, trunk_of
from backrub.catalog import load

ATLAS = load().atlas
KINDS = ("muscle", "organ", "rib", "level", "bone", "tender", "edge", "place", "barred", "outer", "anchor")


def whole_back(back):
    """Return the working back from end to end, in the chart."""
    return trunk_of(back, along_low=ALONG_LOW, along_high=ALONG_HIGH)


def every_place(back, atlas=ATLAS):
    """Return working, barred and outer places: together they are to be the back."""
    return (*places_of(back, atlas), *outer_of(back, atlas))


def felt(back):
    """Return the back under a chart that a landmark, felt elsewhere, has bent."""
    across, along = back.landmarks["inferior-angle-left"]
    return back.adjusted({"inferior-angle-left": (across - 0.08, along + 0.05)})


def test_working_and_barred_places_are_the_whole_back_without_overlap(some_bodies):
    for back in [back for body in some_bodies for back in (body.back, felt(body.back))]:
        places, trunk = every_place(back), whole_back(back)
        assert trunk.is_valid
        assert all(each.area.is_valid and each.area.area > 0 for each in places)
        whole = shapely.union_all([each.area for each in places])
        assert trunk.symmetric_difference(whole).area < 1e-6 * trunk.area
        for one, other in itertools.combinations(places, 2):
            assert one.area.intersection(other.area).area < 1e-9, (one.id, other.id)


def test_every_cell_of_skin_lies_in_a_place(some_bodies):
    for body in some_bodies[::3]:
        field = body.back.field()
        assert (cells_of(field, every_place(body.back))[field.is_skin] >= 0).all()


def test_nobody_is_worked_at_on_the_head_and_the_buttocks(woman):
    outer = outer_of(woman.back, ATLAS)
    assert [each.id for each in outer] == ["head", "buttocks"]
    assert all(each.is_barred for each in outer)
    known = {place for place, _ in ATLAS.place_sides}
    for each in outer:
        assert each.id not in known
        middle = each.area.representative_point()
        assert ATLAS.place_at(middle.x, middle.y) is None
        assert not [name for name, at in ATLAS.anchors.items() if each.area.contains(shapely.Point(at))]
    # What the pages' map and the planner go by ends where these begin.
    assert (ATLAS.edge[0, 1], ATLAS.edge[-1, 1]) == (outer[0].area.bounds[3], outer[1].area.bounds[1])


def test_the_atlas_is_the_one_that_its_tool_writes(monkeypatch):
    tools = Path(__file__).resolve().parents[2] / "tools"
    monkeypatch.syspath_prepend(str(tools))
    spec = importlib.util.spec_from_file_location("tools_build_atlas", tools / "build_atlas.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.written() == tool.OUT.read_text(encoding="utf-8"), "run python tools/build_atlas.py"


def test_every_drawing_of_the_atlas_is_valid():
    for feature in ATLAS.document["features"]:
        geometry = feature["geometry"]
        if geometry["type"] == "Polygon":
            ring = shapely.Polygon(geometry["coordinates"][0])
            assert ring.is_valid, feature["id"]
            assert ring.area > 0.005, feature["id"]


def test_what_is_drawn_lies_on_the_skin_and_is_mirrored(some_bodies):
    for body in some_bodies[::6]:
        drawn = {(each.kind, each.id): each for each in drawn_of(body.back, ATLAS, kinds=KINDS)}
        assert len(drawn) == len(ATLAS.document["features"])
        for (kind, name), each in drawn.items():
            back = body.back.chart_of(each.position_m)
            assert np.abs(back - each.points).max() < 1e-7
            if name.endswith(".right"):
                other = drawn[kind, name.replace(".right", ".left")]
                assert np.allclose(each.position_m * [-1, 1, 1], other.position_m)


def test_the_kidneys_lie_from_t11_to_l3_and_under_their_zone():
    limits = load().limits
    kidney = next(f for f in ATLAS.document["features"] if f["id"] == "kidney.right")
    points = np.array(kidney["geometry"]["coordinates"][0])
    levels = {
        f["id"]: f["geometry"]["coordinates"][0][1]
        for f in ATLAS.document["features"]
        if f["properties"]["kind"] == "level"
    }
    assert len(levels) == 20
    assert points[:, 1].min() == levels["level.t11"]
    assert points[:, 1].max() == levels["level.l3"]
    for name in ("kidney-inner", "kidney-outer"):
        assert limits.zones[name].along_low <= points[:, 1].min()
        assert limits.zones[name].along_high >= points[:, 1].max()


@pytest.mark.parametrize("name", ["rib-11", "rib-12"])
def test_floating_ribs_end_8_to_15_cm_out(name, some_bodies):
    for body in some_bodies:
        rib = next(each for each in drawn_of(body.back, ATLAS, kinds=["rib"]) if each.id == f"{name}.right")
        tip_m = -rib.position_m[-1, 0]
        assert 0.06 < tip_m < 0.15  # the smallest people are smaller than the notes


def test_cells_get_the_place_they_lie_in(woman):
    field, places = woman.back.field(0.005), places_of(woman.back, ATLAS)
    found = cells_of(field, places)
    for row, column in zip(*np.nonzero(found >= 0), strict=True):
        if (row + column) % 97 == 0:
            at = ATLAS.place_at(float(field.across[row, column]), float(field.along[row, column]))
            place = places[found[row, column]]
            assert at is None or (at[0] == place.id and at[1] in (place.side, "both"))
    inside = field.is_skin & (field.along > -0.19) & (field.along < 1.11)
    assert (found[inside] >= 0).all()
    assert (found[~field.is_skin] == -1).all()


@pytest.mark.parametrize(("kind", "name"), [("places", "hip"), ("outer", "head"), ("outer", "buttocks")])
def test_an_atlas_with_a_hole_would_be_seen(woman, kind, name):
    held = {place: each for place, each in getattr(ATLAS, kind).items() if place != name}
    whole = shapely.union_all([each.area for each in every_place(woman.back, replace(ATLAS, **{kind: held}))])
    assert whole_back(woman.back).difference(whole).area > 0.02
