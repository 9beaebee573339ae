"""The working back: a height field over the chart, and what is asked of it at points of the chart or the
world.

The world of a lying receiver: x to their left, y to their feet, z up (right-handed), metres; C7 is at x = y =
0, the lowest point of trunk and thighs at z = 0. Seen from above with the head up, the receiver's left is on
the left of the picture, and so is `across` = -1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from backrub.body.asset import Array, frozen
from backrub.body.field import CELL_M, Field, columns_of, rows_of
from backrub.body.surface import even_bicubic, even_bicubic_grid, even_cubic
from backrub.body.warp import Warp, warp_of

ALONG_LOW, ALONG_HIGH = -0.25, 1.35
"""The working back reaches from the back of the head to the buttocks. The fold under them is at 1.34 on lean
men, whose legs part there, and up to 1.48 on women (docs/body.md)."""

FLANK = 0.3
"""How far past its edge, in the chart, a back can still be felt: the iliac crest is highest on the flank."""


@dataclass(frozen=True, slots=True)
class SkinPoints:
    """Places on the skin: where they are (k, 3) [m], which way is outward (k, 3), and how far one unit of the
    chart goes there, across and along (k, 2, 3) [m]."""

    position_m: Array
    normal: Array
    tangents_m: Array

    @property
    def metric(self) -> Array:
        """The chart's metric (k, 2, 2): metres squared per unit of the chart squared, across first."""
        return np.asarray(np.einsum("kai,kbi->kab", self.tangents_m, self.tangents_m))

    @property
    def area_m2(self) -> Array:
        """How much skin one unit across by one unit along would be, (k,). [m2]"""
        return np.asarray(np.sqrt(np.linalg.det(self.metric)))


