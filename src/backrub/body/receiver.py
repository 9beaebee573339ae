"""A receiver's body: measures, landmarks, the whole skin for display and the back for work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backrub.body.asset import Array, Asset, frozen, read_asset
from backrub.body.back import Back
from backrub.body.shape import Shape, is_far, lengths_of, shape_of
from backrub.model.base import Point
from backrub.model.plan import Body

# Landmarks that the skin does not show: spine levels of Ernst 2013 (clinical notes 3.1).
T12_ALONG = 0.653

# Where rib 12 ends, beside the upper edge of L2: floating ribs' tips lie 8-15 cm out at T12-L2 (clinical
# notes 3.4, low trust); the nearer end, as it bounds what is pressed.
RIB_12_M = 0.08
RIB_12_ALONG = 0.735

_LEFT: Final = ("acromion", "psis", "inferior-angle", "iliac-crest")


@dataclass(frozen=True, slots=True)
class ReceiverBody:
    """A receiver lying prone, arms beside the trunk.

    The world: x to the receiver's left, y to the feet, z up, metres; C7 at x = y = 0; z = 0 is the lowest
    point of trunk and thighs. `landmarks_m` are points (3,) of it. `vertices_m` (n, 3) and `faces` (f, 3),
    counterclockwise seen from outside, are the whole skin, for display. `nearest` is true where no body of
    the wished height and mass is within reach and this is the nearest one; `height_m` and `mass_kg` are what
    this body has.
    """

    height_m: float
    mass_kg: float
    c7_psis_m: float
    biacromial_m: float
    nearest: bool
    shape: Shape
    landmarks_m: Mapping[str, Array]
    vertices_m: NDArray[np.float32]
    faces: NDArray[np.int64]
    back: Back

    @property
    def landmarks(self) -> Mapping[str, Array]:
        """The same as `landmarks_m`."""
        return self.landmarks_m


def body_of(body: Body) -> ReceiverBody:
    """Return the body of a receiver's sex, age, height and mass.

    Its chart follows the landmarks that the giver has felt elsewhere; raises DataError with each that can't
    be there (see `Back.adjusted`).

    >>> body = body_of(Body(sex="female", height_m=1.68, mass_kg=64.0, age_years=34))
    >>> round(body.biacromial_m, 2), body.nearest, sorted(body.landmarks_m)[0]
    (0.38, False, 'acromion-left')
    """
    asset = read_asset()
    shape = shape_of(asset, body.sex, age_years=body.age_years, height_m=body.height_m, mass_kg=body.mass_kg)
    made = body_in(asset, shape, nearest=is_far(shape, height_m=body.height_m, mass_kg=body.mass_kg))
    return corrected(made, body.corrections)


def corrected(body: ReceiverBody, corrections: Mapping[str, Point]) -> ReceiverBody:
    """Return the same skin under a chart that follows felt landmarks, which lie where they were felt.

    >>> body = example_body()
    >>> across, along = body.back.landmarks["inferior-angle-left"]
    >>> felt = corrected(body, {"inferior-angle-left": (across, along + 0.04)})
    >>> moved_m = felt.landmarks_m["inferior-angle-left"] - body.landmarks_m["inferior-angle-left"]
    >>> bool(0.015 < moved_m[1] < 0.025)
    True
    """
    if not corrections:
        return body
    back = body.back.adjusted(corrections)
    places = back.at(np.array(list(back.landmarks.values()))).position_m
    landmarks_m = MappingProxyType(dict(zip(back.landmarks, map(frozen, places), strict=True)))
    return replace(body, back=back, landmarks_m=landmarks_m)


def example_body() -> ReceiverBody:
    """Return a woman of middle height, for examples."""
    return body_of(Body(sex="female", height_m=1.65, mass_kg=62.0, age_years=35))


def body_in(asset: Asset, shape: Shape, *, nearest: bool) -> ReceiverBody:
    """Return the body that an asset holds for a shape."""
    part = lengths_of(asset, shape)
    half_m, c7_psis_m = float(part["half_biacromial_m"][0]), float(part["c7_psis_m"][0])
    edge = frozen(part["edge_m"] / half_m)
    skin = part["skin"].reshape(-1, 3)
    skin[: asset.middle, 0] = 0.0
    table_m = skin[asset.rests, 2].min()
    skin[:, 2] -= table_m
    half_z = part["z_m"].reshape(len(asset.along), len(asset.across)) - table_m
    back = Back(
        half_biacromial_m=half_m,
        c7_psis_m=c7_psis_m,
        across=frozen(np.concatenate([-asset.across[:0:-1], asset.across])),
        along=asset.along,
        y_m=frozen(part["y_m"]),
        z_m=frozen(np.concatenate([half_z[:, :0:-1], half_z], axis=1)),
        edge_low=frozen(-edge),
        edge_high=edge,
        landmarks=MappingProxyType({}),
    )
    felt = np.array([part[f"{name}-left"] for name in _LEFT])
    chart = back.uncorrected(felt[:, 0], felt[:, 1])
    landmarks = _both_sides(dict(zip(_LEFT, chart.tolist(), strict=True)), half_m=half_m)
    back = replace(back, landmarks=MappingProxyType(landmarks))
    places = back.at(np.array(list(landmarks.values()))).position_m
    return ReceiverBody(
        height_m=shape.height_m,
        mass_kg=shape.mass_kg,
        c7_psis_m=c7_psis_m,
        biacromial_m=2 * half_m,
        nearest=nearest,
        shape=shape,
        landmarks_m=MappingProxyType(dict(zip(landmarks, map(frozen, places), strict=True))),
        vertices_m=frozen(np.concatenate([skin, skin[asset.middle :] * [-1, 1, 1]]).astype(np.float32)),
        faces=_faces(asset, vertices=len(skin)),
        back=back,
    )


def _both_sides(left: Mapping[str, list[float]], *, half_m: float) -> dict[str, tuple[float, float]]:
    """Return every landmark's chart point, from those that the left half of the skin shows."""
    paired = {name: (abs(across), along) for name, (across, along) in left.items()}
    paired["acromion"] = (1.0, paired["acromion"][1])
    paired["rib-12"] = (RIB_12_M / half_m, RIB_12_ALONG)
    found: dict[str, tuple[float, float]] = {"c7": (0.0, 0.0), "t12": (0.0, T12_ALONG), "psis": (0.0, 1.0)}
    for name, (across, along) in paired.items():
        found[f"{name}-left"], found[f"{name}-right"] = (-across, along), (across, along)
    return found


def _faces(asset: Asset, *, vertices: int) -> NDArray[np.int64]:
    """Return the triangles of both halves: the right one's turn the other way round."""
    right = np.where(asset.faces < asset.middle, asset.faces, asset.faces + vertices - asset.middle)
    return frozen(np.concatenate([asset.faces, right[:, ::-1]]))
