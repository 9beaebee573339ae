"""`backrub body`: the receiver's measures and landmarks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import trimesh

from backrub.body.measures import BodyMeasures

TOP = Path(__file__).resolve().parents[2]


def test_it_tells_the_contracts_measures(backrub, request_file):
    said = backrub("body", request_file(), "--json")
    assert said.code == 0
    told = said.document
    assert {"height_m", "mass_kg", "c7_psis_m", "biacromial_m", "landmarks", "nearest"} <= set(told)
    assert told["height_m"] == pytest.approx(1.68, abs=0.005)
    assert told["mass_kg"] == pytest.approx(64, rel=0.03)
    assert told["nearest"] is False
    # A woman of 1.68 m after ANSUR II's regressions (clinical notes 3.3), two residual SD either way.
    assert told["c7_psis_m"] == pytest.approx((0.0676 + 0.2041 * 1.68) / 0.861, abs=2 * 0.0181 / 0.861)
    assert told["biacromial_m"] == pytest.approx(0.1028 + 0.1612 * 1.68, abs=2 * 0.0151)
    for name in (
        "c7",
        "t12",
        "psis",
        "acromion-left",
        "inferior-angle-right",
        "iliac-crest-left",
        "rib-12-left",
    ):
        assert name in told["landmarks"]
    assert told["landmarks"]["acromion-left"]["across"] == -1
    assert told["landmarks"]["acromion-left"]["position_m"][0] > 0.15
    assert BodyMeasures.model_validate_json(said.out).landmarks["psis"].along == 1


def test_without_json_it_is_a_table_for_people(backrub, request_file):
    said = backrub("body", request_file())
    assert said.code == 0
    assert "1.68 m, 64 kg." in said.out
    assert "inferior angle left" in said.out
    assert "nearest" not in said.out


def test_what_is_out_of_reach_is_said(backrub, request_file):
    giant = request_file(("height_m = 1.68", "height_m = 1.05"))
    assert backrub("body", giant, "--json").document["nearest"] is True
    assert "this is the nearest" in backrub("body", giant).out


def test_answers_about_health_do_not_matter(backrub, request_file):
    ill = (
        request_file(add="[receiver.details]\n")
        .read_text()
        .replace("[receiver]", '[receiver]\nconditions = ["fever-or-unwell"]\nback_pain = "new"')
    )
    path = request_file(name="ill.toml")
    path.write_text(ill)
    assert backrub("screen", path).code == 4
    assert backrub("body", path, "--json").document["c7_psis_m"] == pytest.approx(
        backrub("body", request_file(), "--json").document["c7_psis_m"]
    )


def test_bad_input_is_2_with_every_problem(backrub, request_file):
    said = backrub("body", request_file(("1.68", "16.8"), ("mass_kg = 64.0", "mass_kg = -1")), "--json")
    assert said.code == 2
    assert {"height_m", "mass_kg"} <= {each["where"].rpartition(".")[2] for each in said.document["problems"]}


def test_other_commands_do_not_read_the_bodies():
    script = (
        "import sys\nfrom backrub.cli.last_resort import run\nrun(['--help'])\n"
        "import backrub.cli.commands, backrub.body\n"
        "from backrub.body.asset import read_asset\n"
        "print(read_asset.cache_info().currsize, file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONPATH": str(TOP / "src")}
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment)
    assert answer.stderr.strip() == "0"


def test_its_schema_is_published(backrub):
    schema = backrub("schema", "body").document
    assert json.dumps(schema).count("nearest") >= 1
    assert schema["title"] == "BodyMeasures"


def test_the_lying_body_becomes_a_gltf_file(backrub, request_file, tmp_path):
    out = tmp_path / "body.glb"
    said = backrub("body", request_file(), "--glb", out)
    assert said.code == 0
    assert f"{out}: written (glTF)" in said.out
    skin = trimesh.load(out).to_geometry()
    # As long as somebody of 1.68 m who lies with pointed feet.
    assert skin.extents[2] == pytest.approx(1.68, abs=0.12)
    assert b"Alexandra" not in out.read_bytes()
    with_json = backrub("body", request_file(), "--glb", out, "--json")
    assert with_json.document["height_m"] == pytest.approx(1.68, abs=0.005)


def test_a_folder_that_is_not_there_is_told(backrub, request_file, tmp_path):
    said = backrub("body", request_file(), "--glb", tmp_path / "gone" / "body.glb")
    assert said.code == 2
    assert "folder is not there" in said.err
