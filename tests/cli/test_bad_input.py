"""Bad input on the command line: exit 2, every problem with its place and way out, and nothing is written."""

import json
import os
import socket
import sqlite3

import pytest

from rights import without_power

TOMORROW = "{condition = 'steroids', on = 2100-01-01}"
TABLE = [
    ("minutes 0", [("minutes = 20", "minutes = 0")], "wishes.minutes"),
    ("minutes 7000", [("minutes = 20", "minutes = 7000")], "wishes.minutes"),
    ("minutes in words", [("minutes = 20", 'minutes = "half"')], "wishes.minutes"),
    ("age below zero", [("age_years = 34", "age_years = -3")], "receiver.age_years"),
    ("level 9", [("minutes = 20", "level = 9")], "wishes.level"),
    ("a mass that is no number", [("mass_kg = 64.0", "mass_kg = nan")], "receiver.mass_kg"),
    ("a height without end", [("height_m = 1.68", "height_m = inf")], "receiver.height_m"),
    ("stones at 60", [('oil = "coconut"', "stones_c = 60.0")], "kit.stones_c"),
    ("a file from the future", [("schema = 1", "schema = 2")], "schema"),
    ("a spot off the back", [("minutes = 20", "sore = [{across=3, along=0.4, pain_nrs=4}]")], "wishes.sore"),
    ("an unknown key", [("minutes = 20", "minuts = 20")], "wishes.minuts"),
    ("an unknown word", [("minutes = 20", 'position = "pron"')], "wishes.position"),
    ("an unknown condition", [("age_years", 'conditions = ["steriods"]\nage_years')], "steriods"),
    ("an unknown style", [('"relaxation"', '"relaxaton"')], "relaxaton"),
    ("an unknown oil", [('"coconut"', '"coconot"')], "coconot"),
    (
        "a clearance dated tomorrow",
        [("age_years", f"conditions = ['steroids']\ncleared_by_clinician = [{TOMORROW}]\nage_years")],
        "cleared_by_clinician",
    ),
    ("a place not marked", [("age_years", 'conditions = ["broken-skin"]\nage_years')], "avoid"),
    ("no TOML", [("[receiver]", "[receiver")], "line"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes", "where"), TABLE, ids=[row[0] for row in TABLE])
def test_a_wrong_value_is_2_with_its_place_and_a_way_out_and_writes_nothing(
    backrub, request_file, tmp_path, name, changes, where
):
    target = tmp_path / "plan.json"
    target.write_text("before")
    said = backrub("plan", request_file(*changes), "-o", target)
    assert said.code == 2, said.out
    assert said.out == ""
    assert where in said.err
    lines = said.err.splitlines()
    assert lines[0].startswith("request.toml")
    assert any(line.startswith("    ") for line in lines)
    assert target.read_text() == "before"


def test_all_problems_come_at_once(backrub, request_file):
    path = request_file(("minutes = 20", "minutes = 0\nlevel = 9"), ("age_years = 34", "age_years = -3"))
    said = backrub("plan", path)
    assert all(where in said.err for where in ("wishes.minutes", "wishes.level", "receiver.age_years"))


def test_with_json_the_problems_are_the_one_document(backrub, request_file):
    said = backrub("plan", request_file(("minutes = 20", "minutes = 0")), "--json")
    assert said.code == 2
    (problem,) = said.document["problems"]
    assert "wishes.minutes" in problem["where"]
    assert problem["way_out"]


@pytest.mark.parametrize("radius_m", [0.3, 0.6])
@pytest.mark.parametrize("command", ["screen", "plan"])
def test_an_avoid_circle_that_covers_the_back_is_told_at_its_place(backrub, request_file, command, radius_m):
    circle = f"avoid = [{{across = 0.0, along = 0.5, radius_m = {radius_m}}}]"
    said = backrub(command, request_file(("minutes = 20", f"minutes = 20\n{circle}")))
    assert said.code == 2, said.out
    assert "wishes.avoid[0]: covers the back" in said.err
    assert "Mark it smaller." in said.err


MIXED = [
    (
        "unknown words of three stages",
        [
            ("age_years", 'conditions = ["steriods"]\nage_years'),
            ('"relaxation"', '"relaxaton"'),
            ('"coconut"', '"coconot"'),
        ],
        ["receiver.conditions[0]", "wishes.style", "kit.oil"],
    ),
    (
        "a number out of range, an unknown style, a future day",
        [
            ("age_years", f"conditions = ['steroids']\ncleared_by_clinician = [{TOMORROW}]\nage_years"),
            ("minutes = 20", "minutes = 0"),
            ('"relaxation"', '"relaxaton"'),
        ],
        ["receiver.cleared_by_clinician[0].on", "wishes.minutes", "wishes.style"],
    ),
    (
        "a spot off the back, a chair, an unknown key",
        [
            ("minutes = 20", "minuts = 20\nsore = [{across=0.9, along=0.7, pain_nrs=4}]"),
            ("[kit]", '[kit]\nsurface = "chair"'),
        ],
        ["wishes.minuts", "wishes.sore[0]", "kit.surface"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes", "places"), MIXED, ids=[row[0] for row in MIXED])
@pytest.mark.parametrize("command", ["screen", "plan"])
def test_problems_of_every_stage_come_at_once(backrub, request_file, command, name, changes, places):
    said = backrub(command, request_file(*changes), "--json")
    assert said.code == 2
    assert {each["where"] for each in said.document["problems"]} == {f"request.toml {at}" for at in places}
    assert all(each["way_out"] for each in said.document["problems"])


@pytest.mark.parametrize("style", ["hot-stone", "massager"])
def test_a_style_without_its_kit_is_a_clash_with_ways_out(backrub, request_file, style):
    said = backrub("plan", request_file(('style = "relaxation"', f'style = "{style}"')))
    assert said.code == 5
    assert "Each of these" in said.out


def test_a_chair_for_someone_who_lies_face_down_is_told_at_the_kit(backrub, request_file):
    said = backrub("plan", request_file(("[kit]", '[kit]\nsurface = "chair"')))
    assert said.code == 2
    assert "kit.surface: a chair" in said.err


def test_ten_megabytes_of_json_are_refused(backrub, tmp_path):
    large = tmp_path / "large.json"
    large.write_text(json.dumps({"receiver": {"name": "x" * 10_000_000}}))
    said = backrub("plan", large)
    assert said.code == 2
    assert "larger than 1 MB" in said.err


@pytest.mark.parametrize(
    "text", ["[" * 90_000, '{"a":' * 90_000, '{"receiver": {"name": "\\ud800"}}', "{", "\x00"]
)
def test_what_only_looks_like_a_request_is_refused(backrub, tmp_path, text):
    path = tmp_path / "odd.json"
    path.write_text(text)
    said = backrub("plan", path)
    assert said.code == 2
    assert said.err.startswith("odd.json")


def test_a_plan_that_was_edited_beyond_its_limits_is_not_scored(backrub, planned, tmp_path):
    plan = json.loads(planned.read_text())
    plan["limits"]["max_level"] = 1
    edited = tmp_path / "edited.json"
    edited.write_text(json.dumps(plan))
    said = backrub("score", edited, "--json")
    assert said.code == 2
    places = [each["where"] for each in said.document["problems"]]
    assert "edited.json steps[0].level" not in places  # it was light already
    assert len(places) == len(set(places)), places
    plan["steps"][0]["level"] = 7
    edited.write_text(json.dumps(plan))
    assert "steps[0].level" in backrub("score", edited).err


def test_a_plan_that_cannot_be_written_is_said_and_leaves_nothing(backrub, request_file, tmp_path):
    for target, words in ((tmp_path, "is a folder"), (tmp_path / "no" / "p.json", "folder is not there"),
                          ("/dev/full", "disk is full")):  # fmt: skip
        said = backrub("plan", request_file(), "-o", target)
        assert said.code == 2
        assert words in said.err
    assert sorted(os.listdir(tmp_path)) == ["request.toml"]


# --- the journal and the port ------------------------------------------------------------------


@pytest.fixture
def journal(backrub, tmp_path):
    """An empty journal, made by the command itself."""
    path = tmp_path / "journal.db"
    assert backrub("journal", "export", "--database", f"sqlite:///{path}").code == 0
    return path


def test_a_locked_database_is_a_sentence(backrub, journal, monkeypatch):
    monkeypatch.setattr("backrub.journal.opening.PATIENCE_S", 0.1)
    monkeypatch.setattr(
        "backrub.journal.opening.open_store.__kwdefaults__", {"upcasters": None, "patience_s": 0.1}
    )
    holder = sqlite3.connect(journal, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        said = backrub("journal", "export", "--database", f"sqlite:///{journal}")
    finally:
        holder.close()
    assert said.code == 2
    assert "is busy" in said.err


def test_a_folder_that_cannot_hold_a_journal_is_a_sentence(backrub):
    for address in ("sqlite:////proc/none/journal.db", "sqlite:////dev/null/journal.db"):
        said = backrub("journal", "export", "--database", address)
        assert said.code == 2
        assert "journal" in said.err


def test_a_read_only_database_is_a_sentence(backrub, open_folder):
    address = f"sqlite:///{open_folder / 'journal.db'}"
    assert backrub("journal", "export", "--database", address).code == 0
    (open_folder / "journal.db").chmod(0o444)
    for folder_mode in (0o755, 0o555):
        open_folder.chmod(folder_mode)
        with without_power():
            said = backrub("journal", "export", "--database", address)
        assert said.code == 2
        assert "can be read but not written" in said.err
        assert "Allow writing to it and its folder, or choose another." in said.err
    (open_folder / "journal.db").chmod(0o644)
    assert backrub("journal", "export", "--database", address).code == 0


@pytest.mark.parametrize("address", ["mysql://x/y", "nonsense", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_means_no_database_is_a_sentence(backrub, address):
    said = backrub("journal", "export", "--database", address)
    assert said.code == 2
    assert "database" in said.err


def test_a_file_that_is_no_journal_is_left_as_it_is(backrub, tmp_path):
    stranger = tmp_path / "notes.db"
    stranger.write_text("these are my notes, not a database at all")
    said = backrub("journal", "export", "--database", f"sqlite:///{stranger}")
    assert said.code == 2
    assert "not a Backrub journal" in said.err
    assert stranger.read_text().startswith("these are my notes")


def test_a_port_in_use_is_a_sentence_with_another_port(backrub):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = backrub("serve", "--port", port)
    assert said.code == 2
    assert f"{port} is in use" in said.err
    assert "--port" in said.err


@pytest.mark.parametrize("port", ["0", "99999", "half"])
def test_a_port_that_is_none_is_a_sentence(backrub, port):
    said = backrub("serve", "--port", port)
    assert said.code == 2
    assert "port" in said.err


def test_forgetting_someone_unknown_is_a_sentence(backrub, journal):
    said = backrub("journal", "forget", "nobody", "--database", f"sqlite:///{journal}")
    assert said.code == 2
    assert "nobody" in said.err


def test_an_export_comes_back_whole_and_twice_changes_nothing(backrub, journal, tmp_path):
    export = tmp_path / "export.jsonl"
    assert backrub("journal", "export", "-o", export, "--database", f"sqlite:///{journal}").code == 0
    other = f"sqlite:///{tmp_path / 'other.db'}"
    for _ in range(2):
        said = backrub("journal", "import", export, "--database", other, "--json")
        assert said.code == 0
        assert said.document == {"streams": 0, "events": 0, "documents": 0, "people": 0}
    export.write_text(export.read_text().splitlines()[0] + "\n")
    said = backrub("journal", "import", export, "--database", other)
    assert said.code == 2
    assert "export.jsonl line 1" in said.err


def test_a_key_twice_in_a_file_never_hides_an_answer(backrub, tmp_path):
    path = tmp_path / "request.json"
    path.write_text(
        '{"receiver": {"age_years": 34, "height_m": 1.7, "mass_kg": 70, "conditions": ["cancer"],'
        ' "conditions": []}}'
    )
    said = backrub("screen", path)
    assert said.code == 2
    assert "receiver.conditions: is there twice" in said.err
