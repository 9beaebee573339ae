"""The routes round the evening itself: what was, what to have again, what to practise, and when."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field
from starlette.responses import Response

from backrub.app import calendars, history, stages
from backrub.app.root import App
from backrub.app.within import within
from backrub.journal.event import Id
from backrub.model.base import Value
from backrub.model.history import History, WholeEvening
from backrub.model.plan import Plan
from backrub.model.practice import Practice, PractiseBody
from backrub.model.request import Id as CatalogId
from backrub.model.rhythm import Rhythm
from backrub.model.routine import Routine, RoutineName
from backrub.web.problems import documented
from backrub.web.reading import ReadStrictly
from backrub.web.sessions import SessionId
from backrub.web.stages import ASKS, READS, written

CALENDAR = "text/calendar"


class RoutineBody(Value):
    """A plan whose pieces are to be had again, and what to call that."""

    plan: Plan
    name: RoutineName


class PractisedBody(Value):
    """One technique, on whose back, and for how long. [s]"""

    model_config = ConfigDict(json_schema_extra={"example": {"technique": "kneading", "duration_s": 20}})
    technique: CatalogId
    body: PractiseBody = PractiseBody()
    duration_s: Annotated[float, Field(ge=10, le=300)]


def evening_routes(app: App) -> APIRouter:
    """Return the routes for one app."""
    router = APIRouter(prefix="/api", tags=["evenings"], route_class=ReadStrictly)

    @router.get("/history", response_model=History, responses={**READS, **documented(404, 422)})
    def all_evenings(before: Annotated[Id | None, Query()] = None) -> Response:
        """Evenings, the newest first; `before` is the `next` of the page before."""
        return written(history.history(app, before=before))

    @router.get(
        "/history/{session_id}",
        response_model=WholeEvening,
        responses={**READS, **documented(404, 422)},
    )
    def evening(session_id: SessionId) -> Response:
        """One evening with its steps, and a routine of its plan."""
        return written(history.evening(app, session_id))

    @router.post("/routine", response_model=Routine, responses=ASKS)
    def routine(body: RoutineBody) -> Response:
        """Take the people out of a plan, so that it can be had again."""
        with within("plan"):
            return written(stages.routine_of(body.plan, name=body.name))

    @router.post("/practise", response_model=Practice, responses=ASKS)
    def practise(body: PractisedBody) -> Response:
        """Write out one technique over and over, at its own tempo."""
        made = stages.practise(
            body.technique, body=body.body, duration_s=body.duration_s, catalog=app.catalog
        )
        return written(made)

    @router.post(
        "/rhythm",
        response_class=Response,
        responses={**ASKS, 200: {"description": "A calendar file", "content": {CALENDAR: {}}}},
    )
    def rhythm(body: Rhythm) -> Response:
        """Write a habit as a calendar file."""
        # Its media type by header: by its own argument a character set would be added to it.
        headers = {
            "content-type": CALENDAR,
            "content-disposition": 'attachment; filename="backrub.ics"',
        }
        return Response(calendars.of_rhythm(app, body), headers=headers)

    return router
