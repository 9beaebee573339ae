"""What motion gives, block by block: one hand as evenly sampled arrays on the receiver's skin."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from backrub.errors import DataError, Problem
from backrub.model.base import HandPart

PARTS: tuple[HandPart, ...] = get_args(HandPart)
"""The parts of a hand in the order that `HandBlock.part` counts them by."""

LIFTED = -1
"""`HandBlock.part` while the hand is in the air."""

MOST_FORCE_N = 2000.0
"""No hand presses with more; what does is a slip of units."""

STEEPEST = 0.2
"""The least a patch's normal may look up: 78 degrees. No hand that works from above leans more."""

_AWAY = 1e-3
# How far a direction may be from unit length, or heading and normal from a right angle.

_ALL_FINITE = ("position_m", "normal", "heading", "speed_m_s", "force_n", "stone_c")


@dataclass(frozen=True, slots=True)
class HandBlock:
    """One hand over n samples, evenly spaced in time; read-only.

    Axes: x towards the receiver's left, y towards the feet, z up, away from the skin.

    Parameters
    ----------
    position_m : (n, 3) float array
        Where the patch's centre lies on the skin as it is unpressed. [m]
    normal : (n, 3) float array
        Outward unit normal of the patch.
    heading : (n, 3) float array
        Unit tangent: the way the fingers point.
    speed_m_s : (n,) float array
        How fast the hand slides. [m/s]
    force_n : (n,) float array
        Wished normal force, 0 while lifted. [N]
    part : (n,) int8 array
        Index into `PARTS`, or `LIFTED`.
    level : (n,) int8 array
        Walton's level, 1 to 5; 0 while lifted.
    stroke : (n,) int32 array
        Index of the stroke in its score.
    stone_c : (n,) float array
        Surface of the stone in the hand; read only while the part is a stone. [C]
    rate_hz : float
        Samples a second. [Hz]
    """

    position_m: NDArray[np.float64]
    normal: NDArray[np.float64]
    heading: NDArray[np.float64]
    speed_m_s: NDArray[np.float64]
    force_n: NDArray[np.float64]
    part: NDArray[np.int8]
    level: NDArray[np.int8]
    stroke: NDArray[np.int32]
    stone_c: NDArray[np.float64]
    rate_hz: float

    @classmethod
    def of(cls, *, rate_hz: float, stone_c: Any = 0.0, **arrays: Any) -> HandBlock:
        """Return a checked block of array-likes; `stone_c` may be one number.

        Raises DataError with every problem: shapes, types, not-a-number, forces below zero, directions
        that are none, parts and levels that there are not.

        >>> block = HandBlock.of(
        ...     rate_hz=60.0, position_m=[[0, 0.2, 0]], normal=[[0, 0, 1]], heading=[[0, -1, 0]],
        ...     speed_m_s=[0.05], force_n=[20.0], part=[0], level=[2], stroke=[0])
        >>> len(block)
        1
        >>> try:
        ...     HandBlock.of(rate_hz=60.0, position_m=[[0, 0.2, 0]], normal=[[0, 0, 1]], heading=[[0, -1, 0]],
        ...         speed_m_s=[0.05], force_n=[-20.0], part=[40], level=[2], stroke=[0])
        ... except DataError as error:
        ...     print(error)
        force_n: -20 at sample 0 is less than nothing
            Forces are 0 or more, in newtons.
        part: 40 at sample 0 is no part of a hand
            Use an index into PARTS, or -1 for a lifted hand.
        """
        count = len(np.atleast_1d(np.asarray(arrays.get("force_n", []))))
        wanted = {"stone_c": np.broadcast_to(np.asarray(stone_c, dtype=np.float64), (count,)), **arrays}
        kinds = {"part": np.int8, "level": np.int8, "stroke": np.int32}
        made: dict[str, Any] = {}
        problems: list[Problem] = []
        for field in fields(cls):
            if field.name == "rate_hz":
                continue
            if field.name not in wanted:
                problems.append(Problem(field.name, "is missing", "Give one value for each sample."))
                continue
            shape = (count, 3) if field.name in ("position_m", "normal", "heading") else (count,)
            try:
                array = np.array(wanted[field.name])
                as_kind = array.astype(kinds.get(field.name, np.float64))
            except (TypeError, ValueError):
                problems.append(Problem(field.name, "is not numbers", "Give one value for each sample."))
                continue
            if array.shape != shape:
                problems.append(
                    Problem(field.name, f"has shape {array.shape}", f"Force has {count} samples: {shape}.")
                )
                continue
            as_kind.flags.writeable = False
            made[field.name] = as_kind
        if not problems:
            block = cls(rate_hz=rate_hz, **made)
            problems = problems_of(block)
            if not problems:
                return block
        raise DataError(problems)

    def __len__(self) -> int:
        return len(self.force_n)

    def part_of(self, begin: int, end: int) -> HandBlock:
        """Return the samples from `begin` to before `end`: views, nothing is copied."""
        arrays = {
            field.name: getattr(self, field.name)[begin:end]
            for field in fields(self)
            if field.name != "rate_hz"
        }
        return HandBlock(rate_hz=self.rate_hz, **arrays)


