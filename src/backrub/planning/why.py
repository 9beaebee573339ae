"""Why a step is there, in a sentence for two people who read it before they begin."""

from __future__ import annotations

from backrub.planning.candidate import Candidate
from backrub.planning.stroke import Key

PAUSES = {
    "oil": "A little oil, warmed in your hands, lets them glide.",
    "walk": "Go round quietly, one hand resting on them.",
    "stones": "Read the thermometer before the stones touch skin.",
    "rest": "Lying quietly for a while lets the calm last.",
}


def why(candidate: Candidate, *, firmer: frozenset[Key]) -> str:
    """Return the reason of one step; `PAUSES` has those of pauses.

    `firmer` are the places that get firmer work later on.
    """
    purpose = candidate.technique.purpose
    if candidate.technique.working == "spot" and candidate.spot is None:
        return f"They show where it is sore when its time comes. {purpose}"
    if candidate.is_extra:
        return f"A sore spot is marked here. {purpose}"
    if candidate.technique.working == "each-side" and len(candidate.sides) == 1:
        return f"Only this side here: the other is left alone tonight. {purpose}"
    if candidate.phase == "opening":
        return f"Begins very lightly, so that nothing feels sudden. {purpose}"
    if candidate.phase == "warm-up":
        leads = any(key in firmer for key in candidate.share_frac if candidate.touches(key))
        return f"Warms up for firmer work here. {purpose}" if leads else purpose
    if candidate.phase == "closing":
        fades = (
            "Lighter and lighter towards the end" if candidate.level > 1 else "Very light, towards the end"
        )
        return f"{fades}. {purpose}"
    return purpose
