"""The pictures of the pages: each is there at both sizes, and none that could not be taken goes unsaid."""

import importlib.util
import re
from collections import defaultdict
from pathlib import Path
from unittest.mock import MagicMock

import pytest

TOP = Path(__file__).resolve().parents[2]
PICTURES = sorted((TOP / "docs" / "screens").glob("*.png"))
SIZES = {"phone": (390, 844), "laptop": (1280, 800)}


@pytest.fixture
def tool():
    spec = importlib.util.spec_from_file_location("screens", TOP / "tools" / "screens.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def told(path: Path) -> tuple[str, str, str]:
    """Return a picture's name, screen and theme, which is empty where it is always dark."""
    name, screen, theme = re.fullmatch(r"(.+?)-(phone|laptop)(?:-(day|evening))?", path.stem).groups()
    return name, screen, theme or ""


def test_every_screen_is_there_at_both_sizes_and_in_both_themes_or_dark(tool):
    seen = defaultdict(set)
    for path in PICTURES:
        name, screen, theme = told(path)
        seen[name].add((screen, theme))
        head = path.read_bytes()[16:24]
        assert (int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")) == SIZES[screen], path.name
    both = {(screen, theme) for screen in SIZES for theme in ("day", "evening")}
    dark = {(screen, "") for screen in SIZES}
    assert {name: kinds for name, kinds in seen.items() if kinds not in (both, dark)} == {}
    named = set(re.findall(r'shoot\("([a-z-]+)"', Path(tool.__file__).read_text(encoding="utf-8")))
    assert len(named) > 30
    assert named <= set(seen)


def test_what_was_not_taken_is_told_and_the_rest_is_taken(tool, monkeypatch):
    taken = []

    def fails(camera):
        camera.taken = "stones-phone"
        raise AssertionError("No step showed .loop.\nAnd more.")

    monkeypatch.setattr(tool, "WALKS", {"spot": fails, "stones": taken.append, "spare": fails})
    failed = tool.take_all(MagicMock(), "", "", Path(), ["spot", "st"])
    assert failed[0] == "spot, phone, day, after stones-phone: No step showed .loop."
    assert len(failed) == len(taken) == 4
