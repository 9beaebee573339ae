"""Cues: what the giver reads (at most eight words) and hears, early enough to move to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backrub.catalog.load import Catalog
from backrub.model.base import LEVEL_WORDS, HandPart
from backrub.model.plan import PAUSES, Step
from backrub.model.score import Cue, CueKind

"""What people call Walton's five levels here."""
NEXT_S = 8.0
"""So long before a step ends the next one is announced. [s]"""
COUNT_S = 2.5
"""... and so long before the voice counts down to it. [s]"""
COUNT_SAYS = "In three, two, one."
LOOK_S = 100.0
"""With stones the skin is looked at at least every two minutes: clinical notes 2.5. [s]"""
LOOK_SAYS = "Look at the skin. If it is very red or very pale, take the stones away."
WORDS_HZ = 130 / 60
"""How fast cues are spoken: a calm voice, about 130 words a minute. [1/s]"""
INSTEAD: Mapping[HandPart, str] = {
    "knuckles": "Flat knuckles, not thumbs",
    "palm": "Open hands, not the heels",
}
"""Said and shown first where another part of the hand does what the technique's name speaks of."""
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


@dataclass(frozen=True, slots=True)
class _Wish:
    """A cue that would be good: what may be said, fullest first; `stays` says that it is never left out."""

    at_s: float
    show: str
    says: tuple[str, ...]
    kind: CueKind
    stays: bool = True


def cues_of(
    step: Step,
    following: Step | None,
    *,
    lines: Mapping[int, float],
    catalog: Catalog,
    instead: HandPart | None = None,
) -> list[Cue]:
    """Return the cues of one step: what to do now, each line when it first comes, and what comes next.

    `instead` is the part of the hand that does it in place of its own: that is said first.
    No sentence is still being spoken when the next begins: where time is short the sentence gets shorter, and
    a line that nobody would have time to hear is left to the screen's moving hands.
    """
    if step.technique in PAUSES:
        return [_pause(step, catalog=catalog)]
    technique = catalog.techniques[step.technique]
    end_s = step.start_s + step.duration_s
    wishes = _lines(step, lines=lines, catalog=catalog, instead=instead)
    next_s = end_s
    if following is not None and step.duration_s > 2 * NEXT_S:
        next_s = end_s - NEXT_S
        wishes.append(_next(following, next_s, catalog=catalog))
        wishes.append(_Wish(end_s - COUNT_S, "Three, two, one", (COUNT_SAYS,), "time", stays=False))
    if technique.stones is not None:
        wishes += [_Wish(at_s, "Look at the skin", (LOOK_SAYS,), "ask") for at_s in _looks(step, next_s)]
    wishes.sort(key=lambda wish: wish.at_s)
    return _heard(wishes, end_s=end_s)


def spoken_s(say: str) -> float:
    """Return how long a sentence takes to say. [s]

    >>> spoken_s("Lighter, and slower now.") < 2.0
    True
    """
    return len(say.split()) / WORDS_HZ


def _lines(
    step: Step, *, lines: Mapping[int, float], catalog: Catalog, instead: HandPart | None
) -> list[_Wish]:
    technique = catalog.techniques[step.technique]
    where = _where(step, catalog=catalog)
    if step.place is None:
        say = "Ask where it feels sore, and let them guide your hand there."
        return [_Wish(step.start_s, "Ask where it is sore", (say,), "ask")]
    pressure = f"{LEVEL_WORDS[step.level or 1].capitalize()} pressure."
    strokes = technique.strokes_for(step.place)
    stands_in = INSTEAD.get(instead, "") if instead is not None else ""
    with_what = f"{stands_in}. " if stands_in else ""
    wishes: list[_Wish] = []
    for number, at_s in lines.items():
        words = strokes[number].words or ("" if wishes else technique.name)
        if words and not wishes:
            said = f"{with_what}{words}"
            full = f"{technique.name}, {where}. {said}. {pressure}"
            says = (full, f"{said}, {where}. {pressure}", f"{said}. {pressure}", f"{said}.")
            wishes.append(_Wish(step.start_s, stands_in or words, says, "stroke"))
        elif words:
            wishes.append(_Wish(at_s, words, (f"{words}.",), "stroke", stays=False))
    return wishes


def _looks(step: Step, next_s: float) -> list[float]:
    """Return when the skin is looked at; the last look is over before the next step is announced. [s]"""
    looks: list[float] = []
    last_s = next_s - spoken_s(LOOK_SAYS)
    for count in range(1, int(step.duration_s // LOOK_S) + 1):
        at_s = min(step.start_s + count * LOOK_S, last_s)
        if not looks or at_s > looks[-1]:
            looks.append(at_s)
    return looks


def _heard(wishes: list[_Wish], *, end_s: float) -> list[Cue]:
    """Return the cues that there is time to hear, each as full as there is time for."""
    kept: list[_Wish] = []
    for index, wish in enumerate(wishes):
        ahead_s = next((each.at_s for each in wishes[index + 1 :] if each.stays), end_s)
        is_late = wish.at_s + spoken_s(wish.says[-1]) > ahead_s
        is_early = bool(kept) and wish.at_s < kept[-1].at_s + spoken_s(kept[-1].says[-1])
        if wish.stays or not (is_late or is_early):
            kept.append(wish)
    ends_s = [*(wish.at_s for wish in kept[1:]), end_s]
    return [
        Cue(at_s=round(wish.at_s, 3), show=wish.show, say=_fitting(wish, until_s), kind=wish.kind)
        for wish, until_s in zip(kept, ends_s, strict=True)
    ]


def _fitting(wish: _Wish, until_s: float) -> str:
    return next((say for say in wish.says if wish.at_s + spoken_s(say) <= until_s), wish.says[-1])


def _pause(step: Step, *, catalog: Catalog) -> Cue:
    if step.technique == "walk":
        side = _stand(step)
        return Cue(
            at_s=step.start_s,
            show=f"Walk round to {side}",
            say=f"Walk round to {side}, one hand resting on them.",
            kind="walk",
        )
    show, say, kind = PAUSE_CUES[step.technique]
    return Cue.model_validate({"at_s": step.start_s, "show": show, "say": say, "kind": kind})


def _next(following: Step, at_s: float, *, catalog: Catalog) -> _Wish:
    if following.technique in PAUSES:
        what = {
            "oil": "a little oil",
            "walk": f"round to {_stand(following)}",
            "stones": "the stones",
            "rest": "a quiet rest",
        }[following.technique]
        return _Wish(at_s, f"Then {what}", (f"Soon: {what}.",), "next")
    technique = catalog.techniques[following.technique]
    where = _where(following, catalog=catalog)
    say = f"Soon: {technique.name}, {where}."
    return _Wish(at_s, f"Then {technique.short_name}", (say,), "next")


def _stand(step: Step) -> str:
    return f"their {step.stand} side" if step.stand in ("left", "right") else "their head"


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
