"""The API's page has a heading for every route, and no other."""

import re
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


def test_every_route_has_a_heading_and_every_heading_a_route(client):
    paths = client.get("/openapi.json").json()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    page = (TOP / "docs" / "api.md").read_text()
    assert set(re.findall(r"^### `([A-Z]+ [^`]+)`$", page, flags=re.MULTILINE)) == routes


def test_every_kind_of_command_is_named(client):
    from backrub.model.command import COMMANDS

    page = (TOP / "docs" / "api.md").read_text()
    assert all(re.search(rf"`{each.model_fields['kind'].default}[` ]", page) for each in COMMANDS)


def test_the_description_asks_nothing_of_any_other_host(client):
    text = client.get("/openapi.json").text
    assert "http://" not in text
    assert "https://" not in text
    assert client.get("/docs").status_code != 200 or "swagger" not in client.get("/docs").text
