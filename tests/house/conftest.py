"""What the tests of the house share: which files are ours."""

import os
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]


def listed_by_git(*words: str) -> set[str]:
    answer = subprocess.run(
        ["git", "ls-files", "-z", *words], cwd=TOP, capture_output=True, text=True, check=True
    )
    return set(answer.stdout.split("\0")) - {""}


@pytest.fixture(scope="session")
def top() -> Path:
    """The folder that holds everything."""
    return TOP


@pytest.fixture(scope="session")
def our_files() -> list[Path]:
    """Every file of the project: what git tracks; in a copy without git, all but what is built or fetched."""
    if (TOP / ".git").exists():
        # A file can be in the index and be ignored all the same; what is ignored is not ours.
        names = listed_by_git() - listed_by_git("--cached", "--ignored", "--exclude-standard")
        return sorted(TOP / name for name in names if (TOP / name).is_file())
    found: list[Path] = []
    for folder, folders, files in os.walk(TOP):
        folders[:] = [
            name for name in folders if name not in {".venv", "node_modules", "build", "dist", "static"}
        ]
        found += [Path(folder) / name for name in files]
    return sorted(found)


@pytest.fixture(scope="session")
def package_files(our_files: list[Path]) -> list[Path]:
    """Every Python file of the package."""
    package = TOP / "src" / "backrub"
    return [path for path in our_files if path.suffix == ".py" and package in path.parents]
