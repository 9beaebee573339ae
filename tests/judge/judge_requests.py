"""Seeded random requests: every condition, position, style, length, sore spots, circles to avoid, what is
at hand."""

import random
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np

from backrub.model.request import Request
from judge.judge_ground import as_drawn

TODAY = date(2026, 11, 22)
CONDITIONS = (
    "anticoagulants",
    "aortic-aneurysm",
    "bleeding-disorder",
    "broken-skin",
    "cancer",
    "cauda-equina-signs",
    "chest-pain-or-breathless",
    "contagious-skin",
    "deformity-new",
    "dvt-signs",
    "fever-or-unwell",
    "fragile-skin",
    "heart-condition-unstable",
    "high-blood-pressure-uncontrolled",
    "immunosuppressed",
    "implanted-device",
    "inflammatory-back-pain",
    "intoxicated",
    "kidney-symptoms",
    "major-trauma",
    "nerve-problem",
    "night-pain",
    "no-consent",
    "oil-allergy",
    "osteoporosis",
    "pregnancy",
    "pregnancy-complication",
    "progressive-weakness",
    "recent-injury",
    "recent-surgery",
    "reduced-sensation",
    "scoliosis-known",
    "steroids",
    "sunburn-or-bruise",
    "thoracic-spine-pain",
    "weight-loss",
)
"""The issue's list, typed by hand."""
CLEARABLE = (
    "back-pain",
    "nerve-problem",
    "recent-injury",
    "recent-surgery",
    "immunosuppressed",
    "cancer",
    "weight-loss",
    "steroids",
    "night-pain",
    "thoracic-spine-pain",
    "osteoporosis",
    "aortic-aneurysm",
    "anticoagulants",
    "bleeding-disorder",
    "high-blood-pressure-uncontrolled",
    "heart-condition-unstable",
    "pregnancy",
    "implanted-device",
    "reduced-sensation",
    "scoliosis-known",
    "deformity-new",
    "inflammatory-back-pain",
    "fragile-skin",
)
MARKED = ("broken-skin", "sunburn-or-bruise", "implanted-device", "recent-surgery", "recent-injury")
STYLES = ("relaxation", "deep-tissue", "hot-stone", "clothed", "massager", "classic")
OILS = ("coconut", "olive", "sweet-almond", "grapeseed", "sunflower", "jojoba", "sesame", "none")


SPELLED = (
    " Almond ",
    "SWEET ALMOND OIL",
    "tree-nuts",
    "nut allergy",
    "Coconuts",
    "sesame  seed oil",
    "olives",
    "latex",
)
"""Allergies as people write them; of some we know no oil."""

GROWN_YEARS = 16
WIDE_EVERY = 10
MINUTES = range(5, 121)
"""Every length that an evening may have."""


@cache
def sample(count: int) -> tuple[Request, ...]:
    """Return the requests of the first so many seeds, with every minute among them: the last ones take the
    lengths that those before them never drew, shortest first. What a seed draws alone stays as it is."""
    asked = [drawn(seed) for seed in range(count)]
    for last in range(count + 1):
        had = {each.wishes.minutes for each in asked[: count - last]}
        missing = [minutes for minutes in MINUTES if minutes not in had]
        if len(missing) <= last:
            break
    for index, minutes in enumerate(missing, start=count - last):
        wishes = asked[index].wishes.model_copy(update={"minutes": float(minutes)})
        asked[index] = asked[index].model_copy(update={"wishes": wishes})
    return tuple(asked)


