"""What was: the evenings that the journal holds, the newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from backrub.app.live import PLAN, Live
from backrub.app.root import App
from backrub.app.stages import routine_of
from backrub.errors import Refused
from backrub.model.history import Change, ChangeKind, Evening, EveningStep, History, WholeEvening
from backrub.model.plan import Plan
from backrub.session import Told, from_plain, open_state, told

PAGE = 20
"""So many evenings are told at once."""
UNREADABLE = ("no-such-session", "journal-too-new")
"""An evening that this release can't read is passed over in the list: the others can still be seen."""


def history(app: App, *, before: str | None) -> History:
    """Return evenings, the newest first: those that were opened before the session `before`, if it is given.

    Raises Refused where there is no session of that id.
    """
    found = list(islice(_evenings(app, before=before), PAGE + 1))
    page = found[:PAGE]
    return History(evenings=tuple(page), next=page[-1].id if len(found) > PAGE else None)


def evening(app: App, session_id: str) -> WholeEvening:
    """Return one evening with its steps and its routine; raises Refused where there is none of that id."""
    live = app.sessions.read(session_id)
    plan, what = _told(app, live)
    changed: dict[int, Counter[ChangeKind]] = {}
    for kind, index in what.changes:
        changed.setdefault(index, Counter())[kind] += 1
    steps = tuple(
        EveningStep(
            technique=step.technique,
            place=step.place,
            side=step.side,
            level=step.level,
            planned_s=step.duration_s,
            played_s=round(what.played_s[index], 1),
            changed=tuple(changed.get(index, ())),
        )
        for index, step in enumerate(plan.steps)
    )
    style = app.catalog.styles.get(plan.style)
    name = style.name if style is not None else plan.style
    whole = _evening(app, live, plan, what)
    return WholeEvening(**dict(whole), steps=steps, routine=routine_of(plan, name=name))


def _evenings(app: App, *, before: str | None) -> Iterator[Evening]:
    streams = [each.stream for each in reversed(app.store.streams())]
    if before is not None:
        if before not in streams:
            way_out = "Begin at the newest: leave `before` out."
            raise Refused("no-such-session", "There is no session of that name here.", way_out)
        streams = streams[streams.index(before) + 1 :]
    for stream in streams:
        try:
            live = app.sessions.read(stream)
            yield _evening(app, live, *_told(app, live))
        except Refused as refused:
            if refused.code not in UNREADABLE:
                raise


def _evening(app: App, live: Live, plan: Plan, what: Told) -> Evening:
    return Evening(
        id=live.id,
        person=live.person,
        name=_name(app, live.person),
        opened_unix_s=live.opened_unix_s,
        style=plan.style,
        planned_s=plan.duration_s,
        played_s=round(sum(what.played_s), 1),
        status=what.state.status,
        why=what.state.why,
        changes=tuple(
            Change(kind=kind, count=count)
            for kind, count in Counter(kind for kind, _ in what.changes).items()
        ),
        felt=what.state.felt,
    )


def _told(app: App, live: Live) -> tuple[Plan, Told]:
    """Return the plan that a session was opened with, and what its events tell."""
    plan = Plan.model_validate(app.store.read_document(live.id, PLAN))
    events = (
        from_plain(each.kind, each.at_s, data=each.data)
        for each in app.store.read(live.id)
        if each.position <= live.position
    )
    opened = open_state(plan, rules=live.state.rules)
    return plan, told(opened, events, until_s=live.at_s(app.clock.now_s()))


def _name(app: App, person: str) -> str:
    """Return the name that the people table has; empty when nothing is kept (any more)."""
    kept = app.store.read_person(person) or {}
    request = kept.get("request")
    receiver = request.get("receiver") if isinstance(request, dict) else None
    name = receiver.get("name") if isinstance(receiver, dict) else None
    return name if isinstance(name, str) else ""
