"""From a plan to its score: every stroke on the chart with its time, hands, levels and cues."""

from backrub.score.compose import compose

__all__ = ["compose"]
