"""The shortest line on a height field between two places, found without the chart: over a net of cells first,
then pulled tight."""

import numpy as np
from scipy.interpolate import RectBivariateSpline
from scipy.optimize import minimize
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

NEAR = ((0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1), (1, 3), (3, 1), (1, -3), (3, -1),
        (2, 3), (3, 2), (2, -3), (3, -2))  # fmt: skip
"""Which cells are joined, rows and columns on: half of them all, the other half goes back."""
PIECES = (10, 20, 40)


class Skin:
    """Heights (ny, nx) over even columns x (nx,) and rows y (ny,). [m]"""

    def __init__(self, x_m, y_m, z_m):
        self.x_m, self.y_m = x_m, y_m
        self.height = RectBivariateSpline(y_m, x_m, z_m)
        rows, columns = z_m.shape
        cell = np.arange(z_m.size).reshape(z_m.shape)
        place_m = np.stack(np.broadcast_arrays(x_m[None, :], y_m[:, None], z_m), axis=-1)
        ends, lengths_m = [], []
        for down, right in NEAR:
            left, over = max(0, -right), max(0, right)
            one = slice(0, rows - down), slice(left, columns - over)
            other = slice(down, rows), slice(over, columns - left)
            ends.append(np.stack([cell[one].ravel(), cell[other].ravel()]))
            lengths_m.append(np.linalg.norm(place_m[one] - place_m[other], axis=-1).ravel())
        joined = np.concatenate(ends, axis=1)
        self.net = coo_array((np.concatenate(lengths_m), tuple(joined)), shape=(cell.size, cell.size)).tocsr()

    def length_m(self, places_m):
        """How long a line through places (n, 2) is on the skin, looked at eight times a piece."""
        share = np.linspace(0, len(places_m) - 1, 8 * len(places_m))
        fine = np.column_stack([np.interp(share, np.arange(len(places_m)), axis) for axis in places_m.T])
        on_skin = np.column_stack([fine, self.height.ev(fine[:, 1], fine[:, 0])])
        return float(np.linalg.norm(np.diff(on_skin, axis=0), axis=1).sum())

    def shortest_m(self, start_m, end_m):
        """How long the shortest line between two places (2,) is."""
        return self.length_m(self._tight(self._over_the_net(start_m, end_m)))

    def _over_the_net(self, start_m, end_m):
        wide = len(self.x_m)
        begins, ends = (
            int(abs(self.y_m - place[1]).argmin()) * wide + int(abs(self.x_m - place[0]).argmin())
            for place in (start_m, end_m)
        )
        _, before = dijkstra(self.net, directed=False, indices=begins, return_predecessors=True)
        cells = [ends]
        while cells[-1] != begins:
            cells.append(before[cells[-1]])
        row, column = np.divmod(cells[::-1], wide)
        places_m = np.column_stack([self.x_m[column], self.y_m[row]])
        places_m[[0, -1]] = start_m, end_m
        return places_m

    def _tight(self, places_m):
        """Pull a line tight: even pieces whose squared lengths add up to the least, few of them at first."""
        for pieces in PIECES:
            made_m = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(places_m, axis=0), axis=1))])
            even_m = np.linspace(0.0, made_m[-1], pieces + 1)
            places_m = np.column_stack([np.interp(even_m, made_m, axis) for axis in places_m.T])
            found = minimize(
                self._pull, places_m[1:-1].ravel(), args=(places_m[0], places_m[-1]), jac=True, method="CG",
                options={"maxiter": 300, "gtol": 1e-5},
            )  # fmt: skip
            places_m[1:-1] = found.x.reshape(-1, 2)
        return places_m

    def _pull(self, inner, start_m, end_m):
        """The sum of the pieces' squared lengths, times how many they are, and how it changes (k,)."""
        x_m, y_m = np.concatenate([[start_m], inner.reshape(-1, 2), [end_m]]).T
        steps_m = np.diff(np.column_stack([x_m, y_m, self.height.ev(y_m, x_m)]), axis=0)
        slope = np.zeros((len(x_m), 3))
        slope[1:] += steps_m
        slope[:-1] -= steps_m
        by_x = slope[:, 0] + slope[:, 2] * self.height.ev(y_m, x_m, dy=1)
        by_y = slope[:, 1] + slope[:, 2] * self.height.ev(y_m, x_m, dx=1)
        down = 2 * np.column_stack([by_x, by_y])[1:-1]
        return len(steps_m) * float((steps_m**2).sum()), len(steps_m) * down.ravel()
