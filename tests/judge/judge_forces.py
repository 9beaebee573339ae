"""How hard the catalog may press: the caps of the page of rules for hands, over its files as they stand.

Every number of a file is held to the page by itself: none leans on another file that would cap it.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import pi
from typing import Any

from judge import judge_pages as pages
from judge.judge_case import CATALOG, Broken, techniques

TINY = 1e-6


@dataclass(frozen=True)
class Files:
    """The catalog's raw files: techniques by id, limits and preparation."""

    techniques: dict[str, dict[str, Any]]
    limits: dict[str, Any]
    preparation: dict[str, Any]


@cache
def shipped() -> Files:
    """Return the files that ship."""
    read = {name: tomllib.loads((CATALOG / f"{name}.toml").read_text()) for name in ("limits", "preparation")}
    return Files(techniques(), **read)


def hands_of(technique: dict[str, Any]) -> set[tuple[str, str]]:
    """Return (which hands, which part of them) of every line, the part that may stand in for it too."""
    found = set()
    for text in (technique["strokes"], *technique.get("strokes_at", {}).values()):
        for line in text.splitlines():
            words = line.split()
            if words and not words[0].startswith("#"):
                found.add(
                    (words[1], words[words.index("with") + 1] if "with" in words else technique["part"])
                )
    others = {technique.get("instead_part"), technique.get("narrow_part")} - {None}
    return found | {(hands, part) for hands, _ in found for part in others}


def forces_of(technique: dict[str, Any]) -> Iterator[tuple[int, float]]:
    for level, force_n in technique["force_n"].items():
        yield int(level), force_n


def area_m2(files: Files, technique: dict[str, Any], part: str) -> float:
    """Return what a part presses on: as the files say, but never more than the part is large. [m2]"""
    across_m, along_m = pages.HALF_M[part]
    own = part == technique["part"]
    said_m2 = technique["contact_m2"] if own else files.limits["parts"][part]["area_m2"]
    return min(said_m2, pi * across_m * along_m)


def one_hand(files: Files) -> Iterator[Broken]:
    """80 N; 120 only a forearm at level four; thumbs as little as they can hold."""
    for name, technique in files.techniques.items():
        for part in {part for _, part in hands_of(technique)}:
            for level, force_n in forces_of(technique):
                most_n = pages.MOST_N if part == "forearm" and level == 4 else pages.HAND_N
                most_n = min(most_n, pages.PART_N.get(part, most_n))
                if force_n > most_n + TINY:
                    yield Broken("one-hand", f"{name} level {level}", f"{force_n:g} N by one {part}")
    for part, each in files.limits["parts"].items():
        most_n = pages.PART_N.get(part, pages.MOST_N if part == "forearm" else pages.HAND_N)
        if each["force_n"] > most_n + TINY:
            yield Broken("one-hand", f"limits of the {part}", f"{each['force_n']:g} N, not {most_n:g}")


def both_hands(files: Files) -> Iterator[Broken]:
    """80 N together; 120 only two palms, or forearms, at level four."""
    for name, technique in files.techniques.items():
        for part in {part for hands, part in hands_of(technique) if hands == "both"}:
            for level, force_n in forces_of(technique):
                most_n = pages.MOST_N if part in ("palm", "forearm") and level == 4 else pages.HAND_N
                if 2 * force_n > most_n + TINY:
                    what = f"{2 * force_n:g} N by two of {part}, not {most_n:g}"
                    yield Broken("both-hands", f"{name} level {level}", what)
    for key, most_n in (("default_n", pages.HAND_N), ("most_n", pages.MOST_N)):
        if files.limits["forces"][key] > most_n + TINY:
            yield Broken("both-hands", f"limits of forces, {key}", f"{files.limits['forces'][key]:g} N")


def strip(files: Files) -> Iterator[Broken]:
    """An open palm at level one, at 2.5 kPa, may cross the spine; nothing else."""
    yield from _zone(
        files, "strip", "strip", pages.STRIP, (0.0, pages.STRIP_M), (pages.SKULL_ALONG, pages.S1_ALONG)
    )
    yield from _cap(files, "strip", "strip", pressure_pa=pages.STRIP_PA)
    yield from _palms(files, "strip", level=1, most_pa=pages.STRIP_PA)


def kidneys(files: Files) -> Iterator[Broken]:
    """Over kidneys and floating ribs an open palm to level two, at 10 kPa; beside the spine a little more."""
    along = (pages.T11_ALONG, pages.L3_ALONG)
    inner, outer = (pages.STRIP_M, pages.KIDNEY_OUT_M), (pages.KIDNEY_OUT_M, 1.0)
    yield from _zone(files, "kidneys", "kidney-inner", pages.KIDNEY_INNER, inner, along)
    yield from _zone(files, "kidneys", "kidney-outer", pages.KIDNEY_OUTER, outer, along)
    yield from _cap(files, "kidneys", "kidneys", pressure_pa=pages.KIDNEY_PA, force_n=pages.KIDNEY_N)
    yield from _palms(files, "kidneys", level=2, most_pa=pages.KIDNEY_PA)


