"""The routes that know a receiver's own back: its landmarks, and what a plan presses on it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from backrub.app import bodies
from backrub.app.gate import THREADS
from backrub.app.root import App
from backrub.app.within import within
from backrub.body.measures import BodyMeasures
from backrub.model.dose_map import Checked
from backrub.web.bodies import BodyBody, PlanBody
from backrub.web.problems import documented
from backrub.web.reading import ReadStrictly
from backrub.web.stages import ASKS, written


def mapping_routes(app: App) -> APIRouter:
    """Return the routes for one app."""
    router = APIRouter(prefix="/api", tags=["stages"], route_class=ReadStrictly)

    @router.post("/check", response_model=Checked, responses={**ASKS, **documented(409)})
    def check(body: PlanBody) -> Response:
        """Press a plan on its receiver's own back: every limit, and the dose map; 409 for somebody seated."""
        from backrub.app.mapping import checked_and_mapped

        with within("plan"), app.gate.slot:
            known = app.gate.report_of(body.plan)
            made = checked_and_mapped(body.plan, catalog=app.catalog, report=known, threads=THREADS)
            return written(made)

    @router.post("/body", response_model=BodyMeasures, responses=ASKS)
    def body(body: BodyBody) -> Response:
        """Tell a body's measures and where its landmarks lie; 422 for one that can't be where it was felt."""
        return written(bodies.measures(body.body))

    return router
