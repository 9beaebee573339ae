"""The routes from a request to a score, and what the pages need to know of the catalog and of this server."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from backrub import __version__
from backrub.app import stages
from backrub.app.root import App
from backrub.app.schemas import schema_of
from backrub.app.within import within
from backrub.model.clearance import Clearance
from backrub.model.options import Options
from backrub.model.plan import Infeasible
from backrub.model.score import Score
from backrub.web.bodies import (
    AlternativesBody,
    AtlasBody,
    CatalogBody,
    NarrowedBody,
    OptionsBody,
    PlanBody,
    PlannedBody,
    ReplanBody,
    RequestBody,
    SettingsBody,
    TechniquesBody,
    ToPlanBody,
)
from backrub.web.problems import NoMassageBody, NoPlanBody, answer, documented
from backrub.web.reading import ReadStrictly

READS = documented(421, 503)
ASKS = documented(400, 403, 413, 415, 421, 422, 503, 507)
CLEARED = {**ASKS, **documented(403, body=NoMassageBody)}
PLANS = {**CLEARED, **documented(409, body=NoPlanBody)}


def stage_routes(app: App) -> APIRouter:
    """Return the routes for one app."""
    router = APIRouter(prefix="/api", tags=["stages"], route_class=ReadStrictly)

    @cache
    def catalog_text() -> str:
        catalog = app.catalog
        body = CatalogBody(
            techniques=tuple(catalog.techniques.values()),
            styles=tuple(catalog.styles.values()),
            conditions=tuple(catalog.conditions.values()),
            claims=tuple(catalog.claims.values()),
            preparation=catalog.preparation,
        )
        return body.model_dump_json()

    @router.get("/catalog", response_model=CatalogBody, responses=READS)
    def catalog() -> Response:
        """The whole catalog."""
        return Response(catalog_text(), media_type="application/json")

    @router.get("/atlas", response_model=AtlasBody, responses=READS)
    def atlas() -> Response:
        """The places, bones and lines of the back; where each is from stands in the file alone."""
        document = app.catalog.atlas.document
        told = [
            {**each, "properties": {key: of for key, of in each["properties"].items() if key != "source"}}
            for each in document["features"]
        ]
        return JSONResponse({**document, "features": told})

    @router.get("/settings", response_model=SettingsBody, responses=READS)
    def settings() -> SettingsBody:
        """Which number to call, where, and which release this is."""
        own = app.settings
        return SettingsBody(emergency_number=own.emergency_number, place=own.place, version=__version__)

    @router.get("/schema/{name}", responses={**READS, **documented(422)})
    def schema(name: Annotated[str, Path(pattern="^[a-z-]{1,40}$")]) -> dict[str, Any]:
        """The JSON Schema of a file or body."""
        return schema_of(name)

    @router.post("/screen", response_model=Clearance, responses=ASKS)
    def screen(body: RequestBody) -> Response:
        """Ask whether a massage is fine today; the answer is 200 whatever the tier."""
        with within("request"):
            return written(stages.screen_request(body.request, catalog=app.catalog, day=app.clock.today()))

    @router.post("/options", response_model=Options, responses=ASKS)
    def options(body: OptionsBody) -> Response:
        """Ask what may be chosen, while people answer; the answer is 200 whatever the tier."""
        with within("request"):
            return written(stages.options_for(body.request, catalog=app.catalog, day=app.clock.today()))

    @router.post("/plan", response_model=PlannedBody, responses=PLANS)
    def plan(body: ToPlanBody) -> Response:
        """Plan the massage; 403 when screening has none, 409 with ways out when none fits."""
        with within("request"):
            made = stages.make_plan(
                body.request, catalog=app.catalog, day=app.clock.today(), routine=body.routine
            )
            return of_planned(made)

    @router.post("/replan", response_model=PlannedBody, responses=PLANS)
    def replan(body: ReplanBody) -> Response:
        """Plan again round what a person changed."""
        made = stages.replan(
            body.plan, body.edits, request=body.request, catalog=app.catalog, day=app.clock.today()
        )
        return of_planned(made)

    @router.post("/alternatives", response_model=TechniquesBody, responses=CLEARED)
    def alternatives(body: AlternativesBody) -> Response:
        """Ask what may take a step's place, the most worthwhile first; nothing for a pause."""
        day = app.clock.today()
        found = stages.alternatives(body.plan, body.step, request=body.request, catalog=app.catalog, day=day)
        if isinstance(found, Clearance):
            return no_massage(found)
        return written(TechniquesBody(techniques=found))

    @router.post("/score", response_model=Score, responses=ASKS)
    def score(body: PlanBody) -> Response:
        """Write out every stroke of a plan."""
        with within("plan"):
            return written(stages.compose(body.plan, catalog=app.catalog))

    @router.post("/narrow", response_model=NarrowedBody, responses={**ASKS, **documented(409)})
    def narrow(body: PlanBody) -> Response:
        """Press a plan on its receiver's own back; where a limit breaks, it comes back gentler."""
        with within("plan"):
            stages.check_plan(body.plan, catalog=app.catalog)
            tried = app.gate.tried(body.plan, catalog=app.catalog)
        is_gentler = tried.plan.steps != body.plan.steps
        return written(NarrowedBody(plan=tried.plan, is_gentler=is_gentler, report=tried.report))

    return router


def written(value: BaseModel, *, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Return a value as JSON, straight from its own serializer."""
    return Response(value.model_dump_json(), status_code=status, media_type="application/json")


def no_massage(clearance: Clearance) -> Response:
    """Return the answer to people for whom there is no massage today."""
    title = "No massage today; the reasons and what to do next are in the clearance."
    return answer(HTTPStatus.FORBIDDEN, "no-massage", title, clearance=clearance.model_dump(mode="json"))


def of_planned(planned: stages.Planned) -> Response:
    """Return the answer to a plan: the plan, no massage, or none that fits."""
    if planned.outcome is None:
        return no_massage(planned.clearance)
    clearance = planned.clearance.model_dump(mode="json")
    if isinstance(planned.outcome, Infeasible):
        title = "These wishes don't fit together; each way out makes a plan possible."
        infeasible = planned.outcome.model_dump(mode="json")
        return answer(HTTPStatus.CONFLICT, "infeasible", title, clearance=clearance, infeasible=infeasible)
    return written(PlannedBody(clearance=planned.clearance, plan=planned.outcome))
