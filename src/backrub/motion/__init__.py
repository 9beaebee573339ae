"""Both hands as evenly sampled arrays on one receiver's skin."""

from backrub.motion.move import RATE_HZ, move
from backrub.motion.samples import HandBlock

__all__ = ["RATE_HZ", "HandBlock", "move"]
