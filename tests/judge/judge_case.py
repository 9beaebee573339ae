"""One evening before the judge: request, clearance, plan and score as plain dicts, and the catalog's raw
files."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import shapely

from judge import judge_pages as pages
from judge.judge_ground import CATALOG, Ground, ground_of

SAMPLE_M = 0.004
INSIDE_M = 0.005
"""A path that is less than this inside a place only grazes its edge. [m]"""

Way = tuple[tuple[float, float], ...]
"""Where a hand goes in the chart, as the score has it."""


@dataclass(frozen=True)
class Broken:
    """A rule that does not hold, and where."""

    rule: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.rule} at {self.where}: {self.what}"


@cache
def techniques() -> dict[str, dict[str, Any]]:
    """Return each technique's file as it stands."""
    folder = CATALOG / "techniques"
    return {path.stem: tomllib.loads(path.read_text()) for path in sorted(folder.glob("*.toml"))}


@cache
def styles() -> dict[str, dict[str, Any]]:
    """Return each style's file as it stands."""
    return {
        path.stem: tomllib.loads(path.read_text()) for path in sorted((CATALOG / "styles").glob("*.toml"))
    }


def ends_of(
    line: dict[str, tuple[float, float, float]], sex: str, height_m: float
) -> tuple[float, float, float]:
    """Return low, mean and high end of a regression; "unspecified" spans both sexes. [m]"""
    sexes = ("female", "male") if sex == "unspecified" else (sex,)
    means = [(line[each][0] + line[each][1] * height_m, line[each][2]) for each in sexes]
    return (
        min(m - sd for m, sd in means),
        sum(m for m, _ in means) / len(means),
        max(m + sd for m, sd in means),
    )


@dataclass(frozen=True)
class Touch:
    """One hand during one stroke."""

    start_s: float
    end_s: float
    stroke: int
    step: int
    hand: str
    part: str
    level: int
    link: bool
    path: Way

    @property
    def lasts_s(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True)
