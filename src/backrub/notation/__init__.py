"""The line-per-stroke notation that a teacher can read and write: `parse_strokes` and `print_strokes`."""

from backrub.notation.parse import parse_strokes
from backrub.notation.print import print_strokes
from backrub.notation.stroke import VERBS, StrokeLine

__all__ = ["VERBS", "StrokeLine", "parse_strokes", "print_strokes"]
