"""Rules about what a plan says: a notice for each wish that was changed, and for nothing else; reasons that
are true."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import shapely

from judge import judge_pages as pages
from judge.judge_case import Broken, Case, styles, techniques


def notices(case: Case) -> Iterator[Broken]:
    """What differs between the wishes and the plan has its notice, what does not has none; what is left out
    is named, once, and really left out."""
    wishes, plan = case.request["wishes"], case.plan
    wished_s = wishes["minutes"] * 60
    is_shorter = (
        case.minutes < wishes["minutes"]
        or abs(plan["duration_s"] - wished_s) > pages.TOTAL_FRAC * wished_s + 1e-6
    )
    changed = {
        "minutes-shortened": is_shorter,
        "level-lowered": plan["level"] != wishes["level"],
        "position-changed": plan["position"] != wishes["position"],
        "style-changed": plan["style"] != wishes["style"],
        "both-sides-spared": len(plan["limits"]["avoid"]) > len(case.clearance["avoid"]),
        "oil-changed": plan["kit"]["oil"] != case.request["kit"]["oil"],
    }
    said = Counter(note["code"] for note in plan["notices"])
    for code, is_so in changed.items():
        if said[code] != int(is_so):
            yield Broken("notices", code, f"told {said[code]} times; it is {is_so}")
    for code in set(said) - set(changed) - set(pages.OTHER_NOTICES):
        yield Broken("notices", code, "is no code")
    for says, count in Counter(note["says"] for note in plan["notices"]).items():
        if count > 1:
            yield Broken("notices", "plan", f"says {count} times: {says!r}")
    for note in plan["notices"]:
        if not note["says"].strip().endswith("."):
            yield Broken("notices", note["code"], f"says {note['says']!r}")
    yield from _left_out(case)


def _left_out(case: Case) -> Iterator[Broken]:
    used = {step["technique"] for _, step in case.worked}
    told = [note for note in case.plan["notices"] if note["code"] == "technique-left-out"]
    replaced = [note for note in case.plan["notices"] if note["code"] == "technique-replaced"]
    style = styles()[case.plan["style"]]
    is_classic = style.get("order") == "article"
    for name, technique in techniques().items():
        is_replaced = any(_names(note, technique) for note in replaced)
        said = sum(_names(note, technique) for note in told)
        if said and name in used:
            yield Broken("notices", name, "is said to be left out, and is there")
        if said + is_replaced > 1:
            yield Broken("notices", name, "is told more than once")
        is_missing = is_classic and "article" in technique and name not in used
        if is_missing and not said and not is_replaced:
            yield Broken("notices", name, "is one of the eight, left out without a word")
        steps: dict[int, set[str]] = {}
        for touch in case.touches:
            if not touch.link and case.steps[touch.step]["technique"] == name:
                steps.setdefault(touch.step, set()).add(touch.part)
        is_other = any(technique["part"] not in parts for parts in steps.values())
        if "narrow_part" in technique and is_other and not is_replaced:
            yield Broken("notices", name, "is done with another part of the hand without a word")


def _names(note: dict[str, Any], technique: dict[str, Any]) -> bool:
    rest = note["says"].removeprefix(technique["name"])
    return rest != note["says"] and rest[:1] in (":", " ")


def why(case: Case) -> Iterator[Broken]:
    """Every step says why it is there, in a plain sentence or two that are true of it."""
    focus_from: dict[str, float] = {}
    touched: dict[int, set[str]] = {}
    for touch in case.touches:
        keys = {place for place, _ in case.insides[touch.path]}
        touched.setdefault(touch.step, set()).update(keys)
        if case.phase(touch) == "focus" and not touch.link:
            for key in keys:
                focus_from[key] = max(focus_from.get(key, 0.0), touch.start_s)
    for index, step in enumerate(case.steps):
        says, where = step["why"].strip(), f"step {index}"
        if not says or len(says) > pages.WHY_CHARACTERS:
            yield Broken("why", where, f"{len(says)} characters")
        elif not says.endswith(".") or not says[0].isupper() or any(each in says for each in "{}_<>!"):
            yield Broken("why", where, f"is no plain sentence: {says!r}")
        if step["extra"] and not any(each in says.lower() for each in ("sore spot", "tender spot")):
            yield Broken("why", where, f"is extra and names no spot: {says!r}")
        if "sore spot is marked" in says and not _is_marked(case, step):
            yield Broken("why", where, "names a sore spot that nobody marked there")
        if "gets firmer work" in says and not any(
            focus_from.get(key, -1.0) >= step["start_s"] + step["duration_s"] - 1.0
            for key in touched.get(index, ())
        ):
            yield Broken("why", where, "warms what gets no firmer work later")


def _is_marked(case: Case, step: dict[str, Any]) -> bool:
    """Whether a sore spot is marked in the step's place, on a side it works."""
    mine = [
        polygon
        for (place, side), polygon in case.ground.places.items()
        if step["place"] in (place, "back") and (step["side"] in (side, "both") or side == "both")
    ]
    points = [shapely.Point(each["across"], each["along"]) for each in case.request["wishes"]["sore"]]
    return any(polygon.distance(point) < 1e-9 for polygon in mine for point in points)


STEP_RULES = (notices,)
SCORE_RULES = (why,)
