"""Live sessions as this process has read them: folded, and kept so that only news is read again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from backrub.app.narrowing import gentler_says
from backrub.app.on_skin import Presses
from backrub.catalog import Catalog
from backrub.errors import Problem, Refused
from backrub.journal.event import Event as WrittenEvent
from backrub.journal.store import Store
from backrub.model.base import HandPart, Point
from backrub.model.plan import Plan
from backrub.model.score import Score
from backrub.session import (
    KINDS,
    Rules,
    SessionState,
    fold,
    from_plain,
    open_state,
    paths_allow,
    traced,
    version_of,
)

PLAN, SCORE, OPENING = "plan", "score", "opening"
"""The documents of a session: the plan and the score it was opened with, and when and whose it is."""

MOST_KEPT = 64
"""Sessions kept folded; an older one is read from the journal again when somebody asks."""


@dataclass(frozen=True, slots=True)
class Live:
    """A session at a position of its stream. `opened_unix_s` is when it was opened, since 1970. [s]"""

    id: str
    person: str
    opened_unix_s: float
    position: int
    state: SessionState
    seen: frozenset[str]

    def at_s(self, now_s: float) -> float:
        """Return a moment on the session's own clock; it never runs backwards, as a computer's may. [s]"""
        return max(now_s - self.opened_unix_s, self.state.as_of_s, 0.0)


class LiveSessions:
    """The sessions of one journal, folded. Safe to share between threads."""

    def __init__(self, store: Store, catalog: Catalog, presses: Presses) -> None:
        self._store, self._catalog, self._presses = store, catalog, presses
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Live] = OrderedDict()
        self._scores: OrderedDict[tuple[str, int], Score] = OrderedDict()

    def read(self, session_id: str) -> Live:
        """Return a session up to its last event; raises Refused when there is none of that id."""
        with self._lock:
            live = self._kept.get(session_id)
        if live is None:
            live = self._open(session_id)
        news = self._store.read(session_id, after=live.position)
        if news:
            live = _followed(live, news)
        with self._lock:
            kept = self._kept.get(session_id)
            if kept is None or kept.position <= live.position:
                self._kept[session_id] = live
                self._kept.move_to_end(session_id)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return live

    def score(self, live: Live) -> Score:
        """Return the score of the plan as it stands now, refits included."""
        key = (live.id, live.state.revision)
        with self._lock:
            score = self._scores.get(key)
        if score is None:
            score = self._first_score(live.id) if live.state.revision == 0 else self._compose(live.state.plan)
            with self._lock:
                self._scores[key] = score
                while len(self._scores) > MOST_KEPT:
                    self._scores.popitem(last=False)
        return score

    def rules(self, plan: Plan) -> Rules:
        """Return what a session of this plan asks of the parts below it."""
        from backrub.planning.retrace import ground_of

        catalog = self._catalog
        ground = ground_of(plan, catalog=catalog)

        def _may_press(point: Point, part: HandPart, level: int) -> Problem | None:
            return ground.why_not(point, part, level=level)

        paths = paths_allow(self._compose, _may_press)

        def may_raise(raised: Plan, index: int) -> Problem | None:
            return gentler_says(raised, index) or paths(raised, index)

        return Rules(
            techniques=catalog.techniques,
            trace=traced(catalog),
            may_press=_may_press,
            may_raise=may_raise,
            on_skin=self._presses.rule(plan, catalog=catalog),
        )

    def _open(self, session_id: str) -> Live:
        opening = self._document(session_id, OPENING)
        plan = Plan.model_validate(self._document(session_id, PLAN))
        return Live(
            id=session_id,
            person=str(opening["person"]),
            opened_unix_s=float(opening["opened_unix_s"]),
            position=0,
            state=open_state(plan, self._first_score(session_id), rules=self.rules(plan)),
            seen=frozenset(),
        )

    def _first_score(self, session_id: str) -> Score:
        return Score.model_validate(self._document(session_id, SCORE))

    def _document(self, session_id: str, name: str) -> Mapping[str, Any]:
        document = self._store.read_document(session_id, name)
        if not isinstance(document, dict):
            way_out = "Check the address, or start a new one from the plan."
            raise Refused("no-such-session", "There is no session of that name here.", way_out)
        return document

    def _compose(self, plan: Plan) -> Score:
        from backrub.score import compose

        return compose(plan, catalog=self._catalog)


def _followed(live: Live, news: list[WrittenEvent]) -> Live:
    state = live.state
    for event in news:
        if event.kind not in KINDS or event.version > version_of(event.kind):
            # Read as what it is not, it could let something through that it was to stop.
            reason = "This session was written by a newer Backrub."
            raise Refused("journal-too-new", reason, "Update Backrub, then open it again.")
        state = fold(state, from_plain(event.kind, event.at_s, data=event.data))
    seen = live.seen | {event.client_id for event in news if event.client_id is not None}
    return replace(live, position=news[-1].position, state=state, seen=seen)
