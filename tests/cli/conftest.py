"""The command line in this process, with what it said and how it left."""

import json
from dataclasses import dataclass

import pytest

from backrub.cli.last_resort import run

REQUEST = """
schema = 1
[receiver]
name = "Alexandra"
age_years = 34
sex = "female"
height_m = 1.68
mass_kg = 64.0
[wishes]
minutes = 20
style = "relaxation"
[kit]
oil = "coconut"
"""


@dataclass
class Said:
    """One run: its exit code, its results and its problems."""

    code: int
    out: str
    err: str

    @property
    def document(self):
        """The one JSON document that --json prints."""
        return json.loads(self.out)


@pytest.fixture
def backrub(capsys, monkeypatch, tmp_path):
    """Run the command with some words; every setting is this test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("BACKRUB_PORT", "BACKRUB_DATABASE", "BACKRUB_PLACE", "BACKRUB_EMERGENCY_NUMBER", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")

    def call(*words):
        capsys.readouterr()
        code = run([str(word) for word in words])
        said = capsys.readouterr()
        assert "Traceback" not in said.err + said.out
        return Said(code, said.out, said.err)

    return call


@pytest.fixture
def request_file(tmp_path):
    """Write the usual request with some words replaced; return its path."""

    def write(*replacements, name="request.toml", add=""):
        text = REQUEST
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text + add)
        return path

    return write


@pytest.fixture(scope="session")
def planned(tmp_path_factory):
    """A plan file, made once by the command itself."""
    folder = tmp_path_factory.mktemp("planned")
    (folder / "request.toml").write_text(REQUEST)
    assert run(["plan", str(folder / "request.toml"), "-o", str(folder / "plan.json")]) == 0
    return folder / "plan.json"
