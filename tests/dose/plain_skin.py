"""An even piece of skin of one kind, hard flat hands on it, and strokes laid on a back."""

from functools import cache

import numpy as np

from backrub.catalog import load
from backrub.catalog.patches import Patch, read_patches
from backrub.contact import Bed, press
from backrub.dose.check import report_of
from backrub.dose.skin import NECK_SIDE, Skin, skin_of
from backrub.model.score import HandPath, Score, Stroke
from backrub.motion.move import segments_of
from backrub.motion.samples import PARTS
from contact.hands import block, lifted
from motion.conftest import body, evening

AREA_M2 = np.pi * 0.02**2
"""Every part of these hands is a hard disc of 2 cm radius, which presses with its force over its area."""
RATE_HZ = 2.0
PLACE, THERE = "hip", ((0.42, 1.0),)
MIDDLE = {"position_m": (0.0, 0.03, 0.0)}
TECHNIQUE = "whole-hand-effleurage"


def discs(*, area_m2=AREA_M2):
    """Every part as such a disc; times on a spot count as its own."""
    radius_m = (area_m2 / np.pi) ** 0.5
    return {
        part: Patch(half_length_m=radius_m, half_width_m=radius_m, contact=own.contact, typical_n=10.0)
        for part, own in read_patches().parts.items()
    }


@cache
def plain(zone=None, *, from_m=-1.0):
    """Ten by six centimetres of even skin on the hip, all a zone from so far to the left of its middle on."""
    sides = [place for place, _ in load().atlas.place_sides]
    bed = Bed.flat(width_m=0.1, length_m=0.06, cell_m=0.002, place=sides.index(PLACE))
    everywhere = np.ones(bed.z_m.shape, dtype=bool)
    names = [*load().limits.zones, NECK_SIDE, "circle-1"]
    zones = {name: everywhere & (name == zone) & (bed.x_m >= from_m) for name in names}
    bits = np.zeros(everywhere.shape, dtype=np.uint32)
    for bit, mask in enumerate(zones.values()):
        bits |= mask.astype(np.uint32) << np.uint32(bit)
    return Skin(body(), bed, zones, bits, everywhere, everywhere.size, (), None)


@cache
def whole_back():
    """All of the mean woman's back, with a circle to leave alone."""
    plan, _ = one_step(TECHNIQUE, tonight=EVERYTHING)
    return skin_of(plan, catalog=load(), receiver=body())


EVERYTHING = {
    "avoid": ({"across": 0.3, "along": 0.3, "radius_m": 0.05},),
    "forbidden_parts": ("forearm",),
    "forbidden_techniques": ("kneading",),
    "place_max_level": {"hip": 2},
}
"""A clearance with something of every kind that it may leave out."""


def one_step(technique, *strokes, tonight=None, link=False):
    """A plan whose first step that works is another technique's, and a score of these strokes in it.

    A stroke is its beginning and its length [s], and its hands, each a part, a level and a path.
    """
    plan, _ = evening()
    index = next(index for index, each in enumerate(plan.steps) if each.level is not None)
    steps = list(plan.steps)
    steps[index] = steps[index].model_copy(update={"technique": technique, "stand": "head"})
    limits = {**plan.limits.model_dump(), "max_level": 4, "max_minutes": 60.0, **(tonight or {})}
    allowed = type(plan.limits).model_validate(limits)
    made = tuple(
        Stroke(
            start_s=start_s, duration_s=duration_s, step=index,
            level=max(each[1] for each in hands), link=link,
            hands=tuple(
                HandPath(hand=hand, part=part, level=level, path=path)
                for hand, (part, level, path) in zip(("left", "right"), hands, strict=False)
            ),
        )
        for start_s, duration_s, *hands in strokes
    )  # fmt: skip
    plan = plan.model_copy(update={"steps": tuple(steps), "limits": allowed, "level": 4})
    return plan, Score(duration_s=plan.duration_s, strokes=made, cues=())


def limits_of(contact, made, *, skin, patches=None, segments=None):
    """Every limit by its name."""
    plan, score = made
    report = report_of(
        contact, plan, score=score, skin=skin, catalog=load(), patches=patches,
        segments=segments or {"left": [], "right": []},
    )  # fmt: skip
    return {each.name: each for each in report.limits}


def pressed(*hands, skin=None, patches=None, seconds=1.0, made=None):
    """The limits of one hand or two that press straight down for a while, each as `hands.block` takes it."""
    skin, patches, count = skin or plain(), patches or discs(), round(seconds * RATE_HZ)
    blocks = [block(count, rate_hz=RATE_HZ, **{**MIDDLE, **each}) for each in hands]
    pair = (*blocks, lifted(count, rate_hz=RATE_HZ))[:2]
    contact = press([pair], bed=skin.bed, zones=skin.bits, patches=patches, threads=1)
    parts = [each.get("part", "palm") for each in hands]
    made = made or one_step(TECHNIQUE, (0.0, seconds, *((part, 1, THERE) for part in parts)))
    return limits_of(contact, made, skin=skin, patches=patches)


def laid(*strokes, technique=TECHNIQUE, link=False):
    """The limits of strokes laid on the mean woman's back, which nobody presses."""
    plan, score = one_step(technique, *strokes, link=link)
    return only_laid(plan, score, segments_of(plan, score, back=body().back, catalog=load()))


def only_laid(plan, score, segments):
    """The limits of what is laid there and pressed by nobody."""
    hands = lifted(1, rate_hz=RATE_HZ), lifted(1, rate_hz=RATE_HZ)
    contact = press([hands], bed=whole_back().bed, zones=whole_back().bits, threads=1)
    return limits_of(contact, (plan, score), skin=whole_back(), segments=segments)


def everything():
    """The limits of an evening in which every part of a hand is used, and everything may be left out."""
    skin = body().back.at(np.array([[0.3, 0.4]]))
    there = {"position_m": skin.position_m[0], "normal": skin.normal[0], "rate_hz": RATE_HZ}
    hands = [(block(1, part=part, **there), lifted(1, rate_hz=RATE_HZ)) for part in PARTS]
    contact = press(hands, bed=whole_back().bed, zones=whole_back().bits, threads=1)
    made = one_step(TECHNIQUE, (0.0, 1.0, ("palm", 1, THERE)), tonight=EVERYTHING)
    return limits_of(contact, made, skin=whole_back())
