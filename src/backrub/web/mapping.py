"""The route that presses a plan on its receiver's own back."""

from __future__ import annotations

from threading import Lock

from fastapi import APIRouter
from starlette.responses import Response

from backrub.app.root import App
from backrub.app.within import within
from backrub.model.dose_map import Checked
from backrub.web.bodies import PlanBody
from backrub.web.problems import documented
from backrub.web.reading import ReadStrictly
from backrub.web.stages import ASKS, written


def mapping_routes(app: App) -> APIRouter:
    """Return the route for one app."""
    router = APIRouter(prefix="/api", tags=["stages"], route_class=ReadStrictly)
    # Seconds of both cores: two at once would take as long, and everything else with them.
    alone = Lock()

    @router.post("/check", response_model=Checked, responses={**ASKS, **documented(409)})
    def check(body: PlanBody) -> Response:
        """Press a plan on its receiver's own back: every limit, and the dose map; 409 for somebody seated."""
        from backrub.app.mapping import checked_and_mapped

        with within("plan"), alone:
            return written(checked_and_mapped(body.plan, catalog=app.catalog))

    return router
