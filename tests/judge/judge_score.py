"""Rules of the score itself: strokes that flow at a fitting speed, hands that never cross, cues that can be
read."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from judge import judge_pages as pages
from judge.judge_case import Broken, Case, Touch, Way, techniques

SLACK_S = 0.06
LEAST_RADIUS_M = 0.001
LOOP_TURNS = 0.9
"""A path that turns about this often or more is made of circles."""
CROSS_M = 0.005


def clock(case: Case) -> Iterator[Broken]:
    """Strokes lie inside their step and the score, and no hand is in two places at once."""
    last: dict[str, Touch] = {}
    if abs(case.score["duration_s"] - case.plan["duration_s"]) > 1.0:
        yield Broken(
            "clock", "score", f"lasts {case.score['duration_s']}, the plan {case.plan['duration_s']}"
        )
    for touch in case.touches:
        step = case.steps[touch.step]
        if (
            touch.start_s < step["start_s"] - SLACK_S
            or touch.end_s > step["start_s"] + step["duration_s"] + SLACK_S
        ):
            yield Broken("clock", f"stroke {touch.stroke}", f"outside step {touch.step}")
        before = last.get(touch.hand)
        if before is not None and touch.start_s < before.end_s - SLACK_S:
            yield Broken(
                "clock", f"stroke {touch.stroke}", f"the {touch.hand} hand is still in stroke {before.stroke}"
            )
        last[touch.hand] = touch


def filled(case: Case) -> Iterator[Broken]:
    """Every step with a technique is filled with strokes: hands are off for a moment at most."""
    spans: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for stroke in case.score["strokes"]:
        spans[stroke["step"]].append((stroke["start_s"], stroke["start_s"] + stroke["duration_s"]))
    for index, step in case.worked:
        if step["place"] is None and step["spot"] is None:
            continue  # the receiver shows the place when its time comes
        on_s = sum(end - start for start, end in spans[index])
        if on_s < 0.6 * (step["duration_s"] - 3.0):
            yield Broken(
                "filled",
                f"step {index}",
                f"{step['technique']}: {on_s:.1f} s of strokes in {step['duration_s']}",
            )
    for index in spans:
        if case.steps[index]["technique"] in pages.PAUSES:
            yield Broken("filled", f"step {index}", "strokes in a pause")


def flow(case: Case) -> Iterator[Broken]:
    """Where a hand's stroke ends, its next begins, unless the hands are lifted for a moment."""
    last: dict[str, Touch] = {}
    for touch in case.touches:
        before = last.get(touch.hand)
        if before is not None and touch.start_s - before.end_s < pages.LIFT_S:
            ends = case.metres([before.path[-1], touch.path[0]], 1)
            jump_m = float(np.hypot(*(ends[0] - ends[1])))
            if jump_m > pages.JUMP_M:
                name = case.steps[touch.step]["technique"]
                what = f"{name}: {jump_m * 100:.1f} cm from stroke {before.stroke} in no time"
                yield Broken("flow", f"step {touch.step} stroke {touch.stroke} {touch.hand}", what)
        last[touch.hand] = touch


def crossing(case: Case) -> Iterator[Broken]:
    """The left hand is never to the right of the right hand at the same moment."""
    seen: set[object] = set()
    for index, stroke in enumerate(case.score["strokes"]):
        hands = {hand["hand"]: tuple(map(tuple, hand["path"])) for hand in stroke["hands"]}
        if len(stroke["hands"]) == 2 and len(hands) < 2:
            yield Broken("crossing", f"stroke {index}", "one hand twice")
        key = tuple(sorted(hands.items()))
        if len(hands) < 2 or key in seen:
            continue
        seen.add(key)
        left, right = (_at_even_pace(case, hands[hand]) for hand in ("left", "right"))
        if ((left - right)[:, 0] * case.across_m[1] > CROSS_M).any():
            yield Broken("crossing", f"step {stroke['step']} stroke {index}", "the hands cross")


