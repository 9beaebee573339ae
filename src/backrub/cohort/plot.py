"""Pictures of spreads as SVG: one line a name, with its axis and unit; the page gives the colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from backrub.model.cohort import PERCENTILES, Spread

LEFT, WIDTH, RIGHT, LINE, TOP, BOTTOM = 16, 460, 44, 46, 16, 64
"""Pixels: room beside the axis, the axis, what overshoots it, each line, and what stands above and below. So
narrow that words can be read on a phone; a line's name stands over its bar."""


READ = (
    "For each line: a bar from the 5th to the 95th percentile of bodies, a tick at the median, a dot at the "
    "highest. The table after it has the numbers."
)


@dataclass(frozen=True, slots=True)
class Line:
    """A name with its numbers at PERCENTILES, already in the axis' unit, and how many break."""

    says: str
    shares: Spread
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Axis:
    """What is drawn along: words, the unit, ticks from end to end, and where a limit stands, if any."""

    says: str
    unit: str
    edges: tuple[float, ...]
    limit: float | None = None

    def x(self, value: float) -> float:
        """Return the pixel of a value; beyond the ends it stays just outside.

        >>> Axis("share", "1", edges=(0.0, 1.0)).x(0.5)
        246.0
        """
        share = (value - self.edges[0]) / (self.edges[-1] - self.edges[0])
        return LEFT + round(WIDTH * min(max(share, -0.01), 1.04), 1)


def spreads(lines: Sequence[Line], *, axis: Axis, title: str, name: str) -> str:
    """Return a picture: a bar from the 5th to the 95th percentile, a tick at the middle, a dot at the most.

    `name` tells this picture's ids from those of others on the page.
    """
    height = TOP + LINE * len(lines) + BOTTOM
    foot = TOP + LINE * len(lines)
    words = f"{axis.says} ({axis.unit})"
    low, half, high = (PERCENTILES.index(each) for each in (5, 50, 95))
    drawn = [
        f'<svg role="img" aria-labelledby="{name}-t {name}-d" viewBox="0 0 {LEFT + WIDTH + RIGHT} {height}">',
        f'<title id="{name}-t">{escape(title)}</title>',
        f'<desc id="{name}-d">{READ}</desc>',
    ]
    for tick in axis.edges:
        x = axis.x(tick)
        drawn.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{TOP}" y2="{foot}"/>')
        drawn.append(f'<text x="{x}" y="{foot + 22}" text-anchor="middle">{tick:g}</text>')
    drawn.append(f'<text x="{LEFT + WIDTH / 2}" y="{foot + 50}" text-anchor="middle">{escape(words)}</text>')
    if axis.limit is not None:
        x = axis.x(axis.limit)
        drawn.append(f'<line class="limit" x1="{x}" x2="{x}" y1="{TOP - 8}" y2="{foot}"/>')
    for number, line in enumerate(lines):
        y = TOP + LINE * number + 0.7 * LINE
        kind = "over" if line.broken else "fine"
        mark = f" ({line.broken} break)" if line.broken else ""
        drawn.append(f'<text x="{LEFT}" y="{y - 15:.1f}">{escape(line.says + mark)}</text>')
        ends = axis.x(line.shares[low]), axis.x(line.shares[high])
        drawn.append(
            f'<rect class="{kind}" x="{ends[0]}" y="{y - 7:.1f}" width="{max(ends[1] - ends[0], 2):.1f}" '
            'height="14" rx="3"/>'
        )
        middle = axis.x(line.shares[half])
        drawn.append(f'<line class="half" x1="{middle}" x2="{middle}" y1="{y - 10:.1f}" y2="{y + 10:.1f}"/>')
        drawn.append(f'<circle class="{kind}" cx="{axis.x(line.shares[-1])}" cy="{y:.1f}" r="5"/>')
    return "\n".join([*drawn, "</svg>"])
