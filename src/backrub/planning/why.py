"""Why a step is there, in a sentence for two people who read it before they begin."""

from __future__ import annotations

from backrub.planning.candidate import Candidate, Kitchen

PAUSES = {
    "oil": "A little oil, warmed in your hands, lets them glide.",
    "walk": "Go round quietly, one hand resting on them.",
    "stones": "Read the thermometer before the stones touch skin.",
    "rest": "Lying quietly for a while lets the calm last.",
}


def why(candidate: Candidate, *, kitchen: Kitchen) -> str:
    """Return the reason of one step; `PAUSES` has those of pauses."""
    purpose = candidate.technique.purpose
    place = kitchen.catalog.atlas.places.get(candidate.place)
    where = place.says if place is not None else "the whole back"
    if candidate.is_one_sided:
        return f"A sore spot is marked here. {purpose}"
    if candidate.phase == "opening":
        return f"Begins very lightly, so that nothing feels sudden. {purpose}"
    if candidate.phase == "warm-up":
        return f"Warms {where} before anything firmer. {purpose}"
    if candidate.phase == "closing":
        return f"Lighter and lighter towards the end. {purpose}"
    return purpose
