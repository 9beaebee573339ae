"""What a massage asks of the giver's hands: force over time, and the Strain Index of Moore and Garg.

The index (Moore JS, Garg A. 1995, Am Ind Hyg Assoc J 56:443-458) is a product of six multipliers, made for
work at one repeated task all day. Here each hand's whole evening is taken as one task, which is an estimate;
it says nothing about shoulders or back, and bars nothing.
"""

from __future__ import annotations

from backrub.catalog.limits import Limits
from backrub.contact import Contact
from backrub.dose.case import THUMBS
from backrub.model.base import Hand, HandPart
from backrub.model.dose import GiverLoad, HandLoad, HandStrain
from backrub.model.score import Score
from backrub.motion.samples import PARTS

INTENSITY = ((0.10, 1.0), (0.30, 3.0), (0.50, 6.0), (0.80, 9.0), (float("inf"), 13.0))
"""Multiplier by share of the greatest force that a hand can give: light, somewhat hard, hard, very hard, near
maximal; up to, not including, each bound."""
DURATION = ((0.10, 0.5), (0.30, 1.0), (0.50, 1.5), (0.80, 2.0), (float("inf"), 3.0))
"""Multiplier by share of the time at work."""
EFFORTS = ((4.0, 0.5), (9.0, 1.0), (15.0, 1.5), (20.0, 2.0), (float("inf"), 3.0))
"""Multiplier by efforts a minute."""
HOURS = ((1.0, 0.25), (2.0, 0.5), (4.0, 0.75), (8.0, 1.0), (float("inf"), 1.5))
"""Multiplier by hours of it a day."""
NEUTRAL, NON_NEUTRAL = 1.0, 1.5
"""Multiplier of a wrist that is near neutral, and of one that is not."""
SPEED = 1.0
"""Multiplier up to a normal speed of motion: every technique here is slower."""
HAZARD = 7.0
"""A higher index is held to be a hazard, less than 3 to be safe, in daily work."""

STRONGEST_N: dict[HandPart, float] = {"thumb": 70.0, "reinforced-thumb": 100.0, "two-fingers": 60.0}
"""The most that a woman of mean strength can press with a point: a key pinch is about 70 N; the others, and
`BROAD_N` for every broader part, are engineering judgement. [N]"""
BROAD_N = 150.0
THUMBY_FRAC = 0.1
"""From this share of thumb work on a hand's wrist counts as bent [engineering judgement]."""


def strain_index(
    *, intensity_frac: float, working_frac: float, efforts_per_minute: float, hours: float, posture: float,
    speed: float = SPEED,
) -> float:  # fmt: skip
    """Return the Strain Index of one hand's task: the product of its six multipliers.

    Parameters
    ----------
    intensity_frac : float
        Force over the greatest force. [1]
    working_frac : float
        Time at work over all time. [1]
    efforts_per_minute, hours : float
        How often a minute, and how many hours a day.
    posture, speed : float
        Multipliers of the wrist's posture and of how fast it goes.

    >>> strain_index(intensity_frac=0.2, working_frac=0.6, efforts_per_minute=12, hours=5, posture=1.5)
    13.5
    """
    return (
        _multiplier(INTENSITY, intensity_frac)
        * _multiplier(DURATION, working_frac)
        * _multiplier(EFFORTS, efforts_per_minute)
        * posture
        * speed
        * _multiplier(HOURS, hours)
    )


def _multiplier(table: tuple[tuple[float, float], ...], value: float) -> float:
    return next(multiplier for bound, multiplier in table if value < bound)


def load_of(contact: Contact, score: Score, *, limits: Limits) -> GiverLoad:
    """Return what a massage asked of both hands."""
    names: tuple[Hand, Hand] = ("left", "right")
    hands = tuple(each for index, hand in enumerate(names) for each in _parts(contact, index, hand))
    strains = tuple(
        _strain(tuple(each for each in hands if each.hand == hand), hand, contact, score)
        for hand in names
        if any(each.hand == hand for each in hands)
    )
    thumbs = limits.thumbs
    return GiverLoad(
        hands=hands,
        strains=strains,
        thumbs_n_s=round(sum(each.force_time_n_s for each in hands if each.part in THUMBS), 1),
        thumbs_budget_s=round(min(thumbs.most_s, thumbs.most_frac * contact.hands.hands_on_s), 1),
    )


def _parts(contact: Contact, index: int, hand: Hand) -> list[HandLoad]:
    """Return what each part of one hand did."""
    use = contact.hands
    return [
        HandLoad(
            hand=hand,
            part=part,
            force_time_n_s=round(float(use.force_time_n_s[index, number]), 1),
            worked_s=round(float(use.worked_s[index, number]), 2),
        )
        for number, part in enumerate(PARTS)
        if use.worked_s[index, number] > 0
    ]


def _strain(loads: tuple[HandLoad, ...], hand: Hand, contact: Contact, score: Score) -> HandStrain:
    """Return one hand's strain over the whole of a score."""
    worked_s = sum(each.worked_s for each in loads)
    intensity_frac = (
        sum(each.force_time_n_s / STRONGEST_N.get(each.part, BROAD_N) for each in loads) / worked_s
    )
    efforts = sum(not each.link and any(one.hand == hand for one in each.hands) for each in score.strokes)
    thumbs_s = sum(each.worked_s for each in loads if each.part in THUMBS)
    index = strain_index(
        intensity_frac=intensity_frac,
        working_frac=worked_s / contact.duration_s,
        efforts_per_minute=60.0 * efforts / contact.duration_s,
        hours=contact.duration_s / 3600.0,
        # A thumb that presses bends the wrist; a flat hand and a fist hardly do.
        posture=NON_NEUTRAL if thumbs_s > THUMBY_FRAC * worked_s else NEUTRAL,
    )
    return HandStrain(hand=hand, strain_index=round(index, 4), intensity_frac=round(intensity_frac, 4))
