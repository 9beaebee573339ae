"""Make a screenshot small: a PNG of 256 colours at most, with NumPy.

Pages have few colours; what is beyond 256 of them is moved to the nearest of the most frequent.
"""

import base64
import struct
import zlib

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

HEAD = b"\x89PNG\r\n\x1a\n"
MOST = 256
STEP = 4
"""Colours that differ by less than this in every channel are one."""


READ = """async (url) => {
  const picture = await createImageBitmap(await (await fetch(url)).blob())
  const { width, height } = picture
  const brush = new OffscreenCanvas(width, height).getContext('2d')
  brush.drawImage(picture, 0, 0)
  const bytes = brush.getImageData(0, 0, width, height).data
  let text = ''
  for (let at = 0; at < bytes.length; at += 32768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32768))
  return [width, height, btoa(text)]
}"""


def pixels(page: Page, png: bytes) -> NDArray[np.uint8]:
    """Return height x width x 3 of a picture; an empty page of the browser reads it."""
    width, height, text = page.evaluate(READ, "data:image/png;base64," + base64.b64encode(png).decode())
    return np.frombuffer(base64.b64decode(text), np.uint8).reshape(height, width, 4)[:, :, :3]


def shrink(read: NDArray[np.uint8]) -> bytes:
    """Return a picture's pixels as a PNG with a palette."""
    coarse = (read // STEP * STEP + STEP // 2).astype(np.uint8)
    flat = coarse.reshape(-1, 3)
    code = flat.astype(np.uint32) @ np.array([65536, 256, 1], dtype=np.uint32)
    colours, index, counts = np.unique(code, return_inverse=True, return_counts=True)
    kept = np.argsort(-counts)[:MOST]
    table = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1).astype(np.int32)
    apart = ((table[:, None, :] - table[None, kept, :]) ** 2).sum(axis=2)
    rows = apart.argmin(axis=1).astype(np.uint8)[index].reshape(read.shape[:2])
    # The colour that stands for a group is the mean of what it stands for.
    exact = np.zeros((len(kept), 3))
    places = rows.reshape(-1)
    for channel in range(3):
        exact[:, channel] = np.bincount(places, read.reshape(-1, 3)[:, channel], minlength=len(kept))
    exact /= np.maximum(1, np.bincount(places, minlength=len(kept)))[:, None]
    palette = np.clip(np.rint(exact), 0, 255).astype(np.uint8).tobytes()
    height, width = rows.shape
    raw = b"".join(b"\0" + row.tobytes() for row in rows)
    body = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
    return (
        HEAD + body + _chunk(b"PLTE", palette) + _chunk(b"IDAT", zlib.compress(raw, 9)) + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
