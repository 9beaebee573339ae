"""From strokes to lines: the canonical spelling, which `parse_strokes` reads back as the same strokes."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from backrub.notation.stroke import StrokeLine


def print_strokes(strokes: Iterable[StrokeLine]) -> str:
    """Return one line a stroke.

    >>> from backrub.notation.parse import parse_strokes
    >>> print_strokes(parse_strokes("circle one  here with heel 6.0cm 4s ^2 x3 Round", places={"neck"}))
    'circle one here with heel 6cm 4s ^2 x3 Round'
    """
    return "\n".join(_line(stroke) for stroke in strokes)


def _line(stroke: StrokeLine) -> str:
    words = [stroke.verb, stroke.hands, " -> ".join(stroke.route)]
    if stroke.part is not None:
        words.append(f"with {stroke.part}")
    if stroke.size_m is not None:
        words.append(f"{_plain(_exact(stroke.size_m) * 100)}cm")
    words.append(f"{_plain(_exact(stroke.duration_s))}s")
    if stroke.level is not None:
        words.append(f"^{stroke.level}")
    if stroke.times != 1:
        words.append(f"x{stroke.times}")
    if stroke.words:
        words.append(stroke.words)
    return " ".join(words)


def _exact(number: float) -> Decimal:
    """Return the shortest decimal that reads back as the same number."""
    return Decimal(repr(number))


def _plain(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if number % 1 else f"{number:.0f}"
