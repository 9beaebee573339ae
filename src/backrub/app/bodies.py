"""A request's receiver as a body."""

from __future__ import annotations

from backrub.app.within import within
from backrub.body import ReceiverBody, body_of
from backrub.body.measures import BodyMeasures, measures_of
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


def measures(body: Body) -> BodyMeasures:
    """Return what is told of a plan's body: its measures, and where its landmarks lie.

    Raises DataError with each felt landmark that can't be where it was felt.

    >>> drawn = measures(Body(sex="female", height_m=1.68, mass_kg=64.0, age_years=34))
    >>> drawn.landmarks["inferior-angle-left"].across < 0
    True
    """
    with within("body"):
        return measures_of(body_of(body))


def felt_body(body: Body, request: Request) -> Body:
    """Return a plan's body with the landmarks of a request that were felt elsewhere."""
    return body.model_copy(update={"corrections": dict(request.receiver.corrections)})