def neck(files: Files) -> Iterator[Broken]:
    """Above C7 palms and flat fingers to level two, at 20 N."""
    yield from _zone(files, "neck", "neck", pages.NECK, (0.0, 1.0), (pages.SKULL_ALONG, 0.0))
    yield from _cap(files, "neck", "neck", force_n=pages.NECK_N)
    for name, technique in files.techniques.items():
        if "neck" in technique["places"]:
            for level, force_n in forces_of(technique):
                if level <= pages.NECK["palm"] and force_n > pages.NECK_N + TINY:
                    yield Broken("neck", f"{name} level {level}", f"{force_n:g} N")


def massager(files: Files) -> Iterator[Broken]:
    """Its own weight of 15 N at most, its lowest speed of 30 Hz at most, 4 cm from the midline."""
    machines = {
        name: each
        for name, each in files.techniques.items()
        if "massager" in {part for _, part in hands_of(each)}
    }
    for name, technique in machines.items():
        for level, force_n in forces_of(technique):
            if force_n > pages.MASSAGER_N + TINY:
                yield Broken("massager", f"{name} level {level}", f"{force_n:g} N")
        if technique.get("rate_hz", {}).get("high", 0.0) > pages.MASSAGER_HZ:
            yield Broken("massager", name, f"{technique['rate_hz']['high']:g} Hz")
    part, times = files.limits["parts"]["massager"], files.limits["massager"]
    lane = files.limits["zones"]["massager"]
    told = [item for item in files.preparation["items"] if "rate_hz" in item]
    for what, holds in (
        (f"{part['force_n']:g} N", part["force_n"] <= pages.MASSAGER_N),
        (f"{times['place_s']:g} s a place", times["place_s"] <= pages.MASSAGER_PLACE_S),
        (f"{times['total_s']:g} s in all", times["total_s"] <= pages.MASSAGER_ALL_S),
        ("a lane that is too narrow", lane["inner_m"] == 0 and lane["outer_m"] >= pages.MASSAGER_MIDLINE_M),
        ("something allowed on the lane", lane["allow"] == {} and lane["only"] == "massager"),
    ):
        if not holds:
            yield Broken("massager", "limits", what)
    if not told:
        yield Broken("massager", "preparation", "nobody is told how fast it may go")
    for item in told:
        if item["rate_hz"] > pages.MASSAGER_HZ or item["force_n"] > pages.MASSAGER_N:
            yield Broken(
                "massager", f"preparation, {item['id']}", f"{item['rate_hz']:g} Hz, {item['force_n']:g} N"
            )


def _zone(
    files: Files,
    rule: str,
    name: str,
    allow: dict[str, int],
    across_m: tuple[float, float],
    along: tuple[float, float],
) -> Iterator[Broken]:
    """A zone reaches at least so far and lets nothing else on it."""
    zone = files.limits["zones"][name]
    if zone["inner_m"] > across_m[0] or zone["outer_m"] < across_m[1]:
        yield Broken(rule, f"zone {name}", f"from {zone['inner_m']:g} to {zone['outer_m']:g} m")
    if zone["along_low"] > along[0] or zone["along_high"] < along[1]:
        yield Broken(rule, f"zone {name}", f"from {zone['along_low']:g} to {zone['along_high']:g}")
    for part, level in zone["allow"].items():
        if level > allow.get(part, 0):
            yield Broken(rule, f"zone {name}", f"{part} at level {level}")
    if "only" in zone:
        yield Broken(rule, f"zone {name}", f"only for the {zone['only']}")


def _cap(files: Files, rule: str, table: str, **most: float) -> Iterator[Broken]:
    for key, value in most.items():
        given = files.limits[table].get(key)
        if given is None or given > value + TINY:
            yield Broken(rule, f"limits of the {table}", f"{key} is {given}, not {value:g}")


def _palms(files: Files, rule: str, *, level: int, most_pa: float) -> Iterator[Broken]:
    """A palm presses no harder by itself at such a level than may be there."""
    for name, technique in files.techniques.items():
        if "palm" not in {part for _, part in hands_of(technique)}:
            continue
        for each, force_n in forces_of(technique):
            pressure_pa = force_n / area_m2(files, technique, "palm")
            if each <= level and pressure_pa > most_pa + TINY:
                yield Broken(rule, f"{name} level {each}", f"{pressure_pa:.0f} Pa under a palm")


RULES = {
    rule.__name__.replace("_", "-"): rule for rule in (one_hand, both_hands, strip, kidneys, neck, massager)
}


def judge_files(files: Files) -> list[Broken]:
    """Return every cap that a file breaks."""
    return [broken for rule in RULES.values() for broken in rule(files)]
