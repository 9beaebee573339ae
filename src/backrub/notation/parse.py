"""From lines to strokes; every bad line is told with its place, what is wrong, and the nearest right word.

    LINE  = VERB HANDS ROUTE [with PART] [SIZE] TIME [LEVEL] [TIMES] [WORDS]
    ROUTE = PLACE { -> PLACE }      SIZE = 6cm      TIME = 8s      LEVEL = ^2      TIMES = x3
    WORDS = the rest

The whole grammar, with examples, is in docs/notation.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import Decimal

from backrub.errors import DataError, Problem, did_you_mean, nearest
from backrub.notation.stroke import HANDS, PARTS, TRAVELLING, VERBS, StrokeLine

EXAMPLE = "Write it like: glide both sacrum -> neck 8s ^2 Glide up, slowly"
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)cm")
_TIME = re.compile(r"([0-9]+(?:\.[0-9]+)?)s")
_LEVEL = re.compile(r"\^([0-9]+)")
_TIMES = re.compile(r"x([0-9]+)")
_SIGN = re.compile(f"{_SIZE.pattern}|{_TIME.pattern}|{_LEVEL.pattern}|{_TIMES.pattern}|->")
"""What is part of the notation and so can't be a word of a cue."""

ORDER = "The order is: verb, hands, places, with a part, size, time, level, times, words."
MAX_WORDS = 8
"""A cue that is read from one and a half to two metres has at most eight words."""


Place = Callable[[int, int], tuple[int, int]]
"""From a line and column of the text to those of the file that it stands in, all counted from 1."""


def parse_strokes(
    text: str, *, places: Collection[str], name: str = "strokes", place: Place | None = None
) -> tuple[StrokeLine, ...]:
    """Return the strokes of `text`, one a line; blank lines and lines that start with # are left out.

    `places` are the atlas' names (`low-back`, `low-back.top`, ...); `here` and its anchors are always known.
    Raises DataError with every bad line: its number, its column, what is wrong, and the way out; `place` says
    where that is in the file called `name`.

    >>> parse_strokes("glide both sacrum -> neck 8s ^2 Glide up, slowly", places={"sacrum", "neck"})[0].route
    ('sacrum', 'neck')
    """
    known = (
        frozenset(places) | {"here"} | {f"here.{place.partition('.')[2]}" for place in places if "." in place}
    )
    problems: list[Problem] = []
    strokes: list[StrokeLine] = []
    for number, line in stroke_lines(text):
        reading = _Reading(line, number=number, name=name, known=known, place=place)
        stroke = reading.stroke()
        problems += reading.problems
        if stroke is not None:
            strokes.append(stroke)
    if not problems and not strokes:
        problems.append(Problem(name, "has no stroke", EXAMPLE))
    if problems:
        raise DataError(problems)
    return tuple(strokes)


def stroke_lines(text: str) -> list[tuple[int, str]]:
    """Return the lines that say a stroke, each with its number from 1.

    >>> stroke_lines("# slowly\\nhold one here 8s")
    [(2, 'hold one here 8s')]
    """
    lines = enumerate(text.splitlines(), start=1)
    return [(number, line) for number, line in lines if line.strip() and not line.lstrip().startswith("#")]


def place_of(name: str, at: tuple[int, int], *, place: Place | None = None) -> str:
    """Return how a place in a text is said.

    >>> place_of("my-glide.toml", (27, 1))
    'my-glide.toml line 27 column 1'
    """
    line, column = at if place is None else place(*at)
    return f"{name} line {line} column {column}"


