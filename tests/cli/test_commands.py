"""The commands: exit codes, one JSON document on stdout, problems on stderr."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest

import backrub as package
from backrub.app.schemas import SCHEMAS
from backrub.cli.commands import app
from backrub.cli.last_resort import run

TOP = Path(__file__).resolve().parents[2]


def process(*words, given="", **environment):
    """Run the command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(TOP / "src"), **environment}
    command = [sys.executable, "-m", "backrub", *map(str, words)]
    return subprocess.run(command, input=given, capture_output=True, text=True, env=environment)


def test_help_names_every_command_and_nothing_that_is_not_there(backrub):
    said = backrub("--help")
    assert said.code == 0
    for name in ("serve", "techniques", "screen", "plan", "score", "body", "schema", "lint", "journal"):
        assert f"  {name} " in said.out
    assert "  render " in said.out
    assert "  cohort " in said.out
    assert "robot" not in said.out
    assert "clinician" in said.out


@pytest.mark.parametrize("words", [["serve"], ["plan"], ["journal"], ["journal", "export"]])
def test_every_command_explains_itself(backrub, words):
    said = backrub(*words, "--help")
    assert said.code == 0
    assert "Usage: backrub" in said.out


def test_help_loads_nothing_heavy():
    script = (
        "import sys\nfrom backrub.cli.last_resort import run\nrun(['--help'])\n"
        "heavy = {'numpy', 'highspy', 'pydantic', 'fastapi', 'sqlalchemy', 'shapely', 'rich', 'uvicorn'}\n"
        "print(heavy & {name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONPATH": str(TOP / "src")}
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment)
    assert answer.stderr.strip() == "set()"


def test_the_version_is_the_packages(backrub):
    assert backrub("--version").out.strip() == package.__version__


def test_techniques_list_the_articles_eight_by_their_ids(backrub):
    rows = backrub("techniques", "--json").document
    assert len(rows) >= 20
    assert {row["article"]: row["id"] for row in rows if row["article"]} == {
        1: "whole-hand-effleurage",
        2: "heel-effleurage",
        3: "reinforced-fingers",
        4: "thumb-stripping",
        5: "middle-finger-friction",
        6: "forearm-glide",
        7: "trigger-point-release",
        8: "finish",
    }
    assert all(set(row) == {"id", "name", "family", "parts", "article", "levels", "sources"} for row in rows)
    assert "thumb-stripping" in backrub("techniques").out


def test_a_clear_screening_is_0_and_says_go_ahead(backrub, request_file):
    said = backrub("screen", request_file())
    assert said.code == 0
    assert said.out.startswith("Go ahead.")
    assert "clinician has not yet reviewed" in said.out
    assert backrub("screen", request_file(), "--json").document["tier"] == "clear"


TIERS = [
    (3, "clinician", 'back_pain = "worsening"'),
    (3, "not-today", 'conditions = ["no-consent"]'),
    (4, "urgent", 'conditions = ["cauda-equina-signs"]'),
]  # fmt: skip


@pytest.mark.parametrize(("code", "tier", "line"), TIERS)
def test_screening_leaves_by_its_tier_and_plan_too(backrub, request_file, tmp_path, code, tier, line):
    path = request_file(("age_years = 34", f"age_years = 34\n{line}"))
    said = backrub("screen", path, "--json")
    assert (said.code, said.document["tier"]) == (code, tier)
    target = tmp_path / "plan.json"
    planned = backrub("plan", path, "--json", "-o", target)
    assert planned.code == code
    assert planned.document == said.document
    assert not target.exists()
    words = backrub("plan", path)
    assert words.code == code
    assert "Next:" in words.out
    assert "Source:" in words.out
    if tier == "urgent":
        assert "999" in words.out or "today" in words.out


def test_plan_writes_what_json_prints(backrub, request_file, tmp_path):
    target = tmp_path / "plan.json"
    said = backrub("plan", request_file(), "--json", "-o", target)
    assert said.code == 0
    assert json.loads(target.read_text()) == said.document
    plan = said.document
    assert {
        "duration_s",
        "objective",
        "mip_gap",
        "solve_s",
        "notices",
        "steps",
        "body",
        "limits",
    } <= plan.keys()
    step = {"technique", "place", "side", "level", "passes", "start_s", "duration_s", "phase", "why"}
    assert all(step <= each.keys() for each in plan["steps"])
    assert "Alexandra" not in said.out


