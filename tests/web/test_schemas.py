"""Every file and body has a published schema: what the API describes, and what the commands print."""

import json
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from backrub.app.export_line import ExportLine
from backrub.app.listing import TechniqueRows, technique_rows
from backrub.app.schemas import SCHEMAS, schema_of
from backrub.app.told import Problems
from backrub.catalog import load
from backrub.cli.last_resort import run
from backrub.journal.lines_out import export_lines


def bodies_of(description):
    """Return the name of every model that a route reads or answers, as OpenAPI refers to it."""
    found = set()
    for path in description["paths"].values():
        for operation in path.values():
            contents = [operation.get("requestBody", {}), *operation["responses"].values()]
            for each in contents:
                for media in each.get("content", {}).values():
                    reference = media.get("schema", {}).get("$ref")
                    if reference:
                        found.add(reference.rpartition("/")[2])
    return found


def test_every_body_of_the_api_has_its_schema(client):
    published = {schema_of(name).get("title") for name in SCHEMAS}
    named = bodies_of(client.get("/openapi.json").json())
    assert {"RequestBody", "OpenBody", "ProblemBody", "SessionBody"} <= named
    assert named <= published, named - published


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_says_what_it_is(client, name):
    schema = schema_of(name)
    assert schema["description"], name
    assert client.get(f"/api/schema/{name}").json() == schema


def test_what_techniques_prints_fits_its_schema():
    rows = technique_rows(load())
    assert TechniqueRows.model_validate_json(json.dumps(rows)).model_dump(mode="json") == rows


def test_what_a_command_prints_of_problems_fits_its_schema(capsys):
    assert run(["screen", "nowhere.toml", "--json"]) == 2
    assert Problems.model_validate_json(capsys.readouterr().out).problems


def test_every_line_of_an_export_with_people_fits_its_schema(app, opened):
    line_type = TypeAdapter(ExportLine)
    lines = list(export_lines(app.store, with_people=True))
    kinds = {type(line_type.validate_json(line).root).__name__ for line in lines}
    assert kinds == {"FirstLine", "PersonLine", "StreamLine", "EventLine", "DocumentLine", "LastLine"}
    assert json.loads(lines[1])["person"]["answers"]


def test_the_page_of_commands_names_every_schema():
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text()
    assert not [name for name in SCHEMAS if f"`{name}`" not in page]
