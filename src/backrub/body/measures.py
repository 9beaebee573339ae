"""What is told of a body outside: its measures and landmarks, as `backrub body --json` prints them."""

from __future__ import annotations

from backrub.body.receiver import ReceiverBody
from backrub.model.base import Across, Along, File, Value


class Landmark(Value):
    """A place on the skin: in the chart, and in the lying receiver's world (to their left, to their feet, up
    from the lowest point of trunk and thighs; C7 at 0, 0)."""

    across: Across
    along: Along
    position_m: tuple[float, float, float]


class BodyMeasures(File):
    """A receiver's body. `c7_psis_m` is along the skin, `biacromial_m` from shoulder corner to shoulder
    corner.

    `height_m` and `mass_kg` are what this body has; `nearest` says that no body of the wished height and mass
    is within reach, and that this is the one nearest to it.
    """

    height_m: float
    mass_kg: float
    c7_psis_m: float
    biacromial_m: float
    nearest: bool
    landmarks: dict[str, Landmark]


def measures_of(body: ReceiverBody) -> BodyMeasures:
    """Return what is told of a body, to a tenth of a millimetre.

    >>> from backrub.body import example_body
    >>> measures_of(example_body()).landmarks["c7"].along
    0.0
    """
    marks = {
        name: Landmark(
            across=round(across, 4) + 0.0,
            along=round(along, 4) + 0.0,
            position_m=_rounded(body.landmarks_m[name].tolist()),
        )
        for name, (across, along) in body.back.landmarks.items()
    }
    return BodyMeasures(
        height_m=round(body.height_m, 4),
        mass_kg=round(body.mass_kg, 2),
        c7_psis_m=round(body.c7_psis_m, 4),
        biacromial_m=round(body.biacromial_m, 4),
        nearest=body.nearest,
        landmarks=marks,
    )


def _rounded(position: list[float]) -> tuple[float, float, float]:
    x, y, z = (round(each, 4) + 0.0 for each in position)
    return x, y, z
