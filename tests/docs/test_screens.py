"""The pictures of the pages: each is there at both sizes, and none that could not be taken goes unsaid."""

import importlib.util
import json
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
    walks = [path.read_text(encoding="utf-8") for path in Path(tool.__file__).parent.glob("screens*.py")]
    named = set(re.findall(r'shoot\("([a-z-]+)"', "".join(walks)))
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


PAGE = """<script lang="ts">
  // What is counted.
  const count = $derived(1)
  const head = t('Where is it sore?')
</script>

<h1>{head}</h1>

<style>
  h1 { margin: 0; }
</style>
"""
SEEN = {
    "another tag": ("<h1>{head}</h1>", "<h2>{head}</h2>"),
    "another space": ("margin: 0", "margin: 1px"),
    "another word": ("it sore", "it tender"),
}
UNSEEN = {
    "another remark": ("What is counted", "What is told"),
    "another sum": ("derived(1)", "derived(2)"),
    "another indent": ("  h1 {", "    h1 {"),
}


@pytest.mark.parametrize("change", [*SEEN, *UNSEEN])
def test_a_page_counts_as_changed_when_it_looks_different(tool, tmp_path, change):
    page = tmp_path / "Page.svelte"
    page.write_text(PAGE)
    before = tool.pictured.shown_of(page)
    page.write_text(PAGE.replace(*(SEEN | UNSEEN)[change]))
    assert page.read_text() != PAGE
    assert (tool.pictured.shown_of(page) != before) == (change in SEEN)


def test_only_all_pictures_say_of_which_pages_they_are(tool, tmp_path, monkeypatch):
    taken = tmp_path / "taken.json"
    monkeypatch.setattr(tool.pictured, "TAKEN", taken)
    tool.finish(["spot"], [])
    with pytest.raises(SystemExit, match="spot, phone"):
        tool.finish([], ["spot, phone, day: no step showed it"])
    assert not taken.exists()
    tool.finish([], [])
    assert len(json.loads(taken.read_text())) > 100
    assert tool.pictured.changed() == []


def test_the_pictures_show_the_pages_as_they_look_now(tool):
    changed = tool.pictured.changed()
    way_out = "Run make screens; where nothing of it is seen, .venv/bin/python tools/screens.py --same."
    assert changed == [], f"{len(changed)} files look different since the pictures were taken. {way_out}"
