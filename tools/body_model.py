"""The body model that the asset is baked from: its shape axes, its lying pose, its landmarks.

What to fetch stands in bake_body.py. Tools only: the package itself reads nothing but the baked asset.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.int64]

# Vertices of the model's default topology where bones are felt, on the person's left (x > 0).
# Each is a mean of vertices with weights, so that it is linear in them.
LEFT = {
    # The corner of the shoulder lies between two vertices: each alone misses the measured breadths.
    "acromion": {8261: 0.5, 8271: 0.5},
    # A quarter of a step up: at the vertex itself women's backs are longer than two SD of the measured ones.
    "psis": {10978: 0.75, 10799: 0.25},
    "inferior-angle": {10560: 1.0},
    "iliac-crest": {10684: 1.0},
}
C7 = 857
YOUNG, OLD = 2 / 3, 1.0
"""The model's age axis at 25 and at 90 years."""
ARM_RAD = np.deg2rad(22.0)
"""Arms lie beside the trunk, this far from it."""


def shape_of(sex: float, build: float, *, height: float, age: float) -> Array:
    """Return the model's six shape numbers.

    `build` is one number from thin to heavy: up to -1 least weight and growing muscle, to 0 growing weight,
    to 1 fat for muscle, further for women, whose model is lighter. At 1 the body mass index is past 42.
    """
    weight = float(np.clip(build + 1.0, 0.0, 1.0))
    fat = max(build, 0.0) * (1.15 + 0.6 * sex)
    muscle = 0.5 - 0.5 * fat + 0.5 * min(build + 1.0, 0.0)
    return np.array([[sex, age, muscle, weight, height, 0.5]])


def turn(start: Array, end: Array) -> Array:
    """Return the smallest rotation (3, 3) that brings one direction to another."""
    start, end = start / np.linalg.norm(start), end / np.linalg.norm(end)
    axis = np.cross(start, end)
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    turned: Array = np.eye(3) + cross + cross @ cross / (1 + start @ end)
    return turned


@dataclass(frozen=True)
class Model:
    """The model with what is derived from it once: its one closed skin, mirrored pairs, arm weights."""

    anny: Any
    triangles: Indices
    is_skin: NDArray[np.bool_]
    mirror: Indices
    arm_frac: Array

    @classmethod
    def of(cls, anny: Any) -> Model:
        """Derive all of it from a loaded model."""
        quads = np.asarray(anny.faces)
        label = np.arange(anny.num_vertices)
        while True:  # the lowest label spreads over each connected shell
            low = label[quads].min(axis=1)
            spread = label.copy()
            for corner in range(4):
                np.minimum.at(spread, quads[:, corner], low)
            spread = spread[spread]
            if (spread == label).all():
                break
            label = spread
        is_skin = label == np.bincount(label).argmax()  # eyes, tongue and teeth are shells of their own
        quads = quads[is_skin[quads[:, 0]]]
        triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
        adult = {**anny.get_rest_pose(batch_dims=(1,)), "shape": shape_of(0.5, 0.0, height=0.5, age=YOUNG)}
        rest = np.array(anny.forward_vertices(**adult)[0])
        from scipy.spatial import cKDTree

        apart_m, mirror = cKDTree(rest[is_skin]).query(rest[is_skin] * [-1, 1, 1])
        if apart_m.max() > 1e-9:
            raise SystemExit("the model is not symmetric any more")
        skin = np.flatnonzero(is_skin)
        pairs = np.arange(len(rest))
        pairs[skin] = skin[mirror]
        bones = [index for index, name in enumerate(anny.joint_names) if is_arm(name)]
        weights = np.asarray(anny.skin_weights)[:, bones].sum(axis=1)
        return cls(anny, triangles, is_skin, pairs, weights)

    @classmethod
    def load(cls, folder: Path) -> Model:
        """Load the unzipped model folder (half a minute)."""
        from body_models.anny.numpy import ANNY

        return cls.of(ANNY(model_path=folder, extrapolate_phenotypes=True, rotation_type="rotmat"))

    def standing(self, shape: Array) -> Array:
        """Return the vertices at rest: z up, facing -y, the person's left at +x. [m]"""
        pose = self.anny.get_rest_pose(batch_dims=(1,))
        return np.array(self.anny.forward_vertices(**{**pose, "shape": shape})[0])

    def volume_m3(self, vertices: Array) -> float:
        """Return what the skin encloses."""
        a, b, c = (vertices[self.triangles[:, corner]] for corner in range(3))
        return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)

    def height_m(self, vertices: Array) -> float:
        """Return the stature of a standing skin."""
        return float(np.ptp(vertices[self.is_skin, 2]))

    def prone(self, shape: Array) -> Array:
        """Return the vertices lying face down: x to the receiver's left, y to the feet, z up, C7 at 0. [m]"""
        anny = self.anny
        pose = {name: np.array(each) for name, each in anny.get_rest_pose(batch_dims=(1,)).items()}
        pose["shape"] = shape
        joint = {name: index for index, name in enumerate(anny.joint_names)}
        body = list(anny.pose_joint_indices["body_pose"])
        frames = np.array(anny.forward_skeleton(**pose)[0])
        at, bone = frames[:, :3, 3], frames[:, :3, :3]

        def rotate(name: str, world: Array) -> None:
            index = joint[name]
            pose["body_pose"][0, body.index(index)] = bone[index].T @ world @ bone[index]

        for side, sign in (("L", 1.0), ("R", -1.0)):
            upper = at[joint[f"lowerarm01.{side}"]] - at[joint[f"upperarm01.{side}"]]
            lower = at[joint[f"wrist.{side}"]] - at[joint[f"lowerarm01.{side}"]]
            wish = np.array([sign * np.sin(ARM_RAD), 0.02, -np.cos(ARM_RAD)])
            whole = turn(upper, wish)
            rotate(f"upperarm01.{side}", whole)
            # The forearm hangs on the upper arm, so its own turn is seen from there.
            rotate(f"lowerarm01.{side}", whole.T @ turn(whole @ lower, wish) @ whole)
            foot = at[joint[f"toe2-1.{side}"]] - at[joint[f"foot.{side}"]]
            rotate(f"foot.{side}", turn(foot, np.array([0.0, -0.35, -1.0])))
        standing = np.array(anny.forward_vertices(**pose)[0])
        lying = np.stack([standing[:, 0], -standing[:, 2], standing[:, 1]], axis=1)
        lying[:, 1] -= lying[C7, 1]
        lying[:, 2] -= lying[C7, 2]
        return lying

    def rests(self, lying: Array) -> NDArray[np.bool_]:
        """Return which vertices may lie on the table: those of trunk and thighs."""
        below_neck = (lying[:, 1] > 0.05) & (lying[:, 1] < 1.0)
        return np.asarray(self.is_skin & below_neck & (self.arm_frac < 0.1))


def is_arm(name: str) -> bool:
    """Say whether a bone belongs to the arm below the shoulder joint."""
    return any(name.startswith(part) for part in ("upperarm", "lowerarm", "wrist", "metacarpal", "finger"))
