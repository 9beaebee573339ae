"""The routes of a live session: open, command, look, listen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from http import HTTPStatus
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Header, Path, Query
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from backrub.app import sessions
from backrub.app.root import App
from backrub.errors import Refused
from backrub.journal.event import LARGEST_WHOLE
from backrub.model.clearance import Clearance
from backrub.model.command import CommandBody
from backrub.web.live_bodies import DoneBody, OpenBody, SessionBody, done_body, session_body
from backrub.web.problems import NoMassageBody, documented
from backrub.web.reading import ReadStrictly
from backrub.web.stages import ASKS, READS, no_massage, written

LOOK_S = 0.5
"""How often a listener looks for news that another process wrote. [s]"""

HEARTBEAT_S = 10
"""How often a silent stream says that it lives. [s]"""

SessionId = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$")]
Place = Annotated[int, Query(ge=0, le=LARGEST_WHOLE)]
STREAM = {
    "content": {
        "text/event-stream": {
            "schema": {
                "type": "object",
                "description": "Each event; its `data` is as `GET /api/schema/event` says.",
                "required": ["id", "event", "data"],
                "properties": {
                    "id": {"type": "string"},
                    "event": {"type": "string"},
                    "data": {"type": "string", "contentMediaType": "application/json"},
                },
            }
        }
    }
}


def session_routes(app: App) -> APIRouter:
    """Return the routes for one app."""
    router = APIRouter(prefix="/api/sessions", tags=["sessions"], route_class=ReadStrictly)

    @router.post(
        "",
        status_code=HTTPStatus.CREATED,
        response_model=SessionBody,
        responses={**ASKS, **documented(403, body=NoMassageBody), **documented(409)},
    )
    def open_session(body: OpenBody) -> Response:
        """Screen again, check the plan against the answers, and open; 403 when there is no massage."""
        live = sessions.open_session(
            app,
            body.plan,
            request=body.request,
            person=body.person,
            client_id=body.client_id,
            waited_s=body.waited_s,
        )
        if isinstance(live, Clearance):
            return no_massage(live)
        return written(session_body(app, live), status=HTTPStatus.CREATED)

    @router.get("/{session_id}", response_model=SessionBody, responses={**READS, **documented(404, 422)})
    def session(session_id: SessionId) -> Response:
        """The session as it stands: its state, its plan and its score."""
        return written(session_body(app, sessions.session(app, session_id)))

    @router.post(
        "/{session_id}/commands",
        response_model=DoneBody,
        responses={**ASKS, **documented(404, 409)},
    )
    def command(session_id: SessionId, body: CommandBody) -> Response:
        """Do one thing, once: the same `client_id` again answers the same. 409 where a rule says no."""
        return written(done_body(app, sessions.command(app, session_id, said=body.root)))

    @router.get(
        "/{session_id}/events",
        response_class=EventSourceResponse,
        responses={**READS, **documented(404, 422), 200: {"description": "Events as they happen", **STREAM}},
    )
    async def events(
        session_id: SessionId,
        after: Place = 0,
        follow: bool = True,
        last_event_id: Annotated[int | None, Header(ge=0, le=LARGEST_WHOLE)] = None,
    ) -> Response:
        """Server-sent events, id = position. `Last-Event-ID` or `after` resumes; `follow=false` ends."""
        place = after if last_event_id is None else last_event_id
        # Asked once before the stream begins, so that a wrong address is still a 404.
        await run_sync(sessions.session, app, session_id)
        return EventSourceResponse(
            _news(app, session_id, after=place, follow=follow),
            ping=HEARTBEAT_S,
            headers={"cache-control": "no-store", "x-accel-buffering": "no"},
        )

    return router


async def _news(app: App, session_id: str, *, after: int, follow: bool) -> AsyncIterator[ServerSentEvent]:
    """Yield what happened after a position, and then what happens."""
    async with app.wakeups.listen(session_id) as listening:
        while True:
            try:
                news = await run_sync(partial(sessions.events_after, app, session_id, after=after))
            except Refused:
                # The journal is out of reach; the listener asks again from where it was.
                return
            for event in news:
                yield ServerSentEvent(event.model_dump_json(), event=event.kind, id=str(event.position))
                after = event.position
            if not news:
                if not follow:
                    return
                await listening.wait(longest_s=LOOK_S)
