"""Dose: what a massage does to one receiver's skin, and whether every limit holds."""

from backrub.dose.check import check

__all__ = ["check"]
