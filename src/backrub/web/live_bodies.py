"""The bodies of a live session."""

from __future__ import annotations

from collections.abc import Sequence

from backrub.app.live import Live
from backrub.app.root import App
from backrub.app.sessions import seen_now
from backrub.journal.event import Event
from backrub.model.base import Value
from backrub.model.command import ClientId
from backrub.model.plan import Plan
from backrub.model.request import Request
from backrub.model.score import Score
from backrub.session import SessionView


class OpenBody(Value):
    """A plan to play and the answers it was made from.

    `client_id` opens the same session when sent twice. `person` is what an earlier session of the same
    receiver answered: it links the two, and some choices open from the second session on.
    """

    plan: Plan
    request: Request
    person: ClientId | None = None
    client_id: ClientId | None = None


class SessionBody(Value):
    """A session as it stands. `plan` and `score` are those of `state.revision`."""

    id: str
    person: str
    state: SessionView
    plan: Plan
    score: Score


class DoneBody(Value):
    """What a command led to: the events that it recorded, and the state now."""

    events: tuple[Event, ...]
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


def done_body(app: App, live: Live, events: Sequence[Event]) -> DoneBody:
    """Return the answer to a command."""
    return DoneBody.model_construct(events=tuple(events), state=seen_now(app, live))
