"""A cohort's results on disk: finished bodies as parts, so that a run that was cut goes on where it was."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from backrub.cohort.table import merge, rows_of
from backrub.errors import DataError, Problem

MADE_OF = "cohort.json"
TABLE = "bodies.parquet"
PAGE = "report.html"
REPORT = "report.json"
PARTS = "parts"
_PART = re.compile(r"bodies-(\d{7,})-(\d{7,})\.parquet")
_WORDS = {
    "schema": "layout", "version": "version of Backrub", "drawn": "way of drawing bodies", "seed": "seed",
    "plan_sha256": "plan", "rate_hz": "rate",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CohortFolder:
    """A folder that holds one cohort: what it is made of, its parts, and what was told of them."""

    path: Path

    @classmethod
    def opened(cls, path: Path, fingerprint: Mapping[str, Any]) -> CohortFolder:
        """Return the folder, made where it is not there yet.

        Raises DataError where it holds another cohort, something else, or can't be written.
        """
        folder, made_of = cls(path), path / MADE_OF
        try:
            path.mkdir(parents=True, exist_ok=True)
            if made_of.exists():
                _compare(path, json.loads(made_of.read_text(encoding="utf-8")), fingerprint)
            elif any(path.iterdir()):
                what = "is not empty and holds no cohort"
                raise DataError([Problem(str(path), what, "Name a folder of its own.")])
            (path / PARTS).mkdir(exist_ok=True)
            if not made_of.exists():
                folder.write(MADE_OF, (json.dumps(dict(fingerprint), indent=2) + "\n").encode())
        except (OSError, ValueError) as error:
            raise DataError([_trouble(path, error)]) from None
        return folder

    def parts(self) -> tuple[tuple[int, int, Path], ...]:
        """Return the parts that are whole, in order: first and last body, and the file."""
        found = []
        for path in sorted((self.path / PARTS).iterdir()):
            match = _PART.fullmatch(path.name)
            if match is None:
                continue
            first, last = int(match[1]), int(match[2])
            if rows_of(path) == last + 1 - first:
                found.append((first, last, path))
        return tuple(sorted(found))

    def missing(self, bodies: int) -> list[int]:
        """Return which of the first bodies have no part yet."""
        done = {number for first, last, _ in self.parts() for number in range(first, last + 1)}
        return [number for number in range(bodies) if number not in done]

    def keep(self, numbers: Sequence[int], content: bytes) -> None:
        """Keep the part of some bodies, each the one after the last: it is whole or not there."""
        self.write(f"{PARTS}/bodies-{numbers[0]:07d}-{numbers[-1]:07d}.parquet", content)

    def gather(self, bodies: int) -> Path:
        """Write the table of the first bodies from all parts; return where it is."""
        parts = [path for first, _, path in self.parts() if first < bodies]
        self._write(TABLE, lambda stream: merge(parts, stream, bodies=bodies))
        return self.path / TABLE

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole or leave what was there; raises DataError when it can't be written."""
        self._write(name, lambda stream: stream.write(content))

    def _write(self, name: str, fill: Callable[[BinaryIO], object]) -> None:
        target = self.path / name
        try:
            handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    fill(stream)
                    stream.flush()
                    os.fsync(stream.fileno())
                os.chmod(temporary, 0o644)
                os.replace(temporary, target)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise DataError([_trouble(target, error)]) from None


def _compare(path: Path, theirs: Any, ours: Mapping[str, Any]) -> None:
    if not isinstance(theirs, dict):
        raise ValueError(MADE_OF)
    other = [words for name, words in _WORDS.items() if theirs.get(name) != ours[name]]
    if other:
        what = f"holds another cohort: its {' and its '.join(other)} differ{'s' if len(other) == 1 else ''}"
        way_out = "Name another folder, or run what it was made with."
        raise DataError([Problem(str(path), what, way_out)])


def _trouble(path: Path, error: OSError | ValueError) -> Problem:
    if isinstance(error, ValueError):
        return Problem(str(path / MADE_OF), "can't be read", "Name another folder.")
    return Problem(str(path), "can't be written", f"Choose another place ({error.strerror or 'disk'}).")
