"""Every limit by its own name: it holds just under its value and breaks just over it.

The values are those of clinical notes 2.2, 2.4, 2.5, 2.9 and 7 and of the rules for hands (design 8a); where
no source has one they are the judgement that `docs/physics.md` tells.
"""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from backrub.model.dose import LimitCheck
from dose.plain_skin import AREA_M2, THERE, discs, everything, laid, one_step, plain, pressed
from motion.conftest import body

LEVELS = 0.0
"""A limit of levels allows none above what may be."""


class Edge(NamedTuple):
    """A limit, and what makes it: just under, just over. `worst` is what either is told as."""

    name: str
    limit: float
    made: Callable[..., dict[str, LimitCheck]]
    under: object
    over: object
    worst: tuple[float, float]
    says: str = ""


# One hand's force, and its mean pressure: clinical notes 2.2, 2.9, 7; design 8a.
FORCE_N = {
    "palm": 60, "heel": 40, "flat-fingers": 40, "reinforced-fingers": 60, "two-fingers": 20, "thumb": 20,
    "reinforced-thumb": 35, "knuckles": 60, "forearm": 120, "stone": 30, "massager": 15,
}  # fmt: skip
PRESSURE_PA = {**dict.fromkeys(FORCE_N, 100e3), "stone": 40e3, "massager": 40e3}
# What that force is allowed on, from the ranges of clinical notes 2.2. [m2]
SIZE_M2 = {
    "palm": 60e-4, "heel": 8.5e-4, "flat-fingers": 20e-4, "reinforced-fingers": 10e-4, "two-fingers": 4e-4,
    "thumb": 3e-4, "reinforced-thumb": 3.5e-4, "knuckles": 13e-4, "forearm": 50e-4, "stone": 17e-4,
    "massager": 15e-4,
}  # fmt: skip
# Level 4 is for broad parts, 5 for none; stones and massagers by their own weight, or little more.
HIGHEST = {
    **dict.fromkeys(("palm", "heel", "knuckles", "forearm"), 4),
    **dict.fromkeys(("flat-fingers", "reinforced-fingers", "two-fingers", "thumb", "reinforced-thumb"), 3),
    **dict.fromkeys(("stone", "massager"), 2),
}
ALLOWED = {
    "strip": {"palm": 1},
    "kidney-inner": {"thumb": 2, "reinforced-thumb": 2, "two-fingers": 2, "reinforced-fingers": 2,
                     "knuckles": 3},
    "kidney-outer": {"palm": 2},
    "neck": {"palm": 2, "flat-fingers": 2},
    "sacrum": {"palm": 2},
    "bone": {"palm": 2},
    "shoulder-blade-border": {"palm": 2},
}  # fmt: skip
"""The highest level of who may touch a zone: design 8a."""
BARRED = {
    "strip": ("heel", "two-fingers", "knuckles", "forearm", "stone", "massager"),
    "kidney-inner": ("massager", "forearm"),
    "kidney-outer": ("heel", "thumb", "knuckles", "forearm", "massager"),
    "neck": ("thumb", "knuckles", "forearm", "massager"),
    "sacrum": ("heel", "thumb", "knuckles", "massager"),
    "bone": ("heel", "thumb", "knuckles", "massager"),
    "shoulder-blade-border": ("heel", "thumb", "knuckles", "massager"),
    "massager": ("massager",),
    "circle-1": ("palm", "thumb"),
    "neck-side": ("palm", "flat-fingers"),
}
"""Who may not touch it at all."""
FORCE_IN_N = {"neck": 20, "kidney-outer": 40, "bone": 40, "shoulder-blade-border": 40}
PRESSURE_IN_PA = {"strip": 2.5e3, "kidney-outer": 10e3, "bone": 10e3, "shoulder-blade-border": 10e3}


def about(limit, by):
    """What is so much under a value and over it, as it is made and as it is told."""
    return {"limit": limit, "under": limit - by, "over": limit + by, "worst": (limit - by, limit + by)}


def one_level(under, over):
    return {"limit": LEVELS, "under": under, "over": over, "worst": (0, 1)}


def by_force(part="palm", zone=None):
    return lambda force_n: pressed({"part": part, "force_n": force_n}, skin=plain(zone))


def by_pressure(part="palm", zone=None):
    return lambda mean_pa: pressed({"part": part, "force_n": mean_pa * AREA_M2}, skin=plain(zone))


def by_size(part):
    """So much smaller than what its force is allowed on."""
    return lambda frac: pressed({"part": part}, patches=discs(area_m2=(1 - frac) * SIZE_M2[part]))


def by_level(part="palm", zone=None, **tonight):
    return lambda level: pressed(
        {"part": part, "level": level}, skin=plain(zone),
        made=one_step("whole-hand-effleurage", (0.0, 1.0, (part, level, THERE)), tonight=tonight),
    )  # fmt: skip


