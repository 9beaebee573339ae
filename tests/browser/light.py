"""How much light a screen gives, by the colours that it paints."""

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from PIL import Image
from playwright.sync_api import Page

SQUARE_PX = 16
LINEAR = np.arange(256) / 255
LINEAR = np.where(LINEAR <= 0.04045, LINEAR / 12.92, ((LINEAR + 0.055) / 1.055) ** 2.4)
"""Linear light by a colour's byte: IEC 61966-2-1."""

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
"""Relative luminance: ITU-R BT.709."""
MELANOPIC = np.array([0.00, 0.28, 0.72])
"""Retyped from the limits of play: roughly what keeps people awake."""


@dataclass(frozen=True)
class Light:
    """What a picture gives off, in shares of a white one's."""

    at_s: float
    luminance: float
    melanopic: float
    squares: list[float]


def light_of(picture: bytes | str, at_s: float = 0.0) -> Light:
    """Read a picture, as bytes or in base 64."""
    content = picture if isinstance(picture, bytes) else base64.b64decode(picture)
    linear = LINEAR[np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))]
    luminance = linear @ LUMINANCE
    starts = [np.arange(0, size, SQUARE_PX) for size in luminance.shape]
    summed = np.add.reduceat(np.add.reduceat(luminance, starts[0], axis=0), starts[1], axis=1)
    tall, wide = (np.diff([*start, size]) for start, size in zip(starts, luminance.shape, strict=True))
    return Light(
        at_s,
        float(luminance.mean()),
        float((linear @ MELANOPIC).mean()),
        (summed / np.outer(tall, wide)).ravel().tolist(),
    )


@contextmanager
def filmed(page: Page) -> Iterator[list[tuple[str, float]]]:
    """Film a page while the block runs, small, some twenty times a second: pictures and moments. [s]"""
    wire = page.context.new_cdp_session(page)
    frames: list[tuple[str, float]] = []

    def seen(frame: dict) -> None:
        frames.append((frame["data"], frame["metadata"]["timestamp"]))
        wire.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    wire.on("Page.screencastFrame", seen)
    size = page.viewport_size or {"width": 0, "height": 0}
    most = {"maxWidth": size["width"] // 4, "maxHeight": size["height"] // 4}
    wire.send("Page.startScreencast", {"format": "png", "everyNthFrame": 3, **most})
    yield frames
    wire.send("Page.stopScreencast")
    wire.detach()


def most_moved(lights: list[Light], told_s: list[float]) -> float:
    """Return by how much the mean luminance moves within a second, as a share of the brighter moment.

    Other words are other light: what stands before a cue changes is not held against what stands after it.
    """
    most = 0.0
    for i, one in enumerate(lights):
        for other in lights[i + 1 :]:
            if other.at_s - one.at_s > 1 or any(one.at_s - 0.1 < each < other.at_s + 0.1 for each in told_s):
                break
            least, bright = sorted((one.luminance, other.luminance))
            most = max(most, 1 - least / bright)
    return most


def most_flashes(lights: list[Light]) -> int:
    """Return how often a square flashes within a second, at worst.

    A flash is a pair of opposing changes by a tenth of white, the darker image below 0.8: WCAG 2.2, which
    lets small ones be; here every square counts.
    """
    most = 0
    for history in zip(*(each.squares for each in lights), strict=True):
        turns: list[tuple[float, int]] = []
        low = high = history[0]
        for each, light in zip(history, lights, strict=True):
            low, high = min(low, each), max(high, each)
            way = 1 if each - low >= 0.1 and low < 0.8 else -1 if high - each >= 0.1 and each < 0.8 else 0
            if not way:
                continue
            if not turns or turns[-1][1] != way:
                turns.append((light.at_s, way))
            low = high = each
        for i in range(len(turns)):
            within = [at_s for at_s, _ in turns[i:] if at_s - turns[i][0] <= 1]
            most = max(most, len(within) // 2)
    return most
