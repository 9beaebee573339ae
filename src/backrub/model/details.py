"""What some health conditions ask for besides yes or no."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from backrub.model.base import Value


class Details(Value):
    """Answers to the follow-up questions; each is absent until its condition asks for it.

    `injury` is "recovered" (healed, no pain) or "hurts"; `pain_since` dates a new or worse pain. A date, a
    kind or a number that is not given is read the careful way; a sign asked for on its own
    (`redness_spreads`, `bleeding_unstable`, `blood_pressure_signs`, `aneurysm_signs`, `ulcers`,
    `skin_treated`) counts when it is said to be there.
    """

    pregnancy_weeks: Annotated[int, Field(ge=1, le=45)] | None = None
    pregnancy_signs: bool | None = None
    surgery_on: date | None = None
    injury: Literal["recovered", "hurts"] | None = None
    injury_on: date | None = None
    implant_on: date | None = None
    pain_since: date | None = None
    allergies: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=40)], ...], Field(max_length=20)
    ] = ()
    redness_spreads: bool | None = None
    bleeding_unstable: bool | None = None
    blood_pressure_signs: bool | None = None
    aneurysm_signs: bool | None = None
    ulcers: bool | None = None
    skin_treated: bool | None = None
