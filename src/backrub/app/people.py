"""Whose session it is: the receiver of an earlier one, or somebody new."""

from __future__ import annotations

import unicodedata
from typing import Final

from pydantic import JsonValue, ValidationError

from backrub.app.clock import Clock
from backrub.app.live import OPENING
from backrub.errors import Problem
from backrub.journal.store import Store
from backrub.model.request import Receiver

NEAR_M: Final = 0.05
"""Two heights nearer than this may be one person's, measured twice [engineering judgement]."""
YEAR_S: Final = 365.25 * 86_400.0
"""A year. [s]"""


def strangers(
    store: Store, receiver: Receiver, *, person: str | None, now_s: float | None = None
) -> list[Problem]:
    """Return what stands against a session of this receiver under an id: it is nobody's, or somebody else's.

    Answers that are kept are never replaced by another person's, and nobody is offered what only a second
    massage may have. Who was forgotten is nobody: there is nothing left that says whose the id was. `now_s`
    is the moment since 1970, by the clock on the wall unless it is given. [s]
    """
    if person is None:
        return []
    kept = store.read_person(person)
    if kept is not None:
        moment_s = Clock().now_s() if now_s is None else now_s
        if _is_same(kept, receiver, years=_years_since(store, person, now_s=moment_s)):
            return []
    # Which of the answers differs is not said: it would tell who the other one is.
    what = "is nobody's here" if kept is None else "is somebody else's"
    return [Problem("person", what, "Leave it out: then it is their first time.")]


def _is_same(kept: dict[str, JsonValue], now: Receiver, *, years: float) -> bool:
    request = kept.get("request")
    try:
        before = Receiver.model_validate(request.get("receiver") if isinstance(request, dict) else None)
    except ValidationError:
        # Written by a release that asked otherwise: nobody can say.
        return False
    return (
        _as_said(before.name) == _as_said(now.name)
        and before.sex == now.sex
        # In so many years as many birthdays, and one more.
        and before.age_years <= now.age_years <= before.age_years + years + 1
        and abs(before.height_m - now.height_m) <= NEAR_M
    )


def _as_said(name: str) -> str:
    """Return a name so that it is one however it was typed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name.strip()).casefold())


def _years_since(store: Store, person: str, *, now_s: float) -> float:
    """Return how long ago the answers of a person were kept; 0 where no journal says."""
    streams = store.streams(person=person)
    opened = store.read_document(streams[-1].stream, OPENING) if streams else None
    then_s = opened.get("opened_unix_s") if isinstance(opened, dict) else None
    if not isinstance(then_s, int | float):
        return 0.0
    return max(0.0, (now_s - then_s) / YEAR_S)
