"""From a receiver's body to the bed of springs that hands press into."""

from __future__ import annotations

import numpy as np

from backrub.body import ReceiverBody
from backrub.body.places import cells_of, places_of
from backrub.body.zones import bony_cells
from backrub.catalog.atlas import read_atlas
from backrub.contact.bed import Bed
from backrub.contact.layers import springs_of
from backrub.model.plan import Body


def bed_of(receiver: ReceiverBody, person: Body, *, cell_m: tuple[float, float] = (0.004, 0.0045)) -> Bed:
    """Return the working back of a receiver as a bed of springs.

    Stiffness follows the place, bones near the skin, and the receiver's sex, age and body mass index, as
    `catalog/layers.toml` has them; what the wished body weighs counts, also where `receiver` is the nearest.

    >>> from backrub.body import body_of
    >>> person = Body(sex="female", height_m=1.68, mass_kg=64.0, age_years=34)
    >>> bed = bed_of(body_of(person), person, cell_m=(0.01, 0.01))
    >>> bed.z_m.shape == bed.k_pa_m.shape, bool((bed.area_m2 > 0).sum() > 1500)
    (True, True)
    """
    atlas = read_atlas()
    field = receiver.back.field(cell_m)
    place = cells_of(field, places_of(receiver.back, atlas))
    k_pa_m, k2_pa_m2 = springs_of(
        place,
        bony=bony_cells(receiver.back, field),
        sex=person.sex,
        age_years=person.age_years,
        bmi=person.mass_kg / person.height_m**2,
    )
    return Bed.of(
        x0_m=field.x0_m, y0_m=field.y0_m, cell_x_m=field.cell_x_m, cell_y_m=field.cell_y_m,
        z_m=field.z_m, area_m2=np.where(field.is_skin, field.area_m2, 0.0),
        k_pa_m=k_pa_m, k2_pa_m2=k2_pa_m2, place=place,
    )  # fmt: skip