def _at_even_pace(case: Case, path: Way) -> np.ndarray:
    points = np.array(path)
    if len(points) == 1:
        return np.repeat(points, 65, axis=0)
    way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(case.metres(points, 1), axis=0).T))])
    at = np.linspace(0.0, way[-1], 65)
    return np.stack([np.interp(at, way, points[:, 0]), np.interp(at, way, points[:, 1])], axis=1)


def turns(case: Case, path: Way) -> float:
    """Return how often a path goes round while it moves on: its way round a point that drifts evenly from
    end to end."""
    points = case.metres(path, 1)
    if len(points) < 5:
        return 0.0
    way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    at = np.linspace(0.0, way[-1], 600)
    even = np.stack([np.interp(at, way, points[:, 0]), np.interp(at, way, points[:, 1])], axis=1)
    drift = even - (points[0] + np.outer(at / way[-1], points[-1] - points[0]))
    drift -= drift.mean(axis=0)
    _, wide, ways = np.linalg.svd(drift, full_matrices=False)
    if wide[0] / np.sqrt(len(drift)) < LEAST_RADIUS_M:
        return 0.0
    # A circle that moves on faster than it is wide is a wave: its swings are counted.
    swings = np.count_nonzero(np.diff(np.sign(drift @ ways[0])) != 0) / 2
    if wide[1] < 0.15 * wide[0]:
        return float(swings)
    angle = np.unwrap(np.arctan2(drift[:, 1], drift[:, 0]))
    return max(abs(float(angle[-1] - angle[0])) / (2 * np.pi), float(swings))


def speeds(case: Case) -> Iterator[Broken]:
    """Strokes that travel keep the technique's speed, circles its rate, links their quarter of a metre a
    second."""
    told: set[tuple[int, str]] = set()
    turned: dict[Way, float] = {}
    for touch in case.touches:
        technique = case.technique(touch)
        where = f"step {touch.step} stroke {touch.stroke}"
        if touch.link:
            if touch.part != "palm" or touch.level != 1:
                yield Broken("speeds", where, f"a link with {touch.part} at level {touch.level}")
            if (moved_m_s := case.lengths_m[touch.path] / touch.lasts_s) > pages.LINK_M_S:
                yield Broken("speeds", where, f"a link at {moved_m_s:.2f} m/s")
            continue
        if len(touch.path) < 2 or technique.get("working") == "spot":
            continue
        if (touch.step, touch.part) in told:
            continue
        if touch.path not in turned:
            turned[touch.path] = turns(case, touch.path)
        count, length_m = turned[touch.path], case.lengths_m[touch.path]
        spans = []
        if (rate := technique.get("rate_hz")) is not None and count >= LOOP_TURNS:
            room = pages.SPEED_FRAC + 0.3 / count
            spans.append((count / touch.lasts_s, rate["low"] * (1 - room), rate["high"] * (1 + room)))
        if (speed := technique.get("speed_m_s")) is not None:
            low, high = speed["low"], speed["high"]
            if touch.part != technique["part"]:  # a palm that smooths after thumbs
                low, high = min(low, pages.SMOOTH_M_S[0]), max(high, pages.SMOOTH_M_S[1])
            room = pages.SPEED_FRAC
            spans.append((length_m / touch.lasts_s, low * (1 - room), high * (1 + room)))
        if spans and not any(low <= now <= high for now, low, high in spans):
            told.add((touch.step, touch.part))
            shown = " or ".join(f"{now:.3f} in {low:.3f} to {high:.3f}" for now, low, high in spans)
            yield Broken("speeds", where, f"{case.steps[touch.step]['technique']} {touch.part}: not {shown}")


def levels(case: Case) -> Iterator[Broken]:
    """A stroke's level is that of its hardest hand."""
    for index, stroke in enumerate(case.score["strokes"]):
        if stroke["level"] != max(hand["level"] for hand in stroke["hands"]):
            yield Broken("levels", f"stroke {index}", f"says {stroke['level']}")


