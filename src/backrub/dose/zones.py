"""Where on one body's skin the rules for hands hold: masks over the bed's cells, from `limits.toml`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from backrub.body import Back, Field
from backrub.catalog.limits import Limits, ZoneLimits
from backrub.contact.lying import bony_cells
from backrub.model.base import BareCircle

Mask = NDArray[np.bool_]


def zones_of(
    back: Back, field: Field, *, limits: Limits, avoid: tuple[BareCircle, ...] = ()
) -> Mapping[str, Mask]:
    """Return each zone's cells (ny, nx), and those of each circle to leave alone (`circle-1`, ...).

    Distances from the midline are this body's own metres, seen from above. The circles stand as they are,
    without half a hand round them: here the hands have their real size.
    """
    out_m = np.abs(field.across) * back.half_biacromial_m
    found: dict[str, Mask] = {}
    for name, zone in limits.zones.items():
        found[name] = bony_cells(back, field) if name == "bone" else _zone(zone, out_m, field)
    for number, circle in enumerate(avoid, start=1):
        away_m = np.hypot(
            (field.across - circle.across) * back.half_biacromial_m,
            (field.along - circle.along) * back.c7_psis_m,
        )
        found[f"circle-{number}"] = np.asarray(away_m < circle.radius_m)
    return {name: np.asarray(mask & field.is_skin) for name, mask in found.items()}


def _zone(zone: ZoneLimits, out_m: NDArray[np.float64], field: Field) -> Mask:
    mask = np.ones(out_m.shape, dtype=np.bool_)
    for values, low, high in (
        (out_m, zone.inner_m, zone.outer_m),
        (np.abs(field.across), None, zone.outer_across),
        (field.along, zone.along_low, zone.along_high),
    ):
        if low is not None:
            mask &= values >= low
        if high is not None:
            mask &= values <= high
    return mask
