"""The wheel holds all that the package needs, and runs where nothing else of ours is."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(top, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    words = ["-m", "build", "--wheel", "--no-isolation", "--outdir", folder, top]
    answer = subprocess.run([sys.executable, *words], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    (made,) = folder.glob("*.whl")
    return made


@pytest.mark.slow
@pytest.mark.xdist_group("wheel")
def test_the_wheel_holds_every_file_of_the_package_and_the_built_pages(wheel, top, our_files):
    packed = set(zipfile.ZipFile(wheel).namelist())
    package = top / "src"
    ours = {str(path.relative_to(package)) for path in our_files if package in path.parents}
    assert ours <= packed
    static = top / "src/backrub/web/static"
    built = {str(path.relative_to(package)) for path in static.rglob("*") if path.is_file()}
    assert built <= packed
    strangers = {name for name in packed - ours - built if ".dist-info/" not in name}
    assert not {name for name in strangers if "__pycache__" in name or name.startswith("tests")}


@pytest.mark.slow
@pytest.mark.xdist_group("wheel")
def test_the_wheel_runs_in_an_empty_environment(wheel, top, tmp_path, unused_port):
    home = tmp_path / "home"
    home.mkdir()
    python = tmp_path / "venv/bin/python"
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-compile"]
    subprocess.run([*pip, "--require-hashes", "-r", top / "requirements.lock"], check=True)
    subprocess.run([*pip, "--no-deps", "--no-index", wheel], check=True)
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home)}
    command = python.with_name("backrub")
    listed = subprocess.run(
        [command, "techniques", "--json"], env=environment, capture_output=True, check=True
    )
    assert len(json.loads(listed.stdout)) >= 20
    said = tmp_path / "said"
    with said.open("w") as out:
        server = subprocess.Popen(
            [command, "serve", "--port", str(unused_port)], env=environment, cwd=home, stdout=out, stderr=out
        )
    try:
        page = first_answer(f"http://127.0.0.1:{unused_port}/", server, said)
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert b"<html" in page
    # The journal lies in the user's own data folder.
    assert [path for path in home.rglob("*") if path.is_file()]


def first_answer(address: str, server: subprocess.Popen, said: Path) -> bytes:
    """Return the page at an address as soon as the server answers."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.read()
        except urllib.error.URLError:
            assert server.poll() is None, said.read_text()
            time.sleep(0.1)
    raise AssertionError(f"no answer in time\n{said.read_text()}")
