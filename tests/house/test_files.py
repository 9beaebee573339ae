"""Files stay short, importable and free of this or that machine."""

import importlib
import pkgutil
import re
import tomllib

import backrub

READ = {
    ".py",
    ".ts",
    ".svelte",
    ".css",
    ".md",
    ".toml",
    ".sh",
    ".yml",
    ".json",
    ".lock",
    ".in",
    ".html",
    ".cff",
    "",
}


def texts(our_files):
    """Return (path, text) of each of our files that is text."""
    for path in our_files:
        if path.suffix in READ and path.name != "LICENSE":
            yield path, path.read_text(encoding="utf-8")


def test_no_file_has_more_than_400_lines(our_files):
    long = {
        str(path): count
        for path in our_files
        if path.suffix in {".py", ".ts", ".svelte", ".css"}
        and (count := len(path.read_text(encoding="utf-8").splitlines())) >= 400
    }
    assert long == {}


def test_every_module_can_be_imported():
    for info in pkgutil.walk_packages(backrub.__path__, "backrub."):
        # Alembic runs its scripts by path, inside its own context.
        if info.name != "backrub.__main__" and ".migrations" not in info.name:
            importlib.import_module(info.name)


def test_no_file_names_a_machine_or_a_registry(our_files):
    # Put together here, so that this file does not hold what it forbids.
    roots = ("home", "root", "Users", "work", "mnt")
    paths = re.compile(r"(?<![\w.\-/}~])/(?:" + "|".join(roots) + r")/[\w.]")
    registries = re.compile(
        "|".join(("index" + "-url", r"registry\." + "npmjs", "files" + r"\.pythonhosted"))
    )
    found = [
        f"{path}: {match[0]}"
        for path, text in texts(our_files)
        for pattern in (paths, registries)
        if (match := pattern.search(text))
    ]
    assert not found, "\n".join(found)


def test_the_project_speaks_of_itself_alone(our_files):
    # What stands on other shelves than ours, and who sat at the keyboard, is nobody's concern here.
    words = [
        r"\.\./" + "shared",
        r"\bAI" + " (?:agent|assistant)",
        r"\bL" + "LM",
        r"\bsub" + "agent",
        "Co-Authored" + "-By",
    ]
    pattern = re.compile("|".join(words))
    found = [
        f"{path}: {match[0]}"
        for path, text in texts(our_files)
        if not path.name.startswith("test_")  # a test names what it forbids
        and (match := pattern.search(text))
    ]
    assert not found, "\n".join(found)


def test_the_citation_gives_the_version_of_the_package(top):
    lines = (top / "CITATION.cff").read_text().splitlines()
    assert f"version: {backrub.__version__}" in lines


def test_the_licence_is_the_one_that_the_package_names(top):
    project = tomllib.loads((top / "pyproject.toml").read_text())["project"]
    assert project["license"] == "Apache-2.0"
    assert "Apache License" in (top / "LICENSE").read_text()[:200]
    assert "license: Apache-2.0" in (top / "CITATION.cff").read_text().splitlines()
