"""The working back as a bed of springs: what the hands press into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from backrub.errors import DataError, Problem

Array32 = NDArray[np.float32]

MOST_CELLS = 1_000_000
"""A grid finer than any hand can tell; more is a slip of units."""

_GRIDS = ("z_m", "area_m2", "k_pa_m", "k2_pa_m2", "place")


@dataclass(frozen=True, slots=True)
class Bed:
    """The skin over an even grid of cells, and how it gives way; read-only.

    Columns run along x, towards the receiver's left, rows along y, towards the feet; z is up. The midline is
    at x = 0. Under a pressed depth d [m] a cell answers with p = k d + k2 d^2 [Pa].

    Parameters
    ----------
    x0_m, y0_m : float
        Middle of the first cell. [m]
    cell_x_m, cell_y_m : float
        Distance of the cells' middles. [m]
    z_m : (ny, nx) float32 array
        Height of the skin at the cell's middle; past the edge where the surface goes on to, or NaN. [m]
    area_m2 : (ny, nx) float32 array
        True area of the skin in the cell, 0 where there is none. [m2]
    k_pa_m, k2_pa_m2 : (ny, nx) float32 array
        Linear stiffness and stiffening of the layers, the latter under a patch of a thumb's size. [Pa/m],
        [Pa/m2]
    place : (ny, nx) int16 array
        Index of the place and its side (`Atlas.place_sides`), -1 for none.
    """

    x0_m: float
    y0_m: float
    cell_x_m: float
    cell_y_m: float
    z_m: Array32
    area_m2: Array32
    k_pa_m: Array32
    k2_pa_m2: Array32
    place: NDArray[np.int16]

    @classmethod
    def of(
        cls,
        *,
        x0_m: float,
        y0_m: float,
        cell_x_m: float,
        cell_y_m: float,
        z_m: ArrayLike,
        area_m2: ArrayLike,
        k_pa_m: ArrayLike,
        k2_pa_m2: ArrayLike,
        place: ArrayLike,
    ) -> Bed:
        """Return a checked bed of array-likes; a single number stands for every cell.

        Raises DataError with every problem.

        >>> try:
        ...     Bed.of(x0_m=0, y0_m=0, cell_x_m=-0.004, cell_y_m=0.005, z_m=[[0.0, float("nan")]] * 2,
        ...         area_m2=2e-5, k_pa_m=-1.0, k2_pa_m2=0.0, place=-1)
        ... except DataError as error:
        ...     print(error)
        cell_x_m: -0.004 is no size
            Cells are a few millimetres wide.
        z_m: is not a number at row 0, column 1
            Every cell with skin needs one.
        k_pa_m: -1 at row 0, column 0 is not stiff
            Stiffness is above 0 wherever there is skin.
        """
        problems: list[Problem] = []
        for name, size_m in (("cell_x_m", cell_x_m), ("cell_y_m", cell_y_m)):
            if not (np.isfinite(size_m) and 0 < size_m < 0.1):
                problems.append(Problem(name, f"{size_m:g} is no size", "Cells are a few millimetres wide."))
        for name, middle_m in (("x0_m", x0_m), ("y0_m", y0_m)):
            if not np.isfinite(middle_m):
                problems.append(Problem(name, "is not a number", "Give the middle of the first cell."))
        shape = np.shape(z_m)
        if len(shape) != 2 or min(shape) < 2 or shape[0] * shape[1] > MOST_CELLS:
            problems.append(
                Problem("z_m", f"has shape {shape}", f"Give rows and columns, {MOST_CELLS} cells at most.")
            )
            raise DataError(problems)
        given = dict(zip(_GRIDS, (z_m, area_m2, k_pa_m, k2_pa_m2, place), strict=True))
        grids: dict[str, NDArray[Any]] = {}
        for name, values in given.items():
            array = np.asarray(values)
            if array.shape not in ((), shape):
                problems.append(Problem(name, f"has shape {array.shape}", f"Heights have shape {shape}."))
                continue
            kind = np.int16 if name == "place" else np.float32
            grids[name] = np.broadcast_to(array, shape).astype(kind)
        if len(grids) == len(given):
            problems += _wrong_values(grids)
        if problems:
            raise DataError(problems)
        for grid in grids.values():
            grid.flags.writeable = False
        return cls(float(x0_m), float(y0_m), float(cell_x_m), float(cell_y_m), **grids)

    @classmethod
    def flat(
        cls,
        *,
        width_m: float = 0.4,
        length_m: float = 0.5,
        cell_m: float = 0.004,
        k_pa_m: float = 4e5,
        k2_pa_m2: float = 0.0,
        slope: tuple[float, float] = (0.0, 0.0),
        place: int = -1,
    ) -> Bed:
        """Return an even plane round x = 0 from y = 0 on, rising by `slope` along x and y; for tests.

        >>> Bed.flat(width_m=0.2, length_m=0.1, cell_m=0.01).z_m.shape
        (10, 20)
        """
        nx, ny = round(width_m / cell_m), round(length_m / cell_m)
        x_m = (np.arange(nx) - (nx - 1) / 2) * cell_m
        y_m = (np.arange(ny) + 0.5) * cell_m
        return cls.of(
            x0_m=x_m[0], y0_m=y_m[0], cell_x_m=cell_m, cell_y_m=cell_m,
            z_m=slope[0] * x_m[None, :] + slope[1] * y_m[:, None],
            area_m2=cell_m**2 * float(np.sqrt(1 + slope[0] ** 2 + slope[1] ** 2)),
            k_pa_m=k_pa_m, k2_pa_m2=k2_pa_m2, place=place,
        )  # fmt: skip

    @property
    def x_m(self) -> NDArray[np.float64]:
        """(nx,) middles of the columns. [m]"""
        return np.asarray(self.x0_m + self.cell_x_m * np.arange(self.z_m.shape[1], dtype=np.float64))

    @property
    def y_m(self) -> NDArray[np.float64]:
        """(ny,) middles of the rows. [m]"""
        return np.asarray(self.y0_m + self.cell_y_m * np.arange(self.z_m.shape[0], dtype=np.float64))

    def cells_under(self, position_m: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return row and column (k,) of the cell nearest to each world place (k, 2 or 3). [m]

        >>> bed = Bed.flat(width_m=0.2, length_m=0.1, cell_m=0.01)
        >>> [each.tolist() for each in bed.cells_under(np.array([[0.0951, 0.051], [-9.0, 9.0]]))]
        [[5, 9], [19, 0]]
        """
        rows, columns = self.z_m.shape
        row = np.rint((position_m[:, 1] - self.y0_m) / self.cell_y_m).astype(np.int64)
        column = np.rint((position_m[:, 0] - self.x0_m) / self.cell_x_m).astype(np.int64)
        return np.clip(row, 0, rows - 1), np.clip(column, 0, columns - 1)


