"""A request's receiver as a body."""

from __future__ import annotations

from backrub.app.within import within
from backrub.body import ReceiverBody, body_of
from backrub.model.plan import Body
from backrub.model.request import Request
from backrub.planning.plan import body_of as told_of


def body_of_request(request: Request) -> ReceiverBody:
    """Return the receiver's body; no answer about health is needed for it.

    >>> from backrub.model.request import Receiver
    >>> request = Request(receiver=Receiver(age_years=34, sex="female", height_m=1.68, mass_kg=64))
    >>> body_of_request(request).nearest
    False
    """
    with within("receiver"):
        return body_of(felt_body(told_of(request), request))


def felt_body(body: Body, request: Request) -> Body:
    """Return a plan's body with the landmarks of a request that were felt elsewhere."""
    return body.model_copy(update={"corrections": dict(request.receiver.corrections)})
