"""Whose session it is: the receiver of an earlier one, or somebody new."""

from __future__ import annotations

from typing import Final

from pydantic import JsonValue, ValidationError

from backrub.errors import Problem
from backrub.journal.store import Store
from backrub.model.request import Receiver

NEAR_M: Final = 0.05
"""Two heights nearer than this may be one person's, measured twice [engineering judgement]."""


def strangers(store: Store, receiver: Receiver, *, person: str | None) -> list[Problem]:
    """Return what stands against a session of this receiver under an id: it is nobody's, or somebody else's.

    Answers that are kept are never replaced by another person's, and nobody is offered what only a second
    massage may have.
    """
    if person is None:
        return []
    kept = store.read_person(person)
    # Who was forgotten has sessions and no answers, and may come back.
    if kept is None and store.streams(person=person):
        return []
    if kept is not None and _is_same(kept, receiver):
        return []
    # Which of the answers differs is not said: it would tell who the other one is.
    what = "is nobody's here" if kept is None else "is somebody else's"
    return [Problem("person", what, "Leave it out: then it is their first time.")]


def _is_same(kept: dict[str, JsonValue], now: Receiver) -> bool:
    request = kept.get("request")
    try:
        before = Receiver.model_validate(request.get("receiver") if isinstance(request, dict) else None)
    except ValidationError:
        # Written by a release that asked otherwise: nobody can say.
        return False
    return (
        before.name.strip().casefold() == now.name.strip().casefold()
        and before.sex == now.sex
        and before.age_years <= now.age_years
        and abs(before.height_m - now.height_m) <= NEAR_M
    )
