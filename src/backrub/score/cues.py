"""Cues: what the giver reads (at most eight words) and hears, early enough to move to it."""

from __future__ import annotations

from collections.abc import Mapping

from backrub.catalog.load import Catalog
from backrub.model.plan import PAUSES, Step
from backrub.model.score import Cue

LEVEL_WORDS = ("", "very light", "light", "medium", "firm", "deep")
"""What people call Walton's five levels here."""
NEXT_S = 8.0
"""So long before a step ends the next one is announced. [s]"""
LOOK_S = 100.0
"""With stones the skin is looked at at least every two minutes: clinical notes 2.5. [s]"""
PAUSE_CUES = {
    "oil": ("Warm a little oil in your hands", "Take a little oil and warm it between your hands.", "oil"),
    "stones": (
        "Check the stones' heat first",
        "Read the thermometer before you take the stones.",
        "stones",
    ),
    "rest": (
        "Hands off, let them lie quietly",
        "Take your hands away slowly. Cover their back and let them lie quietly.",
        "rest",
    ),
}


def cues_of(step: Step, following: Step | None, *, lines: Mapping[int, float], catalog: Catalog) -> list[Cue]:
    """Return the cues of one step: what to do now, each line when it first comes, and what comes next."""
    if step.technique in PAUSES:
        return [_pause(step, catalog=catalog)]
    technique = catalog.techniques[step.technique]
    where = _where(step, catalog=catalog)
    level = LEVEL_WORDS[step.level or 1]
    cues: list[Cue] = []
    if step.place is None:
        cues.append(
            Cue(
                at_s=step.start_s,
                show="Ask where it is sore",
                say="Ask where it feels sore, and let them guide your hand there.",
                kind="ask",
            )
        )
    strokes = technique.strokes_for(step.place or "")
    for number, at_s in lines.items():
        words = strokes[number].words
        if words:
            first = not any(cue.kind == "stroke" for cue in cues)
            say = (
                f"{technique.name}, {where}. {words}. {level.capitalize()} pressure."
                if first
                else f"{words}."
            )
            cues.append(Cue(at_s=round(at_s, 3), show=words, say=say, kind="stroke"))
    if lines and not cues:
        cues.append(
            Cue(
                at_s=step.start_s,
                show=technique.name,
                say=f"{technique.name}, {where}. {level.capitalize()} pressure.",
                kind="stroke",
            )
        )
    if technique.stones is not None:
        looks = range(1, int(step.duration_s // LOOK_S) + 1)
        say = "Look at the skin. If it is very red or very pale, take the stones away."
        cues += [
            Cue(at_s=round(step.start_s + n * LOOK_S, 3), show="Look at the skin", say=say, kind="ask")
            for n in looks
        ]
    if following is not None and step.duration_s > 2 * NEXT_S:
        at_s = round(step.start_s + step.duration_s - NEXT_S, 3)
        cues = [cue for cue in cues if cue.at_s < at_s - 2 or cue.at_s == step.start_s or cue.kind == "ask"]
        cues.append(_next(following, at_s, catalog=catalog))
    return cues


def _pause(step: Step, *, catalog: Catalog) -> Cue:
    if step.technique == "walk":
        side = (
            "their left side"
            if step.stand == "left"
            else "their right side"
            if step.stand == "right"
            else "their head"
        )
        return Cue(
            at_s=step.start_s,
            show=f"Walk round to {side}",
            say=f"Walk round to {side}, one hand resting on them.",
            kind="walk",
        )
    show, say, kind = PAUSE_CUES[step.technique]
    return Cue.model_validate({"at_s": step.start_s, "show": show, "say": say, "kind": kind})


def _next(following: Step, at_s: float, *, catalog: Catalog) -> Cue:
    if following.technique in PAUSES:
        what = {
            "oil": "a little oil",
            "walk": "round to the other side",
            "stones": "the stones",
            "rest": "a quiet rest",
        }[following.technique]
        return Cue(at_s=at_s, show=f"Then {what}", say=f"Soon: {what}.", kind="next")
    technique = catalog.techniques[following.technique]
    where = _where(following, catalog=catalog)
    return Cue(
        at_s=at_s, show=f"Then {technique.short_name}", say=f"Soon: {technique.name}, {where}.", kind="next"
    )


def _where(step: Step, *, catalog: Catalog) -> str:
    place = catalog.atlas.places.get(step.place or "")
    says = (
        place.says
        if place is not None
        else "the whole back"
        if step.place == "back"
        else "where they show you"
    )
    return f"their {step.side} side, {says}" if step.side != "both" else says
