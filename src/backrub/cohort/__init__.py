"""Cohort: one plan on many bodies, drawn by seed from published tables."""

from backrub.cohort.people import person_of

__all__ = ["person_of"]