def problems_of(block: HandBlock) -> list[Problem]:
    """Return everything that is wrong with a block's values; its shapes are taken to be right."""
    if _is_sound(block):
        return []
    problems: list[Problem] = []
    if not (np.isfinite(block.rate_hz) and block.rate_hz > 0):
        problems.append(
            Problem("rate_hz", f"{block.rate_hz:g} is no rate", "Give samples a second, like 60.")
        )
    for name in _ALL_FINITE:
        values = getattr(block, name)
        if not np.isfinite(values).all():
            at = int(np.argwhere(~np.isfinite(values))[0][0])
            problems.append(Problem(name, f"is not a number at sample {at}", "Every sample needs a number."))
    if problems:
        return problems
    touching = block.part != LIFTED

    def first(wrong: NDArray[np.bool_], *, name: str, what: str, way_out: str) -> None:
        if wrong.any():
            at = int(np.argmax(wrong))
            problems.append(
                Problem(name, f"{getattr(block, name)[at]:g} at sample {at} {what}", way_out)
                if getattr(block, name).ndim == 1
                else Problem(name, f"at sample {at} {what}", way_out)
            )

    first(block.force_n < 0, name="force_n", what="is less than nothing",
          way_out="Forces are 0 or more, in newtons.")  # fmt: skip
    first(block.force_n > MOST_FORCE_N, name="force_n", what="is more than any hand has",
          way_out="Forces are in newtons.")  # fmt: skip
    first(~touching & (block.force_n > 0), name="force_n", what="presses while lifted",
          way_out="A lifted hand has no force.")  # fmt: skip
    first((block.part < LIFTED) | (block.part >= len(PARTS)), name="part", what="is no part of a hand",
          way_out="Use an index into PARTS, or -1 for a lifted hand.")  # fmt: skip
    first((block.level < 0) | (block.level > 5), name="level", what="is no level",
          way_out="Levels are 1 to 5, 0 while lifted.")  # fmt: skip
    first(block.speed_m_s < 0, name="speed_m_s", what="is less than nothing",
          way_out="Speeds are 0 or more.")  # fmt: skip
    for name in ("normal", "heading"):
        length = np.linalg.norm(getattr(block, name), axis=1)
        first(touching & (np.abs(length - 1) > _AWAY), name=name, what="is not of length 1",
              way_out="Directions are unit vectors.")  # fmt: skip
    lean = np.einsum("ij,ij->i", block.normal, block.heading)
    first(touching & (np.abs(lean) > _AWAY), name="heading", what="is not across the normal",
          way_out="A heading lies in the patch's plane.")  # fmt: skip
    first(touching & (block.normal[:, 2] < STEEPEST), name="normal", what="looks sideways or down",
          way_out="Normals point away from the skin, upwards.")  # fmt: skip
    return problems


def _is_sound(block: HandBlock) -> bool:
    """Return quickly that there is nothing to say about a block; a false alarm costs only time."""
    normal, heading = block.normal, block.heading
    touching = block.part != LIFTED
    squares = np.einsum("ij,ij->i", normal, normal), np.einsum("ij,ij->i", heading, heading)
    askew = np.abs(np.einsum("ij,ij->i", normal, heading)) > _AWAY
    for each in squares:
        askew |= np.abs(each - 1) > _AWAY
    askew |= normal[:, 2] < STEEPEST
    # Not-a-number fails every comparison below, and a sum of finite numbers is finite.
    return bool(
        block.rate_hz > 0
        and np.isfinite(block.rate_hz + block.position_m.sum() + block.stone_c.sum() + block.speed_m_s.sum())
        and np.isfinite(squares[0].sum() + squares[1].sum())
        and block.speed_m_s.min(initial=0) >= 0
        and block.force_n.min(initial=0) >= 0
        and block.force_n.max(initial=0) <= MOST_FORCE_N
        and not ((block.force_n > 0) & ~touching).any()
        and LIFTED <= block.part.min(initial=0) <= block.part.max(initial=0) < len(PARTS)
        and 0 <= block.level.min(initial=0) <= block.level.max(initial=0) <= 5
        and not (askew & touching).any()
    )
