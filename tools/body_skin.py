"""The skin for display: half of the model's own mesh, thinned where it is flat, the rest its mirror.

Edges are collapsed onto one of their ends (never to a new point), so each kept vertex is one of the model's
and moves with it on every body. The order is by quadric error (Garland and Heckbert 1997), summed over
several bodies, so that what is flat on one but curved on another stays.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np

from body_model import Array, Model


def thinned(model: Model, bodies: Sequence[Array], *, vertices: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the kept vertices of the left half (model indices, the midline's first) and triangles among them
    (rows of the first)."""
    is_left = (np.asarray(bodies[0])[:, 0] > -1e-9) & model.is_skin
    half = model.triangles[is_left[model.triangles].all(axis=1)]
    on_middle = model.mirror == np.arange(len(model.mirror))
    thin = _Thin(half, on_middle, bodies)
    thin.run(vertices)
    kept = np.unique(thin.faces())
    kept = np.concatenate([kept[on_middle[kept]], kept[~on_middle[kept]]])
    place = {int(index): row for row, index in enumerate(kept)}
    return kept, np.array([[place[int(corner)] for corner in face] for face in thin.faces()])


class _Thin:
    """A triangle mesh whose edges are collapsed one by one, cheapest first."""

    def __init__(self, triangles: np.ndarray, on_middle: np.ndarray, bodies: Sequence[Array]) -> None:
        self.face = {number: tuple(map(int, corners)) for number, corners in enumerate(triangles)}
        self.on_middle = on_middle
        self.at = np.stack([each[:, [0, 1, 2]] for each in bodies])
        self.around: dict[int, set[int]] = {}
        for number, corners in self.face.items():
            for corner in corners:
                self.around.setdefault(corner, set()).add(number)
        self.cost = np.zeros((len(bodies), self.at.shape[1], 4, 4))
        for corners in triangles:
            a, b, c = self.at[:, corners[0]], self.at[:, corners[1]], self.at[:, corners[2]]
            normal = np.cross(b - a, c - a)
            area = np.linalg.norm(normal, axis=1, keepdims=True)
            normal = normal / np.where(area > 0, area, 1.0)
            plane = np.concatenate([normal, -np.einsum("ni,ni->n", normal, a)[:, None]], axis=1)
            quadric = np.einsum("ni,nj->nij", plane, plane) * (area[:, :, None] / 2)
            for corner in corners:
                self.cost[:, corner] += quadric
        self.heap: list[tuple[float, int, int]] = []
        for corners in self.face.values():
            self._offer(corners)

    def faces(self) -> np.ndarray:
        """Return the triangles that are left."""
        return np.array(list(self.face.values()))

    def run(self, vertices: int) -> None:
        """Collapse until so many vertices are left."""
        left = len(self.around)
        while left > vertices and self.heap:
            price, gone, stays = heapq.heappop(self.heap)
            if gone not in self.around or stays not in self.around:
                continue
            now = self._price(gone, stays)
            if now > price * 1.0001 + 1e-15:
                heapq.heappush(self.heap, (now, gone, stays))
            elif self._may(gone, stays):
                self._collapse(gone, stays)
                left -= 1

    def _offer(self, corners: tuple[int, ...]) -> None:
        for first in corners:
            for second in corners:
                if first != second and (not self.on_middle[first] or self.on_middle[second]):
                    heapq.heappush(self.heap, (self._price(first, second), first, second))

    def _price(self, gone: int, stays: int) -> float:
        point = np.concatenate([self.at[:, stays], np.ones((len(self.at), 1))], axis=1)
        error = np.einsum("ni,nij,nj->", point, self.cost[:, gone] + self.cost[:, stays], point)
        apart = np.linalg.norm(self.at[:, gone] - self.at[:, stays], axis=1).sum()
        return float(max(error, 0.0) + 1e-9 * apart)  # flat places: short edges first

    def _ring(self, vertex: int) -> set[int]:
        return {corner for number in self.around[vertex] for corner in self.face[number]} - {vertex}

    def _may(self, gone: int, stays: int) -> bool:
        shared = self.around[gone] & self.around[stays]
        across = {corner for number in shared for corner in self.face[number]} - {gone, stays}
        if not shared or self._ring(gone) & self._ring(stays) != across:
            return False
        if self.on_middle[gone] and len(shared) != 1:
            return False
        for number in self.around[gone] - shared:
            moved = [stays if corner == gone else corner for corner in self.face[number]]
            before, after = (self._normals(corners) for corners in (self.face[number], moved))
            if (np.einsum("ni,ni->n", before, after) < 0.2).any():
                return False
        return True

    def _normals(self, corners: Sequence[int]) -> Array:
        a, b, c = (self.at[:, corner] for corner in corners)
        normal = np.cross(b - a, c - a)
        length = np.linalg.norm(normal, axis=1, keepdims=True)
        return np.asarray(normal / np.where(length > 0, length, 1.0))

    def _collapse(self, gone: int, stays: int) -> None:
        for number in list(self.around[gone]):
            corners = self.face[number]
            if stays in corners:
                del self.face[number]
                for corner in corners:
                    self.around[corner].discard(number)
            else:
                self.face[number] = tuple(stays if corner == gone else corner for corner in corners)
                self.around[stays].add(number)
        del self.around[gone]
        self.cost[:, stays] += self.cost[:, gone]
        for number in self.around[stays]:
            self._offer(self.face[number])
