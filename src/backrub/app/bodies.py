"""A request's receiver as a body."""

from __future__ import annotations

from backrub.body import ReceiverBody, body_of
from backrub.model.request import Request
from backrub.planning.plan import body_of as told_of


def body_of_request(request: Request) -> ReceiverBody:
    """Return the receiver's body; no answer about health is needed for it.

    >>> from backrub.model.request import Receiver
    >>> request = Request(receiver=Receiver(age_years=34, sex="female", height_m=1.68, mass_kg=64))
    >>> body_of_request(request).nearest
    False
    """
    return body_of(told_of(request))
