"""Where a string of a TOML file stands in that file, so that a problem in it is told by the file's own line.

`tomllib` gives values without their places. This walks a file that it has already taken, and so need not say
what is wrong with one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

Keys = tuple[str, ...]

_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_ONE_LINE = r'"(?:[^"\\]|\\.)*"' + r"|'[^']*'"
_KEY = re.compile(rf"{_ONE_LINE}|[A-Za-z0-9_-]+")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"""(?!")' + r"|'''.*?'''(?!')|" + _ONE_LINE, re.DOTALL)
_BARE = re.compile(r"[^\n#,\]}]*")
"""A number, a truth or a time."""
_ESCAPE = re.compile(r"\\(?:[ \t]*\n[ \t\n]*|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")


@dataclass(frozen=True, slots=True)
class Written:
    """A string, and the offset in its file of each of its characters and of its end."""

    file: str
    text: str
    offsets: tuple[int, ...]

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Return the file's line and column of a line and column of the string, all counted from 1.

        >>> strings_of("a = 1\\ns = 'one two'")["s",].place(1, 5)
        (2, 10)
        """
        starts = [0, *accumulate(map(len, self.text.splitlines(keepends=True)))]
        offset = self.offsets[min(starts[line - 1] + column, len(self.offsets)) - 1]
        return self.file.count("\n", 0, offset) + 1, offset - self.file.rfind("\n", 0, offset)


@lru_cache(maxsize=1)
def strings_of(file: str) -> dict[Keys, Written]:
    """Return every string of a whole and right TOML file by its keys; those in lists are left out.

    >>> sorted(strings_of("name = 'Long'\\n[strokes_at]\\nhip.low = 'x'"))
    [('name',), ('strokes_at', 'hip', 'low')]
    """
    file = file.lstrip("\ufeff").replace("\r\n", "\n")
    found: dict[Keys, Written] = {}
    table: Keys = ()
    at = _past(_BLANK, file, 0)
    while at < len(file):
        if file[at] == "[":
            brackets = 2 if file.startswith("[[", at) else 1
            table, at = _keys(file, at + brackets)
            at += brackets
        else:
            at = _pair(file, at, table, found)
        at = _past(_BLANK, file, at)
    return found


def _pair(file: str, at: int, table: Keys, found: dict[Keys, Written]) -> int:
    """Take `key = value`; return where it ends."""
    keys, at = _keys(file, at)
    return _value(file, _past(_BLANK, file, at + 1), (*table, *keys), found)


def _keys(file: str, at: int) -> tuple[Keys, int]:
    """Return the names of a dotted key and where what follows it stands."""
    names = []
    while True:
        at = _past(_BLANK, file, at)
        end = _past(_KEY, file, at)
        name = file[at:end]
        names.append(_said(name) if name[:1] in ('"', "'") else name)
        at = _past(_BLANK, file, end)
        if file[at] != ".":
            return tuple(names), at
        at += 1


def _value(file: str, at: int, keys: Keys | None, found: dict[Keys, Written]) -> int:
    """Take a value; return where it ends. `keys` is None within a list."""
    if file[at] in "\"'":
        end = _past(_STRING, file, at)
        if keys is not None:
            found[keys] = Written(file, _said(file[at:end]), tuple(_offsets(file, at, end)))
        return end
    if file[at] not in "[{":
        return _past(_BARE, file, at)
    close = {"[": "]", "{": "}"}[file[at]]
    at = _past(_BLANK, file, at + 1)
    while file[at] != close:
        if close == "]":
            at = _value(file, at, None, found)
        elif keys is None:
            at = _pair(file, at, (), {})
        else:
            at = _pair(file, at, keys, found)
        at = _past(_BLANK, file, at)
        at = _past(_BLANK, file, at + 1) if file[at] == "," else at
    return at + 1


def _offsets(file: str, at: int, end: int) -> Iterator[int]:
    quote = file[at : at + 3] if file[at : at + 3] in ('"""', "'''") else file[at]
    at, end = at + len(quote), end - len(quote)
    if len(quote) == 3 and file[at] == "\n":
        at += 1
    while at < end:
        escape = _ESCAPE.match(file, at) if '"' in quote else None
        if escape is None:
            yield at
            at += 1
            continue
        if "\n" not in escape.group():  # a backslash at a line's end draws two lines into one
            yield at
        at = escape.end()
    yield end


def _past(pattern: re.Pattern[str], file: str, at: int) -> int:
    match = pattern.match(file, at)
    return at if match is None else match.end()


def _said(string: str) -> str:
    return str(tomllib.loads(f"said = {string}")["said"])