def test_plan_in_words_is_a_table_with_the_why(backrub, request_file):
    said = backrub("plan", request_file())
    assert said.code == 0
    for word in ("Opening", "Warm-up", "Closing", "Rest", "why", "receiver's"):
        assert word in said.out
    assert said.err == ""


def test_wishes_that_clash_are_5_with_ways_out(backrub, request_file):
    path = request_file(('style = "relaxation"', 'style = "hot-stone"'))
    said = backrub("plan", path, "--json")
    assert said.code == 5
    assert said.document["kind"] == "infeasible"
    assert len(said.document["ways_out"]) >= 2
    words = backrub("plan", path)
    assert words.code == 5
    assert "1." in words.out
    # A reading is taken, not chosen: machines get a value to plan with, people none to copy.
    assert {"kit.stones_c": 43.0} in [way["change"] for way in said.document["ways_out"]]
    assert "kit.stones_c = what your thermometer reads, 43 or less" in words.out
    assert "43.0" not in words.out


def test_score_reads_what_plan_wrote(backrub, planned):
    said = backrub("score", planned, "--json")
    assert said.code == 0
    score = said.document
    assert score["duration_s"] == json.loads(planned.read_text())["duration_s"]
    assert {"start_s", "duration_s", "step", "level", "hands"} <= score["strokes"][0].keys()
    assert {"at_s", "show", "say", "kind"} <= score["cues"][0].keys()
    assert backrub("score", planned).code == 0


def test_a_dash_reads_stdin_in_toml_and_in_json(request_file, planned):
    assert (
        json.loads(process("screen", "-", "--json", given=request_file().read_text()).stdout)["tier"]
        == "clear"
    )
    assert process("score", "-", "--json", given=planned.read_text()).returncode == 0
    empty = process("screen", "-", given="")
    assert empty.returncode == 2
    assert "stdin receiver: is missing" in empty.stderr


def test_a_reader_that_leaves_early_is_no_trouble(request_file):
    environment = {**os.environ, "PYTHONPATH": str(TOP / "src")}
    command = f"{sys.executable} -m backrub schema plan | head -1; exit ${{PIPESTATUS[0]}}"
    answer = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=environment)
    assert answer.stdout == "{\n"
    assert answer.stderr == ""
    assert answer.returncode == 0


@pytest.mark.parametrize(
    "name",
    sorted(SCHEMAS),
)
def test_every_file_and_body_has_a_schema(backrub, name):
    assert {"request", "clearance", "plan", "infeasible", "score", "command", "event", "edit"} <= set(SCHEMAS)
    schema = backrub("schema", name).document
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert {"title", "anyOf", "oneOf", "$ref"} & schema.keys()


def test_a_schema_takes_what_the_command_wrote(backrub, planned):
    schema = backrub("schema", "plan").document
    jsonschema_rs.validate(schema, json.loads(planned.read_text()))


def test_an_unknown_word_offers_the_nearest(backrub):
    said = backrub("schema", "reqest")
    assert said.code == 2
    assert "Did you mean request?" in said.err
    said = backrub("plann")
    assert said.code == 2
    assert "plan" in said.err
    said = backrub("plan", "--jsn", "x")
    assert said.code == 2
    assert "--json" in said.err


def test_lint_reads_every_shipped_file(backrub):
    catalog = TOP / "src" / "backrub" / "catalog"
    files = [path for path in catalog.rglob("*") if path.suffix in (".toml", ".geojson", ".json")]
    said = backrub("lint", *files, "--json")
    assert said.code == 0, said.err
    assert {row["kind"] for row in said.document} == {
        "technique", "style", "condition", "claim", "preparation", "limits", "atlas",
        "layers", "patches",
    }  # fmt: skip
    assert len(said.document) == len(files)
    # All that ships beside the code is one of them.
    assert {path.suffix for path in catalog.rglob("*.*") if "__pycache__" not in path.parts} == {
        ".py", ".toml", ".geojson",
    }  # fmt: skip


