"""Where facts come from is told in the words of the papers and of our notes, which are English: to a screen
reader it says so, whatever the page's language."""

import re
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "frontend" / "src"
SHOWN = re.compile(r"<(\w+)([^<>]*)>\{(?:said\()?(?:\w+\.)?source(?:\.paper)?\)?\}")


def test_every_source_that_is_shown_says_that_it_is_english():
    shown = [
        (page.name, found.group(2))
        for page in sorted(PAGES.rglob("*.svelte"))
        for found in SHOWN.finditer(page.read_text(encoding="utf-8"))
    ]
    assert len(shown) >= 7
    assert [name for name, more in shown if 'lang="en"' not in more] == []
