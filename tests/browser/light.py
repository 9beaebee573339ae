"""How much light a screen gives, by the colours that it paints: read on a page of its own, not on ours."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page

LINEAR = """async (picture) => {
  const drawn = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob())
  const { width, height } = drawn
  const board = new OffscreenCanvas(width, height).getContext('2d')
  board.drawImage(drawn, 0, 0)
  const { data } = board.getImageData(0, 0, width, height)
  const linear = Float64Array.from({ length: 256 }, (_, part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4)
  const across = Math.ceil(width / 16)
  const squares = Array.from({ length: across * Math.ceil(height / 16) }, () => [0, 0, 0, 0])
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 4) {
      const square = squares[(y >> 4) * across + (x >> 4)]
      for (let i = 0; i < 3; i++) square[i] += linear[data[at + i]]
      square[3]++
    }
  return squares
}"""
"""Linear red, green and blue (IEC 61966-2-1) of a picture, summed over squares of 16 px, and their pixels."""

LUMINANCE = (0.2126, 0.7152, 0.0722)
"""Relative luminance: ITU-R BT.709."""
MELANOPIC = (0.00, 0.28, 0.72)
"""Retyped from the limits of play: roughly what keeps people awake."""


@dataclass(frozen=True)
class Light:
    """What a picture gives off, in shares of a white one's."""

    at_s: float
    luminance: float
    melanopic: float
    squares: list[float]


def light_of(board: Page, picture: bytes | str, at_s: float = 0.0) -> Light:
    """Read a picture, as bytes or in base 64, on an empty page that is no part of the app."""
    text = picture if isinstance(picture, str) else base64.b64encode(picture).decode()
    squares = board.evaluate(LINEAR, text)
    sums = [sum(each[i] for each in squares) / sum(each[3] for each in squares) for i in range(3)]

    def weighed(parts: list[float], weights: tuple[float, ...]) -> float:
        return sum(part * weight for part, weight in zip(parts, weights, strict=False))

    return Light(
        at_s,
        weighed(sums, LUMINANCE),
        weighed(sums, MELANOPIC),
        [weighed(each, LUMINANCE) / each[3] for each in squares],
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