def by_place(part, zone):
    """With its outline so far over the edge of a zone: its middle is 2 cm from it less that."""
    return lambda over_m: pressed(
        {"part": part, "level": 1, "position_m": (over_m, 0.03, 0.0)}, skin=plain(zone, from_m=0.02)
    )


def both(left, right, *, level):
    """Half of a force with each hand, beside each other."""
    return lambda force_n: pressed(
        *(
            {"part": part, "level": level, "force_n": force_n / 2, "position_m": (x_m, 0.03, 0.0)}
            for part, x_m in ((left, -0.025), (right, 0.025))
        )
    )


def by_peak(pressure_pa):
    """Two hands in one place, neither of them near it alone."""
    return pressed(*2 * ({"force_n": pressure_pa / 2 * AREA_M2},))


def by_stay(part, **hand):
    return lambda stay_s: pressed({"part": part, **hand}, seconds=stay_s)


def by_stone(speed_m_s):
    return lambda stone_c: pressed({"part": "stone", "stone_c": stone_c, "speed_m_s": speed_m_s})


def by_midline(away_m):
    return pressed({"part": "thumb", "position_m": (away_m, 0.03, 0.0)})


def by_thumbs(hands_on_s):
    """Thumb strokes of so many seconds in all in an evening of palms."""
    return lambda thumbs_s: pressed(
        {}, seconds=hands_on_s,
        made=one_step("thumb-stripping", (0.0, thumbs_s, ("reinforced-thumb", 2, THERE))),
    )  # fmt: skip


def by_rest(missing_s):
    """Ten seconds of thumbs, and so much less without."""
    work = ("reinforced-thumb", 2, THERE)
    strokes = (0.0, 10.0, work), (20.0 - missing_s, 10.0, work)
    return pressed({}, made=one_step("thumb-stripping", *strokes))


def by_wipes(parts):
    """Ten seconds of each part of the hand, thumbs always on the same way."""
    ways = {"reinforced-thumb": THERE, "palm": ((0.42, 0.9),)}
    strokes = ((20.0 * number, 10.0, (part, 1, ways[part])) for number, part in enumerate(parts))
    return pressed({}, made=one_step("thumb-stripping", *strokes))


def by_minutes(over_s):
    plan, score = one_step("whole-hand-effleurage", (0.0, 1.0, ("palm", 1, THERE)))
    return pressed({}, made=(plan, score.model_copy(update={"duration_s": 3600.0 + over_s})))


def by_technique(technique):
    strokes = ((0.0, 7.0, ("palm", 1, THERE)),)
    tonight = {"forbidden_techniques": ("kneading",)}
    return pressed({}, made=one_step(technique, *strokes, tonight=tonight))


def by_finish(levels):
    """One stroke after the other in the closing."""
    strokes = [(2.0 * number, 1.0, ("palm", level, THERE)) for number, level in enumerate(levels)]
    plan, score = one_step("whole-hand-effleurage", *strokes)
    steps = tuple(each.model_copy(update={"phase": "closing"}) for each in plan.steps)
    return pressed({}, made=(plan.model_copy(update={"steps": steps}), score))


def by_first(levels):
    """One level after the other at one place."""
    return laid(*((20.0 * number, 10.0, ("palm", level, THERE)) for number, level in enumerate(levels)))


def by_still(still_s):
    return laid((0.0, still_s, ("palm", 1, THERE)))


def by_outside(along):
    return laid((0.0, 10.0, ("palm", 1, ((0.4, along),))))


def by_arms(apart_m):
    """Two palms so far apart; whoever stands at the head has their left hand on the receiver's right."""
    across = apart_m / 2 / body().back.half_biacromial_m
    return laid((0.0, 10.0, ("palm", 1, ((across, 0.5),)), ("palm", 1, ((-across, 0.5),))))


def by_crossed_arms(apart_m):
    return by_arms(-apart_m)


