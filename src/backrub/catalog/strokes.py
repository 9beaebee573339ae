"""The strokes of a technique file as they stand in it, each word with its line and column in the file."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from backrub.catalog.written import Keys, strings_of
from backrub.errors import DataError, Problem
from backrub.model.read import is_json
from backrub.notation import StrokeLine, parse_strokes
from backrub.notation.parse import place_of, stroke_lines


@dataclass(frozen=True, slots=True)
class Strokes:
    """What one key of a technique file says: the text `said`, of the file `name` that reads `file`.

    In a JSON file places are told by the lines of the text itself: there it all stands on one line.
    """

    name: str
    file: str
    keys: Keys
    said: Any

    @property
    def where(self) -> str:
        """The file and the key.

        >>> Strokes("long.toml", "", ("strokes_at", "hip"), "").where
        'long.toml strokes_at.hip'
        """
        return f"{self.name} {'.'.join(self.keys)}"

    def read(self, *, anchors: Collection[str]) -> tuple[StrokeLine, ...]:
        """Return the strokes; raises DataError with every bad word of them."""
        if not isinstance(self.said, str):
            raise DataError([Problem(self.where, "is missing", 'Add strokes = """..."""')])
        if not stroke_lines(self.said):
            return parse_strokes(self.said, places=anchors, name=self.where)
        return parse_strokes(self.said, places=anchors, name=self._text, place=self._in_file)

    def places_of(self, word: str) -> list[str]:
        """Return every place where a stroke has this word, said as problems say it."""
        return [
            place_of(self._text, (number, found.start() + 1), place=self._in_file)
            for number, line in stroke_lines(self.said)
            for found in re.finditer(rf"(?<!\S){re.escape(word)}(?!\S)", line)
        ]

    @property
    def _text(self) -> str:
        return self.where if is_json(self.file) else self.name

    def _in_file(self, line: int, column: int) -> tuple[int, int]:
        return (line, column) if is_json(self.file) else strings_of(self.file)[self.keys].place(line, column)
