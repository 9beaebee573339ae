"""The route that presses a plan on its receiver's own back."""

from __future__ import annotations

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

    @router.post("/check", response_model=Checked, responses={**ASKS, **documented(409)})
    def check(body: PlanBody) -> Response:
        """Press a plan on its receiver's own back: every limit, and the dose map; 409 for somebody seated."""
        from backrub.app.mapping import checked_and_mapped

        with within("plan"), app.gate.slot:
            known = app.gate.report_of(body.plan)
            return written(checked_and_mapped(body.plan, catalog=app.catalog, report=known))

    return router
