"""From a plan to its score: every stroke on the chart with its time, hands, levels and cues."""

from backrub.score.compose import compose
from backrub.score.practise import practise

__all__ = ["compose", "practise"]
