"""The bodies of a live session."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from backrub.app.live import Live
from backrub.app.root import App
from backrub.app.sessions import Done, seen_now
from backrub.journal.event import Event
from backrub.model.base import Value
from backrub.model.command import ClientId
from backrub.model.plan import Plan
from backrub.model.request import Request
from backrub.model.score import Score
from backrub.session import SessionView

LONGEST_WAIT_S = 86_400.0
"""A plan is played within a day, and so an opening waits no longer. [s]"""


class OpenBody(Value):
    """A plan to play and the answers it was made from.

    `client_id` opens the same session when sent twice. `person` is what an earlier session of the same
    receiver answered: it links the two, and some choices open from the second session on. `waited_s` is how
    long the opening had to wait for the network: the session's clock began that long ago.
    """

    plan: Plan
    request: Request
    person: ClientId | None = None
    client_id: ClientId | None = None
    waited_s: Annotated[float, Field(ge=0, le=LONGEST_WAIT_S)] = 0.0


class SessionBody(Value):
    """A session as it stands. `plan` and `score` are those of `state.revision`."""

    id: str
    person: str
    state: SessionView
    plan: Plan
    score: Score


class PassedOver(Value):
    """Why a command did nothing, though no rule stood against it."""

    code: str
    reason: str
    way_out: str


class DoneBody(Value):
    """What a command led to: the events that it recorded, and the state now.

    Without events, `passed_over` says why nothing was done: the step that it was to leave is not the one
    under way. With neither, what it asked for was so already.
    """

    events: tuple[Event, ...]
    passed_over: PassedOver | None
    state: SessionView


def session_body(app: App, live: Live) -> SessionBody:
    """Return all that a page needs to play a session, and to go on after a reload."""
    # Not checked again: a plan refitted in mid-session need not be one that could be opened.
    return SessionBody.model_construct(
        id=live.id,
        person=live.person,
        state=seen_now(app, live),
        plan=live.state.plan,
        score=app.sessions.score(live),
    )


def done_body(app: App, done: Done) -> DoneBody:
    """Return the answer to a command."""
    why = done.passed_over
    passed = None if why is None else PassedOver(code=why.code, reason=why.reason, way_out=why.way_out)
    return DoneBody.model_construct(events=done.events, passed_over=passed, state=seen_now(app, done.live))