def request(seed: int) -> Request:
    """Return one request: every third seed walks the list of conditions, so that none is left to chance."""
    dice = random.Random(seed)
    conditions = [CONDITIONS[seed // 3 % len(CONDITIONS)]] if seed % 3 == 0 else []
    if dice.random() < 0.2:
        conditions += [each for each in dice.sample(CONDITIONS, 1) if each not in conditions]
    receiver = _receiver(dice, conditions)
    position = dice.choice(("prone", "prone", "seated"))
    style = dice.choice(STYLES)
    wishes = {
        "minutes": dice.choice((dice.randint(5, 19), dice.randint(20, 60), dice.randint(5, 120), 30)),
        "style": style,
        "level": dice.randint(1, 5),
        "position": position,
        "sore": [_spot(dice) for _ in range(dice.choice((0, 0, 1, 2, 3)))],
        "avoid": [_circle(dice, each) for each in conditions if each in MARKED]
        + [_circle(dice, "mole") for _ in range(dice.choice((0, 0, 0, 1, 2)))],
    }
    has_stones = dice.random() < (0.9 if style == "hot-stone" else 0.2)
    kit = {
        "surface": dice.choice(
            ("bed", "mat", "table", "chair") if position == "seated" else ("bed", "mat", "table")
        ),
        "oil": dice.choice(OILS),
        "massager": dice.random() < (0.9 if style == "massager" else 0.2),
        **({"stones_c": round(dice.uniform(38, 45), 1)} if has_stones else {}),
    }
    giver = {
        "hands": dice.choice(("healthy", "healthy", "healthy", "sore")),
        "experience": dice.choice(("some", "some", "trained", "first")),
        "handed": dice.choice(("right", "left")),
    }
    return Request.model_validate({"receiver": receiver, "giver": giver, "wishes": wishes, "kit": kit})


def drawn(seed: int) -> Request:
    """Return what a seed draws for a sample: every tenth is at the ends of what may be asked."""
    return wide(seed) if seed % WIDE_EVERY == 0 else request(seed)


def wide(seed: int) -> Request:
    """Return a seed's request at the ends of what may be asked: large circles, pain at both ends, very short
    or tall, another tempo, and allergies as people spell them."""
    dice = random.Random(f"wide {seed}")
    asked = request(seed).model_dump(mode="json", by_alias=True)
    receiver, wishes = asked["receiver"], asked["wishes"]
    wishes["tempo"] = dice.choice(("slow", "brisk"))
    if dice.random() < 0.5 or not wishes["avoid"]:
        wishes["avoid"].append(_circle(dice, "mole"))
    for circle in wishes["avoid"]:
        circle["radius_m"] = round(
            dice.choice((0.002, dice.uniform(0.04, 0.08), dice.uniform(0.08, 0.15))), 3
        )
    wishes["sore"].append(_spot(dice))
    for spot in wishes["sore"]:
        spot["pain_nrs"] = dice.choice((0, 9, 10))
    if receiver["age_years"] >= GROWN_YEARS:
        receiver["height_m"] = round(dice.choice((1.35, 2.10, dice.uniform(1.35, 2.10))), 2)
    if dice.random() < 0.5 and "oil-allergy" not in receiver["conditions"]:
        receiver["conditions"].append("oil-allergy")
    if "oil-allergy" in receiver["conditions"]:
        receiver["details"]["allergies"] = dice.sample(SPELLED, dice.randint(1, 4))
    return Request.model_validate(asked)


def clashing(seed: int) -> Request:
    """Return a request whose wishes are likely to clash, of somebody who may have any massage: a kind of it
    without what it needs, the eight in no time, or hours on what large circles leave."""
    dice = random.Random(f"clash {seed}")
    style, kit, minutes = dice.choice(
        (
            ("hot-stone", {"oil": dice.choice(OILS)}, dice.randint(5, 120)),
            ("massager", {"massager": False}, dice.randint(5, 120)),
            ("deep-tissue", {"oil": "none"}, dice.randint(5, 120)),
            ("classic", {"oil": dice.choice(OILS)}, dice.randint(5, 9)),
            (dice.choice(STYLES), {"oil": dice.choice(OILS)}, dice.randint(60, 120)),
        )
    )
    circles = [_circle(dice, "mole") for _ in range(dice.randint(1, 4) if minutes >= 60 else 0)]
    wishes = {
        "minutes": minutes,
        "style": style,
        "level": dice.randint(1, 5),
        "sore": [_spot(dice) for _ in range(dice.randint(0, 2))],
        "avoid": [{**each, "radius_m": round(dice.uniform(0.05, 0.12), 3)} for each in circles],
    }
    receiver = {"age_years": dice.randint(20, 55), "height_m": 1.7, "mass_kg": 70, "back_pain": "known"}
    receiver["cleared_by_clinician"] = [{"condition": "back-pain", "on": str(TODAY)}]
    return Request.model_validate({"receiver": receiver, "wishes": wishes, "kit": kit})


def mirrored(wished: Request) -> Request:
    """Return the same request with left and right changed about."""
    other = wished.model_dump(mode="json", by_alias=True)
    for each in [*other["wishes"]["sore"], *other["wishes"]["avoid"]]:
        each["across"] = -each["across"]
    other["giver"]["handed"] = {"left": "right", "right": "left"}[other["giver"]["handed"]]
    return Request.model_validate(other)


def _receiver(dice: random.Random, conditions: list[str]) -> dict[str, Any]:
    sex = dice.choice(("female", "male", "unspecified"))
    age = dice.choice((dice.randint(20, 55), dice.randint(20, 55), dice.randint(5, 95)))
    back_pain = dice.choice(("none", "none", "known", "known", "new", "worsening"))
    cleared = [each for each in [*conditions, "back-pain"] if each in CLEARABLE and dice.random() < 0.75]
    yes_on = TODAY - timedelta(days=dice.randint(0, 90))
    details: dict[str, Any] = {}
    if "pregnancy" in conditions or "pregnancy-complication" in conditions:
        details |= {
            "pregnancy_weeks": dice.randint(4, 40),
            "pregnancy_signs": "pregnancy-complication" in conditions,
        }
    if "recent-surgery" in conditions:
        details["surgery_on"] = str(TODAY - timedelta(days=dice.randint(1, 300)))
    if "recent-injury" in conditions:
        details |= {
            "injury": dice.choice(("recovered", "recovered", "hurts")),
            "injury_on": str(TODAY - timedelta(days=dice.randint(1, 90))),
        }
    if "implanted-device" in conditions:
        details["implant_on"] = str(TODAY - timedelta(days=dice.randint(1, 900)))
    if "oil-allergy" in conditions:
        details["allergies"] = dice.sample(
            ("almond", "coconut", "nuts", "sesame", "olive"), dice.randint(1, 3)
        )
    if back_pain in ("new", "worsening"):
        details["pain_since"] = str(TODAY - timedelta(days=dice.randint(1, 120)))
    return {
        "age_years": age,
        "sex": sex,
        "height_m": round(dice.gauss(1.70, 0.09) if age >= GROWN_YEARS else dice.uniform(1.2, 1.7), 2),
        "mass_kg": round(dice.uniform(45, 110), 1),
        "back_pain": back_pain,
        "guardian": dice.random() < 0.7,
        "conditions": conditions,
        "cleared_by_clinician": [{"condition": each, "on": str(yes_on)} for each in cleared],
        "details": details,
    }


def _spot(dice: random.Random) -> dict[str, Any]:
    return {
        **_on_the_back(dice.choice((-1, 1)) * dice.uniform(0.0, 0.8), dice.uniform(-0.1, 1.1)),
        "pain_nrs": dice.randint(1, 8),
    }


def _circle(dice: random.Random, why: str) -> dict[str, Any]:
    return {
        **_on_the_back(
            dice.choice((-1, 1)) * dice.uniform(0.15 if why != "mole" else 0.0, 0.9), dice.uniform(-0.05, 1.1)
        ),
        "radius_m": round(dice.uniform(0.005, 0.04), 3),
        "why": why,
    }


def _on_the_back(across: float, along: float) -> dict[str, float]:
    """Return a mark, brought in to the trunk's edge where it would lie off it."""
    line = as_drawn().edge
    most = float(np.interp(along, line[:, 1], line[:, 0]))
    return {"across": round(max(-most, min(most, across)), 3), "along": round(along, 3)}
