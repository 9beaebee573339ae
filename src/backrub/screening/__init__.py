"""Screening: from a request and a day to what is allowed. It only ever narrows."""

from backrub.screening.questions import questions_left
from backrub.screening.screen import screen

__all__ = ["questions_left", "screen"]
