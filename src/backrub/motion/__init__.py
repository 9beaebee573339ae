"""Both hands as evenly sampled arrays on one receiver's skin."""
