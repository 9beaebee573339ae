"""A receiver's body as binary glTF 2.0: one skin, one calm material, the landmarks as named nodes."""

from __future__ import annotations

import json
import struct
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from backrub import __version__
from backrub.body import ReceiverBody

Floats = NDArray[np.float32]

_FLOAT, _UINT16, _UINT32 = 5126, 5123, 5125
_VERTICES, _INDICES = 34962, 34963
_JSON, _BIN = 0x4E4F534A, 0x004E4942
_CLAY: Final = (0.584, 0.447, 0.337, 1.0)
"""Unglazed clay, one tone for everybody, in linear light."""


def glb_of(body: ReceiverBody) -> bytes:
    """Return a body as a GLB file: metres, y up, the receiver lying with the head to +z, their left at +x.

    >>> from backrub.body import example_body
    >>> made = glb_of(example_body())
    >>> made[:4], int.from_bytes(made[8:12], "little") == len(made)
    (b'glTF', True)
    """
    positions = turned(np.asarray(body.vertices_m, dtype=np.float32))
    normals = normals_of(positions, body.faces)
    small = len(positions) <= 0xFFFF
    indices = body.faces.astype(np.uint16 if small else np.uint32).ravel()
    parts = [np.ascontiguousarray(part).tobytes() for part in (positions, normals, indices)]
    views: list[dict[str, int]] = []
    content = b""
    for part, target in zip(parts, (_VERTICES, _VERTICES, _INDICES), strict=True):
        views.append({"buffer": 0, "byteOffset": len(content), "byteLength": len(part), "target": target})
        content += part + b"\0" * (-len(part) % 4)
    low, high = positions.min(axis=0), positions.max(axis=0)
    document: dict[str, Any] = {
        "asset": {
            "version": "2.0",
            "generator": f"Backrub {__version__}",
            "copyright": "Body shapes from MakeHuman data, CC0",
        },
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [
            {"name": "body", "mesh": 0, "children": list(range(1, 1 + len(body.landmarks_m)))},
            *(
                {"name": name, "translation": [round(float(each), 5) for each in turned(place[None, :])[0]]}
                for name, place in body.landmarks_m.items()
            ),
        ],
        "meshes": [
            {
                "name": "skin",
                "primitives": [
                    {"attributes": {"POSITION": 0, "NORMAL": 1}, "indices": 2, "material": 0, "mode": 4}
                ],
            }
        ],
        "materials": [
            {
                "name": "clay",
                "pbrMetallicRoughness": {
                    "baseColorFactor": _CLAY, "metallicFactor": 0.0, "roughnessFactor": 0.95,
                },
            }
        ],
        "accessors": [
            {
                "bufferView": 0, "componentType": _FLOAT, "count": len(positions), "type": "VEC3",
                "min": low.tolist(), "max": high.tolist(),
            },
            {"bufferView": 1, "componentType": _FLOAT, "count": len(positions), "type": "VEC3"},
            {
                "bufferView": 2, "componentType": _UINT16 if small else _UINT32, "count": len(indices),
                "type": "SCALAR",
            },
        ],
        "bufferViews": views,
        "buffers": [{"byteLength": len(content)}],
    }  # fmt: skip
    told = json.dumps(document, separators=(",", ":")).encode()
    told += b" " * (-len(told) % 4)
    chunks = b"".join(
        struct.pack("<II", len(each), kind) + each for kind, each in ((_JSON, told), (_BIN, content))
    )
    return b"glTF" + struct.pack("<II", 2, 12 + len(chunks)) + chunks


def turned(world_m: NDArray[Any]) -> Floats:
    """Return world positions (k, 3) as glTF has them: y up instead of z.

    >>> turned(np.array([[1.0, 2.0, 3.0]])).tolist()
    [[1.0, 3.0, -2.0]]
    """
    return np.stack([world_m[:, 0], world_m[:, 2], -world_m[:, 1]], axis=1).astype(np.float32)


def normals_of(positions: Floats, faces: NDArray[np.int64]) -> Floats:
    """Return each vertex's outward unit normal (k, 3): the mean of its triangles', by their area."""
    corners = positions[faces].astype(np.float64)
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    summed = np.zeros((len(positions), 3))
    for corner in range(3):
        np.add.at(summed, faces[:, corner], across)
    length = np.linalg.norm(summed, axis=1, keepdims=True)
    # A vertex of no triangle has no normal: up is as good as any, and of length 1.
    return np.where(length > 1e-15, summed / np.maximum(length, 1e-15), [0.0, 1.0, 0.0]).astype(np.float32)