class Case:
    """What is judged. `score` may be absent: then only what the steps show is judged."""

    request: dict[str, Any]
    clearance: dict[str, Any]
    plan: dict[str, Any]
    score: dict[str, Any] | None = None

    @cached_property
    def minutes(self) -> float:
        """The minutes that the evening may and should last."""
        most = [self.request["wishes"]["minutes"], self.clearance["max_minutes"]]
        if self.request["giver"]["experience"] == "first":
            most.append(pages.FIRST_MINUTES)
        if self.request["receiver"]["age_years"] < pages.YOUNG_YEARS:
            most.append(pages.YOUNG_MINUTES)
        return min(most)

    @cached_property
    def steps(self) -> list[dict[str, Any]]:
        return self.plan["steps"]

    @cached_property
    def worked(self) -> list[tuple[int, dict[str, Any]]]:
        """The steps with a technique, with their index."""
        return [
            (index, step) for index, step in enumerate(self.steps) if step["technique"] not in pages.PAUSES
        ]

    @cached_property
    def ground(self) -> Ground:
        """The receiver's own chart."""
        receiver = self.request["receiver"]
        return ground_of(receiver["sex"], receiver["height_m"], receiver["mass_kg"])

    @cached_property
    def across_m(self) -> tuple[float, float, float]:
        """One unit across, at the low end, the mean and the high end. [m]"""
        receiver = self.request["receiver"]
        low, mean, high = ends_of(pages.BIACROMIAL, receiver["sex"], receiver["height_m"])
        return low / 2, mean / 2, high / 2

    @cached_property
    def along_m(self) -> tuple[float, float, float]:
        """One unit along, at the low end, the mean and the high end. [m]"""
        receiver = self.request["receiver"]
        low, mean, high = ends_of(pages.C7_CREST, receiver["sex"], receiver["height_m"])
        return low / pages.CREST_OF_PSIS, mean / pages.CREST_OF_PSIS, high / pages.CREST_OF_PSIS

    def metres(self, points: Any, end: int) -> np.ndarray:
        """Return chart points in metres at an end of the scale: 0 low, 1 mean, 2 high."""
        return np.atleast_2d(np.asarray(points, dtype=float)) * [self.across_m[end], self.along_m[end]]

    def length_m(self, path: Any) -> float:
        """Return a path's length at the high end, by which speeds are judged. [m]"""
        return float(np.hypot(*np.diff(self.metres(path, 2), axis=0).T).sum())

    @cached_property
    def touches(self) -> list[Touch]:
        """Every hand of every stroke, in the order of time."""
        found = []
        for index, stroke in enumerate(self.score["strokes"] if self.score else []):
            for hand in stroke["hands"]:
                end_s = stroke["start_s"] + stroke["duration_s"]
                found.append(
                    Touch(
                        stroke["start_s"],
                        end_s,
                        index,
                        stroke["step"],
                        hand["hand"],
                        hand["part"],
                        hand["level"],
                        stroke["link"],
                        tuple(map(tuple, hand["path"])),
                    )
                )
        return sorted(found, key=lambda each: (each.start_s, each.stroke))

    @cached_property
    def by_part(self) -> dict[str, dict[Way, list[Touch]]]:
        """Every different path of each part, with the strokes that take it."""
        found: dict[str, dict[Way, list[Touch]]] = defaultdict(lambda: defaultdict(list))
        for touch in self.touches:
            found[touch.part][touch.path].append(touch)
        return found

    @cached_property
    def lengths_m(self) -> dict[Way, float]:
        """How long each path is. [m]"""
        return {path: self.length_m(path) for paths in self.by_part.values() for path in paths}

    @cached_property
    def insides(self) -> dict[Way, dict[tuple[str, str], float]]:
        """For each path the places that it really is in, with its share there."""
        found = {}
        for path, shares in self.shares.items():
            length_m = self.lengths_m[path]
            found[path] = {
                key: share for key, share in shares.items() if not length_m or share * length_m >= INSIDE_M
            }
        return found

    @cached_property
    def shares(self) -> dict[Way, dict[tuple[str, str], float]]:
        """For each path, the share of it inside each place and side, and how many metres that is at least."""
        paths = list({each.path for each in self.touches})
        if not paths:
            return {}
        samples = [self._evenly(path) for path in paths]
        owner = np.repeat(np.arange(len(paths)), [len(each) for each in samples])
        points = np.concatenate(samples)
        sizes = np.bincount(owner, minlength=len(paths))
        found: list[dict[tuple[str, str], float]] = [{} for _ in paths]
        for key, polygon in self.ground.places.items():
            inside = shapely.contains_xy(polygon, points[:, 0], points[:, 1])
            counts = np.bincount(owner, weights=inside, minlength=len(paths))
            for index in np.flatnonzero(counts):
                found[index][key] = float(counts[index] / sizes[index])
        return dict(zip(paths, found, strict=True))

    def _evenly(self, path: Way) -> np.ndarray:
        points = np.array(path)
        if len(points) == 1:
            return points
        way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(self.metres(points, 1), axis=0).T))])
        if way[-1] == 0:
            return points[:1]
        count = max(2, int(way[-1] / SAMPLE_M) + 1)
        at = (np.arange(count) + 0.5) / count * way[-1]
        return np.stack([np.interp(at, way, points[:, 0]), np.interp(at, way, points[:, 1])], axis=1)

    def phase(self, touch: Touch) -> str:
        return self.steps[touch.step]["phase"]

    def technique(self, touch: Touch) -> dict[str, Any]:
        return techniques().get(self.steps[touch.step]["technique"], {})

    def low(self, shape: Any) -> Any:
        """Return a chart shape in metres at the low end of the scale."""
        return shapely.transform(shape, lambda points: points * [self.across_m[0], self.along_m[0]])
