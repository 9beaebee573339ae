"""What an evening is worth by docs/planning.md, written anew from the page: nothing of the planner is used.

Only work that rests in one place is known here (palms that hold, rock or tremble), so that no path has to be
traced: all of its time is at that place. Every choice of pieces is tried, each with its best seconds.
"""

from dataclasses import dataclass
from itertools import chain, combinations
from math import ceil, floor

import highspy
import numpy as np

from judge.judge_case import styles, techniques
from judge.judge_pages import least_of
from judge.judge_room import lines

LEVEL = {1: 0.7, 2: 0.85}
SECOND_HALF = 0.7
OTHER_OPENING = 0.1
PLACE = {
    "low-back": 1.0, "upper-back": 1.0, "shoulder-top": 0.9, "mid-back": 0.6, "neck": 0.5,
    "shoulder-blade": 0.5, "hip": 0.4, "sacrum": 0.2,
}  # fmt: skip
PLACE_STEPS = ((90.0, 1.0), (150.0, 0.4))
"""In half an hour: so many seconds, and what a minute of them is worth."""
ONE_TECHNIQUE_S, PAST_IT = 200.0, -1.0
A_SIDE = -0.1
QUIET = 1.0
HALF_AN_HOUR_S = 1800.0
COMES_S = 3.0
PRESS_FRAC = (0.8, 1.25)
"""A press or a hold lasts as written, up to a fifth shorter or a quarter longer: docs/notation.md."""
ENDS_MOST_S = {20: (240, 240), 15: (150, 150), 10: (120, 120), 0: (90, 90)}


@dataclass(frozen=True)
class Piece:
    """One technique at one place in one phase: its range of seconds in all, and what a minute is worth."""

    technique: str
    place: str
    phase: str
    sides: int
    least_s: float
    most_s: float
    minute: float


def pieces(known: tuple[str, ...], style: str) -> list[Piece]:
    """Return all that may be chosen: opening and closing at level 1, warm-up at 2 where there is a 2."""
    found = []
    for name in known:
        technique = techniques()[name]
        sides = 2 if technique["working"] == "each-side" else 1
        least_s, most_s = _range_s(name, technique)
        for phase in technique["phases"]:
            for place in technique["places"]:
                level = 2 if phase == "warm-up" and "2" in technique["force_n"] else 1
                minute = _minute(name, style) * LEVEL[level] * (OTHER_OPENING if phase == "opening" else 1.0)
                found.append(Piece(name, place, phase, sides, least_s * sides, most_s * sides, minute))
    return found


def _minute(name: str, style: str) -> float:
    """A minute of touch is worth one, the mean of the technique's values by the style's weights, and what the
    style prefers."""
    weights, value = styles()[style]["weights"], techniques()[name]["value"]
    mean = sum(weights.get(what, 0.0) * much for what, much in value.items()) / sum(weights.values())
    return 1.0 + mean + styles()[style].get("prefer", {}).get(name, 0.0)


def _range_s(name: str, technique: dict) -> tuple[float, float]:
    """The useful least in whole passes, the most in whole passes, and the hands' way to the first stroke."""
    place = technique["places"][0]
    written = technique.get("strokes_at", {}).get(place, technique["strokes"]).strip().splitlines()
    assert len(written) == len(lines(name, place))
    pass_s = sum(float(next(word for word in line.split() if _is_time(word))[:-1]) for line in written)
    low_s, high_s = (pass_s * frac for frac in PRESS_FRAC)
    useful_s, most_s = technique["repeat"]["useful_s"], technique["repeat"]["most_s"] - COMES_S
    least_s = max(useful_s, ceil(useful_s / high_s) * low_s)
    most_s = min(most_s, max(1, floor(most_s / low_s)) * high_s)
    return least_s + COMES_S, most_s + COMES_S


def _is_time(word: str) -> bool:
    return word.endswith("s") and word[:-1].replace(".", "").isdigit()


def best(known: tuple[str, ...], *, style: str, minutes: float) -> float:
    """Return the worth of the best evening of these techniques, without oil, of every choice there is."""
    every = pieces(known, style)
    chosen = chain.from_iterable(combinations(every, count) for count in range(2, len(every) + 1))
    return max(filter(None, (_worth(each, minutes) for each in chosen if _may_do(each, minutes))))


def _may_do(chosen: tuple[Piece, ...], minutes: float) -> bool:
    """Whether there is an opening and a closing, and there is time for the least of all."""
    phases = {each.phase for each in chosen}
    least_s = sum(each.least_s for each in chosen) + least_of(minutes).rest_s[0]
    return {"opening", "closing"} <= phases and least_s <= minutes * 60


def _worth(chosen: tuple[Piece, ...], minutes: float) -> float | None:
    """Return what these pieces are worth with the best seconds, None where they don't fill the evening."""
    total_s = minutes * 60
    least, stretched = least_of(minutes), max(1.0, total_s / HALF_AN_HOUR_S)
    row = next(key for key in ENDS_MOST_S if minutes >= key)
    solver = highspy.Highs()
    for option, value in {"output_flag": False}.items():
        solver.setOptionValue(option, value)

    def column(worth_a_minute: float, low: float, high: float) -> int:
        solver.addVar(low, high)
        at = solver.getNumCol() - 1
        solver.changeColCost(at, -worth_a_minute / 60)
        return at

    def keep(columns: dict[int, float], low: float, high: float) -> None:
        at, values = np.array([*columns], dtype=np.int32), np.array([*columns.values()])
        solver.addRow(low, high, len(at), at, values)

    seconds = {}
    for each in chosen:
        half_s = each.least_s + (each.most_s - each.least_s) / 2
        seconds[each] = (
            column(each.minute, 0.0, half_s),
            column(each.minute * SECOND_HALF, 0.0, each.most_s - half_s),
        )
        keep(dict.fromkeys(seconds[each], 1.0), each.least_s, each.most_s)
    quiet = column(QUIET, *least.rest_s)
    for place in {each.place for each in chosen}:
        steps = [column(PLACE[place] * worth, 0.0, s * stretched) for s, worth in PLACE_STEPS]
        here = {at: 1.0 for each in chosen if each.place == place for at in seconds[each]}
        keep(here | dict.fromkeys(steps, -1.0), 0.0, np.inf)
    for name in {each.technique for each in chosen}:
        past = column(PAST_IT, 0.0, np.inf)
        mine = {at: 1.0 for each in chosen if each.technique == name for at in seconds[each]}
        keep(mine | {past: -1.0}, -np.inf, ONE_TECHNIQUE_S * total_s / HALF_AN_HOUR_S)

    def of(*phases: str) -> dict[int, float]:
        return {at: 1.0 for each in chosen if each.phase in phases for at in seconds[each]}

    keep(of("opening"), least.opening_s, ENDS_MOST_S[row][0])
    keep(of("closing"), least.closing_s, ENDS_MOST_S[row][1])
    keep(of("opening", "warm-up"), least.begins_s, np.inf)
    keep(of("opening", "warm-up", "closing") | {quiet: 1.0}, total_s, total_s)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return -solver.getInfo().objective_function_value + A_SIDE * sum(each.sides for each in chosen)
