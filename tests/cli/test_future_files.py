"""A file from the future (`schema = 2`) is one sentence and exit 2, whatever it is; nothing is written."""

import json
import re
from pathlib import Path

import pytest

CATALOG = Path(__file__).resolve().parents[2] / "src" / "backrub" / "catalog"
ROUTINE = """
schema = 1
name = "Ours"
style = "relaxation"
level = 2
minutes = 20
[[pieces]]
technique = "kneading"
place = "mid-back"
phase = "warm-up"
side = "both"
seconds_s = 60.0
"""
SHIPPED = (
    "techniques/kneading.toml",
    "styles/relaxation.toml",
    "conditions/steroids.toml",
    "claims/stress.toml",
    "preparation.toml",
    "limits.toml",
    "layers.toml",
    "patches.toml",
)


def sentence(name):
    return f"{name} schema: schema 2 is not one this release reads\n    Use schema = 1, or a newer Backrub.\n"


def of_the_future(text):
    later, changed = re.subn(r"^(schema +=) 1$", r"\1 2", text, flags=re.MULTILINE)
    assert changed == 1
    return later


@pytest.mark.parametrize("path", SHIPPED)
def test_a_catalog_file_from_the_future_is_told(backrub, tmp_path, path):
    folder = tmp_path / Path(path).parent
    folder.mkdir(exist_ok=True)
    file = folder / Path(path).name
    file.write_text((CATALOG / path).read_text())
    assert backrub("lint", file).code == 0
    file.write_text(of_the_future(file.read_text()))
    said = backrub("lint", file)
    assert (said.code, said.out, said.err) == (2, "", sentence(file.name))
    (problem,) = backrub("lint", file, "--json").document["problems"]
    assert problem["where"] == f"{file.name} schema"


def test_an_atlas_from_the_future_is_told(backrub, tmp_path):
    file = tmp_path / "atlas.geojson"
    atlas = json.loads((CATALOG / "atlas.geojson").read_text())
    file.write_text(json.dumps({**atlas, "schema": 2}))
    said = backrub("lint", file)
    assert (said.code, said.out, said.err) == (2, "", sentence("atlas.geojson"))


def test_a_routine_from_the_future_is_told(backrub, tmp_path):
    file = tmp_path / "ours.toml"
    file.write_text(ROUTINE)
    assert backrub("lint", file).code == 0
    file.write_text(of_the_future(ROUTINE))
    said = backrub("lint", file)
    assert (said.code, said.out, said.err) == (2, "", sentence("ours.toml"))


@pytest.mark.parametrize("command", ["screen", "plan", "body"])
def test_a_request_from_the_future_is_told(backrub, request_file, command):
    said = backrub(command, request_file(("schema = 1", "schema = 2")))
    assert (said.code, said.out, said.err) == (2, "", sentence("request.toml"))


OF_A_PLAN = (
    ["score"],
    ["check"],
    ["check", "-o", "held.json"],
    ["cohort", "--bodies", "2"],
    ["render", "--ics", "out.ics", "--at", "2026-11-22T20:00"],
)


@pytest.mark.parametrize("words", OF_A_PLAN, ids=" ".join)
def test_a_plan_from_the_future_is_told_and_nothing_is_made_of_it(
    backrub, planned, tmp_path, monkeypatch, words
):
    monkeypatch.chdir(tmp_path)
    plan = json.loads(planned.read_text())
    assert plan["schema"] == 1
    Path("later.json").write_text(json.dumps({**plan, "schema": 2}))
    said = backrub(words[0], "later.json", *words[1:])
    assert (said.code, said.out, said.err) == (2, "", sentence("later.json"))
    assert [each.name for each in tmp_path.iterdir() if each.name != "data"] == ["later.json"]