def test_lint_says_file_line_column_and_the_nearest_word_of_all_files_at_once(backrub, tmp_path):
    shipped = TOP / "src" / "backrub" / "catalog" / "techniques" / "whole-hand-effleurage.toml"
    lines = shipped.read_text().splitlines()
    assert lines[26].startswith("glide both low-back.low -> "), "line 27"
    bad = tmp_path / "bad-glide.toml"
    bad.write_text(
        "\n".join([*lines[:26], lines[26].replace("glide both low-back", "glyde both lowback"), *lines[27:]])
    )
    key = tmp_path / "bad-key.toml"
    key.write_text(shipped.read_text().replace("part =", "prat =", 1).replace("\nglide", "\nglyde", 1))
    other = tmp_path / "style.toml"
    other.write_text("weights = 3\n")
    none = tmp_path / "none.toml"
    none.write_text("a = 1\n")
    said = backrub("lint", bad, key, other, none, tmp_path / "gone.toml")
    assert said.code == 2
    assert said.out == ""
    of_the_strokes = [
        "bad-glide.toml line 27 column 1: unknown verb 'glyde'",
        "    Did you mean glide?",
        "bad-glide.toml line 27 column 12: unknown place 'lowback.low'",
        "    Did you mean low-back.low?",
    ]
    assert said.err.splitlines()[:4] == of_the_strokes
    assert said.err.count("bad-glide.toml") == 2
    assert said.err.count("bad-key.toml") == 3
    for words in (
        "bad-key.toml part: is missing",
        "bad-key.toml prat: unknown key prat\n    Did you mean part?",
        "bad-key.toml line 27 column 1: unknown verb 'glyde'\n    Did you mean glide?",
        "style.toml weights",
        "none.toml: is no catalog file",
        "gone.toml: is not there",
    ):
        assert words in said.err


CATALOG = TOP / "src" / "backrub" / "catalog"
PLANTED = [
    ("limits.toml", "force_n = 40.0", "force_n = -40.0", "limits.toml parts.heel.force_n"),
    ("limits.toml", "max_level = 4", "max_level = 5", "limits.toml parts.palm.max_level"),
    ("limits.toml", "[parts.heel]", "[parts.heal]", "limits.toml parts.heal"),
    ("layers.toml", "fat_m = 6e-3", "fat_m = -6e-3", "layers.toml places.neck.fat_m"),
    ("layers.toml", "[places.hip]", "[places.hips]", "has no hip"),
    ("patches.toml", "pads = ", "pads = 1", "patches.toml parts."),
    ("patches.toml", "[parts.heel]", "[parts.heal]", "patches.toml parts.heal"),
    ("preparation.toml", "effort_s", "effort", "Did you mean effort_s?"),
    ("atlas.geojson", '"kind": "bone"', '"kind": "bon"', "Did you mean bone?"),
    ("atlas.geojson", '"id": "edge.right"', '"id": "edge.rigt"', "the back has no edge"),
    ("atlas.geojson", "[0.2, -0.09]", "[2.2, -0.09]", "coordinates"),
    ("atlas.geojson", "[0.1, -0.2]", "[0.1, -0.19]", "is not closed"),
    ("atlas.geojson", "-0.68", "-0.67", "is not its right side mirrored"),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), PLANTED, ids=[row[-1] for row in PLANTED])
def test_lint_finds_a_fault_planted_in_a_file_that_there_is_once(backrub, tmp_path, name, old, new, said):
    text = (CATALOG / name).read_text()
    if name.endswith(".geojson"):
        text = json.dumps(json.loads(text))
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1))
    found = backrub("lint", tmp_path / name)
    assert found.code == 2
    assert said in found.err
    assert "\n    " in found.err


def test_a_bug_is_a_sentence_that_says_how_to_report_it(backrub, monkeypatch, request_file):
    def breaks(*_, **__):
        raise RuntimeError("Alexandra has a cold")

    monkeypatch.setattr("backrub.app.stages.screen_request", breaks)
    said = backrub("screen", request_file())
    assert said.code == 70
    assert "report" in said.err
    assert "RuntimeError" in said.err
    assert "Alexandra" not in said.err


def test_the_app_is_the_one_that_the_entry_point_runs():
    assert callable(app)
    assert run(["--version"]) == 0


def test_every_command_has_a_heading_on_its_page():
    import re

    from backrub.cli.journal import journal

    names = {command.name or command.callback.__name__ for command in app.registered_commands}
    names |= {f"journal {command.name}" for command in journal.registered_commands}
    page = (TOP / "docs" / "commands.md").read_text()
    assert set(re.findall(r"^## `backrub ([^`]+)`$", page, flags=re.MULTILINE)) == names
