"""The body as glTF, opened by readers that are not ours."""

import io
import json
import struct

import numpy as np
import pytest
import trimesh

from backrub.body import body_of
from backrub.export.body_glb import glb_of
from backrub.model.plan import Body

PEOPLE = {
    "small": Body(sex="female", height_m=1.52, mass_kg=50.0, age_years=30),
    "heavy": Body(sex="male", height_m=1.92, mass_kg=125.0, age_years=50),
}


@pytest.fixture(scope="module", params=PEOPLE)
def made(request):
    body = body_of(PEOPLE[request.param])
    return body, glb_of(body)


def test_another_reader_finds_the_same_skin(made):
    body, content = made
    scene = trimesh.load(io.BytesIO(content), file_type="glb")
    (skin,) = scene.geometry.values()
    assert len(skin.faces) == len(body.faces)
    # Volume and size as the world has them, y and z exchanged.
    assert skin.volume > 0, "its triangles are turned inside out"
    assert 0.8 < skin.volume * 985 / body.mass_kg < 1.2
    spans = np.ptp(np.asarray(body.vertices_m), axis=0)
    assert skin.extents == pytest.approx(spans[[0, 2, 1]], abs=1e-5)
    # The head, where C7 at z = 0 is nearest to, lies towards +z; the receiver rests on y = 0.
    assert skin.bounds[1][2] == pytest.approx(-float(np.asarray(body.vertices_m)[:, 1].min()), abs=1e-5)


def test_its_normals_have_length_one_and_look_out(made):
    body, content = made
    (skin,) = trimesh.load(io.BytesIO(content), file_type="glb", process=False).geometry.values()
    normals = np.asarray(skin.vertex_normals)
    assert np.linalg.norm(normals, axis=1) == pytest.approx(np.ones(len(normals)), abs=1e-5)
    # On the back they look up, as the back's own normals do.
    chart = np.array([[0.3, 0.3], [-0.3, 0.5], [0.2, 0.8]])
    at = body.back.at(chart)
    place = at.position_m[:, [0, 2, 1]] * [1, 1, -1]
    outward = at.normal[:, [0, 2, 1]] * [1, 1, -1]
    nearest = np.linalg.norm(np.asarray(skin.vertices)[None] - place[:, None], axis=2).argmin(axis=1)
    assert (np.einsum("ij,ij->i", normals[nearest], outward) > 0.95).all()


def test_it_keeps_the_formats_letter(made):
    body, content = made
    magic, version, length = struct.unpack_from("<4sII", content)
    assert (magic, version, length) == (b"glTF", 2, len(content))
    size, kind = struct.unpack_from("<I4s", content, 12)
    assert (kind, size % 4) == (b"JSON", 0)
    document = json.loads(content[20 : 20 + size])
    binary, kind = struct.unpack_from("<I4s", content, 20 + size)
    assert (kind, binary % 4) == (b"BIN\0", 0)
    assert 20 + size + 8 + binary == len(content)
    assert document["buffers"] == [{"byteLength": binary}]
    assert len(document["materials"]) == 1
    for view in document["bufferViews"]:
        assert view["byteOffset"] % 4 == 0
        assert view["byteOffset"] + view["byteLength"] <= binary
    named = {node["name"]: node.get("translation") for node in document["nodes"]}
    c7 = body.landmarks_m["c7"]
    assert named["c7"] == pytest.approx([c7[0], c7[2], -c7[1]], abs=1e-4)


def test_it_holds_no_person(made):
    assert len(made[1]) < 300_000
    assert made[1] == glb_of(made[0])
