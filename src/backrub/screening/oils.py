"""Which oils an allergy bars: by the words given, and all of them where a word says nothing to us."""

from __future__ import annotations

from collections.abc import Mapping

from backrub.catalog.condition import Condition, Limits
from backrub.screening.facts import Facts

_SAME = {
    "almonds": "almond",
    "sweet almond": "almond",
    "sweet-almond": "almond",
    "arachis": "peanut",
    "groundnut": "peanut",
    "peanuts": "peanut",
    "coconuts": "coconut",
    "olives": "olive",
    "walnuts": "walnut",
    "macadamias": "macadamia",
    "hazelnuts": "hazelnut",
    "grape": "grapeseed",
    "grapes": "grapeseed",
    "grape seed": "grapeseed",
    "sesame seed": "sesame",
    "sunflower seed": "sunflower",
    "nut": "nuts",
    "tree nut": "nuts",
    "tree nuts": "nuts",
    "tree-nut": "nuts",
    "tree-nuts": "nuts",
}


def oil_limits(condition: Condition, facts: Facts) -> tuple[Limits, ...]:
    """Return the oils that a condition with an oil table bars; nothing for the others.

    No name given, or one that the table does not know, bars every oil: we can't tell which one is safe.
    """
    if not condition.oils:
        return ()
    named = [_plain(word) for word in facts.details.allergies]
    known = [word for word in named if word in condition.oils]
    if not named or len(known) < len(named):
        return (Limits(oils_out=_every(condition.oils), advice=("Use no oil: a massage through clothes.",)),)
    return (Limits(oils_out=tuple(sorted({oil for word in known for oil in condition.oils[word]}))),)


def _plain(word: str) -> str:
    plain = " ".join(word.lower().split()).removesuffix(" oil").removesuffix(" allergy")
    return _SAME.get(plain, plain)


def _every(oils: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({oil for some in oils.values() for oil in some}))
