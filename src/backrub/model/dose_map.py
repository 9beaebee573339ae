"""The dose map for whoever draws it: a back, its scales, and each picture's bands as SVG path data."""

from __future__ import annotations

from typing import Literal

from backrub.model.base import Value
from backrub.model.dose import DoseReport

Quantity = Literal["impulse", "peak"]


class DoseScale(Value):
    """Where each colour of a quantity begins, in `unit`, growing; the last goes on to `most`, the highest."""

    quantity: Quantity
    unit: Literal["kPa s", "kPa"]
    edges: tuple[float, ...]
    most: float


class MappedBack(Value):
    """What all pictures share, seen from above with the head up, the receiver's left on the left.

    Path data, 1000 units a metre, from the top left corner: the body, the working back's edge, the chart's
    lines, and the edges of the places.
    """

    width_m: float
    height_m: float
    clay: str
    edge: str
    lines: str
    places: str


class DosePicture(Value):
    """One picture: of the whole (`technique` null) or of one technique, and how long that lasts. [s]

    `bands` is path data for each edge of the quantity's scale, what lies above it; empty where nothing does.
    """

    technique: str | None
    quantity: Quantity
    duration_s: float
    bands: tuple[str, ...]


class DoseMap(Value):
    """Pictures of what a plan does to the skin: the whole by both quantities, each technique over time."""

    back: MappedBack
    scales: tuple[DoseScale, ...]
    pictures: tuple[DosePicture, ...]


class Checked(Value):
    """A plan pressed on its receiver's back: every limit, and the map."""

    report: DoseReport
    map: DoseMap