@dataclass(slots=True)
class _Reading:
    """One line being read: its words with their columns, and what was wrong so far."""

    line: str
    number: int
    name: str
    known: frozenset[str]
    place: Place | None
    problems: list[Problem] = field(default_factory=list)
    at: int = 0
    words: list[tuple[str, int]] = field(default_factory=list)

    def stroke(self) -> StrokeLine | None:
        self.words = [(match.group(), match.start() + 1) for match in re.finditer(r"\S+", self.line)]
        if len(self.words) < 4:
            self._wrong(self.words[-1][1], f"cannot read '{self.line.strip()}' as a stroke", EXAMPLE)
            return None
        verb = self._verb()
        hands = self._hands()
        route = self._route()
        part = None
        if self._peek() == "with":
            self.at += 1
            part = self._one_of(PARTS, "part of the hand")
        size = self._number(_SIZE, "size", low="0.1", high="30")
        time = self._number(_TIME, "time", low="0.1", high="120")
        if time is None:
            column = self.words[min(self.at, len(self.words) - 1)][1]
            self._wrong(column, "has no time where one is due", "Give seconds after the places, like 8s.")
        level = self._number(_LEVEL, "level", low="1", high="5")
        times = self._number(_TIMES, "count", low="1", high="60")
        cue = "" if time is None else self._cue()  # without a time, nothing says where the words begin
        if not self.problems and len(route) < 2 and verb in TRAVELLING:
            self._wrong(self.words[0][1], f"{verb} has nowhere to go", f"Add a place: {route[0]} -> neck.")
        if self.problems or time is None:
            return None
        return StrokeLine.model_validate(
            {
                "verb": verb,
                "hands": hands,
                "route": route,
                "part": part,
                "size_m": None if size is None else float(size / 100),
                "duration_s": float(time),
                "level": None if level is None else int(level),
                "times": 1 if times is None else int(times),
                "words": cue,
            }
        )

    def _peek(self) -> str:
        return self.words[self.at][0] if self.at < len(self.words) else ""

    def _one_of(self, known: Collection[str], what: str) -> str:
        word, column = self.words[self.at] if self.at < len(self.words) else ("", len(self.line) + 1)
        self.at += 1
        if word not in known:
            self._wrong(column, f"unknown {what} '{word}'", did_you_mean(word, sorted(known)))
        return word

    def _route(self) -> tuple[str, ...]:
        route = [self._place()]
        while self._peek() == "->" or self._peek() in self.known:
            if self._peek() == "->":
                self.at += 1
            else:
                word, column = self.words[self.at]
                self._wrong(column, f"'{word}' follows a place without an arrow", "Write -> between places.")
            route.append(self._place())
        return tuple(route)

    def _place(self) -> str:
        word, column = self.words[self.at] if self.at < len(self.words) else ("", len(self.line) + 1)
        if _SIGN.fullmatch(word):
            self._wrong(column, "has no place where one is due", EXAMPLE)
            return word
        self.at += 1
        if word not in self.known:
            close = nearest(word, sorted(self.known))
            places = sorted({place.partition(".")[0] for place in self.known})
            way_out = f"Did you mean {close}?" if close else f"Places: {', '.join(places)}."
            self._wrong(column, f"unknown place '{word}'", way_out)
        return word

    def _verb(self) -> str:
        if self._peek() in HANDS:
            self._wrong(self.words[0][1], "does not say what the hands do", "Write a verb first, like glide.")
            return ""
        return self._one_of(VERBS, "verb")

    def _hands(self) -> str:
        if self._peek() in self.known:
            self._wrong(
                self.words[self.at][1], "does not say which hands", "Write both or one before the place."
            )
            return ""
        return self._one_of(HANDS, "hands")

    def _number(self, pattern: re.Pattern[str], what: str, *, low: str, high: str) -> Decimal | None:
        found = pattern.fullmatch(self._peek())
        if found is None:
            return None
        number = Decimal(found.group(1))
        if not Decimal(low) <= number <= Decimal(high):
            column = self.words[self.at][1]
            self._wrong(column, f"{what} {found.group(1)} is out of range", f"Use {low} to {high}.")
        self.at += 1
        return number

    def _cue(self) -> str:
        rest = self.words[self.at :]
        if len(rest) > MAX_WORDS:
            self._wrong(rest[0][1], f"the cue has {len(rest)} words", f"Use at most {MAX_WORDS}.")
        for (word, column), (next_word, _) in zip(rest, [*rest[1:], ("", 0)], strict=False):
            if _SIGN.fullmatch(word) or (word == "with" and next_word in PARTS):
                self._wrong(column, f"'{word}' stands where only words may be", ORDER)
        return " ".join(word for word, _ in rest)

    def _wrong(self, column: int, what: str, way_out: str) -> None:
        where = place_of(self.name, (self.number, column), place=self.place)
        self.problems.append(Problem(where, what, way_out))
