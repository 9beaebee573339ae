"""The JSON Schema of every file and body, by name. Modules load when their schema is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter

from backrub.errors import DataError, Problem, did_you_mean

SCHEMAS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "request": "backrub.model.request:Request",
        "clearance": "backrub.model.clearance:Clearance",
        "plan": "backrub.model.plan:Plan",
        "infeasible": "backrub.model.plan:Infeasible",
        "options": "backrub.model.options:Options",
        "edit": "backrub.model.plan:Edit",
        "routine": "backrub.model.routine:Routine",
        "practice": "backrub.model.practice:Practice",
        "rhythm": "backrub.model.rhythm:Rhythm",
        "history": "backrub.model.history:History",
        "evening": "backrub.model.history:WholeEvening",
        "score": "backrub.model.score:Score",
        "body": "backrub.body.measures:BodyMeasures",
        "dose": "backrub.model.dose:DoseReport",
        "cohort": "backrub.model.cohort:CohortReport",
        "checked": "backrub.model.dose_map:Checked",
        "command": "backrub.model.command:CommandBody",
        "event": "backrub.journal.event:Event",
        "session": "backrub.session.view:SessionView",
        "technique": "backrub.catalog.technique:Technique",
        "style": "backrub.catalog.style:Style",
        "condition": "backrub.catalog.condition:Condition",
        "claim": "backrub.catalog.claim:Claim",
        "preparation": "backrub.catalog.preparation:Preparation",
        "limits": "backrub.catalog.limits:Limits",
        "layers": "backrub.catalog.layers:Layers",
        "patches": "backrub.catalog.patches:Patches",
        "techniques": "backrub.app.listing:TechniqueRows",
        "problems": "backrub.app.told:Problems",
        "journal-line": "backrub.app.export_line:ExportLine",
        # The API's bodies, by name alone: nothing of the web is loaded before its schema is asked for.
        "request-body": "backrub.web.bodies:RequestBody",
        "replan-body": "backrub.web.bodies:ReplanBody",
        "to-plan-body": "backrub.web.bodies:ToPlanBody",
        "routine-body": "backrub.web.evenings:RoutineBody",
        "practise-body": "backrub.web.evenings:PractisedBody",
        "options-body": "backrub.web.bodies:OptionsBody",
        "alternatives-body": "backrub.web.bodies:AlternativesBody",
        "alternatives": "backrub.web.bodies:TechniquesBody",
        "body-body": "backrub.web.bodies:BodyBody",
        "plan-body": "backrub.web.bodies:PlanBody",
        "planned": "backrub.web.bodies:PlannedBody",
        "narrowed": "backrub.web.bodies:NarrowedBody",
        "settings": "backrub.web.bodies:SettingsBody",
        "catalog": "backrub.web.bodies:CatalogBody",
        "atlas": "backrub.web.bodies:AtlasBody",
        "open-body": "backrub.web.live_bodies:OpenBody",
        "opened": "backrub.web.live_bodies:SessionBody",
        "done": "backrub.web.live_bodies:DoneBody",
        "problem": "backrub.web.problems:ProblemBody",
        "no-massage": "backrub.web.problems:NoMassageBody",
        "no-plan": "backrub.web.problems:NoPlanBody",
    }
)
"""Name -> module:class."""


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a file or body; raises DataError with the nearest name.

    >>> schema_of("request")["title"]
    'Request'
    """
    if name not in SCHEMAS:
        raise DataError([Problem("schema", f"{name!r:.60} has no schema", did_you_mean(name, list(SCHEMAS)))])
    module, _, attribute = SCHEMAS[name].partition(":")
    model = getattr(import_module(module), attribute)
    if isinstance(model, type) and issubclass(model, BaseModel):
        schema = model.model_json_schema(by_alias=True)
    else:
        schema = TypeAdapter(model).json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