@dataclass(frozen=True, slots=True)
class Back:
    """A receiver's working back.

    World x is -across times `half_biacromial_m`; y follows `along` by the midline's arc length from C7 (0) to
    the PSIS' line (1), `y_m` (n,) at each of `along`; `z_m` (n, m) is the skin's height at each (along,
    across). Both chart lines are even. `edge_low` and `edge_high` (n,) are the trunk's edge on the receiver's
    left and right at each of `along`, as `across`. `landmarks` are chart points. Where the giver has
    corrected landmarks, `warps` stand between the chart and the grids `y_m` and `z_m`, the last correction
    first: `at`, `chart_of`, `holds` and the edges go through them.
    """

    half_biacromial_m: float
    c7_psis_m: float
    across: Array
    along: Array
    y_m: Array
    z_m: Array
    edge_low: Array
    edge_high: Array
    landmarks: Mapping[str, tuple[float, float]]
    warps: tuple[Warp, ...] = ()

    def at(self, points: Array) -> SkinPoints:
        """Return the skin at chart points.

        Parameters
        ----------
        points : (k, 2) float array
            Chart points (across, along). Past the grid's ends the skin goes on straight.

        Returns
        -------
        SkinPoints
            Of k points. Position and normal are continuous.

        >>> from backrub.body import example_body
        >>> skin = example_body().back.at(np.array([[0.0, 0.0], [-0.4, 0.5]]))
        >>> bool(np.abs(skin.position_m[0, :2]).max() < 1e-3), bool(skin.position_m[1, 0] > 0)
        (True, True)
        """
        points = np.asarray(points, dtype=np.float64)
        own = self._own(points)
        y, y_step = even_cubic(self.y_m, self._row(own[:, 1]))
        z, z_along, z_across = self._height(own)
        tangents = np.zeros((len(points), 2, 3))
        tangents[:, 0, 0] = -self.half_biacromial_m
        tangents[:, 0, 2] = z_across
        tangents[:, 1, 1] = y_step / (self.along[1] - self.along[0])
        tangents[:, 1, 2] = z_along
        if self.warps:
            turned = np.eye(2)
            for warp in self.warps:
                turned = warp.slopes(points) @ turned
                points = warp.forward(points)
            tangents = np.einsum("kpc,kpi->kci", turned, tangents)
        across, along = tangents[:, 0].T, tangents[:, 1].T
        normal = np.stack(
            [
                along[1] * across[2] - along[2] * across[1],
                along[2] * across[0] - along[0] * across[2],
                along[0] * across[1] - along[1] * across[0],
            ],
            axis=1,
        )
        normal /= np.sqrt(np.einsum("ki,ki->k", normal, normal))[:, None]
        position = np.stack([-self.half_biacromial_m * own[:, 0], y, z], axis=1)
        return SkinPoints(position, normal, tangents)

    def places_m(self, points: Array) -> Array:
        """Return where chart points (k, 2) are on the skin (k, 3), as `at` does, and nothing else. [m]"""
        own = self._own(np.asarray(points, dtype=np.float64))
        y, _ = even_cubic(self.y_m, self._row(own[:, 1]))
        return np.stack([-self.half_biacromial_m * own[:, 0], y, self._height(own)[0]], axis=1)

    def _own(self, points: Array) -> Array:
        """Return what the grids' own chart calls chart points (k, 2), before corrections."""
        for warp in self.warps:
            points = warp.forward(points)
        return points

    def chart_of(self, positions_m: Array) -> Array:
        """Return the chart points (k, 2) below or above world positions (k, 3) [m]: exact on the skin.

        >>> from backrub.body import example_body
        >>> back = example_body().back
        >>> back.chart_of(back.at(np.array([[0.3, 0.7]])).position_m).round(6).tolist()
        [[0.3, 0.7]]
        """
        return self.corrected(self.uncorrected(positions_m[:, 0], positions_m[:, 1]))

    def corrected(self, points: Array) -> Array:
        """Return the chart points (k, 2) of what the grids' own chart calls so, before corrections."""
        for warp in reversed(self.warps):
            points = warp.inverse(points)
        return points

    def uncorrected(self, x_m: Array, y_m: Array) -> Array:
        """Return the grids' own chart points (k, 2) of world x and y (k,) [m]."""
        return np.stack([-np.asarray(x_m) / self.half_biacromial_m, self._along_of(y_m)], axis=1)

    def _along_of(self, y_m: Array) -> Array:
        """Return how far along the grids' own chart world y (k,) is. [m]"""
        row = np.interp(y_m, self.y_m, np.arange(len(self.y_m), dtype=np.float64))
        for _ in range(4):  # Newton on a line that grows everywhere; its steps are nearly even
            y, slope = even_cubic(self.y_m, row)
            row = row + (y_m - y) / slope
        return np.asarray(self.along[0] + row * (self.along[1] - self.along[0]))

    def holds(self, points: Array) -> NDArray[np.bool_]:
        """Return which chart points (k, 2) lie on the working back: inside its edge, from neck to
        buttocks."""
        return self._holds(points[:, 0], points[:, 1])

    def _holds(self, across: Array, along: Array) -> NDArray[np.bool_]:
        low = np.interp(along, self.along, self.edge_low)
        high = np.interp(along, self.along, self.edge_high)
        inside = (across >= low) & (across <= high)
        return np.asarray(inside & (along >= ALONG_LOW) & (along <= ALONG_HIGH))

    def field(self, cell_m: float | tuple[float, float] = CELL_M) -> Field:
        """Return the back as even cells of about one side [m], or two (x, y).

        >>> from backrub.body import example_body
        >>> field = example_body().back.field(0.01)
        >>> field.z_m.shape == field.is_skin.shape == field.area_m2.shape
        True
        """
        cell_x_m, cell_y_m = cell_m if isinstance(cell_m, tuple) else (cell_m, cell_m)
        inside = (self.along >= ALONG_LOW) & (self.along <= ALONG_HIGH)
        widest = np.maximum(-self.edge_low[inside], self.edge_high[inside]).max()
        ends = np.interp([ALONG_LOW, ALONG_HIGH], self.along, self.y_m)
        x = columns_of(self.half_biacromial_m * float(widest), cell_x_m)
        y = rows_of(float(ends[0]), float(ends[1]), cell_m=cell_y_m)
        across, along = -x / self.half_biacromial_m, self._along_of(y)
        z, z_along, z_across = self._height_grid(along, across)
        y_along = even_cubic(self.y_m, self._row(along))[1] / (self.along[1] - self.along[0])
        steepness = np.hypot(z_along / y_along[:, None], z_across / self.half_biacromial_m)
        shape = (len(y), len(x))
        across, along = np.broadcast_to(across, shape), along[:, None]
        if self.warps:
            along = np.broadcast_to(along, shape)
            points = self.corrected(np.stack([across.ravel(), along.ravel()], axis=1))
            across, along = points[:, 0].reshape(shape), points[:, 1].reshape(shape)
        return Field(
            x0_m=float(x[0]),
            y0_m=float(y[0]),
            cell_x_m=cell_x_m,
            cell_y_m=cell_y_m,
            z_m=frozen(z.astype(np.float32)),
            is_skin=frozen(self._holds(across, along)),
            area_m2=frozen((cell_x_m * cell_y_m * np.hypot(1.0, steepness)).astype(np.float32)),
            across=frozen(across.astype(np.float32)),
            along=frozen(np.broadcast_to(along, shape).astype(np.float32)),
        )

    def adjusted(self, corrections: Mapping[str, tuple[float, float]]) -> Back:
        """Return the same skin under a chart that follows landmarks which the giver has felt elsewhere.

        Parameters
        ----------
        corrections : landmark -> (across, along)
            Where it was felt, in this back's chart. Round it the chart moves with it, less and less up to
            30 cm away; the spine and its levels stay, but for a landmark on the midline, which moves levels.

        Raises
        ------
        DataError
            With every correction that can't be: an unknown landmark, one felt off the back or more than 6 cm
            from where it was expected, a midline landmark felt beside the spine, corrections that fold the
            chart.

        >>> from backrub.body import example_body
        >>> back = example_body().back
        >>> across, along = back.landmarks["inferior-angle-left"]
        >>> felt = back.adjusted({"inferior-angle-left": (across, along + 0.04)})
        >>> point = np.array([[across, along]])
        >>> moved_m = felt.at(point).position_m - back.at(point).position_m
        >>> bool(0.015 < moved_m[0, 1] < 0.025)
        True
        """
        if not corrections:
            return self
        unit_m = (self.half_biacromial_m, self.c7_psis_m)
        warp = warp_of(self.landmarks, corrections, unit_m=unit_m, holds=self._feels)
        left, right = (
            warp.inverse(np.stack([edge, self.along], axis=1)) for edge in (self.edge_low, self.edge_high)
        )
        return replace(
            self,
            warps=(warp, *self.warps),
            edge_low=frozen(np.interp(self.along, left[:, 1], left[:, 0])),
            edge_high=frozen(np.interp(self.along, right[:, 1], right[:, 0])),
        )

    def _feels(self, points: Array) -> NDArray[np.bool_]:
        """Return where a landmark may be felt: on the working back, or round its edge on the flank."""
        inward = np.sign(points[:, 0]) * np.maximum(np.abs(points[:, 0]) - FLANK, 0.0)
        return self.holds(np.stack([inward, points[:, 1]], axis=1))

    def _row(self, along: Array) -> Array:
        return np.asarray((along - self.along[0]) / (self.along[1] - self.along[0]))

    def _height(self, own: Array) -> tuple[Array, Array, Array]:
        """Return z at the grids' own chart points (k, 2) [m], and its slopes along and across (per unit)."""
        step = self.across[1] - self.across[0]
        columns = (own[:, 0] - self.across[0]) / step
        z, z_row, z_column = even_bicubic(self.z_m, rows=self._row(own[:, 1]), columns=columns)
        return z, z_row / (self.along[1] - self.along[0]), z_column / step

    def _height_grid(self, along: Array, across: Array) -> tuple[Array, Array, Array]:
        """Return the same where each of some lines along meets each of some lines across."""
        step = self.across[1] - self.across[0]
        columns = (across - self.across[0]) / step
        z, z_row, z_column = even_bicubic_grid(self.z_m, rows=self._row(along), columns=columns)
        return z, z_row / (self.along[1] - self.along[0]), z_column / step
