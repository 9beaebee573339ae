"""What is wrong with wishes and kit themselves: words that the catalog lacks, marks off the back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from backrub.catalog.atlas import Array, Atlas
from backrub.catalog.broad import broadened
from backrub.catalog.limits import Limits
from backrub.catalog.load import Catalog
from backrub.errors import Problem, did_you_mean
from backrub.model.base import AvoidCircle, Point, Position, Surface
from backrub.model.request import Request
from backrub.model.scale import Scale

OFF_MARGIN: Final = 0.05
"""So far outside the drawn edge a mark still counts as on the back: a finger on a screen is not finer. In
units of the chart, about 1 cm across [engineering judgement]."""

LEAST_FREE_FRAC: Final = 0.2
"""With less of the back than this left, no hand finds room beside the circles [engineering judgement]."""

GRID: Final = 0.02
"""How finely the back is sampled, in units of the chart: under a centimetre."""


def problems_of_wishes(request: Request, *, catalog: Catalog, position: Position) -> tuple[Problem, ...]:
    """Return what is wrong with the wishes and the kit, all of it, for someone who lies or sits so."""
    atlas = broadened(catalog.atlas, request.receiver)
    return (
        *unknown_wishes(request, catalog),
        *surface_problems(request.kit.surface, request.receiver, position=position, limits=catalog.limits),
        *_off_the_back(request, atlas),
        *_too_much_to_avoid(request, atlas),
    )


def unknown_wishes(request: Request, catalog: Catalog) -> Iterable[Problem]:
    """Yield what the catalog has no such style or oil for, with the nearest."""
    style, oil = request.wishes.style, request.kit.oil
    if style not in catalog.styles:
        yield Problem("wishes.style", f"unknown style '{style}'", did_you_mean(style, [*catalog.styles]))
    oils = [*catalog.preparation.oils, "none"]
    if oil not in oils:
        yield Problem("kit.oil", f"unknown oil '{oil}'", did_you_mean(oil, oils))


class Sized(Protocol):
    """Somebody's stature [m] and mass [kg]."""

    @property
    def height_m(self) -> float: ...

    @property
    def mass_kg(self) -> float: ...


def surface_problems(
    surface: Surface, body: Sized, *, position: Position, limits: Limits
) -> Iterable[Problem]:
    """Yield why somebody can't be massaged on a surface."""
    if position != "prone":
        return
    if surface == "chair":
        what = "a chair can't hold someone who lies face down"
        yield Problem("kit.surface", what, "Choose position seated, or a bed, mat or table.")
    if surface == "table" and not limits.table.is_in_reach(height_m=body.height_m, mass_kg=body.mass_kg):
        what = "on a table not every giver can reach all of this back"
        yield Problem("kit.surface", what, "Choose a mat or a bed: kneeling beside it, they can.")


def _off_the_back(request: Request, atlas: Atlas) -> Iterable[Problem]:
    for index, sore in enumerate(request.wishes.sore):
        if not is_on_the_back((sore.across, sore.along), atlas):
            way_out = "Mark it between the shoulders, the neck and the hips."
            yield Problem(f"wishes.sore[{index}]", "lies off the back", way_out)


def is_on_the_back(point: Point, atlas: Atlas) -> bool:
    """Say whether a chart point lies within the atlas's edge, or hardly outside it.

    >>> from backrub.catalog import load
    >>> is_on_the_back((0.6, 0.7), load().atlas), is_on_the_back((0.9, 0.7), load().atlas)
    (True, False)
    """
    (across, along), edge = point, atlas.edge
    if not edge[0, 1] - OFF_MARGIN <= along <= edge[-1, 1] + OFF_MARGIN:
        return False
    return bool(abs(across) <= np.interp(along, edge[:, 1], edge[:, 0]) + OFF_MARGIN)


def _too_much_to_avoid(request: Request, atlas: Atlas) -> Iterable[Problem]:
    circles = request.wishes.avoid
    if not circles:
        return
    back = _back(atlas)
    scale = Scale.of(request.receiver.sex, request.receiver.height_m)
    covered = [_covered(circle, back, scale) for circle in circles]
    is_told = False
    for index, (circle, under) in enumerate(zip(circles, covered, strict=True)):
        if not under.any() and not is_on_the_back((circle.across, circle.along), atlas):
            way_out = "Mark it on the back, or leave it out: nothing else is touched."
            yield Problem(f"wishes.avoid[{index}]", "lies off the back", way_out)
        elif 1.0 - under.mean() < LEAST_FREE_FRAC:
            is_told = True
            what = "covers the back: nothing is left to touch"
            yield Problem(f"wishes.avoid[{index}]", what, "Mark it smaller.")
    if not is_told and 1.0 - np.any(covered, axis=0).mean() < LEAST_FREE_FRAC:
        what = "cover the back together: nothing is left to touch"
        yield Problem("wishes.avoid", what, "Mark fewer or smaller places.")


def _covered(circle: AvoidCircle, back: Array, scale: Scale) -> NDArray[np.bool_]:
    """Return which points of the back a circle covers, at the smaller end of the scale as planning has it."""
    away_m = scale.to_low_m(back - np.array([circle.across, circle.along]))
    return np.asarray(np.hypot(away_m[:, 0], away_m[:, 1]) <= circle.radius_m)


def _back(atlas: Atlas) -> Array:
    """Return (n, 2) chart points all over the back, evenly spaced."""
    edge = atlas.edge
    sides, levels = np.arange(-1.0, 1.0 + GRID, GRID), np.arange(edge[0, 1], edge[-1, 1] + GRID, GRID)
    across, along = np.meshgrid(sides, levels)
    points = np.column_stack([across.ravel(), along.ravel()])
    return np.asarray(points[np.abs(points[:, 0]) <= np.interp(points[:, 1], edge[:, 1], edge[:, 0])])
