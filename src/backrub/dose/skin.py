"""What a plan is pressed on: its receiver's cells, where zones lie on them, what their skin may feel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backrub.body import ReceiverBody, body_of
from backrub.body.zones import Mask, zones_of
from backrub.catalog.limits import Limits
from backrub.catalog.load import Catalog
from backrub.contact.bed import Bed
from backrub.contact.lighter import SkinCap, SkinMost, lighter
from backrub.contact.lying import bed_of
from backrub.dose.case import FELT_PA
from backrub.dose.coverage import neck_side, workable_cells
from backrub.errors import Refused
from backrub.model.plan import Plan
from backrub.motion.lay import Touch
from backrub.motion.samples import PARTS

CELL_M = (0.004, 0.005)
"""The cells that are pressed and counted, across and along: at least 8,000 on every back. [m]"""

PEAK_PA = 250e3
"""The most that any cell of skin may feel: the hard ceiling of clinical notes 2.9 and 7."""

NECK_SIDE = "neck-side"
"""The zone that no hand may touch, which the skin's own slope tells: `coverage.neck_side`."""


@dataclass(frozen=True, slots=True)
class Skin:
    """What a plan is pressed on: its receiver's cells and where each zone lies on them, also as one bit each.

    `bits` and `workable`, which says what hands may work on, (ny, nx); `cells` counts those that are skin;
    `caps` is what the skin of some zones may feel, `most` what any may.
    """

    receiver: ReceiverBody
    bed: Bed
    zones: Mapping[str, Mask]
    bits: NDArray[np.uint32]
    workable: Mask
    cells: int
    caps: tuple[SkinCap, ...]
    most: SkinMost

    def bears(self, touches: Sequence[Touch]) -> list[NDArray[np.float64]]:
        """Return the forces along ways (m,) as this skin bears them: `contact.lighter`. [N]"""
        return lighter(touches, bed=self.bed, zones=self.bits, caps=self.caps, most=self.most)


def skin_of(plan: Plan, *, catalog: Catalog, receiver: ReceiverBody | None = None) -> Skin:
    """Return what a plan is pressed on, its own body unless told otherwise."""
    receiver = receiver or body_of(plan.body)
    limits, places = catalog.limits, catalog.atlas.place_sides
    field = receiver.back.field(CELL_M)
    bed = bed_of(receiver, plan.body, cell_m=CELL_M)
    zones = {
        **zones_of(receiver.back, field, limits=limits, avoid=plan.limits.avoid),
        NECK_SIDE: neck_side(bed, places),
    }
    bits = np.zeros(bed.z_m.shape, dtype=np.uint32)
    for bit, mask in enumerate(zones.values()):
        bits |= mask.astype(np.uint32) << np.uint32(bit)
    workable = workable_cells(bed, zones, limits=limits, allowed=plan.limits, places=places)
    for each in (bits, workable):
        each.setflags(write=False)
    caps = _caps([*zones], limits=limits)
    most = SkinMost(PEAK_PA, tuple(limits.parts[part].pressure_pa for part in PARTS))
    return Skin(receiver, bed, zones, bits, workable, int(field.is_skin.sum()), caps, most)


def _caps(zones: Sequence[str], *, limits: Limits) -> tuple[SkinCap, ...]:
    """Return what the skin of zones may feel: the caps of `limits.toml`, and nothing on the neck's side."""

    def cap(name: str, **most: float | None) -> SkinCap:
        allowed = limits.zones[name].allow if name in limits.zones else {}
        parts = tuple(index for index, part in enumerate(PARTS) if allowed.get(part, 0) > 0)
        return SkinCap(1 << zones.index(name), parts, **most)

    capped = (
        cap(name, force_n=each.force_n, mean_pa=each.pressure_pa) for name, each in limits.capped.items()
    )
    return (*capped, cap(NECK_SIDE, cell_pa=FELT_PA))


def refuse_seated(plan: Plan) -> None:
    """Raise Refused where a plan is for somebody seated: only a lying back is known."""
    if plan.position != "prone":
        raise Refused(
            "not-lying",
            "This plan is for somebody seated, and only a lying back can be checked.",
            "It is not verified seated; keep it light.",
        )
