"""Says what was made gentler and why: one sentence for the limit, one for what came of it."""

from __future__ import annotations

from backrub.catalog.limits import Limits
from backrub.errors import Problem, Refused
from backrub.model.dose import LimitCheck

LEVEL, MOVED, SWAPPED, LEFT_OUT, SHORTER, KEPT = (
    "It stays {level}.",
    "It is done nearby instead: {place}.",
    "{technique} takes its place.",
    "It is left out.",
    "It gets shorter.",
    "You had wanted to keep it.",
)
"""What came of it; the last where a person had locked what could not stay."""

TOO_MUCH = Problem("level", "on this back it presses too much there", "Stay as light as it is.")
"""What stands against a firmer level where it broke a limit on this very back."""
_BY_NAME = (
    ("stay-", "it stays too long on one spot"),
    ("stretch", "one part of the hand would work too long at a stretch"),
    ("thumbs-wiped", "no palm would wipe after the thumbs"),
    ("thumbs-", "thumbs would work too long"),
    ("massager-time", "the massager would work too long"),
    ("stone-", "it gets too warm"),
    ("heat", "it gets too warm"),
    ("level", "it presses more than is allowed tonight"),
    ("technique-", "it is one of what is left out tonight"),
    ("still", "a hand would lie too long in one place"),
    ("minutes", "it would last longer than is allowed tonight"),
    ("part-", "it uses a part of the hand that is left out tonight"),
    ("place-", "it presses more than is allowed there tonight"),
    ("reach", "the giver's arms are too short for it"),
    ("arms-crossed", "the giver's arms would cross"),
    ("hands-apart", "the hands would be in each other's way"),
    ("zone-circle-", "it comes too near a place to leave alone"),
    ("zone-outside", "it reaches the head or the buttocks"),
)
_ANY = "it presses too much"


def still_tried() -> Refused:
    """Return what is said where a press takes too long to wait for."""
    reason = "This plan is still being tried out on a back like theirs."
    return Refused("still-checking", reason, "Wait a moment, then try again.")


def reason_of(limit: LimitCheck, *, limits: Limits) -> str:
    """Return why something can't stay as it is on this back.

    >>> from backrub.catalog import load
    >>> check = LimitCheck(
    ...     name="pressure-strip", says="", limit=2500, worst=2600, unit="Pa", ok=False, place="strip"
    ... )
    >>> reason_of(check, limits=load().limits)
    'it presses too much on the spine'
    """
    for start, says in _BY_NAME:
        if limit.name.startswith(start):
            return says
    zone = limits.zones.get(limit.place or "")
    if zone is None:
        return _ANY
    return f"it comes too near {zone.says}" if limit.name.startswith("zone-") else f"{_ANY} on {zone.says}"


def placed(technique: str, place: str) -> str:
    """Return how a technique is called at one of its places.

    >>> placed("Sacrum circles", "lower back")
    'Sacrum circles, lower back'
    """
    return f"{technique}, {place}"


def sentence(technique: str, reason: str, *outcomes: str) -> str:
    """Return the whole notice.

    >>> sentence("Sacrum circles", "it presses too much", LEFT_OUT)
    'Sacrum circles: on this back it presses too much. It is left out.'
    """
    return " ".join((f"{technique}: on this back {reason}.", *outcomes))


def parted(says: str, *, technique: str) -> tuple[str, str] | None:
    """Return the reason and what came of it, as `sentence` put them together; None where it is another's.

    >>> parted(sentence("Sacrum circles", "it gets too warm", LEFT_OUT, KEPT), technique="Sacrum circles")
    ('it gets too warm', 'It is left out. You had wanted to keep it.')
    >>> parted("The position was changed.", technique="Sacrum circles")
    """
    start = f"{technique}: on this back "
    if not says.startswith(start):
        return None
    reason, _, outcome = says.removeprefix(start).partition(". ")
    return reason, outcome
