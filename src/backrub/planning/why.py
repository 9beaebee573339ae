"""Why a step is there, in a sentence for two people who read it before they begin."""

from __future__ import annotations

from backrub.planning.candidate import Candidate
from backrub.planning.stroke import Key, Trace

WARMS_FRAC = 0.2
"""A step warms a place if at least this much of it is there."""
PAUSES = {
    "oil": "A little oil, warmed in your hands, lets them glide.",
    "walk": "Go round quietly, one hand resting on them.",
    "stones": "Read the thermometer before the stones touch skin.",
    "rest": "Lying quietly for a while often lets the calm last.",
}


def why(candidate: Candidate, trace: Trace, *, firmer: frozenset[Key]) -> str:
    """Return the reason of one step, one side of a candidate; `PAUSES` has those of pauses.

    `firmer` is where the same evening has focus work.
    """
    purpose = candidate.technique.purpose
    if candidate.technique.working == "spot" and candidate.spot is None:
        return f"They show you where. {purpose}"
    if candidate.is_one_sided:
        return f"A sore spot is marked here. {purpose}"
    if candidate.phase == "opening":
        return f"Begins very lightly, so that nothing feels sudden. {purpose}"
    warmed = {key for key, share in trace.share_frac.items() if share >= WARMS_FRAC}
    if candidate.phase == "warm-up" and warmed and warmed <= firmer:
        return f"Warms what gets firmer work later. {purpose}"
    if candidate.phase == "closing":
        return f"Lighter and lighter towards the end. {purpose}"
    return purpose
