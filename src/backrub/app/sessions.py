"""Live sessions: open one, do what somebody says, look at it, and what happened since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backrub.app import stages
from backrub.app.ids import new_id, session_id_for
from backrub.app.live import OPENING, PLAN, SCORE, Live
from backrub.app.matching import mismatches
from backrub.app.people import strangers
from backrub.app.root import App
from backrub.app.within import within
from backrub.errors import DataError, Refused
from backrub.journal.event import Event, NewEvent
from backrub.journal.store import Conflict
from backrub.model.clearance import Clearance
from backrub.model.command import Command
from backrub.model.plan import Plan
from backrub.model.request import Request
from backrub.session import (
    PASSED_OVER,
    SessionView,
    decide,
    opening,
    passed_over,
    to_plain,
    version_of,
    view,
    when,
)
from backrub.session import Event as SessionEvent

TRIES = 50
"""How often a command is decided again when somebody else was faster, each time on what is new."""


def open_session(
    app: App,
    plan: Plan,
    *,
    request: Request,
    person: str | None = None,
    client_id: str | None = None,
    waited_s: float = 0.0,
) -> Live | Clearance:
    """Screen again, check the plan against the answers and on its receiver's back, and open; the Clearance
    where there is no massage.

    A plan that breaks a limit on that back is never opened: the gentler one made from it is; it is refused
    where it was begun already, on a device out of reach. Raises DataError with everything that keeps the plan
    from being played. `client_id` opens the same session when it is sent twice; `person` is the id that an
    earlier session of this receiver gave; `waited_s` is how long ago it was really opened, on a device that
    could not reach us. Refused when a session of that name is another's.
    """
    day = app.clock.today()
    with within("request"):
        clearance = stages.clear_to_plan(request, catalog=app.catalog, day=day)
    if not clearance.may_plan:
        return clearance
    problems = mismatches(plan, request=request, clearance=clearance, day=day)
    problems += strangers(app.store, request.receiver, person=person, now_s=app.clock.now_s())
    if problems:
        raise DataError(problems)
    with within("plan"):
        stages.check_plan(plan, catalog=app.catalog)
        tried = app.gate.tried(plan, catalog=app.catalog).plan
        if waited_s > 0 and tried.steps != plan.steps:
            reason = "On this back that plan breaks a limit, so it is not kept as played."
            raise Refused("limit-broken", reason, "Stop here, and open the plan again: it is made gentler.")
        plan = tried
        score = stages.compose(plan, catalog=app.catalog)
    owner = person or new_id()
    session_id = new_id() if client_id is None else session_id_for(client_id)
    written = app.store.begin(
        session_id,
        _new([opening(sessions_before=_sessions_before(app, person))]),
        documents={
            PLAN: plan.model_dump(mode="json"),
            SCORE: score.model_dump(mode="json"),
            OPENING: {"opened_unix_s": app.clock.now_s() - waited_s, "person": owner},
        },
        person=owner,
        answers={"request": request.model_dump(mode="json")},
        client_id=client_id,
    )
    if isinstance(written, Conflict):
        # Never theirs instead: that stream was not opened by this client.
        raise Refused("session-taken", "There is another session of that name.", "Use another client_id.")
    return app.sessions.read(session_id)


@dataclass(frozen=True, slots=True)
class Done:
    """What a command led to: the events that it recorded, or why it changed nothing.

    Neither where what it asked for was so already: a second "next" for the same step.
    """

    live: Live
    events: tuple[Event, ...]
    passed_over: Refused | None = None


def command(app: App, session_id: str, *, said: Command) -> Done:
    """Do what somebody says, once: what a client sends again has been answered already.

    What changes nothing is recorded as well, so that a late retry does not act. Raises Refused where a rule
    says no.
    """
    for _ in range(TRIES):
        live = app.sessions.read(session_id)
        if said.client_id in live.seen:
            recorded = [e for e in app.store.read(session_id) if e.client_id == said.client_id]
            _same_command(recorded, said)
            return _done(live, recorded)
        at_s = when(live.state, said, now_s=_now_s(app, live))
        decided = decide(live.state, said, at_s=at_s)
        if isinstance(decided, Refused):
            moment_s = max(at_s, live.state.as_of_s)
            decided = (passed_over(said, decided, at_s=moment_s, is_refused=True),)
        written = app.store.append(
            session_id, _new(decided), expected_position=live.position, client_id=said.client_id
        )
        if not isinstance(written, Conflict):
            app.wakeups.ring(session_id)
            return _done(app.sessions.read(session_id), written)
    way_out = "Wait a moment, then press again."
    raise Refused("busy", "Too many presses at once.", way_out)


def _same_command(recorded: Sequence[Event], said: Command) -> None:
    """Raise Refused where an id was another command's: answered as that one, this one would be lost."""
    kind = recorded[0].data.get("command") if recorded else None  # absent in the oldest journals
    if kind is not None and kind != said.kind:
        reason = f"This client_id was used for another command: {kind}."
        raise Refused("client-id-used", reason, "Send it again with a client_id of its own.")


def _done(live: Live, recorded: Sequence[Event]) -> Done:
    """Return the answer to a command from what it has recorded, the first time and every other."""
    data = recorded[0].data if recorded else {}
    if not recorded or recorded[0].kind != PASSED_OVER:
        return Done(live, tuple(recorded))
    why = Refused(str(data["code"]), str(data["reason"]), str(data["way_out"]))
    if data["is_refused"]:
        raise why
    # Journals of older releases don't say whether what was asked for was so already.
    return Done(live, (), None if data.get("is_met", False) else why)


def session(app: App, session_id: str) -> Live:
    """Return a session as it stands; raises Refused when there is none of that id."""
    return app.sessions.read(session_id)


def seen_now(app: App, live: Live) -> SessionView:
    """Return what a page shows of a session at this moment."""
    return view(live.state, at_s=_now_s(app, live), position=live.position)


def events_after(app: App, session_id: str, *, after: int) -> list[Event]:
    """Return what happened after a position; raises Refused when there is no session of that id."""
    app.sessions.read(session_id)
    return app.store.read(session_id, after=after)


def _sessions_before(app: App, person: str | None) -> int:
    """Return how many sessions of a person were really begun."""
    if person is None:
        return 0
    streams = app.store.streams(person=person)
    return sum(any(event.kind == "started" for event in app.store.read(each.stream)) for each in streams)


def _now_s(app: App, live: Live) -> float:
    return live.at_s(app.clock.now_s())


def _new(events: Sequence[SessionEvent]) -> list[NewEvent]:
    return [NewEvent(**to_plain(each), version=version_of(each.kind)) for each in events]