def finish(case: Case) -> Iterator[Broken]:
    """The finish goes from fingers to heels to whole hands, ever lighter; stripping is always followed by a
    palm."""
    for index, step in case.worked:
        mine = [touch for touch in case.touches if touch.step == index and not touch.link]
        if step["technique"] == pages.FINISH:
            order = [
                pages.FINISH_ORDER.index(touch.part) if touch.part in pages.FINISH_ORDER else -1
                for touch in mine
            ]
            if -1 in order or order != sorted(order) or set(order) != {0, 1, 2}:
                yield Broken("finish", f"step {index}", "is not fingers, then heels, then palms")
            if any(after.level > before.level for before, after in pairwise(mine)):
                yield Broken("finish", f"step {index}", "does not grow lighter")
        if step["technique"] == "thumb-stripping":
            parts = [touch.part for touch in mine]
            flushes = sum(after == "palm" and before != "palm" for before, after in pairwise(parts))
            if flushes < 3 or parts[-1:] != ["palm"]:
                yield Broken("finish", f"step {index}", f"{flushes} palm flushes after 3 passes")


def stones(case: Case) -> Iterator[Broken]:
    """Stones: a reading for each batch, not too hot, not too long, never long on a spot, a look every two
    minutes."""
    reading_c = case.request["kit"]["stones_c"]
    read_s = None
    looks = sorted(cue["at_s"] for cue in case.score["cues"] if cue["kind"] in ("stones", "ask"))
    for index, step in enumerate(case.steps):
        if step["technique"] == "stones":
            read_s = step["start_s"] + step["duration_s"]
            continue
        technique = techniques().get(step["technique"], {})
        kind = technique.get("stones")
        if kind is None:
            continue
        end_s = step["start_s"] + step["duration_s"]
        most_c = pages.STONE_MOVING_C if kind == "moving" else pages.STONE_PLACED_C
        if reading_c is None or reading_c > most_c:
            yield Broken("stones", f"step {index}", f"{reading_c} degrees, at most {most_c}")
        if read_s is None or end_s - read_s > pages.STONE_READING_S + SLACK_S:
            yield Broken("stones", f"step {index}", "no reading within ten minutes")
        if kind == "placed" and step["duration_s"] > pages.STONE_PLACED_S + 3.0:
            yield Broken("stones", f"step {index}", f"placed for {step['duration_s']} s")
        inside = [at for at in looks if step["start_s"] < at < end_s]
        for before, after in pairwise([step["start_s"], *inside, end_s]):
            if after - before > pages.STONE_LOOK_S + 1.0:
                yield Broken("stones", f"step {index}", f"{after - before:.0f} s without a look at the skin")
    for touch in case.touches:
        if touch.part == "stone" and case.technique(touch).get("stones") == "moving" and not touch.link:
            length_m = case.lengths_m[touch.path]
            over_s = (
                touch.lasts_s
                if length_m == 0
                else min(touch.lasts_s, 2 * pages.HALF_M["stone"][1] / (length_m / touch.lasts_s))
            )
            if over_s > pages.STONE_SPOT_S:
                yield Broken("stones", f"stroke {touch.stroke}", f"{over_s:.1f} s on one spot")


def cues(case: Case) -> Iterator[Broken]:
    """Cues are short on the screen, whole when spoken, in order, and there for every step."""
    last_s = 0.0
    for index, cue in enumerate(case.score["cues"]):
        if not 0 < len(cue["show"].split()) <= pages.CUE_WORDS:
            yield Broken("cues", f"cue {index}", f"shows {len(cue['show'].split())} words")
        if not cue["say"].strip():
            yield Broken("cues", f"cue {index}", "says nothing")
        if not last_s <= cue["at_s"] <= case.score["duration_s"]:
            yield Broken("cues", f"cue {index}", f"at {cue['at_s']} s")
        last_s = max(last_s, cue["at_s"])
    for index, step in enumerate(case.steps):
        end_s = step["start_s"] + step["duration_s"]
        if not any(step["start_s"] - 1 <= cue["at_s"] < end_s for cue in case.score["cues"]):
            yield Broken("cues", f"step {index}", f"no cue for {step['technique']}")


RULES = (clock, filled, flow, crossing, speeds, levels, finish, stones, cues)
