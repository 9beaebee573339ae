"""The bodies that the stage routes read and write; the parts inside are the model's own values."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from backrub.catalog.claim import Claim
from backrub.catalog.condition import Condition
from backrub.catalog.preparation import Preparation
from backrub.catalog.style import Style
from backrub.catalog.technique import Technique
from backrub.model.base import Value
from backrub.model.clearance import Clearance
from backrub.model.dose import DoseReport
from backrub.model.plan import Body, Edit, Plan
from backrub.model.request import HalfRequest, Request
from backrub.model.routine import Routine

EXAMPLE_REQUEST: JsonDict = {
    "schema": 1,
    "receiver": {"age_years": 34, "sex": "female", "height_m": 1.68, "mass_kg": 64.0},
    "giver": {"hands": "healthy", "experience": "some", "handed": "right"},
    "wishes": {"minutes": 20, "style": "relaxation", "level": 2, "position": "prone"},
    "kit": {"surface": "bed", "oil": "coconut"},
}
"""What the API's own pages show; the tests send it."""


class RequestBody(Value):
    """A request to screen or to plan."""

    model_config = ConfigDict(json_schema_extra={"example": {"request": EXAMPLE_REQUEST}})
    request: Request


class ToPlanBody(RequestBody):
    """A request to plan, and the routine whose pieces are to be had again, if there is one."""

    routine: Routine | None = None


class ReplanBody(Value):
    """A plan, what a person changed in it, and the request it was made for."""

    request: Request
    plan: Plan
    edits: Annotated[tuple[Edit, ...], Field(max_length=100)]


class OptionsBody(Value):
    """A request as far as it is answered; what is not said yet narrows nothing."""

    model_config = ConfigDict(json_schema_extra={"example": {"request": {"wishes": {"style": "hot-stone"}}}})
    request: HalfRequest


class AlternativesBody(Value):
    """A plan, the request it was made for, and the step that something else may stand in for."""

    request: Request
    plan: Plan
    step: Annotated[int, Field(ge=0, le=10_000)]


class TechniquesBody(Value):
    """Techniques by id, the most worthwhile first."""

    techniques: tuple[str, ...]


class PlanBody(Value):
    """A plan to be written out as strokes."""

    plan: Plan


class BodyBody(Value):
    """A plan's body: whoever lies down, as far as a plan knows them, with the landmarks that were felt."""

    body: Body


class PlannedBody(Value):
    """A plan and the clearance that it keeps."""

    clearance: Clearance
    plan: Plan


class NarrowedBody(Value):
    """A plan that may be played: pressed on its receiver's own back, and made gentler where a limit broke.

    `is_gentler` says that it was; the notices say what and why. `report` is null for somebody seated, who
    can't be checked.
    """

    plan: Plan
    is_gentler: bool
    report: DoseReport | None


class SettingsBody(Value):
    """What the pages need to know of this server."""

    emergency_number: str
    place: str
    version: str


class CatalogBody(Value):
    """The whole catalog: techniques with the article's eight first, conditions as they are asked."""

    techniques: tuple[Technique, ...]
    styles: tuple[Style, ...]
    conditions: tuple[Condition, ...]
    claims: tuple[Claim, ...]
    preparation: Preparation


class Geometry(BaseModel):
    """One GeoJSON geometry in chart coordinates (across, along)."""

    model_config = ConfigDict(extra="allow")
    type: str
    coordinates: list[Any]


class Feature(BaseModel):
    """One place, bone, line or point of the back."""

    model_config = ConfigDict(extra="allow")
    type: str
    properties: dict[str, Any]
    geometry: Geometry


class AtlasBody(BaseModel):
    """The atlas as GeoJSON; its coordinates are the chart's, not degrees."""

    model_config = ConfigDict(extra="allow")
    type: str
    features: list[Feature]
