"""Write what the front end's own tests compare it with: the schemas' fields, where hands may press, names.

    .venv/bin/python tools/pages_golden.py

tests/web/test_pages_golden.py holds the files to what the server says; frontend/tests/api.test.ts,
ground.test.ts and names.test.ts hold the pages to the files.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from backrub.app.ids import session_id_for
from backrub.app.schemas import schema_of
from backrub.catalog import load
from backrub.model.base import BareCircle
from backrub.model.plan import Body, PlanLimits
from backrub.planning.ground import Ground

FOLDER = Path(__file__).resolve().parent.parent / "frontend" / "tests" / "golden"
SCHEMAS = ("request", "clearance", "plan", "infeasible", "edit", "score", "checked", "command", "session")
PARTS = ("palm", "heel", "flat-fingers", "thumb", "reinforced-thumb", "knuckles", "forearm", "massager")
ACROSS = [round(-0.96 + 0.08 * step, 2) for step in range(25)]
ALONG = [round(-0.22 + 0.04 * step, 2) for step in range(35)]
BODIES = (("female", 1.68, 70.0), ("male", 1.8, 60.0), ("male", 1.76, 124.0), ("unspecified", 1.55, 84.0))
"""Sex, height [m] and mass [kg]: two of them broader than the atlas draws."""
OPEN = {"max_level": 4, "max_minutes": 60.0, "lapses_on": date(2027, 1, 1)}
NARROW = {
    **OPEN,
    "max_level": 3,
    "avoid": (BareCircle(across=-0.3, along=0.42, radius_m=0.03),),
    "forbidden_places": ("low-back",),
    "forbidden_parts": ("thumb",),
    "place_max_level": {"upper-back": 1},
}


def schemas() -> dict[str, Any]:
    """Return the names of the fields of each object of each schema, and which of them must be there."""
    return {name: _objects(schema_of(name)) for name in SCHEMAS}


def _objects(schema: dict[str, Any]) -> dict[str, Any]:
    found = [schema, *schema.get("$defs", {}).values()]
    return {
        each["title"]: {"fields": sorted(each["properties"]), "required": sorted(each.get("required", []))}
        for each in found
        if "properties" in each
    }


def ground() -> dict[str, Any]:
    """Return the highest level of each part at every point of a grid, a digit each, along before across."""
    catalog = load()
    points = np.array([(across, along) for along in ALONG for across in ACROSS])
    cases = []
    for (sex, height_m, mass_kg), allowed in [
        *((body, OPEN) for body in BODIES),
        (BODIES[0], NARROW),
        (BODIES[2], NARROW),
    ]:
        body = Body(sex=sex, height_m=height_m, mass_kg=mass_kg, age_years=34)
        limits = PlanLimits.model_validate(allowed)
        under = Ground.of(body, limits, limits=catalog.limits, atlas=catalog.atlas)
        levels = {part: "".join(map(str, under.levels(points, part))) for part in PARTS}
        cases.append(
            {
                "body": body.model_dump(mode="json"),
                "limits": limits.model_dump(mode="json"),
                "levels": levels,
            }
        )
    return {"across": ACROSS, "along": ALONG, "cases": cases}


def names() -> dict[str, str]:
    """Return the session's name that belongs to each of some clients' own ids."""
    ids = ("tab-1", "a", "0" * 32, "9f86d081884c7d659a2feaa0c55ad015", "x" * 44, "Größe", "y" * 128)
    return {each: session_id_for(each) for each in ids}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, made in (("schemas", schemas()), ("ground", ground()), ("names", names())):
        (FOLDER / f"{name}.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
