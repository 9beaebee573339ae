"""Dose: what a massage does to one receiver's skin, and whether every limit holds."""

from backrub.dose.check import check
from backrub.dose.skin import Skin, skin_of

__all__ = ["Skin", "check", "skin_of"]