def _wrong_values(grids: dict[str, NDArray[Any]]) -> list[Problem]:
    """Return what is wrong with the cells' values, the first cell of each kind."""
    area_m2 = grids["area_m2"]
    skin = area_m2 > 0
    problems: list[Problem] = []

    def first(wrong: NDArray[np.bool_], *, name: str, what: str, way_out: str) -> None:
        if wrong.any():
            row, column = np.argwhere(wrong)[0]
            said = what.format(value=f"{grids[name][row, column]:g}", at=f"row {row}, column {column}")
            problems.append(Problem(name, said, way_out))

    first(~np.isfinite(area_m2) | (area_m2 < 0), name="area_m2", what="{value} at {at} is no area",
          way_out="Areas are 0 or more.")  # fmt: skip
    first(skin & ~np.isfinite(grids["z_m"]), name="z_m", what="is not a number at {at}",
          way_out="Every cell with skin needs one.")  # fmt: skip
    first(skin & ~(np.isfinite(grids["k_pa_m"]) & (grids["k_pa_m"] > 0)), name="k_pa_m",
          what="{value} at {at} is not stiff",
          way_out="Stiffness is above 0 wherever there is skin.")  # fmt: skip
    first(skin & ~(np.isfinite(grids["k2_pa_m2"]) & (grids["k2_pa_m2"] >= 0)), name="k2_pa_m2",
          what="{value} at {at} is no stiffening", way_out="Stiffening is 0 or more.")  # fmt: skip
    first(grids["place"] < -1, name="place", what="{value} at {at} is no place",
          way_out="Use an index of Atlas.place_sides, or -1.")  # fmt: skip
    if not problems and not skin.any():
        problems.append(Problem("area_m2", "is 0 everywhere", "A back has skin."))
    return problems