EDGES = (
    Edge("peak-pressure", made=by_peak, **about(250e3, 5e3)),
    *(Edge(f"force-{part}", made=by_force(part), **about(n, 0.1)) for part, n in FORCE_N.items()),
    *(Edge(f"pressure-{part}", made=by_pressure(part), **about(pa, 0.02 * pa))
      for part, pa in PRESSURE_PA.items()),
    *(Edge(f"size-{part}", made=by_size(part), **about(0.05, 0.005)) for part in SIZE_M2),
    Edge("force-both-hands", made=both("palm", "palm", level=3), **about(80, 0.2)),
    Edge("force-both-hands-with-points", made=both("palm", "knuckles", level=4), **about(80, 0.2)),
    Edge("force-both-hands-broad", made=both("palm", "forearm", level=4), **about(120, 0.2)),
    *(Edge(f"zone-{zone}", made=by_level(part, zone), says=part, **one_level(level, level + 1))
      for zone, parts in ALLOWED.items() for part, level in parts.items()),
    *(Edge(f"zone-{zone}", made=by_place(part, zone), says=f"{part} at its edge", **one_level(-1e-3, 1e-3))
      for zone, parts in BARRED.items() for part in parts),
    *(Edge(f"force-{zone}", made=by_force(zone=zone), **about(n, 0.1)) for zone, n in FORCE_IN_N.items()),
    *(Edge(f"pressure-{zone}", made=by_pressure(zone=zone), **about(pa, 0.02 * pa))
      for zone, pa in PRESSURE_IN_PA.items()),
    # The places end at 1.12 (decision 0029); what lies less than 1 cm past it makes way by itself.
    Edge("zone-outside", LEVELS, by_outside, 1.11, 1.15, (0, 1)),
    Edge("zone-midline", 0.0, by_midline, 0.0301, 0.0299, (0.0, 1e-4)),
    *(Edge("level-part", made=by_level(part), says=part, **one_level(level, level + 1))
      for part, level in HIGHEST.items()),
    Edge("level", made=by_level(max_level=2), **one_level(2, 3)),
    Edge("part-forearm", made=lambda part: by_level(part, forbidden_parts=("forearm",))(1),
         **one_level("palm", "forearm")),
    Edge("place-hip", made=lambda place: by_level(place_max_level={"hip": 2})(place),
         **one_level(2, 3)),
    Edge("thumbs-time", made=by_thumbs(1300.0), says="240 s", **about(240, 0.5)),
    Edge("thumbs-time", made=by_thumbs(300.0), says="a fifth", **about(60, 0.5)),
    Edge("thumbs-rest", 0.0, by_rest, 0.0, 0.01, (0.0, 0.01)),
    Edge("thumbs-wiped", 0.0, by_wipes, 2 * ("reinforced-thumb", "palm"),
         ("palm", "reinforced-thumb", "reinforced-thumb"), (0.0, 2.0), "never"),
    Edge("thumbs-wiped", 0.0, by_wipes, ("reinforced-thumb", "palm"),
         ("reinforced-thumb", "reinforced-thumb", "palm"), (0.0, 1.0), "once"),
    Edge("thumbs-burst", made=by_stay("thumb"), **about(30, 0.5)),
    Edge("stretch", made=by_stay("palm"), **about(300, 0.5)),
    Edge("stay-finger", made=by_stay("two-fingers"), **about(90, 0.5)),
    Edge("stay-thumb", made=by_stay("reinforced-thumb"), **about(30, 0.5)),
    Edge("stay-knuckle", made=by_stay("knuckles"), **about(90, 0.5)),
    Edge("stay-hot-stone", made=by_stay("stone", stone_c=43.5), **about(10, 0.5)),
    Edge("stay-stone", made=by_stay("stone", stone_c=42.5), **about(600, 0.5)),
    Edge("stay-massager", made=by_stay("massager"), **about(60, 0.5)),
    Edge("stay-massager-place", made=by_stay("massager"), **about(60, 0.5)),
    Edge("massager-time", made=by_stay("massager"), **about(600, 0.5)),
    Edge("still", made=by_still, **about(180, 0.5)),
    Edge("arms-crossed", made=by_crossed_arms, **about(0.10, 0.002)),
    # Palms are 8.1 cm broad, and 2 cm may lie in each other; up to 4 cm more each hand makes way by itself.
    Edge("hands-apart", 0.02, by_arms, 0.0615, 0.035, (0.0195, 0.046)),
    Edge("stone-moving", made=by_stone(0.05), **about(45, 0.1)),
    Edge("stone-placed", made=by_stone(0.0), **about(43, 0.1)),
    # A stone of 45 degrees burns skin in 3 hours, and may lie there for a thirtieth of that.
    Edge("heat", 1.0, by_stay("stone", stone_c=45.0), 359.5, 360.5, (359.5 / 360, 360.5 / 360)),
    Edge("light-first", LEVELS, by_first, (2, 3), (3,), (0, 1)),
    Edge("finish", LEVELS, by_finish, (2, 2, 1), (2, 1, 2), (0, 1)),
    Edge("minutes", 0.0, by_minutes, -0.5, 0.5, (0.0, 0.5)),
    Edge("technique-kneading", 0.0, by_technique, "palm-compression", "kneading", (0.0, 7.0)),
)  # fmt: skip


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: f"{edge.name} {edge.says}".strip())
def test_a_limit_holds_just_under_its_value_and_breaks_just_over_it(edge):
    for value, worst, is_ok in ((edge.under, edge.worst[0], True), (edge.over, edge.worst[1], False)):
        told = edge.made(value)[edge.name]
        assert told.limit == pytest.approx(edge.limit)
        assert told.worst == pytest.approx(worst, rel=1e-2, abs=1e-9)
        assert told.ok is is_ok


def test_no_limit_of_a_whole_report_is_without_its_edge():
    # How far an arm reaches is tried in test_reach.py, where there is a giver's place to reach from.
    assert set(everything()) == {each.name for each in EDGES} | {"reach"}
